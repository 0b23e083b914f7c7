// The shipped models: they verify, and the laws of the evaluation hold for each of their decisions.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "guideline/dmn/compare.h"
#include "guideline/dmn/loader.h"
#include "tests/guideline/dmn/laws.h"
#include "tests/guideline/dmn/reference_answer.h"
#include "tests/support/shipped_models.h"

namespace wervelwijzer::dmn {
namespace {

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

TEST(ModelsTest, WhateverRuleIsCutItIsNoticed) {
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
        EXPECT_TRUE(HasErrors(VerifyModelSet(*set, parameters))) << rule.id;
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

// Prints a summary; the environment variable WERVELWIJZER_LAW_CELLS raises the number of random
// complete inputs per decision (a release run uses 1000000).
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
  budget.random_cells = cells != nullptr ? std::stoul(cells) : 5000;
  budget.enumerate_up_to = std::max<std::size_t>(budget.random_cells / 10, 5000);
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

// The compiled form against the DMN specification; WERVELWIJZER_REFERENCE_CELLS raises the number.
TEST(ModelsTest, ReferenceEvaluatorAgreesOnEveryShippedDecision) {
  const std::vector<Parameter> parameters = DefaultParameters();
  const Result<ModelSet> set = ReadModelSet(kShippedModels, parameters);
  ASSERT_TRUE(set) << set.error().ToString();
  const Result<Program> program =
      Program::CompileWith(set->models, CompileOptions{parameters, set->whole_inputs});
  ASSERT_TRUE(program) << program.error().ToString();
  const ReferenceAnswer reference(set->models, parameters, *program);
  LawBudget budget;
  const char* cells = std::getenv("WERVELWIJZER_REFERENCE_CELLS");
  budget.random_cells = cells != nullptr ? std::stoul(cells) : 200;
  budget.enumerate_up_to = budget.random_cells;
  budget.boxes = budget.wide_boxes = 0;
  std::size_t all_cells = 0;
  for (DecisionIndex i = 0; i < program->decisions().size(); ++i) {
    const LawReport report = CheckLaws(*program, i, reference, 2015, budget);
    EXPECT_EQ(report.mismatches, 0u) << report.first;
    all_cells += report.cells;
  }
  std::printf("%zu complete inputs agree with the reference evaluator\n", all_cells);
}

}  // namespace
}  // namespace wervelwijzer::dmn
