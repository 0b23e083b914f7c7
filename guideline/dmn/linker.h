#pragma once

// The work of Link (link.h): link_draft.cc reads cells and resolves names, link.cc cuts the inputs
// and makes masks. Nobody else includes this.

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "guideline/dmn/link.h"
#include "guideline/dmn/names.h"

namespace wervelwijzer::dmn {

// What is known of an input before its partition is cut.
struct InputDraft {
  std::optional<Domain> domain;
  std::vector<double> constants;
  bool used = false;
  bool needs_points = false;  // an operand of arithmetic: every value must be told apart
};

// A decision whose names are resolved and whose cells are read, masks still to come.
struct DecisionDraft {
  enum class State { kNew, kOpen, kDone };
  State state = State::kNew;
  bool broken = false;
  std::vector<Reference> columns;
  std::vector<std::vector<Cell>> cells;  // [rule][column]
  std::vector<Reference> operands;
  Arithmetic literal;
  std::size_t linked = 0;  // into LinkedModels::decisions once kDone
};

class Linker {
 public:
  Linker(std::span<const Model> models, const CompileOptions& options, Findings& findings)
      : options_(options),
        parameters_(options.parameters),
        findings_(findings),
        names_(models, options.parameters, findings),
        inputs_(names_.inputs().size()),
        decisions_(names_.decisions().size()) {}

  LinkedModels Run(const ExtraConstants& extra) {
    for (std::size_t i = 0; i < decisions_.size(); ++i) Draft(i);
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
      const auto own = extra.find(names_.inputs()[i].name);
      if (own == extra.end()) continue;
      inputs_[i].constants.insert(inputs_[i].constants.end(), own->second.begin(),
                                  own->second.end());
    }
    CutInputs();
    for (std::size_t i = 0; i < decisions_.size(); ++i) LinkDecision(i);
    return std::move(linked_);
  }

 private:
  void Report(std::size_t decision, const char* check, int line, std::string message,
              std::string rule = {}) {
    const NamedDecision& named = names_.decisions()[decision];
    findings_.push_back({Severity::kError, check, named.model->file,
                         line > 0 ? line : named.decision->place.line, named.name, std::move(rule),
                         std::move(message)});
  }

  void Draft(std::size_t index);
  void DraftTable(std::size_t index, const DecisionTable& table);
  void DraftColumn(std::size_t index, const InputClause& clause);
  void DraftRule(std::size_t index, const Rule& rule);
  void DraftLiteral(std::size_t index, const std::string& text);
  void StateDomain(std::size_t decision, std::size_t input, const InputClause& clause);
  std::optional<Domain> DomainOfClause(std::size_t decision, const InputClause& clause,
                                       std::string_view variable_type);
  void CutInputs();
  bool LinkDecision(std::size_t index);
  bool LinkColumns(std::size_t index, LinkedDecision& decision);
  bool LinkDecisionColumn(std::size_t index, std::size_t column, LinkedColumn& linked);
  void LinkRules(std::size_t index, LinkedDecision& decision);
  void LinkOutputs(std::size_t index, const Rule& rule, LinkedDecision& decision,
                   LinkedRule& linked);
  void OrderRules(LinkedDecision& decision) const;
  void LinkLiteral(std::size_t index, LinkedDecision& decision);
  void CollectProduced(LinkedDecision& decision);

  const CompileOptions& options_;
  std::span<const Parameter> parameters_;
  Findings& findings_;
  Names names_;
  std::vector<InputDraft> inputs_;
  std::vector<DecisionDraft> decisions_;
  std::vector<std::size_t> input_index_;  // into LinkedModels::inputs
  LinkedModels linked_;
};

}  // namespace wervelwijzer::dmn
