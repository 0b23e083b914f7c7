#include "hooks/feedback_store.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <future>
#include <string>
#include <thread>
#include <vector>

namespace wervelwijzer::hooks {
namespace {

namespace fs = std::filesystem;

FeedbackBatch Batch(const std::string& card) {
  Feedback item;
  item.card = card;
  item.outcome = "overridden";
  item.outcome_timestamp = "2026-11-21T10:00:00Z";
  item.accepted_suggestions = "[]";
  item.user_comment = Personal<std::string>("'; DROP TABLE feedback; --");
  return {"spinal-metastases-patient-view", "id", TimePoint(), {item}};
}

class FeedbackStoreTest : public testing::Test {
 protected:
  FeedbackStoreTest()
      : folder_(fs::temp_directory_path() /
                ("feedback-" + std::to_string(::getpid()) + "-" +
                 testing::UnitTest::GetInstance()->current_test_info()->name())) {
    fs::create_directories(folder_);
    Open();
  }
  ~FeedbackStoreTest() override {
    store_.reset();
    fs::remove_all(folder_);
  }

  void Open() {
    store_.reset();
    auto opened = OpenFeedbackStore(File());
    ASSERT_TRUE(opened.ok()) << opened.error().ToString();
    store_ = std::move(opened).value();
  }
  std::string File() const { return (folder_ / "feedback.sqlite3").string(); }
  Status StoreAndWait(FeedbackBatch batch) {
    std::promise<Status> done;
    store_->Store(std::move(batch), [&](const Status& status) { done.set_value(status); });
    return done.get_future().get();
  }
  // Bytes on disk that hold the text: the file and its write-ahead log.
  bool OnDisk(const std::string& text) const {
    for (const auto& entry : fs::directory_iterator(folder_)) {
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string bytes((std::istreambuf_iterator<char>(file)), {});
      if (bytes.find(text) != std::string::npos) return true;
    }
    return false;
  }

  fs::path folder_;
  std::unique_ptr<FeedbackStore> store_;
};

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

TEST_F(FeedbackStoreTest, SilencesAreThereAfterARestartUntilTheyEnd) {
  const auto silence_until = [](const char* digits, TimePoint until) {
    return Silence{*KeyedHash::FromHex(std::string(31, '0') + digits), {7, 8}, until};
  };
  const TimePoint now = SystemClock().Now();
  FeedbackBatch running = Batch("running"), over = Batch("over");
  running.items[0].silence = silence_until("1", now + std::chrono::hours(5));
  over.items[0].silence = silence_until("2", now - std::chrono::hours(5));
  EXPECT_TRUE(StoreAndWait(running).ok());
  EXPECT_TRUE(StoreAndWait(over).ok());
  running.items[0].outcome_timestamp = "2026-11-21T11:00:00Z";
  EXPECT_TRUE(StoreAndWait(running).ok()) << "the same card again takes the place of the first";
  Open();
  const auto stored = store_->StoredSilences();
  ASSERT_EQ(stored.size(), 1u);
  EXPECT_EQ(stored[0].subject, running.items[0].silence->subject);
  EXPECT_EQ(stored[0].state, (KeyedHash{7, 8}));
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
