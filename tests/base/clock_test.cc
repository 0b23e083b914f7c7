#include "base/clock.h"

#include <gtest/gtest.h>

namespace wervelwijzer {
namespace {

TimePoint Instant(std::string_view text) {
  const auto parsed = ParseInstant(text);
  EXPECT_TRUE(parsed.ok()) << text;
  return parsed.ok() ? *parsed : TimePoint();
}

CivilTime Civil(int year, int month, int day, int hour, int minute) {
  return {year, month, day, hour, minute, 0, 0};
}

TEST(Clock, AmsterdamGoesForwardInSpring) {
  const TimeZone zone = TimeZone::Amsterdam();
  EXPECT_EQ(FormatInstant(Instant("2026-03-29T00:59:59Z"), zone), "2026-03-29T01:59:59+01:00");
  EXPECT_EQ(FormatInstant(Instant("2026-03-29T01:00:00Z"), zone), "2026-03-29T03:00:00+02:00");
}

TEST(Clock, AmsterdamGoesBackInAutumn) {
  const TimeZone zone = TimeZone::Amsterdam();
  EXPECT_EQ(FormatInstant(Instant("2026-10-25T00:59:59Z"), zone), "2026-10-25T02:59:59+02:00");
  EXPECT_EQ(FormatInstant(Instant("2026-10-25T01:00:00Z"), zone), "2026-10-25T02:00:00+01:00");
}

TEST(Clock, CivilTimeThatDoesNotExistIsTheMomentOfTheChange) {
  const TimeZone zone = TimeZone::Amsterdam();
  EXPECT_EQ(FormatUtc(zone.ToInstant(Civil(2026, 3, 29, 2, 30))), "2026-03-29T01:00:00Z");
}

TEST(Clock, MillisecondsHaveThreeDigits) {
  for (const char* text : {"2026-01-01T00:00:00.007Z", "2026-01-01T00:00:00.120Z"}) {
    EXPECT_EQ(FormatUtc(Instant(text)), text);
  }
}

TEST(Clock, CivilTimeThatExistsTwiceIsTheFirst) {
  const TimeZone zone = TimeZone::Amsterdam();
  EXPECT_EQ(FormatUtc(zone.ToInstant(Civil(2026, 10, 25, 2, 30))), "2026-10-25T00:30:00Z");
}

TEST(Clock, EveryHourOfAYearGoesThereAndBack) {
  const TimeZone zone = TimeZone::Amsterdam();
  TimePoint at = Instant("2026-01-01T00:00:00Z");
  int repeated = 0;
  for (int hour = 0; hour < 365 * 24; ++hour, at += std::chrono::hours(1)) {
    const TimePoint back = zone.ToInstant(zone.ToCivil(at));
    if (back == at) continue;
    EXPECT_EQ(at - back, std::chrono::hours(1)) << FormatUtc(at);
    ++repeated;
  }
  EXPECT_EQ(repeated, 1) << "only the second 02:00 of the autumn change reads as the first";
}

TEST(Clock, WeekdayIsFilled) {
  EXPECT_EQ(TimeZone::Amsterdam().ToCivil(Instant("2026-11-21T12:00:00Z")).weekday, 6);
  EXPECT_EQ(TimeZone::Amsterdam().ToCivil(Instant("2026-11-21T23:30:00Z")).weekday, 0);
}

TEST(Clock, DayNumbersGoThereAndBack) {
  EXPECT_EQ(DayNumber(1970, 1, 1), 0);
  EXPECT_EQ(DayNumber(2000, 3, 1), 11017);
  for (std::int64_t day = -800'000; day < 800'000; day += 37) {
    const CivilTime civil = DateOfDayNumber(day);
    EXPECT_EQ(DayNumber(civil.year, civil.month, civil.day), day);
    EXPECT_TRUE(IsValidDate(civil.year, civil.month, civil.day));
  }
}

TEST(Clock, DatesThatAreNoneAreKnown) {
  EXPECT_TRUE(IsValidDate(2024, 2, 29));
  EXPECT_FALSE(IsValidDate(2026, 2, 29));
  EXPECT_FALSE(IsValidDate(1900, 2, 29));
  EXPECT_FALSE(IsValidDate(2026, 13, 1));
  EXPECT_FALSE(IsValidDate(2026, 0, 1));
  EXPECT_FALSE(IsValidDate(2026, 4, 31));
  EXPECT_FALSE(IsValidDate(2026, 4, 0));
}

TEST(Clock, InstantsAreReadWithTheirOffset) {
  EXPECT_EQ(FormatUtc(Instant("2026-11-21T14:05:00+01:00")), "2026-11-21T13:05:00Z");
  EXPECT_EQ(FormatUtc(Instant("2026-11-21T14:05-05:30")), "2026-11-21T19:35:00Z");
  EXPECT_EQ(FormatUtc(Instant("2026-11-21T14:05:00.0629Z")), "2026-11-21T14:05:00.062Z");
  EXPECT_EQ(FormatUtc(Instant("1969-12-31T23:59:59.999Z")), "1969-12-31T23:59:59.999Z");
}

TEST(Clock, EverySpellingOfAnOffsetIsTheSameInstant) {
  for (const char* text :
       {"2026-11-21T13:05:00Z", "2026-11-21T13:05:00z", "2026-11-21T14:05:00+01:00",
        "2026-11-21T14:05:00+0100", "2026-11-21T14:05:00+01", "2026-11-21T14:05:00.000+0100",
        "2026-11-21T14:05:00.0+01", "2026-11-21T08:05:00.000-0500", "2026-11-21T13:05:00.000+0000",
        "2026-11-21t14:05:00+01:00", "2026-11-21 14:05:00+01:00", " 2026-11-21T14:05:00+01:00 ",
        "2026-11-21T14:05:00,000+01:00", "2026-11-21T14:05+0100"}) {
    EXPECT_EQ(FormatUtc(Instant(text)), "2026-11-21T13:05:00Z") << text;
  }
  EXPECT_EQ(Instant("2026-11-20T24:00:00Z"), Instant("2026-11-21T00:00:00Z"));
  EXPECT_EQ(Instant("2026-12-31T24:00:00+01:00"), Instant("2026-12-31T23:00:00Z"));
}

struct MomentsRow {
  const char* text;
  const char* first;
  const char* last;
};

TEST(Clock, AWrittenTimeIsAllTheMomentsThatItCanMean) {
  const MomentsRow rows[] = {
      {"2026", "2025-12-31T23:00:00Z", "2026-12-31T22:59:59.999Z"},
      {"2026-12", "2026-11-30T23:00:00Z", "2026-12-31T22:59:59.999Z"},
      {"2026-10-25", "2026-10-24T22:00:00Z", "2026-10-25T22:59:59.999Z"},
      {"2026-11-21T14:05", "2026-11-21T13:05:00Z", "2026-11-21T13:05:59.999Z"},
      {"2026-11-21T14:05:10", "2026-11-21T13:05:10Z", "2026-11-21T13:05:10Z"},
      {"2026-11-21T24:00", "2026-11-21T23:00:00Z", "2026-11-21T23:00:59.999Z"},
      // Twice and never on the wall clock.
      {"2026-10-25T02:30:00", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"},
      {"2026-10-25T02:30:00+02:00", "2026-10-25T00:30:00Z", "2026-10-25T00:30:00Z"},
      {"2026-03-29T02:30:00", "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z"},
      {"9999-12-31", "9999-12-30T23:00:00Z", "9999-12-31T22:59:59.999Z"},
  };
  for (const MomentsRow& row : rows) {
    const auto written = ParseWrittenTime(row.text);
    ASSERT_TRUE(written) << row.text;
    const Moments moments = MomentsOf(*written, TimeZone::Amsterdam());
    EXPECT_EQ(FormatUtc(moments.first), row.first) << row.text;
    EXPECT_EQ(FormatUtc(moments.last), row.last) << row.text;
  }
}

TEST(Clock, WhatCannotBeReadIsNoTimeAndNeverAnotherOne) {
  for (const char* text :
       {"", " ", "unknown", "20261121", "2026-11-2", "2026-11-21T", "2026-11-21T14", "0000-01-01",
        "2026-11-21T14:05:00+", "2026-11-21T14:05:00+1", "2026-11-21T14:05:00+010",
        "2026-11-21T14:05:00+01000", "2026-11-21T14:05:00+01:0", "2026-11-21T14:05:00.000+15:00",
        "2026-11-21T14:05:00 CET", "2026-11-21T25:00:00", "2026-00-10", "21-11-2026"}) {
    EXPECT_FALSE(ParseWrittenTime(text)) << text;
  }
}

TEST(Clock, WhatHasNoInstantIsRefused) {
  for (const char* text :
       {"", "2026", "2026-11-21", "2026-11-21T14:05:00", "2026-11-21T24:01:00Z",
        "2026-02-30T12:00:00Z", "2026-11-21T14:60:00Z", "2026-11-21T14:05:00+1:00",
        "2026-11-21T14:05:00.Z", "2026-11-21T14:05:00Zx", "2026-11-21  14:05:00Z",
        "2026-11-21T14:05:00+99:00"}) {
    const auto parsed = ParseInstant(text);
    ASSERT_FALSE(parsed.ok()) << text;
    EXPECT_EQ(parsed.error().kind, ErrorKind::kInvalidInput);
  }
}

TEST(Clock, UnknownZoneIsNotFound) {
  const auto zone = TimeZone::Find("Europe/Nowhere");
  ASSERT_FALSE(zone.ok());
  EXPECT_EQ(zone.error().kind, ErrorKind::kNotFound);
  EXPECT_TRUE(TimeZone::Find("America/New_York").ok());
}

}  // namespace
}  // namespace wervelwijzer
