// Loading the guideline: models, catalogue, parameters, and the answers that need all of them.

#include <algorithm>
#include <atomic>
#include <utility>

#include "guideline/decide.h"
#include "guideline/derive.h"
#include "guideline/evaluate.h"
#include "guideline/explain.h"
#include "guideline/load.h"
#include "guideline/tsv.h"

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
                  std::vector<dmn::Parameter> parameters, std::string directory)
      : catalogue_(std::move(catalogue)),
        program_(std::move(program)),
        parameters_(std::move(parameters)),
        directory_(std::move(directory)),
        number_(NextNumber()) {}

  Status Connect(const std::string& decisions_file, const std::vector<dmn::Model>& models);

  const InputCatalogue& catalogue() const override { return catalogue_; }
  const dmn::Program& program() const override { return program_; }
  std::span<const dmn::Parameter> parameters() const override { return parameters_; }
  std::span<const std::string> decision_ids() const override { return ids_; }
  std::span<const std::string> TableInputs(std::string_view decision) const override;
  std::span<const CatalogueIndex> TableIndices(std::string_view decision) const override;
  Decisions Decide(Inputs& inputs, Module module) const override;
  Decisions DecideOnDemand(Inputs& inputs, Module module) const override;
  std::unique_ptr<Supposition> Suppose(const Inputs& inputs) const override;
  std::string Explain(const Inputs& inputs, const Decisions& decisions,
                      std::string_view language) const override;

 private:
  class OnePatient;
  class OneSupposition;

  // The decisions of a module.
  struct Plans {
    void Add(const DecisionPlan& plan) {
      plans.push_back(&plan);
      ids.push_back(plan.id);
    }
    std::vector<const DecisionPlan*> plans;
    std::vector<std::string_view> ids;
  };

  const Plans& PlansOf(Module module) const;
  const DecisionPlan* FindPlan(std::string_view id) const;
  std::vector<std::string> CollectTableInputs(std::string_view decision) const;

  InputCatalogue catalogue_;
  dmn::Program program_;
  std::vector<dmn::Parameter> parameters_;
  std::string directory_;
  std::uint64_t number_;
  std::optional<BoxBuilder> boxes_;
  GuidelinePlan plan_;
  std::vector<std::string> ids_;
  std::vector<std::vector<std::string>> table_inputs_;      // by decision of the plan
  std::vector<std::vector<CatalogueIndex>> table_indices_;  // the same
  Plans all_, spinal_, brain_;
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
    table_inputs_.push_back(CollectTableInputs(decision.id));
    auto& indices = table_indices_.emplace_back();
    for (const std::string& input : table_inputs_.back()) {
      if (const auto index = catalogue_.Find(input)) indices.push_back(*index);
    }
    all_.Add(decision);
    const bool is_both = decision.id == kConsistencyCheck;
    const bool is_brain = decision.section == kBrainSection;
    if (is_both || !is_brain) spinal_.Add(decision);
    if (is_both || is_brain) brain_.Add(decision);
  }
  return {};
}

const DecisionPlan* LoadedGuideline::FindPlan(std::string_view id) const {
  const auto found = std::ranges::find(plan_.decisions, id, &DecisionPlan::id);
  return found == plan_.decisions.end() ? nullptr : &*found;
}

std::vector<std::string> LoadedGuideline::CollectTableInputs(std::string_view decision) const {
  std::vector<std::string> inputs;
  for (const dmn::ProgramDecision& table : program_.decisions()) {
    if (std::string_view(table.id).substr(0, table.id.find('.')) != decision) continue;
    for (const dmn::InputIndex index : table.inputs) {
      const std::string& id = program_.inputs()[index].id;
      std::string input = id.substr(0, id.find('.'));
      if (std::ranges::find(inputs, input) == inputs.end()) inputs.push_back(std::move(input));
    }
  }
  return inputs;
}

std::span<const std::string> LoadedGuideline::TableInputs(std::string_view decision) const {
  const auto found = std::ranges::find(ids_, decision);
  if (found == ids_.end()) return {};
  return table_inputs_[static_cast<std::size_t>(found - ids_.begin())];
}

std::span<const CatalogueIndex> LoadedGuideline::TableIndices(std::string_view decision) const {
  const auto found = std::ranges::find(ids_, decision);
  if (found == ids_.end()) return {};
  return table_indices_[static_cast<std::size_t>(found - ids_.begin())];
}

