#include "hooks/record_fetcher.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "hooks/web_address.h"

namespace wervelwijzer::hooks {
namespace {

constexpr std::size_t kMostWaiting = 4096;

bool IsOutcome(JsonValue resource) {
  return resource.Get("resourceType").string_or({}) == "OperationOutcome";
}

// An outcome in a Bundle is a remark, or says that the search failed in part.
bool TellsOfFailure(JsonValue outcome) {
  for (const JsonValue issue : outcome.Get("issue").elements()) {
    const std::string_view severity = issue.Get("severity").string_or({});
    if (severity == "error" || severity == "fatal") return true;
  }
  return false;
}

// The answer is about what was asked.
bool Fits(JsonValue answer, const FetchQuestion& question) {
  const std::string_view type = answer.Get("resourceType").string_or({});
  if (!question.id.empty()) {
    return type == question.type && answer.Get("id").string_or({}) == question.id;
  }
  if (type != "Bundle") return false;
  bool any = false, any_of_type = false;
  for (const JsonValue entry : answer.Get("entry").elements()) {
    const JsonValue resource = entry.Get("resource");
    if (IsOutcome(resource) && TellsOfFailure(resource)) return false;
    if (IsOutcome(resource)) continue;
    any = true;
    any_of_type = any_of_type || resource.Get("resourceType").string_or({}) == question.type;
  }
  return !any || any_of_type;
}

}  // namespace

// One call: its questions, and what has come.
struct RecordFetcher::Job : std::enable_shared_from_this<Job> {
  Job(RecordFetcher& fetcher_in, FetchPlan plan_in, Steady::time_point until_in, Done done_in)
      : fetcher(fetcher_in),
        plan(std::move(plan_in)),
        until(until_in),
        done(std::move(done_in)),
        open(plan.questions.size()) {
    for (const std::string& key : plan.partial) fetched.lacking.emplace(key, "scope");
  }

  // `place` is that of the answer among all.
  void Ask(FetchQuestion question, std::size_t place, std::size_t page) {
    const Result<WebAddress> address = ParseWebAddress(question.address);
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Steady::now());
    if (!address.ok() || left.count() <= 0) return End(question.key, "no-answer");
    HttpFetch fetch{*address};
    fetch.accept = "application/fhir+json, application/json+fhir;q=0.9, application/json;q=0.8";
    fetch.bearer = plan.bearer;
    fetch.limit = left;
    fetch.max_bytes = fetcher.limits_.page_bytes;
    auto take = [self = shared_from_this(), question = std::move(question), place,
                 page](Result<HttpReply> reply) {
      self->fetcher.Work([self, question, place, page, reply = std::move(reply)] {
        self->Take(question, place, page, reply);
      });
    };
    fetcher.http_.Get(std::move(fetch), std::move(take));
  }

  void Take(const FetchQuestion& question, std::size_t place, std::size_t page,
            const Result<HttpReply>& reply) {
    if (!reply.ok()) {
      const bool is_large = reply.error().kind == ErrorKind::kTooLarge;
      return End(question.key, is_large ? "too-large" : "no-answer");
    }
    if (reply->status != 200) {
      return End(question.key, "status-" + std::to_string(reply->status));
    }
    if (!HasRoomFor(reply->body.size())) return End(question.key, "too-large");
    Result<JsonDocument> document = JsonDocument::Parse(reply->body);
    if (!document.ok() || !Fits(document->root(), question)) {
      return End(question.key, "not-fhir");
    }
    const auto next = NextPage(document->root(), plan.base);
    {
      const std::lock_guard lock(mutex);
      fetched.parts.push_back({question.key, place, std::move(document).value()});
    }
    if (next && next->empty()) return End({});
    if (!next || page >= fetcher.limits_.pages) return End(question.key, "pages");
    FetchQuestion further = question;
    further.address = *next;
    Ask(std::move(further), place + 1, page + 1);
  }

  bool HasRoomFor(std::size_t size) {
    const std::lock_guard lock(mutex);
    bytes += size;
    return bytes <= fetcher.limits_.call_bytes;
  }

  // One question has ended; `key` is what is lacking then, empty when nothing is.
  void End(const std::string& key, const std::string& why = {}) {
    {
      const std::lock_guard lock(mutex);
      if (!key.empty()) fetched.lacking.emplace(key, why);
      if (--open > 0) return;
    }
    for (const FetchQuestion& question : plan.questions) {
      if (!fetched.lacking.contains(question.key)) fetched.whole.insert(question.key);
    }
    // Not the order in which they happened to come: same record, same cards.
    std::ranges::sort(fetched.parts, {}, &FetchedRecord::Part::place);
    fetcher.whole_ += fetched.whole.size();
    fetcher.lacking_ += fetched.lacking.size();
    done(std::move(fetched));
  }

  RecordFetcher& fetcher;
  const FetchPlan plan;
  const Steady::time_point until;
  Done done;
  std::mutex mutex;  // of what follows, while questions are open
  std::size_t open;
  std::size_t bytes = 0;
  FetchedRecord fetched;
};

RecordFetcher::RecordFetcher(HttpClient& http, FetchLimits limits, std::size_t threads)
    : http_(http), limits_(limits), workers_(threads, kMostWaiting) {}

void RecordFetcher::Fetch(FetchPlan plan, Steady::time_point until, Done done) {
  auto job = std::make_shared<Job>(*this, std::move(plan), until, std::move(done));
  std::size_t place = 0;
  for (const FetchQuestion& question : job->plan.questions) {
    job->Ask(question, place, 1);
    place += limits_.pages;
  }
}

// Reading and answering would hold up the thread that everybody's fetches share. When too much
// waits, it is held up after all: a call must be answered.
void RecordFetcher::Work(MoveOnlyFunction<void()> work) {
  WorkerPool::Work posted = std::move(work);
  if (!workers_.Post(posted)) posted();
}

std::string RecordFetcher::ToText() const {
  return "# HELP wervelwijzer_fetched_keys_total Prefetch keys that were asked of clients' "
         "servers.\n"
         "# TYPE wervelwijzer_fetched_keys_total counter\n"
         "wervelwijzer_fetched_keys_total{result=\"whole\"} " +
         std::to_string(whole_) + "\nwervelwijzer_fetched_keys_total{result=\"lacking\"} " +
         std::to_string(lacking_) + "\n";
}

}  // namespace wervelwijzer::hooks
