#include "fhir/date.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace wervelwijzer::fhir {
namespace {

const TimeZone kZone = TimeZone::Amsterdam();

std::string First(std::string_view text) {
  const auto range = ParseDateTime(text, kZone);
  return range ? FormatUtc(*range->first) : "none";
}

std::string Last(std::string_view text) {
  const auto range = ParseDateTime(text, kZone);
  return range ? FormatUtc(*range->last) : "none";
}

TEST(DateTest, PartialDateIsTheRangeOfItsDaysInTheZone) {
  EXPECT_EQ(First("2026"), "2025-12-31T23:00:00Z");
  EXPECT_EQ(Last("2026"), "2026-12-31T22:59:59.999Z");
  EXPECT_EQ(First("2026-02"), "2026-01-31T23:00:00Z");
  EXPECT_EQ(Last("2026-02"), "2026-02-28T22:59:59.999Z");
  EXPECT_EQ(First("2026-12"), "2026-11-30T23:00:00Z");
  EXPECT_EQ(Last("2026-12"), "2026-12-31T22:59:59.999Z");
}

TEST(DateTest, DayOfTheClockChangeHasTwentyFiveHours) {
  EXPECT_EQ(First("2026-10-25"), "2026-10-24T22:00:00Z");
  EXPECT_EQ(Last("2026-10-25"), "2026-10-25T22:59:59.999Z");
}

TEST(DateTest, TimeWithOffsetIsAnInstant) {
  const auto range = ParseDateTime("2026-11-21T14:05:00+01:00", kZone);
  ASSERT_TRUE(range);
  EXPECT_EQ(range->first, range->last);
  EXPECT_EQ(FormatUtc(*range->first), "2026-11-21T13:05:00Z");
}

TEST(DateTest, TimeWithoutOffsetIsReadInTheZone) {
  EXPECT_EQ(First("2026-11-21T14:05:00"), "2026-11-21T13:05:00Z");
  EXPECT_EQ(First("2026-07-21T14:05"), "2026-07-21T12:05:00Z");
}

TEST(DateTest, WhatIsNoDateIsNone) {
  for (const char* text : {"", "26", "2026-1", "2026-13", "2026-02-30", "2026/02/01", "gisteren",
                           "0000", "2026-11-21T25:00:00", "2026-11-21T14:05:00x"}) {
    EXPECT_FALSE(ParseDateTime(text, kZone)) << text;
  }
}

TEST(DateTest, AnyTextIsADateOrNoneAndItsEndsAreInOrder) {
  std::mt19937 random(7);  // NOLINT: the same texts in every run
  constexpr std::string_view kAlphabet = "0123456789--::TZ+. x";
  for (int round = 0; round < 50000; ++round) {
    std::string text = "2026-11-21T14:05:00+01:00";
    text.resize(random() % (text.size() + 1));
    for (int i = 0; i < 3 && !text.empty(); ++i) {
      text[random() % text.size()] = kAlphabet[random() % kAlphabet.size()];
    }
    const auto range = ParseDateTime(text, kZone);
    if (!range) continue;
    EXPECT_LE(*range->first, *range->last) << text;
  }
}

TEST(DateTest, PeriodKeepsItsOpenEnd) {
  const auto document = JsonDocument::Parse(R"({"start":"2026-03"})");
  const auto range = ReadTime(document->root(), kZone);
  ASSERT_TRUE(range);
  EXPECT_TRUE(range->first);
  EXPECT_FALSE(range->last);
  EXPECT_EQ(range->text, "2026-03");
}

}  // namespace
}  // namespace wervelwijzer::fhir
