#include "cards/region/meetings.h"

#include <algorithm>

#include "cards/region/hours.h"

namespace wervelwijzer::region {
namespace {

constexpr int kHorizonDays = 370;

std::int64_t DayOf(const TimeZone& zone, TimePoint at) {
  const CivilTime civil = zone.ToCivil(at);
  return DayNumber(civil.year, civil.month, civil.day);
}

// Monday of that day's week, as a day number (1970-01-01 was a Thursday).
std::int64_t MondayOf(std::int64_t day) { return day - (((day + 3) % 7) + 7) % 7; }

TimePoint At(const TimeZone& zone, std::int64_t day, int minute) {
  CivilTime civil = DateOfDayNumber(day);
  civil.hour = minute / 60;
  civil.minute = minute % 60;
  return zone.ToInstant(civil);
}

TimePoint ClosingOf(const MeetingPlan& plan, const TimeZone& zone, TimePoint start) {
  if (!plan.closes_before) return start;
  CivilTime civil = zone.ToCivil(start);
  const CivilTime date =
      DateOfDayNumber(DayNumber(civil.year, civil.month, civil.day) - plan.closes_before->days);
  civil.year = date.year;
  civil.month = date.month;
  civil.day = date.day;
  const TimePoint same_time = plan.closes_before->days == 0 ? start : zone.ToInstant(civil);
  return same_time - std::chrono::minutes(plan.closes_before->minutes);
}

bool IsMeetingDay(const MeetingRule& rule, std::int64_t day) {
  if (!rule.days[static_cast<std::size_t>(DateOfDayNumber(day).weekday)]) return false;
  if (rule.weeks == 1) return true;
  return (MondayOf(day) - MondayOf(rule.anchor_day)) / 7 % rule.weeks == 0;
}

// A slot that is taken stands for a meeting that is full or cancelled, whatever the rule says.
bool IsTaken(const Service& service, TimePoint start) {
  return std::ranges::any_of(service.meetings, [start](const MeetingPlan& plan) {
    return std::ranges::any_of(plan.slots, [start](const Slot& slot) {
      return !slot.is_free && slot.start <= start && (start < slot.end || start == slot.start);
    });
  });
}

// Calls `take` with every meeting of the service from the day of `now` up to the day of `latest`.
template <typename Take>
void ForEachMeeting(const Service& service, TimePoint now, std::optional<TimePoint> latest,
                    Take take) {
  const std::int64_t today = DayOf(service.zone, now);
  const std::int64_t horizon = today + kHorizonDays;
  const std::int64_t last = latest ? std::min(DayOf(service.zone, *latest), horizon) : horizon;
  for (const MeetingPlan& plan : service.meetings) {
    for (const Slot& slot : plan.slots) {
      if (slot.is_free) {
        take(Meeting{slot.start, slot.end, ClosingOf(plan, service.zone, slot.start),
                     slot.full_url});
      }
    }
    for (const MeetingRule& rule : plan.rules) {
      for (std::int64_t day = today; day <= last; ++day) {
        if (!IsMeetingDay(rule, day)) continue;
        for (const int minute : rule.times) {
          const TimePoint start = At(service.zone, day, minute);
          if (!rule.bounds.Includes(start) || IsTaken(service, start)) continue;
          take(Meeting{start,
                       start + std::chrono::minutes(rule.minutes),
                       ClosingOf(plan, service.zone, start),
                       {}});
        }
      }
    }
  }
}

}  // namespace

std::optional<Meeting> NextMeeting(const Service& service, TimePoint now,
                                   std::optional<TimePoint> deadline) {
  std::optional<Meeting> next;
  ForEachMeeting(service, now, deadline, [&](const Meeting& meeting) {
    const bool fits = meeting.start >= now && (!deadline || meeting.start <= *deadline) &&
                      now < meeting.closes && !IsInClosure(service, meeting.start);
    if (fits && (!next || meeting.start < next->start)) next = meeting;
  });
  return next;
}

bool HasFutureMeeting(const Service& service, TimePoint now) {
  bool found = false;
  ForEachMeeting(service, now, std::nullopt, [&](const Meeting& meeting) {
    found = found || (meeting.start >= now && !IsInClosure(service, meeting.start));
  });
  return found;
}

}  // namespace wervelwijzer::region
