#include "fhir/date.h"

namespace wervelwijzer::fhir {
namespace {

using std::chrono::milliseconds;

constexpr int kNone = -1;

// The number that the text is; kNone when it is empty or has anything but digits.
// REQUIRES: at most nine characters.
int Digits(std::string_view text) {
  int value = text.empty() ? kNone : 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return kNone;
    value = 10 * value + (c - '0');
  }
  return value;
}

struct CalendarDate {
  int year = 0, month = 0, day = 0;  // month and day 0 when not given
};

std::optional<CalendarDate> ParseCalendarDate(std::string_view text) {
  const bool has_month = text.size() >= 7, has_day = text.size() == 10;
  if (text.size() != 4 && text.size() != 7 && !has_day) return std::nullopt;
  if ((has_month && text[4] != '-') || (has_day && text[7] != '-')) return std::nullopt;
  const int year = Digits(text.substr(0, 4));
  const int month = has_month ? Digits(text.substr(5, 2)) : 0;
  const int day = has_day ? Digits(text.substr(8, 2)) : 0;
  if (year <= 0 || !IsValidDate(year, has_month ? month : 1, has_day ? day : 1)) {
    return std::nullopt;
  }
  return CalendarDate{year, month, day};
}

TimePoint Midnight(int year, int month, int day, const TimeZone& zone) {
  return zone.ToInstant({.year = year, .month = month, .day = day});
}

TimeRange RangeOf(const CalendarDate& date, std::string_view text, const TimeZone& zone) {
  const int first_month = date.month == 0 ? 1 : date.month;
  const int first_day = date.day == 0 ? 1 : date.day;
  CivilTime next{.year = date.year + 1, .month = 1, .day = 1};
  if (date.day != 0) {
    next = DateOfDayNumber(DayNumber(date.year, date.month, date.day) + 1);
  } else if (date.month != 0 && date.month < 12) {
    next = {.year = date.year, .month = date.month + 1, .day = 1};
  }
  return {text, Midnight(date.year, first_month, first_day, zone),
          Midnight(next.year, next.month, next.day, zone) - milliseconds(1)};
}

// `2026-11-21T14:05` and `2026-11-21T14:05:10.5`, both without offset: local time.
std::optional<TimeRange> ParseLocalTime(std::string_view text, const TimeZone& zone) {
  if (text.size() < 16 || text[10] != 'T' || text[13] != ':') return std::nullopt;
  const auto date = ParseCalendarDate(text.substr(0, 10));
  const int hour = Digits(text.substr(11, 2));
  const int minute = Digits(text.substr(14, 2));
  int second = 0;
  if (text.size() > 16) {
    if (text.size() < 19 || text[16] != ':') return std::nullopt;
    if (text.size() > 19 && text[19] != '.') return std::nullopt;
    second = Digits(text.substr(17, 2));
  }
  const bool has_all = date && hour != kNone && minute != kNone && second != kNone;
  if (!has_all || hour > 24 || minute > 59 || second > 60) return std::nullopt;
  const TimePoint instant = zone.ToInstant({.year = date->year,
                                            .month = date->month,
                                            .day = date->day,
                                            .hour = hour,
                                            .minute = minute,
                                            .second = second});
  return TimeRange{text, instant, instant};
}

double DayOf(TimePoint instant, const TimeZone& zone) {
  const CivilTime civil = zone.ToCivil(instant);
  return static_cast<double>(DayNumber(civil.year, civil.month, civil.day));
}

}  // namespace

std::optional<TimeRange> ParseDateTime(std::string_view text, const TimeZone& zone) {
  if (text.size() <= 10) {
    const auto date = ParseCalendarDate(text);
    if (!date) return std::nullopt;
    return RangeOf(*date, text, zone);
  }
  if (const Result<TimePoint> instant = ParseInstant(text); instant.ok()) {
    return TimeRange{text, *instant, *instant};
  }
  return ParseLocalTime(text, zone);
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
