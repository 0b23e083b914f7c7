#include "fhir/quantity.h"

#include <algorithm>
#include <iterator>
#include <string>

namespace wervelwijzer::fhir {
namespace {

enum class Dimension { kTime, kFrequency, kLength, kMass, kVolume, kNumber };

struct Unit {
  std::string_view name;
  Dimension dimension;
  double in_base;  // seconds, times a year, millimetres, grams, millilitres, one
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
    {"ug", Dimension::kMass, 1e-6},
    {"mcg", Dimension::kMass, 1e-6},
    {"\xC2\xB5g", Dimension::kMass, 1e-6},  // the micro sign
    {"\xCE\xBCg", Dimension::kMass, 1e-6},  // the Greek letter
    {"gram", Dimension::kMass, 1},
    {"gr", Dimension::kMass, 1},
    {"milligram", Dimension::kMass, 0.001},
    {"milligrams", Dimension::kMass, 0.001},
    {"microgram", Dimension::kMass, 1e-6},
    {"258682000", Dimension::kMass, 1},  // SNOMED CT: gram, milligram, microgram
    {"258684004", Dimension::kMass, 0.001},
    {"258685003", Dimension::kMass, 1e-6},
    {"mL", Dimension::kVolume, 1},
    {"ml", Dimension::kVolume, 1},
    {"milliliter", Dimension::kVolume, 1},
    {"L", Dimension::kVolume, 1000},
    {"l", Dimension::kVolume, 1000},
    {"258773002", Dimension::kVolume, 1},  // SNOMED CT: millilitre
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

std::string SmallLetters(std::string_view text) {
  std::string small(text);
  for (char& c : small) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return small;
}

const Unit* FindUnit(std::string_view name) {
  static constexpr Unit kAnnotation{"{}", Dimension::kNumber, 1};
  if (name.starts_with('{')) return &kAnnotation;  // UCUM: an annotation stands for one
  const auto find = [](std::string_view wanted) -> const Unit* {
    for (const Unit& unit : kUnits) {
      if (unit.name == wanted) return &unit;
    }
    return nullptr;
  };
  const Unit* exact = find(name);
  return exact != nullptr ? exact : find(SmallLetters(name));
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

bool HasUnit(JsonValue quantity) {
  return !quantity.Get("code").string_or({}).empty() || !quantity.Get("unit").string_or({}).empty();
}

bool IsPiece(JsonValue quantity) {
  static constexpr std::string_view kWords[] = {"tablet", "tab",   "tbl",   "caps",  "capsule",
                                                "stuk",   "stuks", "piece", "pieces"};
  static constexpr std::string_view kCodes[] = {"732936001", "732937005"};  // tablet, capsule
  const std::string_view code = quantity.Get("code").string_or({});
  if (std::ranges::find(kCodes, code) != std::end(kCodes)) return true;
  const auto is_word = [](std::string_view text) {
    if (text.starts_with('{') && text.ends_with('}')) text = text.substr(1, text.size() - 2);
    std::string word = SmallLetters(text);
    for (const std::string_view ending : {"(s)", "ten", "s", "n"}) {  // plural
      if (std::ranges::find(kWords, word) != std::end(kWords)) return true;
      if (word.ends_with(ending)) word.resize(word.size() - ending.size());
    }
    return std::ranges::find(kWords, word) != std::end(kWords);
  };
  return is_word(code) || is_word(quantity.Get("unit").string_or({}));
}

}  // namespace wervelwijzer::fhir
