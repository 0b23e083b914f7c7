#include "fhir/date.h"

namespace wervelwijzer::fhir {
namespace {

double DayOf(TimePoint instant, const TimeZone& zone) {
  const CivilTime civil = zone.ToCivil(instant);
  return static_cast<double>(DayNumber(civil.year, civil.month, civil.day));
}

}  // namespace

std::optional<TimeRange> ParseDateTime(std::string_view text, const TimeZone& zone) {
  const std::optional<WrittenTime> written = ParseWrittenTime(text);
  if (!written) return std::nullopt;
  const Moments moments = MomentsOf(*written, zone);
  return TimeRange{text, moments.first, moments.last};
}

std::optional<TimeRange> ReadTime(JsonValue value, const TimeZone& zone) {
  if (const auto text = value.string()) return ParseDateTime(*text, zone);
  if (!value.is_object()) return std::nullopt;
  const std::string_view start_text = value.Get("start").string_or({});
  const std::string_view end_text = value.Get("end").string_or({});
  const auto start = ParseDateTime(start_text, zone);
  const auto end = ParseDateTime(end_text, zone);
  if (!start && !end) return std::nullopt;
  TimeRange range;
  range.text = start ? start_text : end_text;
  if (start) range.first = start->first;
  if (end) range.last = end->last;
  return range;
}

double FirstDay(const TimeRange& range, const TimeZone& zone) { return DayOf(*range.first, zone); }
double LastDay(const TimeRange& range, const TimeZone& zone) { return DayOf(*range.last, zone); }

}  // namespace wervelwijzer::fhir
