#include "hooks/feedback_store.h"

#include <sys/statvfs.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "base/log.h"
#include "hooks/database.h"
#include "hooks/feedback_schema.h"

namespace wervelwijzer::hooks {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::chrono::seconds kLook{1};   // between two looks while nothing comes
constexpr std::chrono::seconds kMark{3};   // between two marks
constexpr std::chrono::seconds kStuck{4};  // a writer that says nothing for so long hangs
constexpr std::size_t kOneClient = 4;      // a client's share of what may wait: one in so many

Error Refuse(const char* reason) { return {ErrorKind::kUnavailable, reason, {}}; }

// As it counts in memory and on the disk (feedback_schema.h, kSelectUsage).
std::uint64_t BytesOf(const FeedbackBatch& batch, const Feedback& item) {
  const std::size_t texts = item.card.size() + batch.request_id.size() +
                            item.accepted_suggestions.size() + item.reason_code.size() +
                            item.reason_system.size() + item.reason_display.size() +
                            item.user_comment.Reveal().size();
  return kRowBytes + 2 * texts + (item.silence ? kRowBytes : 0);
}
std::uint64_t BytesOf(const FeedbackBatch& batch) {
  std::uint64_t bytes = 0;
  for (const Feedback& item : batch.items) bytes += BytesOf(batch, item);
  return bytes;
}

// What became of reports, and under which name it is counted.
enum class Fate { kStored, kWaiting, kQuota, kClientQuota, kFailed };
constexpr std::array<const char*, 5> kFates = {"stored", "too-many-wait", "quota", "client-quota",
                                               "not-written"};

class SqliteFeedbackStore final : public FeedbackStore {
 public:
  SqliteFeedbackStore(std::string path, FeedbackLimits limits)
      : path_(std::move(path)), limits_(limits) {}

  // REQUIRES: called once, before anything else.
  Status Open(TimePoint now) {
    auto opened = Database::Open(path_);
    if (!opened.ok()) return opened.error();
    database_ = std::move(opened).value();
    if (Status ready = PrepareFeedback(*database_); !ready.ok()) return ready;
    if (Status ended = EndRests(*database_, now); !ended.ok()) return ended;
    if (Status prepared = PrepareStatements(); !prepared.ok()) return prepared;
    if (Status read = ReadWhatIsThere(); !read.ok()) return read;
    database_->NoteFiles();
    problem_ = Look();
    thread_ = std::thread([this] { Run(); });
    return {};
  }

  ~SqliteFeedbackStore() override {
    if (!thread_.joinable()) return;
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
  }

  // One client that floods takes the room of no other.
  void Store(FeedbackBatch batch, MoveOnlyFunction<void(Status)> done) override {
    const std::uint64_t bytes = BytesOf(batch);
    {
      const std::lock_guard lock(mutex_);
      std::uint64_t& of_client = waiting_by_client_[batch.client];
      if (waiting_bytes_ + bytes <= limits_.waiting_bytes &&
          of_client + bytes <= limits_.waiting_bytes / kOneClient) {
        waiting_bytes_ += bytes;
        of_client += bytes;
        waiting_.push_back({std::move(batch), std::move(done), bytes});
        wake_.notify_one();
        return;
      }
    }
    Count(Fate::kWaiting, batch);
    done(Refuse("too much feedback waits to be stored"));
  }

  std::vector<Silence> StoredSilences() const override { return silences_; }

  std::string Problem() const override {
    const std::lock_guard lock(mutex_);
    if (Steady::now() - heard_ > kStuck) return "the disk does not answer";
    return problem_;
  }

  std::string ToText() const override {
    std::string text =
        "# HELP wervelwijzer_feedback_total Reports of users, by what became of them.\n"
        "# TYPE wervelwijzer_feedback_total counter\n";
    for (std::size_t i = 0; i < kFates.size(); ++i) {
      text += "wervelwijzer_feedback_total{fate=\"" + std::string(kFates[i]) + "\"} " +
              std::to_string(fates_[i].load()) + "\n";
    }
    text +=
        "# HELP wervelwijzer_feedback_bytes About what the feedback that is kept takes.\n"
        "# TYPE wervelwijzer_feedback_bytes gauge\n"
        "wervelwijzer_feedback_bytes " +
        std::to_string(kept_.load()) + "\n";
    return text;
  }

