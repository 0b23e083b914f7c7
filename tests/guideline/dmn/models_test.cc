// The shipped models: they verify, and the laws of the evaluation hold for each of their decisions.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "guideline/dmn/compare.h"
#include "guideline/dmn/loader.h"
#include "tests/guideline/dmn/laws.h"
#include "tests/guideline/dmn/reference_agreement.h"
#include "tests/support/shipped_models.h"

namespace wervelwijzer::dmn {
namespace {

// A sanitizer makes it slow, and what it looks for shows early.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::size_t kReferenceCells = 20'000, kLawCells = 5'000;
#else
constexpr std::size_t kReferenceCells = 1'000'000, kLawCells = 100'000;
#endif

TEST(ModelsTest, ShippedModelsVerify) {
  const Result<ModelSet> set = ReadModelSet(kShippedModels, DefaultParameters());
  ASSERT_TRUE(set) << set.error().ToString();
  for (const Finding& finding : VerifyModelSet(*set, DefaultParameters())) {
    if (finding.severity == Severity::kError) {
      ADD_FAILURE() << finding.ToString();
    } else {
      std::printf("%s\n", finding.ToString().c_str());
    }
  }
}

// A gap with an example of inputs, or the text or case that is left without its rule.
bool SaysWhatIsLeft(const Findings& findings) {
  return std::any_of(findings.begin(), findings.end(), [](const Finding& finding) {
    const bool gap = finding.check == "gap" && (finding.message.find(" = ") != std::string::npos ||
                                                finding.message.find(" in ") != std::string::npos);
    const bool text =
        finding.check == "register" && finding.message.find("the text `") != std::string::npos;
    return finding.severity == Severity::kError && (gap || text);
  });
}

TEST(ModelsTest, WhateverRuleIsCutItIsNoticedWithAnExample) {
  const std::vector<Parameter> parameters = DefaultParameters();
  Result<ModelSet> set = ReadModelSet(kShippedModels, parameters);
  ASSERT_TRUE(set) << set.error().ToString();
  std::size_t cut = 0;
  for (Model& model : set->models) {
    for (Decision& decision : model.decisions) {
      std::vector<Rule>& rules = decision.expression->table.rules;
      for (std::size_t r = 0; r < rules.size(); ++r) {
        const Rule rule = rules[r];
        rules.erase(rules.begin() + static_cast<std::ptrdiff_t>(r));
        EXPECT_TRUE(SaysWhatIsLeft(VerifyModelSet(*set, parameters))) << rule.id;
        rules.insert(rules.begin() + static_cast<std::ptrdiff_t>(r), rule);
        ++cut;
      }
    }
  }
  std::printf("%zu rules cut one by one, each noticed\n", cut);
}

TEST(ModelsTest, TreeAndTextDifferOnlyWhereListed) {
  const std::vector<Parameter> parameters = DefaultParameters();
  const Result<ModelSet> set = ReadModelSet(kShippedModels, parameters);
  ASSERT_TRUE(set) << set.error().ToString();
  const Result<Findings> findings =
      CompareEncodings(kShippedModels, set->models, CompileOptions{parameters, set->whole_inputs});
  ASSERT_TRUE(findings) << findings.error().ToString();
  for (const Finding& finding : *findings) ADD_FAILURE() << finding.ToString();
  EXPECT_FALSE(ComparedDecisions(kShippedModels, set->models)->empty());
}

// Against brute force: decisions of at most so many combinations are enumerated, of the others as
// many random ones are tried. WERVELWIJZER_LAW_CELLS gives another number.
TEST(ModelsTest, LawsHoldForEveryShippedDecision) {
  const std::vector<Parameter> parameters = DefaultParameters();
  const Result<ModelSet> set = ReadModelSet(kShippedModels, parameters);
  ASSERT_TRUE(set) << set.error().ToString();
  const Result<Program> program =
      Program::CompileWith(set->models, CompileOptions{parameters, set->whole_inputs});
  ASSERT_TRUE(program) << program.error().ToString();
  const Oracle oracle(set->models, parameters);
  LawBudget budget;
  const char* cells = std::getenv("WERVELWIJZER_LAW_CELLS");
  budget.random_cells = cells != nullptr ? std::stoul(cells) : kLawCells;
  budget.enumerate_up_to = budget.random_cells;
  std::size_t all_cells = 0, all_boxes = 0, enumerated = 0;
  for (DecisionIndex i = 0; i < program->decisions().size(); ++i) {
    const LawReport report = CheckLaws(
        *program, i,
        [&](const std::string& decision, const Oracle::Values& values) {
          return oracle.Decide(decision, values);
        },
        2026, budget);
    EXPECT_EQ(report.mismatches, 0u) << report.first;
    all_cells += report.cells;
    all_boxes += report.boxes;
    enumerated += report.enumerated ? 1 : 0;
  }
  std::printf("%zu decisions (%zu enumerated), %zu complete inputs, %zu boxes\n",
              program->decisions().size(), enumerated, all_cells, all_boxes);
}

// The compiled form against the DMN specification: every combination of atoms, or a million random
// ones of a decision that has more. WERVELWIJZER_REFERENCE_CELLS gives another number.
TEST(ModelsTest, ReferenceEvaluatorAgreesOnEveryShippedDecision) {
  const std::vector<Parameter> parameters = DefaultParameters();
  const Result<ModelSet> set = ReadModelSet(kShippedModels, parameters);
  ASSERT_TRUE(set) << set.error().ToString();
  const Result<Program> program =
      Program::CompileWith(set->models, CompileOptions{parameters, set->whole_inputs});
  ASSERT_TRUE(program) << program.error().ToString();
  const char* asked = std::getenv("WERVELWIJZER_REFERENCE_CELLS");
  const std::size_t cells = asked != nullptr ? std::stoul(asked) : kReferenceCells;
  ReferenceAgreement agreement(set->models, parameters, *program, 2015);
  std::size_t all_cells = 0, enumerated = 0;
  for (DecisionIndex i = 0; i < program->decisions().size(); ++i) {
    const AgreementReport report = agreement.Check(i, cells);
    EXPECT_EQ(report.mismatches, 0u) << report.first;
    all_cells += report.cells;
    enumerated += report.enumerated ? 1 : 0;
  }
  std::printf(
      "%zu complete inputs of %zu decisions (%zu enumerated) agree with the reference "
      "evaluator, which was asked %zu times\n",
      all_cells, program->decisions().size(), enumerated, agreement.asked());
}

}  // namespace
}  // namespace wervelwijzer::dmn
