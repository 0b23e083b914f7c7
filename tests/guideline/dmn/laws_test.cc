#include "tests/guideline/dmn/laws.h"

#include <gtest/gtest.h>

#include <cstdio>

#include "tests/guideline/dmn/random_models.h"
#include "tests/guideline/dmn/reference_agreement.h"
#include "tests/guideline/dmn/small_models.h"

namespace wervelwijzer::dmn {
namespace {

TEST(LawsTest, HoldForRandomModels) {
  std::size_t cells = 0, boxes = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const std::string text = RandomModel(seed);
    const Model model = SmallModel(text);
    const Result<Program> program = Program::Compile(std::span(&model, 1), {});
    ASSERT_TRUE(program) << program.error().ToString() << "\nseed " << seed << "\n" << text;
    const Oracle oracle(std::span(&model, 1), {});
    const auto answer = [&](const std::string& decision, const Oracle::Values& values) {
      return oracle.Decide(decision, values);
    };
    LawBudget budget;
    budget.enumerate_up_to = 5000;
    budget.random_cells = 1000;
    budget.boxes = 30;
    budget.completions = 1000;
    budget.wide_boxes = 60;
    for (DecisionIndex i = 0; i < program->decisions().size(); ++i) {
      const LawReport report = CheckLaws(*program, i, answer, seed, budget);
      cells += report.cells;
      boxes += report.boxes;
      ASSERT_EQ(report.mismatches, 0u) << report.first << "\nseed " << seed << "\n" << text;
    }
  }
  std::printf("%zu complete inputs, %zu boxes, 0 mismatches\n", cells, boxes);
}

TEST(LawsTest, ReferenceEvaluatorAgreesOnRandomModels) {
  LawBudget budget;
  budget.enumerate_up_to = budget.random_cells = 60;
  budget.boxes = budget.wide_boxes = 0;
  for (std::uint64_t seed = 1; seed <= 25; ++seed) {
    const Model model = SmallModel(RandomModel(seed));
    const Program program = CompileSmall(RandomModel(seed));
    const ReferenceAnswer reference(std::span(&model, 1), {}, program);
    for (DecisionIndex i = 0; i < program.decisions().size(); ++i) {
      const LawReport report = CheckLaws(program, i, reference, seed, budget);
      ASSERT_EQ(report.mismatches, 0u) << report.first << "\nseed " << seed;
    }
  }
}

// The check itself must be able to fail: an oracle that errs on one row is noticed.
TEST(LawsTest, WrongRowIsNoticed) {
  const Model right = SmallModel(R"(
    decision d U
    in a : true,false | n : [0..10]
    out outcome : "x","y"
    d1 | true  | -   || "x"
    d2 | false | < 5 || "x"
    d3 | false | >= 5 || "y"
  )");
  const Model wrong = SmallModel(R"(
    decision d U
    in a : true,false | n : [0..10]
    out outcome : "x","y"
    d1 | true  | -   || "x"
    d2 | false | <= 5 || "x"
    d3 | false | > 5 || "y"
  )");
  const Result<Program> program = Program::Compile(std::span(&right, 1), {});
  ASSERT_TRUE(program);
  const Oracle oracle(std::span(&wrong, 1), {});
  const LawReport report = CheckLaws(
      *program, 0,
      [&](const std::string& decision, const Oracle::Values& values) {
        return oracle.Decide(decision, values);
      },
      1);
  EXPECT_GT(report.mismatches, 0u);
  EXPECT_NE(report.first.find("= 5"), std::string::npos) << report.first;
}

TEST(LawsTest, TheReferenceNoticesAWrongRowBehindAnother) {
  const char* const text = R"(
    decision step U
    in n : [0..10]
    out outcome : true,false
    s1 | %s || true
    s2 | not(%s) || false
    decision d U
    in step : true,false | a : true,false
    out outcome : "x","y"
    d1 | true  | -     || "x"
    d2 | false | true  || "x"
    d3 | false | false || "y"
  )";
  char right_text[400], wrong_text[400];
  std::snprintf(right_text, sizeof right_text, text, "< 5", "< 5");
  std::snprintf(wrong_text, sizeof wrong_text, text, "<= 5", "<= 5");
  const Model right = SmallModel(right_text), wrong = SmallModel(wrong_text);
  const Result<Program> program = Program::Compile(std::span(&right, 1), {});
  ASSERT_TRUE(program) << program.error().ToString();
  const DecisionIndex d = *program->FindDecision("d");
  EXPECT_EQ(ReferenceAgreement(std::span(&right, 1), {}, *program, 1).Check(d, 100).mismatches, 0u);
  const AgreementReport report =
      ReferenceAgreement(std::span(&wrong, 1), {}, *program, 1).Check(d, 100);
  EXPECT_EQ(report.mismatches, 2u);  // at 5 another rule holds whatever `a` is
  EXPECT_TRUE(report.first.starts_with("d: n 5 a ")) << report.first;
}

}  // namespace
}  // namespace wervelwijzer::dmn
