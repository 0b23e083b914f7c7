// Second pass of linking: cells to masks, required decisions to columns, rules in order of
// priority.

#include "guideline/dmn/link.h"

#include <algorithm>
#include <set>

#include "guideline/dmn/linker.h"

namespace wervelwijzer::dmn {
namespace {

constexpr std::size_t kMaxValues = 64;

OutputValue ValueOfAtom(const Domain& domain, const Atom& atom) {
  OutputValue value;
  switch (domain.kind) {
    case InputKind::kBoolean:
      value.kind = OutputValue::Kind::kBoolean;
      value.boolean = atom.text == "true";
      break;
    case InputKind::kEnumeration:
      value.kind = OutputValue::Kind::kString;
      value.text = atom.text;
      break;
    case InputKind::kNumber:
    case InputKind::kDate:
      value.kind = OutputValue::Kind::kNumber;
      value.number = atom.interval.low;
      break;
  }
  return value;
}

void AddDistinct(std::vector<OutputValue>& values, const OutputValue& value) {
  if (std::ranges::find(values, value) == values.end()) values.push_back(value);
}

// The place of a value in the list of output values; behind all of them when it is not there.
std::size_t RankOf(const OutputValue& value, const Cell& order) {
  for (std::size_t rank = 0; rank < order.tests.size(); ++rank) {
    const Constant& listed = order.tests[rank].value;
    const bool same = (value.kind == OutputValue::Kind::kString && value.text == listed.text &&
                       listed.kind == Constant::Kind::kString) ||
                      (value.kind == OutputValue::Kind::kNumber &&
                       listed.kind == Constant::Kind::kNumber && value.number == listed.number) ||
                      (value.kind == OutputValue::Kind::kBoolean &&
                       listed.kind == Constant::Kind::kBoolean && value.boolean == listed.boolean);
    if (same) return rank;
  }
  return order.tests.size();
}

}  // namespace

void Linker::CutInputs() {
  input_index_.assign(inputs_.size(), 0);
  for (std::size_t i = 0; i < inputs_.size(); ++i) {
    InputDraft& draft = inputs_[i];
    if (!draft.used || !draft.domain) continue;
    const NamedInput& named = names_.inputs()[i];
    const Domain& domain = *draft.domain;
    if (draft.needs_points && domain.whole && domain.range.high - domain.range.low < 64) {
      for (double at = domain.range.low; at <= domain.range.high; ++at)
        draft.constants.push_back(at);
    }
    Result<std::vector<Atom>> atoms = CutDomain(domain, draft.constants);
    if (!atoms) {
      findings_.push_back({Severity::kError,
                           "domain",
                           named.model->file,
                           named.data->place.line,
                           {},
                           {},
                           "input `" + named.name + "`: " + atoms.error().message});
      draft.domain.reset();
      continue;
    }
    input_index_[i] = linked_.inputs.size();
    const Mask full = FullMask(atoms->size());
    linked_.inputs.push_back({named.name, domain.kind,
                              domain.whole && domain.kind == InputKind::kNumber, std::move(*atoms),
                              full});
    linked_.domains.push_back(domain);
  }
}

// False when the decision cannot be worked with.
bool Linker::LinkDecision(std::size_t index) {
  DecisionDraft& draft = decisions_[index];
  if (draft.state == DecisionDraft::State::kDone) return !draft.broken;
  if (draft.state == DecisionDraft::State::kOpen) {
    Report(index, "cycle", 0, "the decision requires itself");
    return false;
  }
  draft.state = DecisionDraft::State::kOpen;
  LinkedDecision decision;
  decision.model = names_.decisions()[index].model;
  decision.decision = names_.decisions()[index].decision;
  decision.id = names_.decisions()[index].name;
  if (!draft.broken) draft.broken = !LinkColumns(index, decision);
  if (!draft.broken) {
    decision.is_literal = decision.decision->expression->kind == Expression::Kind::kLiteral;
    if (decision.is_literal) {
      LinkLiteral(index, decision);
    } else {
      LinkRules(index, decision);
    }
    CollectProduced(decision);
  }
  decision.broken = draft.broken;
  draft.state = DecisionDraft::State::kDone;
  draft.linked = linked_.decisions.size();
  linked_.decisions.push_back(std::move(decision));
  return !draft.broken;
}

bool Linker::LinkColumns(std::size_t index, LinkedDecision& decision) {
  const DecisionDraft& draft = decisions_[index];
  const bool literal = decision.decision->expression->kind == Expression::Kind::kLiteral;
  const std::vector<Reference>& references = literal ? draft.operands : draft.columns;
  bool fine = true;
  for (std::size_t i = 0; i < references.size(); ++i) {
    LinkedColumn column;
    column.name = literal ? draft.literal.operands[i]
                          : std::string(Trim(decision.table().inputs[i].expression));
    column.is_decision = references[i].is_decision;
    if (column.is_decision) {
      fine = LinkDecisionColumn(index, i, column) && fine;
    } else if (!inputs_[references[i].index].domain) {
      if (literal) Report(index, "domain", 0, "input `" + column.name + "` has no domain");
      fine = false;
    } else {
      column.index = static_cast<std::uint16_t>(input_index_[references[i].index]);
      column.domain = linked_.domains[column.index];
      column.atoms = linked_.inputs[column.index].atoms;
      for (const Atom& atom : column.atoms)
        column.values.push_back(ValueOfAtom(column.domain, atom));
    }
    column.full = FullMask(column.atoms.size());
    decision.columns.push_back(std::move(column));
  }
  return fine;
}

bool Linker::LinkDecisionColumn(std::size_t index, std::size_t i, LinkedColumn& column) {
  const bool literal = decisions_[index].columns.empty();
  const Reference reference =
      literal ? decisions_[index].operands[i] : decisions_[index].columns[i];
  if (!LinkDecision(reference.index)) return false;
  column.index = static_cast<std::uint16_t>(decisions_[reference.index].linked);
  const LinkedDecision& lower = linked_.decisions[column.index];
  const auto& outputs = lower.output_names;
  if (lower.hit_policy == HitPolicy::kCollect) {
    Report(index, "profile", 0, "column `" + column.name + "` refers to a collecting decision");
    return false;
  }
  if (!reference.output.empty()) {
    column.output =
        static_cast<std::size_t>(std::ranges::find(outputs, reference.output) - outputs.begin());
  }
  if (column.output >= outputs.size() || (reference.output.empty() && outputs.size() > 1)) {
    Report(index, "link", 0, "`" + column.name + "` does not name one output of that decision");
    return false;
  }
  for (const OutputValue& value : lower.produced[column.output]) {
    column.values.push_back(value);
    column.atoms.push_back({ValueText(value), {value.number, value.number, false, false}});
    if (value.kind == OutputValue::Kind::kNumber) column.domain.kind = InputKind::kNumber;
    if (value.kind == OutputValue::Kind::kString) column.domain.kind = InputKind::kEnumeration;
  }
  if (column.domain.kind == InputKind::kNumber) {
    for (Atom& atom : column.atoms) atom.text = "= " + atom.text;
    column.domain.range = {-1e300, 1e300, false, false};
  }
  if (column.atoms.empty() || column.atoms.size() > kMaxValues) {
    Report(index, "profile", 0, "`" + column.name + "` has none or more than 64 values");
    return false;
  }
  return true;
}

void Linker::LinkRules(std::size_t index, LinkedDecision& decision) {
  const DecisionTable& table = decision.table();
  DecisionDraft& draft = decisions_[index];
  decision.hit_policy = table.hit_policy;
  for (const OutputClause& output : table.outputs) {
    decision.output_names.push_back(output.name.empty() ? decision.id : output.name);
  }
  std::set<std::string> parameters;
  for (std::size_t r = 0; r < table.rules.size(); ++r) {
    LinkedRule linked;
    linked.rule = &table.rules[r];
    for (std::size_t c = 0; c < decision.columns.size(); ++c) {
      const LinkedColumn& column = decision.columns[c];
      std::vector<std::string> outside;
      linked.cells.push_back(MaskOfCell(draft.cells[r][c], column.domain, column.atoms, outside));
      for (const std::string& what : outside) {
        Report(index, "domain", linked.rule->place.line, column.name + ": " + what,
               linked.rule->id);
      }
      if (linked.cells.back() == 0) {
        Report(index, "empty-cell", linked.rule->place.line,
               "no value of `" + column.name + "` fits the cell, so the rule can never hold",
               linked.rule->id);
      }
      parameters.insert(draft.cells[r][c].parameters.begin(), draft.cells[r][c].parameters.end());
    }
    LinkOutputs(index, table.rules[r], decision, linked);
    decision.rules.push_back(std::move(linked));
  }
  decision.parameters.assign(parameters.begin(), parameters.end());
  OrderRules(decision);
  if (decision.results.size() > kMaxValues || decision.rules.empty()) {
    draft.broken = true;
    Report(index, "profile", 0, "none or more than 64 different results");
  }
}

void Linker::LinkOutputs(std::size_t index, const Rule& rule, LinkedDecision& decision,
                         LinkedRule& linked) {
  if (rule.output_entries.size() != decision.output_names.size()) {
    decisions_[index].broken = true;
    Report(index, "form", rule.place.line, "the rule has another number of outputs than the table",
           rule.id);
    return;
  }
  for (const std::string& text : rule.output_entries) {
    Result<OutputValue> value = ParseOutput(text, parameters_);
    if (!value) {
      decisions_[index].broken = true;
      Report(index, "cell", rule.place.line, value.error().message, rule.id);
      return;
    }
    linked.outputs.push_back(std::move(*value));
  }
  const auto known = std::ranges::find(decision.results, linked.outputs);
  linked.result = static_cast<std::uint8_t>(known - decision.results.begin());
  if (known == decision.results.end()) decision.results.push_back(linked.outputs);
}

// DMN 1.3 clause 8.2.8: the output that stands first in the list of output values wins; with
// several output columns the first column decides, then the next. Ties go to the earlier row.
void Linker::OrderRules(LinkedDecision& decision) const {
  for (std::size_t r = 0; r < decision.rules.size(); ++r) decision.priority.push_back(r);
  if (decision.hit_policy != HitPolicy::kPriority) return;
  std::vector<Cell> orders;
  for (const OutputClause& output : decision.table().outputs) {
    std::string_view text = output.output_values;
    const ItemDefinition* item = Names::FindType(*decision.model, output.type_ref);
    if (Trim(text).empty() && item != nullptr) text = item->allowed_values;
    Result<Cell> order = ParseCell(text, {});
    orders.push_back(order ? std::move(*order) : Cell{});
  }
  std::ranges::stable_sort(decision.priority, [&](std::size_t a, std::size_t b) {
    for (std::size_t o = 0; o < orders.size(); ++o) {
      const std::size_t rank_a = RankOf(decision.rules[a].outputs[o], orders[o]);
      const std::size_t rank_b = RankOf(decision.rules[b].outputs[o], orders[o]);
      if (rank_a != rank_b) return rank_a < rank_b;
    }
    return false;
  });
}

// The values that the expression can have, by trying all combinations step by step. More than can
// really occur when an operand stands twice; the diagram tells those apart.
void Linker::LinkLiteral(std::size_t index, LinkedDecision& decision) {
  decision.literal = decisions_[index].literal;
  decision.output_names = {decision.id};
  std::vector<std::vector<OutputValue>> values;
  for (const Arithmetic::Node& node : decision.literal.nodes) {
    std::vector<OutputValue>& own = values.emplace_back();
    switch (node.op) {
      case Arithmetic::Op::kConstant:
        own = {node.constant};
        break;
      case Arithmetic::Op::kOperand:
        own = decision.columns[node.operand].values;
        break;
      case Arithmetic::Op::kIf:
        own = values[node.second];
        for (const OutputValue& value : values[node.third]) AddDistinct(own, value);
        break;
      default:
        for (const OutputValue& a : values[node.first]) {
          for (const OutputValue& b : values[node.second]) AddDistinct(own, Apply(node.op, a, b));
        }
    }
    if (own.size() > 4096) break;
  }
  for (const LinkedColumn& column : decision.columns) {
    for (const Atom& atom : column.atoms) {
      if (column.domain.kind != InputKind::kNumber || atom.interval.low == atom.interval.high)
        continue;
      decisions_[index].broken = true;
      Report(index, "literal", 0,
             "`" + column.name + "` has ranges of values, so the sum cannot be exact");
      return;
    }
  }
  std::ranges::sort(values.back(),
                    [](const OutputValue& a, const OutputValue& b) { return a.number < b.number; });
  for (const OutputValue& value : values.back()) decision.results.push_back({value});
  if (decision.results.size() > kMaxValues) {
    decisions_[index].broken = true;
    Report(index, "literal", 0, "more than 64 different values");
  }
}

void Linker::CollectProduced(LinkedDecision& decision) {
  decision.produced.resize(decision.output_names.size());
  for (const std::vector<OutputValue>& row : decision.results) {
    for (std::size_t i = 0; i < row.size(); ++i) AddDistinct(decision.produced[i], row[i]);
  }
}

std::size_t LinkedColumn::AtomOf(const OutputValue& value) const {
  return static_cast<std::size_t>(std::ranges::find(values, value) - values.begin());
}

LinkedModels Link(std::span<const Model> models, const CompileOptions& options, Findings& findings,
                  const ExtraConstants& extra) {
  return Linker(models, options, findings).Run(extra);
}

}  // namespace wervelwijzer::dmn
