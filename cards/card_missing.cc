#include <algorithm>
#include <array>

#include "cards/card_functions.h"
#include "cards/imaging_advice.h"
#include "cards/record_hints.h"
#include "cards/value_words.h"

namespace wervelwijzer::cards {

using guideline::Decision;
using guideline::DecisionResult;
using guideline::DecisionStatus;

namespace {

constexpr std::size_t kMostQuestions = 3;

// How urgent a result is, as its own card would show it.
Indicator IndicatorOfResult(const Consultation& consultation, const Decision& decision,
                            const DecisionResult& result) {
  const std::string_view outcome = result.Text("outcome");
  if (decision.id == "imaging-urgency") {
    const int hours = HoursOf(result.Text("deadline"));
    if (hours == 0 || hours > 7 * 24) return Indicator::kInfo;
    return hours <= 24 ? Indicator::kCritical : Indicator::kWarning;
  }
  if (outcome == "consult-executing-centre" || outcome == "executing-centre-direct" ||
      outcome == "not-allowed" || outcome == "not-compliant") {
    return Indicator::kCritical;
  }
  if (decision.id == "brain-symptomatic-mdo" && outcome == "neuro-onc-mdo") {
    return consultation.HasDeficit() ? Indicator::kCritical : Indicator::kWarning;
  }
  if (outcome == "executing-centre-asap" || outcome == "ad-hoc" || outcome == "neuro-onc-mdo") {
    return Indicator::kWarning;
  }
  return Indicator::kInfo;
}

struct OpenDecision {
  const Decision* decision = nullptr;
  Indicator highest = Indicator::kInfo;
};

// Undetermined, the urgency still open, and not yet asked on a card of its own.
std::optional<OpenDecision> AsOpen(const Consultation& consultation, std::string_view id) {
  const Decision* decision = consultation.Find(id);
  if (decision == nullptr || decision->status != DecisionStatus::kUndetermined ||
      decision->needed.empty() || decision->possible.empty()) {
    return std::nullopt;
  }
  Indicator highest = Indicator::kInfo;
  Indicator lowest = Indicator::kCritical;
  for (const DecisionResult& result : decision->possible) {
    const Indicator one = IndicatorOfResult(consultation, *decision, result);
    highest = std::max(highest, one);
    lowest = std::min(lowest, one);
  }
  if (highest == lowest) return std::nullopt;  // whatever the answer, as urgent as before
  return OpenDecision{decision, highest};
}

std::vector<std::string_view> RelevantDecisions(const Consultation& consultation) {
  std::vector<std::string_view> ids;
  if (consultation.situation().service == Service::kBrain) {
    if (!consultation.IsBrainRelevant()) return ids;
    // With symptoms the brain-mdo card shows the safest result and asks on the spot.
    if (consultation.HasRecorded("brain-metastases-symptomatic", "false")) return ids;
    if (consultation.May("brain-metastases-symptomatic", "true")) {
      ids.push_back("brain-symptomatic-mdo");
    }
    if (consultation.May("brain-metastases-symptomatic", "false")) {
      ids.push_back("brain-asymptomatic-mdo");
    }
    return ids;
  }
  const bool established = consultation.HasEstablishedMetastases();
  // With a recorded sign the imaging, red-flag, referral and meeting cards show the safest result
  // and ask on the spot.
  if (consultation.HasSign()) return ids;
  // Who has to be called already, or has answered, needs no further question for it.
  if (established && !consultation.HasCertainRedFlag()) {
    ids = {"red-flags-2026", "referral-flow-2026", "spinal-mdo"};
  }
  if (consultation.IsSuspected() || consultation.MayBeSuspected()) ids.push_back("imaging-urgency");
  return ids;
}

// The one to three questions that decide most, over all open decisions, most urgent decision first.
std::vector<std::string> Questions(const std::vector<OpenDecision>& open) {
  std::vector<std::string> questions;
  for (const OpenDecision& one : open) {
    for (const std::string_view input : one.decision->needed) {
      const bool is_new = std::ranges::find(questions, input) == questions.end();
      if (is_new && questions.size() < kMostQuestions) questions.emplace_back(input);
    }
  }
  return questions;
}

// Which of the two charts holds is itself the question.
bool AsksForBrainSymptoms(const Consultation& consultation) {
  if (consultation.situation().service != Service::kBrain || !consultation.IsBrainRelevant()) {
    return false;
  }
  return !consultation.inputs().IsKnown("brain-metastases-symptomatic") &&
         FindBrainChart(consultation) == nullptr &&
         (consultation.OutcomeMayBe("brain-symptomatic-mdo", "neuro-onc-mdo") ||
          consultation.OutcomeMayBe("brain-asymptomatic-mdo", "neuro-onc-mdo"));
}

// Nothing is known that makes the patient one for this service, but the record names it.
std::optional<CardDraft> HintedCard(const Consultation& consultation) {
  std::vector<std::string> questions = InputsWorthAsking(consultation);
  if (questions.empty()) return std::nullopt;
  const bool brain = consultation.situation().service == Service::kBrain;
  CardDraft card;
  card.topic = "missing";
  card.indicator = Indicator::kInfo;
  const Words& words = consultation.words();
  card.summary =
      brain ? words.Say("missing.summary.brain-hint") : words.Say("missing.summary.spine-hint");
  card.decisions = {brain ? "brain-symptomatic-mdo" : "clinical-suspicion"};
  Detail detail(consultation);
  detail.Hints(InputList(questions.begin(), questions.end()));
  if (brain) detail.Say("brain-mdo.emergency");
  detail.Say("missing.not-no").NotSupplied();
  detail.Basis(brain ? "basis.brain" : "basis.diagnostics-2015", {card.decisions.front()});
  card.detail = std::move(detail).Take();
  card.questions = std::move(questions);
  return card;
}

// An entry points at a sign that nobody states: whoever reads this examines now.
CardDraft PointedCard(const Consultation& consultation, const std::vector<std::string_view>& signs,
                      const std::vector<OpenDecision>& open) {
  const Words& words = consultation.words();
  CardDraft card;
  card.topic = "missing";
  card.indicator = Indicator::kWarning;
  card.summary = words.Say("missing.summary.pointed");
  card.decisions = {consultation.HasEstablishedMetastases() ? "red-flags-2026" : "imaging-urgency"};
  Detail detail(consultation);
  detail.Say("missing.why.pointed").Hints(signs);
  detail.Say("missing.examine");
  card.questions.assign(signs.begin(), signs.end());
  for (const std::string& question : Questions(open)) {
    if (card.questions.size() == kMostQuestions) break;
    if (std::ranges::find(card.questions, question) == card.questions.end()) {
      card.questions.push_back(question);
    }
  }
  if (card.questions.size() > kMostQuestions) card.questions.resize(kMostQuestions);
  detail.Questions(card.decisions.front());
  detail.Say("missing.not-no").NotSupplied();
  detail.Basis(
      consultation.HasEstablishedMetastases() ? "basis.chart-2026" : "basis.diagnostics-2015",
      {card.decisions.front()});
  card.detail = std::move(detail).Take();
  return card;
}

// Relevant already: then the hint stands with the questions of the other cards.
bool IsRelevant(const Consultation& consultation) {
  return consultation.situation().service == Service::kBrain ? consultation.IsBrainRelevant()
                                                             : consultation.IsSpineRelevant();
}

}  // namespace

std::optional<CardDraft> MissingCard(const Consultation& consultation) {
  std::vector<OpenDecision> open;
  for (const std::string_view id : RelevantDecisions(consultation)) {
    if (auto one = AsOpen(consultation, id)) open.push_back(*one);
  }
  const bool is_spinal = consultation.situation().service == Service::kSpinal;
  if (is_spinal && !consultation.HasSign()) {
    if (const auto signs = PointedSigns(consultation); !signs.empty()) {
      return PointedCard(consultation, signs, open);
    }
  }
  const bool ask_symptoms = AsksForBrainSymptoms(consultation);
  if (open.empty() && !ask_symptoms) {
    return IsRelevant(consultation) ? std::nullopt : HintedCard(consultation);
  }
  std::ranges::stable_sort(open, [](const OpenDecision& one, const OpenDecision& other) {
    return one.highest > other.highest;
  });
  std::vector<std::string> questions = Questions(open);
  if (ask_symptoms) {
    questions.insert(questions.begin(), "brain-metastases-symptomatic");
    if (questions.size() > kMostQuestions) questions.resize(kMostQuestions);
  }
  const bool suspected_only = !open.empty() && open.front().decision->id == "imaging-urgency";
  const guideline::Hint* const symptom = is_spinal ? nullptr : PointedBrainSymptom(consultation);
  CardDraft card;
  card.topic = "missing";
  card.indicator = OneStepLower(open.empty() ? Indicator::kWarning : open.front().highest);
  const bool brain = consultation.situation().service == Service::kBrain;
  // A symptom that is recorded is referred, whatever its cause turns out to be.
  if (symptom != nullptr) card.indicator = AtLeast(card.indicator, Indicator::kWarning);
  card.summary = consultation.words().Say(symptom != nullptr ? "missing.summary.brain-symptom"
                                          : brain            ? "missing.summary.brain"
                                          : suspected_only   ? "missing.summary.imaging"
                                                             : "missing.summary.established");
  Detail detail(consultation);
  detail.Say(brain            ? "missing.why.brain"
             : suspected_only ? "missing.why.imaging"
                              : "missing.why.established");
  if (symptom != nullptr) {
    detail.Hints(InputList{"brain-metastases-symptomatic"}).Say("brain-mdo.always-refer");
  }
  for (const std::string& question : questions) {
    detail.Item("missing.question", {{"input", InputName(consultation, question)}});
  }
  for (const OpenDecision& one : open) {
    card.decisions.push_back(one.decision->id);
    if (!detail.has_questions()) detail.Questions(one.decision->id);
  }
  if (open.empty()) card.decisions = {"brain-symptomatic-mdo", "brain-asymptomatic-mdo"};
  if (brain) {
    // A symptom of the brain that is coded: whoever reads this asks whether it is one.
    constexpr std::array<std::string_view, 1> kSymptoms = {"brain-metastases-symptomatic"};
    if (!OpenHints(consultation, kSymptoms).empty()) {
      card.indicator = std::max(card.indicator, Indicator::kWarning);
      detail.Hints(kSymptoms);
    }
    detail.Say("brain-mdo.emergency");
  }
  detail.Say("missing.not-no").NotSupplied();
  detail.Basis(brain            ? "basis.brain"
               : suspected_only ? "basis.diagnostics-2015"
                                : "basis.chart-2026",
               {card.decisions.front()});
  card.detail = std::move(detail).Take();
  card.questions = std::move(questions);
  return card;
}

}  // namespace wervelwijzer::cards
