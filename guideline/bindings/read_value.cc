#include "guideline/bindings/read_value.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

#include "fhir/coding.h"
#include "fhir/date.h"
#include "fhir/quantity.h"
#include "fhir/view.h"
#include "guideline/bindings/statement.h"
#include "terminology/spelling.h"

namespace wervelwijzer::guideline {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::optional<double> NumberOfText(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '%')) text.remove_suffix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) {
    return std::nullopt;
  }
  if (!std::isfinite(value)) return std::nullopt;  // `nan` and `inf` are words here
  return value;
}

Error DoesNotFit(const InputDefinition& definition) {
  return InvalidInput("value does not fit input `" + definition.id + "`");
}

bool IsOwnSystemAsWritten(std::string_view system, const InputDefinition& definition) {
  for (const std::string_view part : {kCanonicalBase, std::string_view("/CodeSystem/")}) {
    if (!system.starts_with(part)) return false;
    system.remove_prefix(part.size());
  }
  return system == definition.id;
}

bool IsOwnSystem(std::string_view system, const InputDefinition& definition) {
  if (IsOwnSystemAsWritten(system, definition)) return true;
  const std::string own = std::string(kCanonicalBase) + "/CodeSystem/" + definition.id;
  return terminology::Spelling(system).text() == terminology::Spelling(own).text();
}

// Codes that the value may stand for: its own system's, or bare ones.
std::vector<std::string_view> CandidateCodes(const InputDefinition& definition, JsonValue value) {
  std::vector<std::string_view> codes;
  for (const fhir::Coding& coding : fhir::Codings(value)) {
    if (coding.system.empty() || IsOwnSystem(coding.system, definition)) {
      codes.push_back(coding.code);
    }
  }
  if (const auto text = value.string()) codes.push_back(*text);
  if (const auto text = value.Get("text").string()) codes.push_back(*text);
  return codes;
}

// What the codings say as an answer; empty when none of them is known.
ValueSet ReadAnswer(JsonValue value, const YesOrNo& yes_or_no) {
  std::vector<terminology::ConceptId> concepts;
  for (const fhir::Coding& coding : fhir::Codings(value)) {
    yes_or_no.terminology.Lookup(coding, concepts);
  }
  const auto has = [&concepts](const std::optional<terminology::ConceptId>& wanted) {
    return wanted && std::ranges::find(concepts, *wanted) != concepts.end();
  };
  ValueSet values;
  if (has(yes_or_no.yes)) values.codes.push_back("true");
  if (has(yes_or_no.no)) values.codes.push_back("false");
  return values;
}

Result<ReadValueResult> ReadCode(const InputDefinition& definition, JsonValue value,
                                 const YesOrNo& yes_or_no) {
  if (const auto boolean = value.boolean(); boolean && definition.type == InputType::kBoolean) {
    return ReadValueResult{ValueSet::Boolean(*boolean), {}, {}};
  }
  if (const auto number = value.integer()) {
    const std::string code = std::to_string(*number);
    if (definition.Allows(std::string_view(code)))
      return ReadValueResult{ValueSet::Code(code), {}, {}};
  }
  ReadValueResult result;  // codings that disagree: one of them
  for (std::string_view code : CandidateCodes(definition, value)) {
    if (!definition.Allows(code)) continue;
    result.values = Union(result.values, ValueSet::Code(std::string(code)));
  }
  if (IsEmpty(result.values) && definition.type == InputType::kBoolean) {
    result.values = ReadAnswer(value, yes_or_no);
  }
  if (IsEmpty(result.values)) return DoesNotFit(definition);
  return result;
}

Result<ReadValueResult> ReadNumber(const InputDefinition& definition, JsonValue value,
                                   const BindOptions& options) {
  if (definition.type == InputType::kDuration && LacksUnit(value)) {
    return InvalidInput("duration for input `" + definition.id + "` has no unit");
  }
  std::optional<fhir::NumberRange> range = fhir::ReadNumber(value, UnitOf(definition));
  if (const auto text = value.string(); !range && text) {
    if (const auto number = NumberOfText(*text)) range = {*number, *number, false, false};
  }
  for (const fhir::Coding& coding : fhir::Codings(value)) {
    if (range) break;
    if (const auto number = NumberOfText(coding.code);
        number && coding.system.ends_with(definition.id)) {
      range = {*number, *number, false, false};
    }
  }
  ValueSet values;
  if (range) {
    values = AllowedPart(definition, {range->low, range->high, range->low_open, range->high_open});
  } else if (definition.type == InputType::kDuration) {
    if (const auto time = fhir::ReadTime(value, options.zone)) {
      values = TimeSince(definition, time->first, value.is_object() ? time->first : time->last,
                         options.now);
    }
  }
  if (IsEmpty(values)) return DoesNotFit(definition);
  return ReadValueResult{std::move(values), {}, {}};
}

