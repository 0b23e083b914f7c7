#pragma once

// Asks a FHIR server what a plan says, all at once, and follows pages; ends in time with what has
// come.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/function.h"
#include "base/json.h"
#include "hooks/fetch_plan.h"
#include "hooks/http_client.h"
#include "hooks/worker_pool.h"

namespace wervelwijzer::hooks {

struct FetchedRecord {
  struct Part {
    std::string key;        // of our prefetch templates
    std::size_t place = 0;  // of the question in the plan, then of the page
    JsonDocument document;
  };
  std::vector<Part> parts;      // sound answers, in the order of the plan
  std::set<std::string> whole;  // keys of which every question was answered to the last page
  // Keys that were asked of the server and are lacking, wholly or in part, and why: `no-answer` (no
  // connection, too late), `status-401`, `not-fhir`, `too-large`, `pages` (there are more than are
  // read), `scope` (the token does not reach so far).
  std::map<std::string, std::string> lacking;
};

struct FetchLimits {
  std::size_t page_bytes = 2u << 20;  // of one answer
  std::size_t call_bytes = 8u << 20;  // of all answers for one call
  std::size_t pages = 5;              // of one question
};

// Any thread. `http` lives longer and is stopped before the fetcher ends.
class RecordFetcher {
 public:
  using Steady = std::chrono::steady_clock;
  using Done = MoveOnlyFunction<void(FetchedRecord)>;

  explicit RecordFetcher(HttpClient& http, FetchLimits limits = {}, std::size_t threads = 0);

  // REQUIRES: the plan has questions. Calls `done` once, on another thread, or at once when no time
  // is left; not long after `until`: what has not come by then is lacking.
  void Fetch(FetchPlan plan, Steady::time_point until, Done done);

  // Counters in the text format of Prometheus.
  std::string ToText() const;

 private:
  struct Job;
  void Work(MoveOnlyFunction<void()> work);

  HttpClient& http_;
  const FetchLimits limits_;
  std::atomic<std::uint64_t> whole_{0}, lacking_{0};  // keys
  WorkerPool workers_;
};

}  // namespace wervelwijzer::hooks
