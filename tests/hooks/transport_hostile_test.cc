// What a peer does to fill the memory, to keep a place, or to leave in the middle: Beast listener.

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "hooks/reply.h"
#include "hooks/transport_beast.h"
#include "tests/hooks/loopback.h"

namespace wervelwijzer::hooks {
namespace {

using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

constexpr const char* kChunked =
    "POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";

class HostilePeerTest : public testing::Test {
 protected:
  HostilePeerTest() : port_(FreePort()) {
    TransportLimits limits;
    limits.body_bytes = 1u << 20;
    limits.all_body_bytes = 2u << 20;
    limits.header_bytes = 1u << 10;
    limits.connections = 8;
    limits.connections_each = 4;
    limits.reserve = 3;
    limits.reserve_timeout = milliseconds(20'000);
    limits.drain = milliseconds(1000);
    transport_ = MakeBeastTransport({"127.0.0.1", port_}, limits);
    const Status started = transport_->Start(
        [this](const RequestView& request, Reply reply) { Handle(request, std::move(reply)); });
    EXPECT_TRUE(started.ok()) << (started.ok() ? "" : started.error().ToString());
  }

  // `/wait` answers when the client has gone, or after two seconds.
  void Handle(const RequestView& request, Reply reply) {
    if (request.path() == "/wait") return WaitForHangUp(request, std::move(reply));
    std::string text;
    for (const Header& header : request.headers) {
      text.append(header.name).append("=").append(header.value).append(";");
    }
    text.append(request.peer.address).append(" ");
    text.append(request.body.data(), request.body.size());
    reply(Answer(200, kJson, text));
  }
  void WaitForHangUp(const RequestView& request, Reply reply) {
    workers_.emplace_back([this, hang_up = request.hang_up, reply = std::move(reply)]() mutable {
      ++waiting_;
      const auto until = Steady::now() + std::chrono::seconds(2);
      while (!hang_up->happened() && Steady::now() < until) {
        std::this_thread::sleep_for(milliseconds(1));
      }
      if (hang_up->happened()) ++noticed_;
      reply(Answer(200, kJson, std::string("done")));
      ++finished_;
    });
  }
  void FinishWork() {
    for (std::thread& worker : workers_) worker.join();
  }
  static void WaitUntil(const std::atomic<int>& counter, int value) {
    for (int i = 0; i < 4000 && counter < value; ++i) std::this_thread::sleep_for(milliseconds(1));
    ASSERT_GE(counter, value);
  }

  std::string AskRaw(std::string_view bytes) const {
    Connection connection(port_);
    connection.Send(bytes);
    return connection.ReadAnswer();
  }
  static bool Is(const std::string& answer, int status) {
    return answer.starts_with("HTTP/1.1 " + std::to_string(status));
  }

  std::uint16_t port_;
  std::atomic<int> waiting_{0}, noticed_{0}, finished_{0};
  std::vector<std::thread> workers_;
  std::unique_ptr<Transport> transport_;
};

TEST_F(HostilePeerTest, WhatFramesChunksIsBounded) {
  const std::string long_text(3000, 'a');
  for (const std::string& bytes :
       {"1;" + long_text, "1;" + long_text + "\r\nx\r\n0\r\n\r\n", "1;a=\"" + long_text + "\"\r\nx",
        "0\r\nX-A: " + long_text, "0\r\nX-A: " + long_text + "\r\n\r\n",
        std::string(3000, '0') + "1\r\nx\r\n0\r\n\r\n", "0;" + long_text + "\r\n\r\n"}) {
    const std::string answer = AskRaw(kChunked + bytes);
    EXPECT_TRUE(Is(answer, 431)) << bytes.substr(0, 20) << " " << answer;
  }
  std::string many;
  for (int i = 0; i < 1000; ++i)
    many += "1;abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz\r\nx\r\n";
  EXPECT_TRUE(Is(AskRaw(kChunked + many + "0\r\n\r\n"), 431));
}

TEST_F(HostilePeerTest, ShortExtensionsTrailersAndSmallChunksAreRead) {
  std::string small;
  for (int i = 0; i < 5000; ++i) small += "1;a=b\r\nx\r\n";
  const std::string answer = AskRaw(kChunked + small + "0\r\nX-Sum: 1\r\n\r\n");
  EXPECT_TRUE(Is(answer, 200)) << answer.substr(0, 200);
  EXPECT_NE(answer.find(" " + std::string(5000, 'x')), std::string::npos);
}

TEST_F(HostilePeerTest, ATrailerIsNoHeader) {
  const std::string answer =
      AskRaw(std::string(kChunked) + "1\r\nx\r\n0\r\nAuthorization: Bearer a\r\nHost: y\r\n\r\n");
  EXPECT_TRUE(Is(answer, 200)) << answer;
  EXPECT_EQ(answer.find("Bearer"), std::string::npos) << answer;
}

TEST_F(HostilePeerTest, BytesBehindARefusedRequestAreNoRequest) {
  Connection connection(port_);
  connection.Send(
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n"
      "GET /second HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(Is(connection.ReadAnswer(), 400));
  EXPECT_EQ(connection.ReadAnswer(), "");
}

TEST_F(HostilePeerTest, WhoFillsItsShareKeepsNobodyFromWatching) {
  std::vector<std::unique_ptr<Connection>> idle;
  for (int i = 0; i < 40; ++i) idle.push_back(std::make_unique<Connection>(port_));
  const std::string refused = AskRaw("GET /x HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(Is(refused, 503)) << refused;
  EXPECT_NE(refused.find("Retry-After: "), std::string::npos);
  EXPECT_TRUE(Is(AskRaw("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"), 200));
  EXPECT_TRUE(Is(AskRaw("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"), 200));
  // The oldest of the reserve was told, too.
  EXPECT_TRUE(Is(idle[4]->ReadAnswer(), 503));
}

TEST_F(HostilePeerTest, BodiesOfAllTogetherAreBounded) {
  const std::string head =
      "POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n" + std::string(900'000, 'a');
  {
    std::vector<std::unique_ptr<Connection>> open;
    for (int i = 0; i < 2; ++i) {
      open.push_back(std::make_unique<Connection>(port_));
      open.back()->Send(head);
    }
    std::this_thread::sleep_for(milliseconds(100));
    Connection third(port_);
    third.Send(head);
    const std::string answer = third.ReadAnswer();
    EXPECT_TRUE(Is(answer, 503)) << answer;
    EXPECT_NE(answer.find("Retry-After: "), std::string::npos);
    // A small one is served.
    EXPECT_TRUE(Is(AskRaw("POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}"), 200));
    for (const auto& connection : open) {
      connection->Send(std::string(100'000, 'a'));
      EXPECT_TRUE(Is(connection->ReadAnswer(), 200));
    }
  }
  const std::string whole =
      "POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n" + std::string(900'000, 'a');
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(Is(AskRaw(whole), 200)) << "what was held is given back";
}

TEST_F(HostilePeerTest, HandlerKnowsTheAddress) {
  EXPECT_NE(AskRaw("GET /x HTTP/1.1\r\nHost: x\r\n\r\n").find("127.0.0.1 "), std::string::npos);
}

TEST_F(HostilePeerTest, WorkForAClientThatHungUpIsToldSo) {
  {
    Connection connection(port_);
    connection.Send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
    WaitUntil(waiting_, 1);
  }
  FinishWork();
  EXPECT_EQ(noticed_, 1);
  EXPECT_TRUE(Is(AskRaw("GET /x HTTP/1.1\r\nHost: x\r\n\r\n"), 200));
}

TEST_F(HostilePeerTest, ClientThatWaitsIsNotTakenForGone) {
  Connection connection(port_);
  connection.Send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(Is(connection.ReadAnswer(), 200));
  FinishWork();
  EXPECT_EQ(noticed_, 0);
  connection.Send("GET /x HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(Is(connection.ReadAnswer(), 200)) << "the connection goes on";
}

TEST_F(HostilePeerTest, ARequestBehindTheOneThatIsWorkedForIsKept) {
  Connection connection(port_);
  connection.Send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
  WaitUntil(waiting_, 1);
  connection.Send("GET /second HTTP/1.1\r\nHost: x\r\n\r\n");
  std::string answers = connection.ReadAnswer();
  if (answers.rfind("HTTP/1.1 200") == 0) answers += connection.ReadAnswer();
  EXPECT_GT(answers.rfind("HTTP/1.1 200"), 0u) << answers;
  FinishWork();
  EXPECT_EQ(noticed_, 0);
}

TEST_F(HostilePeerTest, RequestThatBecomesWholeDuringAStopIsAnswered) {
  Connection connection(port_);
  connection.Send("POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{");
  std::this_thread::sleep_for(milliseconds(50));
  std::thread stopper([this] { transport_->Stop(); });
  std::this_thread::sleep_for(milliseconds(100));
  connection.Send("}");
  const std::string answer = connection.ReadAnswer();
  stopper.join();
  EXPECT_TRUE(Is(answer, 200)) << answer;
  EXPECT_NE(answer.find("Connection: close"), std::string::npos);
}

TEST_F(HostilePeerTest, RequestThatStaysHalfDuringAStopIsRefusedInTime) {
  Connection head(port_), body(port_);
  head.Send("POST /x HTTP/1.1\r\nHo");
  body.Send("POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{");
  std::this_thread::sleep_for(milliseconds(50));
  const auto begin = Steady::now();
  transport_->Stop();
  EXPECT_LT(Steady::now() - begin, milliseconds(950)) << "not until the drain is over";
  EXPECT_TRUE(Is(head.ReadAnswer(), 503));
  EXPECT_TRUE(Is(body.ReadAnswer(), 503));
}

}  // namespace
}  // namespace wervelwijzer::hooks
