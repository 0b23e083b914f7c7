// The texts of dates, times and durations, both ways.

#include <array>
#include <cstdio>
#include <cstdlib>

#include "base/clock.h"
#include "guideline/dmn/temporal.h"

namespace wervelwijzer::dmn {
namespace {

// Takes pieces off the front of a text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool Take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  // At most 18 digits.
  std::string_view Digits() {
    std::size_t count = 0;
    while (count < rest_.size() && rest_[count] >= '0' && rest_[count] <= '9') ++count;
    const std::string_view digits = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return digits;
  }
  std::optional<int> TwoDigits() {
    const std::string_view digits = Digits();
    if (digits.size() != 2) return std::nullopt;
    return (digits[0] - '0') * 10 + (digits[1] - '0');
  }
  char Peek() const { return rest_.empty() ? '\0' : rest_.front(); }
  std::string_view rest() const { return rest_; }
  bool done() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

std::optional<std::int64_t> Whole(std::string_view digits) {
  if (digits.empty() || digits.size() > 17) return std::nullopt;
  std::int64_t value = 0;
  for (char c : digits) value = value * 10 + (c - '0');
  return value;
}

// `5` is half a second: digits behind the point, as nanoseconds.
std::optional<int> Fraction(std::string_view digits) {
  if (digits.empty()) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < 9; ++i) {
    value = value * 10 + (i < digits.size() ? digits[i] - '0' : 0);
  }
  return value;
}

std::optional<Date> ScanDate(Scanner& scan) {
  const bool negative = scan.Take('-');
  const std::string_view year_digits = scan.Digits();
  const std::optional<std::int64_t> year = Whole(year_digits);
  if (!year || year_digits.size() < 4 || year_digits.size() > 9) return std::nullopt;
  if (year_digits.size() > 4 && year_digits[0] == '0') return std::nullopt;
  if (!scan.Take('-')) return std::nullopt;
  const std::optional<int> month = scan.TwoDigits();
  if (!month || !scan.Take('-')) return std::nullopt;
  const std::optional<int> day = scan.TwoDigits();
  if (!day) return std::nullopt;
  const Date date{static_cast<int>(negative ? -*year : *year), *month, *day};
  return IsValid(date) ? std::optional<Date>(date) : std::nullopt;
}

std::optional<Zone> ScanOffset(Scanner& scan) {
  const int sign = scan.Take('-') ? -1 : 1;
  if (sign == 1 && !scan.Take('+')) return std::nullopt;
  const std::optional<int> hours = scan.TwoDigits();
  if (!hours || !scan.Take(':')) return std::nullopt;
  const std::optional<int> minutes = scan.TwoDigits();
  if (!minutes || *minutes > 59) return std::nullopt;
  int seconds = 0;
  if (scan.Take(':')) {
    const std::optional<int> given = scan.TwoDigits();
    if (!given || *given > 59) return std::nullopt;
    seconds = *given;
  }
  return ZoneOfOffset(sign * (*hours * 3600 + *minutes * 60 + seconds));
}

std::optional<Zone> ScanZone(Scanner& scan) {
  if (scan.done()) return Zone{};
  if (scan.Take('Z')) return Zone{Zone::Kind::kOffset, 0, {}};
  if (!scan.Take('@')) return ScanOffset(scan);
  const std::string name(scan.rest());
  while (!scan.done()) scan.Take(scan.Peek());
  if (!TimeZone::Find(name).ok()) return std::nullopt;
  return Zone{Zone::Kind::kNamed, 0, name};
}

std::optional<Time> ScanTime(Scanner& scan) {
  Time time;
  const std::optional<int> hour = scan.TwoDigits();
  if (!hour || !scan.Take(':')) return std::nullopt;
  const std::optional<int> minute = scan.TwoDigits();
  if (!minute || !scan.Take(':')) return std::nullopt;
  const std::optional<int> second = scan.TwoDigits();
  if (!second) return std::nullopt;
  if (scan.Take('.')) {
    const std::optional<int> nano = Fraction(scan.Digits());
    if (!nano) return std::nullopt;
    time.nano = *nano;
  }
  const std::optional<Zone> zone = ScanZone(scan);
  if (!zone) return std::nullopt;
  time.hour = *hour;
  time.minute = *minute;
  time.second = *second;
  time.zone = *zone;
  return time;
}

// `24:00:00` is the midnight at the end of the day (ISO 8601).
bool IsEndOfDay(const Time& time) {
  return time.hour == 24 && time.minute == 0 && time.second == 0 && time.nano == 0;
}

// One `12H` of a duration; `units` are the letters that may still follow, in order.
struct Part {
  char unit = 0;
  std::int64_t value = 0;
  int nano = 0;
};

std::optional<Part> ScanPart(Scanner& scan, std::string_view& units) {
  Part part;
  const std::optional<std::int64_t> value = Whole(scan.Digits());
  if (!value) return std::nullopt;
  part.value = *value;
  bool fraction = false;
  if (scan.Take('.')) {
    // `PT0.S` is a duration in XML Schema 1.1: the digits behind the point may lack.
    part.nano = Fraction(scan.Digits()).value_or(0);
    fraction = true;
  }
  part.unit = scan.Peek();
  const std::size_t place = units.find(part.unit);
  if (scan.done() || place == std::string_view::npos || (fraction && part.unit != 'S')) {
    return std::nullopt;
  }
  scan.Take(part.unit);
  units.remove_prefix(place + 1);
  return part;
}

std::string Digits(long long value, int width) {
  char text[32];
  std::snprintf(text, sizeof text, "%0*lld", width, value);
  return text;
}

// `.5` for half a second, nothing for none.
std::string FractionText(int nano) {
  if (nano == 0) return "";
  std::string text = "." + Digits(nano, 9);
  while (text.back() == '0') text.pop_back();
  return text;
}

std::string ToString(const Zone& zone) {
  if (zone.kind == Zone::Kind::kNone) return "";
  if (zone.kind == Zone::Kind::kNamed) return "@" + zone.name;
  if (zone.offset_seconds == 0) return "Z";
  const int size = std::abs(zone.offset_seconds);
  std::string text = zone.offset_seconds < 0 ? "-" : "+";
  text += Digits(size / 3600, 2) + ":" + Digits(size / 60 % 60, 2);
  if (size % 60 != 0) text += ":" + Digits(size % 60, 2);
  return text;
}

}  // namespace

