#include "hooks/feedback_store.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "tests/hooks/feedback_folder.h"

namespace wervelwijzer::hooks {
namespace {

TEST_F(FeedbackStoreTest, ReportIsOnDiskWhenItIsConfirmed) {
  EXPECT_TRUE(StoreAndWait(Batch("card-on-disk")).ok());
  EXPECT_TRUE(OnDisk("card-on-disk"));
  EXPECT_TRUE(OnDisk("DROP TABLE feedback")) << "a comment is data, never SQL";
}

TEST_F(FeedbackStoreTest, FileIsForItsOwnerOnly) {
  struct stat info = {};
  ASSERT_EQ(::stat(File().c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777u, 0600u);
}

TEST_F(FeedbackStoreTest, SameReportAgainIsConfirmedToo) {
  EXPECT_TRUE(StoreAndWait(Batch("twice")).ok());
  EXPECT_TRUE(StoreAndWait(Batch("twice")).ok());
}

TEST_F(FeedbackStoreTest, FileIsOpenedAgain) {
  EXPECT_TRUE(StoreAndWait(Batch("first")).ok());
  Open();
  EXPECT_TRUE(StoreAndWait(Batch("second")).ok());
  EXPECT_TRUE(OnDisk("first"));
}

Silence SilenceFrom(const char* digits, TimePoint begun, int hours) {
  return {"west",
          *KeyedHash::FromHex(std::string(31, '0') + digits),
          {7, 8},
          begun,
          begun + std::chrono::hours(hours)};
}

TEST_F(FeedbackStoreTest, SilencesAreThereAfterARestartUntilTheyEnd) {
  const TimePoint now = SystemClock().Now();
  FeedbackBatch running = Batch("running"), over = Batch("over");
  running.items[0].silence = SilenceFrom("1", now - std::chrono::hours(1), 5);
  over.items[0].silence = SilenceFrom("2", now - std::chrono::hours(9), 5);
  EXPECT_TRUE(StoreAndWait(running).ok());
  EXPECT_TRUE(StoreAndWait(over).ok());
  running.items[0].outcome_timestamp = "2026-11-21T11:00:00Z";
  EXPECT_TRUE(StoreAndWait(running).ok()) << "the same card again takes the place of the first";
  Open();
  const auto stored = store_->StoredSilences();
  ASSERT_EQ(stored.size(), 1u);
  EXPECT_EQ(stored[0].owner, "west");
  EXPECT_EQ(stored[0].subject, running.items[0].silence->subject);
  EXPECT_EQ(stored[0].state, (KeyedHash{7, 8}));
  EXPECT_EQ(stored[0].until - stored[0].begun, std::chrono::hours(5));
}

TEST_F(FeedbackStoreTest, NothingRestsAfterAStartWithTheClockSetBack) {
  const TimePoint now = SystemClock().Now();
  for (const auto set_back :
       {std::chrono::hours(0), std::chrono::hours(1), std::chrono::hours(240)}) {
    FeedbackBatch batch = Batch("card" + std::to_string(set_back.count()));
    batch.items[0].silence = SilenceFrom("1", now - std::chrono::hours(2), 20);
    EXPECT_TRUE(StoreAndWait(batch).ok());
    Open({}, now - set_back + std::chrono::minutes(1));
    EXPECT_EQ(store_->StoredSilences().size(), set_back.count() == 0 ? 1u : 0u) << set_back.count();
    Open({}, now + std::chrono::minutes(5));
    EXPECT_EQ(store_->StoredSilences().size(), set_back.count() == 0 ? 1u : 0u) << "for good";
  }
}

TEST_F(FeedbackStoreTest, TheSameReportOfTwoClientsIsKeptTwice) {
  EXPECT_TRUE(StoreAndWait(Batch("card", "west")).ok());
  EXPECT_TRUE(StoreAndWait(Batch("card", "east")).ok());
  EXPECT_TRUE(StoreAndWait(Batch("card", "east")).ok());
  EXPECT_EQ(Rows("SELECT client FROM feedback ORDER BY client"),
            (std::vector<std::string>{"east", "west"}));
}

// What an older program has left.
constexpr char kVersion1[] =
    "CREATE TABLE feedback("
    " id INTEGER PRIMARY KEY, received TEXT NOT NULL, request_id TEXT NOT NULL,"
    " service TEXT NOT NULL, card TEXT NOT NULL, outcome TEXT NOT NULL,"
    " outcome_timestamp TEXT NOT NULL, accepted_suggestions TEXT NOT NULL,"
    " reason_code TEXT NOT NULL, reason_system TEXT NOT NULL, reason_display TEXT NOT NULL,"
    " user_comment TEXT NOT NULL,"
    " UNIQUE(service, card, outcome, outcome_timestamp, accepted_suggestions, reason_code,"
    "        reason_system, user_comment));"
    "CREATE INDEX feedback_card ON feedback(card);"
    "CREATE TABLE silence(subject TEXT PRIMARY KEY, state TEXT NOT NULL, until TEXT NOT NULL);"
    "INSERT INTO feedback VALUES(7,'2026-11-01T00:00:00Z','r','s','old-card','overridden',"
    " '2026-11-01T00:00:00Z','[]','c','y','d','kept comment');"
    "INSERT INTO silence VALUES('00000000000000000000000000000001',"
    " '00000000000000000000000000000002','2999-01-01T00:00:00Z');";

TEST_F(FeedbackStoreTest, AFileOfTheVersionBeforeKeepsItsFeedbackAndRestsNothing) {
  store_.reset();
  fs::remove_all(folder_);
  fs::create_directories(folder_);
  {
    auto older = Database::Open(File());
    ASSERT_TRUE(older.ok() && (*older)->Execute(kVersion1).ok());
  }
  for (int start = 0; start < 2; ++start) {
    Open();
    EXPECT_TRUE(store_->StoredSilences().empty());
    EXPECT_EQ(Rows("SELECT id || card || user_comment || client FROM feedback WHERE id = 7"),
              (std::vector<std::string>{"7old-cardkept comment"}));
    EXPECT_EQ(Rows("PRAGMA user_version"), (std::vector<std::string>{"2"}));
    EXPECT_TRUE(StoreAndWait(Batch("new" + std::to_string(start))).ok());
  }
  // The older program can be put back: what it does to the file still works.
  store_.reset();
  auto older = Database::Open(File());
  ASSERT_TRUE(older.ok());
  EXPECT_TRUE((*older)
                  ->Execute("INSERT OR IGNORE INTO feedback(received, request_id, service, card,"
                            " outcome, outcome_timestamp, accepted_suggestions, reason_code,"
                            " reason_system, reason_display, user_comment)"
                            " VALUES('r','i','s','c','o','t','a','c','s','d','u');"
                            "INSERT OR REPLACE INTO silence(subject, state, until)"
                            " VALUES('0','1','2999-01-01T00:00:00Z')")
                  .ok());
  older = Error{};
  Open();
  EXPECT_TRUE(store_->StoredSilences().empty());
}

TEST_F(FeedbackStoreTest, AFileOfANewerVersionIsLeftAlone) {
  store_.reset();
  {
    auto newer = Database::Open(File());
    ASSERT_TRUE(newer.ok() && (*newer)->Execute("PRAGMA user_version=3").ok());
  }
  const auto opened = OpenFeedbackStore(File());
  ASSERT_FALSE(opened.ok());
  EXPECT_NE(opened.error().ToString().find("newer"), std::string::npos);
}

TEST_F(FeedbackStoreTest, ManyThreadsAreAllConfirmed) {
  std::atomic<int> confirmed{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      for (int j = 0; j < 20; ++j) {
        if (StoreAndWait(Batch("c" + std::to_string(i * 100 + j))).ok()) ++confirmed;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(confirmed, 160);
}

TEST_F(FeedbackStoreTest, WhatWaitsIsWrittenAtTheEnd) {
  std::atomic<int> confirmed{0};
  for (int i = 0; i < 50; ++i) {
    store_->Store(Batch("w" + std::to_string(i)), [&](const Status& status) {
      if (status.ok()) ++confirmed;
    });
  }
  store_.reset();
  EXPECT_EQ(confirmed, 50);
}

TEST(FeedbackStore, FolderThatIsNotThereIsUnavailable) {
  const auto opened = OpenFeedbackStore("/nowhere/at/all/feedback.sqlite3");
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().kind, ErrorKind::kUnavailable);
}

TEST(FeedbackStore, FileThatIsNoDatabaseIsUnavailable) {
  const fs::path path = fs::temp_directory_path() / ("nodb-" + std::to_string(::getpid()));
  std::ofstream(path) << std::string(4096, 'x');
  const auto opened = OpenFeedbackStore(path.string());
  EXPECT_FALSE(opened.ok());
  fs::remove(path);
}

}  // namespace
}  // namespace wervelwijzer::hooks
