#include "hooks/feedback_store.h"

#include <sqlite3.h>
#include <sys/stat.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <span>
#include <thread>
#include <utility>
#include <vector>

#include "base/log.h"

namespace wervelwijzer::hooks {
namespace {

constexpr std::size_t kMaxWaiting = 10'000;

// synchronous=FULL makes the commit of the write-ahead log wait for the disk.
constexpr char kSchema[] =
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA busy_timeout=5000;"
    "CREATE TABLE IF NOT EXISTS feedback("
    " id INTEGER PRIMARY KEY, received TEXT NOT NULL, request_id TEXT NOT NULL,"
    " service TEXT NOT NULL, card TEXT NOT NULL, outcome TEXT NOT NULL,"
    " outcome_timestamp TEXT NOT NULL, accepted_suggestions TEXT NOT NULL,"
    " reason_code TEXT NOT NULL, reason_system TEXT NOT NULL, reason_display TEXT NOT NULL,"
    " user_comment TEXT NOT NULL,"
    " UNIQUE(service, card, outcome, outcome_timestamp, accepted_suggestions, reason_code,"
    "        reason_system, user_comment));"
    "CREATE INDEX IF NOT EXISTS feedback_card ON feedback(card);"
    // Keyed hashes: who has the file without the key cannot tell whose cards rest.
    "CREATE TABLE IF NOT EXISTS silence("
    " subject TEXT PRIMARY KEY, state TEXT NOT NULL, until TEXT NOT NULL);"
    "DELETE FROM silence WHERE until < strftime('%Y-%m-%dT%H:%M:%SZ','now');";

constexpr char kInsertSilence[] =
    "INSERT OR REPLACE INTO silence(subject, state, until) VALUES(?,?,?)";
constexpr char kSelectSilences[] = "SELECT subject, state, until FROM silence";

constexpr char kInsert[] =
    "INSERT OR IGNORE INTO feedback(received, request_id, service, card, outcome,"
    " outcome_timestamp, accepted_suggestions, reason_code, reason_system, reason_display,"
    " user_comment) VALUES(?,?,?,?,?,?,?,?,?,?,?)";

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
};
struct FinishStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;
using Statement = std::unique_ptr<sqlite3_stmt, FinishStatement>;

Error Failure(sqlite3* database, const std::string& path) {
  const char* reason = database == nullptr ? "no memory" : sqlite3_errmsg(database);
  return {ErrorKind::kUnavailable, std::string("feedback store: ") + reason, path};
}

class SqliteFeedbackStore final : public FeedbackStore {
 public:
  SqliteFeedbackStore(Database database, Statement insert, Statement insert_silence,
                      std::vector<Silence> silences)
      : database_(std::move(database)),
        insert_(std::move(insert)),
        insert_silence_(std::move(insert_silence)),
        silences_(std::move(silences)),
        thread_([this] { Run(); }) {}

  ~SqliteFeedbackStore() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
  }

  void Store(FeedbackBatch batch, MoveOnlyFunction<void(Status)> done) override {
    {
      const std::lock_guard lock(mutex_);
      if (waiting_.size() < kMaxWaiting) {
        waiting_.push_back({std::move(batch), std::move(done)});
        wake_.notify_one();
        return;
      }
    }
    done(Error{ErrorKind::kUnavailable, "too much feedback waits to be stored", {}});
  }

  std::vector<Silence> StoredSilences() const override { return silences_; }

 private:
  struct Waiting {
    FeedbackBatch batch;
    MoveOnlyFunction<void(Status)> done;
  };

  void Run() {
    while (true) {
      std::deque<Waiting> group;
      {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        group.swap(waiting_);
      }
      const Status status = Write(group);
      if (!status.ok()) {
        Log(LogLevel::kError, "feedback-not-stored", {{"reason", status.error().message}});
      }
      for (Waiting& waiting : group) waiting.done(status);
    }
  }

