#include <algorithm>

#include "cards/card_functions.h"
#include "cards/imaging_advice.h"
#include "cards/moment.h"
#include "cards/order_checks.h"
#include "cards/order_match.h"
#include "cards/radiotherapy_schedule.h"
#include "cards/value_words.h"

namespace wervelwijzer::cards {

using guideline::Decision;
using guideline::DecisionResult;
using guideline::DecisionStatus;
using guideline::Order;
using guideline::OrderKind;

namespace {

// After an operation another table holds.
bool IsAfterSurgery(const Consultation& consultation) {
  if (consultation.inputs().IsKnown("spine-surgery-date") ||
      consultation.inputs().IsKnown("recovery-after-surgery")) {
    return true;
  }
  return std::ranges::any_of(consultation.orders(), [](const Order& order) {
    return order.kind == OrderKind::kSpineSurgery && StateOf(order) == OrderState::kDone;
  });
}

bool IsSecondCourse(const Consultation& consultation, const Order& order) {
  return consultation.Is("prior-rt-same-site", "true") ||
         consultation.Outcome("reirradiation") == "second-irradiation" ||
         OrderSpeaksOf(order, {"herbestral", "tweede bestral", "re-irradi", "reirradi", "re-rt"});
}

// The grounds that the text itself gives for another schedule, a trial, or the cord's tolerance.
bool SaysWhy(const Order& order) {
  return OrderSpeaksOf(order, {"resisten", "melano", "sarco", "niercel", "renal", "rcc",
                               "remineral", "toleran", "trial", "studie", "study"});
}

// Outcomes that some completion of the record still gives.
std::vector<std::string> SchedulesOf(const Decision& decision) {
  std::vector<std::string> outcomes;
  const auto add = [&outcomes](const DecisionResult& result) {
    std::string outcome(result.Text("outcome"));
    const bool is_new = std::ranges::find(outcomes, outcome) == outcomes.end();
    if (!outcome.empty() && is_new) outcomes.push_back(std::move(outcome));
  };
  if (decision.status == DecisionStatus::kDetermined) add(decision.result);
  if (decision.status == DecisionStatus::kUndetermined) {
    for (const DecisionResult& result : decision.possible) add(result);
  }
  return outcomes;
}

}  // namespace

std::optional<CardDraft> CheckRadiotherapySchedule(const Consultation& consultation,
                                                   const Order& order) {
  if (order.kind != OrderKind::kRadiotherapySpine || !consultation.HasEstablishedMetastases() ||
      consultation.FindTreatmentLimit() != TreatmentLimit::kNone) {
    return std::nullopt;
  }
  if (IsSecondCourse(consultation, order) || SaysWhy(order)) return std::nullopt;
  const auto schedule = ReadSchedule(order);
  const bool after_surgery = IsAfterSurgery(consultation);
  const std::string_view id =
      after_surgery ? "radiotherapy-after-surgery" : "radiotherapy-specification";
  const Decision* decision = consultation.Find(id);
  if (!schedule || decision == nullptr) return std::nullopt;
  const std::vector<std::string> advised = SchedulesOf(*decision);
  const bool fits = std::ranges::any_of(
      advised, [&](const std::string& outcome) { return MeetsSchedule(*schedule, outcome); });
  if (advised.empty() || fits) return std::nullopt;
  const Words& words = consultation.words();
  CardDraft card;
  card.topic = "treatment";
  card.indicator = Indicator::kInfo;
  card.summary = words.Say(advised.size() > 1 ? "check.rt-schedule.summary.open"
                                              : "check.rt-schedule.summary." + advised.front());
  card.decisions = {id};
  card.facts = PositiveFirst(consultation,
                             {"neurological-deficit", "patient-condition", "life-expectancy-months",
                              "oligometastases", "spine-surgery-date", "prior-rt-same-site"});
  Detail detail(consultation);
  detail.Say("check.rt-schedule", {{"order", OrderInWords(consultation, order)},
                                   {"gray", FormatNumber(words, schedule->gray)},
                                   {"fractions", std::to_string(schedule->fractions)}});
  for (const std::string& outcome : advised) detail.Item("check.rt-schedule." + outcome);
  detail.Say(after_surgery ? "check.rt-schedule.after-surgery" : "check.rt-schedule.first");
  detail.Say("check.rt-schedule.lapses").Facts(card.facts).Questions(id).NotSupplied();
  detail.Say("check.rule", {{"rule", "order-rt-schedule"}});
  detail.Basis("basis.treatment-2015", card.decisions);
  card.detail = std::move(detail).Take();
  return card;
}

}  // namespace wervelwijzer::cards
