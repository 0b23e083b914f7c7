#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>
#include <utility>

#include "cards/region/own_extensions.h"
#include "cards/region/reading.h"
#include "fhir/date.h"
#include "fhir/quantity.h"
#include "fhir/view.h"

namespace wervelwijzer::region {
namespace {

// Which meeting plan a Schedule has become.
using Plans = std::unordered_map<std::string, std::pair<Index, std::size_t>>;

std::optional<double> NumberOf(JsonValue value) {
  if (const auto number = value.number()) return number;
  if (const auto whole = Whole(value)) return *whole;
  return std::nullopt;
}

std::optional<ClosesBefore> ReadClosesBefore(Reading& reading, const DirectoryEntry& schedule) {
  const JsonValue extension = OwnExtension(schedule.json, kRegistrationClosesBefore);
  if (!extension.exists()) return std::nullopt;
  const JsonValue duration = fhir::Choice(extension, "value");
  const auto value = NumberOf(duration.Get("value"));
  std::string_view unit = duration.Get("code").string_or({});
  if (unit.empty()) unit = duration.Get("unit").string_or({});
  const auto minutes = fhir::UnitFactor(unit, "min");
  constexpr double kMostMinutes = 60.0 * 24 * 366;
  if (!value || !minutes || *value < 0 || *value * *minutes > kMostMinutes) {
    reading.Complain(Severity::kError, schedule, ".extension(registration-closes-before)",
                     "is no duration in minutes, hours, days or weeks");
    return std::nullopt;
  }
  const double days = *value * *minutes / 1440;
  const bool calendar = (unit == "d" || unit == "wk") && days == std::floor(days);
  if (calendar) return ClosesBefore{static_cast<int>(days), 0};
  return ClosesBefore{0, static_cast<int>(std::lround(*value * *minutes))};
}

bool ReadBounds(JsonValue repeat, const Service& service, MeetingRule& rule) {
  const JsonValue bounds = repeat.Get("boundsPeriod");
  if (bounds.exists()) {
    const auto span = SpanOf(bounds, service.zone);
    if (!span) return false;
    rule.bounds = *span;
  }
  if (rule.weeks == 1) return true;
  if (!rule.bounds.first) return false;  // every other week, but which
  const CivilTime first = service.zone.ToCivil(*rule.bounds.first);
  rule.anchor_day = DayNumber(first.year, first.month, first.day);
  return true;
}

// A member of the Timing that would change when the meetings are and is not read; empty without
// one. https://hl7.org/fhir/R4/datatypes.html#Timing
std::string_view UnreadPart(JsonValue timing) {
  static constexpr std::array<std::string_view, 7> kRead = {
      "dayOfWeek", "timeOfDay", "duration", "durationUnit", "period", "periodUnit", "boundsPeriod"};
  for (const auto [name, value] : timing.members()) {
    if (name != "repeat" && name != "id" && name != "extension") return name;
  }
  for (const auto [name, value] : timing.Get("repeat").members()) {
    const bool once = name == "frequency" && Whole(value) == 1;
    const bool is_read = once || name == "id" || name == "extension" || name.starts_with('_') ||
                         std::ranges::find(kRead, name) != kRead.end();
    if (!is_read) return name;
  }
  return {};
}

std::optional<MeetingRule> ReadRule(JsonValue repeat, const Service& service) {
  MeetingRule rule;
  bool is_wrong = false;
  rule.days = DaysOf(repeat.Get("dayOfWeek"), is_wrong);
  for (const JsonValue time : Items(repeat.Get("timeOfDay"))) {
    const auto minutes = MinutesOf(time.string_or({}));
    if (!minutes || *minutes == 1440) return std::nullopt;
    rule.times.push_back(*minutes);
  }
  if (is_wrong || rule.days.none() || rule.times.empty()) return std::nullopt;
  if (const auto duration = NumberOf(repeat.Get("duration"))) {
    const auto minutes = fhir::UnitFactor(repeat.Get("durationUnit").string_or("min"), "min");
    if (!minutes || *duration <= 0 || *duration * *minutes > 1440) return std::nullopt;
    rule.minutes = static_cast<int>(std::lround(*duration * *minutes));
  }
  if (repeat.Get("periodUnit").string_or("wk") != "wk") return std::nullopt;
  rule.weeks = repeat.Get("period").exists() ? Whole(repeat.Get("period")).value_or(0) : 1;
  if (rule.weeks < 1 || rule.weeks > 52 || !ReadBounds(repeat, service, rule)) return std::nullopt;
  return rule;
}

void ReadRules(Reading& reading, const DirectoryEntry& schedule, const Service& service,
               MeetingPlan& plan) {
  for (const JsonValue extension : Items(schedule.json.Get("extension"))) {
    if (OwnExtensionName(extension) != kMeetingRule) continue;
    const JsonValue timing = extension.Get("valueTiming");
    if (const std::string_view part = UnreadPart(timing); !part.empty()) {
      reading.Complain(Severity::kError, schedule, ".extension(meeting-rule)",
                       "has `" + std::string(part.substr(0, 40)) + "`, which is not read: " +
                           "write days, times, duration, period in weeks and boundsPeriod, and " +
                           "closures for the exceptions");
    } else if (auto rule = ReadRule(timing.Get("repeat"), service)) {
      plan.rules.push_back(std::move(*rule));
    } else {
      reading.Complain(Severity::kError, schedule, ".extension(meeting-rule)",
                       "is no weekly Timing with days, times and, for a period of several weeks, a "
                       "start");
    }
  }
  const JsonValue horizon = schedule.json.Get("planningHorizon");
  if (!horizon.exists()) return;
  const auto span = SpanOf(horizon, service.zone);
  if (!span) {
    reading.Complain(Severity::kError, schedule, ".planningHorizon", "is no period");
    return;
  }
  for (MeetingRule& rule : plan.rules) {
    if (!rule.bounds.first) rule.bounds.first = span->first;
    if (!rule.bounds.last) rule.bounds.last = span->last;
  }
}

// The meeting service among the actors; kNone for a schedule of something else, a room.
Index ServiceOf(Reading& reading, const DirectoryEntry& schedule) {
  for (const JsonValue actor : Items(schedule.json.Get("actor"))) {
    const bool named =
        actor.Get("reference").string_or({}).find("HealthcareService/") != std::string_view::npos ||
        actor.Get("type").string_or({}) == "HealthcareService";
    if (!named && reading.bundle().Resolve(actor, "HealthcareService") == nullptr) continue;
    const Index service = reading.FindService(actor, schedule, ".actor");
    if (service != kNone) return service;
  }
  return kNone;
}

void ReadSchedule(Reading& reading, const DirectoryEntry& schedule, Plans& plans) {
  if (!Truth(schedule.json.Get("active")).value_or(true)) return;
  const Index index = ServiceOf(reading, schedule);
  if (index == kNone) return;
  Service& service = reading.region().services[static_cast<std::size_t>(index)];
  MeetingPlan plan;
  plan.reference = schedule.reference;
  plan.closes_before = ReadClosesBefore(reading, schedule);
  ReadRules(reading, schedule, service, plan);
  plans[schedule.reference] = {index, service.meetings.size()};
  service.meetings.push_back(std::move(plan));
}

void ReadSlot(Reading& reading, const DirectoryEntry& entry, const Plans& plans) {
  if (entry.json.Get("status").string_or({}) == "entered-in-error") return;
  const DirectoryEntry* schedule =
      reading.FindEntry(entry.json.Get("schedule"), "Schedule", entry, ".schedule");
  if (schedule == nullptr) return;
  const auto plan = plans.find(schedule->reference);
  if (plan == plans.end()) return;
  const auto start = ParseInstant(entry.json.Get("start").string_or({}));
  const auto end = ParseInstant(entry.json.Get("end").string_or({}));
  if (!start.ok() || !end.ok() || *end < *start) {
    reading.Complain(Severity::kError, entry, "", "has no start and end as instants");
    return;
  }
  const bool free = entry.json.Get("status").string_or("free") == "free";
  const auto [service, at] = plan->second;
  reading.region().services[static_cast<std::size_t>(service)].meetings[at].slots.push_back(
      {*start, *end, free, entry.full_url});
}

}  // namespace

void ReadMeetings(Reading& reading) {
  Plans plans;
  for (const DirectoryEntry& entry : reading.bundle().entries()) {
    if (entry.type == "Schedule") ReadSchedule(reading, entry, plans);
  }
  for (const DirectoryEntry& entry : reading.bundle().entries()) {
    if (entry.type == "Slot") ReadSlot(reading, entry, plans);
  }
}

}  // namespace wervelwijzer::region
