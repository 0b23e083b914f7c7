#include "base/clock.h"

#include <date/tz.h>

#include <charconv>
#include <cstdio>
#include <cstdlib>

namespace wervelwijzer {
namespace {

using std::chrono::days;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

const date::time_zone& Zone(const void* zone) { return *static_cast<const date::time_zone*>(zone); }

seconds OffsetAt(const void* zone, TimePoint instant) {
  return Zone(zone).get_info(std::chrono::floor<seconds>(instant)).offset;
}

CivilTime CivilOfLocal(seconds since_epoch) {
  const auto day = std::chrono::floor<days>(since_epoch);
  CivilTime civil = DateOfDayNumber(day.count());
  const auto of_day = static_cast<int>((since_epoch - day).count());
  civil.hour = of_day / 3600;
  civil.minute = of_day / 60 % 60;
  civil.second = of_day % 60;
  return civil;
}

// An answer holds dozens of moments, and a general formatter takes ten times as long.
void WriteTwoDigits(int number, char* out) {
  out[0] = static_cast<char>('0' + number / 10 % 10);
  out[1] = static_cast<char>('0' + number % 10);
}

std::string FormatCivil(const CivilTime& civil) {
  if (civil.year < 0 || civil.year > 9999) {
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d", civil.year, civil.month,
                  civil.day, civil.hour, civil.minute, civil.second);
    return text;
  }
  std::string text = "0000-00-00T00:00:00";
  WriteTwoDigits(civil.year / 100, &text[0]);
  WriteTwoDigits(civil.year % 100, &text[2]);
  WriteTwoDigits(civil.month, &text[5]);
  WriteTwoDigits(civil.day, &text[8]);
  WriteTwoDigits(civil.hour, &text[11]);
  WriteTwoDigits(civil.minute, &text[14]);
  WriteTwoDigits(civil.second, &text[17]);
  return text;
}

std::string FormatOffset(int offset_minutes) {
  std::string text = offset_minutes < 0 ? "-00:00" : "+00:00";
  const int size = std::abs(offset_minutes);
  WriteTwoDigits(size / 60, &text[1]);
  WriteTwoDigits(size % 60, &text[4]);
  return text;
}

// Takes digits and marks off the front of a text; remembers the first failure.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  int Digits(std::size_t count) {
    int value = 0;
    if (rest_.size() < count) return Fail();
    for (std::size_t i = 0; i < count; ++i) {
      if (!IsDigit(i)) return Fail();
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(count);
    return value;
  }
  bool Take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void Need(char c) {
    if (!Take(c)) Fail();
  }
  bool AtDigit() const { return IsDigit(0); }
  // Digits after the point as milliseconds; what is finer is cut off.
  int Fraction() {
    int value = 0;
    int unit = 100;
    if (!AtDigit()) return Fail();
    for (; AtDigit(); rest_.remove_prefix(1), unit /= 10) value += (rest_.front() - '0') * unit;
    return value;
  }
  int Fail() {
    failed_ = true;
    return 0;
  }
  bool ended() const { return rest_.empty(); }
  bool done() const { return !failed_ && rest_.empty(); }

 private:
  bool IsDigit(std::size_t at) const {
    return at < rest_.size() && rest_[at] >= '0' && rest_[at] <= '9';
  }

  std::string_view rest_;
  bool failed_ = false;
};

// What stands behind a time: nothing, `Z`, `+01:00`, `-0530` or `+01`.
std::optional<int> ScanOffset(Scanner& scan) {
  if (scan.ended()) return std::nullopt;
  if (scan.Take('Z') || scan.Take('z')) return 0;
  const int sign = scan.Take('-') ? -1 : 1;
  if (sign == 1) scan.Need('+');
  const int hours = scan.Digits(2);
  const bool has_minutes = scan.Take(':') || scan.AtDigit();
  const int mins = has_minutes ? scan.Digits(2) : 0;
  if (hours > 14 || mins > 59) scan.Fail();
  return sign * (hours * 60 + mins);
}