// What stands between the inputs of one patient and the decisions about it.
class LoadedGuideline::OnePatient final : public DecisionSource {
 public:
  using Depth = dmn::Program::Depth;

  OnePatient(const LoadedGuideline& guideline, const Inputs& inputs, const Plans& plans)
      : guideline_(guideline), inputs_(inputs), plans_(plans) {
    guideline_.boxes_->Fill(inputs, BoxBuilder::Origins::kAll, box_);
    stated_ = box_;
    guideline_.boxes_->KeepStated(inputs, stated_);
    contradictions_ = FindContradictions(patient(), box_, guideline_.plan_.consistency);
    undisputed_ = WithoutContradictions();
    FindRecent();
  }

  // The same patient, of whom other things may be supposed: `inputs` begin as a copy of hers.
  OnePatient(const OnePatient& known, const Inputs& inputs)
      : guideline_(known.guideline_),
        inputs_(inputs),
        plans_(known.plans_),
        box_(known.box_),
        stated_(known.stated_),
        contradictions_(known.contradictions_) {}

  // Follows a change of one of the inputs.
  void Follow(CatalogueIndex changed) {
    guideline_.boxes_->Refill(inputs_, BoxBuilder::Origins::kAll, changed, box_);
    guideline_.boxes_->Refill(inputs_, BoxBuilder::Origins::kStated, changed, stated_);
  }

  // What would be decided. REQUIRES: only `changed` differs from what is `known`.
  Decision DecideSupposing(const DecisionPlan& plan, CatalogueIndex changed,
                           const OnePatient& known) {
    contradictions_ = FindContradictionsAfter(changed, known.contradictions_, patient(), box_,
                                              guideline_.plan_.consistency);
    undisputed_ = WithoutContradictions();
    return Decide(plan, Depth::kOutcomes);
  }

  const LoadedGuideline& guideline() const { return guideline_; }
  const Inputs& inputs() const { return inputs_; }
  const dmn::Box& box() const { return box_; }
  std::span<const std::string_view> ids() const override { return plans_.ids; }
  Decision Decide(std::size_t index) const override { return Decide(*plans_.plans[index]); }
  std::unique_ptr<Supposition> Suppose() const override;
  Decision Decide(const DecisionPlan& plan, Depth depth = Depth::kDeciding) const {
    const Patient one = patient();
    return DecideOne(
        {one, stated_, undisputed_, contradictions_, guideline_.parameters_, recent_, depth}, plan);
  }

 private:
  Patient patient() const {
    return {guideline_.program_, *guideline_.boxes_, inputs_, box_,
            WorkspaceOfThread(guideline_.program_, guideline_.number_)};
  }
  void FindRecent() {
    inputs_.ForEachKnown([this](CatalogueIndex index, const InputState& state) {
      for (const Evidence& evidence : state.evidence) {
        if (evidence.parameter.empty()) continue;
        const auto input = guideline_.boxes_->Direct(index);
        if (input) recent_.push_back({*input, &evidence.parameter});
      }
    });
  }
  // Nobody looks at it when nothing contradicts.
  dmn::Box WithoutContradictions() const {
    if (contradictions_.empty()) return {};
    dmn::Box undisputed = box_;
    for (const Contradiction& contradiction : contradictions_)
      for (std::size_t i = 0; i < contradiction.involved.size(); ++i)
        if (contradiction.involved[i])
          guideline_.boxes_->Forget(static_cast<CatalogueIndex>(i), undisputed);
    return undisputed;
  }

  const LoadedGuideline& guideline_;
  const Inputs& inputs_;
  const Plans& plans_;
  dmn::Box box_, stated_, undisputed_;
  std::vector<Contradiction> contradictions_;
  std::vector<RecentInput> recent_;
};

const LoadedGuideline::Plans& LoadedGuideline::PlansOf(Module module) const {
  switch (module) {
    case Module::kAll:
      break;
    case Module::kSpinal:
      return spinal_;
    case Module::kBrain:
      return brain_;
  }
  return all_;
}

Decisions LoadedGuideline::Decide(Inputs& inputs, Module module) const {
  Derive(inputs);
  const OnePatient patient(*this, inputs, PlansOf(module));
  Decisions decisions;
  const std::size_t count = patient.ids().size();
  decisions.mutable_all().reserve(count);
  for (std::size_t i = 0; i < count; ++i) decisions.mutable_all().push_back(patient.Decide(i));
  return decisions;
}

