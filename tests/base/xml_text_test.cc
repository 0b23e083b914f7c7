#include "base/xml_text.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace wervelwijzer {
namespace {

// ASCII as UTF-16, the low byte first or last.
std::string Utf16(std::string_view text, bool little, bool with_mark) {
  std::string bytes;
  if (with_mark) bytes = little ? "\xFF\xFE" : "\xFE\xFF";
  for (const char c : text) {
    bytes += little ? std::string{c, '\0'} : std::string{'\0', c};
  }
  return bytes;
}

TEST(XmlText, BothOrdersOfUtf16AreKnownWithAndWithoutAMark) {
  for (const bool little : {true, false}) {
    for (const bool with_mark : {true, false}) {
      const std::string bytes = Utf16("<a b=\"c\"/>", little, with_mark);
      EXPECT_TRUE(IsXml(bytes)) << little << with_mark;
      EXPECT_EQ(Utf16XmlAsUtf8(bytes), "<a b=\"c\"/>") << little << with_mark;
    }
  }
  EXPECT_TRUE(IsXml(Utf16("\n <a/>", true, true)));
}

TEST(XmlText, Utf8WithAndWithoutAMarkIsXmlAndNotUtf16) {
  for (const char* text : {"<a/>", " \r\n<a/>", "\xEF\xBB\xBF<a/>"}) {
    EXPECT_TRUE(IsXml(text)) << text;
    EXPECT_EQ(Utf16XmlAsUtf8(text), std::nullopt) << text;
  }
  for (const char* text : {"", "{}", "\xEF\xBB\xBF{}", "a<b", "\xFF\xFE"}) {
    EXPECT_FALSE(IsXml(text)) << text;
  }
}

TEST(XmlText, CharactersOfEveryLengthAreConverted) {
  using namespace std::string_literals;
  EXPECT_EQ(Utf16XmlAsUtf8("\xFF\xFE\xEB\x00\xAC\x20\x3D\xD8\x00\xDE"s),
            "\xC3\xAB\xE2\x82\xAC\xF0\x9F\x98\x80");
  // Half a surrogate, in whatever place, and half a unit.
  EXPECT_EQ(Utf16XmlAsUtf8("\xFF\xFE\x3D\xD8"s), "\xEF\xBF\xBD");
  EXPECT_EQ(Utf16XmlAsUtf8("\xFF\xFE\x00\xDE\x61\x00"s), "\xEF\xBF\xBD\x61");
  EXPECT_EQ(Utf16XmlAsUtf8("\xFF\xFE\x61\x00\x62"s), "a\xEF\xBF\xBD");
}

TEST(XmlText, AttributesOfTheFullestTagAreCounted) {
  EXPECT_EQ(MostAttributes(""), 0u);
  EXPECT_EQ(MostAttributes("<a>=====</a>"), 0u);
  EXPECT_EQ(MostAttributes("<a b='1' c=\"2\"><d e='='/></a>"), 2u);
  EXPECT_EQ(MostAttributes("<a b='>=' c='='"), 2u);
  EXPECT_EQ(MostAttributes("<!-- <a b= c= d= --><a b=''/>"), 1u);
  EXPECT_EQ(MostAttributes("<![CDATA[<a b= c=]]><?x y= z=?>"), 0u);
}

}  // namespace
}  // namespace wervelwijzer
