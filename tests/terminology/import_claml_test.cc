#include "terminology/import_claml.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "release_files.h"

namespace wervelwijzer::terminology {
namespace {

using ::testing::HasSubstr;
using ::testing::IsSupersetOf;

// The shape of a published file; the words are ours.
const std::string kHead =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<!DOCTYPE ClaML SYSTEM \"ClaML.dtd\">\n"
    "<ClaML version=\"2.0.0\">\n"
    "<Title name=\"ICD-10\" version=\"2019\" date=\"2019-01-01\">Made up</Title>\n"
    "<ClassKinds><ClassKind name=\"block\"/></ClassKinds>\n";
const std::string kClasses =
    "<Class code=\"II\" kind=\"chapter\"><SubClass code=\"C00-C97\"/></Class>\n"
    "<Class code=\"C00-C97\" kind=\"block\"><SuperClass code=\"II\"/><SubClass code=\"C76-C80\"/>"
    "<Rubric kind=\"preferred\"><Label xml:lang=\"en\">words &amp; words</Label></Rubric></Class>\n"
    "<Class code=\"C76-C80\" kind=\"block\"><SuperClass code=\"C00-C97\"/></Class>\n"
    "<Class code=\"C79\" kind=\"category\"><SuperClass code=\"C76-C80\"/>"
    "<SubClass code=\"C79.5\"/></Class>\n"
    "<Class code=\"C79.5\" kind=\"category\"><SuperClass code=\"C79\"/></Class>\n";
const std::string kModifier =
    "<Modifier code=\"S13M00_5\"><SubClass code=\"0\"/></Modifier>\n"
    "<ModifierClass modifier=\"S13M00_5\" code=\"0\"><SuperClass code=\"S13M00_5\"/>"
    "</ModifierClass>\n";

TEST(ImportClamlTest, ChapterHoldsItsBlocksCategoriesAndSubcategories) {
  const auto import = ReadClaml(kHead + kModifier + kClasses + "</ClaML>", "icd-10");
  ASSERT_TRUE(import.ok()) << import.error().ToString();
  EXPECT_EQ(import->version, "ICD-10 2019");
  EXPECT_EQ(import->classes, 5u);
  const auto snapshot = Snapshot::Parse(import->text);
  ASSERT_TRUE(snapshot.ok()) << snapshot.error().ToString();
  std::vector<std::string> codes;
  for (const auto node : snapshot->Closure(*snapshot->Find("II"))) {
    codes.emplace_back(snapshot->Code(node));
  }
  EXPECT_THAT(codes, IsSupersetOf({"C00-C97", "C76-C80", "C79", "C79.5"}));
  EXPECT_FALSE(snapshot->Find("0"));  // a modifier is no code
}

TEST(ImportClamlTest, NoWordOfTheClassificationIsKept) {
  const auto import = ReadClaml(kHead + kClasses + "</ClaML>", "icd-10");
  ASSERT_TRUE(import.ok());
  EXPECT_EQ(import->text.find("words"), std::string::npos);
}

TEST(ImportClamlTest, DocumentTypeWithDeclarationsIsRefused) {
  const auto import = ReadClaml(
      "<?xml version=\"1.0\"?><!DOCTYPE ClaML [<!ENTITY a \"b\">]><ClaML><Class "
      "code=\"A\"/></ClaML>",
      "icd-10");
  ASSERT_FALSE(import.ok());
  EXPECT_THAT(import.error().message, HasSubstr("document type"));
}

TEST(ImportClamlTest, OtherXmlAndHalfAFileAreRefused) {
  EXPECT_THAT(ReadClaml("<CodeSystem/>", "icd-10").error().message, HasSubstr("`ClaML`"));
  EXPECT_FALSE(ReadClaml(kHead + kClasses, "icd-10").ok());
  EXPECT_THAT(ReadClaml(kHead + "</ClaML>", "icd-10").error().message, HasSubstr("no code"));
  EXPECT_THAT(ReadClaml(kHead + "<Class kind=\"block\"/></ClaML>", "icd-10").error().path,
              HasSubstr("line 6"));
}

TEST(ImportClamlTest, ClassBelowOneThatIsNotThereIsRefused) {
  const auto import = ReadClaml(
      kHead + "<Class code=\"C79\"><SuperClass code=\"C76-C80\"/></Class></ClaML>", "icd-10");
  ASSERT_FALSE(import.ok());
  EXPECT_THAT(import.error().message, HasSubstr("`C76-C80`"));
}

TEST(ImportClamlTest, ErrorNamesTheFile) {
  const std::string folder = NewFolder("claml");
  WriteFile(folder + "/icd.xml", "<ClaML>");
  EXPECT_THAT(ImportClaml(folder + "/icd.xml", "icd-10").error().path, HasSubstr("/icd.xml line"));
  EXPECT_EQ(ImportClaml(folder + "/none.xml", "icd-10").error().kind, ErrorKind::kNotFound);
}

}  // namespace
}  // namespace wervelwijzer::terminology
