#include "hooks/router.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>

#include "base/json.h"
#include "base/log.h"
#include "hooks/reply.h"
#include "hooks/transport_direct.h"
#include "tests/hooks/fakes.h"

namespace wervelwijzer::hooks {
namespace {

constexpr char kCall[] = "/cds-services/spinal-metastases-patient-view";
constexpr char kFeedbackPath[] = "/cds-services/spinal-metastases-patient-view/feedback";
constexpr char kFeedbackBody[] = R"({"feedback":[{"card":"c","outcome":"overridden",
    "outcomeTimestamp":"2026-11-21T10:00:00Z","overrideReason":{"userComment":"geheim"}}]})";

constexpr char kId[] = "0b8f0a1e-6c2d-4f43-9a55-2f1d3c4b5a69";

std::string HeaderOf(const Response& response, std::string_view name) {
  for (const auto& [key, value] : response.extra) {
    if (key == name) return value;
  }
  return {};
}

class RouterTest : public testing::Test {
 protected:
  RouterTest() { Build({}); }

  void Build(RouterSettings settings) {
    auto table = std::make_shared<DefinitionTable>();
    table->Add("Questionnaire/intake", "{\"resourceType\":\"Questionnaire\"}");
    router_ = std::make_unique<Router>(RouterParts{cards_, clock_, metrics_, &feedback_}, table,
                                       std::move(settings));
    (void)transport_.Start([this](const RequestView& request, Reply reply) {
      router_->Handle(request, std::move(reply));
    });
  }
  Response Get(std::string_view target, std::vector<Header> headers = {}) {
    return transport_.Send("GET", target, {}, std::move(headers));
  }
  Response Post(std::string_view target, std::string_view body, std::vector<Header> more = {}) {
    more.push_back({"Content-Type", "application/json; charset=utf-8"});
    return transport_.Send("POST", target, body, std::move(more));
  }

