#include "hooks/feedback_store.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include "hooks/database.h"

namespace wervelwijzer::hooks {
namespace {

namespace fs = std::filesystem;

FeedbackBatch Batch(const std::string& card, const std::string& client = "west") {
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

TEST_F(FeedbackStoreTest, NothingIsConfirmedThatTheNextStartWouldNotFind) {
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

TEST_F(FeedbackStoreTest, ALockedFileIsToldWithinFiveSeconds) {
  auto other = Database::Open(File());
  ASSERT_TRUE(other.ok() && (*other)->Execute("BEGIN EXCLUSIVE").ok());
  EXPECT_FALSE(StoreAndWait(Batch("locked")).ok());
  EXPECT_NE(store_->Problem().find("locked"), std::string::npos) << store_->Problem();
  ASSERT_TRUE((*other)->Execute("ROLLBACK").ok());
  EXPECT_TRUE(StoreAndWait(Batch("free")).ok());
  EXPECT_EQ(store_->Problem(), "");
  EXPECT_FALSE(OnDisk("locked"));
}

TEST_F(FeedbackStoreTest, ALockIsSeenThoughNobodyReports) {
  auto other = Database::Open(File());
  ASSERT_TRUE(other.ok() && (*other)->Execute("BEGIN EXCLUSIVE").ok());
  EXPECT_TRUE(Within5s([this] { return !store_->Problem().empty(); }));
  ASSERT_TRUE((*other)->Execute("ROLLBACK").ok());
  EXPECT_TRUE(Within5s([this] { return store_->Problem().empty(); }));
}

TEST_F(FeedbackStoreTest, AFileThatMayNotGrowIsSeenThoughNobodyReports) {
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

TEST_F(FeedbackStoreTest, ANearlyFullDiskTakesNothing) {
  FeedbackLimits limits;
  limits.min_free = std::uint64_t{1} << 60;
  Open(limits);
  EXPECT_NE(store_->Problem().find("full"), std::string::npos);
  EXPECT_FALSE(StoreAndWait(Batch("x")).ok());
}

TEST_F(FeedbackStoreTest, TheRoomOfAClientIsItsOwn) {
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

TEST_F(FeedbackStoreTest, WhatWaitsIsBoundedForEachClient) {
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

TEST_F(FeedbackStoreTest, ADamagedFileIsRefusedInOneLine) {
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
