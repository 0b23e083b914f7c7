#include "guideline/dmn/arithmetic.h"

#include <gtest/gtest.h>

#include "guideline/dmn/cells.h"

namespace wervelwijzer::dmn {
namespace {

const std::vector<std::string> kNames = {"a", "a-b", "sins-pain", "sins-pain.points", "flag"};
const std::vector<Parameter> kParameters = {{"limit", 12}};

// The value of the expression with a = 5, a-b = 100, sins-pain = 3, sins-pain.points = 7, flag
// true.
OutputValue Calculate(const Arithmetic& tree, std::size_t at) {
  const Arithmetic::Node& node = tree.nodes[at];
  OutputValue value;
  switch (node.op) {
    case Arithmetic::Op::kConstant:
      return node.constant;
    case Arithmetic::Op::kOperand: {
      const std::string& name = tree.operands[node.operand];
      if (name == "flag") {
        value.kind = OutputValue::Kind::kBoolean;
        value.boolean = true;
        return value;
      }
      value.kind = OutputValue::Kind::kNumber;
      value.number = name == "a" ? 5 : name == "a-b" ? 100 : name == "sins-pain" ? 3 : 7;
      return value;
    }
    case Arithmetic::Op::kIf:
      return Calculate(tree, Calculate(tree, node.first).boolean ? node.second : node.third);
    default:
      return Apply(node.op, Calculate(tree, node.first), Calculate(tree, node.second));
  }
}

struct ArithmeticRow {
  const char* text;
  const char* value;  // of ValueText, or the reason of refusal
};

class ArithmeticTest : public ::testing::TestWithParam<ArithmeticRow> {};

TEST_P(ArithmeticTest, HasItsValue) {
  const Result<Arithmetic> tree = ParseArithmetic(GetParam().text, kNames, kParameters);
  ASSERT_TRUE(tree) << tree.error().message;
  EXPECT_EQ(ValueText(Calculate(*tree, tree->nodes.size() - 1)), GetParam().value);
}

INSTANTIATE_TEST_SUITE_P(
    Expressions, ArithmeticTest,
    ::testing::Values(ArithmeticRow{"1 + 2 * 3", "7"}, ArithmeticRow{"(1 + 2) * 3", "9"},
                      ArithmeticRow{"10 - 4 - 3", "3"}, ArithmeticRow{"12 / 4 / 3", "1"},
                      ArithmeticRow{"-a + 6", "1"}, ArithmeticRow{"a-b + 1", "101"},
                      ArithmeticRow{"a - 1", "4"}, ArithmeticRow{"sins-pain + 1", "4"},
                      ArithmeticRow{"sins-pain.points + 1", "8"}, ArithmeticRow{"limit - a", "7"},
                      ArithmeticRow{"a >= 5", "true"}, ArithmeticRow{"a < 5", "false"},
                      ArithmeticRow{"a = 5 and flag", "true"}, ArithmeticRow{"a != 5", "false"},
                      ArithmeticRow{"not(flag) or a > 1", "true"},
                      ArithmeticRow{"if a > 3 then 1 else 2", "1"},
                      ArithmeticRow{"if a > 6 then \"x\" else \"y\"", "y"},
                      ArithmeticRow{"min(a, 3, 4)", "3"}, ArithmeticRow{"max(a, 3)", "5"},
                      ArithmeticRow{"sum(a, 3, 4)", "12"}, ArithmeticRow{"1 / 0", "null"},
                      ArithmeticRow{"null + 1", "null"}, ArithmeticRow{"flag + 1", "null"}));

class RefusedArithmeticTest : public ::testing::TestWithParam<ArithmeticRow> {};

TEST_P(RefusedArithmeticTest, IsRefusedWithItsReason) {
  const Result<Arithmetic> tree = ParseArithmetic(GetParam().text, kNames, kParameters);
  ASSERT_FALSE(tree);
  EXPECT_NE(tree.error().message.find(GetParam().value), std::string::npos) << tree.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    Expressions, RefusedArithmeticTest,
    ::testing::Values(ArithmeticRow{"", "is no number"}, ArithmeticRow{"1 +", "is no number"},
                      ArithmeticRow{"unknown + 1", "`unknown + 1` is no number and no known name"},
                      ArithmeticRow{"(1 + 2", "`(` without `)`"},
                      ArithmeticRow{"1 2", "is not arithmetic"},
                      ArithmeticRow{"if flag then 1", "`if` without `else`"},
                      ArithmeticRow{"min(1, 2", "a call without `)`"},
                      ArithmeticRow{"\"x", "a string without its end"}));

}  // namespace
}  // namespace wervelwijzer::dmn
