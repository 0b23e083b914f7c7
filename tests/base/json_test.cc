#include "base/json.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <cstdlib>
#include <limits>
#include <string>
#include <vector>

namespace wervelwijzer {
namespace {

std::string Repeat(std::string_view piece, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += piece;
  return text;
}

Error ErrorOf(std::string_view text, const JsonLimits& limits = {}) {
  const auto parsed = JsonDocument::Parse(text, limits);
  if (parsed.ok()) return {ErrorKind::kInternal, "parsed", "nowhere"};
  return parsed.error();
}

TEST(Json, GettersAnswerForEveryType) {
  const auto doc =
      JsonDocument::Parse(R"({"s":"x","n":1.5,"i":-7,"t":true,"z":null,"a":[1,2],"o":{"k":"v"}})");
  ASSERT_TRUE(doc.ok());
  const JsonValue root = doc->root();
  EXPECT_EQ(root.Get("s").string(), "x");
  EXPECT_EQ(root.Get("n").number(), 1.5);
  EXPECT_EQ(root.Get("n").integer(), std::nullopt);
  EXPECT_EQ(root.Get("i").integer(), -7);
  EXPECT_EQ(root.Get("t").boolean(), true);
  EXPECT_TRUE(root.Get("z").is_null());
  EXPECT_EQ(root.Get("a").size(), 2u);
  EXPECT_EQ(root.Get("a").At(1).integer(), 2);
  EXPECT_EQ(root.Path("o", "k").string(), "v");
  EXPECT_EQ((*root.members().begin()).first, "s");
  EXPECT_EQ(root.size(), 7u);
}

TEST(Json, WhatIsNotThereAnswersWithNothing) {
  const auto doc = JsonDocument::Parse("[{}]");
  ASSERT_TRUE(doc.ok());
  const JsonValue values[] = {JsonValue(), doc->root().Get("x"), doc->root().At(9),
                              doc->root().At(0).Path("a", "b", "c")};
  for (const JsonValue value : values) {
    EXPECT_FALSE(value.exists());
    EXPECT_EQ(value.type(), JsonValue::Type::kMissing);
    EXPECT_EQ(value.string(), std::nullopt);
    EXPECT_EQ(value.number(), std::nullopt);
    EXPECT_EQ(value.integer(), std::nullopt);
    EXPECT_EQ(value.boolean(), std::nullopt);
    EXPECT_EQ(value.size(), 0u);
    EXPECT_EQ(value.string_or("other"), "other");
    EXPECT_EQ(value.ToText(), "");
    for (const JsonValue element : value.elements()) ADD_FAILURE() << element.ToText();
    for (const auto& member : value.members()) ADD_FAILURE() << member.first;
  }
}

TEST(Json, ScalarOfAnotherTypeIsNothing) {
  const auto doc = JsonDocument::Parse(R"({"s":"1","n":1})");
  ASSERT_TRUE(doc.ok());
  EXPECT_EQ(doc->root().Get("s").number(), std::nullopt);
  EXPECT_EQ(doc->root().Get("n").string(), std::nullopt);
  EXPECT_EQ(doc->root().Get("n").boolean(), std::nullopt);
}

TEST(Json, ElementsAndMembersComeInDocumentOrder) {
  const auto doc = JsonDocument::Parse(R"({"b":[3,1,2],"a":0})");
  ASSERT_TRUE(doc.ok());
  std::string seen;
  for (const auto [name, value] : doc->root().members()) seen += std::string(name) + ";";
  for (const JsonValue element : doc->root().Get("b").elements()) seen += element.ToText();
  EXPECT_EQ(seen, "b;a;312");
}

TEST(Json, WholeNumbersKeepTheirRange) {
  const auto doc = JsonDocument::Parse(
      "[9223372036854775807,-9223372036854775808,9223372036854775808,3.0,1e3,1e30,0.1]");
  ASSERT_TRUE(doc.ok());
  EXPECT_EQ(doc->root().At(0).integer(), INT64_MAX);
  EXPECT_EQ(doc->root().At(1).integer(), INT64_MIN);
  EXPECT_EQ(doc->root().At(2).integer(), std::nullopt);
  EXPECT_EQ(doc->root().At(3).integer(), 3);
  EXPECT_EQ(doc->root().At(4).integer(), 1000);
  EXPECT_EQ(doc->root().At(5).integer(), std::nullopt);
  EXPECT_EQ(doc->root().At(6).number(), 0.1);
}

struct RefusedRow {
  std::string text;
  std::string place;
};

TEST(Json, TextsThatAreNoJsonAreRefusedWithTheirPlace) {
  const RefusedRow rows[] = {
      {"", "offset 0"},
      {"   ", "offset 3"},
      {"{", "offset 1"},
      {"[1,]", "offset 3"},
      {"{\"a\":1,}", "offset 7"},
      {"[1] x", "offset 4"},
      {"{}{}", "offset 2"},
      {"NaN", "offset 0"},
      {"[Infinity]", "offset 1"},
      {"[-Infinity]", "offset 2"},
      {"[1e999e]", "offset 1"},
      {"[1e999.5]", "offset 1"},
      {"[01e999]", "offset 2"},
      {"[1.e999]", "offset 3"},
      {"[\"\\ud800]", "offset 9"},
      {"[01]", "offset 2"},
      {"'a'", "offset 0"},
      {"[1] // x", "offset 4"},
      {"\"a\nb\"", "offset 2"},
      {"\"\xFF\"", "offset 1"},
      {std::string("{}\0x", 4), "offset 2"},
      {std::string("\"a\0b\"", 5), "offset 2"},
  };
  for (const RefusedRow& row : rows) {
    const Error error = ErrorOf(row.text);
    EXPECT_EQ(error.kind, ErrorKind::kInvalidInput) << row.text;
    EXPECT_EQ(error.path, row.place) << row.text << " " << error.message;
  }
}

TEST(Json, HalfASurrogateBecomesTheReplacementCharacter) {
  const auto text = [](const std::string& json) {
    const auto doc = JsonDocument::Parse("[\"" + json + "\"]");
    return doc.ok() ? std::string(doc->root().At(0).string_or("?")) : doc.error().ToString();
  };
  const std::string mark = "\xEF\xBF\xBD";
  EXPECT_EQ(text("\\uD83D\\uDE00"), "\xF0\x9F\x98\x80");
  EXPECT_EQ(text("\\uDC00"), mark);
  EXPECT_EQ(text("\\uD800"), mark);
  EXPECT_EQ(text("a\\uD800\\u0041b"), "a" + mark + "Ab");
  EXPECT_EQ(text("\\uDC00\\uD83D\\uDE00"), mark + "\xF0\x9F\x98\x80");
  EXPECT_EQ(text("\\uD800\\uD83D\\uDE00"), mark + "\xF0\x9F\x98\x80");
  EXPECT_EQ(text("\\\\uD800"), "\\uD800") << "a backslash, and no escape";
  EXPECT_EQ(text("\\uD800\\\""), mark + "\"");
  const auto name = JsonDocument::Parse(R"({"\udfff":1,"b":2})");
  ASSERT_TRUE(name.ok());
  EXPECT_EQ(name->root().Get("b").integer(), 2);
}

TEST(Json, NoNumberFailsATextAndOneThatIsTooLargeIsNone) {
  struct Row {
    std::string text;
    std::optional<double> value;
  };
  const std::string nines(400, '9');
  const std::string zeros(400, '0');
  const Row rows[] = {
      {"1.7777777777777777777e-330", 0.0},  // ended the process with RapidJSON's own conversion
      {"128.74836436478364838364836483643836364836483648e-336", 0.0},
      {"1e309", {}},
      {"-1e+400", {}},
      {"1E308", 1e308},
      {"1e0000000000000000000001", 10.0},
      {"1e-99999999999999999999999", 0.0},
      {"1e99999999999999999999999", {}},
      {"1e2147483648", {}},
      {"1e-2147483649", 0.0},
      {nines, {}},
      {"-" + nines + ".5", {}},
      {"0." + zeros + "1", 0.0},
      {"0." + zeros + "1e401", 1.0},
      {"1" + zeros + "e-400", 1.0},
      {"0e999", 0.0},
      {"-0", 0.0},
      {"5e-324", 5e-324},
      {"1.7976931348623157e308", 1.7976931348623157e308},
  };
  for (const Row& row : rows) {
    const auto doc = JsonDocument::Parse("{\"a\":[" + row.text + " ,2],\"b\":" + row.text + "}");
    ASSERT_TRUE(doc.ok()) << row.text << " " << doc.error().ToString();
    EXPECT_EQ(doc->root().Get("a").At(0).number(), row.value) << row.text;
    EXPECT_EQ(doc->root().Get("b").number(), row.value) << row.text;
    EXPECT_EQ(doc->root().Get("a").At(1).integer(), 2) << row.text;
    EXPECT_EQ(doc->root().ToText(), "{\"a\":[" + row.text + ",2],\"b\":" + row.text + "}");
  }
}

// Against the C library, for texts of every length of digits and exponent.
RC_GTEST_PROP(Json, NumbersAreThoseOfTheCLibrary, ()) {
  const auto digits = [](std::size_t least) {
    const auto size = *rc::gen::elementOf(std::vector<std::size_t>{least, 1, 3, 17, 40, 310, 600});
    return *rc::gen::container<std::string>(size,
                                            rc::gen::inRange('0', static_cast<char>('9' + 1)));
  };
  std::string text = *rc::gen::element<std::string>("", "-");
  text += *rc::gen::element<std::string>("0", "7" + digits(0));
  if (*rc::gen::arbitrary<bool>()) text += "." + digits(1);
  if (*rc::gen::arbitrary<bool>()) {
    text += *rc::gen::element<std::string>("e", "E", "e+", "e-");
    text += std::to_string(*rc::gen::inRange(0, 800));
  }
  const double expected = std::strtod(text.c_str(), nullptr);
  const auto doc = JsonDocument::Parse("[" + text + "]");
  RC_ASSERT(doc.ok());
  const std::optional<double> value = doc->root().At(0).number();
  RC_ASSERT(value.has_value() == std::isfinite(expected));
  // What is too small for a normal number may be either.
  if (value && std::abs(expected) >= std::numeric_limits<double>::min())
    RC_ASSERT(*value == expected);
}

TEST(Json, AByteOrderMarkIsPassedOver) {
  const auto doc = JsonDocument::Parse("\xEF\xBB\xBF{\"a\":1}");
  ASSERT_TRUE(doc.ok());
  EXPECT_EQ(doc->root().Get("a").integer(), 1);
  EXPECT_EQ(ErrorOf("\xEF\xBB\xBF{").path, "offset 4");
  EXPECT_EQ(ErrorOf("\xEF\xBB\xBF\xEF\xBB\xBF{}").path, "offset 3") << "only one";
}

TEST(Json, DepthIsCountedWhileReading) {
  const JsonLimits limits{1u << 20, 4};
  EXPECT_TRUE(JsonDocument::Parse("[[[[]]]]", limits).ok());
  EXPECT_TRUE(JsonDocument::Parse("[{\"a\":[[1]]}]", limits).ok());
  EXPECT_EQ(ErrorOf("[[[[[]]]]]", limits).kind, ErrorKind::kTooLarge);
  EXPECT_EQ(ErrorOf("[{\"a\":[[{}]]}]", limits).kind, ErrorKind::kTooLarge);
  EXPECT_TRUE(JsonDocument::Parse("[[],[],[],[],[],[]]", limits).ok());
}

TEST(Json, HalfAMillionBracketsCostNothing) {
  EXPECT_EQ(ErrorOf(std::string(500'000, '[')).kind, ErrorKind::kTooLarge);
  EXPECT_EQ(ErrorOf(Repeat("{\"a\":", 500'000)).kind, ErrorKind::kTooLarge);
  EXPECT_EQ(ErrorOf(std::string(500'000, '['), {8u << 20, 1u << 30}).kind, ErrorKind::kTooLarge);
}

TEST(Json, OversizedTextIsRefusedUnread) {
  EXPECT_EQ(ErrorOf("[1,2]", {4, 100}).kind, ErrorKind::kTooLarge);
  EXPECT_TRUE(JsonDocument::Parse("[12]", {4, 100}).ok());
}

TEST(Json, DuplicateMemberIsRefusedWithThePathOfItsObject) {
  EXPECT_EQ(ErrorOf(R"({"a":1,"a":2})").path, "$");
  EXPECT_EQ(ErrorOf(R"({"x":[0,{"y":{"a":1,"b":2,"a":3}}]})").path, "$.x[1].y");
  EXPECT_NE(ErrorOf(R"({"a":1,"a":2})").message.find("`a`"), std::string::npos);
  EXPECT_EQ(ErrorOf("{\"a\":1,\"\\u0061\":2}").path, "$") << "the same name, written otherwise";
  EXPECT_TRUE(JsonDocument::Parse(R"({"a":{"a":1},"b":{"a":1}})").ok());
}

TEST(Json, DuplicateIsFoundInAnObjectOfAnySize) {
  for (int count = 2; count < 80; ++count) {
    std::string clean = "{\"m0\":0";
    for (int i = 1; i < count; ++i) clean += ",\"m" + std::to_string(i) + "\":0";
    EXPECT_TRUE(JsonDocument::Parse(clean + "}").ok()) << count;
    EXPECT_EQ(ErrorOf(clean + ",\"m0\":1}").path, "$") << count;
  }
}

TEST(Json, ManyMembersAreReadInReasonableTime) {
  std::string text = "{\"m\":0";
  for (int i = 0; i < 100'000; ++i) text += ",\"" + std::to_string(i) + "\":0";
  EXPECT_TRUE(JsonDocument::Parse(text + "}").ok());
}

TEST(Json, ParsesInSituOverAPaddedBuffer) {
  PaddedBuffer buffer(R"({"name":"caf\u00e9"})");
  const auto doc = JsonDocument::ParseInSitu(buffer);
  ASSERT_TRUE(doc.ok());
  const auto name = doc->root().Get("name").string();
  ASSERT_EQ(name, "caf\xC3\xA9");
  EXPECT_GE(name->data(), buffer.data());
  EXPECT_LT(name->data(), buffer.data() + buffer.size()) << "points into the buffer";
}

TEST(Json, EveryLengthParsesInSitu) {
  for (std::size_t size = 0; size < 80; ++size) {
    PaddedBuffer buffer("\"" + std::string(size, 'a') + "\"");
    const auto doc = JsonDocument::ParseInSitu(buffer);
    ASSERT_TRUE(doc.ok());
    EXPECT_EQ(doc->root().string_or("").size(), size);
  }
}

// The scan of strings looks at blocks of sixteen bytes: every length, from every place in a block,
// with nothing in it or an escape, a raw control or a byte above ASCII at each place.
TEST(Json, EndOfAStringIsFoundWhereverItIs) {
  for (std::size_t blanks = 0; blanks < 16; ++blanks) {
    const std::string before(blanks, ' ');
    for (std::size_t size = 0; size <= 40; ++size) {
      const std::string plain(size, 'x');
      const auto parsed = JsonDocument::Parse(before + '"' + plain + "\"  ");
      ASSERT_TRUE(parsed.ok()) << blanks << " " << size;
      EXPECT_EQ(parsed->root().string_or("?"), plain);
      for (std::size_t at = 0; at < size; ++at) {
        const std::string head = before + '"' + plain.substr(0, at);
        const std::string tail = plain.substr(at + 1) + '"';
        const auto escaped = JsonDocument::Parse(head + "\\n" + tail);
        ASSERT_TRUE(escaped.ok()) << blanks << " " << size << " " << at;
        std::string expected = plain;
        expected[at] = '\n';
        EXPECT_EQ(escaped->root().string_or("?"), expected);
        EXPECT_FALSE(JsonDocument::Parse(head + '\n' + tail).ok());
        EXPECT_TRUE(JsonDocument::Parse(head + "\u00e9" + tail).ok());
      }
    }
  }
}

TEST(Json, SketchOfNamesExcludesNoneThatIsThere) {
  const auto parsed = JsonDocument::Parse(
      R"({"resourceType": 1, "id": 2, "status": 3, "code": 4, "subject": 5, "": 6, "é": 7})");
  ASSERT_TRUE(parsed.ok());
  const NameSketch names = parsed->root().Names();
  for (const auto [name, value] : parsed->root().members()) {
    EXPECT_TRUE(names.MayHave(NameSketch::BitOf(name))) << name;
  }
  int excluded = 0;
  for (const std::string_view other : {"encounter", "bodySite", "effectiveDateTime", "component",
                                       "doNotPerform", "reasonCode", "note", "clinicalStatus"}) {
    excluded += names.MayHave(NameSketch::BitOf(other)) ? 0 : 1;
  }
  EXPECT_GE(excluded, 5) << "a sketch that excludes little saves nothing";
  EXPECT_FALSE(JsonValue().Names().MayHave(NameSketch::BitOf("code")));
  EXPECT_TRUE(NameSketch().MayHave(NameSketch::BitOf("code"))) << "not looked at: anything may be";
}

TEST(Json, DocumentMovesWithItsViews) {
  auto doc = JsonDocument::Parse(R"({"a":"b"})");
  ASSERT_TRUE(doc.ok());
  const JsonValue value = doc->root().Get("a");
  const JsonDocument moved = std::move(doc).value();
  EXPECT_EQ(value.string(), "b");
  EXPECT_EQ(moved.root().Get("a").identity(), value.identity());
}

}  // namespace
}  // namespace wervelwijzer
