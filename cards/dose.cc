#include "cards/dose.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "fhir/quantity.h"

namespace wervelwijzer::cards {
namespace {

// `each`: in one tablet or capsule.
std::optional<double> Milligrams(JsonValue quantity, std::optional<double> each) {
  const auto value = quantity.Get("value").number();
  if (!value || *value <= 0 || !fhir::HasUnit(quantity) || quantity.Get("comparator").exists()) {
    return std::nullopt;
  }
  if (const auto mass = fhir::ReadNumber(quantity, "mg")) return mass->low;
  if (!each || !fhir::IsPiece(quantity)) return std::nullopt;
  return *value * *each;
}

// A quantity or a range; in STU3 they stand in the dosage itself, since R4 in a list.
std::optional<Dose> ReadAmount(JsonValue dosage, std::optional<double> each) {
  const JsonValue listed = dosage.Get("doseAndRate");
  if (listed.size() > 1) return std::nullopt;  // calculated beside ordered, or a choice
  const JsonValue holder = listed.size() == 1 ? listed.At(0) : dosage;
  JsonValue low = holder.Get("doseQuantity");
  JsonValue high = low;
  if (!low.exists()) {
    low = holder.Path("doseRange", "low");
    high = holder.Path("doseRange", "high");
  }
  const auto least = Milligrams(low, each);
  const auto most = Milligrams(high, each);
  if (!least || !most) return std::nullopt;
  return Dose{*least, *most, false};
}

// Times a day of the abbreviations of HL7 (v3 GTSAbbreviation).
std::optional<double> TimesOfCode(JsonValue code) {
  struct Abbreviation {
    std::string_view code;
    double times;
  };
  static constexpr std::array<Abbreviation, 14> kCodes = {{{"QD", 1},
                                                           {"AM", 1},
                                                           {"PM", 1},
                                                           {"BED", 1},
                                                           {"BID", 2},
                                                           {"TID", 3},
                                                           {"QID", 4},
                                                           {"QOD", 0.5},
                                                           {"Q1H", 24},
                                                           {"Q2H", 12},
                                                           {"Q3H", 8},
                                                           {"Q4H", 6},
                                                           {"Q6H", 4},
                                                           {"Q8H", 3}}};
  for (const JsonValue coding : code.Get("coding").elements()) {
    for (const Abbreviation& one : kCodes) {
      if (one.code == coding.Get("code").string_or("")) return one.times;
    }
  }
  return std::nullopt;
}

std::optional<double> DaysIn(std::string_view unit) {
  if (unit == "d") return 1;
  if (unit == "h") return 1.0 / 24;
  if (unit == "wk") return 7;
  return std::nullopt;
}

struct Times {
  double low = 0, high = 0;  // a day
};

// A number of times in a period, or moments of the day that are named.
std::optional<Times> TimesOfRepeat(JsonValue repeat) {
  const double named =
      static_cast<double>(std::max(repeat.Get("timeOfDay").size(), repeat.Get("when").size()));
  const auto period = repeat.Get("period").number();
  const auto unit = DaysIn(repeat.Get("periodUnit").string_or(""));
  if (!repeat.Get("period").exists() && !repeat.Get("frequency").exists()) {
    if (named == 0) return std::nullopt;
    return Times{named, named};
  }
  if (!period || !unit || *period <= 0) return std::nullopt;
  const double longest = repeat.Get("periodMax").number().value_or(*period);
  double low = repeat.Get("frequency").number().value_or(std::max(named, 1.0));
  double high = repeat.Get("frequencyMax").number().value_or(low);
  return Times{low / (std::max(longest, *period) * *unit), high / (*period * *unit)};
}

bool IsOnce(JsonValue timing) {
  const JsonValue repeat = timing.Get("repeat");
  const bool repeats = repeat.Get("period").exists();
  if (repeat.Get("count").integer() == 1) return true;
  return timing.Get("event").size() == 1 && !repeats && !timing.Get("code").exists();
}

std::optional<Dose> ReadStep(JsonValue dosage, std::optional<double> each) {
  const std::optional<Dose> amount = ReadAmount(dosage, each);
  if (!amount) return std::nullopt;
  // On demand may be never; up to how much is not said here.
  if (dosage.Get("asNeededBoolean").boolean().value_or(false) ||
      dosage.Get("asNeeded").boolean().value_or(false) ||
      dosage.Get("asNeededCodeableConcept").exists() || dosage.Get("asNeededFor").exists()) {
    return std::nullopt;
  }
  const JsonValue timing = dosage.Get("timing");
  if (IsOnce(timing)) return Dose{amount->low, amount->high, true};
  std::optional<Times> times = TimesOfRepeat(timing.Get("repeat"));
  if (!times) {
    const auto by_code = TimesOfCode(timing.Get("code"));
    if (!by_code) return std::nullopt;
    times = Times{*by_code, *by_code};
  }
  return Dose{amount->low * times->low, amount->high * times->high, false};
}

bool HasDose(JsonValue dosage) {
  return dosage.Get("doseAndRate").exists() || dosage.Get("doseQuantity").exists() ||
         dosage.Get("doseRange").exists();
}

}  // namespace

std::optional<Dose> ReadDose(JsonValue medication, std::optional<double> milligrams_each) {
  const JsonValue asked = medication.Get("dosageInstruction");
  const JsonValue dosages = asked.size() > 0 ? asked : medication.Get("dosage");
  std::optional<Dose> sum;
  bool in_steps = false;
  for (const JsonValue dosage : dosages.elements()) {
    if (!HasDose(dosage)) continue;
    const std::optional<Dose> dose = ReadStep(dosage, milligrams_each);
    const JsonValue repeat = dosage.Path("timing", "repeat");
    const bool is_step = dosage.Get("sequence").exists() || repeat.Get("boundsPeriod").exists() ||
                         repeat.Get("boundsDuration").exists();
    // Numbered or dated lines follow each other, unless there is only one.
    if (!dose || (sum && (is_step || in_steps || sum->is_single != dose->is_single))) {
      return std::nullopt;
    }
    in_steps = in_steps || is_step;
    sum = sum ? Dose{sum->low + dose->low, sum->high + dose->high, dose->is_single} : *dose;
  }
  return sum;
}

}  // namespace wervelwijzer::cards
