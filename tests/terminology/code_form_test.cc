#include "terminology/code_form.h"

#include <gtest/gtest.h>

namespace wervelwijzer::terminology {
namespace {

TEST(CodeFormTest, DotDaggerAndCaseDoNotMatter) {
  EXPECT_EQ(ComparedForm("C79.5"), "C795");
  EXPECT_EQ(ComparedForm("c79.5\xE2\x80\xA0"), "C795");
  EXPECT_EQ(ComparedForm("M49.5*"), "M495");
  EXPECT_EQ(ComparedForm("H02AB02"), "H02AB02");
}

TEST(CodeFormTest, PublishedSnomedIdPassesAndDamagedIdsFail) {
  EXPECT_TRUE(IsSnomedConceptId("94222008"));
  EXPECT_TRUE(IsSnomedConceptId("16581000146103"));
  EXPECT_FALSE(IsSnomedConceptId("94222009"));  // wrong check digit
  EXPECT_FALSE(IsSnomedConceptId("30367100"));  // seen damaged in a public value set
  EXPECT_FALSE(IsSnomedConceptId("76783986"));  // likewise
  EXPECT_FALSE(IsSnomedConceptId("9422200x"));
}

TEST(CodeFormTest, LoincCheckDigitIsHeld) {
  EXPECT_TRUE(IsLoincCode("89243-0"));
  EXPECT_TRUE(IsLoincCode("38208-5"));
  EXPECT_FALSE(IsLoincCode("89243-1"));
  EXPECT_FALSE(IsLoincCode("89243"));
  EXPECT_FALSE(IsLoincCode("LA29176-7"));
}

TEST(CodeFormTest, LoincAnswerCheckDigitIsHeldWhateverTheLength) {
  for (const char* code :
       {"LA2-8", "LA3-6", "LA33-6", "LA32-8", "LA9622-7", "LA9633-4", "LA29176-7", "LA33471-6"}) {
    EXPECT_TRUE(IsLoincAnswerCode(code)) << code;
  }
  for (const char* code :
       {"LA33-8", "LA9622-8", "LA29176-5", "LA-8", "LA", "33-6", "LA1234567-1"}) {
    EXPECT_FALSE(IsLoincAnswerCode(code)) << code;
  }
}

TEST(CodeFormTest, EveryPackageOfAProductIsOneNationalDrugCode) {
  for (const char* code :
       {"0056-0172-70", "0056-0172-9", "0056-0172", "00056-0172-70", "00056-0172", "00056017270"}) {
    const bool sound = std::string_view(code) != "0056-0172-9";
    EXPECT_EQ(ComparedForm(CodeForm::kNdc, code), sound ? "000560172" : "") << code;
  }
  EXPECT_EQ(ComparedForm(CodeForm::kNdc, "51144-050-01"), "511440050");
  EXPECT_EQ(ComparedForm(CodeForm::kNdc, "51144-0050-01"), "511440050");
  EXPECT_EQ(ComparedForm(CodeForm::kNdc, "60505-7006-2"), "605057006");
}

TEST(CodeFormTest, NationalDrugCodeOfAnotherLengthIsNone) {
  for (const char* code :
       {"", "-", "--", "0056017270", "000560172700", "056-0172-70", "0056-172-70", "0056-01722-70",
        "511440-050-01", "51144-05-01", "51144-050-1", "51144-050-001", "0056-0172-", "-0172-70",
        "0056-0172-70-1", "0056-0172-7A", "0056 0172 70", "0056-0172-*70"}) {
    EXPECT_EQ(ComparedForm(CodeForm::kNdc, code), "") << code;
  }
}

// Diagnoses and procedures of ICD-9-CM share one uri: the place of the dot tells them apart.
TEST(CodeFormTest, Icd9ProcedureIsNotTakenForADiagnosis) {
  EXPECT_EQ(ComparedForm(CodeForm::kIcd9, "198.3"), "1983");
  EXPECT_EQ(ComparedForm(CodeForm::kIcd9, "185"), "185");
  EXPECT_EQ(ComparedForm(CodeForm::kIcd9, "v66.7"), "V667");
  EXPECT_EQ(ComparedForm(CodeForm::kIcd9, "E935.2"), "E9352");
  for (const char* code : {"19.83", "1983", "18.5", "18", "", ".185", "1985.0", "E93.52"}) {
    EXPECT_EQ(ComparedForm(CodeForm::kIcd9, code), "") << code;
  }
}

TEST(CodeFormTest, APackedClassCodeLosesItsLastCharacterAsItsTextDoes) {
  constexpr SystemIndex kSystem = 11;
  const std::string_view code = "C795XYZ";
  auto packed = PackCode(kSystem, CodeForm::kClass, code);
  ASSERT_TRUE(packed);
  for (std::size_t length = code.size() - 1; length > 0; --length) {
    packed = PackedWithoutLast(*packed);
    EXPECT_EQ(packed, PackCode(kSystem, CodeForm::kClass, code.substr(0, length))) << length;
  }
}

}  // namespace
}  // namespace wervelwijzer::terminology
