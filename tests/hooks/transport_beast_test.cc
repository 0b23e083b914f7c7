#include "hooks/transport_beast.h"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "hooks/reply.h"
#include "tests/hooks/loopback.h"

namespace wervelwijzer::hooks {
namespace {

using std::chrono::milliseconds;

constexpr const char* kGet = "GET /x HTTP/1.1\r\nHost: x\r\n\r\n";

// Limits so low that a test meets them. Answers with method, target and body.
class BeastListenerTest : public testing::Test {
 protected:
  BeastListenerTest() : port_(FreePort()) {
    TransportLimits limits;
    limits.body_bytes = 1u << 20;
    limits.header_bytes = 1u << 10;
    limits.connections = 4;
    limits.header_timeout = milliseconds(100);
    limits.body_timeout = milliseconds(100);
    limits.idle_timeout = milliseconds(400);
    transport_ = MakeBeastTransport({"127.0.0.1", port_}, limits);
    const Status started = transport_->Start([](const RequestView& request, Reply reply) {
      std::string text(request.method);
      text.append(" ").append(request.target).append(" ");
      text.append(request.body.data(), request.body.size());
      reply(Answer(200, kJson, text));
    });
    EXPECT_TRUE(started.ok()) << (started.ok() ? "" : started.error().ToString());
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
  std::unique_ptr<Transport> transport_;
};

TEST_F(BeastListenerTest, SecondRequestSentAtOnceIsAnsweredToo) {
  Connection connection(port_);
  connection.Send("GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n");
  std::string answers = connection.ReadAnswer();
  if (answers.find("GET /2") == std::string::npos) answers += connection.ReadAnswer();
  EXPECT_LT(answers.find("GET /1"), answers.find("GET /2"));
  EXPECT_NE(answers.find("GET /2"), std::string::npos) << answers;
}

TEST_F(BeastListenerTest, HeadersAboveTheLimitAreRefused) {
  const std::string answer =
      AskRaw("GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + std::string(2000, 'a') + "\r\n\r\n");
  EXPECT_TRUE(Is(answer, 431)) << answer;
}

TEST_F(BeastListenerTest, WhoNeverEndsItsHeadersIsToldAndCutOff) {
  Connection connection(port_);
  connection.Send("GET / HTTP/1.1\r\nHost:");
  EXPECT_TRUE(Is(connection.ReadAnswer(), 408));
  EXPECT_EQ(connection.ReadAnswer(), "");
}

TEST_F(BeastListenerTest, WhoNeverEndsItsBodyIsToldAndCutOff) {
  EXPECT_TRUE(Is(AskRaw("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{"), 408));
}

TEST_F(BeastListenerTest, IdleConnectionIsClosed) {
  Connection connection(port_);
  EXPECT_EQ(connection.ReadAnswer(), "");
}

TEST_F(BeastListenerTest, ConnectionAboveTheLimitIsRefusedAndAFreePlaceIsGivenAgain) {
  {
    std::vector<std::unique_ptr<Connection>> open;
    for (int i = 0; i < 4; ++i) {
      open.push_back(std::make_unique<Connection>(port_));
      open.back()->Send(kGet);
      EXPECT_TRUE(Is(open.back()->ReadAnswer(), 200)) << i;
    }
    Connection fifth(port_);
    fifth.Send(kGet);
    const std::string answer = fifth.ReadAnswer();
    EXPECT_TRUE(Is(answer, 503)) << answer;
    EXPECT_NE(answer.find("Retry-After: "), std::string::npos) << answer;
    EXPECT_EQ(fifth.ReadAnswer(), "");
    EXPECT_TRUE(Is(AskRaw("GET /health/ready HTTP/1.1\r\nHost: x\r\n\r\n"), 200));
  }
  bool served = false;
  for (int attempt = 0; attempt < 100 && !served; ++attempt) {
    served = Is(AskRaw(kGet), 200);
    if (!served) std::this_thread::sleep_for(milliseconds(10));
  }
  EXPECT_TRUE(served);
}

TEST_F(BeastListenerTest, RefusedBodyIsReadToItsEndSoThatTheAnswerArrives) {
  const std::string answer = Ask(port_, "POST", "/", std::string(6u << 20, 'a'));
  EXPECT_TRUE(Is(answer, 413)) << answer;
}

TEST_F(BeastListenerTest, WhoAsksWhetherToGoOnIsTold) {
  Connection connection(port_);
  connection.Send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n");
  connection.Send("Content-Length: 2\r\n\r\n");
  // The interim answer comes before the body is sent, the answer after it.
  std::thread client([&connection] {
    std::this_thread::sleep_for(milliseconds(20));
    connection.Send("{}");
  });
  std::string answer = connection.ReadAnswer();
  client.join();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 100 Continue\r\n\r\n")) << answer;
}

struct BadRequest {
  const char* name;
  const char* bytes;
};
void PrintTo(const BadRequest& request, std::ostream* out) { *out << request.name; }

class BadRequestTest : public BeastListenerTest, public testing::WithParamInterface<BadRequest> {};

TEST_P(BadRequestTest, IsRefusedAndTheConnectionEnds) {
  Connection connection(port_);
  connection.Send(GetParam().bytes);
  const std::string answer = connection.ReadAnswer();
  EXPECT_TRUE(Is(answer, 400)) << answer;
  EXPECT_EQ(connection.ReadAnswer(), "");
}

INSTANTIATE_TEST_SUITE_P(
    Requests, BadRequestTest,
    testing::Values(
        BadRequest{"LengthAndChunks",
                   "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n"
                   "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
        BadRequest{"TwoLengths",
                   "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n"
                   "Content-Length: 4\r\n\r\nabcd"},
        BadRequest{"AbsurdLength", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n"},
        BadRequest{"BlankBeforeColon", "GET / HTTP/1.1\r\nHost : x\r\n\r\n"},
        BadRequest{"OtherVersion", "GET / HTTP/3.7\r\nHost: x\r\n\r\n"},
        BadRequest{"NoProtocol", "HELLO\r\n\r\n"},
        BadRequest{"Encrypted", "\x16\x03\x01\x02\x01\x01\x01\x01\xfc\x03\x03\r\n\r\n"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST_F(BeastListenerTest, RequestWithoutHostIsRefused) {
  EXPECT_TRUE(Is(AskRaw("GET / HTTP/1.1\r\n\r\n"), 400));
  EXPECT_TRUE(Is(AskRaw("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), 400));
}

TEST_F(BeastListenerTest, WholeAddressAsTargetIsCutToItsPath) {
  EXPECT_NE(AskRaw("GET http://x:8080/a?b HTTP/1.1\r\nHost: x\r\n\r\n").find("GET /a?b "),
            std::string::npos);
}

TEST_F(BeastListenerTest, OldProtocolIsAnsweredAndTheConnectionEnds) {
  const std::string answer = AskRaw("GET /a HTTP/1.0\r\n\r\n");
  EXPECT_TRUE(Is(answer, 200)) << answer;
  EXPECT_NE(answer.find("Connection: close"), std::string::npos);
}

TEST_F(BeastListenerTest, StartsAgainOnTheSameAddress) {
  transport_->Stop();
  transport_ = MakeBeastTransport({"localhost", port_});
  const Status started = transport_->Start(
      [](const RequestView&, Reply reply) { reply(Answer(200, kJson, std::string("{}"))); });
  ASSERT_TRUE(started.ok()) << started.error().ToString();
}

TEST(BeastListener, AddressThatDoesNotExistIsAnError) {
  const auto transport = MakeBeastTransport({"192.0.2.1", 1});
  const Status status = transport->Start([](const RequestView&, Reply) {});
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().kind, ErrorKind::kUnavailable);
}

}  // namespace
}  // namespace wervelwijzer::hooks
