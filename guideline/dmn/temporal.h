#pragma once

// Dates, times, dates with a time, and the two kinds of duration of FEEL (DMN 1.3, clause 10.3.2.3;
// text forms of ISO 8601 as in XML Schema, plus `@Europe/Amsterdam` behind a time). Proleptic
// Gregorian calendar, years -999,999,999 to 999,999,999. Nanoseconds.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wervelwijzer::dmn {

__extension__ typedef __int128 Nanoseconds;
inline constexpr std::int64_t kNanosPerSecond = 1'000'000'000;
inline constexpr std::int64_t kSecondsPerDay = 86'400;

struct Date {
  int year = 1970;
  int month = 1;  // 1-12
  int day = 1;    // 1-31
  bool operator==(const Date&) const = default;
};

// Where a time of day is meant. kNone: nobody said; such a time has no instant.
struct Zone {
  enum class Kind { kNone, kOffset, kNamed };
  Kind kind = Kind::kNone;
  int offset_seconds = 0;  // kOffset: east of UTC is positive
  std::string name;        // kNamed: of the IANA database
  bool operator==(const Zone&) const = default;
};

struct Time {
  int hour = 0, minute = 0, second = 0;  // 0-23, 0-59, 0-59
  int nano = 0;                          // 0-999,999,999
  Zone zone;
};

struct DateTime {
  Date date;
  Time time;
};

// A duration of years and months.
struct YearsMonths {
  std::int64_t months = 0;
};

// A duration of days and time.
struct DaysTime {
  Nanoseconds nanos = 0;
};

// No value when the text has another form or names a day, time or zone that does not exist.
std::optional<Date> ParseDate(std::string_view text);
std::optional<Time> ParseTime(std::string_view text);
std::optional<DateTime> ParseDateTime(std::string_view text);
std::optional<YearsMonths> ParseYearsMonths(std::string_view text);
std::optional<DaysTime> ParseDaysTime(std::string_view text);
// An offset in seconds; no value beyond 18 hours either way.
std::optional<Zone> ZoneOfOffset(std::int64_t seconds);

bool IsValid(const Date& date);
bool IsValid(const Time& time);

// The canonical texts: `2025-07-01`, `10:30:00.5+02:00`, `P1Y2M`, `-PT1H`, `PT0S`, `P0M`.
std::string ToString(const Date& date);
std::string ToString(const Time& time);
std::string ToString(const DateTime& moment);
std::string ToString(YearsMonths duration);
std::string ToString(DaysTime duration);

// Days since 1970-01-01, and back; no date outside the range of years.
std::int64_t DayOf(const Date& date);
std::optional<Date> DateOfDay(std::int64_t day);
int WeekdayOf(const Date& date);  // 1 = Monday … 7 = Sunday

// Offset east of UTC that holds at that moment; no value for kNone.
std::optional<int> OffsetSeconds(const DateTime& moment);
// The same for a time of day without a date; a named zone is taken at 1970-01-01.
std::optional<int> OffsetSeconds(const Time& time);
// Nanoseconds since 1970-01-01T00:00 of the wall clock, less the offset where there is one.
Nanoseconds InstantOf(const DateTime& moment);
// Nanoseconds since midnight, less the offset where there is one.
Nanoseconds InstantOf(const Time& time);

// Sums. A day that the month does not have becomes its last. No value outside the range of years.
std::optional<Date> AddMonths(const Date& date, std::int64_t months);
std::optional<DateTime> AddMonths(const DateTime& moment, std::int64_t months);
std::optional<DateTime> AddNanos(const DateTime& moment, Nanoseconds nanos);
Time AddNanos(const Time& time, Nanoseconds nanos);  // wraps at midnight
// Whole months from a to b, rounded towards zero.
std::int64_t MonthsBetween(const Date& a, const Date& b);

}  // namespace wervelwijzer::dmn
