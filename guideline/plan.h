#pragma once

// Which decisions of the models make up each decision of the guideline (guideline/models/README.md,
// Names). Built once from guideline/models/decisions.tsv and the compiled models.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "guideline/box.h"
#include "guideline/dmn/model.h"
#include "guideline/dmn/program.h"
#include "guideline/evaluate.h"
#include "guideline/inputs.h"

namespace wervelwijzer::guideline {

// A set of inputs of the tables.
using InputSet = std::vector<bool>;

// A collecting table: a list beside the outcome, or the outcome itself.
struct ListPlan {
  std::string name;  // `flags`; `outcome` when the list is the outcome
  dmn::DecisionIndex decision = 0;
  dmn::Mask printed_rules = 0;  // rules whose id is printed
};

struct DecisionPlan {
  std::string id;
  std::string model;  // `spinal-diagnostics@1`
  int section = 0;
  std::optional<dmn::DecisionIndex> main;        // single hit
  std::optional<dmn::DecisionIndex> applicable;  // the precondition
  std::vector<ListPlan> lists;
  dmn::Mask printed_rules = 0;  // of the main table
  // Inputs of the decision and of those that it requires; its precondition's are not among them.
  InputSet inputs;
  // Inputs of the tables that decisions.tsv does not list; none, when both agree.
  InputSet unlisted;
  // Per rule of the main table the parameters that its cells use.
  std::vector<std::vector<std::string>> parameters;
  // Per result of the main table its members, as they are printed.
  std::vector<Members> results;
  // Per result of the main table how pressing it is, least first; empty when the decision has no
  // order of urgency.
  std::vector<double> urgency;

  bool outcome_is_list() const { return !main && !lists.empty(); }
};

// One rule of consistency-check: a collecting table in which each row is one contradiction.
struct ConsistencyPlan {
  std::string id;  // `C05`
  dmn::DecisionIndex decision = 0;
  InputSet inputs;
  // So many inputs of its table must be known before a row can hold for certain: with fewer it is
  // not asked. One, or two where no single value is a contradiction by itself.
  std::size_t least_known = 1;
};

struct GuidelinePlan {
  std::vector<DecisionPlan> decisions;  // in the order of the tables
  std::vector<ConsistencyPlan> consistency;
};

// Errors: a decision without a table, an input or a requirement that nobody knows.
struct PlanSources {
  const InputCatalogue& catalogue;
  const BoxBuilder& boxes;
  const dmn::Program& program;
  const std::vector<dmn::Model>& models;
  const std::vector<dmn::Parameter>& parameters;
};
Result<GuidelinePlan> MakePlan(const std::string& decisions_file, const PlanSources& sources);

// File and version of a model: `spinal-diagnostics@1`.
std::string ModelLabel(const dmn::Model& model);

}  // namespace wervelwijzer::guideline
