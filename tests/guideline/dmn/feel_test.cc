#include <gtest/gtest.h>

#include "base/clock.h"
#include "guideline/dmn/feel_parser.h"
#include "guideline/dmn/reference.h"
#include "tests/guideline/dmn/rows.h"

namespace wervelwijzer::dmn {
namespace {

// 2026-11-21T13:05:00Z
constexpr TimePoint kNow{std::chrono::milliseconds{1795266300000}};

// The names that rows may use.
ValueContext Names() {
  ValueContext person;
  person.Set("age", 44);
  person.Set("first name", "An");
  ValueContext names;
  names.Set("life-expectancy-months", 7);
  names.Set("kps", 70);
  names.Set("ecog", 1);
  names.Set("brain-mdo-participants.neurosurgeon", true);
  names.Set("Person name", "Jo");
  names.Set("patient's weight (kg)", *Decimal::Parse("80.5"));
  names.Set("a", 1);
  names.Set("b", 2);
  names.Set("a+b", "plus");
  names.Set("datum", "2025");
  names.Set("person", person);
  names.Set("missing", Value());
  return names;
}

// The value as text; `error` when the text cannot be read.
std::string TextOf(const Result<Value>& value) { return value.ok() ? value->ToString() : "error"; }

TEST(FeelTest, EveryExpressionOfTheTableHasItsValue) {
  const std::vector<Row> rows = ReadRows("feel.tsv", 3);
  ASSERT_GT(rows.size(), 300u);
  for (const Row& row : rows) {
    const Result<Value> value = EvaluateLiteral(row[1], Names(), kNow);
    if (row[2] == "error") {
      EXPECT_FALSE(value.ok()) << row[1] << " is " << TextOf(value);
      continue;
    }
    const Result<Value> expected = EvaluateLiteral(row[2], Names(), kNow);
    ASSERT_TRUE(expected.ok()) << row[2] << ": " << expected.error().ToString();
    EXPECT_TRUE(value.ok() && *value == *expected)
        << row[0] << ": " << row[1] << " is " << TextOf(value) << ", expected " << TextOf(expected);
  }
}

TEST(FeelTest, EveryCellOfTheTableAnswersItsInput) {
  const std::vector<Row> rows = ReadRows("cells.tsv", 3);
  ASSERT_GT(rows.size(), 80u);
  for (const Row& row : rows) {
    const Result<Value> input = EvaluateLiteral(row[1], Names(), kNow);
    ASSERT_TRUE(input.ok()) << row[1];
    EXPECT_EQ(TextOf(EvaluateCell(row[0], *input, Names(), kNow)), row[2])
        << "cell " << row[0] << ", input " << row[1];
  }
}

TEST(FeelTest, ErrorSaysWhere) {
  const Result<Value> value = EvaluateLiteral("1 + * 2");
  ASSERT_FALSE(value.ok());
  EXPECT_EQ(value.error().kind, ErrorKind::kInvalidInput);
  EXPECT_EQ(value.error().path, "offset 4");
}

std::string Repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

TEST(FeelTest, DeepNestingIsRefusedNotOverflowing) {
  for (const char* open : {"(", "[", "-", "{a:", "if ", "f(", "not(", "1+(", "a[", "for i in "}) {
    const Result<Value> value = EvaluateLiteral(Repeated(open, 30000));
    EXPECT_FALSE(value.ok()) << open;
  }
  for (const char* more : {"+1", ".a", "[1]", " and 1", "(1)", " = 1", "**1"}) {
    const Result<Value> value = EvaluateLiteral("1" + Repeated(more, 10000));
    ASSERT_FALSE(value.ok()) << more;
    EXPECT_EQ(value.error().kind, ErrorKind::kTooLarge) << more;
  }
}

TEST(FeelTest, OverlongTextIsRefused) {
  const Result<Value> value = EvaluateLiteral("\"" + std::string(kMaxTextBytes, 'x') + "\"");
  ASSERT_FALSE(value.ok());
  EXPECT_EQ(value.error().kind, ErrorKind::kTooLarge);
}

TEST(FeelTest, RecursionWithoutEndIsNull) {
  const Result<Value> value = EvaluateLiteral("{f: function(g, n) g(g, n + 1), r: f(f, 1)}.r");
  ASSERT_TRUE(value.ok());
  EXPECT_TRUE(value->is_null());
}

TEST(FeelTest, LoopsWithoutMeasureAreNull) {
  for (const char* text : {"for a in 1..9999, b in 1..9999, c in 1..9999 return a",
                           "count(for a in 1..999999 return partial)",
                           "some a in 1..9999, b in 1..9999 satisfies false"}) {
    const Result<Value> value = EvaluateLiteral(text);
    ASSERT_TRUE(value.ok());
    EXPECT_TRUE(value->is_null()) << text;
  }
}

// What the form of a cell is, for those who compile it.
TEST(FeelTest, ParsedCellShowsItsForm) {
  FeelNames names;
  names.scope = {"brain-kps-threshold"};
  const auto tests = ParseUnaryTests("not(< brain-kps-threshold, [80..90), \"a\")", names);
  ASSERT_TRUE(tests.ok());
  EXPECT_TRUE(tests->negated);
  ASSERT_EQ(tests->tests.size(), 3u);
  EXPECT_EQ(tests->tests[0]->kind, FeelNode::Kind::kUnary);
  EXPECT_EQ(tests->tests[0]->op, FeelOperator::kLess);
  EXPECT_EQ(tests->tests[0]->children[0]->text, "brain-kps-threshold");
  EXPECT_EQ(tests->tests[1]->kind, FeelNode::Kind::kRange);
  EXPECT_TRUE(tests->tests[1]->start_included);
  EXPECT_FALSE(tests->tests[1]->end_included);
  EXPECT_EQ(tests->tests[2]->value, Value("a"));
}

}  // namespace
}  // namespace wervelwijzer::dmn
