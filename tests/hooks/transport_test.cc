// What every listener does, whichever library reads the bytes.

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "hooks/reply.h"
#include "hooks/transport_beast.h"
#include "hooks/transport_cpprest.h"
#include "tests/hooks/loopback.h"

namespace wervelwijzer::hooks {
namespace {

struct Listener {
  const char* name;
  std::unique_ptr<Transport> (*make)(ListenAddress, TransportLimits);
};
void PrintTo(const Listener& listener, std::ostream* out) { *out << listener.name; }

// Echoes method, target and body; some paths misbehave on purpose.
class ListenerTest : public testing::TestWithParam<Listener> {
 protected:
  ListenerTest() : port_(FreePort()) {
    TransportLimits limits;
    limits.body_bytes = 1u << 20;
    transport_ = GetParam().make({"127.0.0.1", port_}, limits);
    const Status started = transport_->Start(
        [this](const RequestView& request, Reply reply) { Handle(request, std::move(reply)); });
    EXPECT_TRUE(started.ok()) << (started.ok() ? "" : started.error().ToString());
  }
  ~ListenerTest() override {
    if (later_.joinable()) later_.join();
  }

  void Handle(const RequestView& request, Reply reply) {
    if (request.path() == "/throw") throw std::runtime_error("on purpose");
    if (request.path() == "/later") return AnswerLater(std::move(reply));
    std::string text(request.method);
    text.append(" ").append(request.target).append(" ");
    text.append(request.body.data(), request.body.size());
    padded_ = request.body.data()[request.body.size()] == '\0';
    Response response = Answer(200, kJson, text);
    response.extra.emplace_back("X-Type", std::string(request.HeaderValue("content-TYPE")));
    reply(std::move(response));
  }

  // From another thread, when the test lets it.
  void AnswerLater(Reply reply) {
    {
      const std::lock_guard lock(mutex_);
      waiting_ = true;
    }
    changed_.notify_all();
    later_ = std::thread([this, reply = std::move(reply)]() mutable {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return released_; });
      lock.unlock();
      reply(Answer(200, kJson, std::string("late")));
    });
  }
  void WaitForLateCall() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return waiting_; });
  }
  void Release() {
    {
      const std::lock_guard lock(mutex_);
      released_ = true;
    }
    changed_.notify_all();
  }
  static bool Is(const std::string& answer, int status) {
    return answer.starts_with("HTTP/1.1 " + std::to_string(status));
  }

  std::uint16_t port_;
  std::atomic<bool> padded_{false};
  std::mutex mutex_;
  std::condition_variable changed_;
  bool waiting_ = false;
  bool released_ = false;
  std::thread later_;
  std::unique_ptr<Transport> transport_;  // last: it stops first
};

TEST_P(ListenerTest, MethodTargetHeadersAndBodyArrive) {
  const std::string answer = Ask(port_, "POST", "/a/b?c=%20d", "{\"x\":1}");
  EXPECT_TRUE(Is(answer, 200)) << answer;
  EXPECT_NE(answer.find("POST /a/b?c=%20d {\"x\":1}"), std::string::npos) << answer;
  EXPECT_NE(answer.find("X-Type: application/json"), std::string::npos);
  EXPECT_TRUE(padded_);
}

TEST_P(ListenerTest, EveryMethodReachesTheHandler) {
  for (const char* method : {"GET", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"}) {
    EXPECT_TRUE(Is(Ask(port_, method, "/"), 200)) << method;
  }
}

TEST_P(ListenerTest, BodyIsNotSentToHead) {
  const std::string answer = Ask(port_, "HEAD", "/");
  EXPECT_TRUE(Is(answer, 200)) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\n")) << answer;
}

TEST_P(ListenerTest, TargetOfAProxyIsThePathAlone) {
  Connection connection(port_);
  connection.Send("GET http://cds.example.org/a?b HTTP/1.1\r\nHost: cds.example.org\r\n\r\n");
  const std::string answer = connection.ReadAnswer();
  EXPECT_NE(answer.find("GET /a?b "), std::string::npos) << answer;
}

TEST_P(ListenerTest, LargeBodyIsHandledByAWorker) {
  const std::string body(900'000, 'a');
  EXPECT_NE(Ask(port_, "POST", "/", body).find(body), std::string::npos);
}

TEST_P(ListenerTest, BodyAboveTheLimitIsRefused) {
  EXPECT_TRUE(Is(Ask(port_, "POST", "/", std::string((1u << 20) + 1, 'a')), 413));
}

TEST_P(ListenerTest, ChunkedBodyIsJoined) {
  Connection connection(port_);
  connection.Send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
  connection.Send("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  EXPECT_NE(connection.ReadAnswer().find("POST / abcde"), std::string::npos);
}

TEST_P(ListenerTest, TruncatedBodyDoesNotReachTheHandler) {
  {
    Connection connection(port_);
    connection.Send("POST /truncated HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{");
    connection.FinishSending();
    EXPECT_EQ(connection.ReadAnswer().find("POST /truncated"), std::string::npos);
  }
  EXPECT_TRUE(Is(Ask(port_, "GET", "/"), 200)) << "the next one is served";
}

TEST_P(ListenerTest, ConnectionIsKeptForTheNextRequest) {
  Connection connection(port_);
  for (int i = 0; i < 3; ++i) {
    connection.Send("GET /x HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_TRUE(Is(connection.ReadAnswer(), 200)) << i;
  }
}

TEST_P(ListenerTest, HandlerThatThrowsIsAnsweredWithoutItsReason) {
  const std::string answer = Ask(port_, "GET", "/throw");
  EXPECT_TRUE(Is(answer, 500)) << answer;
  EXPECT_EQ(answer.find("on purpose"), std::string::npos);
}

TEST_P(ListenerTest, SixtyFourConnectionsAtOnceAreAllAnswered) {
  std::atomic<int> answered{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 64; ++i) {
    threads.emplace_back([&, i] {
      const std::string body = "{\"number\":" + std::to_string(i) + "}";
      if (Ask(port_, "POST", "/", body).find(body) != std::string::npos) ++answered;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(answered, 64);
}

TEST_P(ListenerTest, StopSendsTheAnswerInTheMaking) {
  std::string answer;
  std::thread client([&] { answer = Ask(port_, "GET", "/later"); });
  WaitForLateCall();
  std::thread stopper([&] { transport_->Stop(); });
  Release();
  stopper.join();
  client.join();
  EXPECT_NE(answer.find("late"), std::string::npos) << answer;
}

TEST_P(ListenerTest, StoppedListenerTakesNoConnection) {
  transport_->Stop();
  EXPECT_THROW(Ask(port_, "GET", "/"), std::runtime_error);
}

TEST_P(ListenerTest, AddressInUseIsAnError) {
  auto second = GetParam().make({"127.0.0.1", port_}, {});
  const Status status = second->Start([](const RequestView&, Reply) {});
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().kind, ErrorKind::kUnavailable);
}

INSTANTIATE_TEST_SUITE_P(Listeners, ListenerTest,
                         testing::Values(Listener{"beast", MakeBeastTransport},
                                         Listener{"cpprest", MakeCpprestTransport}),
                         [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace wervelwijzer::hooks
