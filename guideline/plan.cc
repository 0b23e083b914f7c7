#include "guideline/plan.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <utility>

#include "guideline/dmn/cells.h"
#include "guideline/tsv.h"
#include "guideline/urgency.h"

namespace wervelwijzer::guideline {
namespace {

using dmn::DecisionIndex;
using dmn::Mask;
using dmn::ProgramDecision;

constexpr std::array<std::string_view, 4> kListNames = {"codes", "flags", "missing",
                                                        "participants"};

// Ids with a dot are steps on the way.
bool IsPrinted(const dmn::ProgramRule& rule) { return rule.id.find('.') == std::string::npos; }

void AddOnce(std::vector<std::string>& names, const std::string& name) {
  if (std::ranges::find(names, name) == names.end()) names.push_back(name);
}

Mask PrintedRules(const ProgramDecision& decision) {
  Mask mask = 0;
  for (std::size_t i = 0; i < decision.rules.size(); ++i)
    if (IsPrinted(decision.rules[i])) mask |= Mask{1} << i;
  return mask;
}

InputSet Without(InputSet inputs, const InputSet& others) {
  for (std::size_t i = 0; i < inputs.size(); ++i)
    if (others[i]) inputs[i] = false;
  return inputs;
}

Members MembersOf(const ProgramDecision& decision, const std::vector<dmn::OutputValue>& values) {
  Members members;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (values[i].kind != dmn::OutputValue::Kind::kNone)
      members.emplace_back(decision.output_names[i], values[i]);
  return members;
}

class Planner {
 public:
  explicit Planner(const PlanSources& sources) : sources_(sources) {
    for (const dmn::Model& model : sources.models)
      for (const dmn::Decision& decision : model.decisions)
        decisions_.emplace(decision.name, &decision);
  }

  Result<DecisionPlan> PlanDecision(const TsvTable& table, const TsvRow& row) const;
  ConsistencyPlan PlanConsistency(DecisionIndex index) const;
  const dmn::Program& program() const { return sources_.program; }

 private:
  const ProgramDecision& Compiled(DecisionIndex index) const {
    return sources_.program.decisions()[index];
  }
  void AddInputs(DecisionIndex index, InputSet& inputs) const;
  Status AddNamedInputs(const TsvTable& table, const TsvRow& row, InputSet& inputs) const;
  ListPlan PlanList(std::string name, DecisionIndex index) const;
  void PlanMain(DecisionIndex index, DecisionPlan& plan) const;
  std::vector<std::string> ParametersOfColumn(const dmn::DecisionTable& table,
                                              std::size_t column) const;
  std::vector<std::string> ParametersOfRule(const dmn::DecisionTable& table,
                                            const dmn::Rule& rule) const;
  void AddParametersOf(std::string_view column, std::vector<std::string>& found) const;
  std::string ModelOf(const std::string& decision) const;

