#include "base/log.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <string>

#include "base/log_queue.h"

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
  FlushLog(std::chrono::seconds(10));
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

// A pipe that nobody reads holds some 64 KiB.
TEST(LogQueue, FullPipeRefusesLinesAndHoldsNobodyUp) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  LogQueue& queue = *new LogQueue(ends[1], 1000);
  const std::string line(999, 'x');
  bool refused = false;
  for (int i = 0; i < 1000 && !refused; ++i) {
    refused = !queue.Add(line);
    if (!refused) queue.Flush(std::chrono::milliseconds(50));
  }
  EXPECT_TRUE(refused);
}

TEST(LogQueue, LinesComeOutWholeAndInOrder) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  LogQueue& queue = *new LogQueue(ends[1], 1000);
  EXPECT_TRUE(queue.Add("one\n"));
  EXPECT_TRUE(queue.Add("two\n"));
  queue.Flush(std::chrono::seconds(10));
  char text[16];
  EXPECT_EQ(read(ends[0], text, sizeof text), 8);
  EXPECT_EQ(std::string(text, 8), "one\ntwo\n");
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
