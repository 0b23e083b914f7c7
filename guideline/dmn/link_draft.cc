// First pass of linking: what every column and cell says, before the inputs can be cut.

#include <algorithm>

#include "guideline/dmn/linker.h"

namespace wervelwijzer::dmn {
namespace {

constexpr std::size_t kMaxRules = 64;

bool SameDomain(Domain a, Domain b) {
  std::ranges::sort(a.codes);
  std::ranges::sort(b.codes);
  return a == b;
}

}  // namespace

void Linker::Draft(std::size_t index) {
  const Decision& decision = *names_.decisions()[index].decision;
  DecisionDraft& draft = decisions_[index];
  if (!decision.expression) {
    draft.broken = true;
    Report(index, "profile", 0, "the decision has no logic");
    return;
  }
  switch (decision.expression->kind) {
    case Expression::Kind::kDecisionTable:
      DraftTable(index, decision.expression->table);
      break;
    case Expression::Kind::kLiteral:
      DraftLiteral(index, decision.expression->literal.text);
      break;
    default:
      draft.broken = true;
      Report(index, "profile", 0, "neither a decision table nor a literal expression");
  }
}

void Linker::DraftTable(std::size_t index, const DecisionTable& table) {
  for (const InputClause& clause : table.inputs) DraftColumn(index, clause);
  if (table.rules.size() > kMaxRules) {
    decisions_[index].broken = true;
    Report(index, "profile", 0, "more than 64 rules");
  }
  if (decisions_[index].broken) return;
  for (const Rule& rule : table.rules) DraftRule(index, rule);
}

void Linker::DraftColumn(std::size_t index, const InputClause& clause) {
  const std::optional<Reference> reference =
      names_.Find(*names_.decisions()[index].model, clause.expression);
  if (!reference) {
    decisions_[index].broken = true;
    Report(index, "link", clause.place.line,
           "column `" + clause.expression + "` names no input and no decision");
    return;
  }
  decisions_[index].columns.push_back(*reference);
  if (!reference->is_decision) StateDomain(index, reference->index, clause);
}

std::optional<Domain> Linker::DomainOfClause(std::size_t decision, const InputClause& clause,
                                             std::string_view variable_type) {
  const Model& model = *names_.decisions()[decision].model;
  std::string_view text = clause.input_values;
  std::string_view type = clause.type_ref;
  for (const std::string_view name : {std::string_view(clause.type_ref), variable_type}) {
    const ItemDefinition* item = Names::FindType(model, name);
    if (item == nullptr) {
      if (type.empty()) type = name;
      continue;
    }
    if (Trim(text).empty()) text = item->allowed_values;
    type = item->type_ref;
  }
  Result<Domain> domain = ParseDomain(text, type);
  if (!domain) {
    Report(decision, "domain", clause.place.line,
           "column `" + clause.expression + "`: " + domain.error().message);
    return std::nullopt;
  }
  return *domain;
}

void Linker::StateDomain(std::size_t decision, std::size_t input, const InputClause& clause) {
  inputs_[input].used = true;
  const NamedInput& named = names_.inputs()[input];
  std::optional<Domain> domain = DomainOfClause(decision, clause, named.data->variable.type_ref);
  const auto& whole = options_.whole_inputs;
  if (domain && domain->kind == InputKind::kNumber &&
      std::ranges::find(whole, named.name) != whole.end()) {
    domain->whole = true;
  }
  if (!domain) {
    decisions_[decision].broken = true;
  } else if (!inputs_[input].domain) {
    inputs_[input].domain = domain;
  } else if (!SameDomain(*inputs_[input].domain, *domain)) {
    Report(decision, "domain", clause.place.line,
           "column `" + clause.expression + "` has another domain than in other tables");
    decisions_[decision].broken = true;
  }
}

void Linker::DraftRule(std::size_t index, const Rule& rule) {
  DecisionDraft& draft = decisions_[index];
  std::vector<Cell>& cells = draft.cells.emplace_back();
  if (rule.input_entries.size() != draft.columns.size()) {
    draft.broken = true;
    Report(index, "form", rule.place.line, "the rule has another number of cells than the table",
           rule.id);
    return;
  }
  for (std::size_t column = 0; column < draft.columns.size(); ++column) {
    Result<Cell> cell = ParseCell(rule.input_entries[column], parameters_);
    if (!cell) {
      draft.broken = true;
      Report(index, "cell", rule.place.line, cell.error().message, rule.id);
      continue;
    }
    const Reference& reference = draft.columns[column];
    if (!reference.is_decision) CollectConstants(*cell, inputs_[reference.index].constants);
    cells.push_back(std::move(*cell));
  }
}

void Linker::DraftLiteral(std::size_t index, const std::string& text) {
  const Model& model = *names_.decisions()[index].model;
  DecisionDraft& draft = decisions_[index];
  Result<Arithmetic> literal = ParseArithmetic(text, names_.InScope(model), parameters_);
  if (!literal) {
    draft.broken = true;
    Report(index, "literal", 0, literal.error().message);
    return;
  }
  draft.literal = std::move(*literal);
  for (const std::string& operand : draft.literal.operands) {
    const Reference reference = *names_.Find(model, operand);
    draft.operands.push_back(reference);
    if (reference.is_decision) continue;
    inputs_[reference.index].used = inputs_[reference.index].needs_points = true;
    const NamedInput& input = names_.inputs()[reference.index];
    InputClause clause;
    clause.expression = operand;
    if (!inputs_[reference.index].domain) {
      const ItemDefinition* item = Names::FindType(*input.model, input.data->variable.type_ref);
      if (item != nullptr || input.data->variable.type_ref == "boolean") {
        StateDomain(index, reference.index, clause);
      }
    }
  }
}

}  // namespace wervelwijzer::dmn
