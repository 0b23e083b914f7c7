// Who may let rest what: every pair of callers, in every way of naming a server, over the path of a
// call, feedback on its card, and another call.

#include "hooks/caller.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "base/buffer.h"
#include "hooks/feedback_desk.h"
#include "hooks/guideline_service.h"
#include "tests/hooks/fakes.h"

namespace wervelwijzer::hooks {
namespace {

const TimePoint kNow = *ParseInstant("2026-11-20T14:10:00+01:00");
constexpr char kWestServer[] = "https://west.example/fhir",
               kEastServer[] = "https://east.example/r4";

Client ClientOf(const char* id, std::vector<std::string> servers) {
  Client client;
  client.id = id;
  client.fhir_servers = std::move(servers);
  return client;
}

TEST(Caller, IsToldByTheTokenElseByARegisteredServerElseByTheOpenDoor) {
  const Client west = ClientOf("west", {kWestServer}), east = ClientOf("east", {kEastServer});
  EXPECT_EQ(CallerOf(&west, nullptr, kWestServer, true).Name(), "west");
  EXPECT_EQ(CallerOf(&west, &east, kEastServer, true).Name(), "west");
  EXPECT_EQ(CallerOf(&west, &east, kEastServer, true).server, "") << "not one of its own";
  EXPECT_EQ(CallerOf(&west, nullptr, "", true).server, kWestServer) << "the only one it has";
  EXPECT_EQ(CallerOf(nullptr, &west, kWestServer, true).Name(), "server:west");
  EXPECT_EQ(CallerOf(nullptr, nullptr, kWestServer, true).Name(), "open");
  EXPECT_EQ(CallerOf(nullptr, nullptr, kWestServer, false).Name(), "");
  EXPECT_EQ(CallerOf(&west, nullptr, "", true).Teller(), "west");
  EXPECT_EQ(CallerOf(nullptr, &west, kWestServer, true).Teller(), "");
}

// Who asks, and in which words.
struct Asking {
  std::string token;   // `west`, `east`; empty: none
  std::string server;  // fhirServer of the request; empty: none
  std::string patient, born;

  std::string ToString() const { return token + "|" + server + "|" + patient + "|" + born; }
};

class Table : public testing::Test {
 protected:
  Table() {
    std::ofstream(testing::TempDir() + "caller_test_clients.json")
        << R"({"clients": [{"id": "west", "fhir-servers": [")" << kWestServer
        << R"("]}, {"id": "east", "fhir-servers": [")" << kEastServer << R"("]}]})";
    const std::string root = std::string(WERVELWIJZER_SOURCE_DIR) + "/";
    KnowledgePlaces places{root + "guideline/models", root + "guideline/bindings",
                           root + "terminology/data", root + "cards/text"};
    places.clients = testing::TempDir() + "caller_test_clients.json";
    static const auto kKnowledge = Knowledge::Load(places);
    EXPECT_TRUE(kKnowledge.ok());
    knowledge_ = *kKnowledge;
    std::ifstream file(root + "tests/golden/requests/red-flag-sins-13.json");
    request_.assign(std::istreambuf_iterator<char>(file), {});
  }

  // Everything anew, so that each cell of the table begins with nothing.
  void Begin(bool open_is_one) {
    book_ = std::make_unique<SilenceBook>(RandomHashKey(), DefaultSilenceHours());
    desk_ = std::make_unique<FeedbackDesk>(clock_, &store_, book_.get(), JsonLimits());
    GuidelineServiceSettings settings;
    settings.silences = book_.get();
    settings.open_is_one = open_is_one;
    service_ = std::make_unique<GuidelineService>(knowledge_, settings);
    open_is_one_ = open_is_one;
  }

  ClientPointer ClientNamed(const std::string& id) const {
    for (const ClientPointer& client : knowledge_->clients().clients()) {
      if (client->id == id) return client;
    }
    return nullptr;
  }

  // The uuid of the red flag's card; empty when none is shown.
  std::string Ask(const Asking& asking) {
    std::string text = request_;
    const auto replace_all = [&text](const std::string& from, const std::string& to) {
      for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    };
    replace_all("gk-08", asking.patient);
    replace_all("1968-07-07", asking.born);
    if (!asking.server.empty()) {
      text.replace(text.find('{'), 1, "{\"fhirServer\": \"" + asking.server + "\",");
    }
    PaddedBuffer buffer{std::string_view(text)};
    ServiceCall call{*FindService("spinal-metastases-patient-view"), buffer.bytes(),
                     cards::Language::kDutch, kNow};
    call.client = ClientNamed(asking.token);
    const ServiceResult result = service_->Respond(call);
    const auto* answer = std::get_if<ServiceAnswer>(&result);
    if (answer == nullptr) return "refused";
    const auto document = JsonDocument::Parse(answer->json);
    for (const JsonValue card : document->root().Get("cards").elements()) {
      if (card.Path("source", "topic", "code").string_or("") == "red-flag") {
        return std::string(card.Get("uuid").string_or(""));
      }
    }
    return {};
  }

  void Override(const std::string& token, const std::string& card) {
    const std::string text =
        R"({"feedback":[{"card":")" + card + R"(","outcome":"overridden",)" +
        R"("outcomeTimestamp":"2026-11-20T14:09:00+01:00","overrideReason":{"reason":{"system":")" +
        cards::kOverrideReasonSystem + R"(","code":"already-done"}}}]})";
    PaddedBuffer buffer{std::string_view(text)};
    const ClientPointer client = ClientNamed(token);
    desk_->Take(*FindService("spinal-metastases-patient-view"),
                CallerOf(client.get(), nullptr, {}, open_is_one_), "id", buffer.bytes(),
                [](const Response& response) { EXPECT_EQ(response.status, 200); });
  }

  std::shared_ptr<const Knowledge> knowledge_;
  std::string request_;
  FixedClock clock_{kNow};
  FakeFeedback store_;
  std::unique_ptr<SilenceBook> book_;
  std::unique_ptr<FeedbackDesk> desk_;
  std::unique_ptr<GuidelineService> service_;
  bool open_is_one_ = false;
};

