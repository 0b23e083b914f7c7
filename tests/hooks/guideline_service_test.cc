#include "hooks/guideline_service.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <string>
#include <variant>

#include "base/buffer.h"

namespace wervelwijzer::hooks {
namespace {

constexpr char kPatientView[] = "spinal-metastases-patient-view";

std::string ReadFile(const std::string& path) {
  std::ifstream file(std::string(WERVELWIJZER_SOURCE_DIR) + "/" + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The whole path of a call over the shipped models and a fictitious patient.
class GuidelineServiceTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    const std::string root = std::string(WERVELWIJZER_SOURCE_DIR) + "/";
    auto knowledge = Knowledge::Load({root + "guideline/models", root + "guideline/bindings",
                                      root + "terminology/data", root + "cards/text"});
    ASSERT_TRUE(knowledge.ok()) << knowledge.error().ToString();
    knowledge_ = *knowledge;
  }
  static void TearDownTestSuite() { knowledge_.reset(); }

  void SetUp() override {
    ASSERT_NE(knowledge_, nullptr);
    request_ = ReadFile("tests/golden/requests/cord-compression-complete-record.json");
    ASSERT_FALSE(request_.empty());
    service_ = std::make_unique<GuidelineService>(knowledge_, GuidelineServiceSettings{}, [this] {
      return "uuid-" + std::to_string(++uuids_);
    });
  }

  ServiceResult Respond(const std::string& body, std::string_view service = kPatientView) {
    PaddedBuffer buffer(body);
    const TimePoint now = *ParseInstant("2026-11-21T14:00:00+01:00");
    return service_->Respond(
        {*FindService(service), buffer.bytes(), cards::Language::kDutch, now, true});
  }
  std::string Answer(const std::string& body) {
    const ServiceResult result = Respond(body);
    const auto* answer = std::get_if<ServiceAnswer>(&result);
    EXPECT_NE(answer, nullptr);
    return answer == nullptr ? "" : answer->json;
  }
  ServiceResult RespondWithin(std::chrono::milliseconds time, const HangUp* hang_up = nullptr) {
    GuidelineServiceSettings settings;
    settings.time_per_call = time;
    const GuidelineService service(knowledge_, settings);
    PaddedBuffer buffer(request_);
    ServiceCall call{*FindService(kPatientView), buffer.bytes(), cards::Language::kDutch,
                     *ParseInstant("2026-11-21T14:00:00+01:00")};
    call.hang_up = hang_up;
    return service.Respond(call);
  }
  ErrorKind RefusalOf(const std::string& body, std::string_view service = kPatientView) {
    const ServiceResult result = Respond(body, service);
    const auto* refusal = std::get_if<ServiceRefusal>(&result);
    EXPECT_NE(refusal, nullptr);
    return refusal == nullptr ? ErrorKind::kInternal : refusal->kind;
  }
  // The request with the first occurrence of a text exchanged.
  std::string With(const std::string& before, const std::string& after) const {
    std::string changed = request_;
    const std::size_t at = changed.find(before);
    EXPECT_NE(at, std::string::npos) << before;
    return at == std::string::npos ? changed : changed.replace(at, before.size(), after);
  }

  static std::shared_ptr<const Knowledge> knowledge_;
  std::string request_;
  int uuids_ = 0;
  std::unique_ptr<GuidelineService> service_;
};
std::shared_ptr<const Knowledge> GuidelineServiceTest::knowledge_;

TEST_F(GuidelineServiceTest, CallThatTakesTooLongIsGivenUp) {
  const ServiceResult late = RespondWithin(std::chrono::milliseconds(0));
  ASSERT_TRUE(std::holds_alternative<ServiceRefusal>(late));
  EXPECT_EQ(std::get<ServiceRefusal>(late).kind, ErrorKind::kTimeout);
  EXPECT_TRUE(std::holds_alternative<ServiceAnswer>(RespondWithin(std::chrono::minutes(1))));
}

TEST_F(GuidelineServiceTest, WorkForAClientThatHungUpStops) {
  HangUp hang_up;
  EXPECT_TRUE(
      std::holds_alternative<ServiceAnswer>(RespondWithin(std::chrono::minutes(1), &hang_up)));
  hang_up.Tell();
  EXPECT_TRUE(
      std::holds_alternative<ServiceRefusal>(RespondWithin(std::chrono::minutes(1), &hang_up)));
}

TEST_F(GuidelineServiceTest, CompleteRecordGivesCards) {
  const ServiceResult result = Respond(request_);
  const auto* answer = std::get_if<ServiceAnswer>(&result);
  ASSERT_NE(answer, nullptr);
  EXPECT_GT(answer->cards, 0u);
  const auto document = JsonDocument::Parse(answer->json);
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(document->root().Get("cards").size(), answer->cards);
  EXPECT_NE(answer->explanation.find("imaging-urgency"), std::string::npos);
}

TEST_F(GuidelineServiceTest, SameCallGivesTheSameBytesButForUuids) {
  const std::string first = Answer(request_);
  uuids_ = 0;
  EXPECT_EQ(first, Answer(request_));
}

TEST_F(GuidelineServiceTest, EvaluationIsGivenWhenAskedFor) {
  const auto document = JsonDocument::Parse(Answer(request_));
  ASSERT_TRUE(document.ok());
  const JsonValue all = document->root().Path("extension", "nl.wervelwijzer.evaluation");
  EXPECT_TRUE(all.Get("imaging-urgency").is_object());
  EXPECT_TRUE(all.Get("consistency-check").is_object());
  EXPECT_FALSE(all.Get("brain-mdo-information").exists()) << "that is the other service's";
}

TEST_F(GuidelineServiceTest, EvaluationIsLeftOutWhenNobodyAsked) {
  const auto document =
      JsonDocument::Parse(Answer(With("nl.wervelwijzer.evaluation", "nl.example.other")));
  ASSERT_TRUE(document.ok());
  EXPECT_FALSE(document->root().Get("extension").exists());
}

TEST_F(GuidelineServiceTest, PatientOfAnotherIdIsAPrecondition) {
  EXPECT_EQ(RefusalOf(With("\"patientId\": \"", "\"patientId\": \"other-")),
            ErrorKind::kPrecondition);
}

TEST_F(GuidelineServiceTest, HookOfAnotherServiceIsRefused) {
  EXPECT_EQ(RefusalOf(request_, "spinal-metastases-order-sign"), ErrorKind::kInvalidInput);
}

TEST_F(GuidelineServiceTest, EveryTruncationIsRefused) {
  for (std::size_t size = 0; size < request_.rfind('}'); size += 97) {
    EXPECT_EQ(RefusalOf(request_.substr(0, size)), ErrorKind::kInvalidInput) << size;
  }
}

TEST_F(GuidelineServiceTest, ChangedBytesAreAnsweredOrRefusedNeverWorse) {
  std::string body = request_;
  unsigned state = 7;
  for (int i = 0; i < 300; ++i) {
    state = state * 1664525u + 1013904223u;
    const std::size_t at = state % body.size();
    const char before = body[at];
    body[at] = static_cast<char>(state >> 24);
    const ServiceResult result = Respond(body);
    if (const auto* answer = std::get_if<ServiceAnswer>(&result)) {
      EXPECT_TRUE(JsonDocument::Parse(answer->json).ok()) << at;
    }
    body[at] = before;
  }
}

TEST_F(GuidelineServiceTest, ExchangedKnowledgeIsUsedFromTheNextCall) {
  service_->Exchange(knowledge_);
  EXPECT_NE(Answer(request_), "");
}

}  // namespace
}  // namespace wervelwijzer::hooks
