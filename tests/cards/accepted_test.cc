// A suggestion that is accepted and signed is found again in the record, by the shipped codes and
// bindings, and its card is gone: for each kind of suggestion.

#include <gtest/gtest.h>

#include <algorithm>

#include "guideline/bindings/bind.h"
#include "terminology/terminology.h"
#include "tests/cards/patient.h"
#include "tests/cards/region/small_region.h"

namespace wervelwijzer::cards {
namespace {

const guideline::Bindings& ShippedBindings() {
  static const terminology::Terminology kTerminology = [] {
    auto loaded = terminology::Terminology::Load(WERVELWIJZER_SOURCE_DIR "/terminology/data");
    EXPECT_TRUE(loaded.ok());
    return std::move(loaded).value();
  }();
  static const guideline::Bindings kBindings = [] {
    auto loaded = guideline::Bindings::Load(WERVELWIJZER_SOURCE_DIR "/guideline/bindings",
                                            ShippedGuideline()->catalogue(), kTerminology,
                                            ShippedGuideline()->parameters());
    EXPECT_TRUE(loaded.ok());
    return std::move(loaded).value();
  }();
  return kBindings;
}

std::string Replace(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

// The record of a patient as resources: what is stated, and what has been ordered since.
class Chart {
 public:
  explicit Chart(std::string_view statements) {
    Add(R"({"resourceType":"Patient","id":"p","birthDate":"1960-05-17"})");
    int number = 0;
    while (!statements.empty()) {
      const std::size_t end = statements.find(' ');
      const std::string_view statement = statements.substr(0, end);
      const std::size_t equals = statement.find('=');
      const std::string id(statement.substr(0, equals));
      const std::string code(statement.substr(equals + 1));
      const std::string value = code == "true" || code == "false"
                                    ? R"("valueBoolean":)" + code
                                    : R"("valueCodeableConcept":{"coding":[{"system":)"
                                      R"("https://wervelwijzer.nl/fhir/CodeSystem/)" +
                                          id + R"(","code":")" + code + R"("}]})";
      Add(R"({"resourceType":"Observation","status":"final","id":"o)" + std::to_string(++number) +
          R"(","subject":{"reference":"Patient/p"},"code":{"coding":[{"system":)"
          R"("https://wervelwijzer.nl/fhir/CodeSystem/guideline-input","code":")" +
          id + R"("}]},"effectiveDateTime":"2026-11-20T13:30:00+01:00",)" + value + "}");
      if (end == std::string_view::npos) break;
      statements.remove_prefix(end + 1);
    }
  }

  void Add(const std::string& json) {
    auto document = JsonDocument::Parse(json);
    ASSERT_TRUE(document.ok()) << json;
    documents_.push_back(std::make_shared<JsonDocument>(std::move(document).value()));
  }

  // Takes a suggestion over as a client does: an id, status active, intent order.
  void Accept(const Suggestion& suggestion) {
    for (const Action& action : suggestion.actions) {
      ASSERT_EQ(action.type, Action::Type::kCreate);
      std::string json =
          Replace(action.resource_json, R"("status":"draft")",
                  R"("status":"active","id":"new)" + std::to_string(documents_.size()) + R"(")");
      Add(Replace(json, R"("intent":"proposal")", R"("intent":"order")"));
    }
  }

  // From now on a region is loaded, and this hospital asks.
  void InRegion(std::string_view ura) {
    hospital_ = region::Demonstration().FindOrganization({"", std::string(ura)});
    ASSERT_NE(hospital_, region::kNone);
  }

  std::optional<Card> CardOf(std::string_view topic, Service service) const {
    fhir::Record record;
    Issues issues;
    for (const auto& document : documents_) {
      record.Add(document->root(), fhir::ResourceOrigin::kPrefetch, "$", issues);
    }
    guideline::BindOptions options;
    options.now = Moment(kNow);
    guideline::BoundRecord bound = ShippedBindings().Bind(record, options);
    const guideline::Decisions decisions = ShippedGuideline()->Decide(
        bound.inputs,
        service == Service::kBrain ? guideline::Module::kBrain : guideline::Module::kSpinal);
    Situation situation;
    situation.service = service;
    situation.now = options.now;
    situation.record = &bound;
    situation.decisions = &decisions;
    situation.resources = &record;
    if (hospital_ != region::kNone) situation.region = &region::Demonstration();
    situation.hospital = hospital_;
    for (Card& card : ShippedComposer().Compose(situation, RandomUuid)) {
      if (card.source.topic.code == topic) return std::move(card);
    }
    return std::nullopt;
  }

 private:
  std::vector<std::shared_ptr<JsonDocument>> documents_;
  region::Index hospital_ = region::kNone;
};

