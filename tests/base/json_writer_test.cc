#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>
#include <string>

#include "base/json.h"
#include "base/utf8.h"

namespace wervelwijzer {
namespace {

std::string Written(double value) {
  JsonWriter writer;
  writer.Number(value);
  return std::move(writer).Take();
}

std::string Written(std::string_view value) {
  JsonWriter writer;
  writer.String(value);
  return std::move(writer).Take();
}

TEST(JsonWriter, CommasAndNestingAreInTheirPlaces) {
  JsonWriter writer;
  writer.BeginObject().Key("a").BeginArray().Integer(1).Boolean(false).BeginObject().EndObject();
  writer.EndArray().Member("b", "x").MemberIfAny("c", "").Key("d").Raw("{\"e\":1}").EndObject();
  EXPECT_EQ(writer.text(), R"({"a":[1,false,{}],"b":"x","d":{"e":1}})");
}

TEST(JsonWriter, EmptyContainersAreWritten) {
  JsonWriter writer;
  writer.BeginArray().BeginArray().EndArray().BeginArray().EndArray().EndArray();
  EXPECT_EQ(writer.text(), "[[],[]]");
}

// Texts are copied in blocks: whatever the length and wherever in the block something stands.
TEST(JsonWriter, SpecialCharacterIsFoundAtEveryPlaceOfATextOfEveryLength) {
  struct Special {
    std::string_view text, written;
  };
  const Special specials[] = {{"\"", "\\\""},          {"\n", "\\n"},
                              {"\\", "\\\\"},          {"\x1f", "\\u001f"},
                              {"\x7f", "\\u007f"},     {"\xc3\xab", "\xc3\xab"},
                              {"\xff", "\xef\xbf\xbd"}};
  for (const Special& special : specials) {
    for (std::size_t before = 0; before <= 40; ++before) {
      for (std::size_t after = 0; after <= 40; ++after) {
        const std::string left(before, ' '), right(after, '~');
        ASSERT_EQ(Written(left + std::string(special.text) + right),
                  "\"" + left + std::string(special.written) + right + "\"")
            << before << " " << after;
      }
    }
  }
}

TEST(JsonWriter, SpecialCharactersAreEscaped) {
  EXPECT_EQ(Written("a\"b\\c\n\r\t"), R"("a\"b\\c\n\r\t")");
  EXPECT_EQ(Written(std::string_view("\x00\x1F\x7F", 3)), "\"\\u0000\\u001f\\u007f\"");
  EXPECT_EQ(Written("caf\xC3\xA9"), "\"caf\xC3\xA9\"");
}

TEST(JsonWriter, NamesAreEscapedWhereverTheyComeFrom) {
  const std::string made = "a\"\n";
  JsonWriter writer;
  writer.BeginObject().Key("a\"\n").Integer(1).Key(made).Integer(2);
  writer.Key(std::string_view(made)).Integer(3).Key("").Integer(4).Key("é").Integer(5);
  writer.EndObject();
  EXPECT_EQ(writer.text(), R"({"a\"\n":1,"a\"\n":2,"a\"\n":3,"":4,"é":5})");
}

TEST(JsonWriter, WhatIsNotUtf8BecomesTheReplacementCharacter) {
  EXPECT_EQ(Written("a\xFFz"), "\"a\xEF\xBF\xBDz\"");
  EXPECT_EQ(Written("a\xE2\x82"), "\"a\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

TEST(JsonWriter, NumbersAreShortAndExact) {
  EXPECT_EQ(Written(3.0), "3");
  EXPECT_EQ(Written(0.1), "0.1");
  EXPECT_EQ(Written(-2.5), "-2.5");
  EXPECT_EQ(Written(1e22), "1e+22");
  EXPECT_EQ(Written(1e15), "1000000000000000");
  EXPECT_EQ(Written(std::numeric_limits<double>::infinity()), "null");
}

TEST(JsonWriter, CopyOfAParsedValueIsTheSameText) {
  const std::string text =
      R"({"a":[1,2.5,-3,true,null,"x\ny"],"b":{"c":{}},"n":9223372036854775807})";
  const auto doc = JsonDocument::Parse(text);
  ASSERT_TRUE(doc.ok());
  EXPECT_EQ(doc->root().ToText(), text);
}

TEST(JsonWriter, EveryFiniteNumberReadsBackTheSame) {
  EXPECT_TRUE(rc::check([](double value) {
    if (!std::isfinite(value)) value = 0;
    const auto doc = JsonDocument::Parse(Written(value));
    RC_ASSERT(doc.ok());
    RC_ASSERT(doc->root().number() == value);
  }));
}

TEST(JsonWriter, EveryTextReadsBackTheSame) {
  EXPECT_TRUE(rc::check([](const std::string& bytes) {
    const auto doc = JsonDocument::Parse(Written(bytes));
    RC_ASSERT(doc.ok());
    const std::string_view back = doc->root().string_or("");
    RC_ASSERT(FindInvalidUtf8(back) == std::string_view::npos);
    if (FindInvalidUtf8(bytes) == std::string_view::npos) RC_ASSERT(back == bytes);
  }));
}

// Writes a random value and returns nothing: the text itself is what is compared.
void WriteRandom(JsonWriter& writer, int depth) {
  switch (*rc::gen::inRange(0, depth > 4 ? 4 : 6)) {
    case 0:
      writer.Raw("null");
      return;
    case 1:
      writer.Boolean(*rc::gen::arbitrary<bool>());
      return;
    case 2:
      writer.Integer(*rc::gen::arbitrary<std::int64_t>());
      return;
    case 3:
      writer.String(*rc::gen::arbitrary<std::string>());
      return;
    case 4: {
      writer.BeginArray();
      for (int i = *rc::gen::inRange(0, 4); i > 0; --i) WriteRandom(writer, depth + 1);
      writer.EndArray();
      return;
    }
    default: {
      writer.BeginObject();
      for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
        writer.Key("k" + std::to_string(i));
        WriteRandom(writer, depth + 1);
      }
      writer.EndObject();
    }
  }
}

TEST(JsonWriter, EveryTreeReadsBackAndIsWrittenTheSame) {
  EXPECT_TRUE(rc::check([] {
    JsonWriter writer;
    WriteRandom(writer, 0);
    const auto doc = JsonDocument::Parse(writer.text());
    RC_ASSERT(doc.ok());
    RC_ASSERT(doc->root().ToText() == writer.text());
  }));
}

}  // namespace
}  // namespace wervelwijzer
