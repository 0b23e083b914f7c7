#include <optional>

#include "cards/card_functions.h"
#include "cards/escape.h"
#include "cards/moment.h"
#include "cards/order_checks.h"

namespace wervelwijzer::cards {

using guideline::Order;
using guideline::OrderKind;

namespace {

bool IsDexamethasone(JsonValue resource) {
  for (const JsonValue coded :
       {resource.Get("medicationCodeableConcept"), resource.Path("medication", "concept")}) {
    for (const JsonValue coding : coded.Get("coding").elements()) {
      const std::string_view code = coding.Get("code").string_or("");
      if (code == "H02AB02" || code == "372584003" || code == "3264") return true;
    }
  }
  return false;
}

std::optional<double> Milligrams(JsonValue dosage) {
  // A list since R4, one quantity in STU3.
  JsonValue quantity = dosage.Get("doseAndRate").At(0).Get("doseQuantity");
  if (!quantity.exists()) quantity = dosage.Get("doseQuantity");
  const auto value = quantity.Get("value").number();
  const std::string_view unit = quantity.Get("code").exists() ? quantity.Get("code").string_or("")
                                                              : quantity.Get("unit").string_or("");
  if (!value || unit != "mg") return std::nullopt;
  return value;
}

struct Dose {
  double milligrams = 0;  // a day, or of the single dose
  bool is_single = false;
};

// Milligrams a day of one line of dosage; nothing when it cannot be read with certainty.
std::optional<Dose> ReadLine(JsonValue dosage) {
  const auto milligrams = Milligrams(dosage);
  const JsonValue repeat = dosage.Path("timing", "repeat");
  if (!milligrams) return std::nullopt;
  if (repeat.Get("count").integer() == 1) return Dose{*milligrams, true};
  const double frequency = repeat.Get("frequency").number().value_or(1);
  const auto period = repeat.Get("period").number();
  const std::string_view unit = repeat.Get("periodUnit").string_or("");
  if (!period || *period <= 0 || (unit != "d" && unit != "h")) return std::nullopt;
  const double days = unit == "d" ? *period : *period / 24;
  return Dose{*milligrams * frequency / days, false};
}

// A request's dosage, else that of a statement of use.
JsonValue DosagesOf(JsonValue resource) {
  const JsonValue asked = resource.Get("dosageInstruction");
  return asked.size() > 0 ? asked : resource.Get("dosage");
}

std::optional<Dose> ReadDose(JsonValue resource) {
  const JsonValue dosages = resource.Get("dosageInstruction");
  if (dosages.size() != 1) return std::nullopt;  // several steps: a scheme or a taper
  return ReadLine(dosages.At(0));
}

// Milligrams a day over all lines of dosage, `8 mg at 8 h` and `8 mg at 12 h`; nothing when they
// follow each other, as in a taper, or one cannot be read.
std::optional<double> DailySum(JsonValue resource) {
  const JsonValue dosages = DosagesOf(resource);
  double sum = 0;
  for (const JsonValue dosage : dosages.elements()) {
    const JsonValue repeat = dosage.Path("timing", "repeat");
    const bool in_steps = dosages.size() > 1 &&
                          (dosage.Get("sequence").exists() || repeat.Get("boundsPeriod").exists() ||
                           repeat.Get("boundsDuration").exists());
    const auto dose = ReadLine(dosage);
    if (in_steps || !dose || dose->is_single) return std::nullopt;
    sum += dose->milligrams;
  }
  return dosages.size() == 0 ? std::nullopt : std::optional(sum);
}

bool HasOtherPurpose(const Order& order) {
  return ReasonSpeaksOf(order, {"substitu", "allerg", "anafyla", "anaphyla", "emetic", "emetisch",
                                "braken", "misselijk", "nausea", "myeloom", "myeloma", "hersen",
                                "brain", "cerebral", "intracrani", "afbouw", "taper"});
}

}  // namespace

bool IsDailyDoseOfRegimen(const Order& order) {
  if (!order.resource.is_object() || !IsDexamethasone(order.resource)) return false;
  const auto daily = DailySum(order.resource);
  return daily && *daily >= 8 && *daily <= 16;
}

std::string CourseInWords(const Consultation& consultation, const Order& course) {
  const JsonValue dosages = DosagesOf(course.resource);
  const std::string_view text = dosages.At(0).Get("text").string_or("");
  std::string said = OrderInWords(consultation, course);
  if (!text.empty()) said += " / " + EscapeMarkdown(text, 100);
  if (const auto daily = DailySum(course.resource)) {
    const std::string number = FormatNumber(consultation.words(), *daily);
    said += " / " + consultation.words().Say("course.daily", {{"dose", number}});
  }
  return said;
}

std::optional<CardDraft> CheckSteroidDose(const Consultation& consultation, const Order& order) {
  if (order.kind != OrderKind::kCorticosteroid || !order.resource.is_object() ||
      !IsDexamethasone(order.resource) || HasOtherPurpose(order)) {
    return std::nullopt;
  }
  const bool symptomatic = consultation.HasCompressionSigns() ||
                           consultation.Is("cord-compression-status", "symptomatic");
  const bool spinal = consultation.IsSuspected() || consultation.HasEstablishedMetastases();
  const auto dose = ReadDose(order.resource);
  if (!symptomatic || !spinal || !dose) return std::nullopt;
  if (consultation.FindTreatmentLimit() != TreatmentLimit::kNone) return std::nullopt;
  const bool fits =
      dose->is_single ? dose->milligrams == 10 : dose->milligrams >= 8 && dose->milligrams <= 16;
  if (fits) return std::nullopt;
  CardDraft card;
  card.topic = "steroid";
  card.indicator = Indicator::kWarning;
  const bool high = dose->milligrams >= 96;
  card.summary = consultation.words().Say(high ? "check.steroid-dose.summary.high"
                                               : "check.steroid-dose.summary");
  card.decisions = {"steroid-regimen"};
  card.facts = {"clinical-cord-cauda-compression", "cord-compression-status"};
  Detail detail(consultation);
  detail.Say(dose->is_single ? "check.steroid-dose.single" : "check.steroid-dose.daily",
             {{"order", OrderInWords(consultation, order)},
              {"dose", FormatNumber(consultation.words(), dose->milligrams)}});
  detail.Say("check.steroid-dose").Facts(card.facts).NotSupplied();
  detail.Say("check.rule", {{"rule", "order-steroid-dose"}});
  detail.Basis("basis.steroid-2015", card.decisions);
  card.detail = std::move(detail).Take();
  return card;
}

}  // namespace wervelwijzer::cards
