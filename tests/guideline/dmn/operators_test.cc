// Every unary test of the profile, and every hit policy, with its input known, narrowed and
// unknown.

#include <gtest/gtest.h>

#include "tests/guideline/dmn/small_models.h"

namespace wervelwijzer::dmn {
namespace {

// A table of two rows: the cell, and everything else. `inside` and `outside` are values for which
// the cell holds and does not hold; `other` is a second value for which it holds.
struct OperatorRow {
  const char* domain;
  const char* cell;
  const char* rest;  // the complement, as the second row's cell
  const char* inside;
  const char* other;
  const char* outside;
};

constexpr OperatorRow kOperators[] = {
    {"true,false", "true", "false", "true", "true", "false"},
    {"true,false", "false", "not(false)", "false", "false", "true"},
    {"\"a\",\"b\",\"c\"", "\"a\"", "not(\"a\")", "a", "a", "c"},
    {"\"a\",\"b\",\"c\"", "\"a\",\"b\"", "\"c\"", "a", "b", "c"},
    {"\"a\",\"b\",\"c\"", "not(\"c\")", "\"c\"", "a", "b", "c"},
    {"\"a\",\"b\",\"c\"", "not(\"b\", \"c\")", "\"b\",\"c\"", "a", "a", "b"},
    {"[0..100]", "7", "not(7)", "7", "7", "7.5"},
    {"[0..100]", "7, 9", "not(7, 9)", "7", "9", "8"},
    {"[0..100]", "< 7", ">= 7", "6.999", "0", "7"},
    {"[0..100]", "<= 7", "> 7", "7", "0", "7.001"},
    {"[0..100]", "> 7", "<= 7", "7.001", "100", "7"},
    {"[0..100]", ">= 7", "< 7", "7", "100", "6.999"},
    {"[0..100]", "[7..12]", "not([7..12])", "7", "12", "12.001"},
    {"[0..100]", "(7..12)", "<= 7, >= 12", "7.001", "11", "12"},
    {"[0..100]", "[7..12)", "not([7..12))", "7", "11.999", "12"},
    {"[0..100]", "(7..12]", "not((7..12])", "12", "8", "7"},
    {"[0..100]", "]7..12[", "not(]7..12[)", "8", "9", "7"},
    {"[0..100]", "< 3, [7..12], 20", "not(< 3, [7..12], 20)", "20", "7", "3"},
    {"[-10..10]", "< -2.5", ">= -2.5", "-2.6", "-10", "-2.5"},
    {">= 0", "> 48", "<= 48", "49", "100000", "48"},
    {"0,1,2,3", ">= 2", "< 2", "2", "3", "1"},
    {"0,1,2,3", "[1..2]", "0,3", "1", "2", "3"},
    {"[date(\"2000-01-01\")..date(\"2100-01-01\")]", ">= date(\"2025-07-01\")",
     "< date(\"2025-07-01\")", "20270", "20271", "20269"},
    {"[date(\"2000-01-01\")..date(\"2100-01-01\")]", "@\"2025-07-01\"", "not(date(\"2025-07-01\"))",
     "20270", "20270", "20271"},
    {"[0..100]", "< limit", ">= limit", "41.9", "0", "42"},
    {"[0..100]", "[limit..50]", "not([limit..50])", "42", "50", "41.9"},
};

// Program over one table with the column `x`.
class OperatorsTest : public ::testing::TestWithParam<std::tuple<OperatorRow, char>> {
 protected:
  OperatorsTest() : program_(CompileSmall(Text(), {{"limit", 42}})), workspace_(program_) {}

