#pragma once

// Dates of FHIR (http://hl7.org/fhir/datatypes.html#dateTime): partial ones are ranges.

#include <optional>
#include <string_view>

#include "base/clock.h"
#include "base/json.h"

namespace wervelwijzer::fhir {

// What a date, dateTime, instant or Period says: some moment from `first` to `last`, both included
// (MomentsOf in base/clock.h). An open end of a Period is absent.
struct TimeRange {
  std::string_view text;  // as written; of a Period its start, else its end
  std::optional<TimePoint> first;
  std::optional<TimePoint> last;
};

// Any form of base/clock.h; nothing when it is no date.
std::optional<TimeRange> ParseDateTime(std::string_view text, const TimeZone& zone);

// A JSON string as ParseDateTime, an object as Period (`start`, `end`); nothing for anything else
// and for a Period without a readable end.
std::optional<TimeRange> ReadTime(JsonValue value, const TimeZone& zone);

// The day numbers (base/clock.h) of the two ends. REQUIRES: that end is present.
double FirstDay(const TimeRange& range, const TimeZone& zone);
double LastDay(const TimeRange& range, const TimeZone& zone);

}  // namespace wervelwijzer::fhir
