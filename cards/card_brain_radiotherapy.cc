#include "cards/card_functions.h"
#include "cards/centre.h"
#include "cards/imaging_advice.h"
#include "cards/order_checks.h"
#include "cards/order_match.h"

namespace wervelwijzer::cards {

using guideline::CodeList;
using guideline::Decision;
using guideline::DecisionStatus;
using guideline::Order;
using guideline::OrderKind;

namespace {

constexpr const char* kMeetingTerm = "P7D";

// Radiotherapy of which it is not said that it is of another place, beside known brain metastases.
bool MayBeOfTheBrain(const Consultation& consultation, const Order& order) {
  if (order.kind != OrderKind::kRadiotherapyOther ||
      !consultation.HasRecorded("brain-metastases-present", "false")) {
    return false;
  }
  const std::initializer_list<std::string_view> brain = {
      "hersen", "brain", "cerebr", "cerebel", "kwab", "lobe", "schedel", "crani", "hoofd"};
  return !order.resource.Get("bodySite").exists() || SiteSpeaksOf(order, brain) ||
         OrderSpeaksOf(order, brain);
}

// In an order hook only what is selected is judged; elsewhere any order that still stands.
const Order* FindRadiotherapy(const Consultation& consultation) {
  for (const Order& order : consultation.orders()) {
    if (order.kind != OrderKind::kRadiotherapyBrain && !MayBeOfTheBrain(consultation, order)) {
      continue;
    }
    const OrderState state = StateOf(order);
    const bool stands = state == OrderState::kAsked || state == OrderState::kDraft;
    if (consultation.is_order_hook() ? order.selected : stands) return &order;
  }
  return nullptr;
}

enum class Verdict { kSilent, kNotDiscussed, kNotCompliant, kOpen };

Verdict Judge(const Consultation& consultation, const Decision& rule, bool has_order) {
  const std::string_view outcome = rule.outcome();
  if (outcome == "compliant") return Verdict::kSilent;
  if (outcome == "not-allowed") return Verdict::kNotDiscussed;
  if (outcome == "not-compliant") return Verdict::kNotCompliant;
  if (rule.status == DecisionStatus::kUndetermined) return Verdict::kOpen;
  const bool referred = consultation.Is("brain-rt-referral", "true");
  if (outcome == "not-applicable" && (referred || !has_order)) return Verdict::kSilent;
  // The record says that nobody was referred, yet here is the order: judge it by the discussion.
  return consultation.Is("brain-mdo-discussed", "false") ? Verdict::kNotDiscussed : Verdict::kOpen;
}

void AddSuggestions(const Consultation& consultation, const Order* order, CardDraft& card) {
  const OrderBasis basis{"brain-srs-legal-rule", card.facts, kMeetingTerm, std::nullopt};
  auto meeting = SuggestService(consultation, basis, RequestedService::kBrainMdo);
  if (!meeting) return;
  meeting->is_recommended = true;
  if (order != nullptr && StateOf(*order) == OrderState::kDraft) {
    if (const auto removal = DeleteDraft(consultation, *order)) {
      Suggestion hold = *meeting;
      hold.label = consultation.words().Say("order.brain-mdo.hold-label");
      hold.is_recommended = false;
      hold.actions.insert(hold.actions.begin(), *removal);
      card.suggestions.push_back(std::move(*meeting));
      card.suggestions.push_back(std::move(hold));
      return;
    }
  }
  card.suggestions.push_back(std::move(*meeting));
}

}  // namespace

std::optional<CardDraft> BrainRadiotherapyCard(const Consultation& consultation) {
  const Order* order = FindRadiotherapy(consultation);
  const bool referred =
      !consultation.is_order_hook() && consultation.Is("brain-rt-referral", "true");
  if (order == nullptr && !referred) return std::nullopt;
  const Decision* rule = consultation.Find("brain-srs-legal-rule");
  if (rule == nullptr || rule->status == DecisionStatus::kInconsistent) return std::nullopt;
  const Verdict verdict = Judge(consultation, *rule, order != nullptr);
  if (verdict == Verdict::kSilent) return std::nullopt;
  // The rule is about metastases: where none is known and the order names none, it only asks.
  const bool is_known = referred || consultation.HasRecorded("brain-metastases-present", "false") ||
                        (order != nullptr && ReasonSpeaksOf(*order, {"metasta", "uitzaai"}));
  // A place that nobody stated is asked, too.
  const bool only_asks =
      !is_known || (order != nullptr && order->kind != OrderKind::kRadiotherapyBrain);
  CardDraft card;
  card.topic = "brain-radiotherapy";
  card.indicator = !is_known   ? Indicator::kInfo
                   : only_asks ? Indicator::kWarning
                               : Indicator::kCritical;
  const std::string key = only_asks                           ? "brain-radiotherapy.ask"
                          : verdict == Verdict::kNotDiscussed ? "brain-radiotherapy.not-discussed"
                          : verdict == Verdict::kNotCompliant ? "brain-radiotherapy.not-compliant"
                                                              : "brain-radiotherapy.open";
  card.summary = consultation.words().Say(key + ".summary");
  card.decisions = {"brain-srs-legal-rule", "brain-mdo-participants-check"};
  card.facts = {"brain-rt-referral", "brain-rt-referral-date", "brain-mdo-discussed",
                "brain-mdo-participants", "brain-metastases-present"};
  Detail detail(consultation);
  detail.Say(key);
  if (const CodeList* missing = rule->List("missing")) {
    for (const std::string& who : missing->certain) detail.Item("participant." + who);
    for (const std::string& who : missing->undetermined) {
      // The law names the neurologist for every brain meeting, with or without a deficit.
      detail.Item(who == "neurologist" ? "participant.neurologist.unknown"
                                       : "participant." + who + ".perhaps");
    }
  }
  // A meeting is on its way: the order must still wait for it, but needs no second request.
  // Without a treatment wish nothing is suggested; that the order is not allowed is still said.
  const ClockStart any{ClockStart::From::kCall, consultation.now(), {}};
  const bool needs_meeting =
      consultation.FindTreatmentLimit() == TreatmentLimit::kNone &&
      FindOrder(consultation, OrderKind::kBrainMdo, OrderState::kAsked, any) == nullptr;
  const auto centre = needs_meeting
                          ? FindCentre(consultation, RequestedService::kBrainMdo, kMeetingTerm)
                          : std::nullopt;
  SayMeeting(consultation, centre, detail);
  card.route = RouteExtension(consultation, centre);
  detail.Say("brain-radiotherapy.law").Facts(card.facts);
  if (verdict == Verdict::kOpen) detail.Questions("brain-srs-legal-rule");
  detail.NotSupplied();
  if (consultation.is_order_hook()) detail.Say("check.rule", {{"rule", "order-brain-rt-mdo"}});
  detail.Basis("basis.brain-law", {"brain-srs-legal-rule"});
  card.detail = std::move(detail).Take();
  if (needs_meeting && !only_asks) AddSuggestions(consultation, order, card);
  return card;
}

}  // namespace wervelwijzer::cards