 private:
  struct Waiting {
    FeedbackBatch batch;
    MoveOnlyFunction<void(Status)> done;
    std::uint64_t bytes = 0;
    Status status = {};
  };

  Status PrepareStatements() {
    for (auto [sql, statement] :
         {std::pair{kInsertFeedback, &insert_}, std::pair{kInsertSilence, &insert_silence_},
          std::pair{kInsertAlive, &insert_alive_}}) {
      auto prepared = database_->Prepare(sql);
      if (!prepared.ok()) return prepared.error();
      *statement = std::move(prepared).value();
    }
    return {};
  }

  // A row that cannot be read silences nothing.
  Status ReadWhatIsThere() {
    const Status read = database_->ForEachRow(kSelectSilences, [this](const Database::Row& row) {
      const auto subject = KeyedHash::FromHex(row[0]), state = KeyedHash::FromHex(row[2]);
      const Result<TimePoint> begun = ParseInstant(row[3]), until = ParseInstant(row[4]);
      if (!subject || !state || !begun.ok() || !until.ok()) return;
      silences_.push_back({row[1], *subject, *state, *begun, *until});
    });
    if (!read.ok()) return read;
    return database_->ForEachRow(kSelectUsage, [this](const Database::Row& row) {
      const std::uint64_t bytes = std::stoull(row[1]);
      kept_by_client_[row[0]] = bytes;
      kept_ += bytes;
    });
  }

  void Run() {
    while (true) {
      std::deque<Waiting> group;
      {
        std::unique_lock lock(mutex_);
        heard_ = Steady::now();
        wake_.wait_for(lock, kLook, [this] { return stopping_ || !waiting_.empty(); });
        heard_ = Steady::now();
        if (stopping_ && waiting_.empty()) return;
        group.swap(waiting_);
        waiting_by_client_.clear();
        waiting_bytes_ = 0;
      }
      std::string problem = Look();
      if (problem.empty()) problem = group.empty() ? Mark() : Write(group);
      Tell(problem);
      Answer(group, problem);
    }
  }

  // What can be seen without writing.
  std::string Look() {
    if (!database_->IsWhereItWas()) return "the file was moved, replaced or taken away";
    struct statvfs disk = {};
    if (statvfs(path_.c_str(), &disk) != 0) return "the disk does not tell what room it has";
    if (std::uint64_t{disk.f_bavail} * disk.f_frsize < limits_.min_free) {
      return "the disk is nearly full";
    }
    if (kept_ >= limits_.bytes) return "the room for feedback is used up";
    return {};
  }

  // That the file can be written, and until when the server lived.
  std::string Mark() {
    const bool was_well = problem_.empty();
    if (was_well && Steady::now() - marked_ < kMark) {
      // Nobody else holds the file.
      if (const Status free = database_->Execute("BEGIN IMMEDIATE"); !free.ok()) {
        return free.error().message;
      }
      (void)database_->Execute("ROLLBACK");
      return {};
    }
    return Commit([this] { return Alive(); });
  }

  Status Alive() {
    const auto noted = insert_alive_.Run({FormatUtc(SystemClock().Now())});
    return noted.ok() ? Status() : Status(noted.error());
  }

  // Empty, or why nothing of the group was stored. A client whose room is used up is refused by
  // itself.
  std::string Write(std::deque<Waiting>& group) {
    std::map<std::string, std::uint64_t> added;
    const std::string problem = Commit([&]() -> Status {
      std::uint64_t all = kept_;
      for (Waiting& waiting : group) {
        waiting.status = RoomFor(waiting, all, added[waiting.batch.client]);
        if (!waiting.status.ok()) continue;
        for (const Feedback& item : waiting.batch.items) {
          const Result<bool> is_new = Insert(waiting.batch, item);
          if (!is_new.ok()) return is_new.error();
          const std::uint64_t bytes = *is_new ? BytesOf(waiting.batch, item) : 0;
          added[waiting.batch.client] += bytes;
          all += bytes;
        }
      }
      return Alive();
    });
    if (!problem.empty()) return problem;
    for (const auto& [client, bytes] : added) {
      kept_by_client_[client] += bytes;
      kept_ += bytes;
    }
    return {};
  }

