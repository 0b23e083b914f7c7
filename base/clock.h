#pragma once

// Time: instants, civil dates and the time zone between them. The only place that knows the time
// zone database (clock.cc).

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace wervelwijzer {

// An instant, UTC, whole milliseconds.
using TimePoint = std::chrono::sys_time<std::chrono::milliseconds>;
using Duration = std::chrono::milliseconds;

// Where the time of day comes from; tests bring their own.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual TimePoint Now() const = 0;  // any thread
};
class SystemClock final : public Clock {
 public:
  TimePoint Now() const override;
};
class FixedClock final : public Clock {
 public:
  explicit FixedClock(TimePoint now) : now_(now) {}
  TimePoint Now() const override { return now_; }

 private:
  TimePoint now_;
};

// A date and time of day as a clock on the wall shows it.
struct CivilTime {
  int year = 1970;
  int month = 1;  // 1-12
  int day = 1;    // 1-31
  int hour = 0;
  int minute = 0;
  int second = 0;
  int weekday = 4;  // 0 = Sunday … 6 = Saturday; filled by ToCivil
};

// A time zone of the IANA database. Copyable, cheap, shared by threads.
class TimeZone {
 public:
  // kNotFound when the database does not know the name.
  static Result<TimeZone> Find(std::string_view name);
  // Europe/Amsterdam; aborts at start when the machine has no time zone database.
  static TimeZone Amsterdam();

  CivilTime ToCivil(TimePoint instant) const;
  // The instant of a civil time. A time that does not exist (spring) is read as the moment of the
  // change; one that exists twice (autumn) as the first.
  TimePoint ToInstant(const CivilTime& civil) const;
  // The last instant of a civil time: another one than ToInstant only when it exists twice.
  TimePoint ToLastInstant(const CivilTime& civil) const;
  // Offset from UTC in minutes at that instant.
  int OffsetMinutes(TimePoint instant) const;

 private:
  explicit TimeZone(const void* zone) : zone_(zone) {}
  const void* zone_;
};

// Days since 1970-01-01 of a proleptic Gregorian date, and back.
std::int64_t DayNumber(int year, int month, int day);
CivilTime DateOfDayNumber(std::int64_t day);
// False for 30 February, month 13 and the like.
bool IsValidDate(int year, int month, int day);

// ISO 8601 with offset in that zone: `2026-11-21T14:05:00+01:00`.
std::string FormatInstant(TimePoint instant, const TimeZone& zone);
// `2026-11-21T13:05:00Z` (milliseconds only when not zero).
std::string FormatUtc(TimePoint instant);

// A date or time as people and programs write it. The only place that reads one:
// `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, or a date, `T` (`t`, a blank) and `hh:mm`, `hh:mm:ss` or
// `hh:mm:ss.f…` with nothing, `Z`, `z`, `±hh:mm`, `±hhmm` or `±hh` behind it. `24:00` is the
// midnight that ends the day. Blanks around it count for nothing.
struct WrittenTime {
  enum class Precision { kYear, kMonth, kDay, kMinute, kInstant };
  Precision precision = Precision::kYear;
  CivilTime civil;  // month and day 1 where they are not given; hour may be 24
  int milliseconds = 0;
  std::optional<int> offset_minutes;

  bool has_time() const { return precision >= Precision::kMinute; }
};
// Nothing for anything else, 30 February and the hour 25 included.
std::optional<WrittenTime> ParseWrittenTime(std::string_view text);

// The moments that a written time can mean, both ends included: `2026` is the whole year in the
// zone, a time without offset both instants when the hour occurs twice, a minute its sixty seconds.
struct Moments {
  TimePoint first, last;
};
Moments MomentsOf(const WrittenTime& written, const TimeZone& zone);

// An instant with an offset or `Z`; kInvalidInput otherwise (a date alone has no instant).
Result<TimePoint> ParseInstant(std::string_view text);

}  // namespace wervelwijzer
