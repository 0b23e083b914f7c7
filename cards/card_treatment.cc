#include <algorithm>

#include "cards/card_functions.h"
#include "cards/imaging_advice.h"
#include "cards/order_match.h"
#include "cards/value_words.h"

namespace wervelwijzer::cards {

using guideline::Decision;
using guideline::DecisionResult;
using guideline::DecisionStatus;
using guideline::OrderKind;

namespace {

InputList Facts(const Consultation& consultation) {
  return PositiveFirst(
      consultation,
      {"clinical-cord-cauda-compression", "progressive-complaints-duration", "walks-independently",
       "radiological-mescc", "pain-present", "symptomatic", "spinal-metastases-diagnosis-date",
       "life-expectancy-months", "spine-stability", "planned-local-treatment"});
}

const DecisionResult* TermDue(const Consultation& consultation, const Decision& decision) {
  if (decision.status == DecisionStatus::kDetermined) return &decision.result;
  const bool open = decision.status == DecisionStatus::kUndetermined && consultation.HasSign();
  return open && decision.safest ? &*decision.safest : nullptr;
}

bool IsTreated(const Consultation& consultation, const ClockStart& start, OrderState at_least) {
  return FindOrder(consultation, OrderKind::kRadiotherapySpine, at_least, start) != nullptr ||
         FindOrder(consultation, OrderKind::kSpineSurgery, at_least, start) != nullptr;
}

// The table that chooses, by the life expectancy that the indication has found; null when there is
// nothing to choose yet. No treatment is chosen for want of an MRI.
const Decision* ChoiceDue(const Consultation& consultation) {
  const std::string_view indication = consultation.Outcome("treatment-indication");
  const bool short_life = indication == "choice-lt3m";
  const bool long_life = indication == "choice-gt3m" || indication == "treat-as-symptomatic-gt3m";
  if (!short_life && !long_life) return nullptr;
  if (long_life && !consultation.Is("mri-whole-spine-done", "true")) return nullptr;
  return consultation.Find(short_life ? "treatment-choice-lt3m" : "treatment-choice-gt3m");
}

// What can still be chosen while the record does not decide; nothing when it says too little.
std::vector<std::string> OptionsOf(const Decision* choice) {
  constexpr std::size_t kMostOptions = 4;
  std::vector<std::string> options;
  if (choice == nullptr || choice->status != DecisionStatus::kUndetermined) return options;
  for (const DecisionResult& result : choice->possible) {
    std::string outcome(result.Text("outcome"));
    const bool is_new = std::ranges::find(options, outcome) == options.end();
    if (is_new) options.push_back(std::move(outcome));
  }
  if (options.size() > kMostOptions) options.clear();
  return options;
}

// A model of survival helps to choose; it decides nothing. Tokuhashi is not recommended by the
// guideline, Bartels cannot be computed from its texts.
void SaySurvival(const Consultation& consultation, Detail& detail) {
  bool is_first = true;
  for (const std::string_view id : {"survival-van-der-linden", "survival-bollen"}) {
    const std::string key = std::string(id) + "." + std::string(consultation.Outcome(id));
    if (!consultation.words().Knows(key)) continue;
    if (is_first) detail.Say("survival.intro");
    is_first = false;
    detail.Item(key);
  }
}

// The tables of less and of more than three months answer each by itself.
bool IsForAnotherExpectancy(const Consultation& consultation, std::string_view id) {
  const auto months = consultation.Bounds("life-expectancy-months");
  if (!months) return false;
  return id == "treatment-choice-lt3m" ? months->low >= 3
                                       : id == "treatment-choice-gt3m" && months->high < 3;
}

// No unstable spine is sent to radiotherapy alone, and no treatment is chosen for want of an MRI.
void SayChoice(const Consultation& consultation, Detail& detail) {
  for (const std::string_view id :
       {"treatment-indication", "treatment-choice-lt3m", "treatment-choice-gt3m"}) {
    const std::string_view outcome = consultation.Outcome(id);
    const std::string key = "treatment." + std::string(id) + "." + std::string(outcome);
    const bool mri_first =
        id == "treatment-choice-gt3m" && !consultation.inputs().IsKnown("mri-whole-spine-done");
    if (mri_first || IsForAnotherExpectancy(consultation, id)) continue;
    if (!outcome.empty() && consultation.words().Knows(key)) detail.Say(key);
  }
  const Decision* choice = ChoiceDue(consultation);
  const std::vector<std::string> options = OptionsOf(choice);
  if (!options.empty()) detail.Say("treatment.options");
  for (const std::string& option : options) detail.Item("treatment.option." + option);
  if (!options.empty()) detail.Questions(choice->id);
  SaySurvival(consultation, detail);
  const std::string_view stability = consultation.Outcome("stability-discussion");
  if (stability == "spine-surgeon" || stability == "executing-centre") {
    detail.Say("referral.stability-first");
  }
}

// No term runs or is known, yet a choice of treatment is due.
std::optional<CardDraft> ChoiceCard(const Consultation& consultation) {
  const Decision* choice = ChoiceDue(consultation);
  const bool chosen = choice != nullptr && choice->status == DecisionStatus::kDetermined;
  if (!chosen && OptionsOf(choice).empty()) return std::nullopt;
  if (consultation.HasRecorded("planned-local-treatment", "none") ||
      IsTreated(consultation, TherapyStart(consultation), OrderState::kDraft)) {
    return std::nullopt;
  }
  CardDraft card;
  card.topic = "treatment";
  const Words& words = consultation.words();
  card.summary =
      chosen ? words.Say("treatment.summary.chosen") : words.Say("treatment.summary.choice");
  card.decisions = {choice->id, "treatment-indication", "surgery-preconditions"};
  card.facts = PositiveFirst(
      consultation, {"symptomatic", "life-expectancy-months", "spine-stability",
                     "rt-response-chance", "condition-allows-surgery", "progressive-cord-deficit",
                     "mri-whole-spine-done", "treatment-wish"});
  Detail detail(consultation);
  SayChoice(consultation, detail);
  if (!consultation.inputs().IsKnown("treatment-wish")) detail.Say("referral.shared-decision");
  detail.Facts(card.facts).NotSupplied();
  detail.Basis("basis.treatment-2015", {choice->id, "treatment-indication"});
  card.detail = std::move(detail).Take();
  return card;
}

void SayTerm(const Consultation& consultation, const Decision& decision, const Deadline& deadline,
             Detail& detail) {
  if (decision.status == DecisionStatus::kDetermined) {
    detail.Why("max-time-to-therapy");
  } else {
    detail.Say("treatment.open");
  }
  detail.When(deadline).Say("treatment.latest-not-aim");
  SayChoice(consultation, detail);
}

// What it adds to a red flag: whoever is called also hears by when treatment starts.
std::string JoinedText(const Consultation& consultation, const Decision& decision,
                       const Deadline& deadline) {
  Detail detail(consultation);
  detail.Say("treatment.joined");
  SayTerm(consultation, decision, deadline, detail);
  if (decision.status != DecisionStatus::kDetermined) detail.Questions("max-time-to-therapy");
  return std::move(detail).Take();
}

}  // namespace

std::optional<CardDraft> TreatmentCard(const Consultation& consultation) {
  if (!consultation.HasEstablishedMetastases()) return std::nullopt;
  const Decision* decision = consultation.Find("max-time-to-therapy");
  if (decision == nullptr) return std::nullopt;
  const DecisionResult* result = TermDue(consultation, *decision);
  if (result == nullptr) return ChoiceCard(consultation);
  const std::string term(result->Text("deadline"));
  const ClockStart start = TherapyStart(consultation);
  const auto deadline = DeadlineAfter(consultation, start, term);
  if (!deadline) return ChoiceCard(consultation);
  const bool urgent = HoursOf(term) <= 72;
  const bool is_open = decision->status != DecisionStatus::kDetermined;
  if (IsTreated(consultation, start, urgent ? OrderState::kAsked : OrderState::kDraft)) {
    return std::nullopt;
  }
  const bool asymptomatic_untreated =
      consultation.Is("symptomatic", "false") &&
      (consultation.Is("planned-local-treatment", "none") ||
       consultation.Outcome("treatment-indication") == "no-local-consider-systemic");
  if (asymptomatic_untreated) return std::nullopt;  // then no term runs
  CardDraft card;
  card.topic = "treatment";
  // A passed term of weeks after an old diagnosis is worth saying, but is no emergency of today.
  card.indicator = urgent                 ? Indicator::kCritical
                   : deadline->has_passed ? Indicator::kWarning
                                          : Indicator::kInfo;
  card.overdue = urgent && deadline->has_passed;
  const std::string key = card.overdue           ? "treatment.summary.overdue"
                          : deadline->has_passed ? "treatment.summary.passed"
                          : urgent && is_open    ? "treatment.summary.urgent.open"
                          : urgent               ? "treatment.summary.urgent"
                                                 : "treatment.summary";
  const std::string& when = consultation.SayMoment(deadline->at);
  card.summary = consultation.words().Say(key, {{"deadline", when}});
  if (urgent) {
    card.summary_beside = consultation.words().Say(key + ".beside", {{"deadline", when}});
  }
  card.decisions = {"max-time-to-therapy", "treatment-indication", "treatment-choice-lt3m",
                    "treatment-choice-gt3m", "surgery-preconditions"};
  card.facts = Facts(consultation);
  Detail detail(consultation);
  SayTerm(consultation, *decision, *deadline, detail);
  if (urgent) card.joined = JoinedText(consultation, *decision, *deadline);
  detail.Facts(card.facts);
  if (decision->status != DecisionStatus::kDetermined) detail.Questions("max-time-to-therapy");
  detail.NotSupplied().Basis("basis.treatment-2015",
                             {"max-time-to-therapy", "treatment-indication"});
  card.detail = std::move(detail).Take();
  return card;
}

}  // namespace wervelwijzer::cards
