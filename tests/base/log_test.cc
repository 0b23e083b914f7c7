#include "base/log.h"

#include <gtest/gtest.h>

#include <string>

namespace wervelwijzer {
namespace {

// Data of a patient has no way into the log.
template <typename T>
concept Loggable = requires(T value) {
  LogField("name", value);
};
static_assert(Loggable<std::string>);
static_assert(Loggable<int>);
static_assert(!Loggable<Personal<std::string>>);
static_assert(!Loggable<Personal<std::string_view>>);
static_assert(!Loggable<Personal<int>>);
static_assert(!std::is_convertible_v<Personal<std::string>, std::string>);

std::string Captured(LogLevel level, std::string_view event,
                     std::initializer_list<LogField> fields) {
  testing::internal::CaptureStderr();
  Log(level, event, fields);
  return testing::internal::GetCapturedStderr();
}

TEST(Log, OneLineCarriesEventAndFields) {
  const std::string line =
      Captured(LogLevel::kInfo, "request", {{"status", 200}, {"service", "x"}});
  EXPECT_NE(line.find(" info request status=200 service=x\n"), std::string::npos) << line;
}

TEST(Log, ValueCannotForgeALineOrAField) {
  const std::string line =
      Captured(LogLevel::kInfo, "request", {{"path", "a\nb level=error \"x\"\x1B[31m"}});
  EXPECT_NE(line.find(R"(path="a\x0ab level=error \"x\"\x1b[31m")"), std::string::npos) << line;
  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
}

TEST(Log, LongValueIsCut) {
  const std::string line = Captured(LogLevel::kInfo, "x", {{"v", std::string(5000, 'a')}});
  EXPECT_LT(line.size(), 300u);
}

TEST(Log, LevelDropsWhatIsBelow) {
  EXPECT_EQ(Captured(LogLevel::kDebug, "hidden", {}), "");
  EXPECT_TRUE(SetLogLevel("error"));
  EXPECT_EQ(Captured(LogLevel::kWarning, "hidden", {}), "");
  EXPECT_NE(Captured(LogLevel::kError, "shown", {}), "");
  EXPECT_FALSE(SetLogLevel("loud"));
  SetLogLevel(LogLevel::kInfo);
}

}  // namespace
}  // namespace wervelwijzer
