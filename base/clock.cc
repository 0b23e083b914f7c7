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
      if (rest_[i] < '0' || rest_[i] > '9') return Fail();
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
  // Digits after the point as milliseconds; what is finer is cut off.
  int Fraction() {
    int value = 0;
    int unit = 100;
    if (rest_.empty() || rest_.front() < '0' || rest_.front() > '9') return Fail();
    while (!rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9') {
      value += (rest_.front() - '0') * unit;
      unit /= 10;
      rest_.remove_prefix(1);
    }
    return value;
  }
  bool failed() const { return failed_; }
  bool done() const { return !failed_ && rest_.empty(); }

 private:
  int Fail() {
    failed_ = true;
    return 0;
  }
  std::string_view rest_;
  bool failed_ = false;
};

// `Z`, `+01:00` or `-05:30`, in minutes.
int ScanOffset(Scanner& scan) {
  if (scan.Take('Z')) return 0;
  const int sign = scan.Take('-') ? -1 : 1;
  if (sign == 1) scan.Need('+');
  const int hours = scan.Digits(2);
  scan.Need(':');
  const int mins = scan.Digits(2);
  if (hours > 14 || mins > 59) scan.Need('\0');
  return sign * (hours * 60 + mins);
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

Result<TimePoint> ParseInstant(std::string_view text) {
  const auto error = [] { return InvalidInput("not an instant with date, time and offset"); };
  Scanner scan(text);
  const int year = scan.Digits(4);
  scan.Need('-');
  const int month = scan.Digits(2);
  scan.Need('-');
  const int day = scan.Digits(2);
  scan.Need('T');
  const int hour = scan.Digits(2);
  scan.Need(':');
  const int minute = scan.Digits(2);
  const int second = scan.Take(':') ? scan.Digits(2) : 0;
  const int millis = scan.Take('.') ? scan.Fraction() : 0;
  const int offset = ScanOffset(scan);
  if (!scan.done() || !IsValidDate(year, month, day)) return error();
  // A leap second is the second after 59; 24:00 is not accepted.
  if (hour > 23 || minute > 59 || second > 60) return error();
  return TimePoint(days(DayNumber(year, month, day)) + seconds(hour * 3600 + minute * 60 + second) +
                   milliseconds(millis) - minutes(offset));
}

}  // namespace wervelwijzer
