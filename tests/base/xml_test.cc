#include "base/xml.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace wervelwijzer {
namespace {

// Writes down what it is told.
class Notes final : public XmlHandler {
 public:
  Status OnStart(std::string_view name, std::string_view uri,
                 std::span<const XmlAttribute> attributes, int line) override {
    if (name == fail_at) return InvalidInput("told to fail");
    if (name == throw_at) throw std::runtime_error("thrown");
    text += "<" + std::string(name) + "|" + std::string(uri) + "@" + std::to_string(line);
    for (const XmlAttribute& attribute : attributes) {
      text += " " + std::string(attribute.local_name) + "=" + std::string(attribute.value);
    }
    text += ">";
    return {};
  }
  Status OnEnd(std::string_view name, std::string_view) override {
    text += "</" + std::string(name) + ">";
    return {};
  }
  Status OnText(std::string_view piece) override {
    text += piece;
    return {};
  }
  std::string text;
  std::string fail_at;
  std::string throw_at;
};

Error ErrorOf(std::string_view xml, const XmlLimits& limits = {}) {
  Notes notes;
  const Status status = ReadXml(xml, notes, limits);
  if (status.ok()) return {ErrorKind::kInternal, "read: " + notes.text, "nowhere"};
  return status.error();
}

TEST(Xml, ElementsTextAndNamespacesAreReported) {
  Notes notes;
  const Status status = ReadXml(
      "<?xml version=\"1.0\"?>\n<a xmlns=\"urn:x\" k='v&amp;w'>t&lt;\n<b/><![CDATA[<c>]]></a>",
      notes);
  ASSERT_TRUE(status.ok()) << status.error().ToString();
  EXPECT_EQ(notes.text, "<a|urn:x@2 k=v&w>t<\n<b|urn:x@3></b><c></a>");
}

TEST(Xml, DoctypeIsRefused) {
  const Error error = ErrorOf("<!DOCTYPE a>\n<a/>");
  EXPECT_EQ(error.kind, ErrorKind::kInvalidInput);
  EXPECT_NE(error.message.find("document type"), std::string::npos) << error.message;
  EXPECT_EQ(error.path, "line 1");
}

TEST(Xml, EntityBombIsRefusedBeforeItGrows) {
  std::string bomb = "<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a0 \"ha\">";
  for (int i = 1; i < 30; ++i) {
    const std::string before = "&a" + std::to_string(i - 1) + ";";
    bomb += "<!ENTITY a" + std::to_string(i) + " \"" + before + before + "\">";
  }
  EXPECT_EQ(ErrorOf(bomb + "]><l>&a29;</l>").kind, ErrorKind::kInvalidInput);
}

TEST(Xml, ExternalEntityIsNotRead) {
  const Error error = ErrorOf("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>");
  EXPECT_EQ(error.kind, ErrorKind::kInvalidInput);
  EXPECT_EQ(error.message.find("root"), std::string::npos);
}

TEST(Xml, UnknownEntityIsRefused) {
  EXPECT_EQ(ErrorOf("<a>&nbsp;</a>").kind, ErrorKind::kInvalidInput);
  EXPECT_EQ(ErrorOf("<a k='&nbsp;'/>").kind, ErrorKind::kInvalidInput);
}

TEST(Xml, MalformedTextIsRefusedWithItsLine) {
  EXPECT_EQ(ErrorOf("<a>\n<b>\n</a>").path, "line 3");
  EXPECT_EQ(ErrorOf("").kind, ErrorKind::kInvalidInput);
  EXPECT_EQ(ErrorOf("<a/><b/>").kind, ErrorKind::kInvalidInput);
  EXPECT_EQ(ErrorOf("<a>").kind, ErrorKind::kInvalidInput);
  EXPECT_EQ(ErrorOf("<a>\xFF</a>").kind, ErrorKind::kInvalidInput);
}

TEST(Xml, MessageDoesNotQuoteTheText) {
  EXPECT_EQ(ErrorOf("<a><jansen></a>").message.find("jansen"), std::string::npos);
}

TEST(Xml, NothingIsWrittenToStandardError) {
  testing::internal::CaptureStderr();
  EXPECT_FALSE(
      ErrorOf("<?xml version=\"1.0\" encoding=\"UTF-16\"?><a>jansen\xFF</a>").message.empty());
  EXPECT_FALSE(ErrorOf("<?xml version=\"1.0\" encoding=\"latin-99\"?><a/>").message.empty());
  EXPECT_FALSE(ErrorOf("<a>\xFF\xFE</a>").message.empty());
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(Xml, DepthAndSizeAreCapped) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  EXPECT_EQ(ErrorOf(deep).kind, ErrorKind::kTooLarge);
  EXPECT_EQ(ErrorOf("<a><b/></a>", {100, 1}).kind, ErrorKind::kTooLarge);
  EXPECT_EQ(ErrorOf("<a><b/></a>", {5, 10}).kind, ErrorKind::kTooLarge);
  Notes notes;
  EXPECT_TRUE(ReadXml("<a><b/><b/></a>", notes, {100, 2}).ok());
}

TEST(Xml, Utf16IsReadWhateverItsDeclarationSays) {
  const std::string text = R"(<?xml version="1.0" encoding="UTF-16"?><a k="v">t</a>)";
  std::string little = "\xFF\xFE", big = "\xFE\xFF";
  for (const char c : text) {
    little += {c, '\0'};
    big += {'\0', c};
  }
  for (const std::string& bytes : {little, big, little.substr(2), big.substr(2)}) {
    Notes notes;
    const Status status = ReadXml(bytes, notes);
    EXPECT_TRUE(status.ok()) << (status.ok() ? "" : status.error().ToString());
    EXPECT_EQ(notes.text, "<a|@1 k=v>t</a>");
  }
  Notes notes;
  EXPECT_TRUE(ReadXml("\xEF\xBB\xBF<a/>", notes).ok());
}

// libxml2 compares the attributes of an element in pairs: ten thousands of them take minutes.
TEST(Xml, AttributesOfOneElementAreCapped) {
  const auto with = [](int count) {
    std::string text = "<a";
    for (int i = 0; i < count; ++i) text += " a" + std::to_string(i) + "=''";
    return text + "/>";
  };
  Notes notes;
  EXPECT_TRUE(ReadXml(with(256), notes).ok());
  EXPECT_EQ(ErrorOf(with(257)).kind, ErrorKind::kTooLarge);
  EXPECT_EQ(ErrorOf(with(100'000)).kind, ErrorKind::kTooLarge);
}

TEST(Xml, FailureOfTheHandlerStopsWithItsLine) {
  Notes notes;
  notes.fail_at = "b";
  const Status status = ReadXml("<a>\n<b/>\n<c/></a>", notes);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().message, "told to fail");
  EXPECT_EQ(status.error().path, "line 2");
  EXPECT_EQ(notes.text.find("<c"), std::string::npos);
}

TEST(Xml, ExceptionOfTheHandlerBecomesAnError) {
  Notes notes;
  notes.throw_at = "b";
  const Status status = ReadXml("<a><b/></a>", notes);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().kind, ErrorKind::kInternal);
}

TEST(Xml, EscapedTextReadsBackTheSame) {
  const std::string text = "<&>\"' \t\n\r \xC3\xAB";
  Notes notes;
  ASSERT_TRUE(ReadXml("<a k=\"" + EscapeXml(text) + "\"/>", notes).ok());
  EXPECT_EQ(notes.text, "<a|@1 k=" + text + "></a>");
}

}  // namespace
}  // namespace wervelwijzer