const std::vector<std::string> kServers = {"", kWestServer, kEastServer, "https://x.example/fhir"};

std::vector<Asking> AllAskings(const std::vector<std::string>& tokens) {
  std::vector<Asking> all;
  for (const std::string& token : tokens) {
    for (const std::string& server : kServers) {
      for (const char* patient : {"gk-08", "gk-99"}) {
        for (const char* born : {"1968-07-07", "1968-07-08"}) {
          all.push_back({token, server, patient, born});
        }
      }
    }
  }
  return all;
}

// Which hospital's patient it is about, said without our code: with a token that of the token, and
// of the server only whether it is that hospital's own.
std::string HospitalOf(const Asking& asking, bool open_is_one) {
  if (!asking.token.empty()) {
    const std::string own = asking.token == "west" ? kWestServer : kEastServer;
    const bool is_own = asking.server.empty() || asking.server == own;
    return asking.token + (is_own ? " own" : " other");
  }
  if (asking.server == kWestServer) return "by server west";
  if (asking.server == kEastServer) return "by server east";
  return open_is_one ? "open" : "";
}

// Every cell: `shown` gets the card, `teller` overrides it, `asking` asks again.
void CheckAll(auto& table, const std::vector<std::string>& tokens, bool open_is_one) {
  const auto all = AllAskings(tokens);
  int rests = 0, cells = 0;
  for (const Asking& shown : all) {
    if (shown.patient != "gk-08" || shown.born != "1968-07-07") continue;
    for (const std::string& teller : tokens) {
      table.Begin(open_is_one);
      const std::string card = table.Ask(shown);
      ASSERT_FALSE(card.empty());
      table.Override(teller, card);
      for (const Asking& asking : all) {
        const std::string hospital = HospitalOf(shown, open_is_one);
        const bool may_rest = teller == shown.token && !hospital.empty() &&
                              hospital == HospitalOf(asking, open_is_one) &&
                              asking.patient == shown.patient && asking.born == shown.born;
        EXPECT_EQ(table.Ask(asking).empty(), may_rest)
            << "shown to " << shown.ToString() << ", overridden by `" << teller << "`, asked by "
            << asking.ToString();
        rests += may_rest;
        ++cells;
      }
    }
  }
  EXPECT_EQ(cells, static_cast<int>(4 * tokens.size() * tokens.size() * all.size()));
  EXPECT_GT(rests, 0);
}

struct OpenTable : Table {
  using Table::Ask, Table::Begin, Table::Override;
};

TEST_F(OpenTable, NoTokenLetsOneActOnTheOther) { CheckAll(*this, {"west", "east"}, false); }
TEST_F(OpenTable, OpenAccessOnLoopbackIsOneClientButForRegisteredServers) {
  CheckAll(*this, {""}, true);
}
TEST_F(OpenTable, OpenAccessFromElsewhereLetsRestOnlyByRegisteredServers) {
  CheckAll(*this, {""}, false);
}
// One server never has both, but nothing may hang on that.
TEST_F(OpenTable, WhoOnlyNamesAServerNeverActsOnWhoShowedAToken) {
  CheckAll(*this, {"", "west", "east"}, true);
}

}  // namespace
}  // namespace wervelwijzer::hooks
