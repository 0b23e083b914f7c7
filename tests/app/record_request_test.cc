#include "app/record_request.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace wervelwijzer::app {
namespace {

constexpr const char* kXml =
    R"(<?xml version="1.0"?><Bundle xmlns="http://hl7.org/fhir"><entry><resource><Patient>)"
    R"(<id value="p"/></Patient></resource></entry></Bundle>)";

TEST(RecordRequestTest, RequestIsHandedBackAsItIs) {
  const std::string request = R"({ "hook": "patient-view", "prefetch": {} })";
  EXPECT_EQ(*RequestOf(request), request);
  EXPECT_EQ(*RequestOf("no json"), "no json");
}

TEST(RecordRequestTest, BundleInXmlBecomesARequestAboutItsPatient) {
  const Result<std::string> text = RequestOf(kXml);
  ASSERT_TRUE(text.ok()) << text.error().ToString();
  const Result<JsonDocument> request = JsonDocument::Parse(*text);
  ASSERT_TRUE(request.ok());
  const JsonValue root = request->root();
  EXPECT_EQ(root.Get("hook").string(), "patient-view");
  EXPECT_EQ(root.Path("context", "patientId").string(), "p");
  EXPECT_EQ(root.Path("prefetch", "record", "resourceType").string(), "Bundle");
}

TEST(RecordRequestTest, SameRecordInJsonBecomesTheSameRequest) {
  EXPECT_EQ(*RequestOf(R"({"resourceType":"Bundle","entry":[{"resource":)"
                       R"({"resourceType":"Patient","id":"p"}}]})"),
            *RequestOf(std::string("\xEF\xBB\xBF") + kXml));
}

TEST(RecordRequestTest, Utf16IsReadAsUtf8Is) {
  std::string wide = "\xFF\xFE";
  for (const char c : std::string(kXml)) wide += {c, '\0'};
  EXPECT_EQ(*RequestOf(kXml), *RequestOf(wide));
}

TEST(RecordRequestTest, PatientWithoutIdIsNamedByItsFullUrl) {
  const Result<std::string> text =
      RequestOf(R"({"resourceType":"Bundle","entry":[{"fullUrl":"urn:uuid:1","resource":)"
                R"({"resourceType":"Patient"}}]})");
  ASSERT_TRUE(text.ok());
  EXPECT_NE(text->find(R"("patientId":"urn:uuid:1")"), std::string::npos);
}

TEST(RecordRequestTest, RecordWithoutOnePatientIsRefused) {
  EXPECT_EQ(RequestOf(R"({"resourceType":"Bundle"})").error().message, "record holds no Patient");
  EXPECT_EQ(RequestOf(R"({"resourceType":"Bundle","entry":[)"
                      R"({"resource":{"resourceType":"Patient","id":"p"}},)"
                      R"({"resource":{"resourceType":"Patient","id":"q"}}]})")
                .error()
                .message,
            "record holds more than one Patient");
  EXPECT_EQ(RequestOf(R"({"resourceType":"Patient"})").error().message,
            "Patient has neither id nor fullUrl");
}

TEST(RecordRequestTest, XmlThatIsNoResourceIsRefused) {
  EXPECT_EQ(RequestOf("<html/>").error().message, "root element is no resource");
  EXPECT_FALSE(RequestOf("<Bundle>").ok());
}

}  // namespace
}  // namespace wervelwijzer::app
