#include "cards/card_functions.h"
#include "cards/imaging_advice.h"
#include "cards/order_match.h"

namespace wervelwijzer::cards {

using guideline::Decision;
using guideline::DecisionResult;
using guideline::DecisionStatus;
using guideline::OrderKind;

namespace {

InputList Facts(const Consultation& consultation) {
  return PositiveFirst(
      consultation,
      {"imaging-fits-metastases", "primary-tumour-known", "radiological-mescc",
       "clinical-cord-cauda-compression", "progressive-cord-deficit", "recent-petct-available",
       "surgery-considered", "tissue-diagnosis-obtained", "anticoagulant-use"});
}

const DecisionResult* StepDue(const Consultation& consultation, const Decision& workup) {
  if (workup.status == DecisionStatus::kDetermined) return &workup.result;
  const bool open = workup.status == DecisionStatus::kUndetermined && consultation.HasSign();
  return open && workup.safest ? &*workup.safest : nullptr;
}

bool Stands(const Consultation& consultation, OrderKind kind, const ClockStart& start) {
  return FindOrder(consultation, kind, OrderState::kAsked, start) != nullptr;
}

// Images of something else with signs of compression: the guideline ends, the haste does not.
CardDraft OtherCause(const Consultation& consultation) {
  CardDraft card;
  card.topic = "workup";
  card.indicator = Indicator::kCritical;
  card.summary = consultation.words().Say("workup.summary.outside-guideline");
  card.decisions = {"workup-after-imaging"};
  card.facts = Facts(consultation);
  Detail detail(consultation);
  detail.Say("workup.outside-guideline").Say("call.neurologist-now").Facts(card.facts);
  detail.NotSupplied().Basis("basis.diagnostics-2015", card.decisions);
  card.detail = std::move(detail).Take();
  return card;
}

struct Steps {
  bool biopsy = false;
  bool petct = false;
};

void AddSuggestions(const Consultation& consultation, const Steps& steps, const OrderBasis& basis,
                    CardDraft& card) {
  card.choose_one = false;  // the examinations go together
  const auto add = [&](RequestedService service) {
    if (auto suggestion = SuggestService(consultation, basis, service)) {
      suggestion->is_recommended = true;
      card.suggestions.push_back(std::move(*suggestion));
    }
  };
  if (steps.petct) add(RequestedService::kPetCt);
  if (steps.biopsy) add(RequestedService::kBiopsy);
}

std::string DetailOf(const Consultation& consultation, const Decision& workup,
                     const DecisionResult& result, const Steps& steps,
                     const std::optional<Deadline>& deadline, const InputList& facts) {
  Detail detail(consultation);
  if (workup.status == DecisionStatus::kDetermined) {
    detail.Why("workup-after-imaging");
  } else {
    detail.Say("workup.open");
  }
  if (deadline) detail.When(*deadline);
  if (steps.petct) detail.Say("workup.petct");
  if (steps.biopsy) detail.Say("workup.biopsy");
  if (steps.biopsy && !consultation.Is("anticoagulant-use", "false")) {
    detail.Say(consultation.Is("anticoagulant-use", "true") ? "workup.anticoagulant"
                                                            : "workup.ask-anticoagulant");
  }
  const guideline::OutputValue* surgery = result.Find("consider-direct-surgery");
  if (surgery != nullptr && surgery->boolean) {
    const bool known = consultation.Is("progressive-cord-deficit", "true") &&
                       consultation.Is("clinical-cord-cauda-compression", "true");
    detail.Say(known ? "workup.direct-surgery" : "workup.direct-surgery.if");
  }
  detail.Facts(facts);
  if (workup.status != DecisionStatus::kDetermined) detail.Questions("workup-after-imaging");
  detail.NotSupplied().Basis("basis.diagnostics-2015", {"workup-after-imaging"});
  return std::move(detail).Take();
}

}  // namespace

std::optional<CardDraft> WorkupCard(const Consultation& consultation) {
  if (!consultation.inputs().IsKnown("imaging-fits-metastases")) return std::nullopt;
  const Decision* workup = consultation.Find("workup-after-imaging");
  if (workup == nullptr) return std::nullopt;
  const DecisionResult* result = StepDue(consultation, *workup);
  if (result == nullptr) return std::nullopt;
  const std::string outcome(result->Text("outcome"));
  if (outcome == "outside-guideline") {
    if (!consultation.HasCompressionSigns()) return std::nullopt;
    return OtherCause(consultation);
  }
  const ClockStart start = ReportStart(consultation);
  const bool asks_biopsy = outcome.find("biopsy-") != std::string::npos;
  const bool asks_petct = outcome.starts_with("petct");
  Steps steps;
  steps.biopsy = asks_biopsy && !consultation.Is("tissue-diagnosis-obtained", "true") &&
                 !Stands(consultation, OrderKind::kBiopsy, start);
  steps.petct = asks_petct && !Stands(consultation, OrderKind::kPetCt, start);
  if (!steps.biopsy && !steps.petct) return std::nullopt;
  const std::string term(result->Text("deadline"));
  const std::optional<Deadline> deadline =
      term.empty() ? std::nullopt : DeadlineAfter(consultation, start, term);
  CardDraft card;
  card.topic = "workup";
  card.overdue = deadline && deadline->has_passed;
  const bool within_a_day = steps.biopsy && term == "P1D";
  card.indicator = within_a_day || card.overdue ? Indicator::kCritical : Indicator::kWarning;
  const std::string key = card.overdue    ? "workup.summary.overdue"
                          : !steps.biopsy ? "workup.summary.petct"
                          : within_a_day  ? "workup.summary.biopsy-1d"
                                          : "workup.summary.biopsy-7d";
  const std::string when = deadline ? consultation.SayMoment(deadline->at) : std::string();
  card.summary = consultation.words().Say(key, {{"deadline", when}});
  if (card.indicator == Indicator::kCritical) {
    card.summary_beside = consultation.words().Say(key + ".beside", {{"deadline", when}});
  }
  card.is_own_act = true;
  card.decisions = {"workup-after-imaging", "preoperative-petct"};
  card.facts = Facts(consultation);
  card.detail = DetailOf(consultation, *workup, *result, steps, deadline, card.facts);
  AddSuggestions(consultation, steps, {"workup-after-imaging", card.facts, term, deadline}, card);
  return card;
}

}  // namespace wervelwijzer::cards
