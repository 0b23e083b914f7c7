// Why a rule is excluded, and what is left of one that may still fire.

#include <algorithm>

#include "guideline/dmn/atoms.h"
#include "guideline/dmn/program_parts.h"

namespace wervelwijzer::dmn {
namespace {

bool MayFire(const Program& program, DecisionIndex decision, std::size_t rule, const Box& box,
             Workspace& workspace) {
  Evaluation evaluation;
  program.Evaluate(decision, box, Program::Depth::kOutcomes, workspace, evaluation);
  return (evaluation.may_rules >> rule & 1) != 0;
}

// The atoms of a column that the box leaves: of a required decision, its possible values.
Mask PossibleIn(const Program& program, const LinkedColumn& column, const Box& box,
                Workspace& workspace) {
  if (!column.is_decision) return box[column.index];
  Evaluation evaluation;
  program.Evaluate(column.index, box, Program::Depth::kOutcomes, workspace, evaluation);
  const auto& results = program.decisions()[column.index].results;
  Mask possible = 0;
  for (std::size_t r = 0; r < results.size(); ++r) {
    if ((evaluation.results >> r & 1) == 0) continue;
    possible |= Mask{1} << column.AtomOf(results[r][column.output]);
  }
  return possible;
}

InputKind KindOf(const LinkedColumn& column) { return column.domain.kind; }

}  // namespace

std::vector<InputIndex> Program::ExcludedBy(DecisionIndex decision, std::size_t rule,
                                            const Box& box) const {
  Workspace workspace(*this);
  if (MayFire(*this, decision, rule, box, workspace)) return {};
  std::vector<InputIndex> narrowed;
  for (const InputIndex input : impl_->decisions[decision].inputs) {
    if (box[input] != impl_->inputs[input].full) narrowed.push_back(input);
  }
  // Each input that is enough alone.
  std::vector<InputIndex> alone;
  for (const InputIndex input : narrowed) {
    Box single = UnknownBox();
    single[input] = box[input];
    if (!MayFire(*this, decision, rule, single, workspace)) alone.push_back(input);
  }
  if (!alone.empty()) return alone;
  // Else a smallest set of them: give each up again when the others still exclude the rule.
  Box rest = UnknownBox();
  for (const InputIndex input : narrowed) rest[input] = box[input];
  std::vector<InputIndex> needed;
  for (auto input = narrowed.rbegin(); input != narrowed.rend(); ++input) {
    rest[*input] = impl_->inputs[*input].full;
    if (!MayFire(*this, decision, rule, rest, workspace)) continue;
    rest[*input] = box[*input];
    needed.push_back(*input);
  }
  std::reverse(needed.begin(), needed.end());
  return needed;
}

std::vector<RuleCell> Program::RuleCells(DecisionIndex decision, std::size_t rule,
                                         const Box& box) const {
  const ProgramTable& table = impl_->tables[decision];
  Workspace workspace(*this);
  std::vector<RuleCell> cells;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const LinkedColumn& column = table.columns[c];
    const Mask cell = table.cells[rule][c];
    if (cell == column.full) continue;
    const Mask possible = PossibleIn(*this, column, box, workspace);
    RuleCell described;
    described.column = column.name;
    described.text = DescribeMask(KindOf(column), column.atoms, cell);
    described.state = (possible & cell) == 0    ? RuleCell::State::kContradicted
                      : (possible & ~cell) == 0 ? RuleCell::State::kHolds
                                                : RuleCell::State::kOpen;
    cells.push_back(std::move(described));
  }
  return cells;
}

}  // namespace wervelwijzer::dmn
