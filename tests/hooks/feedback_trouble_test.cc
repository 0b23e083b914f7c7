// What befalls the file while the server runs.

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <string>
#include <vector>

#include "tests/hooks/feedback_folder.h"

namespace wervelwijzer::hooks {
namespace {

using FeedbackTroubleTest = FeedbackStoreTest;

TEST_F(FeedbackTroubleTest, NothingIsConfirmedThatTheNextStartWouldNotFind) {
  EXPECT_TRUE(StoreAndWait(Batch("before")).ok());
  const std::string away = File() + ".away";
  for (const char* part : {"", "-wal", "-shm"}) {
    const std::string file = File() + part;
    fs::rename(file, away);
    EXPECT_FALSE(StoreAndWait(Batch(std::string("moved") + part)).ok());
    EXPECT_NE(store_->Problem(), "");
    fs::copy_file(away, file);
    EXPECT_FALSE(StoreAndWait(Batch(std::string("replaced") + part)).ok());
    fs::rename(away, file);
    EXPECT_TRUE(StoreAndWait(Batch(std::string("back") + part)).ok());
    EXPECT_EQ(store_->Problem(), "");
  }
}

TEST_F(FeedbackTroubleTest, NothingIsConfirmedThatGoesIntoALogWithoutAHead) {
  EXPECT_TRUE(StoreAndWait(Batch("before")).ok());
  fs::resize_file(File() + "-wal", 0);
  EXPECT_FALSE(StoreAndWait(Batch("behind a hole")).ok());
  EXPECT_NE(store_->Problem(), "");
}

TEST_F(FeedbackTroubleTest, NothingIsConfirmedWhenTheFileWasCutShort) {
  EXPECT_TRUE(StoreAndWait(Batch("before")).ok());
  Open();  // so that something is in the file itself
  EXPECT_TRUE(StoreAndWait(Batch("after")).ok());
  fs::resize_file(File(), 0);
  EXPECT_FALSE(StoreAndWait(Batch("into nothing")).ok());
  EXPECT_NE(store_->Problem(), "");
}

TEST_F(FeedbackTroubleTest, AnotherProgramMayReadAndCheckpoint) {
  EXPECT_TRUE(StoreAndWait(Batch("before")).ok());
  auto other = Database::Open(File());
  ASSERT_TRUE(other.ok());
  for (const char* kind : {"PASSIVE", "FULL", "RESTART", "TRUNCATE"}) {
    ASSERT_TRUE((*other)->Execute(std::string("PRAGMA wal_checkpoint(") + kind + ")").ok());
    EXPECT_TRUE(StoreAndWait(Batch(kind)).ok()) << kind;
    EXPECT_EQ(store_->Problem(), "") << kind;
  }
}

TEST_F(FeedbackTroubleTest, ALockedFileIsToldWithinFiveSeconds) {
  auto other = Database::Open(File());
  ASSERT_TRUE(other.ok() && (*other)->Execute("BEGIN EXCLUSIVE").ok());
  EXPECT_FALSE(StoreAndWait(Batch("locked")).ok());
  EXPECT_NE(store_->Problem().find("locked"), std::string::npos) << store_->Problem();
  ASSERT_TRUE((*other)->Execute("ROLLBACK").ok());
  EXPECT_TRUE(StoreAndWait(Batch("free")).ok());
  EXPECT_EQ(store_->Problem(), "");
  EXPECT_FALSE(OnDisk("locked"));
}

TEST_F(FeedbackTroubleTest, ALockIsSeenThoughNobodyReports) {
  auto other = Database::Open(File());
  ASSERT_TRUE(other.ok() && (*other)->Execute("BEGIN EXCLUSIVE").ok());
  EXPECT_TRUE(Within5s([this] { return !store_->Problem().empty(); }));
  ASSERT_TRUE((*other)->Execute("ROLLBACK").ok());
  EXPECT_TRUE(Within5s([this] { return store_->Problem().empty(); }));
}

TEST_F(FeedbackTroubleTest, AFileThatMayNotGrowIsSeenThoughNobodyReports) {
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before = {};
  getrlimit(RLIMIT_FSIZE, &before);
  rlimit none = before;
  none.rlim_cur = 4096;
  setrlimit(RLIMIT_FSIZE, &none);
  const bool seen = Within5s([this] { return !store_->Problem().empty(); });
  const bool refused = !StoreAndWait(Batch("no-room")).ok();
  setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_TRUE(seen);
  EXPECT_TRUE(refused);
  EXPECT_TRUE(StoreAndWait(Batch("room")).ok());
  EXPECT_EQ(store_->Problem(), "");
}

TEST_F(FeedbackTroubleTest, ANearlyFullDiskTakesNothing) {
  FeedbackLimits limits;
  limits.min_free = std::uint64_t{1} << 60;
  Open(limits);
  EXPECT_NE(store_->Problem().find("full"), std::string::npos);
  EXPECT_FALSE(StoreAndWait(Batch("x")).ok());
}

TEST_F(FeedbackTroubleTest, TheRoomOfAClientIsItsOwn) {
  FeedbackLimits limits;
  limits.bytes = 20'000;
  limits.client_bytes = 8'000;
  Open(limits);
  const auto stored = [this](const std::string& client) {
    int count = 0;
    while (count < 1000 && StoreAndWait(Batch(client + std::to_string(count), client)).ok())
      ++count;
    return count;
  };
  const int west = stored("west");
  EXPECT_GT(west, 10);
  EXPECT_LT(west, 60);
  EXPECT_EQ(store_->Problem(), "") << "one client's room is no reason to send nobody here";
  Open(limits);
  EXPECT_FALSE(StoreAndWait(Batch("one more", "west")).ok()) << "nor is room made by a restart";
  EXPECT_GT(stored("east"), 10);
  stored("north");
  EXPECT_FALSE(StoreAndWait(Batch("last", "south")).ok()) << "all of it is used up";
}

TEST_F(FeedbackTroubleTest, WhatWaitsIsBoundedForEachClient) {
  FeedbackLimits limits;
  limits.waiting_bytes = 40'000;
  Open(limits);
  auto other = Database::Open(File());  // holds the writer up
  ASSERT_TRUE(other.ok() && (*other)->Execute("BEGIN EXCLUSIVE").ok());
  std::atomic<int> answered{0};
  const auto send = [&](const std::string& client, int count) {
    for (int i = 0; i < count; ++i) {
      store_->Store(Batch(client + std::to_string(i), client), [&](const Status&) { ++answered; });
    }
  };
  send("west", 1000);
  const int refused_of_west = answered;
  send("east", 5);
  EXPECT_GT(refused_of_west, 900);
  EXPECT_EQ(answered, refused_of_west) << "those of the other wait, they are not refused";
  ASSERT_TRUE((*other)->Execute("ROLLBACK").ok());
  store_.reset();
  EXPECT_EQ(answered, 1005);
}

TEST_F(FeedbackTroubleTest, ADamagedFileIsRefusedInOneLine) {
  for (int i = 0; i < 300; ++i)
    EXPECT_TRUE(StoreAndWait(Batch(std::string(200, 'x') + std::to_string(i))).ok());
  store_.reset();
  {
    std::fstream file(File(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(3 * 4096);
    file << std::string(8192, '\x5a');
  }
  const auto opened = OpenFeedbackStore(File());
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().ToString().find('\n'), std::string::npos);
}

}  // namespace
}  // namespace wervelwijzer::hooks
