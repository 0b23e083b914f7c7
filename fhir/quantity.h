#pragma once

// Quantities and Ranges in the unit that is asked for (https://ucum.org, the few units needed).

#include <limits>
#include <optional>
#include <string_view>

#include "base/json.h"

namespace wervelwijzer::fhir {

// Some number between the ends; an open end does not belong to it. One number: both ends, closed.
struct NumberRange {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool low_open = false;
  bool high_open = false;
};

// How many `to` one `from` is; nothing when either is not known or they measure different things.
// Units by UCUM code (`h`, `d`, `wk`, `mo`, `a`, `min`, `s`, `mm`, `cm`, `m`, `mg`, `/a`, `%`,
// `1`, anything in braces), by SNOMED CT code (masses) or as people write them (`uur`, `dagen`,
// `weeks`, `milligram`); case counts only where two units differ by it. A month is 30.4375 days, a
// year 365.25 (UCUM's `mo` and `a`). Scores and `%` are plain numbers, only a fraction (`1`) is a
// hundredth of
// `%`.
std::optional<double> UnitFactor(std::string_view from, std::string_view to);

// A Quantity (with comparator), a Range (`low`, `high`) or a bare number. A Quantity without any
// unit is taken to be in `unit`. Nothing when there is no number or the unit does not fit.
std::optional<NumberRange> ReadNumber(JsonValue value, std::string_view unit);

// A Quantity that says its unit, as code or in words.
bool HasUnit(JsonValue quantity);

// A Quantity of tablets, capsules or pieces, by code (UCUM annotation, SNOMED CT unit of
// presentation) or in words.
bool IsPiece(JsonValue quantity);

}  // namespace wervelwijzer::fhir