  // All or nothing: a group that fails is answered as failed and may be sent again.
  Status Write(const std::deque<Waiting>& group) {
    if (!Execute("BEGIN IMMEDIATE")) return Failure(database_.get(), {});
    for (const Waiting& waiting : group) {
      for (const Feedback& item : waiting.batch.items) {
        if (Insert(waiting.batch, item)) continue;
        const Error error = Failure(database_.get(), {});
        Execute("ROLLBACK");
        return error;
      }
    }
    if (Execute("COMMIT")) return {};
    const Error error = Failure(database_.get(), {});
    Execute("ROLLBACK");
    return error;
  }

  bool Execute(const char* sql) {
    return sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK;
  }

  bool Insert(const FeedbackBatch& batch, const Feedback& item) {
    const std::string received = FormatUtc(batch.received);
    const std::string* columns[] = {&received,
                                    &batch.request_id,
                                    &batch.service,
                                    &item.card,
                                    &item.outcome,
                                    &item.outcome_timestamp,
                                    &item.accepted_suggestions,
                                    &item.reason_code,
                                    &item.reason_system,
                                    &item.reason_display,
                                    &item.user_comment.Reveal()};
    return Run(insert_.get(), columns) && (!item.silence || Insert(*item.silence));
  }

  bool Insert(const Silence& silence) {
    const std::string subject = silence.subject.ToHex();
    const std::string state = silence.state.ToHex();
    const std::string until = FormatUtc(silence.until);
    const std::string* columns[] = {&subject, &state, &until};
    return Run(insert_silence_.get(), columns);
  }

  static bool Run(sqlite3_stmt* statement, std::span<const std::string* const> columns) {
    int index = 0;
    for (const std::string* column : columns) {
      sqlite3_bind_text(statement, ++index, column->data(), static_cast<int>(column->size()),
                        SQLITE_STATIC);
    }
    const bool done = sqlite3_step(statement) == SQLITE_DONE;
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return done;
  }

  Database database_;
  Statement insert_, insert_silence_;
  const std::vector<Silence> silences_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Waiting> waiting_;
  bool stopping_ = false;
  std::thread thread_;  // last: it uses the members above
};

Statement Prepare(sqlite3* database, const char* sql) {
  sqlite3_stmt* prepared = nullptr;
  sqlite3_prepare_v2(database, sql, -1, &prepared, nullptr);  // null when it fails
  return Statement(prepared);
}

std::string TextAt(sqlite3_stmt* row, int column) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(row, column));
  return text == nullptr ? std::string() : std::string(text);
}

// A row that cannot be read silences nothing.
std::vector<Silence> ReadSilences(sqlite3_stmt* select) {
  std::vector<Silence> silences;
  while (sqlite3_step(select) == SQLITE_ROW) {
    const auto subject = KeyedHash::FromHex(TextAt(select, 0));
    const auto state = KeyedHash::FromHex(TextAt(select, 1));
    const Result<TimePoint> until = ParseInstant(TextAt(select, 2));
    if (subject && state && until.ok()) silences.push_back({*subject, *state, *until});
  }
  return silences;
}

}  // namespace

Result<std::unique_ptr<FeedbackStore>> OpenFeedbackStore(const std::string& path) {
  const mode_t before = umask(S_IRWXG | S_IRWXO);
  sqlite3* opened = nullptr;
  const int code = sqlite3_open(path.c_str(), &opened);
  Database database(opened);
  const bool ready =
      code == SQLITE_OK && sqlite3_exec(opened, kSchema, nullptr, nullptr, nullptr) == SQLITE_OK;
  umask(before);
  if (!ready) return Failure(opened, path);
  Statement insert = Prepare(opened, kInsert);
  Statement insert_silence = Prepare(opened, kInsertSilence);
  Statement select = Prepare(opened, kSelectSilences);
  if (!insert || !insert_silence || !select) return Failure(opened, path);
  std::vector<Silence> silences = ReadSilences(select.get());
  select.reset();
  return std::unique_ptr<FeedbackStore>(std::make_unique<SqliteFeedbackStore>(
      std::move(database), std::move(insert), std::move(insert_silence), std::move(silences)));
}

}  // namespace wervelwijzer::hooks
