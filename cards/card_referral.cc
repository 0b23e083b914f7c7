#include "cards/card_functions.h"
#include "cards/centre.h"
#include "cards/imaging_advice.h"
#include "cards/order_match.h"
#include "cards/refusal.h"

namespace wervelwijzer::cards {

using guideline::Decision;
using guideline::DecisionResult;
using guideline::DecisionStatus;
using guideline::Order;
using guideline::OrderKind;

namespace {

InputList Facts(const Consultation& consultation) {
  return PositiveFirst(consultation, {"radiological-mescc", "neurological-deficit",
                                      "pain-on-loading", "pain-present", "sre-risk", "symptomatic",
                                      "treatment-wish", "very-short-life-expectancy",
                                      "life-expectancy-months", "spinal-metastases-established"});
}

// The flow's answer: certain, or the most urgent still possible when a deficit is recorded.
const DecisionResult* FlowResult(const Consultation& consultation, const Decision& flow) {
  if (flow.status == DecisionStatus::kDetermined) return &flow.result;
  if (flow.status != DecisionStatus::kUndetermined || !consultation.HasSign()) return nullptr;
  return flow.safest ? &*flow.safest : nullptr;
}

Indicator IndicatorOf(const Consultation& consultation, std::string_view outcome) {
  if (outcome == "executing-centre-direct") return Indicator::kCritical;
  if (outcome == "executing-centre-asap") {
    // Compression without deficit is itself a red flag, judged here; another flag asks for more.
    const guideline::CodeList* flags = consultation.Find("red-flags-2026") == nullptr
                                           ? nullptr
                                           : consultation.Find("red-flags-2026")->List("flags");
    const bool other_flag = flags != nullptr && flags->certain.size() > 1;
    return other_flag ? Indicator::kCritical : Indicator::kWarning;
  }
  // The chart states no haste for the other rows; a red flag or a deficit does.
  if (consultation.HasCertainRedFlag()) return Indicator::kCritical;
  const Decision* therapy = consultation.Find("max-time-to-therapy");
  const bool hurried = therapy != nullptr && therapy->status == DecisionStatus::kDetermined &&
                       HoursOf(therapy->result.Text("deadline")) > 0 &&
                       HoursOf(therapy->result.Text("deadline")) <= 72;
  if (hurried) return Indicator::kCritical;
  return consultation.HasDeficit() ? Indicator::kWarning : Indicator::kInfo;
}

std::optional<RequestedService> ServiceFor(std::string_view outcome) {
  if (outcome.starts_with("executing-centre")) return RequestedService::kExecutingCentre;
  if (outcome == "spine-surgeon") return RequestedService::kSpineSurgeon;
  if (outcome.starts_with("radiotherapist")) return RequestedService::kRadiotherapist;
  return std::nullopt;
}

bool IsAsked(const Consultation& consultation, std::string_view outcome, Indicator indicator) {
  const ClockStart any{ClockStart::From::kCall, consultation.now(), {}};
  const OrderState at_least =
      indicator == Indicator::kCritical ? OrderState::kAsked : OrderState::kDraft;
  if (outcome.starts_with("executing-centre")) {
    // "Direct" is a telephone call: a request that nobody answered is not a consultation.
    const bool direct = outcome == "executing-centre-direct";
    return FindOrder(consultation, OrderKind::kReferralSpine, direct ? OrderState::kDone : at_least,
                     ImagingStart(consultation)) != nullptr;
  }
  const bool radiotherapist = outcome.starts_with("radiotherapist");
  const OrderKind kind = radiotherapist ? OrderKind::kRadiotherapySpine : OrderKind::kReferralSpine;
  if (FindOrder(consultation, kind, at_least, any) != nullptr) return true;
  for (const Order& order : consultation.orders()) {
    const OrderState state = StateIn(consultation, order);
    const bool counts = state == OrderState::kAsked || state == OrderState::kDone ||
                        (state == OrderState::kDraft && at_least == OrderState::kDraft);
    if (counts && HasServiceCode(order, radiotherapist ? "radiotherapy" : "spine-surgery")) {
      return true;
    }
  }
  return false;
}

std::string TermOf(std::string_view outcome, Indicator indicator) {
  if (outcome == "executing-centre-direct" || indicator == Indicator::kCritical) return "PT12H";
  return outcome == "executing-centre-asap" ? "PT24H" : "";
}

std::string DetailOf(const Consultation& consultation, const Decision& flow,
                     std::string_view outcome, Indicator indicator,
                     const std::optional<Centre>& centre) {
  Detail detail(consultation);
  if (flow.status == DecisionStatus::kDetermined) {
    detail.Why("referral-flow-2026");
  } else {
    detail.Say("referral.open");
  }
  const bool routine = !outcome.starts_with("executing-centre");
  if (routine && indicator != Indicator::kInfo) detail.Say("referral.not-routine");
  if (routine && consultation.HasCertainRedFlag()) detail.Say("referral.red-flag-too");
  const bool known = centre && centre->service != nullptr;
  if (!routine || (known && indicator == Indicator::kCritical)) {
    SayWhomToCall(consultation, centre, detail);
  } else {
    SayWhereToRefer(consultation, centre, detail);
  }
  const Order* refused =
      FindRefusal(consultation, OrderKind::kReferralSpine, ImagingStart(consultation));
  if (!routine && refused != nullptr) SayRefusal(consultation, *refused, detail);
  if (outcome == "radiotherapist-or-other" || outcome.starts_with("radiotherapist")) {
    const std::string_view stability = consultation.Outcome("stability-discussion");
    if (stability == "spine-surgeon" || stability == "executing-centre") {
      detail.Say("referral.stability-first");
    }
  }
  detail.Say("referral.team").Say("referral.shared-decision");
  if (consultation.Outcome("surgery-volume-norm") == "norm-not-met") {
    detail.Say("referral.volume-norm");
  }
  detail.Facts(Facts(consultation));
  if (flow.status != DecisionStatus::kDetermined) detail.Questions("referral-flow-2026");
  detail.NotSupplied();
  detail.Basis("basis.chart-2026", {"referral-flow-2026"});
  return std::move(detail).Take();
}

// What it adds to a red flag that asks for the same call.
std::string JoinedText(const Consultation& consultation, const Decision& flow) {
  Detail detail(consultation);
  if (flow.status == DecisionStatus::kDetermined) detail.Why("referral-flow-2026");
  detail.Say("referral.team");
  if (consultation.Outcome("surgery-volume-norm") == "norm-not-met") {
    detail.Say("referral.volume-norm");
  }
  return std::move(detail).Take();
}

}  // namespace

std::optional<CardDraft> ReferralCard(const Consultation& consultation) {
  if (!consultation.HasEstablishedMetastases()) return std::nullopt;
  const Decision* flow = consultation.Find("referral-flow-2026");
  if (flow == nullptr) return std::nullopt;
  const DecisionResult* result = FlowResult(consultation, *flow);
  if (result == nullptr) return std::nullopt;
  const std::string_view outcome = result->Text("outcome");
  // Monitoring names nobody who is not involved yet, and must not be read as rest.
  const std::optional<RequestedService> service = ServiceFor(outcome);
  if (!service) return std::nullopt;
  const Indicator indicator = IndicatorOf(consultation, outcome);
  if (IsAsked(consultation, outcome, indicator)) return std::nullopt;
  CardDraft card;
  card.topic = "referral";
  card.indicator = indicator;
  const std::string haste = indicator == Indicator::kCritical  ? ".urgent"
                            : indicator == Indicator::kWarning ? ".soon"
                                                               : "";
  // What is not known yet is not said as a fact.
  const bool is_open = flow->status != DecisionStatus::kDetermined;
  const std::string what = !is_open                                  ? std::string(outcome)
                           : outcome.starts_with("executing-centre") ? "open-centre"
                                                                     : "open";
  card.decisions = {"referral-flow-2026", "surgery-volume-norm", "treatment-indication"};
  card.facts = Facts(consultation);
  const std::string term = TermOf(outcome, indicator);
  const auto centre = FindCentre(consultation, *service, term);
  // Nobody is referred to the hospital that asks.
  const std::string in_house = "referral.summary.in-house." + what + haste;
  const bool says_in_house = IsInHouse(centre) && consultation.words().Knows(in_house);
  card.summary =
      consultation.words().Say(says_in_house ? in_house : "referral.summary." + what + haste);
  card.detail = DetailOf(consultation, *flow, outcome, indicator, centre);
  card.route = RouteExtension(consultation, centre);
  if (*service == RequestedService::kExecutingCentre) {
    card.joined = JoinedText(consultation, *flow);  // one click for one consultation
  }
  if (indicator == Indicator::kCritical) {
    card.summary_beside = consultation.words().Say("referral.summary." + what + ".beside");
  }
  const OrderBasis basis{"referral-flow-2026", card.facts, term, std::nullopt};
  if (auto suggestion = SuggestService(consultation, basis, *service)) {
    card.suggestions.push_back(std::move(*suggestion));
  }
  return card;
}

}  // namespace wervelwijzer::cards
