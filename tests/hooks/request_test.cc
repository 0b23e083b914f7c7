#include "hooks/request.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace wervelwijzer::hooks {
namespace {

constexpr char kUuid[] = "6a8c3f0e-5b1d-4c9a-8e2f-7d6b5a4c3b2a";

// A body and what was read from it; the views of the request need the body.
class Reading {
 public:
  Reading(std::string_view service, const std::string& body)
      : document_(std::move(JsonDocument::Parse(body)).value()),
        reading_(ReadRequest(document_.root(), *FindService(service))) {}

  const CdsRequest& request() const { return reading_.request; }
  bool ok() const { return !HasErrors(reading_.issues); }
  // True when there is an issue of that severity at that path.
  bool Has(Severity severity, std::string_view path) const {
    return std::any_of(reading_.issues.begin(), reading_.issues.end(), [&](const Issue& issue) {
      return issue.severity == severity && issue.path == path;
    });
  }
  std::size_t issues() const { return reading_.issues.size(); }

 private:
  JsonDocument document_;
  RequestReading reading_;
};

std::string PatientView(const std::string& context, const std::string& more = "") {
  return "{\"hook\":\"patient-view\",\"hookInstance\":\"" + std::string(kUuid) +
         "\",\"context\":" + context + more + "}";
}
constexpr char kContext[] = R"({"userId":"Practitioner/1","patientId":"p1"})";
constexpr char kService[] = "spinal-metastases-patient-view";
constexpr char kOrders[] = R"("draftOrders":{"resourceType":"Bundle","entry":[]})";

std::string Order(const std::string& hook, const std::string& more) {
  return "{\"hook\":\"" + hook + "\",\"hookInstance\":\"" + kUuid +
         "\",\"context\":{\"userId\":\"Practitioner/1\",\"patientId\":\"p1\"" + more + "}}";
}

TEST(Request, SoundRequestHasNoIssues) {
  const Reading reading(kService, PatientView(kContext));
  EXPECT_EQ(reading.issues(), 0u);
  EXPECT_EQ(reading.request().patient_id.Reveal(), "p1");
  EXPECT_EQ(reading.request().user_id.Reveal(), "Practitioner/1");
  EXPECT_EQ(reading.request().hook_instance, kUuid);
  EXPECT_FALSE(reading.request().wants_evaluation);
}

TEST(Request, EverythingWrongIsToldAtOnce) {
  const Reading reading(kService,
                        R"({"hook":"order-sign","context":{"patientId":7},"prefetch":[]})");
  EXPECT_TRUE(reading.Has(Severity::kError, "$.hook"));
  EXPECT_TRUE(reading.Has(Severity::kError, "$.hookInstance"));
  EXPECT_TRUE(reading.Has(Severity::kError, "$.context.patientId"));
  EXPECT_TRUE(reading.Has(Severity::kError, "$.context.userId"));
  EXPECT_TRUE(reading.Has(Severity::kError, "$.prefetch"));
}

TEST(Request, MembersOfAnotherTypeAreRefused) {  // REQ-02, REQ-04, REQ-07, REQ-08, REQ-09
  const struct {
    const char* body;
    const char* path;
  } rows[] = {
      {"[]", "$"},
      {"7", "$"},
      {R"({"hook":7})", "$.hook"},
      {R"({"hook":null})", "$.hook"},
      {R"({"hook":" "})", "$.hook"},
      {R"({"hook":"patient-view"})", "$.hookInstance"},
      {R"({"hookInstance":""})", "$.hookInstance"},
      {R"({"context":null})", "$.context"},
      {R"({"context":[]})", "$.context"},
      {R"({"context":"x"})", "$.context"},
      {R"({"context":{"patientId":""}})", "$.context.patientId"},
      {R"({"context":{"encounterId":7}})", "$.context.encounterId"},
      {R"({"prefetch":"x"})", "$.prefetch"},
      {R"({"fhirServer":7})", "$.fhirServer"},
      {R"({"fhirAuthorization":[]})", "$.fhirAuthorization"},
      {R"({"fhirAuthorization":{"access_token":"t"}})", "$.fhirServer"},
      {R"({"fhirServer":"https://x","fhirAuthorization":{}})", "$.fhirAuthorization.access_token"},
      {R"({"fhirServer":"https://x","fhirAuthorization":{"access_token":"a\r\nHost: b"}})",
       "$.fhirAuthorization.access_token"},
      {R"({"fhirServer":"https://x","fhirAuthorization":{"access_token":"a b"}})",
       "$.fhirAuthorization.access_token"},
      {R"({"fhirServer":"https://x","fhirAuthorization":{"access_token":"=="}})",
       "$.fhirAuthorization.access_token"},
  };
  for (const auto& row : rows) {
    EXPECT_TRUE(Reading(kService, row.body).Has(Severity::kError, row.path)) << row.body;
  }
}

TEST(Request, ReferencesInPlaceOfIdsAreRead) {  // REQ-16
  const Reading reading(
      kService,
      PatientView(
          R"({"userId":"Practitioner/1","patientId":"Patient/p1","encounterId":"Encounter/e1"})"));
  EXPECT_TRUE(reading.ok());
  EXPECT_EQ(reading.request().patient_id.Reveal(), "p1");
  EXPECT_EQ(reading.request().encounter_id.Reveal(), "e1");
}

TEST(Request, UnknownMembersAndExtensionsAreLetBe) {  // REQ-10, REQ-11, HOOK-01
  const Reading reading(kService, PatientView(kContext, R"(,"x":{},"extension":{"a.b":1})"));
  EXPECT_EQ(reading.issues(), 0u);
}

TEST(Request, HookInstanceOfAnotherFormIsServed) {
  const Reading reading(kService, R"({"hook":"patient-view","hookInstance":"abc","context":)" +
                                      std::string(kContext) + "}");
  EXPECT_TRUE(reading.ok());
  EXPECT_TRUE(reading.Has(Severity::kWarning, "$.hookInstance"));
}

TEST(Request, EvaluationIsAskedForWithTrueOnly) {
  const auto wants = [](const std::string& value) {
    return Reading(kService,
                   PatientView(kContext,
                               R"(,"extension":{"nl.wervelwijzer.evaluation":)" + value + "}"))
        .request()
        .wants_evaluation;
  };
  EXPECT_TRUE(wants("true"));
  EXPECT_FALSE(wants("false"));
  EXPECT_FALSE(wants("\"true\""));
}

TEST(Request, OrderSelectWithoutSelectionsMeansAll) {
  const Reading reading("spinal-metastases-order-select",
                        Order("order-select", std::string(",") + kOrders));
  EXPECT_TRUE(reading.ok());
  EXPECT_FALSE(reading.request().selections.has_value());
  EXPECT_TRUE(reading.Has(Severity::kWarning, "$.context.selections"));
}

TEST(Request, SelectionsOfAnotherTypeAreRefused) {  // OS-04
  const Reading reading("spinal-metastases-order-select",
                        Order("order-select", std::string(",\"selections\":\"x\",") + kOrders));
  EXPECT_TRUE(reading.Has(Severity::kError, "$.context.selections"));
}

TEST(Request, DraftOrdersAreABundle) {  // OS-05, OSN-04
  for (const char* orders : {"", R"(,"draftOrders":null)", R"(,"draftOrders":[])",
                             R"(,"draftOrders":{"resourceType":"ServiceRequest"})"}) {
    EXPECT_TRUE(Reading("brain-metastases-order-sign", Order("order-sign", orders))
                    .Has(Severity::kError, "$.context.draftOrders"))
        << orders;
  }
}

TEST(Request, TokenThatIsNoBearerTokenIsNotUsed) {  // AUTHZ-02
  const std::string other =
      R"(,"fhirServer":"https://x","fhirAuthorization":{"access_token":"t","token_type":"mac"})";
  const Reading reading(kService, PatientView(kContext, other));
  EXPECT_TRUE(reading.ok());
  EXPECT_FALSE(reading.request().authorization.has_value());
}

TEST(Request, TokenIsReadAndKeptPersonal) {
  const std::string authorization =
      R"(,"fhirServer":"https://x","fhirAuthorization":{"access_token":"t","token_type":"Bearer",)"
      R"("expires_in":300,"scope":"user/*.rs","subject":"s","patient":"p1"})";
  const Reading reading(kService, PatientView(kContext, authorization));
  ASSERT_TRUE(reading.request().authorization.has_value());
  EXPECT_EQ(reading.request().authorization->access_token.Reveal(), "t");
  EXPECT_EQ(reading.request().authorization->expires_in_seconds, 300);
}

}  // namespace
}  // namespace wervelwijzer::hooks
