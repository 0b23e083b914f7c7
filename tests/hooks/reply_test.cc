#include "hooks/reply.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace wervelwijzer::hooks {
namespace {

JsonDocument BodyOf(const Response& response) {
  return std::move(JsonDocument::Parse(*response.body)).value();
}

TEST(Reply, EveryKindHasItsStatus) {
  EXPECT_EQ(StatusOf(ErrorKind::kInvalidInput), 400);
  EXPECT_EQ(StatusOf(ErrorKind::kUnauthorized), 401);
  EXPECT_EQ(StatusOf(ErrorKind::kNotFound), 404);
  EXPECT_EQ(StatusOf(ErrorKind::kPrecondition), 412);
  EXPECT_EQ(StatusOf(ErrorKind::kTooLarge), 413);
  EXPECT_EQ(StatusOf(ErrorKind::kInternal), 500);
  EXPECT_EQ(StatusOf(ErrorKind::kUnsupported), 501);
  EXPECT_EQ(StatusOf(ErrorKind::kUnavailable), 503);
  EXPECT_EQ(StatusOf(ErrorKind::kTimeout), 503);
}

TEST(Reply, RefusalIsAnOperationOutcomeWithThePlace) {
  const Response response = Refusal(InvalidInput("is empty", "$.context.patientId"));
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(response.content_type, kFhirJson);
  const JsonDocument body = BodyOf(response);
  EXPECT_EQ(body.root().Get("resourceType").string(), "OperationOutcome");
  const JsonValue issue = body.root().Get("issue").At(0);
  EXPECT_EQ(issue.Get("severity").string(), "error");
  EXPECT_EQ(issue.Get("code").string(), "invalid");
  EXPECT_EQ(issue.Path("details", "text").string(), "is empty");
  EXPECT_EQ(issue.Get("expression").At(0).string(), "$.context.patientId");
}

TEST(Reply, InternalErrorTellsTheClientNothing) {
  const Response response = Refusal({ErrorKind::kInternal, "pointer of Jansen", "/etc/secret"});
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(response.body->find("Jansen"), std::string::npos);
  EXPECT_EQ(response.body->find("secret"), std::string::npos);
}

TEST(Reply, AllErrorsAreToldAndWarningsLeftOut) {
  const Issues issues = {{Severity::kWarning, "w", "$.a"},
                         {Severity::kError, "x", "$.b"},
                         {Severity::kError, "y", "$.c"}};
  const JsonDocument body = BodyOf(Refusal(ErrorKind::kInvalidInput, issues));
  EXPECT_EQ(body.root().Get("issue").size(), 2u);
}

TEST(Reply, EndlessIssuesAreCut) {
  const Issues issues(1000, {Severity::kError, "x", "$.b"});
  EXPECT_EQ(BodyOf(Refusal(ErrorKind::kInvalidInput, issues)).root().Get("issue").size(), 50u);
}

}  // namespace
}  // namespace wervelwijzer::hooks
