// Overriding a card with a reason lets it rest, over the whole path: a call, feedback on a card of
// its answer, the next call.

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "base/buffer.h"
#include "hooks/guideline_service.h"
#include "hooks/router.h"
#include "hooks/transport_direct.h"
#include "tests/hooks/fakes.h"

namespace wervelwijzer::hooks {
namespace {

constexpr char kService[] = "/cds-services/spinal-metastases-patient-view";

std::shared_ptr<const Knowledge> ShippedKnowledge() {
  static const std::shared_ptr<const Knowledge> kKnowledge = [] {
    const std::string root = std::string(WERVELWIJZER_SOURCE_DIR) + "/";
    auto knowledge = Knowledge::Load({root + "guideline/models", root + "guideline/bindings",
                                      root + "terminology/data", root + "cards/text"});
    EXPECT_TRUE(knowledge.ok());
    return knowledge.ok() ? *knowledge : nullptr;
  }();
  return kKnowledge;
}

GuidelineServiceSettings SettingsWith(SilenceBook& book) {
  GuidelineServiceSettings settings;
  settings.silences = &book;
  settings.open_is_one = true;
  return settings;
}

RouterSettings OpenOnLoopback() {
  RouterSettings settings;
  settings.open_is_one = true;
  return settings;
}

// A server in one process whose clock can be set.
class Server {
 public:
  Server(TimePoint now, SilenceBook& book, FeedbackStore& feedback)
      : clock_(now),
        service_(ShippedKnowledge(), SettingsWith(book)),
        router_({service_, clock_, metrics_, &feedback, &book}, std::make_shared<DefinitionTable>(),
                OpenOnLoopback()) {
    (void)transport_.Start([this](const RequestView& request, Reply reply) {
      router_.Handle(request, std::move(reply));
    });
  }

  std::string Post(const std::string& path, const std::string& body, int status = 200) {
    const Response response =
        transport_.Send("POST", path, body, {{"Content-Type", "application/json"}});
    EXPECT_EQ(response.status, status);
    return response.body == nullptr ? std::string() : std::string(*response.body);
  }

 private:
  FixedClock clock_;
  Metrics metrics_;
  GuidelineService service_;
  Router router_;
  DirectTransport transport_;
};

// The uuid of the card of that topic; empty when there is none.
std::string UuidOf(const std::string& answer, std::string_view topic) {
  const auto document = JsonDocument::Parse(answer);
  EXPECT_TRUE(document.ok());
  for (const JsonValue card : document->root().Get("cards").elements()) {
    if (card.Path("source", "topic", "code").string_or("") == topic) {
      return std::string(card.Get("uuid").string_or(""));
    }
  }
  return {};
}

class Quietness : public testing::Test {
 protected:
  void SetUp() override {
    std::ifstream file(std::string(WERVELWIJZER_SOURCE_DIR) +
                       "/tests/golden/requests/red-flag-sins-13.json");
    request_.assign(std::istreambuf_iterator<char>(file), {});
    ASSERT_FALSE(request_.empty());
  }

  std::string CardAt(std::string_view when, std::string_view topic, const std::string& request) {
    Server server(*ParseInstant(when), book_, feedback_);
    return UuidOf(server.Post(kService, request), topic);
  }
  void Override(std::string_view when, const std::string& card, const std::string& reason) {
    Server server(*ParseInstant(when), book_, feedback_);
    const int status = feedback_.answer.ok() ? 200 : 503;
    server.Post(std::string(kService) + "/feedback",
                R"({"feedback":[{"card":")" + card + R"(","outcome":"overridden",)" +
                    R"("outcomeTimestamp":")" + std::string(when) +
                    R"(","overrideReason":{"reason":{"system":")" + cards::kOverrideReasonSystem +
                    R"(","code":")" + reason + R"("}}}]})",
                status);
  }
  std::string Changed(const std::string& from, const std::string& to) const {
    std::string changed = request_;
    const std::size_t at = changed.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return at == std::string::npos ? changed : changed.replace(at, from.size(), to);
  }

  std::string request_;
  FakeFeedback feedback_;
  SilenceBook book_{RandomHashKey(), DefaultSilenceHours()};
};

