#pragma once

// Stands in for the servers of clients: remembers the questions, and answers when it is told to.

#include <deque>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "hooks/http_client.h"

namespace wervelwijzer::hooks {

class FakeHttp final : public HttpClient {
 public:
  struct Asked {
    std::string address, accept, bearer;
    std::chrono::milliseconds limit;
    HttpDone done;
  };

  void Get(HttpFetch fetch, HttpDone done) override {
    const std::string address = fetch.address.Origin() + fetch.address.target;
    const std::lock_guard lock(mutex_);
    asked.push_back({address, fetch.accept, fetch.bearer.Reveal(), fetch.limit, std::move(done)});
  }
  void After(std::chrono::milliseconds time, MoveOnlyFunction<void()> then) override {
    waits.push_back(time);
    later.push_back(std::move(then));
  }
  void Stop() override {}

  std::size_t size() {
    const std::lock_guard lock(mutex_);
    return asked.size();
  }
  // Answers the question at that place.
  void Answer(std::size_t index, int status, std::string body) {
    At(index).done(HttpReply{status, std::move(body)});
  }
  void Fail(std::size_t index, ErrorKind kind = ErrorKind::kTimeout) {
    At(index).done(Error{kind, "on purpose", {}});
  }

  std::deque<Asked> asked;  // what is in it stays where it is
  std::vector<std::chrono::milliseconds> waits;
  std::vector<MoveOnlyFunction<void()>> later;

 private:
  Asked& At(std::size_t index) {
    const std::lock_guard lock(mutex_);
    return asked.at(index);
  }

  std::mutex mutex_;  // of the growth of `asked`
};

}  // namespace wervelwijzer::hooks
