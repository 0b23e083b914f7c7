#include "hooks/readiness.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace wervelwijzer::hooks {
namespace {

using std::chrono::milliseconds;

// Waits until the readiness says so, at most five seconds.
bool Becomes(const Readiness& readiness, bool is_ready) {
  for (int i = 0; i < 500; ++i) {
    if (readiness.Lacks().empty() == is_ready) return true;
    std::this_thread::sleep_for(milliseconds(10));
  }
  return false;
}

TEST(Readiness, SaysWhatLacksAndCountsHowOften) {
  std::atomic<bool> is_there{true};
  Readiness readiness(milliseconds(5));
  readiness.Add("store", [&] { return is_there ? std::string() : "is gone"; });
  readiness.Add("keys", [] { return std::string(); });
  readiness.Begin();
  EXPECT_TRUE(readiness.Lacks().empty());
  for (int round = 1; round <= 3; ++round) {
    is_there = false;
    ASSERT_TRUE(Becomes(readiness, false));
    const auto lacks = readiness.Lacks();
    ASSERT_EQ(lacks.size(), 1u);
    EXPECT_EQ(lacks[0].part + " " + lacks[0].reason, "store is gone");
    const std::string text = readiness.ToText();
    EXPECT_NE(text.find("wervelwijzer_ready{part=\"store\"} 0\n"), std::string::npos);
    EXPECT_NE(text.find("wervelwijzer_ready{part=\"keys\"} 1\n"), std::string::npos);
    EXPECT_NE(text.find("wervelwijzer_not_ready_total{part=\"store\"} " + std::to_string(round)),
              std::string::npos);
    is_there = true;
    ASSERT_TRUE(Becomes(readiness, true));
  }
}

TEST(Readiness, IsKnownBeforeTheFirstQuestion) {
  Readiness readiness(std::chrono::hours(1));
  readiness.Add("store", [] { return std::string("is gone"); });
  readiness.Begin();
  EXPECT_EQ(readiness.Lacks().size(), 1u);
}

}  // namespace
}  // namespace wervelwijzer::hooks