TEST_F(Quietness, AnOverriddenRedFlagRestsForADayAndNoLonger) {
  const std::string card = CardAt("2026-11-20T14:10:00+01:00", "red-flag", request_);
  ASSERT_FALSE(card.empty());
  Override("2026-11-20T14:15:00+01:00", card, "already-done");
  EXPECT_EQ(CardAt("2026-11-20T14:20:00+01:00", "red-flag", request_), "");
  EXPECT_EQ(CardAt("2026-11-21T14:10:00+01:00", "red-flag", request_), "");
  EXPECT_NE(CardAt("2026-11-21T14:20:00+01:00", "red-flag", request_), "");
  ASSERT_EQ(feedback_.batches.size(), 1u);
  EXPECT_TRUE(feedback_.batches[0].items[0].silence) << "so that it can be stored";
}

TEST_F(Quietness, OneThatThePatientDeclinesRestsUntilAFindingChanges) {
  const std::string card = CardAt("2026-11-20T14:10:00+01:00", "red-flag", request_);
  Override("2026-11-20T14:15:00+01:00", card, "patient-declines");
  EXPECT_EQ(CardAt("2026-12-20T14:10:00+01:00", "red-flag", request_), "");
  EXPECT_NE(CardAt("2026-12-20T14:10:00+01:00", "red-flag",
                   Changed("\"valueInteger\": 13", "\"valueInteger\": 16")),
            "");
}

TEST_F(Quietness, AChangedInputBringsTheCardBackAtOnce) {
  const std::string card = CardAt("2026-11-20T14:10:00+01:00", "red-flag", request_);
  Override("2026-11-20T14:15:00+01:00", card, "already-done");
  EXPECT_NE(CardAt("2026-11-20T14:20:00+01:00", "red-flag",
                   Changed("\"valueInteger\": 13", "\"valueInteger\": 16")),
            "");
}

TEST_F(Quietness, OtherPatientsAndOtherCardsAreNotSilenced) {
  const std::string card = CardAt("2026-11-20T14:10:00+01:00", "red-flag", request_);
  const std::string other_card = CardAt("2026-11-20T14:10:00+01:00", "missing", request_);
  Override("2026-11-20T14:15:00+01:00", card, "already-done");
  EXPECT_EQ(CardAt("2026-11-20T14:20:00+01:00", "missing", request_).empty(), other_card.empty());
  std::string other = request_;
  for (std::size_t at = other.find("gk-08"); at != std::string::npos; at = other.find("gk-08")) {
    other.replace(at, 5, "gk-99");
  }
  ASSERT_NE(other, request_);
  EXPECT_NE(CardAt("2026-11-20T14:20:00+01:00", "red-flag", other), "");
}

TEST_F(Quietness, AnotherPersonWithTheSameIdIsNotSilenced) {
  const std::string card = CardAt("2026-11-20T14:10:00+01:00", "red-flag", request_);
  Override("2026-11-20T14:15:00+01:00", card, "already-done");
  EXPECT_NE(CardAt("2026-11-20T14:20:00+01:00", "red-flag", Changed("1968-07-07", "1968-07-08")),
            "");
}

TEST_F(Quietness, AClockThatIsSetBackLetsNothingRestLonger) {
  const std::string card = CardAt("2026-11-20T14:10:00+01:00", "red-flag", request_);
  Override("2026-11-20T14:15:00+01:00", card, "already-done");
  EXPECT_EQ(CardAt("2026-11-20T14:20:00+01:00", "red-flag", request_), "");
  EXPECT_NE(CardAt("2026-11-20T14:12:00+01:00", "red-flag", request_), "");
}

TEST_F(Quietness, AReasonInNobodysCodesAndADismissalSilenceNothing) {
  const std::string card = CardAt("2026-11-20T14:10:00+01:00", "red-flag", request_);
  Override("2026-11-20T14:15:00+01:00", card, "x-17");
  EXPECT_NE(CardAt("2026-11-20T14:20:00+01:00", "red-flag", request_), "");
}

TEST_F(Quietness, FeedbackThatCouldNotBeStoredSilencesNothing) {
  const std::string card = CardAt("2026-11-20T14:10:00+01:00", "red-flag", request_);
  feedback_.answer = Error{ErrorKind::kUnavailable, "disk full", {}};
  Override("2026-11-20T14:15:00+01:00", card, "already-done");
  EXPECT_NE(CardAt("2026-11-20T14:20:00+01:00", "red-flag", request_), "");
}

}  // namespace
}  // namespace wervelwijzer::hooks