std::optional<Date> ParseDate(std::string_view text) {
  Scanner scan(text);
  std::optional<Date> date = ScanDate(scan);
  return scan.done() ? date : std::nullopt;
}

std::optional<Time> ParseTime(std::string_view text) {
  Scanner scan(text);
  std::optional<Time> time = ScanTime(scan);
  if (time && IsEndOfDay(*time)) time->hour = 0;
  return scan.done() && time && IsValid(*time) ? time : std::nullopt;
}

std::optional<DateTime> ParseDateTime(std::string_view text) {
  Scanner scan(text);
  const std::optional<Date> date = ScanDate(scan);
  if (!date) return std::nullopt;
  if (scan.done()) return DateTime{*date, {}};
  if (!scan.Take('T')) return std::nullopt;
  std::optional<Time> time = ScanTime(scan);
  if (!time || !scan.done()) return std::nullopt;
  if (IsEndOfDay(*time)) {
    time->hour = 0;
    const std::optional<Date> next = DateOfDay(DayOf(*date) + 1);
    return next ? std::optional<DateTime>({*next, *time}) : std::nullopt;
  }
  return IsValid(*time) ? std::optional<DateTime>({*date, *time}) : std::nullopt;
}

std::optional<YearsMonths> ParseYearsMonths(std::string_view text) {
  Scanner scan(text);
  const bool negative = scan.Take('-');
  if (!scan.Take('P') || scan.done()) return std::nullopt;
  std::string_view units = "YM";
  std::int64_t months = 0;
  while (!scan.done()) {
    const std::optional<Part> part = ScanPart(scan, units);
    if (!part || part->value > 99'999'999'999LL) return std::nullopt;
    months += part->unit == 'Y' ? part->value * 12 : part->value;
  }
  return YearsMonths{negative ? -months : months};
}

std::optional<DaysTime> ParseDaysTime(std::string_view text) {
  Scanner scan(text);
  const bool negative = scan.Take('-');
  if (!scan.Take('P') || scan.done()) return std::nullopt;
  Nanoseconds nanos = 0;
  std::string_view units = "D";
  if (scan.Peek() != 'T') {
    const std::optional<Part> days = ScanPart(scan, units);
    if (!days) return std::nullopt;
    nanos += Nanoseconds{days->value} * kSecondsPerDay * kNanosPerSecond;
  }
  units = "HMS";
  const bool has_time = scan.Take('T');
  if (has_time && scan.done()) return std::nullopt;
  while (!scan.done()) {
    const std::optional<Part> part = has_time ? ScanPart(scan, units) : std::nullopt;
    if (!part) return std::nullopt;
    const int seconds = part->unit == 'H' ? 3600 : part->unit == 'M' ? 60 : 1;
    nanos += Nanoseconds{part->value} * seconds * kNanosPerSecond + part->nano;
  }
  // Beyond the age of the calendar; its seconds would leave 64 bits.
  constexpr Nanoseconds kMost = Nanoseconds{1'000'000'000'000'000'000LL} * 1'000'000'000LL;
  if (nanos > kMost) return std::nullopt;
  return DaysTime{negative ? -nanos : nanos};
}

std::string ToString(const Date& date) {
  return (date.year < 0 ? "-" : "") + Digits(std::abs(date.year), 4) + "-" + Digits(date.month, 2) +
         "-" + Digits(date.day, 2);
}

std::string ToString(const Time& time) {
  return Digits(time.hour, 2) + ":" + Digits(time.minute, 2) + ":" + Digits(time.second, 2) +
         FractionText(time.nano) + ToString(time.zone);
}

std::string ToString(const DateTime& moment) {
  return ToString(moment.date) + "T" + ToString(moment.time);
}

std::string ToString(YearsMonths duration) {
  const std::int64_t size = std::abs(duration.months);
  if (size == 0) return "P0M";
  std::string text = duration.months < 0 ? "-P" : "P";
  if (size / 12 != 0) text += std::to_string(size / 12) + "Y";
  if (size % 12 != 0) text += std::to_string(size % 12) + "M";
  return text;
}

std::string ToString(DaysTime duration) {
  if (duration.nanos == 0) return "PT0S";
  const Nanoseconds size = duration.nanos < 0 ? -duration.nanos : duration.nanos;
  const auto seconds = static_cast<std::int64_t>(size / kNanosPerSecond);
  const auto nano = static_cast<int>(size % kNanosPerSecond);
  std::string text = duration.nanos < 0 ? "-P" : "P";
  if (seconds / kSecondsPerDay != 0) text += std::to_string(seconds / kSecondsPerDay) + "D";
  if (seconds % kSecondsPerDay == 0 && nano == 0) return text;
  text += "T";
  if (seconds / 3600 % 24 != 0) text += std::to_string(seconds / 3600 % 24) + "H";
  if (seconds / 60 % 60 != 0) text += std::to_string(seconds / 60 % 60) + "M";
  if (seconds % 60 != 0 || nano != 0)
    text += std::to_string(seconds % 60) + FractionText(nano) + "S";
  return text;
}

}  // namespace wervelwijzer::dmn