struct AcceptedCase {
  const char* topic;
  Service service;
  std::string_view statements;
};

class Accepted : public testing::TestWithParam<AcceptedCase> {};

void ExpectSilence(Chart& chart, const AcceptedCase& one) {
  const auto card = chart.CardOf(one.topic, one.service);
  ASSERT_TRUE(card);
  ASSERT_FALSE(card->suggestions.empty());
  const bool all = card->selection_behavior == "any";
  for (std::size_t at = 0; at < (all ? card->suggestions.size() : 1); ++at) {
    chart.Accept(card->suggestions[at]);
  }
  const auto again = chart.CardOf(one.topic, one.service);
  EXPECT_FALSE(again) << again->summary << "\n" << again->detail;
}

TEST_P(Accepted, SilencesItsCard) {
  Chart chart(GetParam().statements);
  ExpectSilence(chart, GetParam());
}

TEST_P(Accepted, SilencesItsCardInARegionAndInTheCentreItself) {
  for (const std::string_view ura : {"90000003", "90000001"}) {
    Chart chart(GetParam().statements);
    chart.InRegion(ura);
    ExpectSilence(chart, GetParam());
  }
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, Accepted,
    testing::Values(
        AcceptedCase{"imaging", Service::kSpinal,
                     "malignancy-status=active clinical-cord-cauda-compression=true "
                     "paraplegia-completeness=none adequate-imaging-available=false"},
        AcceptedCase{"imaging", Service::kSpinal,
                     "malignancy-status=active clinical-cord-cauda-compression=true "
                     "paraplegia-completeness=none adequate-imaging-available=false "
                     "mri-possible=false"},
        AcceptedCase{"steroid", Service::kSpinal,
                     "malignancy-status=active clinical-cord-cauda-compression=true "
                     "paraplegia-completeness=none adequate-imaging-available=false "
                     "primary-tumour-known=known haematological-suspicion=false"},
        AcceptedCase{"referral", Service::kSpinal,
                     "spinal-metastases-established=true radiological-mescc=false "
                     "treatment-wish=true very-short-life-expectancy=false pain-on-loading=true "
                     "neurological-deficit=false symptomatic=true"},
        AcceptedCase{"referral", Service::kSpinal,
                     "spinal-metastases-established=true radiological-mescc=false "
                     "treatment-wish=true very-short-life-expectancy=false pain-on-loading=false "
                     "pain-present=true neurological-deficit=false symptomatic=true"},
        AcceptedCase{"mdo", Service::kSpinal,
                     "spinal-metastases-established=true symptomatic=true "
                     "progressive-neurological-deficit=true neurological-deficit=true"},
        AcceptedCase{"workup", Service::kSpinal,
                     "imaging-fits-metastases=true primary-tumour-known=unknown "
                     "radiological-mescc=true recent-petct-available=false "
                     "spinal-metastases-established=true tissue-diagnosis-obtained=false"},
        AcceptedCase{"brain-mdo", Service::kBrain,
                     "brain-metastases-present=true brain-metastases-symptomatic=true "
                     "treatment-wish=true suspected-radionecrosis=true"}),
    [](const testing::TestParamInfo<AcceptedCase>& tested) {
      std::string name = std::string(tested.param.topic) + std::to_string(tested.index);
      name.erase(std::remove(name.begin(), name.end(), '-'), name.end());
      return name;
    });

// "Direct" is a telephone call: the request alone does not end the red flag, its answer does.
TEST(AcceptedConsultation, StaysOnTheCardUntilItIsAnswered) {
  Chart chart("spinal-metastases-established=true new-neurological-deficit=true");
  const auto card = chart.CardOf("red-flag", Service::kSpinal);
  ASSERT_TRUE(card);
  chart.Accept(card->suggestions.at(0));
  const auto asked = chart.CardOf("red-flag", Service::kSpinal);
  ASSERT_TRUE(asked);
  EXPECT_TRUE(asked->suggestions.empty());
  EXPECT_NE(asked->detail.find("Die telt niet als overleg"), std::string::npos);
  Chart answered("spinal-metastases-established=true new-neurological-deficit=true");
  answered.Add(Replace(Replace(card->suggestions[0].actions[0].resource_json, R"("status":"draft")",
                               R"("status":"completed","id":"done")"),
                       R"("intent":"proposal")", R"("intent":"order")"));
  EXPECT_FALSE(answered.CardOf("red-flag", Service::kSpinal));
}

}  // namespace
}  // namespace wervelwijzer::cards