void ScanTimeOfDay(Scanner& scan, WrittenTime& time) {
  time.precision = WrittenTime::Precision::kMinute;
  time.civil.hour = scan.Digits(2);
  scan.Need(':');
  time.civil.minute = scan.Digits(2);
  if (scan.Take(':')) {
    time.precision = WrittenTime::Precision::kInstant;
    time.civil.second = scan.Digits(2);
    if (scan.Take('.') || scan.Take(',')) time.milliseconds = scan.Fraction();
  }
  // A leap second is the second after 59.
  if (time.civil.hour > 24 || time.civil.minute > 59 || time.civil.second > 60) scan.Fail();
  const bool is_midnight =
      time.civil.minute == 0 && time.civil.second == 0 && time.milliseconds == 0;
  if (time.civil.hour == 24 && !is_midnight) scan.Fail();
  time.offset_minutes = ScanOffset(scan);
}

std::string_view WithoutBlanks(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

}  // namespace

TimePoint SystemClock::Now() const {
  return std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
}

Result<TimeZone> TimeZone::Find(std::string_view name) {
  try {
    return TimeZone(date::locate_zone(std::string(name)));
  } catch (const std::exception&) {
    return Error{ErrorKind::kNotFound,
                 "time zone `" + std::string(name.substr(0, 64)) + "` is not known",
                 {}};
  }
}

TimeZone TimeZone::Amsterdam() {
  static const Result<TimeZone> zone = Find("Europe/Amsterdam");
  if (!zone.ok()) {
    std::fputs("time zone `Europe/Amsterdam` is not on this machine; install tzdata\n", stderr);
    std::abort();
  }
  return zone.value();
}

CivilTime TimeZone::ToCivil(TimePoint instant) const {
  const auto whole = std::chrono::floor<seconds>(instant);
  return CivilOfLocal(whole.time_since_epoch() + OffsetAt(zone_, instant));
}

TimePoint TimeZone::ToInstant(const CivilTime& civil) const {
  const days day(DayNumber(civil.year, civil.month, civil.day));
  const seconds of_day(civil.hour * 3600 + civil.minute * 60 + civil.second);
  const date::local_seconds local{day + of_day};
  const date::local_info info = Zone(zone_).get_info(local);
  if (info.result == date::local_info::nonexistent) return info.first.end;
  return TimePoint(local.time_since_epoch() - info.first.offset);
}

TimePoint TimeZone::ToLastInstant(const CivilTime& civil) const {
  const days day(DayNumber(civil.year, civil.month, civil.day));
  const seconds of_day(civil.hour * 3600 + civil.minute * 60 + civil.second);
  const date::local_seconds local{day + of_day};
  const date::local_info info = Zone(zone_).get_info(local);
  if (info.result != date::local_info::ambiguous) return ToInstant(civil);
  return TimePoint(local.time_since_epoch() - info.second.offset);
}

int TimeZone::OffsetMinutes(TimePoint instant) const {
  return static_cast<int>(std::chrono::floor<minutes>(OffsetAt(zone_, instant)).count());
}

std::int64_t DayNumber(int year, int month, int day) {
  const std::chrono::year_month_day first{std::chrono::year(year),
                                          std::chrono::month(static_cast<unsigned>(month)),
                                          std::chrono::day(1)};
  return std::chrono::sys_days(first).time_since_epoch().count() + day - 1;
}

CivilTime DateOfDayNumber(std::int64_t day) {
  const std::chrono::sys_days days_since{days(static_cast<int>(day))};
  const std::chrono::year_month_day date(days_since);
  CivilTime civil;
  civil.year = static_cast<int>(date.year());
  civil.month = static_cast<int>(static_cast<unsigned>(date.month()));
  civil.day = static_cast<int>(static_cast<unsigned>(date.day()));
  civil.weekday = static_cast<int>(std::chrono::weekday(days_since).c_encoding());
  return civil;
}

bool IsValidDate(int year, int month, int day) {
  if (month < 1 || month > 12 || day < 1 || year < -32767 || year > 32767) return false;
  return std::chrono::year_month_day(std::chrono::year(year),
                                     std::chrono::month(static_cast<unsigned>(month)),
                                     std::chrono::day(static_cast<unsigned>(day)))
      .ok();
}

