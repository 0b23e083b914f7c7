#include "hooks/used_tokens.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

namespace wervelwijzer::hooks {
namespace {

namespace fs = std::filesystem;
using std::chrono::seconds;
using Answer = UsedTokens::Answer;

const TimePoint kNow(seconds(1'800'000'000));
const TimePoint kUntil = kNow + seconds(3000);

class UsedTokensTest : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(folder_);
    Start(kNow);
  }
  void TearDown() override {
    used_.reset();
    killed_.clear();
    fs::remove_all(folder_);
  }
  // As after the process before was killed: it has no time for last words.
  void Start(TimePoint now, std::size_t most = 1000) {
    killed_.push_back(std::move(used_));
    used_ = std::make_unique<UsedTokens>(folder_, key_, most);
    ASSERT_TRUE(used_->Load(now).ok());
  }
  Answer Use(std::string_view client, std::string_view id, TimePoint now = kNow,
             TimePoint until = kUntil) {
    return used_->Use(client, id, until, now);
  }
  std::string File() const { return fs::directory_iterator(folder_)->path().string(); }
  std::size_t Files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), {}));
  }

  const HashKey key_ = RandomHashKey();
  const std::string folder_ =
      (fs::temp_directory_path() / ("used-" + std::to_string(::getpid()) + "-" +
                                    testing::UnitTest::GetInstance()->current_test_info()->name()))
          .string();
  std::unique_ptr<UsedTokens> used_;
  std::vector<std::unique_ptr<UsedTokens>> killed_;
};

TEST_F(UsedTokensTest, AreRememberedUntilTheyExpire) {
  EXPECT_EQ(Use("a", "1"), Answer::kFirst);
  EXPECT_EQ(Use("a", "1"), Answer::kAgain);
  EXPECT_EQ(Use("b", "1"), Answer::kFirst) << "of another client";
  EXPECT_EQ(Use("a", "1", kUntil - seconds(1)), Answer::kAgain);
  EXPECT_EQ(Use("a", "1", kUntil), Answer::kFirst);
}

TEST_F(UsedTokensTest, AreRememberedWhenTheProcessIsKilled) {
  for (int i = 0; i < 500; ++i) Use("a", std::to_string(i));
  Start(kNow);
  for (int i = 0; i < 500; ++i) EXPECT_EQ(Use("a", std::to_string(i)), Answer::kAgain) << i;
  EXPECT_EQ(Use("b", "7"), Answer::kFirst);
  EXPECT_EQ(Use("a", "500"), Answer::kFirst);
  Start(kUntil);
  EXPECT_EQ(Use("a", "7", kUntil, kUntil + seconds(9)), Answer::kFirst) << "has expired";
}

TEST_F(UsedTokensTest, OneClientThatIsFullRefusesNoOther) {
  Start(kNow, 3);
  for (const char* id : {"1", "2", "3"}) EXPECT_EQ(Use("a", id), Answer::kFirst);
  EXPECT_EQ(Use("a", "4"), Answer::kNoRoom);
  EXPECT_EQ(Use("a", "1"), Answer::kAgain);
  EXPECT_EQ(Use("b", "1"), Answer::kFirst);
  Start(kNow, 3);
  EXPECT_EQ(Use("a", "4"), Answer::kNoRoom) << "nor is room made by a restart";
  const TimePoint later = kUntil + seconds(60);
  EXPECT_EQ(Use("a", "4", later, later + seconds(9)), Answer::kFirst) << "the others have expired";
}

TEST_F(UsedTokensTest, EveryCutOfTheFileLosesAtMostOneToken) {
  for (int i = 0; i < 4; ++i) Use("a", std::to_string(i));
  const std::string file = File();
  const auto size = fs::file_size(file);
  for (auto cut = size; cut-- > 0;) {
    fs::resize_file(file, cut);
    Start(kNow);
    const auto whole = static_cast<int>(cut * 4 / size);
    for (int i = 0; i < whole; ++i) {
      EXPECT_EQ(Use("a", std::to_string(i)), Answer::kAgain) << cut << " " << i;
    }
    EXPECT_EQ(Use("b", "after the cut"), Answer::kFirst);
    Start(kNow);
    EXPECT_EQ(Use("b", "after the cut"), Answer::kAgain) << "and what follows is whole";
    fs::resize_file(file, cut);
  }
}

TEST_F(UsedTokensTest, DamagedRecordsArePassedOver) {
  Use("a", "1");
  Use("a", "2");
  {
    std::fstream file(File(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(10);
    file.put('x');
  }
  Start(kNow);
  EXPECT_EQ(Use("a", "1"), Answer::kFirst);
  EXPECT_EQ(Use("a", "2"), Answer::kAgain);
}

TEST_F(UsedTokensTest, FilesWhoseTokensHaveExpiredGo) {
  Use("a", "1");
  Use("a", "2", kNow, kNow + seconds(7200));
  EXPECT_EQ(Files(), 2u);
  used_->Tend(kNow);
  EXPECT_EQ(Files(), 2u);
  used_->Tend(kNow + seconds(3 * 3600));
  EXPECT_EQ(Files(), 0u);
}

TEST_F(UsedTokensTest, AFileThatIsTakenAwayIsMadeAgain) {
  Use("a", "1");
  Use("b", "2");
  fs::remove(File());
  used_->Tend(kNow);
  EXPECT_EQ(used_->Problem(), "");
  Start(kNow);
  EXPECT_EQ(Use("a", "1"), Answer::kAgain);
  EXPECT_EQ(Use("b", "2"), Answer::kAgain);
}

TEST_F(UsedTokensTest, AFullDiskKeepsNobodyOutAndIsToldAndMadeGood) {
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before = {};
  getrlimit(RLIMIT_FSIZE, &before);
  Use("a", "0");
  rlimit none = before;
  none.rlim_cur = fs::file_size(File()) + 10;  // not even a whole record
  setrlimit(RLIMIT_FSIZE, &none);
  const Answer during = Use("a", "1"), again = Use("a", "1");
  const std::string problem = used_->Problem();
  setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_EQ(during, Answer::kFirst);
  EXPECT_EQ(again, Answer::kAgain);
  EXPECT_NE(problem, "");
  used_->Tend(kNow);
  EXPECT_EQ(used_->Problem(), "");
  Start(kNow);
  EXPECT_EQ(Use("a", "0"), Answer::kAgain);
  EXPECT_EQ(Use("a", "1"), Answer::kAgain);
}

TEST_F(UsedTokensTest, NoIdStandsInTheFile) {
  Use("client-in-clear", "token-in-clear");
  std::ifstream file(File(), std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), {});
  EXPECT_FALSE(bytes.empty());
  EXPECT_EQ(bytes.find("clear"), std::string::npos);
}

}  // namespace
}  // namespace wervelwijzer::hooks