  static std::string Text() {
    const auto& [row, policy] = GetParam();
    return std::string("decision d ") + policy + "\nin x : " + row.domain +
           "\nout outcome : \"in\",\"out\"\nd1 | " + row.cell + " || \"in\"\nd2 | " + row.rest +
           " || \"out\"\n";
  }
  Mask MaskOf(const std::string& value) const {
    if (program_.inputs()[0].kind == InputKind::kBoolean ||
        program_.inputs()[0].kind == InputKind::kEnumeration) {
      return program_.MaskOfCode(0, value);
    }
    const double number = std::stod(value);
    return program_.MaskOfRange(0, {number, number, false, false});
  }
  // `in`, `out` or `in out`, and `+x` when x decides.
  std::string Ask(Mask mask) {
    Evaluation evaluation;
    program_.Evaluate(0, {mask}, Program::Depth::kDeciding, workspace_, evaluation);
    std::string text = ResultsText(program_.decisions()[0], evaluation.results);
    for (const DecidingInput& deciding : evaluation.deciding_inputs()) {
      text += " +" + program_.inputs()[deciding.input].id;
    }
    EXPECT_EQ(evaluation.must_results == evaluation.results, evaluation.deciding_count == 0);
    return text;
  }

  Program program_;
  Workspace workspace_;
};

TEST_P(OperatorsTest, KnownValueGivesOneResult) {
  const OperatorRow& row = std::get<0>(GetParam());
  EXPECT_EQ(Ask(MaskOf(row.inside)), "in");
  EXPECT_EQ(Ask(MaskOf(row.other)), "in");
  EXPECT_EQ(Ask(MaskOf(row.outside)), "out");
}

TEST_P(OperatorsTest, NarrowedValueKeepsWhatIsPossible) {
  const OperatorRow& row = std::get<0>(GetParam());
  EXPECT_EQ(Ask(MaskOf(row.inside) | MaskOf(row.other)), "in");
  EXPECT_EQ(Ask(MaskOf(row.inside) | MaskOf(row.outside)), "in out +x");
}

TEST_P(OperatorsTest, UnknownValueIsNeverReadAsFalse) {
  EXPECT_EQ(Ask(program_.inputs()[0].full), "in out +x");
}

std::string NameOf(const ::testing::TestParamInfo<std::tuple<OperatorRow, char>>& info) {
  return std::string(1, std::get<1>(info.param)) + std::to_string(info.index);
}

INSTANTIATE_TEST_SUITE_P(EveryOperatorAndHitPolicy, OperatorsTest,
                         ::testing::Combine(::testing::ValuesIn(kOperators),
                                            ::testing::Values('U', 'P', 'C')),
                         NameOf);

// What a cell may not hold is refused with a reason.
struct RefusedRow {
  const char* cell;
  const char* reason;
};

class RefusedCellTest : public ::testing::TestWithParam<RefusedRow> {};

TEST_P(RefusedCellTest, IsRefusedWithItsReason) {
  const Model model =
      SmallModel(std::string("decision d U\nin x : [0..10] | y : true,false\n"
                             "out outcome : \"in\",\"out\"\nd1 | ") +
                 GetParam().cell + " | true || \"in\"\nd2 | - | false || \"out\"\n");
  const Result<Program> program = Program::Compile(std::span(&model, 1), {});
  ASSERT_FALSE(program);
  EXPECT_NE(program.error().message.find(GetParam().reason), std::string::npos)
      << program.error().message;
  EXPECT_EQ(program.error().path, "small.dmn:4 d rule d1");
}

INSTANTIATE_TEST_SUITE_P(Cells, RefusedCellTest,
                         ::testing::Values(RefusedRow{"null", "an unknown input is no value"},
                                           RefusedRow{"y", "neither a value nor a parameter"},
                                           RefusedRow{"< y", "neither a value nor a parameter"},
                                           RefusedRow{"x > 3", "neither a value nor a parameter"},
                                           RefusedRow{"3 + 4", "not a test that a cell may hold"},
                                           RefusedRow{"[3..", "is not a value"},
                                           RefusedRow{"[4..3]", "ends before it begins"},
                                           RefusedRow{"11", "outside the column's domain"},
                                           RefusedRow{"< 11", "outside the column's domain"},
                                           RefusedRow{"\"low\"", "of another type"},
                                           RefusedRow{"true", "of another type"},
                                           RefusedRow{"not 3", "`not` without `(`"},
                                           RefusedRow{"3..4", "is not a test"}));

}  // namespace
}  // namespace wervelwijzer::dmn