std::string FormatInstant(TimePoint instant, const TimeZone& zone) {
  const CivilTime civil = zone.ToCivil(instant);
  // What the local time is ahead, without asking the zone a second time.
  const days day(DayNumber(civil.year, civil.month, civil.day));
  const seconds local = day + seconds(civil.hour * 3600 + civil.minute * 60 + civil.second);
  const seconds ahead = local - std::chrono::floor<seconds>(instant).time_since_epoch();
  return FormatCivil(civil) +
         FormatOffset(static_cast<int>(std::chrono::floor<minutes>(ahead).count()));
}

std::string FormatUtc(TimePoint instant) {
  const auto whole = std::chrono::floor<seconds>(instant);
  std::string text = FormatCivil(CivilOfLocal(whole.time_since_epoch()));
  const auto millis = static_cast<int>((instant - whole).count());
  if (millis != 0) {
    std::string fraction = ".000";
    fraction[1] = static_cast<char>('0' + millis / 100);
    WriteTwoDigits(millis % 100, &fraction[2]);
    text += fraction;
  }
  text += 'Z';
  return text;
}

std::optional<WrittenTime> ParseWrittenTime(std::string_view text) {
  using Precision = WrittenTime::Precision;
  WrittenTime time;
  time.civil.month = time.civil.day = 1;
  Scanner scan(WithoutBlanks(text));
  time.civil.year = scan.Digits(4);
  if (scan.Take('-')) {
    time.precision = Precision::kMonth;
    time.civil.month = scan.Digits(2);
    if (scan.Take('-')) {
      time.precision = Precision::kDay;
      time.civil.day = scan.Digits(2);
      if (scan.Take('T') || scan.Take('t') || scan.Take(' ')) ScanTimeOfDay(scan, time);
    }
  }
  const CivilTime& date = time.civil;
  if (!scan.done() || date.year == 0 || !IsValidDate(date.year, date.month, date.day)) {
    return std::nullopt;
  }
  return time;
}

Moments MomentsOf(const WrittenTime& written, const TimeZone& zone) {
  const CivilTime& civil = written.civil;
  constexpr milliseconds kOne(1);
  if (written.has_time()) {
    const bool is_minute = written.precision == WrittenTime::Precision::kMinute;
    const milliseconds length = is_minute ? minutes(1) - kOne : milliseconds(0);
    const milliseconds fraction(written.milliseconds);
    if (written.offset_minutes) {
      const TimePoint at =
          TimePoint(days(DayNumber(civil.year, civil.month, civil.day)) +
                    seconds(civil.hour * 3600 + civil.minute * 60 + civil.second)) +
          fraction - minutes(*written.offset_minutes);
      return {at, at + length};
    }
    return {zone.ToInstant(civil) + fraction, zone.ToLastInstant(civil) + fraction + length};
  }
  CivilTime next{.year = civil.year + 1, .month = 1, .day = 1};
  if (written.precision == WrittenTime::Precision::kDay) {
    next = DateOfDayNumber(DayNumber(civil.year, civil.month, civil.day) + 1);
  } else if (written.precision == WrittenTime::Precision::kMonth && civil.month < 12) {
    next = {.year = civil.year, .month = civil.month + 1, .day = 1};
  }
  return {zone.ToInstant(civil), zone.ToInstant(next) - kOne};
}

Result<TimePoint> ParseInstant(std::string_view text) {
  const std::optional<WrittenTime> written = ParseWrittenTime(text);
  if (!written || !written->offset_minutes) {
    return InvalidInput("not an instant with date, time and offset");
  }
  const CivilTime& civil = written->civil;
  return TimePoint(days(DayNumber(civil.year, civil.month, civil.day)) +
                   seconds(civil.hour * 3600 + civil.minute * 60 + civil.second) +
                   milliseconds(written->milliseconds) - minutes(*written->offset_minutes));
}

}  // namespace wervelwijzer
