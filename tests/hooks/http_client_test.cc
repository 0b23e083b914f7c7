#include "hooks/http_client.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <thread>
#include <vector>

#include "hooks/reply.h"
#include "hooks/transport_beast.h"
#include "tests/hooks/loopback.h"

namespace wervelwijzer::hooks {
namespace {

using std::chrono::milliseconds;

// Our own listener answers; what it never would say is asked of other servers in conformance.
class HttpClientTest : public testing::Test {
 protected:
  HttpClientTest() : port_(FreePort()), client_(MakeHttpClient(8)) {
    transport_ = MakeBeastTransport({"127.0.0.1", port_});
    const Status started = transport_->Start(
        [this](const RequestView& request, Reply reply) { Serve(request, reply); });
    EXPECT_TRUE(started.ok());
  }
  ~HttpClientTest() override {
    client_->Stop();
    std::vector<Reply> waiting;
    {
      const std::lock_guard lock(mutex_);
      waiting.swap(waiting_);
    }
    for (Reply& reply : waiting) reply(Answer(200, kPlainText, "late"));
    transport_->Stop();
  }

  void Serve(const RequestView& request, Reply& reply) {
    ++asked_;
    if (request.target == "/hang") {
      const std::lock_guard lock(mutex_);
      waiting_.push_back(std::move(reply));
      return;
    }
    if (request.target == "/moved") {
      Response moved = Answer(302, kPlainText, "elsewhere");
      moved.extra.emplace_back("Location", "/here");
      return reply(std::move(moved));
    }
    if (request.target == "/big") return reply(Answer(200, kPlainText, std::string(100'000, 'x')));
    std::string text(request.target);
    for (const char* name : {"Host", "Accept", "Authorization"}) {
      text.append("|").append(request.HeaderValue(name));
    }
    reply(Answer(200, kPlainText, text));
  }

  Result<HttpReply> Get(const std::string& address, HttpFetch fetch = {}) {
    fetch.address = *ParseWebAddress(address);
    auto answer = std::make_shared<std::promise<Result<HttpReply>>>();
    auto future = answer->get_future();
    client_->Get(std::move(fetch),
                 [answer](Result<HttpReply> result) { answer->set_value(std::move(result)); });
    return future.get();
  }
  std::string Here(const std::string& path) const {
    return "http://127.0.0.1:" + std::to_string(port_) + path;
  }

  std::uint16_t port_;
  std::atomic<int> asked_{0};
  std::mutex mutex_;
  std::vector<Reply> waiting_;
  std::unique_ptr<Transport> transport_;
  std::unique_ptr<HttpClient> client_;
};

TEST_F(HttpClientTest, AnswerComesWithStatusAndBody) {
  HttpFetch fetch;
  fetch.bearer = Personal<std::string>("word");
  const auto reply = Get(Here("/a?b=c"), std::move(fetch));
  ASSERT_TRUE(reply.ok()) << reply.error().ToString();
  EXPECT_EQ(reply->status, 200);
  EXPECT_EQ(reply->body, "/a?b=c|127.0.0.1:" + std::to_string(port_) +
                             "|application/fhir+json, application/json|Bearer word");
}

TEST_F(HttpClientTest, WithoutATokenNoneIsSent) {
  const auto reply = Get(Here("/a"));
  ASSERT_TRUE(reply.ok());
  EXPECT_TRUE(reply->body.ends_with("|")) << reply->body;
}

TEST_F(HttpClientTest, WhatWouldBeAnotherRequestIsNotSent) {
  const std::string injected = "t\r\nX-A: b\r\n\r\nGET /second HTTP/1.1\r\nHost: x";
  std::vector<HttpFetch> fetches(5);
  for (HttpFetch& fetch : fetches) fetch.address = *ParseWebAddress(Here("/a"));
  fetches[0].bearer = Personal<std::string>(injected);
  fetches[1].bearer = Personal<std::string>("two words");
  fetches[2].accept = injected;
  fetches[3].address.target = "/" + injected;
  fetches[4].address.target = "/a/../b";
  for (const HttpFetch& fetch : fetches) {
    std::promise<Result<HttpReply>> answer;
    client_->Get(fetch, [&answer](Result<HttpReply> result) { answer.set_value(result); });
    const auto reply = answer.get_future().get();
    ASSERT_FALSE(reply.ok()) << reply->body;
    EXPECT_EQ(reply.error().kind, ErrorKind::kUnavailable);
  }
  EXPECT_EQ(asked_, 0);
}

TEST_F(HttpClientTest, NamesAreLookedUp) {
  const auto reply = Get("http://localhost:" + std::to_string(port_) + "/a");
  ASSERT_TRUE(reply.ok()) << reply.error().ToString();
}

TEST_F(HttpClientTest, RedirectionIsNotFollowed) {
  const auto reply = Get(Here("/moved"));
  ASSERT_TRUE(reply.ok());
  EXPECT_EQ(reply->status, 302);
}

TEST_F(HttpClientTest, WhoDoesNotAnswerInTimeIsLeft) {
  HttpFetch fetch;
  fetch.limit = milliseconds(50);
  const auto begin = std::chrono::steady_clock::now();
  const auto reply = Get(Here("/hang"), std::move(fetch));
  ASSERT_FALSE(reply.ok());
  EXPECT_EQ(reply.error().kind, ErrorKind::kTimeout);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(2));
}

TEST_F(HttpClientTest, BodyAboveTheLimitIsNotTaken) {
  HttpFetch fetch;
  fetch.max_bytes = 99'999;
  const auto reply = Get(Here("/big"), std::move(fetch));
  ASSERT_FALSE(reply.ok()) << reply->status << " " << reply->body.size();
  EXPECT_EQ(reply.error().kind, ErrorKind::kTooLarge);
  HttpFetch wider;
  wider.max_bytes = 100'000;
  EXPECT_TRUE(Get(Here("/big"), std::move(wider)).ok());
}

TEST_F(HttpClientTest, NobodyAtHomeIsUnavailable) {
  const auto reply = Get("http://127.0.0.1:" + std::to_string(FreePort()) + "/");
  ASSERT_FALSE(reply.ok());
  EXPECT_EQ(reply.error().kind, ErrorKind::kUnavailable);
}

TEST_F(HttpClientTest, PlainServerIsNoTlsServer) {
  const auto reply = Get("https://127.0.0.1:" + std::to_string(port_) + "/");
  ASSERT_FALSE(reply.ok());
  EXPECT_EQ(reply.error().kind, ErrorKind::kUnavailable);
}

TEST_F(HttpClientTest, TooManyAtOnceAreRefusedAndTheRestGoOn) {
  std::atomic<int> failed{0};
  HttpFetch fetch;
  fetch.address = *ParseWebAddress(Here("/hang"));
  for (int i = 0; i < 12; ++i) {
    client_->Get(fetch, [&failed](const Result<HttpReply>& reply) { failed += !reply.ok(); });
  }
  for (int i = 0; i < 200 && failed < 4; ++i) std::this_thread::sleep_for(milliseconds(10));
  EXPECT_EQ(failed, 4);
  client_->Stop();
  EXPECT_EQ(failed, 12) << "each is answered once";
}

TEST_F(HttpClientTest, AfterTheStopNothingIsFetched) {
  client_->Stop();
  client_->Stop();
  EXPECT_FALSE(Get(Here("/a")).ok());
}

TEST_F(HttpClientTest, LaterComesLater) {
  std::promise<void> rung;
  client_->After(milliseconds(5), [&rung] { rung.set_value(); });
  EXPECT_EQ(rung.get_future().wait_for(std::chrono::seconds(5)), std::future_status::ready);
}

}  // namespace
}  // namespace wervelwijzer::hooks
