#pragma once

// Stands in for the servers of clients: answers by address, at once or when it is told to.

#include <functional>
#include <map>
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
    asked.push_back({address, fetch.accept, fetch.bearer.Reveal(), fetch.limit, std::move(done)});
  }
  void After(std::chrono::milliseconds time, MoveOnlyFunction<void()> then) override {
    waits.push_back(time);
    later.push_back(std::move(then));
  }
  void Stop() override {}

  // Answers the question at that place.
  void Answer(std::size_t index, int status, std::string body) {
    asked.at(index).done(HttpReply{status, std::move(body)});
  }
  void Fail(std::size_t index, ErrorKind kind = ErrorKind::kTimeout) {
    asked.at(index).done(Error{kind, "on purpose", {}});
  }

  std::vector<Asked> asked;
  std::vector<std::chrono::milliseconds> waits;
  std::vector<MoveOnlyFunction<void()>> later;
};

}  // namespace wervelwijzer::hooks