  FakeCards cards_;
  FakeFeedback feedback_;
  Metrics metrics_;
  FixedClock clock_{TimePoint(std::chrono::hours(500'000))};
  std::unique_ptr<Router> router_;
  DirectTransport transport_;
};

TEST_F(RouterTest, CallReachesItsServiceWithBodyAndLanguage) {
  const Response response = Post(kCall, "{\"a\":1}", {{"accept-language", "en"}});
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.content_type, kJson);
  EXPECT_EQ(*response.body, "{\"cards\":[]}");
  EXPECT_EQ(cards_.asked, "spinal-metastases-patient-view");
  EXPECT_EQ(cards_.body, "{\"a\":1}");
  EXPECT_EQ(cards_.language, cards::Language::kEnglish);
  EXPECT_EQ(HeaderOf(response, "Cache-Control"), "no-store");  // RESP-11
}

TEST_F(RouterTest, PathsThatLeadNowhereAreNotFound) {
  for (const char* path :
       {"/nowhere", "", "//", "/cds-services/", "/cds-services/none", "/cds-services/none/feedback",
        "/cds-servicesx", "/cds-services/spinal-metastases-patient-view/x", "/fhir/", "/fhir/x",
        "/fhir/../etc/passwd", "/cds-services/spinal%2Dmetastases-patient-view"}) {
    for (const char* method : {"GET", "POST", "OPTIONS"}) {
      const Response response = transport_.Send(method, path);
      EXPECT_EQ(response.status, 404) << method << " " << path;
      EXPECT_NE(response.body->find("OperationOutcome"), std::string::npos);
    }
  }
}

TEST_F(RouterTest, OtherMethodsAreToldWhatIsAllowed) {
  const struct {
    const char* method;
    const char* path;
    const char* allow;
  } rows[] = {{"GET", kCall, "POST, OPTIONS"},           {"DELETE", kCall, "POST, OPTIONS"},
              {"PUT", kFeedbackPath, "POST, OPTIONS"},   {"GET", kFeedbackPath, "POST, OPTIONS"},
              {"POST", "/cds-services", "GET, OPTIONS"}, {"POST", "/metrics", "GET, OPTIONS"},
              {"post", kCall, "POST, OPTIONS"},          {"BREW", "/", "GET, OPTIONS"}};
  for (const auto& row : rows) {
    const Response response = transport_.Send(row.method, row.path);
    EXPECT_EQ(response.status, 405) << row.method << " " << row.path;
    EXPECT_EQ(HeaderOf(response, "Allow"), row.allow);
  }
}

TEST_F(RouterTest, QueryIsNoPartOfThePath) { EXPECT_EQ(Get("/cds-services?x=1").status, 200); }

TEST_F(RouterTest, BodyOfAnotherMediaTypeIsRefused) {
  for (const char* path : {kCall, kFeedbackPath}) {
    for (const char* type : {"text/plain", "application/x-www-form-urlencoded", "", "jsonx"}) {
      EXPECT_EQ(transport_.Send("POST", path, "{}", {{"Content-Type", type}}).status, 415) << type;
    }
  }
  EXPECT_EQ(
      transport_.Send("POST", kCall, "{}", {{"content-type", "application/fhir+json"}}).status,
      200);
}

TEST_F(RouterTest, CompressedBodyIsRefusedByName) {
  for (const char* path : {kCall, kFeedbackPath}) {
    for (const char* coding : {"gzip", "br", "deflate, gzip"}) {
      const Response response = Post(path, "{}", {{"content-encoding", coding}});
      EXPECT_EQ(response.status, 415) << coding;
      EXPECT_EQ(HeaderOf(response, "Accept-Encoding"), "identity");
    }
  }
  EXPECT_EQ(Post(kCall, "{}", {{"Content-Encoding", "identity"}}).status, 200);
}

TEST_F(RouterTest, HeadIsAnsweredAsGet) {
  for (const char* path : {"/", "/cds-services", "/health/ready", "/fhir/Questionnaire/intake"}) {
    const Response response = transport_.Send("HEAD", path);
    EXPECT_EQ(response.status, 200) << path;
    EXPECT_EQ(*response.body, *Get(path).body) << path;
  }
  EXPECT_EQ(transport_.Send("HEAD", kCall).status, 405);
  EXPECT_EQ(transport_.Send("HEAD", "/nowhere").status, 404);
}

TEST_F(RouterTest, OversizedBodyIsRefusedByTheTransport) {
  EXPECT_EQ(Post(kCall, std::string((8u << 20) + 1, ' ')).status, 413);
}

TEST_F(RouterTest, RefusalOfTheServiceIsAnOperationOutcome) {
  const ServiceRefusal refusal{ErrorKind::kPrecondition,
                               {{Severity::kError, "no Patient", "$.prefetch.patient"}}};
  cards_.refuse_with = &refusal;
  const Response response = Post(kCall, "{}");
  EXPECT_EQ(response.status, 412);
  EXPECT_EQ(response.content_type, kFhirJson);
  EXPECT_NE(response.body->find("$.prefetch.patient"), std::string::npos);
}

TEST_F(RouterTest, DiscoveryIsAnsweredOnceAndThenNotModified) {  // DISC-22
  const Response first = Get("/cds-services");
  EXPECT_EQ(first.status, 200);
  const std::string tag = HeaderOf(first, "ETag");
  ASSERT_FALSE(tag.empty());
  EXPECT_EQ(Get("/cds-services", {{"If-None-Match", tag}}).status, 304);
  EXPECT_EQ(Get("/cds-services", {{"If-None-Match", tag}, {"Accept-Language", "en"}}).status, 200);
}

TEST_F(RouterTest, OperationsAnswer) {
  EXPECT_EQ(Get("/health/live").status, 200);
  EXPECT_EQ(Get("/health/ready").status, 200);
  EXPECT_EQ(Get("/metrics").status, 200);
  EXPECT_EQ(Get("/fhir/Questionnaire/intake").content_type, kFhirJson);
}

TEST_F(RouterTest, ABrowserGetsAQuestionnaireAsAPageAndAProgramAsJson) {
  const std::string_view path = "/fhir/Questionnaire/intake";
  const std::string browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
  const Response page = Get(path, {{"Accept", browser}});
  EXPECT_EQ(page.content_type, kHtml);
  EXPECT_NE(page.body->find("Geen gecertificeerd medisch hulpmiddel"), std::string::npos);
  for (const char* accept : {"application/fhir+json", "application/json, text/html", "*/*", ""}) {
    EXPECT_EQ(Get(path, {{"Accept", accept}}).content_type, kFhirJson) << accept;
  }
}

TEST_F(RouterTest, NoticesAreAnsweredWhenThereAreSome) {
  RouterSettings settings;
  settings.notice = "whose codes these are";
  Build(std::move(settings));
  const Response response = Get("/notice");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.content_type, kMarkdown);
  EXPECT_EQ(*response.body, "whose codes these are");
  EXPECT_NE(Get("/").body->find("href=\"notice\""), std::string::npos);
  Build({});
  EXPECT_EQ(Get("/notice").status, 404);
}

TEST_F(RouterTest, StartPageSaysWhatThisIsNot) {
  EXPECT_NE(Get("/").body->find("geen gecertificeerd medisch hulpmiddel"), std::string::npos);
  EXPECT_NE(Get("/", {{"Accept-Language", "en"}}).body->find("not a certified medical device"),
            std::string::npos);
}

TEST_F(RouterTest, DrainingServerIsNotReady) {
  router_->Drain();
  EXPECT_EQ(Get("/health/ready").status, 503);
  EXPECT_EQ(Get("/health/live").status, 200);
}

TEST_F(RouterTest, PreflightNamesMethodAndHeaders) {  // CORS-01
  RouterSettings settings;
  settings.allowed_origins = {"https://ehr.example"};
  Build(settings);
  const Response response =
      transport_.Send("OPTIONS", kCall, {}, {{"Origin", "https://ehr.example"}});
  EXPECT_EQ(response.status, 204);
  EXPECT_EQ(HeaderOf(response, "Access-Control-Allow-Origin"), "https://ehr.example");
  EXPECT_EQ(HeaderOf(response, "Access-Control-Allow-Methods"), "POST, OPTIONS");
  EXPECT_NE(HeaderOf(response, "Access-Control-Allow-Headers").find("Authorization"),
            std::string::npos);
}

TEST_F(RouterTest, ForeignOriginIsNotAllowed) {  // CORS-02
  RouterSettings settings;
  settings.allowed_origins = {"https://ehr.example"};
  Build(settings);
  const Response response = Get("/cds-services", {{"Origin", "https://evil.example"}});
  EXPECT_EQ(HeaderOf(response, "Access-Control-Allow-Origin"), "");
}

TEST_F(RouterTest, WildcardIsNeverCombinedWithCredentials) {
  RouterSettings settings;
  settings.allowed_origins = {"*"};
  Build(settings);
  const Response response = Get("/cds-services", {{"Origin", "https://any.example"}});
  EXPECT_EQ(HeaderOf(response, "Access-Control-Allow-Origin"), "*");
  EXPECT_EQ(HeaderOf(response, "Access-Control-Allow-Credentials"), "");
}

TEST_F(RouterTest, HostOfAnotherIsRefusedWhileAccessIsOpen) {
  RouterSettings settings;
  settings.hosts = {"cds.example.org"};
  Build(settings);
  for (const char* path : {"/", "/cds-services", "/health/live", "/metrics", "/nowhere"}) {
    EXPECT_EQ(Get(path, {{"Host", "evil.example"}}).status, 421) << path;
  }
  EXPECT_EQ(Post(kCall, "{}", {{"Host", "evil.example"}}).status, 421);
  EXPECT_EQ(cards_.asked, "");
  EXPECT_EQ(Post(kCall, "{}", {{"Host", "cds.example.org:443"}}).status, 200);
  EXPECT_EQ(Post(kCall, "{}", {{"Host", "127.0.0.1:8080"}}).status, 200);
}

TEST_F(RouterTest, PagesRunAndLoadNothing) {
  const std::string policy = HeaderOf(Get("/"), "Content-Security-Policy");
  EXPECT_NE(policy.find("default-src 'none'"), std::string::npos) << policy;
  EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos) << policy;
  EXPECT_EQ(HeaderOf(Get("/"), "X-Frame-Options"), "DENY");
  EXPECT_EQ(HeaderOf(Get("/"), "Referrer-Policy"), "no-referrer");
  EXPECT_EQ(HeaderOf(Get("/cds-services"), "Content-Security-Policy"), "");
  EXPECT_EQ(HeaderOf(Get("/cds-services"), "X-Content-Type-Options"), "nosniff");
}

