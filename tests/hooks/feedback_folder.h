#pragma once

// A store in a folder of its own, for tests.

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <iterator>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "hooks/database.h"
#include "hooks/feedback_store.h"

namespace wervelwijzer::hooks {

namespace fs = std::filesystem;

inline FeedbackBatch Batch(const std::string& card, const std::string& client = "west") {
  Feedback item;
  item.card = card;
  item.outcome = "overridden";
  item.outcome_timestamp = "2026-11-21T10:00:00Z";
  item.accepted_suggestions = "[]";
  item.user_comment = Personal<std::string>("'; DROP TABLE feedback; --");
  return {client, "spinal-metastases-patient-view", "id", TimePoint(), {item}};
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

  void Open(FeedbackLimits limits = {}, TimePoint now = SystemClock().Now()) {
    store_.reset();
    auto opened = OpenFeedbackStore(File(), limits, now);
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

  // The first column of what a reader beside the server sees.
  std::vector<std::string> Rows(const char* sql) const {
    std::vector<std::string> rows;
    auto reader = Database::Open(File());
    EXPECT_TRUE(reader.ok());
    EXPECT_TRUE(
        (*reader)
            ->ForEachRow(sql, [&](const Database::Row& row) { rows.push_back(row.front()); })
            .ok());
    return rows;
  }
  static bool Within5s(const std::function<bool()>& holds) {
    for (int i = 0; i < 500; ++i) {
      if (holds()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
  }

  fs::path folder_;
  std::unique_ptr<FeedbackStore> store_;
};

}  // namespace wervelwijzer::hooks
