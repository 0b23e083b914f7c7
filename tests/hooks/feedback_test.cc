#include "hooks/feedback.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace wervelwijzer::hooks {
namespace {

FeedbackReading Read(const std::string& items) {
  const auto document = JsonDocument::Parse("{\"feedback\":[" + items + "]}");
  EXPECT_TRUE(document.ok()) << items;
  return ReadFeedback(document->root());
}

bool Refused(const FeedbackReading& reading, std::string_view path) {
  return std::any_of(reading.issues.begin(), reading.issues.end(), [&](const Issue& issue) {
    return issue.severity == Severity::kError && issue.path == path;
  });
}

constexpr char kAccepted[] = R"({"card":"c","outcome":"accepted",
    "acceptedSuggestions":[{"id":"s1"},{"id":"s2"}],"outcomeTimestamp":"2026-11-21T11:00:00+01:00"})";

TEST(Feedback, AcceptedCardKeepsItsSuggestions) {  // FB-06, FB-07, FB-12
  const FeedbackReading reading = Read(kAccepted);
  ASSERT_TRUE(reading.issues.empty());
  ASSERT_EQ(reading.items.size(), 1u);
  EXPECT_EQ(reading.items[0].accepted_suggestions, R"(["s1","s2"])");
  EXPECT_EQ(reading.items[0].outcome_timestamp, "2026-11-21T10:00:00Z");
}

TEST(Feedback, SeveralReportsComeInOnePost) {  // FB-13
  EXPECT_EQ(Read(std::string(kAccepted) + "," + kAccepted).items.size(), 2u);
}

TEST(Feedback, OverrideReasonIsRead) {  // FB-08 to FB-10, FB-19
  const FeedbackReading reading = Read(R"({"card":"c","outcome":"overridden",
      "outcomeTimestamp":"2026-11-21T10:00:00Z",
      "overrideReason":{"reason":{"code":"r","system":"http://x"},"userComment":"toch niet"}})");
  ASSERT_TRUE(reading.issues.empty());
  EXPECT_EQ(reading.items[0].reason_code, "r");
  EXPECT_EQ(reading.items[0].reason_system, "http://x");
  EXPECT_EQ(reading.items[0].user_comment.Reveal(), "toch niet");
}

TEST(Feedback, PluralOfEpicIsRead) {  // FB-18
  const FeedbackReading reading = Read(R"({"card":"123456","outcome":"overridden",
      "outcomeTimestamp":"2026-11-21T10:00:00Z",
      "overrideReasons":[{"reason":{"code":"r","system":"s"}}]})");
  ASSERT_TRUE(reading.issues.empty());
  EXPECT_EQ(reading.items[0].reason_code, "r");
}

TEST(Feedback, DismissedCardNeedsNoReason) {
  EXPECT_TRUE(
      Read(R"({"card":"c","outcome":"overridden","outcomeTimestamp":"2026-11-21T10:00:00Z"})")
          .issues.empty());
}

TEST(Feedback, WhatIsWrongIsToldWithItsPath) {
  const struct {
    const char* item;
    const char* path;
  } rows[] = {
      {R"({"outcome":"overridden"})", "$.feedback[0].card"},
      {R"({"card":7})", "$.feedback[0].card"},
      {R"({"card":"c"})", "$.feedback[0].outcome"},
      {R"({"card":"c","outcome":"ignored"})", "$.feedback[0].outcome"},
      {R"({"card":"c","outcome":"accepted"})", "$.feedback[0].acceptedSuggestions"},
      {R"({"card":"c","outcome":"accepted","acceptedSuggestions":{"id":"s1"}})",
       "$.feedback[0].acceptedSuggestions"},
      {R"({"card":"c","outcome":"accepted","acceptedSuggestions":[]})",
       "$.feedback[0].acceptedSuggestions"},
      {R"({"card":"c","outcome":"accepted","acceptedSuggestions":[{}]})",
       "$.feedback[0].acceptedSuggestions[0].id"},
      {R"({"card":"c","outcome":"overridden"})", "$.feedback[0].outcomeTimestamp"},
      {R"({"card":"c","outcome":"overridden","outcomeTimestamp":"2026-11-21"})",
       "$.feedback[0].outcomeTimestamp"},
      {R"({"card":"c","outcome":"overridden","overrideReason":{"reason":{"code":"x"}}})",
       "$.feedback[0].overrideReason.reason"},
      {R"({"card":"c","outcome":"overridden","overrideReason":"x"})",
       "$.feedback[0].overrideReason"},
      {"7", "$.feedback[0].card"},
  };
  for (const auto& row : rows) EXPECT_TRUE(Refused(Read(row.item), row.path)) << row.item;
}

TEST(Feedback, TooMuchIsRefused) {
  std::string many = "7";
  for (int i = 0; i < 1000; ++i) many += ",7";
  EXPECT_TRUE(Refused(Read(many), "$.feedback"));
  EXPECT_TRUE(
      Refused(Read("{\"card\":\"" + std::string(20'000, 'c') + "\"}"), "$.feedback[0].card"));
}

}  // namespace
}  // namespace wervelwijzer::hooks