  const PlanSources& sources_;
  std::map<std::string, const dmn::Decision*, std::less<>> decisions_;
};

void Planner::AddInputs(DecisionIndex index, InputSet& inputs) const {
  for (dmn::InputIndex input : Compiled(index).inputs)
    for (CatalogueIndex behind : sources_.boxes.Behind(input)) inputs[behind] = true;
}

Status Planner::AddNamedInputs(const TsvTable& table, const TsvRow& row, InputSet& inputs) const {
  for (const std::string& id : SplitText(table.Cell(row, "inputs"), ';')) {
    const auto index = sources_.catalogue.Find(id);
    if (!index) return InvalidInput("unknown input `" + id + "`", table.Place(row));
    inputs[*index] = true;
  }
  return {};
}

ListPlan Planner::PlanList(std::string name, DecisionIndex index) const {
  return {std::move(name), index, PrintedRules(Compiled(index))};
}

void Planner::AddParametersOf(std::string_view column, std::vector<std::string>& found) const {
  auto decision = decisions_.find(column);
  if (decision == decisions_.end()) {
    // A column can name one output of a decision.
    decision = decisions_.find(column.substr(0, column.rfind('.')));
    if (decision == decisions_.end()) return;
  }
  const dmn::ExpressionPtr& expression = decision->second->expression;
  if (!expression || expression->kind != dmn::Expression::Kind::kDecisionTable) return;
  for (std::size_t c = 0; c < expression->table.inputs.size(); ++c)
    for (const std::string& name : ParametersOfColumn(expression->table, c)) AddOnce(found, name);
}

// Parameters that stand in any cell of the column, or behind it when it is a decision.
std::vector<std::string> Planner::ParametersOfColumn(const dmn::DecisionTable& table,
                                                     std::size_t column) const {
  std::vector<std::string> found;
  for (const dmn::Rule& rule : table.rules) {
    if (column >= rule.input_entries.size()) continue;
    const Result<dmn::Cell> cell = dmn::ParseCell(rule.input_entries[column], sources_.parameters);
    if (!cell.ok()) continue;
    for (const std::string& name : cell->parameters) AddOnce(found, name);
  }
  AddParametersOf(table.inputs[column].expression, found);
  return found;
}

// A rule uses a parameter when it looks at a column that the parameter divides: KPS 60 lies below
// the threshold also where the cell says 60.
std::vector<std::string> Planner::ParametersOfRule(const dmn::DecisionTable& table,
                                                   const dmn::Rule& rule) const {
  std::vector<std::string> found;
  for (std::size_t c = 0; c < rule.input_entries.size() && c < table.inputs.size(); ++c) {
    const Result<dmn::Cell> cell = dmn::ParseCell(rule.input_entries[c], sources_.parameters);
    if (!cell.ok() || cell->any) continue;
    for (const std::string& name : ParametersOfColumn(table, c)) AddOnce(found, name);
  }
  return found;
}

std::string Planner::ModelOf(const std::string& decision) const {
  for (const dmn::Model& model : sources_.models)
    for (const dmn::Decision& candidate : model.decisions)
      if (candidate.name == decision) return ModelLabel(model);
  return {};
}

void Planner::PlanMain(DecisionIndex index, DecisionPlan& plan) const {
  const ProgramDecision& decision = Compiled(index);
  plan.main = index;
  plan.printed_rules = PrintedRules(decision);
  plan.urgency = UrgencyOfResults(decision);
  for (const std::vector<dmn::OutputValue>& result : decision.results)
    plan.results.push_back(MembersOf(decision, result));
  const auto found = decisions_.find(decision.id);
  if (found == decisions_.end() || decision.is_literal) return;
  const dmn::DecisionTable& table = found->second->expression->table;
  for (const dmn::Rule& rule : table.rules)
    plan.parameters.push_back(ParametersOfRule(table, rule));
}

Result<DecisionPlan> Planner::PlanDecision(const TsvTable& table, const TsvRow& row) const {
  DecisionPlan plan;
  plan.id = table.Cell(row, "id");
  plan.section = std::atoi(table.Cell(row, "section").c_str());
  plan.model = ModelOf(plan.id);
  // This one is made of its rules and has no table of its own.
  if (plan.id == "consistency-check" && plan.model.empty()) plan.model = ModelOf(plan.id + ".C01");
  plan.inputs.resize(sources_.catalogue.definitions().size());
  if (Status status = AddNamedInputs(table, row, plan.inputs); !status) return status.error();
  const InputSet listed = plan.inputs;
  plan.applicable = program().FindDecision(plan.id + ".applicable");
  if (const auto index = program().FindDecision(plan.id)) {
    AddInputs(*index, plan.inputs);
    if (Compiled(*index).collect) {
      plan.lists.push_back(PlanList("outcome", *index));
    } else {
      PlanMain(*index, plan);
    }
  }
  for (std::string_view name : kListNames) {
    const auto index = program().FindDecision(plan.id + "." + std::string(name));
    if (!index) continue;
    AddInputs(*index, plan.inputs);
    plan.lists.push_back(PlanList(std::string(name), *index));
  }
  plan.unlisted = Without(plan.inputs, listed);
  return plan;
}

// Is there a value of one input with which a row holds while nothing else is known?
bool HoldsByOneInput(const PlanSources& sources, DecisionIndex index) {
  dmn::Workspace workspace(sources.program);
  dmn::Evaluation evaluation;
  dmn::Box box = sources.boxes.unknown();
  for (const dmn::InputIndex input : sources.program.decisions()[index].inputs) {
    const dmn::Mask unknown = box[input];
    for (dmn::Mask left = unknown; left != 0; left &= left - 1) {
      box[input] = left & (~left + 1);
      sources.program.Evaluate(index, box, dmn::Program::Depth::kOutcomes, workspace, evaluation);
      if (evaluation.must_results != 0) return true;
    }
    box[input] = unknown;
  }
  return false;
}

ConsistencyPlan Planner::PlanConsistency(DecisionIndex index) const {
  const ProgramDecision& decision = Compiled(index);
  ConsistencyPlan plan;
  plan.id = decision.id.substr(decision.id.find('.') + 1);
  plan.decision = index;
  plan.inputs.resize(sources_.catalogue.definitions().size());
  AddInputs(index, plan.inputs);
  plan.least_known = HoldsByOneInput(sources_, index) ? 1 : 2;
  return plan;
}

// Requirements name decisions above in the table, or anywhere: their inputs count as one's own.
Status AddRequired(const TsvTable& table, std::vector<DecisionPlan>& plans) {
  for (std::size_t i = 0; i < plans.size(); ++i) {
    const TsvRow& row = table.rows()[i];
    for (const std::string& id : SplitText(table.Cell(row, "requires"), ';')) {
      const auto required = std::ranges::find(plans, id, &DecisionPlan::id);
      if (required == plans.end())
        return InvalidInput("unknown decision `" + id + "`", table.Place(row));
      for (std::size_t k = 0; k < plans[i].inputs.size(); ++k)
        if (required->inputs[k]) plans[i].inputs[k] = true;
      plans[i].unlisted = Without(plans[i].unlisted, required->inputs);
    }
  }
  return {};
}

}  // namespace

std::string ModelLabel(const dmn::Model& model) {
  const std::string stem = std::filesystem::path(model.file).stem().string();
  // The version is the last step of the model's namespace, `…/spinal-diagnostics/1`.
  const std::string version = model.name_space.substr(model.name_space.rfind('/') + 1);
  const bool is_version = !version.empty() && version.front() >= '0' && version.front() <= '9';
  return stem + "@" + (is_version ? version : "1");
}

Result<GuidelinePlan> MakePlan(const std::string& decisions_file, const PlanSources& sources) {
  Result<TsvTable> table = TsvTable::Load(decisions_file, {"id", "section", "inputs", "requires"});
  if (!table.ok()) return std::move(table).error();
  const Planner planner(sources);
  GuidelinePlan plan;
  for (const TsvRow& row : table->rows()) {
    Result<DecisionPlan> decision = planner.PlanDecision(*table, row);
    if (!decision.ok()) return std::move(decision).error();
    plan.decisions.push_back(std::move(decision).value());
  }
  if (Status status = AddRequired(*table, plan.decisions); !status) return status.error();
  for (std::size_t i = 0; i < sources.program.decisions().size(); ++i) {
    const std::string& id = sources.program.decisions()[i].id;
    if (!id.starts_with("consistency-check.") || !sources.program.decisions()[i].collect) continue;
    plan.consistency.push_back(planner.PlanConsistency(static_cast<DecisionIndex>(i)));
  }
  std::ranges::sort(plan.consistency, {}, &ConsistencyPlan::id);
  return plan;
}

}  // namespace wervelwijzer::guideline
