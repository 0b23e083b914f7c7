#include "cards/card_functions.h"
#include "cards/centre.h"
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
      {"progressive-neurological-deficit", "progressive-cord-deficit", "pain-progressive-severe",
       "severe-instability", "radiological-mescc", "symptomatic", "neurological-deficit",
       "surgery-considered", "spinal-metastases-established"});
}

const DecisionResult* MeetingDue(const Consultation& consultation, const Decision& decision) {
  if (decision.status == DecisionStatus::kDetermined) return &decision.result;
  if (decision.status != DecisionStatus::kUndetermined || !consultation.HasSign()) return nullptr;
  return decision.safest ? &*decision.safest : nullptr;
}

// The first record of the finding that was recorded last of those that ask for haste: a meeting
// from before it answered another question.
ClockStart HasteStart(const Consultation& consultation) {
  ClockStart start{ClockStart::From::kCall, consultation.now(), {}};
  for (const std::string_view input :
       {"progressive-neurological-deficit", "progressive-cord-deficit", "pain-progressive-severe",
        "severe-instability", "radiological-mescc", "bilsky-grade"}) {
    if (!consultation.IsFinding(input)) continue;
    std::optional<ClockStart> first;
    for (const guideline::Evidence& evidence : consultation.inputs().Get(input).evidence) {
      if (!evidence.time || *evidence.time > consultation.now()) continue;
      if (first && first->at <= *evidence.time) continue;
      first = ClockStart{ClockStart::From::kOldestRecord, *evidence.time, evidence.reference};
    }
    const bool is_later = first && (start.from == ClockStart::From::kCall || first->at > start.at);
    if (is_later) start = *first;
  }
  return start;
}

// A weekly meeting has to come after the diagnosis.
ClockStart StartFor(const Consultation& consultation, bool ad_hoc) {
  return ad_hoc ? HasteStart(consultation) : TherapyStart(consultation);
}

void SayParticipants(const Decision& decision, Detail& detail) {
  const guideline::CodeList* list = decision.List("participants");
  if (list == nullptr) return;
  detail.Say("spinal-mdo.participants");
  for (const std::string& code : list->certain) detail.Item("participant." + code);
  for (const std::string& code : list->undetermined) {
    detail.Item("participant." + code + ".perhaps");
  }
}

// A meeting after the treatment has to begin decides nothing.
void SayTreatmentDeadline(const Consultation& consultation, std::string_view term, Detail& detail) {
  const auto therapy = TherapyDeadline(consultation);
  if (!therapy) return;
  const Situation& situation = consultation.situation();
  const bool is_later = TermAfter(situation.now, term, situation.zone) <= therapy->at;
  if (!therapy->has_passed && is_later) return;
  detail.Say(therapy->has_passed ? "spinal-mdo.treatment-overdue" : "spinal-mdo.before-treatment",
             {{"moment", consultation.SayMoment(therapy->at)}});
}

}  // namespace

std::optional<CardDraft> SpinalMdoCard(const Consultation& consultation) {
  if (!consultation.HasEstablishedMetastases()) return std::nullopt;
  const Decision* decision = consultation.Find("spinal-mdo");
  if (decision == nullptr) return std::nullopt;
  const DecisionResult* result = MeetingDue(consultation, *decision);
  if (result == nullptr) return std::nullopt;
  const std::string_view outcome = result->Text("outcome");
  if (outcome != "ad-hoc" && outcome != "weekly") return std::nullopt;
  const bool ad_hoc = outcome == "ad-hoc";
  const bool is_progressive =
      consultation.HasRecorded("progressive-neurological-deficit", "false") ||
      consultation.HasRecorded("progressive-cord-deficit", "false");
  const bool is_open = decision->status != DecisionStatus::kDetermined;
  CardDraft card;
  card.topic = "mdo";
  card.indicator = !ad_hoc          ? Indicator::kInfo
                   : is_progressive ? Indicator::kCritical
                                    : Indicator::kWarning;
  const OrderState at_least =
      card.indicator == Indicator::kCritical ? OrderState::kAsked : OrderState::kDraft;
  if (FindOrder(consultation, OrderKind::kSpinalMdo, at_least, StartFor(consultation, ad_hoc)) !=
      nullptr) {
    return std::nullopt;
  }
  card.summary = consultation.words().Say(!ad_hoc          ? "spinal-mdo.summary.weekly"
                                          : is_progressive ? "spinal-mdo.summary.ad-hoc-now"
                                          : is_open        ? "spinal-mdo.summary.ad-hoc.open"
                                                           : "spinal-mdo.summary.ad-hoc");
  if (is_progressive) card.summary_beside = consultation.words().Say("spinal-mdo.summary.ad-hoc");
  card.decisions = {"spinal-mdo"};
  card.facts = Facts(consultation);
  Detail detail(consultation);
  if (decision->status == DecisionStatus::kDetermined) {
    detail.Why("spinal-mdo");
  } else {
    detail.Say("spinal-mdo.open");
  }
  const std::string term = ad_hoc ? "PT24H" : "P7D";
  const auto centre = FindCentre(consultation, RequestedService::kSpinalMdo, term);
  SayTreatmentDeadline(consultation, term, detail);
  SayMeeting(consultation, centre, detail);
  card.route = RouteExtension(consultation, centre);
  SayParticipants(*decision, detail);
  detail.Say("spinal-mdo.afterwards").Facts(card.facts);
  if (decision->status != DecisionStatus::kDetermined) detail.Questions("spinal-mdo");
  detail.NotSupplied().Basis("basis.mdo", {"spinal-mdo"});
  card.detail = std::move(detail).Take();
  const OrderBasis basis{"spinal-mdo", card.facts, term, std::nullopt};
  if (auto suggestion = SuggestService(consultation, basis, RequestedService::kSpinalMdo)) {
    card.suggestions.push_back(std::move(*suggestion));
  }
  return card;
}

}  // namespace wervelwijzer::cards
