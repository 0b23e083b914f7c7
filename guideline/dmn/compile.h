#pragma once

// Linked tables to decision diagrams over raw inputs.

#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "guideline/dmn/diagram.h"
#include "guideline/dmn/link.h"

namespace wervelwijzer::dmn {

// Terminals of a table's diagram that are no rule.
constexpr Ref kGap = Terminal(0x7ffffff0u);      // no rule holds
constexpr Ref kOverlap = Terminal(0x7ffffff1u);  // two rules of a UNIQUE table hold

// Compiles decisions into one builder, so that their diagrams can be joined. The order of the
// variables is that in which the decisions to come name their inputs.
class DecisionCompiler {
 public:
  // `roots` are the decisions that will be asked for; they and all they require give the variables.
  DecisionCompiler(const LinkedModels& models, std::span<const std::size_t> roots);

  DiagramBuilder& builder() { return builder_; }
  // Level to input.
  const std::vector<InputIndex>& order() const { return order_; }

  // Single-hit tables: terminals are rule indices, kGap and kOverlap. REQUIRES: a table, no
  // COLLECT.
  Ref Rules(std::size_t decision);
  // Terminals are indices into results (of tables by way of the rule), kGap and kOverlap.
  Ref Results(std::size_t decision);
  // Where the rule's cells hold, whatever the hit policy makes of it: kTrue, kFalse.
  Ref RuleHolds(std::size_t decision, std::size_t rule);
  // COLLECT: where some rule with that result holds.
  Ref ResultHolds(std::size_t decision, std::size_t result);
  // Where the column's value lies in `mask`.
  Ref ColumnIn(const LinkedColumn& column, Mask mask);

  // Conditions under which the diagram ends in `terminal`, in words: `lhermitte = true, …`. Inputs
  // that do not matter are left out.
  std::string DescribePath(Ref root, Ref terminal) const;

 private:
  void OrderInputs(std::size_t decision, std::vector<char>& seen);
  Ref LiteralResults(std::size_t decision);
  Ref LiteralStep(const LinkedDecision& decision, const Arithmetic::Node& node,
                  std::span<const Ref> steps);
  Ref ColumnValues(const LinkedColumn& column);
  std::uint32_t Intern(const OutputValue& value);

  const LinkedModels& models_;
  std::vector<InputIndex> order_;
  std::vector<Level> level_;  // of inputs
  DiagramBuilder builder_;
  std::map<std::size_t, Ref> rules_, results_;
  std::map<std::pair<std::size_t, std::size_t>, Ref> column_values_;  // (decision, output)
  std::vector<OutputValue> values_;                                   // terminals of literal steps
};

}  // namespace wervelwijzer::dmn
