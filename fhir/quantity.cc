#include "fhir/quantity.h"

#include <string>

namespace wervelwijzer::fhir {
namespace {

enum class Dimension { kTime, kFrequency, kLength, kMass, kNumber };

struct Unit {
  std::string_view name;
  Dimension dimension;
  double in_base;  // seconds, times a year, millimetres, grams, one
};

constexpr double kDay = 86400;

// UCUM codes first, then words that Dutch and English records use.
constexpr Unit kUnits[] = {
    {"s", Dimension::kTime, 1},
    {"min", Dimension::kTime, 60},
    {"h", Dimension::kTime, 3600},
    {"d", Dimension::kTime, kDay},
    {"wk", Dimension::kTime, 7 * kDay},
    {"mo", Dimension::kTime, 30.4375 * kDay},
    {"a", Dimension::kTime, 365.25 * kDay},
    {"/a", Dimension::kFrequency, 1},
    {"mm", Dimension::kLength, 1},
    {"cm", Dimension::kLength, 10},
    {"m", Dimension::kLength, 1000},
    {"mg", Dimension::kMass, 0.001},
    {"g", Dimension::kMass, 1},
    {"kg", Dimension::kMass, 1000},
    {"1", Dimension::kNumber, 1},
    {"%", Dimension::kNumber, 1},
    {"[score]", Dimension::kNumber, 1},
    {"score", Dimension::kNumber, 1},
    {"per year", Dimension::kFrequency, 1},
    {"per jaar", Dimension::kFrequency, 1},
    {"minute", Dimension::kTime, 60},
    {"minutes", Dimension::kTime, 60},
    {"minuten", Dimension::kTime, 60},
    {"uur", Dimension::kTime, 3600},
    {"uren", Dimension::kTime, 3600},
    {"hour", Dimension::kTime, 3600},
    {"hours", Dimension::kTime, 3600},
    {"dag", Dimension::kTime, kDay},
    {"dagen", Dimension::kTime, kDay},
    {"day", Dimension::kTime, kDay},
    {"days", Dimension::kTime, kDay},
    {"week", Dimension::kTime, 7 * kDay},
    {"weken", Dimension::kTime, 7 * kDay},
    {"weeks", Dimension::kTime, 7 * kDay},
    {"maand", Dimension::kTime, 30.4375 * kDay},
    {"maanden", Dimension::kTime, 30.4375 * kDay},
    {"month", Dimension::kTime, 30.4375 * kDay},
    {"months", Dimension::kTime, 30.4375 * kDay},
    {"jaar", Dimension::kTime, 365.25 * kDay},
    {"year", Dimension::kTime, 365.25 * kDay},
    {"years", Dimension::kTime, 365.25 * kDay},
};

const Unit* FindUnit(std::string_view name) {
  static constexpr Unit kAnnotation{"{}", Dimension::kNumber, 1};
  if (name.starts_with('{')) return &kAnnotation;  // UCUM: an annotation stands for one
  for (const Unit& unit : kUnits) {
    if (unit.name == name) return &unit;
  }
  return nullptr;
}

std::string_view UnitOf(JsonValue quantity) {
  const std::string_view code = quantity.Get("code").string_or({});
  if (FindUnit(code) != nullptr) return code;
  const std::string_view unit = quantity.Get("unit").string_or({});
  if (unit.empty()) return code;
  return unit;
}

std::optional<double> Converted(JsonValue quantity, std::string_view unit) {
  if (const auto number = quantity.number()) return number;
  const auto number = quantity.Get("value").number();
  if (!number) return std::nullopt;
  const std::string_view given = UnitOf(quantity);
  if (given.empty()) return number;
  const auto factor = UnitFactor(given, unit);
  if (!factor) return std::nullopt;
  return *number * *factor;
}

}  // namespace

std::optional<double> UnitFactor(std::string_view from, std::string_view to) {
  const Unit* source = FindUnit(from.empty() ? "1" : from);
  const Unit* target = FindUnit(to.empty() ? "1" : to);
  if (source == nullptr || target == nullptr || source->dimension != target->dimension) {
    return std::nullopt;
  }
  if (from == "%" && to == "1") return 0.01;
  return source->in_base / target->in_base;
}

std::optional<NumberRange> ReadNumber(JsonValue value, std::string_view unit) {
  NumberRange range;
  if (value.Get("low").is_object() || value.Get("high").is_object()) {
    const auto low = Converted(value.Get("low"), unit);
    const auto high = Converted(value.Get("high"), unit);
    if (!low && !high) return std::nullopt;
    if (low) range.low = *low;
    if (high) range.high = *high;
    if (range.low > range.high) return std::nullopt;
    return range;
  }
  const auto number = Converted(value, unit);
  if (!number) return std::nullopt;
  const std::string_view comparator = value.Get("comparator").string_or({});
  if (comparator.empty()) return NumberRange{*number, *number, false, false};
  if (comparator == "<" || comparator == "<=") {
    range.high = *number;
    range.high_open = comparator == "<";
  } else if (comparator == ">" || comparator == ">=") {
    range.low = *number;
    range.low_open = comparator == ">";
  } else {
    return std::nullopt;
  }
  return range;
}

}  // namespace wervelwijzer::fhir
