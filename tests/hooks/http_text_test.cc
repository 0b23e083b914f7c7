#include "hooks/http_text.h"

#include <gtest/gtest.h>

#include "hooks/reply.h"

namespace wervelwijzer::hooks {
namespace {

constexpr std::string_view kDate = "Sat, 21 Nov 2026 13:05:00 GMT";

std::string HeadOf(const Response& response, AfterAnswer after = AfterAnswer::kKeep) {
  std::string head = "left over";
  WriteHead(response, after, kDate, head);
  return head;
}

TEST(HttpText, HeadTellsStatusTypeLengthAndExtraHeaders) {
  Response response = Answer(412, kJson, std::string("{}"));
  response.extra.emplace_back("X-Request-Id", "7");
  EXPECT_EQ(HeadOf(response),
            "HTTP/1.1 412 Precondition Failed\r\nDate: Sat, 21 Nov 2026 13:05:00 GMT\r\n"
            "Content-Type: application/json\r\nContent-Length: 2\r\nX-Request-Id: 7\r\n"
            "Connection: keep-alive\r\n\r\n");
}

TEST(HttpText, EmptyAnswerTellsItsLengthUnlessTheStatusForbidsIt) {
  EXPECT_NE(HeadOf({200, {}, nullptr, {}}).find("Content-Length: 0"), std::string::npos);
  EXPECT_EQ(HeadOf({204, {}, nullptr, {}}).find("Content-Length"), std::string::npos);
  EXPECT_EQ(HeadOf({304, {}, nullptr, {}}).find("Content-Length"), std::string::npos);
}

TEST(HttpText, ValueOfAHeaderCannotBeginAnother) {
  const std::string head = HeadOf({200, {}, nullptr, {{"X-A", "1\r\nX-B: 2"}}});
  EXPECT_NE(head.find("X-A: 1X-B: 2\r\n"), std::string::npos) << head;
}

TEST(HttpText, ClosingIsAnnounced) {
  EXPECT_NE(HeadOf({200, {}, nullptr, {}}, AfterAnswer::kClose).find("Connection: close"),
            std::string::npos);
}

TEST(HttpText, DateHasTheFormOfHttp) {
  EXPECT_EQ(DateHeader(784'111'777), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(DateHeader(0), "Thu, 01 Jan 1970 00:00:00 GMT");
}

TEST(HttpText, TargetIsCutToPathAndQuery) {
  EXPECT_EQ(OriginForm("/a?b"), "/a?b");
  EXPECT_EQ(OriginForm("http://x:8080/a?b"), "/a?b");
  EXPECT_EQ(OriginForm("http://x"), "/");
  EXPECT_EQ(OriginForm("*"), "*");
}

}  // namespace
}  // namespace wervelwijzer::hooks
