#include "guideline/bindings/medicine.h"

#include <algorithm>
#include <charconv>

#include "fhir/quantity.h"
#include "fhir/view.h"
#include "guideline/bindings/mentions.h"

namespace wervelwijzer::guideline {
namespace {

using fhir::Field;

// A number right before `end`, with a point or a comma; blanks between do not count.
std::optional<double> NumberBefore(std::string_view text, std::size_t end) {
  while (end > 0 && text[end - 1] == ' ') --end;
  std::size_t begin = end;
  const auto belongs = [](char c) { return (c >= '0' && c <= '9') || c == '.' || c == ','; };
  while (begin > 0 && belongs(text[begin - 1])) --begin;
  std::string number(text.substr(begin, end - begin));
  std::ranges::replace(number, ',', '.');
  double value = 0;
  const auto [stop, error] = std::from_chars(number.data(), number.data() + number.size(), value);
  const bool is_number = error == std::errc{} && stop == number.data() + number.size();
  return is_number && value > 0 ? std::optional(value) : std::nullopt;
}

// The only number of milligrams in the name; none where it is one of a volume.
std::optional<double> MilligramsInWords(std::string_view words) {
  const std::string text = LowerCase(words);
  std::optional<double> only;
  for (auto at = text.find("mg"); at != std::string::npos; at = text.find("mg", at + 2)) {
    const auto number = NumberBefore(text, at);
    const std::size_t after = text.find_first_not_of(' ', at + 2);
    const bool is_part =
        after != std::string::npos &&
        (text[after] == '/' || (after == at + 2 && text[after] >= 'a' && text[after] <= 'z'));
    if (!number || is_part || (only && *only != *number)) return std::nullopt;
    only = number;
  }
  return only;
}

// Of one piece: a denominator of a mass or a volume makes it a concentration.
std::optional<double> MilligramsOfIngredient(JsonValue medication) {
  const JsonValue ingredients = medication.Get("ingredient");
  if (ingredients.size() != 1) return std::nullopt;
  const JsonValue ingredient = ingredients.At(0);
  JsonValue strength = ingredient.Get("strength");
  if (!strength.exists()) strength = ingredient.Get("strengthRatio");  // R5
  const JsonValue numerator = strength.Get("numerator"), each = strength.Get("denominator");
  const auto amount = fhir::ReadNumber(numerator, "mg");
  if (!amount || amount->low != amount->high || !fhir::HasUnit(numerator)) return std::nullopt;
  const bool is_piece = fhir::IsPiece(each) || !fhir::HasUnit(each);
  const double pieces = each.Get("value").number().value_or(1);
  if (!is_piece || pieces <= 0) return std::nullopt;
  return amount->low / pieces;
}

}  // namespace

std::string NameOfMedicine(const fhir::Resource& resource, const fhir::Record& record) {
  for (JsonValue value : fhir::Values(resource, Field::kCode)) {
    if (const auto text = fhir::DisplayText(value); !text.empty()) return std::string(text);
  }
  for (JsonValue link : fhir::Values(resource, Field::kItem)) {
    const JsonValue item = record.Resolve(link.Get("reference").string_or({}), resource);
    if (const auto text = fhir::DisplayText(item.Get("code")); !text.empty()) {
      return std::string(text);
    }
    if (const auto text = link.Get("display").string_or({}); !text.empty()) {
      return std::string(text);
    }
  }
  return {};
}

bool NamesSteroid(std::string_view name) {
  const std::string text = LowerCase(name);
  constexpr std::string_view kWords[] = {"dexamet", "prednis", "corticost", "glucocort"};
  return std::ranges::any_of(
      kWords, [&](std::string_view word) { return text.find(word) != std::string::npos; });
}

std::optional<double> MilligramsEach(const fhir::Resource& resource, const fhir::Record& record,
                                     const BindingTables& tables,
                                     const terminology::Terminology& terminology) {
  for (const fhir::Coding& coding : fhir::SubjectMatter(resource, record)) {
    for (const Strength& strength : tables.strengths) {
      if (strength.code == coding.code &&
          strength.system == terminology.SystemName(coding.system)) {
        return strength.milligrams;
      }
    }
  }
  for (JsonValue link : fhir::Values(resource, Field::kItem)) {
    const JsonValue item = record.Resolve(link.Get("reference").string_or({}), resource);
    if (const auto each = MilligramsOfIngredient(item)) return each;
  }
  return MilligramsInWords(NameOfMedicine(resource, record));
}

}  // namespace wervelwijzer::guideline