Decisions LoadedGuideline::DecideOnDemand(Inputs& inputs, Module module) const {
  Derive(inputs);
  return Decisions(std::make_shared<OnePatient>(*this, inputs, PlansOf(module)));
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

class LoadedGuideline::OneSupposition final : public Supposition {
 public:
  explicit OneSupposition(const OnePatient& patient)
      : guideline_(patient.guideline()),
        known_(patient),
        inputs_(patient.inputs()),
        supposed_(patient, inputs_) {}

  std::vector<WhatIf> Ask(std::string_view decision, std::string_view input) override {
    std::vector<WhatIf> answers;
    const DecisionPlan* plan = guideline_.FindPlan(decision);
    const auto index = guideline_.catalogue_.Find(input);
    const auto direct = index ? guideline_.boxes_->Direct(*index) : std::nullopt;
    if (plan == nullptr || !direct) return answers;
    const dmn::Mask possible = known_.box()[*direct];
    const dmn::ProgramInput& asked = guideline_.program_.inputs()[*direct];
    answers.reserve(asked.atoms.size());
    for (std::size_t i = 0; i < asked.atoms.size(); ++i) {
      if ((possible >> i & dmn::Mask{1}) == 0) continue;
      Suppose(*index, StatedAtom(asked, asked.atoms[i]));
      Decision answer = supposed_.DecideSupposing(*plan, *index, known_);
      WhatIf what{std::string(input), asked.atoms[i].text, std::move(answer.possible)};
      if (answer.status == DecisionStatus::kDetermined) what.possible.push_back(answer.result);
      answers.push_back(std::move(what));
    }
    Suppose(*index, known_.inputs().Get(*index));
    return answers;
  }

 private:
  void Suppose(CatalogueIndex input, InputState state) {
    inputs_.Set(input, std::move(state));
    supposed_.Follow(input);
  }

  const LoadedGuideline& guideline_;
  const OnePatient known_;
  Inputs inputs_;  // one at a time is another
  OnePatient supposed_;
};

std::unique_ptr<Supposition> LoadedGuideline::OnePatient::Suppose() const {
  return std::make_unique<OneSupposition>(*this);
}

std::unique_ptr<Supposition> LoadedGuideline::Suppose(const Inputs& inputs) const {
  return OnePatient(*this, inputs, all_).Suppose();
}

// Only a trace needs them: they are read when one is asked for. Models without them say their own.
ModelWords ReadModelWords(const std::string& directory, std::string_view language) {
  ModelWords words;
  const std::string file = directory + "/text." + std::string(language) + ".tsv";
  const auto table = TsvTable::Load(file, {"key", "text"});
  if (!table.ok()) return words;
  for (const TsvRow& row : table->rows()) {
    words.emplace(table->Cell(row, "key"), table->Cell(row, "text"));
  }
  return words;
}

std::string LoadedGuideline::Explain(const Inputs& inputs, const Decisions& decisions,
                                     std::string_view language) const {
  dmn::Box box, stated;
  boxes_->Fill(inputs, BoxBuilder::Origins::kAll, box);
  boxes_->Fill(inputs, BoxBuilder::Origins::kStated, stated);
  const ModelWords words = ReadModelWords(directory_, language);
  return ExplainDecisions({program_, *boxes_, plan_, inputs, box, stated, words}, decisions,
                          language);
}

}  // namespace

Result<std::shared_ptr<const Guideline>> Guideline::Load(
    const std::string& directory, std::span<const dmn::Parameter> overrides) {
  Result<GuidelineFiles> files = ReadGuidelineFiles(directory, overrides);
  if (!files.ok()) return std::move(files).error();
  if (Status status = VerifyModels(*files); !status) return status.error();
  Result<dmn::Program> program = CompileModels(*files);
  if (!program.ok()) return std::move(program).error();
  auto guideline = std::make_shared<LoadedGuideline>(
      std::move(files->catalogue), std::move(program).value(), files->parameters, directory);
  if (Status status = guideline->Connect(files->decisions_file, files->set.models); !status)
    return status.error();
  return std::shared_ptr<const Guideline>(std::move(guideline));
}

}  // namespace wervelwijzer::guideline