Result<ReadValueResult> ReadDate(const InputDefinition& definition, JsonValue value,
                                 const BindOptions& options) {
  if (value.is_object()) value = value.Get("start");
  const auto time = fhir::ReadTime(value, options.zone);
  if (!time || !time->first || !time->last) return DoesNotFit(definition);
  return ReadValueResult{
      ValueSet::Range(fhir::FirstDay(*time, options.zone), fhir::LastDay(*time, options.zone)),
      std::string(time->text), time->first};
}

}  // namespace

bool LacksUnit(JsonValue value) {
  if (value.number()) return true;
  if (const auto text = value.string()) return NumberOfText(*text).has_value();
  if (value.Get("value").exists()) return !fhir::HasUnit(value);
  const JsonValue low = value.Get("low"), high = value.Get("high");
  return (low.exists() && !fhir::HasUnit(low)) || (high.exists() && !fhir::HasUnit(high));
}

std::string_view UnitOf(const InputDefinition& definition) {
  if (!definition.ucum.empty()) return definition.ucum;
  if (fhir::UnitFactor(definition.unit, definition.unit)) return definition.unit;
  return "1";
}

ValueSet AllowedPart(const InputDefinition& definition, const dmn::Interval& range) {
  ValueSet values;
  dmn::Interval cut = range;
  if (cut.low < definition.minimum || (cut.low == definition.minimum && definition.minimum_open)) {
    if (cut.low == cut.high) return values;  // one number, and that is not allowed
    cut.low = definition.minimum;
    cut.low_open = definition.minimum_open;
  }
  if (cut.high > definition.maximum) {
    if (cut.low == cut.high) return values;
    cut.high = definition.maximum;
    cut.high_open = false;
  }
  if (cut.low > cut.high) return values;
  if (definition.allowed_values.empty()) {
    const bool one_fraction =
        cut.low == cut.high && definition.whole && cut.low != std::floor(cut.low);
    if (!one_fraction) values.ranges.push_back(cut);
    return values;
  }
  double below = -kInfinity, above = kInfinity;  // the steps around a number between two
  for (const std::string& text : definition.allowed_values) {
    const double step = NumberOfText(text).value_or(kInfinity);
    const bool inside = (step > cut.low || (step == cut.low && !cut.low_open)) &&
                        (step < cut.high || (step == cut.high && !cut.high_open));
    if (inside) values.ranges.push_back({step, step, false, false});
    if (step < cut.low) below = std::max(below, step);
    if (step > cut.high) above = std::min(above, step);
  }
  // Below the first step of a coarse scale it is the grade of another scale.
  const bool is_foreign = above - below > 1 && below <= definition.minimum;
  if (values.ranges.empty() && std::isfinite(below) && std::isfinite(above) && !is_foreign) {
    values.ranges = {{below, below, false, false}, {above, above, false, false}};
  }
  return values;
}

ValueSet TimeSince(const InputDefinition& definition, std::optional<TimePoint> first,
                   std::optional<TimePoint> last, TimePoint now) {
  const double in_unit = fhir::UnitFactor("s", UnitOf(definition)).value_or(0) / 1000;
  const auto elapsed = [&](TimePoint then) {
    return std::max(0.0, static_cast<double>((now - then).count()) * in_unit);
  };
  if (in_unit == 0 || (!first && !last) || (first && *first > now)) return {};
  dmn::Interval range{0, kInfinity, false, false};
  if (last) range.low = elapsed(std::min(*last, now));
  if (first) range.high = elapsed(*first);
  return AllowedPart(definition, range);
}

Result<ReadValueResult> ReadInputValue(const InputDefinition& definition, JsonValue holder,
                                       const BindOptions& options, const YesOrNo& yes_or_no) {
  const JsonValue value = fhir::Choice(holder, "value");
  if (!value.exists() || value.is_null()) {
    return Error{ErrorKind::kNotFound, "no value for `" + definition.id + "`", {}};
  }
  switch (definition.type) {
    case InputType::kBoolean:
    case InputType::kEnumeration:
    case InputType::kSet:
      return ReadCode(definition, value, yes_or_no);
    case InputType::kNumber:
    case InputType::kDuration:
      return ReadNumber(definition, value, options);
    case InputType::kDate:
      return ReadDate(definition, value, options);
  }
  return DoesNotFit(definition);
}

}  // namespace wervelwijzer::guideline
