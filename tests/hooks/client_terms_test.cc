// What is registered of a client decides how it is answered.

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <variant>

#include "base/buffer.h"
#include "hooks/guideline_service.h"

namespace wervelwijzer::hooks {
namespace {

constexpr char kClients[] = R"({"clients": [
  {"id": "plain", "fhir-servers": ["https://plain.example/fhir"]},
  {"id": "english", "fhir-servers": ["https://english.example/fhir"], "language": "en"},
  {"id": "single", "fhir-servers": ["https://single.example/fhir"], "one-action": true},
  {"id": "stu3", "fhir-servers": ["https://stu3.example/fhir"], "fhir-version": "STU3"},
  {"id": "dstu2", "fhir-servers": ["https://dstu2.example/fhir"], "fhir-version": "DSTU2"},
  {"id": "east", "fhir-servers": ["https://east.example/fhir"], "hospital": "90000001"},
  {"id": "elsewhere", "fhir-servers": ["https://elsewhere.example/fhir"], "hospital": "90000009"}]})";

std::string ReadFile(const std::string& path) {
  std::ifstream file(std::string(WERVELWIJZER_SOURCE_DIR) + "/" + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class ClientTermsTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    const std::string root = std::string(WERVELWIJZER_SOURCE_DIR) + "/";
    const std::string file = testing::TempDir() + "/terms-" + std::to_string(getpid()) + ".json";
    std::ofstream(file) << kClients;
    KnowledgePlaces places{root + "guideline/models", root + "guideline/bindings",
                           root + "terminology/data", root + "cards/text",
                           root + "deploy/region-demonstration.json"};
    places.clients = file;
    auto knowledge = Knowledge::Load(places);
    std::filesystem::remove(file);
    ASSERT_TRUE(knowledge.ok()) << knowledge.error().ToString();
    knowledge_ = *knowledge;
  }
  static void TearDownTestSuite() { knowledge_.reset(); }

  // The answer and its explanation to the fictitious patient, asked by the client of that name.
  ServiceAnswer AnswerFor(const std::string& client, bool english_was_asked = false) {
    std::string body = ReadFile("tests/golden/requests/cord-compression-complete-record.json");
    body.insert(body.find('{') + 1, "\"fhirServer\":\"https://" + client + ".example/fhir\",");
    PaddedBuffer buffer(body);
    ServiceCall call{*FindService("spinal-metastases-patient-view"), buffer.bytes(),
                     cards::Language::kDutch, *ParseInstant("2026-11-21T14:00:00+01:00"), true};
    call.language_was_asked = english_was_asked;
    GuidelineServiceSettings settings;
    settings.hospital = "90000003";
    int uuids = 0;
    GuidelineService service(knowledge_, settings,
                             [&] { return "uuid-" + std::to_string(++uuids); });
    const ServiceResult result = service.Respond(call);
    const auto* answer = std::get_if<ServiceAnswer>(&result);
    EXPECT_NE(answer, nullptr);
    return answer == nullptr ? ServiceAnswer() : *answer;
  }

  static std::shared_ptr<const Knowledge> knowledge_;
};
std::shared_ptr<const Knowledge> ClientTermsTest::knowledge_;

TEST_F(ClientTermsTest, UnknownClientIsAnsweredAsAPlainOne) {
  EXPECT_EQ(AnswerFor("nobody").json, AnswerFor("plain").json);
}

TEST_F(ClientTermsTest, LanguageOfTheClientHoldsWhereNoneWasAsked) {
  const std::string dutch = AnswerFor("plain").json, english = AnswerFor("english").json;
  EXPECT_NE(dutch, english);
  EXPECT_NE(english.find("MRI of the whole spine"), std::string::npos) << english.substr(0, 600);
  EXPECT_EQ(AnswerFor("english", true).json, dutch);
}

// The largest number of actions of one suggestion in the answer.
std::size_t MostActions(const std::string& json) {
  const auto document = JsonDocument::Parse(json);
  EXPECT_TRUE(document.ok());
  std::size_t most = 0;
  for (const JsonValue card : document->root().Get("cards").elements()) {
    for (const JsonValue suggestion : card.Get("suggestions").elements()) {
      most = std::max(most, suggestion.Get("actions").size());
    }
  }
  return most;
}

TEST_F(ClientTermsTest, ClientOfOneActionGetsNoMore) {
  EXPECT_GT(MostActions(AnswerFor("plain").json), 1u);
  EXPECT_EQ(MostActions(AnswerFor("single").json), 1u);
}

TEST_F(ClientTermsTest, RegisteredVersionBeatsTheShapeOfTheResources) {
  const std::string seen = AnswerFor("plain").json, stated = AnswerFor("stu3").json;
  EXPECT_NE(seen.find("\"ServiceRequest\""), std::string::npos);
  EXPECT_EQ(stated.find("\"ServiceRequest\""), std::string::npos);
  EXPECT_NE(stated.find("\"ProcedureRequest\""), std::string::npos);
  EXPECT_EQ(AnswerFor("dstu2").json.find("\"suggestions\""), std::string::npos);
}

TEST_F(ClientTermsTest, HospitalOfTheClientBeatsThatOfTheServer) {
  const auto asker = [this](const char* client) {
    const std::string text = AnswerFor(client).explanation;
    const std::size_t at = text.find("asking hospital: ");
    return at == std::string::npos ? "" : text.substr(at, text.find('\n', at) - at);
  };
  EXPECT_NE(asker("plain"), "");
  EXPECT_NE(asker("plain"), asker("east"));
  EXPECT_NE(asker("east"), asker("elsewhere"));
}

}  // namespace
}  // namespace wervelwijzer::hooks