  Status RoomFor(const Waiting& waiting, std::uint64_t all, std::uint64_t added) {
    const auto found = kept_by_client_.find(waiting.batch.client);
    const std::uint64_t kept = (found == kept_by_client_.end() ? 0 : found->second) + added;
    if (kept + waiting.bytes > limits_.client_bytes) {
      Count(Fate::kClientQuota, waiting.batch);
      return Refuse("the room for feedback of this client is used up");
    }
    if (all + waiting.bytes > limits_.bytes) {
      Count(Fate::kQuota, waiting.batch);
      return Refuse("the room for feedback is used up");
    }
    return {};
  }

  // All or nothing, and only in the file that the next start will open.
  template <typename Work>
  std::string Commit(Work work) {
    if (const Status begun = database_->Execute("BEGIN IMMEDIATE"); !begun.ok()) {
      return begun.error().message;
    }
    Status status = work();
    if (status.ok()) status = database_->Execute("COMMIT");
    if (!status.ok()) {
      (void)database_->Execute("ROLLBACK");
      return status.error().message;
    }
    marked_ = Steady::now();
    return database_->IsWhereItWas() ? "" : "the file was moved, replaced or taken away";
  }

  // True when it was not there yet.
  Result<bool> Insert(const FeedbackBatch& batch, const Feedback& item) {
    const std::string received = FormatUtc(batch.received);
    const auto changed = insert_.Run(
        {batch.client, received, batch.request_id, batch.service, item.card, item.outcome,
         item.outcome_timestamp, item.accepted_suggestions, item.reason_code, item.reason_system,
         item.reason_display, item.user_comment.Reveal()});
    if (!changed.ok()) return changed.error();
    if (item.silence) {
      const Silence& silence = *item.silence;
      const auto rests =
          insert_silence_.Run({silence.subject.ToHex(), silence.owner, silence.state.ToHex(),
                               FormatUtc(silence.begun), FormatUtc(silence.until)});
      if (!rests.ok()) return rests.error();
    }
    return *changed != 0;
  }

  void Tell(const std::string& problem) {
    const std::lock_guard lock(mutex_);
    if (problem != problem_ && !problem.empty()) {
      Log(LogLevel::kError, "feedback-not-stored", {{"reason", problem}, {"file", path_}});
    }
    problem_ = problem;
  }

  void Answer(std::deque<Waiting>& group, const std::string& problem) {
    for (Waiting& waiting : group) {
      if (!problem.empty()) waiting.status = Error{ErrorKind::kUnavailable, problem, {}};
      if (!problem.empty()) Count(Fate::kFailed, waiting.batch);
      if (waiting.status.ok()) Count(Fate::kStored, waiting.batch);
      waiting.done(waiting.status);
    }
  }

  void Count(Fate fate, const FeedbackBatch& batch) {
    fates_[static_cast<std::size_t>(fate)] += batch.items.size();
  }

  const std::string path_;
  const FeedbackLimits limits_;
  std::unique_ptr<Database> database_;  // of the thread, as what follows
  Database::Statement insert_, insert_silence_, insert_alive_;
  std::vector<Silence> silences_;
  std::map<std::string, std::uint64_t> kept_by_client_;
  Steady::time_point marked_;
  std::atomic<std::uint64_t> kept_{0};
  std::array<std::atomic<std::uint64_t>, kFates.size()> fates_{};

  mutable std::mutex mutex_;  // of what follows; only the thread writes problem_
  std::condition_variable wake_;
  std::deque<Waiting> waiting_;
  std::map<std::string, std::uint64_t> waiting_by_client_;
  std::uint64_t waiting_bytes_ = 0;
  std::string problem_;
  Steady::time_point heard_ = Steady::now();
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace

Result<std::unique_ptr<FeedbackStore>> OpenFeedbackStore(const std::string& path,
                                                         FeedbackLimits limits, TimePoint now) {
  auto store = std::make_unique<SqliteFeedbackStore>(path, limits);
  if (const Status opened = store->Open(now); !opened.ok()) {
    Error error = opened.error();
    if (error.path.empty()) error.path = path;
    return error;
  }
  return std::unique_ptr<FeedbackStore>(std::move(store));
}

}  // namespace wervelwijzer::hooks
