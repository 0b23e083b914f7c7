#include "guideline/dmn/temporal.h"

#include <algorithm>
#include <cstdlib>

#include "base/clock.h"

namespace wervelwijzer::dmn {
namespace {

constexpr int kMaxYear = 999'999'999;

Nanoseconds FloorDivide(Nanoseconds a, Nanoseconds b) {
  const Nanoseconds quotient = a / b;
  return a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient;
}

int DaysOfMonth(std::int64_t year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month == 2 && leap ? 29 : kDays[month - 1];
}

Nanoseconds WallOf(const Time& time) {
  const std::int64_t seconds = time.hour * 3600 + time.minute * 60 + time.second;
  return Nanoseconds{seconds} * kNanosPerSecond + time.nano;
}

Nanoseconds WallOf(const DateTime& moment) {
  return Nanoseconds{DayOf(moment.date)} * kSecondsPerDay * kNanosPerSecond + WallOf(moment.time);
}

Time TimeOfWall(Nanoseconds nanos, const Zone& zone) {
  const auto seconds = static_cast<int>(nanos / kNanosPerSecond);
  return {seconds / 3600, seconds / 60 % 60, seconds % 60,
          static_cast<int>(nanos % kNanosPerSecond), zone};
}

// The zone database covers a few thousand years; the calendar repeats every 400.
int YearForZone(int year) {
  if (year >= 1600 && year <= 3000) return year;
  return 2000 + (year % 400 + 400) % 400;
}

int NamedOffset(const std::string& name, const Date& date, const Time& time) {
  const Result<TimeZone> zone = TimeZone::Find(name);
  if (!zone.ok()) return 0;
  CivilTime civil;
  civil.year = YearForZone(date.year);
  civil.month = date.month;
  civil.day = date.day;
  civil.hour = time.hour;
  civil.minute = time.minute;
  civil.second = time.second;
  return zone->OffsetMinutes(zone->ToInstant(civil)) * 60;
}

}  // namespace

bool IsValid(const Date& date) {
  return date.year >= -kMaxYear && date.year <= kMaxYear && date.month >= 1 && date.month <= 12 &&
         date.day >= 1 && date.day <= DaysOfMonth(date.year, date.month);
}

bool IsValid(const Time& time) {
  return time.hour >= 0 && time.hour <= 23 && time.minute >= 0 && time.minute <= 59 &&
         time.second >= 0 && time.second <= 59 && time.nano >= 0 && time.nano < kNanosPerSecond;
}

std::optional<Zone> ZoneOfOffset(std::int64_t seconds) {
  if (std::abs(seconds) > 18 * 3600) return std::nullopt;
  return Zone{Zone::Kind::kOffset, static_cast<int>(seconds), {}};
}

// Days from civil: years of 400 from 1 March, so that the leap day is the last of the year.
std::int64_t DayOf(const Date& date) {
  const std::int64_t year = date.month <= 2 ? std::int64_t{date.year} - 1 : date.year;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * ((date.month + 9) % 12) + 2) / 5 + date.day - 1;
  const std::int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

std::optional<Date> DateOfDay(std::int64_t day) {
  if (std::abs(day) > std::int64_t{366} * (kMaxYear + 2000LL)) return std::nullopt;
  const std::int64_t shifted = day + 719468;
  const std::int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  const std::int64_t day_of_era = shifted - era * 146097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted_month = (5 * day_of_year + 2) / 153;
  const std::int64_t month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  const std::int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
  if (std::abs(year) > kMaxYear) return std::nullopt;
  return Date{static_cast<int>(year), static_cast<int>(month),
              static_cast<int>(day_of_year - (153 * shifted_month + 2) / 5 + 1)};
}

int WeekdayOf(const Date& date) {
  const std::int64_t since_monday = (DayOf(date) + 3) % 7;
  return static_cast<int>((since_monday + 7) % 7) + 1;
}

std::optional<int> OffsetSeconds(const DateTime& moment) {
  const Zone& zone = moment.time.zone;
  switch (zone.kind) {
    case Zone::Kind::kNone:
      return std::nullopt;
    case Zone::Kind::kOffset:
      return zone.offset_seconds;
    case Zone::Kind::kNamed:
      return NamedOffset(zone.name, moment.date, moment.time);
  }
  return std::nullopt;
}

std::optional<int> OffsetSeconds(const Time& time) { return OffsetSeconds(DateTime{{}, time}); }

Nanoseconds InstantOf(const DateTime& moment) {
  return WallOf(moment) - Nanoseconds{OffsetSeconds(moment).value_or(0)} * kNanosPerSecond;
}

Nanoseconds InstantOf(const Time& time) {
  return WallOf(time) - Nanoseconds{OffsetSeconds(time).value_or(0)} * kNanosPerSecond;
}

std::optional<Date> AddMonths(const Date& date, std::int64_t months) {
  if (std::abs(months) > 30'000'000'000LL) return std::nullopt;
  const std::int64_t total = std::int64_t{date.year} * 12 + (date.month - 1) + months;
  const std::int64_t year = total >= 0 ? total / 12 : (total - 11) / 12;
  const int month = static_cast<int>(total - year * 12) + 1;
  if (std::abs(year) > kMaxYear) return std::nullopt;
  return Date{static_cast<int>(year), month, std::min(date.day, DaysOfMonth(year, month))};
}

std::optional<DateTime> AddMonths(const DateTime& moment, std::int64_t months) {
  const std::optional<Date> date = AddMonths(moment.date, months);
  if (!date) return std::nullopt;
  return DateTime{*date, moment.time};
}

std::optional<DateTime> AddNanos(const DateTime& moment, Nanoseconds nanos) {
  constexpr Nanoseconds kDay = Nanoseconds{kSecondsPerDay} * kNanosPerSecond;
  if (nanos / kDay > 1'000'000'000'000LL || nanos / kDay < -1'000'000'000'000LL) {
    return std::nullopt;
  }
  const Nanoseconds wall = WallOf(moment) + nanos;
  const Nanoseconds day = FloorDivide(wall, kDay);
  const std::optional<Date> date = DateOfDay(static_cast<std::int64_t>(day));
  if (!date) return std::nullopt;
  return DateTime{*date, TimeOfWall(wall - day * kDay, moment.time.zone)};
}

Time AddNanos(const Time& time, Nanoseconds nanos) {
  constexpr Nanoseconds kDay = Nanoseconds{kSecondsPerDay} * kNanosPerSecond;
  const Nanoseconds wall = WallOf(time) + nanos % kDay;
  return TimeOfWall(wall - FloorDivide(wall, kDay) * kDay, time.zone);
}

std::int64_t MonthsBetween(const Date& a, const Date& b) {
  std::int64_t months = (std::int64_t{b.year} - a.year) * 12 + (b.month - a.month);
  if (months > 0 && b.day < a.day) --months;
  if (months < 0 && b.day > a.day) ++months;
  return months;
}

}  // namespace wervelwijzer::dmn
