// Opening hours and meetings at the moments where time is awkward.

#include "cards/region/meetings.h"

#include <gtest/gtest.h>

#include "cards/region/hours.h"
#include "tests/cards/region/small_region.h"

namespace wervelwijzer::region {
namespace {

std::bitset<7> Days(std::initializer_list<int> days) {
  std::bitset<7> set;
  for (const int day : days) set.set(static_cast<std::size_t>(day));
  return set;
}

Service OfficeHours() {
  Service service;
  service.hours.push_back({Days({1, 2, 3, 4, 5}), 8 * 60, 17 * 60});
  service.closures.push_back(
      {"Kerst", {At("2026-12-25T00:00:00+01:00"), At("2026-12-26T23:59:59.999+01:00")}});
  return service;
}

// Monday and Thursday 16:30; registration closes four hours before.
Service TwiceAWeek() {
  Service service;
  MeetingPlan plan;
  plan.rules.push_back({Days({1, 4}), {16 * 60 + 30}, 60, 1, 0, {}});
  plan.closes_before = ClosesBefore{0, 240};
  service.meetings.push_back(plan);
  return service;
}

std::string NextStart(const Service& service, std::string_view now,
                      std::string_view deadline = "") {
  const auto meeting = NextMeeting(
      service, At(now), deadline.empty() ? std::nullopt : std::optional<TimePoint>(At(deadline)));
  return meeting ? FormatInstant(meeting->start, service.zone) : "ad hoc";
}

std::string NextOpen(const Service& service, std::string_view from) {
  const auto opening = NextOpening(service, At(from));
  return opening ? FormatInstant(*opening, service.zone) : "never";
}

TEST(Hours, TheFirstMinuteIsOpenAndTheLastIsNot) {
  const Service service = OfficeHours();
  EXPECT_EQ(OpennessAt(service, At("2026-11-20T08:00:00+01:00")), Openness::kOpen);
  EXPECT_EQ(OpennessAt(service, At("2026-11-20T07:59:59+01:00")), Openness::kClosed);
  EXPECT_EQ(OpennessAt(service, At("2026-11-20T16:59:59+01:00")), Openness::kOpen);
  EXPECT_EQ(OpennessAt(service, At("2026-11-20T17:00:00+01:00")), Openness::kClosed);
  EXPECT_EQ(OpennessAt(service, At("2026-11-21T10:00:00+01:00")), Openness::kClosed);  // Saturday
  EXPECT_EQ(OpennessAt(Service(), At("2026-11-20T08:00:00+01:00")), Openness::kNotStated);
}

TEST(Hours, TheNextOpeningSkipsWeekendsAndHolidays) {
  EXPECT_EQ(NextOpen(OfficeHours(), "2026-11-20T16:05:00+01:00"), "2026-11-20T16:05:00+01:00");
  EXPECT_EQ(NextOpen(OfficeHours(), "2026-11-20T17:00:00+01:00"), "2026-11-23T08:00:00+01:00");
  EXPECT_EQ(NextOpen(OfficeHours(), "2026-12-24T18:00:00+01:00"), "2026-12-28T08:00:00+01:00");
}

TEST(Hours, NightHoursGoOnAfterMidnight) {
  Service service;
  service.hours.push_back({Days({5}), 17 * 60, 8 * 60});  // from Friday to Saturday morning
  EXPECT_EQ(OpennessAt(service, At("2026-11-21T03:10:00+01:00")), Openness::kOpen);
  EXPECT_EQ(OpennessAt(service, At("2026-11-20T03:10:00+01:00")), Openness::kClosed);
  EXPECT_EQ(OpennessAt(service, At("2026-11-21T08:00:00+01:00")), Openness::kClosed);
}

TEST(Hours, FollowTheWallClockInBothNightsOfTheChange) {
  Service service;
  service.hours.push_back({Days({0}), 2 * 60 + 30, 4 * 60});
  // Spring 2027: 02:30 does not exist, so the service opens at 03:00 summer time.
  EXPECT_EQ(NextOpen(service, "2027-03-28T01:00:00+01:00"), "2027-03-28T03:00:00+02:00");
  // Autumn 2026: 02:30 comes twice, and both count.
  EXPECT_EQ(OpennessAt(service, At("2026-10-25T02:30:00+02:00")), Openness::kOpen);
  EXPECT_EQ(OpennessAt(service, At("2026-10-25T02:15:00+01:00")), Openness::kClosed);
  EXPECT_EQ(OpennessAt(service, At("2026-10-25T02:30:00+01:00")), Openness::kOpen);
}

TEST(Hours, TheFirstGapOfTheWeekIsFound) {
  Service service;
  service.hours.push_back({Days({0, 1, 2, 3, 4, 5, 6}), 0, 1440});
  EXPECT_EQ(FirstGapOfWeek(service), std::nullopt);
  service.hours.front().days.reset(0);
  EXPECT_EQ(FirstGapOfWeek(service), std::pair(0, 0));
  EXPECT_EQ(FirstGapOfWeek(OfficeHours()), std::pair(1, 0));
}

TEST(Meetings, OneWhoseRegistrationClosedAMinuteAgoIsTooLate) {
  EXPECT_EQ(NextStart(TwiceAWeek(), "2026-11-23T12:29:00+01:00"), "2026-11-23T16:30:00+01:00");
  EXPECT_EQ(NextStart(TwiceAWeek(), "2026-11-23T12:30:00+01:00"), "2026-11-26T16:30:00+01:00");
  EXPECT_EQ(NextStart(TwiceAWeek(), "2026-11-23T12:31:00+01:00"), "2026-11-26T16:30:00+01:00");
}

TEST(Meetings, OneAMinuteAfterTheDeadlineMeansAdHoc) {
  EXPECT_EQ(NextStart(TwiceAWeek(), "2026-11-20T16:05:00+01:00", "2026-11-23T16:30:00+01:00"),
            "2026-11-23T16:30:00+01:00");
  EXPECT_EQ(NextStart(TwiceAWeek(), "2026-11-20T16:05:00+01:00", "2026-11-23T16:29:00+01:00"),
            "ad hoc");
}

TEST(Meetings, OnAHolidayThereIsNone) {
  Service service = TwiceAWeek();
  service.closures.push_back(
      {"Tweede Paasdag", {At("2027-03-29T00:00:00+02:00"), At("2027-03-29T23:59:59.999+02:00")}});
  EXPECT_EQ(NextStart(service, "2027-03-26T10:00:00+01:00"), "2027-04-01T16:30:00+02:00");
}

TEST(Meetings, RegistrationThatClosesADayBeforeClosesAtTheSameTimeOfDayAcrossTheChange) {
  Service service = TwiceAWeek();
  service.meetings[0].rules[0].days = Days({0});  // Sunday, the day of the change
  service.meetings[0].closes_before = ClosesBefore{1, 0};
  const auto meeting = NextMeeting(service, At("2026-10-24T10:00:00+02:00"), std::nullopt);
  ASSERT_TRUE(meeting);
  EXPECT_EQ(FormatInstant(meeting->start, service.zone), "2026-10-25T16:30:00+01:00");
  EXPECT_EQ(FormatInstant(meeting->closes, service.zone), "2026-10-24T16:30:00+02:00");
}

TEST(Meetings, EveryOtherWeekCountsFromItsStart) {
  Service service = TwiceAWeek();
  MeetingRule& rule = service.meetings[0].rules[0];
  rule.weeks = 2;
  rule.anchor_day = DayNumber(2026, 11, 17);  // a Tuesday; that week counts
  EXPECT_EQ(NextStart(service, "2026-11-20T10:00:00+01:00"), "2026-11-30T16:30:00+01:00");
  rule.anchor_day = DayNumber(2026, 11, 10);
  EXPECT_EQ(NextStart(service, "2026-11-20T10:00:00+01:00"), "2026-11-23T16:30:00+01:00");
}

TEST(Meetings, SlotsStandBesideRulesAndTakenOnesDoNotCount) {
  Service service = TwiceAWeek();
  service.meetings[0].slots = {
      {At("2026-11-21T09:00:00+01:00"), At("2026-11-21T10:00:00+01:00"), false, {}},
      {At("2026-11-22T09:00:00+01:00"), At("2026-11-22T10:00:00+01:00"), true, {}}};
  EXPECT_EQ(NextStart(service, "2026-11-20T16:05:00+01:00"), "2026-11-22T09:00:00+01:00");
  EXPECT_EQ(NextStart(service, "2026-11-22T05:00:00+01:00"), "2026-11-23T16:30:00+01:00");
}

TEST(Meetings, ATakenSlotStopsTheMeetingByRuleThatStartsInIt) {
  Service service = TwiceAWeek();
  const auto taken = [&](std::string_view start, std::string_view end) {
    service.meetings[0].slots = {{At(start), At(end), false, {}}};
    return NextStart(service, "2026-11-20T16:05:00+01:00");
  };
  EXPECT_EQ(taken("2026-11-23T16:30:00+01:00", "2026-11-23T17:30:00+01:00"),
            "2026-11-26T16:30:00+01:00");
  EXPECT_EQ(taken("2026-11-23T00:00:00+01:00", "2026-11-24T00:00:00+01:00"),
            "2026-11-26T16:30:00+01:00");
  EXPECT_EQ(taken("2026-11-23T15:30:00+01:00", "2026-11-23T16:30:00+01:00"),
            "2026-11-23T16:30:00+01:00");
}

}  // namespace
}  // namespace wervelwijzer::region
