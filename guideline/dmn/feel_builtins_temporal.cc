// Dates, times, durations: clauses 10.3.4.1 and 10.3.4.8.

#include <array>

#include "guideline/dmn/feel_arithmetic.h"
#include "guideline/dmn/feel_builtins.h"

namespace wervelwijzer::dmn {
namespace {

using Arguments = std::span<const Value>;

std::optional<int> IntOf(const Value& value) {
  const auto whole = value.AsNumber() ? value.AsNumber()->ToInteger() : std::nullopt;
  if (!whole || *whole > 999'999'999 || *whole < -999'999'999) return std::nullopt;
  return static_cast<int>(*whole);
}

Value MakeDate(Arguments arguments, EvaluationState&) {
  if (arguments.size() == 1) {
    if (arguments[0].AsString()) return ParseDate(*arguments[0].AsString());
    if (arguments[0].AsDateTime()) return arguments[0].AsDateTime()->date;
    return arguments[0].AsDate() ? arguments[0] : Value();
  }
  if (arguments.size() != 3) return {};
  const auto year = IntOf(arguments[0]), month = IntOf(arguments[1]), day = IntOf(arguments[2]);
  if (!year || !month || !day) return {};
  const Date date{*year, *month, *day};
  return IsValid(date) ? Value(date) : Value();
}

// The offset argument of time(): null is no zone.
std::optional<Zone> ZoneOf(const Value& value) {
  if (value.is_null()) return Zone{};
  if (!value.AsDaysTime()) return std::nullopt;
  const Nanoseconds seconds = value.AsDaysTime()->nanos / kNanosPerSecond;
  if (seconds > kSecondsPerDay || seconds < -kSecondsPerDay) return std::nullopt;
  return ZoneOfOffset(static_cast<std::int64_t>(seconds));
}

Value TimeOfParts(Arguments arguments) {
  const auto hour = IntOf(arguments[0]), minute = IntOf(arguments[1]);
  const Decimal* seconds = arguments[2].AsNumber();
  const auto whole = seconds ? seconds->Round(0, Rounding::kFloor) : std::nullopt;
  const auto second = whole ? IntOf(Value(*whole)) : std::nullopt;
  const auto zone = ZoneOf(arguments.size() == 4 ? arguments[3] : Value());
  if (!hour || !minute || !second || !zone) return {};
  const auto part = Decimal::Subtract(*seconds, *whole);
  const auto nanos = part ? Decimal::Multiply(*part, Decimal(kNanosPerSecond)) : std::nullopt;
  const auto nano = nanos ? nanos->Round(0, Rounding::kDown) : std::nullopt;
  const auto nano_whole = nano ? IntOf(Value(*nano)) : std::nullopt;
  const Time time{*hour, *minute, *second, nano_whole.value_or(0), *zone};
  return IsValid(time) ? Value(time) : Value();
}

Value MakeTime(Arguments arguments, EvaluationState&) {
  if (arguments.size() >= 3) return TimeOfParts(arguments);
  if (arguments.size() != 1) return {};
  const Value& from = arguments[0];
  if (from.AsString()) return ParseTime(*from.AsString());
  if (from.AsDateTime()) return from.AsDateTime()->time;
  if (from.AsDate()) return MidnightOf(*from.AsDate()).time;
  return from.AsTime() ? from : Value();
}

Value MakeDateTime(Arguments arguments, EvaluationState&) {
  const Value& from = arguments[0];
  if (arguments.size() == 1) {
    if (from.AsString()) return ParseDateTime(*from.AsString());
    if (from.AsDate()) return MidnightOf(*from.AsDate());
    return from.AsDateTime() ? from : Value();
  }
  if (const Time* time = arguments[1].AsTime()) {
    if (from.AsDate()) return DateTime{*from.AsDate(), *time};
    if (from.AsDateTime()) return DateTime{from.AsDateTime()->date, *time};
    return {};
  }
  // date and time(moment, zone): the same instant on the clock of another zone.
  const std::string* name = arguments[1].AsString();
  const DateTime* moment = from.AsDateTime();
  if (!name || !moment || !OffsetSeconds(*moment)) return {};
  const auto probe = ParseTime("00:00:00@" + *name);
  if (!probe) return {};
  const auto utc = AddNanos(*moment, -Nanoseconds{*OffsetSeconds(*moment)} * kNanosPerSecond);
  if (!utc) return {};
  DateTime there = *utc;
  there.time.zone = probe->zone;
  const int offset = OffsetSeconds(there).value_or(0);
  return AddNanos(there, Nanoseconds{offset} * kNanosPerSecond);
}

Value MakeDuration(Arguments arguments, EvaluationState&) {
  const std::string* text = arguments[0].AsString();
  if (!text)
    return arguments[0].AsDaysTime() || arguments[0].AsYearsMonths() ? arguments[0] : Value();
  if (const auto months = ParseYearsMonths(*text)) return *months;
  return ParseDaysTime(*text);
}

std::optional<DateTime> MomentOf(const Value& value) {
  if (value.AsDate()) return MidnightOf(*value.AsDate());
  if (value.AsDateTime()) return *value.AsDateTime();
  return std::nullopt;
}

Value YearsAndMonths(Arguments arguments, EvaluationState&) {
  const auto from = MomentOf(arguments[0]), to = MomentOf(arguments[1]);
  if (!from || !to) return {};
  return YearsMonths{MonthsBetween(from->date, to->date)};  // whole days count, not the clock
}

std::optional<Date> DateOf(const Value& value) {
  const auto moment = MomentOf(value);
  return moment ? std::optional<Date>(moment->date) : std::nullopt;
}

Value DayOfYear(Arguments arguments, EvaluationState&) {
  const auto date = DateOf(arguments[0]);
  return date ? Value(DayOf(*date) - DayOf({date->year, 1, 1}) + 1) : Value();
}

Value DayOfWeek(Arguments arguments, EvaluationState&) {
  constexpr std::array<const char*, 7> kNames = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                 "Friday", "Saturday", "Sunday"};
  const auto date = DateOf(arguments[0]);
  return date ? Value(kNames[WeekdayOf(*date) - 1]) : Value();
}

Value MonthOfYear(Arguments arguments, EvaluationState&) {
  constexpr std::array<const char*, 12> kNames = {"January",   "February", "March",    "April",
                                                  "May",       "June",     "July",     "August",
                                                  "September", "October",  "November", "December"};
  const auto date = DateOf(arguments[0]);
  return date ? Value(kNames[date->month - 1]) : Value();
}

// Weeks of ISO 8601: the week of the Thursday.
Value WeekOfYear(Arguments arguments, EvaluationState&) {
  const auto date = DateOf(arguments[0]);
  if (!date) return {};
  const std::int64_t thursday = DayOf(*date) - WeekdayOf(*date) + 4;
  const auto of_thursday = DateOfDay(thursday);
  if (!of_thursday) return {};
  return (thursday - DayOf({of_thursday->year, 1, 1})) / 7 + 1;
}

Value Now(Arguments, EvaluationState& state) {
  const auto millis = state.now.time_since_epoch().count();
  DateTime epoch;
  epoch.time.zone = Zone{Zone::Kind::kOffset, 0, {}};
  return AddNanos(epoch, Nanoseconds{millis} * 1'000'000);
}

Value Today(Arguments arguments, EvaluationState& state) {
  const Value now = Now(arguments, state);
  return now.AsDateTime() ? Value(now.AsDateTime()->date) : Value();
}

constexpr std::array<BuiltInFunction, 11> kFunctions = {{
    {"date", 1, 3, MakeDate, "from|year,month,day"},
    {"time", 1, 4, MakeTime, "from|hour,minute,second,offset"},
    {"date and time", 1, 2, MakeDateTime, "from|date,time"},
    {"duration", 1, 1, MakeDuration, "from"},
    {"years and months duration", 2, 2, YearsAndMonths, "from,to"},
    {"day of year", 1, 1, DayOfYear, "date"},
    {"day of week", 1, 1, DayOfWeek, "date"},
    {"month of year", 1, 1, MonthOfYear, "date"},
    {"week of year", 1, 1, WeekOfYear, "date"},
    {"now", 0, 0, Now, ""},
    {"today", 0, 0, Today, ""},
}};

}  // namespace

std::span<const BuiltInFunction> TemporalFunctions() { return kFunctions; }

}  // namespace wervelwijzer::dmn