TEST_F(RouterTest, RequestIdComesBack) {
  EXPECT_EQ(HeaderOf(Get("/", {{"X-Request-Id", kId}}), "X-Request-Id"), kId);
  EXPECT_NE(HeaderOf(Get("/", {{"X-Request-Id", "999990019"}}), "X-Request-Id"), "999990019");
  EXPECT_FALSE(HeaderOf(Get("/"), "X-Request-Id").empty());
}

TEST_F(RouterTest, LogLineHoldsNothingOfTheRequest) {
  testing::internal::CaptureStderr();
  Post(kCall, "{\"name\":\"Jansen\"}", {{"X-Request-Id", kId}, {"Authorization", "Bearer tok"}});
  Post(kFeedbackPath, kFeedbackBody, {{"X-Request-Id", "999990019"}});
  FlushLog(std::chrono::seconds(5));
  const std::string log = testing::internal::GetCapturedStderr();
  const std::string line = "request id=" + std::string(kId) +
                           " route=spinal-metastases-patient-view client=- status=200";
  EXPECT_NE(log.find(line), std::string::npos) << log;
  for (const char* word : {"Jansen", "tok", "geheim", "999990019"}) {
    EXPECT_EQ(log.find(word), std::string::npos) << word;
  }
}

TEST_F(RouterTest, FeedbackIsStoredBeforeItIsAnswered) {
  const Response response = Post(kFeedbackPath, kFeedbackBody);
  EXPECT_EQ(response.status, 200);
  ASSERT_EQ(feedback_.batches.size(), 1u);
  EXPECT_EQ(feedback_.batches[0].service, "spinal-metastases-patient-view");
  EXPECT_EQ(feedback_.batches[0].received, clock_.Now());
}

