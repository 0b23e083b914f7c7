#include <algorithm>

#include "cards/card_functions.h"
#include "cards/centre.h"
#include "cards/imaging_advice.h"
#include "cards/order_checks.h"
#include "cards/order_match.h"

namespace wervelwijzer::cards {

using guideline::Order;
using guideline::OrderKind;

namespace {

// A draft counts: it is signed together with the radiotherapy. The red flag does not take it for an
// answer.
bool IsConsulted(const Consultation& consultation) {
  const ClockStart any{ClockStart::From::kCall, consultation.now(), {}};
  if (FindOrder(consultation, OrderKind::kReferralSpine, OrderState::kDraft, any) != nullptr ||
      FindOrder(consultation, OrderKind::kSpinalMdo, OrderState::kDraft, any) != nullptr) {
    return true;
  }
  return std::ranges::any_of(consultation.orders(), [&](const Order& order) {
    return HasServiceCode(order, "spine-surgery") &&
           StateIn(consultation, order) != OrderState::kRefused;
  });
}

}  // namespace

std::optional<CardDraft> CheckReferralRoutine(const Consultation& consultation,
                                              const Order& order) {
  if (order.kind != OrderKind::kReferralSpine) return std::nullopt;
  if (consultation.FindTreatmentLimit() != TreatmentLimit::kNone) return std::nullopt;
  if (order.priority == "stat" || order.priority == "asap") return std::nullopt;
  const bool direct = consultation.Outcome("referral-flow-2026") == "executing-centre-direct";
  if (!consultation.HasCertainRedFlag() && !direct) return std::nullopt;
  CardDraft card;
  card.topic = "referral";
  card.indicator = Indicator::kCritical;
  card.summary = consultation.words().Say("check.referral-routine.summary");
  card.decisions = {"referral-flow-2026", "red-flags-2026"};
  card.facts = PositiveFirst(
      consultation, {"new-neurological-deficit", "radiological-mescc", "bilsky-grade", "sins-total",
                     "neurological-deficit", "bladder-bowel-dysfunction"});
  Detail detail(consultation);
  detail.Say("check.referral-routine", {{"order", OrderInWords(consultation, order)}});
  const auto centre = FindCentre(consultation, RequestedService::kExecutingCentre, "PT12H");
  SayWhomToCall(consultation, centre, detail);
  card.route = RouteExtension(consultation, centre);
  detail.Facts(card.facts).NotSupplied();
  detail.Say("check.rule", {{"rule", "order-referral-routine"}});
  detail.Basis("basis.chart-2026", card.decisions);
  card.detail = std::move(detail).Take();
  const OrderBasis basis{"referral-flow-2026", card.facts, "PT12H", std::nullopt};
  if (auto suggestion =
          SuggestHastening(consultation, basis, order, "check.referral-routine.update-label")) {
    card.suggestions.push_back(std::move(*suggestion));
  }
  return card;
}

std::optional<CardDraft> CheckRadiotherapyUnstable(const Consultation& consultation,
                                                   const Order& order) {
  if (order.kind != OrderKind::kRadiotherapySpine) return std::nullopt;
  if (consultation.FindTreatmentLimit() != TreatmentLimit::kNone) return std::nullopt;
  if (consultation.Outcome("referral-flow-2026") == "radiotherapist") return std::nullopt;
  const auto sins = consultation.Bounds("sins-total");
  const bool unstable = (sins && sins->low > 12) || consultation.Is("spine-stability", "unstable");
  if (!unstable || IsConsulted(consultation)) return std::nullopt;
  if (consultation.Is("condition-allows-surgery", "false")) return std::nullopt;
  CardDraft card;
  card.topic = "treatment";
  card.indicator = Indicator::kWarning;
  card.summary = consultation.words().Say("check.rt-unstable.summary");
  card.decisions = {"stability-discussion", "red-flags-2026"};
  card.facts = {"sins-total", "spine-stability", "pain-on-loading", "treatment-wish"};
  Detail detail(consultation);
  detail.Say("check.rt-unstable", {{"order", OrderInWords(consultation, order)}});
  const auto service =
      sins && sins->low > 12 ? RequestedService::kExecutingCentre : RequestedService::kSpineSurgeon;
  const auto centre = FindCentre(consultation, service, "PT24H");
  SayWhomToCall(consultation, centre, detail);
  card.route = RouteExtension(consultation, centre);
  detail.Facts(card.facts).NotSupplied();
  detail.Say("check.rule", {{"rule", "order-rt-unstable"}});
  detail.Basis("basis.chart-2026", card.decisions);
  card.detail = std::move(detail).Take();
  const OrderBasis basis{"stability-discussion", card.facts, "PT24H", std::nullopt};
  if (auto suggestion = SuggestService(consultation, basis, service)) {
    card.suggestions.push_back(std::move(*suggestion));
  }
  return card;
}

std::optional<CardDraft> CheckVertebroplasty(const Consultation& consultation, const Order& order) {
  if (order.kind != OrderKind::kVertebroplasty) return std::nullopt;
  const std::string_view outcome = consultation.Outcome("vertebroplasty");
  if (outcome != "contraindicated" && outcome != "not-first" && outcome != "not-indicated") {
    return std::nullopt;
  }
  CardDraft card;
  card.topic = "treatment";
  card.indicator = Indicator::kWarning;
  card.summary = consultation.words().Say("check.vertebroplasty.summary." + std::string(outcome));
  card.decisions = {"vertebroplasty"};
  card.facts = {"epidural-canal-fraction",
                "radiological-mescc",
                "vertebroplasty-contraindication-other",
                "surgery-is-option",
                "insufficient-pain-relief-after-rt",
                "proven-instability"};
  Detail detail(consultation);
  detail.Say("check.vertebroplasty", {{"order", OrderInWords(consultation, order)}});
  detail.Why("vertebroplasty").Facts(card.facts).NotSupplied();
  detail.Say("check.rule", {{"rule", "order-vertebroplasty"}});
  detail.Basis("basis.treatment-2015", card.decisions);
  card.detail = std::move(detail).Take();
  return card;
}

}  // namespace wervelwijzer::cards
