#include "hooks/state_folder.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace wervelwijzer::hooks {
namespace {

namespace fs = std::filesystem;

class StateFolderTest : public testing::Test {
 protected:
  void SetUp() override { fs::create_directories(folder_); }
  void TearDown() override { fs::remove_all(folder_); }

  const std::string folder_ =
      (fs::temp_directory_path() / ("state-" + std::to_string(::getpid()) + "-" +
                                    testing::UnitTest::GetInstance()->current_test_info()->name()))
          .string();
};

TEST_F(StateFolderTest, BelongsToOneServerAtATime) {
  auto first = StateFolder::Take(folder_);
  ASSERT_TRUE(first.ok()) << first.error().ToString();
  const auto second = StateFolder::Take(folder_);
  ASSERT_FALSE(second.ok());
  EXPECT_NE(second.error().ToString().find("another server"), std::string::npos);
  EXPECT_EQ(second.error().ToString().find('\n'), std::string::npos);
  const HashKey key = (*first)->key();
  first = Error{};
  const auto third = StateFolder::Take(folder_);
  ASSERT_TRUE(third.ok());
  EXPECT_EQ((*third)->key(), key) << "the key stays";
}

TEST_F(StateFolderTest, IsFreeWhenItsServerIsKilled) {
  const pid_t child = fork();
  if (child == 0) {
    const auto taken = StateFolder::Take(folder_);
    if (taken.ok()) pause();
    _exit(1);
  }
  while (!fs::exists(folder_ + "/silence.key")) usleep(1000);
  EXPECT_FALSE(StateFolder::Take(folder_).ok());
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  EXPECT_TRUE(StateFolder::Take(folder_).ok());
}

TEST_F(StateFolderTest, SaysWhenTheNextStartWouldFindSomethingElse) {
  const auto taken = StateFolder::Take(folder_);
  ASSERT_TRUE(taken.ok());
  EXPECT_EQ((*taken)->Problem(), "");
  const std::string key = folder_ + "/silence.key", lock = folder_ + "/lock";
  for (const std::string& file : {key, lock}) {
    fs::rename(file, file + ".away");
    EXPECT_NE((*taken)->Problem(), "") << file << " taken away";
    std::ofstream(file) << std::string(16, 'x');
    EXPECT_NE((*taken)->Problem(), "") << file << " replaced";
    fs::rename(file + ".away", file);
    EXPECT_EQ((*taken)->Problem(), "") << file << " put back";
  }
  fs::rename(folder_, folder_ + ".away");
  EXPECT_NE((*taken)->Problem(), "");
  fs::rename(folder_ + ".away", folder_);
}

TEST(StateFolder, HasToBeThere) { EXPECT_FALSE(StateFolder::Take("/nowhere/at/all").ok()); }

TEST(SilenceKey, IsMadeOnceAndForItsOwnerOnly) {
  const std::string path = testing::TempDir() + "silence_book_test.key";
  std::filesystem::remove(path);
  const auto made = LoadOrMakeKey(path);
  ASSERT_TRUE(made.ok()) << made.error().ToString();
  const auto again = LoadOrMakeKey(path);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(*made, *again);
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(path).permissions(), perms::owner_read | perms::owner_write);
  std::ofstream(path, std::ios::app) << "too long";
  EXPECT_FALSE(LoadOrMakeKey(path).ok());
  std::filesystem::remove(path);
  EXPECT_FALSE(LoadOrMakeKey("/nowhere/at/all/key").ok());
}

}  // namespace
}  // namespace wervelwijzer::hooks
