#pragma once

// Dates, times and numbers as a reader of the language writes them, in the region's time zone.

#include <string>
#include <string_view>

#include "base/clock.h"
#include "cards/text.h"

namespace wervelwijzer::cards {

// `za 22-11 03:10`, `Sat 22 Nov 03:10`; with the year when that is not the year of `now`.
std::string FormatMoment(const Words& words, const TimeZone& zone, TimePoint moment, TimePoint now);

// A FHIR date, dateTime or instant as it stands in the record, its precision kept: `2026-11`
// becomes `11-2026`, an instant its local day and time with year. What is no date comes back empty.
std::string FormatRecordDate(const Words& words, const TimeZone& zone, std::string_view date);

// `2026-11-05`.
std::string IsoDate(const CivilTime& day);

// Whole numbers without a fraction, others with at most two decimals and the language's separator.
std::string FormatNumber(const Words& words, double number);

}  // namespace wervelwijzer::cards
