#include "guideline/dmn/compile.h"

#include <algorithm>

namespace wervelwijzer::dmn {

DecisionCompiler::DecisionCompiler(const LinkedModels& models, std::span<const std::size_t> roots)
    : models_(models), level_(models.inputs.size(), DiagramBuilder::kNoLevel), builder_({}) {
  std::vector<char> seen(models.decisions.size(), 0);
  for (const std::size_t root : roots) OrderInputs(root, seen);
  std::vector<Mask> full;
  for (const InputIndex input : order_) full.push_back(models_.inputs[input].full);
  builder_ = DiagramBuilder(std::move(full));
}

void DecisionCompiler::OrderInputs(std::size_t decision, std::vector<char>& seen) {
  if (seen[decision]) return;
  seen[decision] = 1;
  for (const LinkedColumn& column : models_.decisions[decision].columns) {
    if (column.is_decision) {
      OrderInputs(column.index, seen);
    } else if (level_[column.index] == DiagramBuilder::kNoLevel) {
      level_[column.index] = static_cast<Level>(order_.size());
      order_.push_back(column.index);
    }
  }
}

Ref DecisionCompiler::ColumnIn(const LinkedColumn& column, Mask mask) {
  if ((mask & column.full) == column.full) return kTrue;
  if (!column.is_decision) return builder_.Test(level_[column.index], mask);
  const LinkedDecision& lower = models_.decisions[column.index];
  return builder_.Map(Results(column.index), [&](Ref terminal) {
    if (terminal == kGap || terminal == kOverlap) return kFalse;
    const OutputValue& value = lower.results[TerminalValue(terminal)][column.output];
    return (mask >> column.AtomOf(value) & 1) != 0 ? kTrue : kFalse;
  });
}

Ref DecisionCompiler::RuleHolds(std::size_t decision, std::size_t rule) {
  const LinkedDecision& linked = models_.decisions[decision];
  Ref holds = kTrue;
  for (std::size_t c = 0; c < linked.columns.size() && holds != kFalse; ++c) {
    holds = builder_.And(holds, ColumnIn(linked.columns[c], linked.rules[rule].cells[c]));
  }
  return holds;
}

Ref DecisionCompiler::Rules(std::size_t decision) {
  if (const auto known = rules_.find(decision); known != rules_.end()) return known->second;
  const LinkedDecision& linked = models_.decisions[decision];
  const bool unique = linked.hit_policy != HitPolicy::kPriority;
  Ref table = kGap;
  for (const std::size_t rule : linked.priority) {
    const Ref own = Terminal(static_cast<std::uint32_t>(rule));
    table = builder_.Combine(table, RuleHolds(decision, rule),
                             [=](Ref so_far, Ref holds) -> std::optional<Ref> {
                               if (holds == kFalse) return so_far;
                               if (so_far == kGap && holds == kTrue) return own;
                               if (!IsTerminal(so_far) || so_far == kGap) return std::nullopt;
                               if (!unique) return so_far;  // a more urgent rule holds
                               return holds == kTrue ? std::optional(kOverlap) : std::nullopt;
                             });
  }
  rules_[decision] = table;
  return table;
}

Ref DecisionCompiler::Results(std::size_t decision) {
  if (const auto known = results_.find(decision); known != results_.end()) return known->second;
  const LinkedDecision& linked = models_.decisions[decision];
  Ref results = kGap;
  if (linked.is_literal) {
    results = LiteralResults(decision);
  } else {
    results = builder_.Map(Rules(decision), [&](Ref terminal) {
      if (terminal == kGap || terminal == kOverlap) return terminal;
      return Terminal(linked.rules[TerminalValue(terminal)].result);
    });
  }
  results_[decision] = results;
  return results;
}

Ref DecisionCompiler::ResultHolds(std::size_t decision, std::size_t result) {
  const LinkedDecision& linked = models_.decisions[decision];
  Ref holds = kFalse;
  for (std::size_t rule = 0; rule < linked.rules.size(); ++rule) {
    if (linked.rules[rule].result == result) holds = builder_.Or(holds, RuleHolds(decision, rule));
  }
  return holds;
}

std::uint32_t DecisionCompiler::Intern(const OutputValue& value) {
  const auto known = std::ranges::find(values_, value);
  if (known == values_.end()) {
    values_.push_back(value);
    return static_cast<std::uint32_t>(values_.size() - 1);
  }
  return static_cast<std::uint32_t>(known - values_.begin());
}

// The column's value as a diagram whose terminals are interned values.
Ref DecisionCompiler::ColumnValues(const LinkedColumn& column) {
  if (column.is_decision) {
    const LinkedDecision& lower = models_.decisions[column.index];
    return builder_.Map(Results(column.index), [&](Ref terminal) {
      if (terminal == kGap || terminal == kOverlap) return Terminal(Intern({}));
      return Terminal(Intern(lower.results[TerminalValue(terminal)][column.output]));
    });
  }
  std::vector<Edge> edges;
  for (std::size_t atom = 0; atom < column.atoms.size(); ++atom) {
    edges.push_back({Mask{1} << atom, Terminal(Intern(column.values[atom]))});
  }
  return builder_.Node(level_[column.index], std::move(edges));
}

Ref DecisionCompiler::LiteralStep(const LinkedDecision& decision, const Arithmetic::Node& node,
                                  std::span<const Ref> steps) {
  switch (node.op) {
    case Arithmetic::Op::kConstant:
      return Terminal(Intern(node.constant));
    case Arithmetic::Op::kOperand:
      return ColumnValues(decision.columns[node.operand]);
    case Arithmetic::Op::kIf: {
      OutputValue yes;
      yes.kind = OutputValue::Kind::kBoolean;
      yes.boolean = true;
      const Ref wanted = Terminal(Intern(yes));
      const Ref condition = builder_.Map(
          steps[node.first], [=](Ref terminal) { return terminal == wanted ? kTrue : kFalse; });
      return builder_.Choose(condition, steps[node.second], steps[node.third]);
    }
    default:
      break;
  }
  return builder_.Combine(steps[node.first], steps[node.second],
                          [&](Ref a, Ref b) -> std::optional<Ref> {
                            if (!IsTerminal(a) || !IsTerminal(b)) return std::nullopt;
                            const OutputValue left = values_[TerminalValue(a)];
                            const OutputValue right = values_[TerminalValue(b)];
                            return Terminal(Intern(Apply(node.op, left, right)));
                          });
}

Ref DecisionCompiler::LiteralResults(std::size_t decision) {
  const LinkedDecision& linked = models_.decisions[decision];
  std::vector<Ref> steps;
  for (const Arithmetic::Node& node : linked.literal.nodes) {
    steps.push_back(LiteralStep(linked, node, steps));
  }
  return builder_.Map(steps.back(), [&](Ref terminal) {
    const std::vector<OutputValue> row{values_[TerminalValue(terminal)]};
    const auto at = std::ranges::find(linked.results, row);
    return at == linked.results.end()
               ? kGap
               : Terminal(static_cast<std::uint32_t>(at - linked.results.begin()));
  });
}

std::string DecisionCompiler::DescribePath(Ref root, Ref terminal) const {
  const std::vector<Mask> path = builder_.PathTo(root, terminal);
  std::string text;
  for (std::size_t level = 0; level < path.size(); ++level) {
    const ProgramInput& input = models_.inputs[order_[level]];
    if (path[level] == input.full) continue;
    text += (text.empty() ? "" : ", ") + input.id + " " +
            DescribeMask(input.kind, input.atoms, path[level]);
  }
  return text.empty() ? "always" : text;
}

}  // namespace wervelwijzer::dmn
