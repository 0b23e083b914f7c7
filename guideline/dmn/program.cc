#include "guideline/dmn/program.h"

#include <algorithm>

#include "guideline/dmn/cells.h"
#include "guideline/dmn/compile.h"
#include "guideline/dmn/link.h"
#include "guideline/dmn/program_parts.h"

namespace wervelwijzer::dmn {
namespace {

Error ErrorAt(const LinkedDecision& decision, std::string message) {
  return InvalidInput(std::move(message), decision.model->file + ":" +
                                              std::to_string(decision.decision->place.line) + " " +
                                              decision.id);
}

Error ErrorOf(const Findings& findings) {
  const auto first = std::ranges::find_if(findings, [](const Finding& finding) {
    return finding.severity == Severity::kError || finding.severity == Severity::kFatal;
  });
  return InvalidInput(first->message, first->Place());
}

// The named model, without folder and ending: `spinal-diagnostics`.
std::string ModelName(const Model& model) {
  const std::size_t slash = model.file.find_last_of('/');
  const std::string name = slash == std::string::npos ? model.file : model.file.substr(slash + 1);
  return name.substr(0, name.find('.'));
}

void AddDistinct(std::vector<InputIndex>& inputs, InputIndex input) {
  if (std::ranges::find(inputs, input) == inputs.end()) inputs.push_back(input);
}

// Raw inputs and parameters behind a decision, those of required decisions in place.
void CollectBehind(const LinkedModels& linked, std::size_t decision,
                   std::vector<InputIndex>& inputs, std::vector<std::string>& parameters) {
  const LinkedDecision& own = linked.decisions[decision];
  for (const std::string& name : own.parameters) {
    if (std::ranges::find(parameters, name) == parameters.end()) {
      parameters.push_back(name);
    }
  }
  for (const LinkedColumn& column : own.columns) {
    if (column.is_decision) {
      CollectBehind(linked, column.index, inputs, parameters);
    } else {
      AddDistinct(inputs, column.index);
    }
  }
}

ProgramDecision Describe(const LinkedModels& linked, std::size_t index) {
  const LinkedDecision& decision = linked.decisions[index];
  ProgramDecision program;
  program.id = decision.id;
  program.model = ModelName(*decision.model);
  program.collect = decision.hit_policy == HitPolicy::kCollect;
  program.output_names = decision.output_names;
  program.results = decision.results;
  program.is_literal = decision.is_literal;
  CollectBehind(linked, index, program.inputs, program.parameters);
  for (const LinkedRule& rule : decision.rules) {
    ProgramRule described;
    described.id = rule.rule->id;
    described.description = rule.rule->description;
    described.result = rule.result;
    if (rule.rule->provenance) described.provenance = *rule.rule->provenance;
    std::vector<std::string> ignored;
    for (std::size_t c = 0; c < decision.columns.size(); ++c) {
      const LinkedColumn& column = decision.columns[c];
      if (rule.cells[c] == column.full) continue;
      if (column.is_decision) {
        CollectBehind(linked, column.index, described.inputs, ignored);
      } else {
        AddDistinct(described.inputs, column.index);
      }
    }
    program.rules.push_back(std::move(described));
  }
  return program;
}

ProgramTable CellsOf(const LinkedDecision& decision) {
  ProgramTable table;
  table.columns = decision.columns;
  for (const LinkedRule& rule : decision.rules) table.cells.push_back(rule.cells);
  return table;
}

Status CheckRoot(const LinkedDecision& decision, DecisionCompiler& compiler, Ref root) {
  for (const Ref terminal : compiler.builder().Terminals(root)) {
    if (terminal != kGap && terminal != kOverlap) continue;
    return ErrorAt(decision, (terminal == kGap ? "gap: " : "overlap: ") +
                                 compiler.DescribePath(root, terminal));
  }
  return {};
}

Result<FrozenDecision> Freeze(const LinkedModels& linked, std::size_t index) {
  const LinkedDecision& decision = linked.decisions[index];
  DecisionCompiler compiler(linked, std::span(&index, 1));
  std::vector<Ref> rules, results;
  Ref root = kGap;
  if (decision.hit_policy == HitPolicy::kCollect) {
    for (std::size_t r = 0; r < decision.rules.size(); ++r) {
      rules.push_back(compiler.RuleHolds(index, r));
    }
    for (std::size_t r = 0; r < decision.results.size(); ++r) {
      results.push_back(compiler.ResultHolds(index, r));
    }
  } else {
    root = decision.is_literal ? compiler.Results(index) : compiler.Rules(index);
    if (Status fine = CheckRoot(decision, compiler, root); !fine) return fine.error();
  }
  if (compiler.builder().overflow()) return ErrorAt(decision, "too large to be compiled exactly");
  if (compiler.order().size() > Evaluation::kMaxDeciding) {
    return ErrorAt(decision, "depends on more than 64 inputs");
  }
  Freezer freezer(compiler.builder(), compiler.order());
  if (root != kGap) root = freezer.Add(root);
  for (Ref& ref : rules) ref = freezer.Add(ref);
  for (Ref& ref : results) ref = freezer.Add(ref);
  FrozenDecision frozen = std::move(freezer).Finish();
  frozen.root = root;
  frozen.rule_roots = rules;
  frozen.result_roots = results;
  frozen.collect = decision.hit_policy == HitPolicy::kCollect;
  frozen.is_literal = decision.is_literal;
  frozen.rules_of.assign(decision.results.size(), 0);
  for (std::size_t r = 0; r < decision.rules.size(); ++r) {
    frozen.result_of.push_back(decision.rules[r].result);
    frozen.rules_of[decision.rules[r].result] |= Mask{1} << r;
  }
  for (std::size_t r = 0; decision.is_literal && r < decision.results.size(); ++r) {
    frozen.result_of.push_back(static_cast<std::uint8_t>(r));
  }
  return frozen;
}

}  // namespace

Program::Program(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Program::Program(Program&&) noexcept = default;
Program& Program::operator=(Program&&) noexcept = default;
Program::~Program() = default;

Result<Program> Program::Compile(std::span<const Model> models,
                                 std::span<const Parameter> parameters) {
  return CompileWith(models, CompileOptions{{parameters.begin(), parameters.end()}, {}});
}

Result<Program> Program::CompileWith(std::span<const Model> models, const CompileOptions& options) {
  Findings findings;
  const LinkedModels linked = Link(models, options, findings);
  if (HasErrors(findings)) return ErrorOf(findings);
  auto impl = std::make_unique<Impl>();
  for (std::size_t i = 0; i < linked.decisions.size(); ++i) {
    Result<FrozenDecision> frozen = Freeze(linked, i);
    if (!frozen) return frozen.error();
    impl->Add(Describe(linked, i), CellsOf(linked.decisions[i]), std::move(*frozen));
  }
  impl->inputs = linked.inputs;
  impl->domains = linked.domains;
  for (std::size_t i = 0; i < impl->inputs.size(); ++i) {
    impl->input_by_id.emplace(impl->inputs[i].id, static_cast<InputIndex>(i));
  }
  return Program(std::move(impl));
}

void Program::Impl::Add(ProgramDecision decision, ProgramTable table, FrozenDecision own) {
  max_nodes = std::max(max_nodes, own.nodes.size());
  max_edges = std::max(max_edges, own.edges.size());
  max_classes = std::max(max_classes, own.class_atoms.size());
  decision_by_id.emplace(decision.id, static_cast<DecisionIndex>(decisions.size()));
  decisions.push_back(std::move(decision));
  tables.push_back(std::move(table));
  frozen.push_back(std::move(own));
}

std::span<const ProgramInput> Program::inputs() const { return impl_->inputs; }
std::span<const ProgramDecision> Program::decisions() const { return impl_->decisions; }

std::optional<InputIndex> Program::FindInput(std::string_view id) const {
  const auto found = impl_->input_by_id.find(id);
  if (found == impl_->input_by_id.end()) return std::nullopt;
  return found->second;
}

std::optional<DecisionIndex> Program::FindDecision(std::string_view id) const {
  const auto found = impl_->decision_by_id.find(id);
  if (found == impl_->decision_by_id.end()) return std::nullopt;
  return found->second;
}

Box Program::UnknownBox() const {
  Box box;
  for (const ProgramInput& input : impl_->inputs) box.push_back(input.full);
  return box;
}

Mask Program::MaskOfCode(InputIndex input, std::string_view code) const {
  const ProgramInput& own = impl_->inputs[input];
  if (own.kind != InputKind::kBoolean && own.kind != InputKind::kEnumeration) return 0;
  for (std::size_t atom = 0; atom < own.atoms.size(); ++atom) {
    if (own.atoms[atom].text == code) return Mask{1} << atom;
  }
  return 0;
}

Mask Program::MaskOfRange(InputIndex input, const Interval& range) const {
  const ProgramInput& own = impl_->inputs[input];
  if (own.kind != InputKind::kNumber && own.kind != InputKind::kDate) return 0;
  const Numbers numbers = impl_->domains[input].whole ? Numbers::kWhole : Numbers::kAll;
  Mask mask = 0;
  for (std::size_t atom = 0; atom < own.atoms.size(); ++atom) {
    if (Meets(own.atoms[atom].interval, range, numbers)) mask |= Mask{1} << atom;
  }
  return mask;
}

}  // namespace wervelwijzer::dmn