TEST_F(RouterTest, FeedbackThatIsNotStoredIsNotConfirmed) {
  feedback_.answer = Error{ErrorKind::kUnavailable, "disk full", {}};
  EXPECT_EQ(Post(kFeedbackPath, kFeedbackBody).status, 503);
}

TEST_F(RouterTest, BadFeedbackIsRefusedAndNotStored) {  // FB-03
  for (const char* body : {"", "{", "[]", "{}", "{\"feedback\":{}}", "{\"feedback\":[]}",
                           "{\"feedback\":[{}]}", R"({"card":"c","outcome":"accepted"})"}) {
    EXPECT_EQ(Post(kFeedbackPath, body).status, 400) << body;
  }
  EXPECT_TRUE(feedback_.batches.empty());
}

TEST_F(RouterTest, EveryAnswerIsCounted) {
  Get("/nowhere");
  Post(kCall, "{}");
  const std::string text = *Get("/metrics").body;
  EXPECT_NE(text.find("requests_total{route=\"other\",status=\"404\"} 1\n"), std::string::npos);
  EXPECT_NE(
      text.find("requests_total{route=\"spinal-metastases-patient-view\",status=\"200\"} 1\n"),
      std::string::npos);
}

}  // namespace
}  // namespace wervelwijzer::hooks
