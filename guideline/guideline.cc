// Loading the guideline: models, catalogue, parameters, and the answers that need all of them.

#include <algorithm>
#include <atomic>
#include <utility>

#include "guideline/decide.h"
#include "guideline/derive.h"
#include "guideline/evaluate.h"
#include "guideline/explain.h"
#include "guideline/load.h"

namespace wervelwijzer::guideline {
namespace {

// Scratch memory of this thread. A guideline is known by a number, not by its address, which a
// later one may get again.
dmn::Workspace& WorkspaceOfThread(const dmn::Program& program, std::uint64_t number) {
  thread_local std::uint64_t owner = 0;
  thread_local std::optional<dmn::Workspace> workspace;
  if (owner != number || !workspace) {
    workspace.emplace(program);
    owner = number;
  }
  return *workspace;
}

std::uint64_t NextNumber() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

class LoadedGuideline final : public Guideline {
 public:
  LoadedGuideline(InputCatalogue catalogue, dmn::Program program,
                  std::vector<dmn::Parameter> parameters)
      : catalogue_(std::move(catalogue)),
        program_(std::move(program)),
        parameters_(std::move(parameters)),
        number_(NextNumber()) {}

  Status Connect(const std::string& decisions_file, const std::vector<dmn::Model>& models);

  const InputCatalogue& catalogue() const override { return catalogue_; }
  const dmn::Program& program() const override { return program_; }
  std::span<const std::string> decision_ids() const override { return ids_; }
  Decisions Decide(Inputs& inputs, Module module) const override;
  std::vector<WhatIf> AskWhatIf(const Inputs& inputs, std::string_view decision,
                                std::string_view input) const override;
  std::string Explain(const Inputs& inputs, const Decisions& decisions,
                      std::string_view language) const override;

 private:
  Decisions DecideBox(const Inputs& inputs, const dmn::Box& box,
                      std::span<const DecisionPlan* const> plans) const;
  const DecisionPlan* FindPlan(std::string_view id) const;

