#include <chrono>

#include "cards/card_functions.h"
#include "cards/centre.h"
#include "cards/moment.h"
#include "cards/order_checks.h"
#include "cards/order_match.h"

namespace wervelwijzer::cards {

using guideline::CodeList;
using guideline::Decision;
using guideline::Order;
using guideline::OrderKind;

namespace {

bool HasLocalTreatment(const Consultation& consultation) {
  for (const Order& order : consultation.orders()) {
    const OrderState state = StateOf(order);
    const bool local =
        order.kind == OrderKind::kRadiotherapySpine || order.kind == OrderKind::kSpineSurgery;
    if (local && (state == OrderState::kAsked || state == OrderState::kDraft)) return true;
  }
  return false;
}

// The day of the spine operation, when it is recorded as one day.
std::optional<TimePoint> SurgeryDay(const Consultation& consultation) {
  const auto day = consultation.Bounds("spine-surgery-date");
  if (!day || day->low != day->high) return std::nullopt;
  const CivilTime civil = DateOfDayNumber(static_cast<std::int64_t>(day->low));
  return consultation.situation().zone.ToInstant(civil);
}

CardDraft TreatmentWarning(const Consultation& consultation, std::string_view summary_key) {
  CardDraft card;
  card.topic = "treatment";
  card.indicator = Indicator::kWarning;
  card.summary = consultation.words().Say(summary_key);
  return card;
}

void Finish(std::string_view rule, Detail detail, CardDraft& card) {
  detail.Facts(card.facts).NotSupplied();
  detail.Say("check.rule", {{"rule", std::string(rule)}});
  detail.Basis("basis.treatment-2015", card.decisions);
  card.detail = std::move(detail).Take();
}

}  // namespace

std::optional<CardDraft> CheckSurgeryConditions(const Consultation& consultation,
                                                const Order& order) {
  if (order.kind != OrderKind::kSpineSurgery || !consultation.HasEstablishedMetastases()) {
    return std::nullopt;
  }
  const Decision* conditions = consultation.Find("surgery-preconditions");
  const CodeList* failing = conditions == nullptr ? nullptr : conditions->List("codes");
  const bool petct = consultation.Outcome("preoperative-petct") == "make-petct-and-volume-scan";
  const bool volume = consultation.Outcome("surgery-volume-norm") == "norm-not-met";
  const bool fails = failing != nullptr && !failing->certain.empty();
  if (!fails && !petct && !volume) return std::nullopt;
  CardDraft card = TreatmentWarning(consultation, "check.surgery.summary");
  card.decisions = {"surgery-preconditions", "preoperative-petct", "surgery-volume-norm"};
  card.facts = {"life-expectancy-months", "condition-allows-surgery", "spine-stability",
                "mri-whole-spine-done",   "paraplegia-completeness",  "contiguous-vertebrae",
                "recent-petct-available", "spine-operations-per-year"};
  Detail detail(consultation);
  detail.Say("check.surgery", {{"order", OrderInWords(consultation, order)}});
  if (fails) {
    for (const std::string& code : failing->certain) detail.Item("check.surgery." + code);
  }
  if (petct) detail.Item("check.surgery.petct-missing");
  if (volume) detail.Item("check.surgery.volume-norm");
  detail.Say("check.surgery.exception");
  Finish("order-surgery-conditions", std::move(detail), card);
  return card;
}

std::optional<CardDraft> CheckRadiotherapyInterval(const Consultation& consultation,
                                                   const Order& order) {
  if (order.kind != OrderKind::kRadiotherapySpine ||
      !consultation.Is("recovery-after-surgery", "sufficient")) {
    return std::nullopt;
  }
  const auto surgery = SurgeryDay(consultation);
  const TimePoint planned = order.due ? *order.due : consultation.now();
  if (!surgery || planned < *surgery) return std::nullopt;
  const TimePoint earliest = *surgery + std::chrono::hours(21 * 24);
  if (planned >= earliest) return std::nullopt;
  CardDraft card = TreatmentWarning(consultation, "check.rt-interval.summary");
  card.decisions = {"interval-surgery-radiotherapy"};
  card.facts = {"recovery-after-surgery", "spine-surgery-date"};
  const TimeZone& zone = consultation.situation().zone;
  const std::string day = IsoDate(zone.ToCivil(earliest));
  Detail detail(consultation);
  detail.Say("check.rt-interval",
             {{"order", OrderInWords(consultation, order)},
              {"earliest", FormatRecordDate(consultation.words(), zone, day)}});
  Finish("order-rt-interval", std::move(detail), card);
  return card;
}

std::optional<CardDraft> CheckSystemicOnly(const Consultation& consultation, const Order& order) {
  if (order.kind != OrderKind::kSystemicTherapy || !consultation.HasEstablishedMetastases() ||
      !consultation.HasCompressionSigns()) {
    return std::nullopt;
  }
  if (consultation.FindTreatmentLimit() != TreatmentLimit::kNone) return std::nullopt;
  if (consultation.Outcome("systemic-first") != "not-first-choice" ||
      HasLocalTreatment(consultation)) {
    return std::nullopt;
  }
  CardDraft card = TreatmentWarning(consultation, "check.systemic-only.summary");
  card.decisions = {"systemic-first"};
  card.facts = {
      "clinical-cord-cauda-compression", "cord-compression-status", "rapid-systemic-effect",
      "vital-systemic-indication",       "rt-response-chance",      "surgery-is-option"};
  Detail detail(consultation);
  detail.Say("check.systemic-only", {{"order", OrderInWords(consultation, order)}});
  const auto centre = FindCentre(consultation, RequestedService::kExecutingCentre, "PT24H");
  SayWhomToCall(consultation, centre, detail);
  card.route = RouteExtension(consultation, centre);
  Finish("order-systemic-only", std::move(detail), card);
  return card;
}

}  // namespace wervelwijzer::cards
