#include <algorithm>
#include <cmath>
#include <optional>

#include "cards/card_functions.h"
#include "cards/dose.h"
#include "cards/escape.h"
#include "cards/moment.h"
#include "cards/order_checks.h"

namespace wervelwijzer::cards {

using guideline::Order;
using guideline::OrderKind;

namespace {

bool Fits(const Dose& dose) {
  constexpr double kTolerance = 1e-6;
  if (dose.is_single) return dose.low > 10 - kTolerance && dose.high < 10 + kTolerance;
  return dose.low > 8 - kTolerance && dose.high < 16 + kTolerance;
}

// `8`, or `4 – 8` where the order leaves a choice; two decimals are enough to recognise it.
std::string DoseInWords(const Words& words, const Dose& dose) {
  const auto rounded = [&](double value) {
    return FormatNumber(words, std::round(value * 100) / 100);
  };
  return dose.low == dose.high ? rounded(dose.high)
                               : rounded(dose.low) + " – " + rounded(dose.high);
}

bool HasOtherPurpose(const Order& order) {
  return ReasonSpeaksOf(order, {"substitu", "allerg", "anafyla", "anaphyla", "emetic", "emetisch",
                                "braken", "misselijk", "nausea", "myeloom", "myeloma", "hersen",
                                "brain", "cerebral", "intracrani", "afbouw", "taper"});
}

}  // namespace

bool IsDailyDoseOfRegimen(const Order& order) {
  if (!order.resource.is_object() || !order.is_dexamethasone) return false;
  const auto dose = ReadDose(order.resource, order.milligrams_each);
  return dose && !dose->is_single && Fits(*dose);
}

std::string CourseInWords(const Consultation& consultation, const Order& course) {
  std::string_view text = course.resource.Get("dosageInstruction").At(0).Get("text").string_or("");
  if (text.empty()) text = course.resource.Get("dosage").At(0).Get("text").string_or("");
  std::string said = OrderInWords(consultation, course);
  if (!text.empty()) said += " / " + EscapeMarkdown(text, 100);
  const auto dose = ReadDose(course.resource, course.milligrams_each);
  if (dose && !dose->is_single) {
    const std::string number = DoseInWords(consultation.words(), *dose);
    said += " / " + consultation.words().Say("course.daily", {{"dose", number}});
  }
  return said;
}

std::optional<CardDraft> CheckSteroidDose(const Consultation& consultation, const Order& order) {
  if (order.kind != OrderKind::kCorticosteroid || !order.resource.is_object() ||
      !order.is_dexamethasone || HasOtherPurpose(order)) {
    return std::nullopt;
  }
  const bool symptomatic = consultation.HasCompressionSigns() ||
                           consultation.Is("cord-compression-status", "symptomatic");
  const bool spinal = consultation.IsSuspected() || consultation.HasEstablishedMetastases();
  const auto dose = ReadDose(order.resource, order.milligrams_each);
  if (!symptomatic || !spinal || !dose) return std::nullopt;
  if (consultation.FindTreatmentLimit() != TreatmentLimit::kNone) return std::nullopt;
  if (Fits(*dose)) return std::nullopt;
  CardDraft card;
  card.topic = "steroid";
  card.indicator = Indicator::kWarning;
  const bool high = dose->high >= 96;
  card.summary = consultation.words().Say(high ? "check.steroid-dose.summary.high"
                                               : "check.steroid-dose.summary");
  card.decisions = {"steroid-regimen"};
  card.facts = {"clinical-cord-cauda-compression", "cord-compression-status"};
  Detail detail(consultation);
  detail.Say(dose->is_single ? "check.steroid-dose.single" : "check.steroid-dose.daily",
             {{"order", OrderInWords(consultation, order)},
              {"dose", DoseInWords(consultation.words(), *dose)}});
  detail.Say("check.steroid-dose").Facts(card.facts).NotSupplied();
  detail.Say("check.rule", {{"rule", "order-steroid-dose"}});
  detail.Basis("basis.steroid-2015", card.decisions);
  card.detail = std::move(detail).Take();
  return card;
}

}  // namespace wervelwijzer::cards
