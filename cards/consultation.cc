#include "cards/consultation.h"

#include <algorithm>

#include "cards/moment.h"

namespace wervelwijzer::cards {

using guideline::Decision;
using guideline::DecisionStatus;
using guideline::InputState;
using guideline::Origin;

namespace {

// Each reference of the element, by the last part of its path.
void AddNames(JsonValue references, const fhir::Resource& task,
              std::vector<Consultation::NamedTask>& tasks) {
  if (references.is_object()) {
    std::string_view reference = references.Get("reference").string_or({});
    reference = reference.substr(0, reference.find("/_history"));
    tasks.push_back({reference.substr(reference.find_last_of("/:") + 1), &task});
  }
  for (const JsonValue one : references.elements()) AddNames(one, task, tasks);
}

}  // namespace

Consultation::Consultation(const Situation& situation, const guideline::Guideline& guideline,
                           Words words, const UuidSource& uuid)
    : situation_(&situation),
      guideline_(&guideline),
      words_(words),
      uuid_(&uuid),
      writer_(NewResourceWriter(situation)) {}

guideline::Supposition& Consultation::supposition() const {
  if (supposition_ == nullptr) supposition_ = situation_->decisions->Suppose();
  if (supposition_ == nullptr) supposition_ = guideline_->Suppose(inputs());
  return *supposition_;
}

std::span<const Consultation::NamedTask> Consultation::TasksNaming(std::string_view id) const {
  if (id.empty() || situation_->resources == nullptr) return {};
  if (!tasks_) {
    tasks_.emplace();
    for (const fhir::Resource& resource : situation_->resources->resources()) {
      if (resource.type == "Task") AddNames(resource.Get("focus"), resource, *tasks_);
      if (resource.type == "Task") AddNames(resource.Get("basedOn"), resource, *tasks_);
    }
    std::ranges::stable_sort(*tasks_, {}, &NamedTask::id);
  }
  const auto [first, last] = std::ranges::equal_range(*tasks_, id, {}, &NamedTask::id);
  return {first, last};
}

InputView Consultation::Look(std::string_view input) const {
  const guideline::InputCatalogue& catalogue = inputs().catalogue();
  const auto index = catalogue.Find(input);
  // What the catalogue does not know is as unknown as anything can be.
  if (!index) return {input, nullptr, &inputs().Get(input)};
  return {input, &catalogue.definitions()[*index], &inputs().Get(*index)};
}

const std::string& Consultation::SayMoment(TimePoint moment) const {
  for (const auto& [at, said] : moments_) {
    if (at == moment) return said;
  }
  return moments_
      .emplace_front(moment, FormatMoment(words_, situation_->zone, moment, situation_->now))
      .second;
}

const std::string& Consultation::SayRecordDate(std::string_view date) const {
  for (const auto& [known, said] : dates_) {
    if (known == date) return said;
  }
  std::string& said =
      dates_.emplace_front(date, FormatRecordDate(words_, situation_->zone, date)).second;
  if (said.empty()) said = words_.Say("facts.no-date");
  return said;
}

const Decision* Consultation::Find(std::string_view decision) const {
  return situation_->decisions->Find(decision);
}

std::string_view Consultation::Outcome(std::string_view decision) const {
  const Decision* found = Find(decision);
  return found == nullptr ? std::string_view() : found->outcome();
}

bool Consultation::OutcomeMayBe(std::string_view decision, std::string_view outcome) const {
  const Decision* found = Find(decision);
  return found != nullptr && found->status != DecisionStatus::kNotApplicable &&
         found->MayBe(outcome);
}

bool Consultation::IsInconsistent(std::string_view decision) const {
  const Decision* found = Find(decision);
  return found != nullptr && found->status == DecisionStatus::kInconsistent;
}

bool Consultation::Is(const OwnName& input, std::string_view code) const {
  return inputs().IsCertainly(input, code);
}

bool Consultation::May(const OwnName& input, std::string_view code) const {
  return inputs().MayBe(input, code);
}

bool Consultation::HasRecorded(const InputState& state, std::string_view negative) {
  if (state.origin == Origin::kUnknown || state.values.codes.empty()) return false;
  if (state.conflicting && state.values.codes.size() > 1) return true;
  for (const std::string& code : state.values.codes) {
    if (IsSameText(code, negative)) return false;
  }
  return true;
}

bool Consultation::HasRecorded(const OwnName& input, std::string_view negative) const {
  return HasRecorded(inputs().Get(input), negative);
}

bool Consultation::IsFinding(const OwnName& input) const {
  return IsFinding(input.text(), inputs().Get(input));
}

bool Consultation::IsFinding(std::string_view input, const InputState& state) const {
  if (state.origin == Origin::kUnknown) return false;
  if (input == "mri-possible" || input == "adequate-imaging-available" ||
      input == "treatment-wish") {
    return false;
  }
  if (state.values.codes.empty()) return !state.values.ranges.empty();
  return HasRecorded(state, "false") && HasRecorded(state, "none") && HasRecorded(state, "absent");
}

std::optional<dmn::Interval> Consultation::Bounds(const OwnName& input) const {
  const InputState& state = inputs().Get(input);
  if (state.origin == Origin::kUnknown || state.values.ranges.empty()) return std::nullopt;
  dmn::Interval bounds = state.values.ranges.front();
  for (const dmn::Interval& range : state.values.ranges) {
    bounds.low = std::min(bounds.low, range.low);
    bounds.high = std::max(bounds.high, range.high);
  }
  return bounds;
}

TreatmentLimit Consultation::FindTreatmentLimit() const {
  if (Is("patient-phase", "dying")) return TreatmentLimit::kDying;
  if (Is("treatment-wish", "false")) return TreatmentLimit::kNoWish;
  // Two weeks in the months of the guideline (decision-tables, referral flow, note b).
  constexpr double kTwoWeeksInMonths = 0.46;
  const auto expectancy = Bounds("life-expectancy-months");
  if (expectancy && expectancy->high <= kTwoWeeksInMonths) return TreatmentLimit::kTwoWeeks;
  return TreatmentLimit::kNone;
}

bool Consultation::HasCompressionSigns() const {
  return HasRecorded("clinical-cord-cauda-compression", "false") ||
         HasRecorded("paraplegia-completeness", "none") ||
         HasRecorded("progressive-cord-deficit", "false") ||
         Is("cord-compression-status", "symptomatic") ||
         // Many patients have a bladder or bowel complaint; it points to the cord in this one.
         (HasEstablishedMetastases() && HasRecorded("bladder-bowel-dysfunction", "false"));
}

bool Consultation::HasSign() const {
  return HasCompressionSigns() || HasDeficit() || HasRecorded("lhermitte", "false");
}

bool Consultation::HasDeficit() const {
  return HasRecorded("clinical-cord-cauda-compression", "false") ||
         HasRecorded("paraplegia-completeness", "none") ||
         HasRecorded("radicular-deficit", "none") || HasRecorded("neurological-deficit", "false") ||
         HasRecorded("new-neurological-deficit", "false") ||
         HasRecorded("progressive-cord-deficit", "false") ||
         HasRecorded("progressive-neurological-deficit", "false");
}

bool Consultation::HasEstablishedMetastases() const {
  return Is("spinal-metastases-established", "true") || Is("radiological-mescc", "true");
}

bool Consultation::IsSuspected() const {
  if (Outcome("clinical-suspicion") == "suspicion") return true;
  // A contradiction elsewhere in the record takes nothing from a suspicion that somebody stated.
  return IsInconsistent("clinical-suspicion") && Is("clinician-states-suspicion", "true");
}

bool Consultation::MayBeSuspected() const {
  if (!OutcomeMayBe("clinical-suspicion", "suspicion") && !IsInconsistent("clinical-suspicion")) {
    return false;
  }
  return HasRecorded("malignancy-status", "none") && (Is("back-or-neck-pain", "true") || HasSign());
}

bool Consultation::IsOutOfScope() const { return Outcome("scope-check") == "out-of-scope"; }

bool Consultation::IsSpineRelevant() const {
  return IsSuspected() || HasCompressionSigns() || HasEstablishedMetastases() || MayBeSuspected();
}

bool Consultation::IsBrainRelevant() const {
  return HasRecorded("brain-metastases-present", "false") ||
         HasRecorded("brain-metastases-symptomatic", "false") || Is("brain-rt-referral", "true");
}

bool Consultation::HasCertainRedFlag() const {
  const Decision* flags = Find("red-flags-2026");
  if (flags == nullptr) return false;
  return flags->IsCertainly("consult-executing-centre");
}

}  // namespace wervelwijzer::cards
