#include "cards/region/hours.h"

#include <algorithm>

namespace wervelwijzer::region {
namespace {

constexpr int kMinutesOfDay = 1440;

bool Covers(const OpeningTime& line, int weekday, int minute) {
  const auto today = static_cast<std::size_t>(weekday);
  const auto yesterday = static_cast<std::size_t>((weekday + 6) % 7);
  if (line.to > line.from) return line.days[today] && minute >= line.from && minute < line.to;
  return (line.days[today] && minute >= line.from) || (line.days[yesterday] && minute < line.to);
}

bool IsInHours(const Service& service, int weekday, int minute) {
  return std::ranges::any_of(
      service.hours, [&](const OpeningTime& line) { return Covers(line, weekday, minute); });
}

}  // namespace

bool IsInClosure(const Service& service, TimePoint at) {
  return std::ranges::any_of(service.closures,
                             [at](const Closure& closure) { return closure.during.Includes(at); });
}

Openness OpennessAt(const Service& service, TimePoint at) {
  if (IsInClosure(service, at)) return Openness::kClosed;
  if (service.hours.empty()) return Openness::kNotStated;
  const CivilTime civil = service.zone.ToCivil(at);
  const bool open = IsInHours(service, civil.weekday, civil.hour * 60 + civil.minute);
  return open ? Openness::kOpen : Openness::kClosed;
}

std::optional<TimePoint> NextOpening(const Service& service, TimePoint from) {
  if (service.hours.empty()) return std::nullopt;
  constexpr int kDays = 28;
  std::optional<TimePoint> next;
  // A service can only open now, when a line begins, at midnight after a closure, or when it ends.
  const auto consider = [&](TimePoint at) {
    if (at < from || (next && *next <= at)) return;
    if (OpennessAt(service, at) == Openness::kOpen) next = at;
  };
  consider(from);
  const CivilTime today = service.zone.ToCivil(from);
  const std::int64_t first = DayNumber(today.year, today.month, today.day);
  for (std::int64_t day = first; day <= first + kDays; ++day) {
    for (const OpeningTime& line : service.hours) {
      CivilTime start = DateOfDayNumber(day);
      start.hour = line.from / 60;
      start.minute = line.from % 60;
      consider(service.zone.ToInstant(start));
    }
  }
  const TimePoint horizon = from + std::chrono::hours(24 * kDays);
  for (const Closure& closure : service.closures) {
    if (!closure.during.last) continue;
    const TimePoint end = *closure.during.last + Duration(1);
    if (end <= horizon) consider(end);
  }
  return next;
}

std::optional<std::pair<int, int>> FirstGapOfWeek(const Service& service) {
  for (int day = 1; day <= 7; ++day) {
    for (int minute = 0; minute < kMinutesOfDay; ++minute) {
      if (!IsInHours(service, day % 7, minute)) return std::pair(day % 7, minute);
    }
  }
  return std::nullopt;
}

}  // namespace wervelwijzer::region