  InputCatalogue catalogue_;
  dmn::Program program_;
  std::vector<dmn::Parameter> parameters_;
  std::uint64_t number_;
  std::optional<BoxBuilder> boxes_;
  GuidelinePlan plan_;
  std::vector<std::string> ids_;
  std::vector<const DecisionPlan*> all_, spinal_, brain_;
};

constexpr int kBrainSection = 10;

Status LoadedGuideline::Connect(const std::string& decisions_file,
                                const std::vector<dmn::Model>& models) {
  Result<BoxBuilder> boxes = BoxBuilder::Make(catalogue_, program_);
  if (!boxes.ok()) return std::move(boxes).error();
  boxes_.emplace(std::move(boxes).value());
  Result<GuidelinePlan> plan =
      MakePlan(decisions_file, {catalogue_, *boxes_, program_, models, parameters_});
  if (!plan.ok()) return std::move(plan).error();
  plan_ = std::move(plan).value();
  for (const DecisionPlan& decision : plan_.decisions) {
    ids_.push_back(decision.id);
    all_.push_back(&decision);
    const bool is_both = decision.id == kConsistencyCheck;
    const bool is_brain = decision.section == kBrainSection;
    if (is_both || !is_brain) spinal_.push_back(&decision);
    if (is_both || is_brain) brain_.push_back(&decision);
  }
  return {};
}

const DecisionPlan* LoadedGuideline::FindPlan(std::string_view id) const {
  const auto found = std::ranges::find(plan_.decisions, id, &DecisionPlan::id);
  return found == plan_.decisions.end() ? nullptr : &*found;
}

Decisions LoadedGuideline::DecideBox(const Inputs& inputs, const dmn::Box& box,
                                     std::span<const DecisionPlan* const> plans) const {
  const Patient patient{program_, *boxes_, inputs, box, WorkspaceOfThread(program_, number_)};
  const std::vector<Contradiction> contradictions = FindContradictions(patient, plan_.consistency);
  dmn::Box undisputed = box;
  for (const Contradiction& contradiction : contradictions)
    for (std::size_t i = 0; i < contradiction.involved.size(); ++i)
      if (contradiction.involved[i]) boxes_->Forget(static_cast<CatalogueIndex>(i), undisputed);
  dmn::Box stated;
  boxes_->Fill(inputs, BoxBuilder::Origins::kStated, stated);
  return DecideAll({patient, stated, undisputed, contradictions, parameters_}, plans);
}

Decisions LoadedGuideline::Decide(Inputs& inputs, Module module) const {
  Derive(inputs);
  dmn::Box box;
  boxes_->Fill(inputs, BoxBuilder::Origins::kAll, box);
  switch (module) {
    case Module::kAll:
      return DecideBox(inputs, box, all_);
    case Module::kSpinal:
      return DecideBox(inputs, box, spinal_);
    case Module::kBrain:
      return DecideBox(inputs, box, brain_);
  }
  return {};
}

// The values of an atom, as if somebody had stated them.
InputState StatedAtom(const dmn::ProgramInput& input, const dmn::Atom& atom) {
  InputState state;
  state.origin = Origin::kStated;
  const bool is_code =
      input.kind == dmn::InputKind::kBoolean || input.kind == dmn::InputKind::kEnumeration;
  if (is_code) {
    state.values = ValueSet::Code(atom.text);
  } else {
    state.values.ranges.push_back(atom.interval);
  }
  return state;
}

// Only the asked input is narrowed, and what is computed from it; what it would imply about others
// is left as it is, because the question is about the tables.
std::vector<WhatIf> LoadedGuideline::AskWhatIf(const Inputs& inputs, std::string_view decision,
                                               std::string_view input) const {
  std::vector<WhatIf> answers;
  const DecisionPlan* plan = FindPlan(decision);
  const auto index = catalogue_.Find(input);
  const auto direct = index ? boxes_->Direct(*index) : std::nullopt;
  if (plan == nullptr || !direct) return answers;
  dmn::Box box;
  boxes_->Fill(inputs, BoxBuilder::Origins::kAll, box);
  const dmn::Mask possible = box[*direct];
  const dmn::ProgramInput& asked = program_.inputs()[*direct];
  Inputs supposed = inputs;
  for (std::size_t i = 0; i < asked.atoms.size(); ++i) {
    if ((possible >> i & dmn::Mask{1}) == 0) continue;
    supposed.Set(*index, StatedAtom(asked, asked.atoms[i]));
    boxes_->Fill(supposed, BoxBuilder::Origins::kAll, box);
    const DecisionPlan* plans[] = {plan};
    const Decisions decided = DecideBox(supposed, box, plans);
    const Decision& answer = decided.all().front();
    WhatIf what{std::string(input), asked.atoms[i].text, answer.possible};
    if (answer.status == DecisionStatus::kDetermined) what.possible.push_back(answer.result);
    answers.push_back(std::move(what));
  }
  return answers;
}

std::string LoadedGuideline::Explain(const Inputs& inputs, const Decisions& decisions,
                                     std::string_view language) const {
  dmn::Box box, stated;
  boxes_->Fill(inputs, BoxBuilder::Origins::kAll, box);
  boxes_->Fill(inputs, BoxBuilder::Origins::kStated, stated);
  return ExplainDecisions({program_, *boxes_, plan_, inputs, box, stated}, decisions, language);
}

}  // namespace

Result<std::shared_ptr<const Guideline>> Guideline::Load(
    const std::string& directory, std::span<const dmn::Parameter> overrides) {
  Result<GuidelineFiles> files = ReadGuidelineFiles(directory, overrides);
  if (!files.ok()) return std::move(files).error();
  if (Status status = VerifyModels(*files); !status) return status.error();
  Result<dmn::Program> program = CompileModels(*files);
  if (!program.ok()) return std::move(program).error();
  auto guideline = std::make_shared<LoadedGuideline>(std::move(files->catalogue),
                                                     std::move(program).value(), files->parameters);
  if (Status status = guideline->Connect(files->decisions_file, files->set.models); !status)
    return status.error();
  return std::shared_ptr<const Guideline>(std::move(guideline));
}

}  // namespace wervelwijzer::guideline
