// Which cards, how many, in which order; and what every card must have whatever the situation.

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <utility>

#include "base/json.h"
#include "cards/escape.h"
#include "tests/cards/patient.h"

namespace wervelwijzer::cards {
namespace {

using guideline::InputType;
using guideline::OrderKind;

std::string Written(const Card& card) {
  JsonWriter writer;
  WriteCard(writer, card);
  return std::move(writer).Take();
}

void ExpectNothingEmpty(JsonValue value, const std::string& path) {
  EXPECT_FALSE(value.is_null()) << path;
  if (value.is_string()) {
    EXPECT_FALSE(value.string()->empty()) << path;
  }
  if (value.is_object() || value.is_array()) {
    EXPECT_GT(value.size(), 0u) << path;
  }
  for (const auto [name, member] : value.members()) {
    ExpectNothingEmpty(member, path + "." + std::string(name));
  }
  for (const JsonValue element : value.elements()) ExpectNothingEmpty(element, path + "[]");
}

// What holds for every card of every situation.
void ExpectSound(const std::vector<Card>& cards, const std::string& situation) {
  EXPECT_LE(cards.size(), 4u) << situation;
  std::set<std::string> uuids;
  for (std::size_t at = 0; at < cards.size(); ++at) {
    const Card& card = cards[at];
    EXPECT_LT(CountCodePoints(card.summary), 140u) << card.summary;
    EXPECT_EQ(card.summary.find("⟦"), std::string::npos) << card.summary << situation;
    EXPECT_EQ(card.detail.find("⟦"), std::string::npos) << card.detail << situation;
    EXPECT_EQ(card.summary.find('{'), std::string::npos) << card.summary;
    EXPECT_FALSE(card.detail.empty());
    EXPECT_EQ(card.detail.find('<'), std::string::npos) << card.detail;
    if (card.indicator == Indicator::kCritical) {
      EXPECT_TRUE(card.summary.starts_with("Spoed:") || card.summary.starts_with("Urgent:"))
          << card.summary;
    }
    EXPECT_EQ(card.override_reasons->codings.size(), 7u);
    EXPECT_GE(card.links.size(), 2u);
    EXPECT_TRUE(card.source.url.starts_with("https://")) << card.source.url;
    EXPECT_TRUE(uuids.insert(card.uuid).second);
    for (const Suggestion& suggestion : card.suggestions) {
      EXPECT_TRUE(uuids.insert(suggestion.uuid).second);
      EXPECT_FALSE(suggestion.actions.empty());
      EXPECT_EQ(suggestion.label.find("⟦"), std::string::npos) << suggestion.label;
    }
    const std::string json = Written(card);
    const auto document = JsonDocument::Parse(json);
    ASSERT_TRUE(document.ok()) << document.error().ToString() << json;
    ExpectNothingEmpty(document->root(), "$");
    EXPECT_EQ(json.find("⟦"), std::string::npos) << json;
  }
}

TEST(Composition, EveryRandomSituationGivesSoundCardsInBothLanguages) {
  std::mt19937 random(20261120);
  const auto& definitions = ShippedGuideline()->catalogue().definitions();
  const auto pick = [&](std::size_t size) { return random() % size; };
  int with_cards = 0;
  for (int round = 0; round < 1500; ++round) {
    Patient patient;
    std::string situation;
    const std::size_t density = 2 + pick(8);
    for (const auto& input : definitions) {
      if (pick(10) >= density) continue;
      std::string value;
      if (!input.allowed_values.empty()) {
        value = input.allowed_values[pick(input.allowed_values.size())];
        if (pick(8) == 0 && input.type == InputType::kEnumeration) {
          value += "|" + input.allowed_values[pick(input.allowed_values.size())];
        }
      } else if (input.type == InputType::kDate) {
        value = pick(2) == 0 ? "2026-11-19" : "2026-11-02";
      } else {
        value = std::to_string(pick(16) + (input.minimum > 0 ? 1 : 0));
      }
      patient.Has(input.id, value);
      situation += input.id + "=" + value + " ";
    }
    if (pick(2) == 0) patient.Has("treatment-wish", "true");
    if (pick(2) == 0) patient.Has("lesion-type", "vertebral-or-epidural").Has("age-years", "60");
    if (pick(3) == 0) {
      patient.Ordered(static_cast<OrderKind>(pick(23)), pick(2) == 0 ? "active" : "completed",
                      pick(2) == 0 ? "stat" : "routine");
    }
    if (pick(3) == 0) {
      patient.Ordered(static_cast<OrderKind>(pick(23)), "draft", "routine").Selected();
      patient.InOrderSelect();
    }
    if (pick(3) == 0) patient.Service(Service::kBrain);
    const auto dutch = patient.Cards();
    const auto english = patient.Speaking(Language::kEnglish).Cards();
    ExpectSound(dutch, situation);
    ExpectSound(english, situation);
    ASSERT_EQ(dutch.size(), english.size()) << situation;
    for (std::size_t at = 0; at < dutch.size(); ++at) {
      EXPECT_EQ(dutch[at].source.topic.code, english[at].source.topic.code);
      EXPECT_EQ(dutch[at].indicator, english[at].indicator);
      EXPECT_EQ(dutch[at].suggestions.size(), english[at].suggestions.size());
    }
    if (!dutch.empty()) ++with_cards;
    if (HasFailure()) {
      ADD_FAILURE() << situation;
      return;
    }
  }
  EXPECT_GT(with_cards, 500);
}

TEST(Composition, TheSameSituationGivesTheSameCards) {
  Patient patient;
  patient.With(
      "spinal-metastases-established=true new-neurological-deficit=true "
      "radiological-mescc=true progressive-neurological-deficit=true symptomatic=true");
  const auto first = patient.Cards();
  const auto second = patient.Cards();
  ASSERT_EQ(first.size(), second.size());
  for (std::size_t at = 0; at < first.size(); ++at) {
    EXPECT_EQ(Written(first[at]), Written(second[at]));
  }
}

constexpr std::string_view kRedFlagWithProgression =
    "spinal-metastases-established=true new-neurological-deficit=true radiological-mescc=true "
    "progressive-neurological-deficit=true symptomatic=true neurological-deficit=true "
    "treatment-wish=true very-short-life-expectancy=false adequate-imaging-available=true "
    "clinical-cord-cauda-compression=true progressive-complaints-duration=2 "
    "spinal-metastases-diagnosis-date=2026-11-20";

TEST(Composition, OneCriticalCardCarriesTheRedFlagAndNothingIsLost) {
  const auto cards = Patient().With(kRedFlagWithProgression).Cards();
  ASSERT_GE(cards.size(), 2u) << Describe(cards);
  EXPECT_EQ(cards[0].source.topic.code, "red-flag");
  EXPECT_EQ(cards[0].indicator, Indicator::kCritical);
  // The same call and the term of treatment stand on it; the decisions behind them too.
  EXPECT_NE(cards[0].detail.find("direct naar het uitvoerend centrum"), std::string::npos);
  EXPECT_NE(cards[0].detail.find("behandeling binnen 24 uur"), std::string::npos)
      << cards[0].detail;
  EXPECT_NE(cards[0].decision_extension_json.find("max-time-to-therapy"), std::string::npos);
  EXPECT_NE(cards[0].decision_extension_json.find("referral-flow-2026"), std::string::npos);
  // The meeting is a warning beside it, named on the first card and with its own suggestion.
  EXPECT_EQ(cards[1].source.topic.code, "mdo");
  EXPECT_EQ(cards[1].indicator, Indicator::kWarning);
  EXPECT_FALSE(cards[1].suggestions.empty());
  EXPECT_NE(cards[0].detail.find(cards[1].summary), std::string::npos) << cards[0].detail;
  EXPECT_TRUE(std::is_sorted(cards.begin(), cards.end(), [](const Card& one, const Card& other) {
    return one.indicator > other.indicator;
  }));
}

TEST(Composition, ARestingRedFlagTakesItsCallAlongAndLeavesTheTermOfTreatment) {
  Patient patient;
  patient.With(kRedFlagWithProgression).Resting({"view/red-flag"});
  EXPECT_EQ(patient.Topics(), "treatment mdo");
  EXPECT_EQ(patient.CardOf("treatment")->indicator, Indicator::kCritical);
}

TEST(Composition, TwoActsOfDifferentPeopleAreBothCritical) {
  const auto cards = Patient()
                         .With(
                             "malignancy-status=active adequate-imaging-available=false "
                             "clinical-cord-cauda-compression=true paraplegia-completeness=none "
                             "primary-tumour-known=known haematological-suspicion=false")
                         .Cards();
  ASSERT_EQ(cards.size(), 2u) << Describe(cards);
  EXPECT_EQ(cards[0].source.topic.code, "imaging");
  EXPECT_EQ(cards[1].source.topic.code, "steroid");
  EXPECT_EQ(cards[0].indicator, Indicator::kCritical);
  EXPECT_EQ(cards[1].indicator, Indicator::kCritical);
  EXPECT_EQ(cards[0].detail.find(cards[1].summary), std::string::npos) << "it stands beside it";
}

TEST(Composition, TheCorticosteroidOfARootIsNoMoreUrgentThanItsScan) {
  const std::string_view root =
      "malignancy-status=active adequate-imaging-available=false clinician-states-suspicion=true "
      "clinical-cord-cauda-compression=false paraplegia-completeness=none lhermitte=false "
      "radicular-deficit=unilateral radicular-pain=none primary-tumour-known=known "
      "haematological-suspicion=false ";
  for (const std::string_view days : {"3", "10"}) {
    const auto cards = Patient().With(root).Has("progressive-complaints-duration", days).Cards();
    ASSERT_EQ(cards.size(), 2u) << Describe(cards);
    EXPECT_EQ(cards[0].source.topic.code, "imaging") << days;
    EXPECT_EQ(cards[1].indicator, Indicator::kWarning) << days;
    EXPECT_EQ(cards[1].suggestions.size(), 2u) << days;
  }
}

TEST(Composition, TheAcuteCareOfAParaplegiaIsNeverFolded) {
  Patient patient;
  patient.With(kRedFlagWithProgression).With("paraplegia-completeness=incomplete pain-nrs=8");
  patient.With("imaging-fits-metastases=true primary-tumour-known=unknown");
  patient.With("tissue-diagnosis-obtained=false recent-petct-available=false");
  const auto composer =
      Composer::Load(WERVELWIJZER_SOURCE_DIR "/cards/text", ShippedGuideline(), {3});
  ASSERT_TRUE(composer.ok());
  for (const auto& cards : {patient.Cards(), patient.CardsBy(*composer)}) {
    const auto care = std::find_if(cards.begin(), cards.end(), [](const Card& card) {
      return card.source.topic.code == "care";
    });
    ASSERT_NE(care, cards.end()) << Describe(cards);
    EXPECT_EQ(care->indicator, Indicator::kWarning);
    for (const std::string_view item : {"tromboseprofylaxe", "retentie", "decubitus"}) {
      EXPECT_NE(care->detail.find(item), std::string::npos) << item << care->detail;
    }
  }
}

TEST(Composition, WhatDoesNotFitIsNamedAndNothingCriticalDisappears) {
  auto composer = Composer::Load(WERVELWIJZER_SOURCE_DIR "/cards/text", ShippedGuideline(), {1});
  ASSERT_TRUE(composer.ok());
  Patient patient;
  patient.With(
      "spinal-metastases-established=true new-neurological-deficit=true "
      "radiological-mescc=true progressive-neurological-deficit=true symptomatic=true "
      "neurological-deficit=true adequate-imaging-available=true");
  const auto all = patient.Cards();
  const auto one = patient.CardsBy(*composer);
  ASSERT_EQ(one.size(), 1u);
  for (const Card& card : all) {
    EXPECT_TRUE(card.summary == one[0].summary ||
                one[0].detail.find(card.summary) != std::string::npos)
        << card.summary;
  }
}

TEST(Composition, APatientWithoutAnyOfThisGetsNoCard) {
  EXPECT_EQ(Patient().Topics(), "");
  EXPECT_EQ(Patient().Service(Service::kBrain).Topics(), "");
  EXPECT_EQ(Patient().With("age-years=12 lesion-type=vertebral-or-epidural").Topics(), "");
}

TEST(Composition, OutOfScopeGetsOneCardThatSaysWhy) {
  Patient child;
  child.With("age-years=12 malignancy-status=active clinician-states-suspicion=true");
  EXPECT_EQ(child.Topics(), "out-of-scope");
  EXPECT_EQ(child.CardOf("out-of-scope")->indicator, Indicator::kInfo);
  child.With("clinical-cord-cauda-compression=true");
  EXPECT_EQ(child.Topics(), "out-of-scope");
  EXPECT_EQ(child.CardOf("out-of-scope")->indicator, Indicator::kWarning);
  EXPECT_NE(child.CardOf("out-of-scope")->summary.find("neuroloog"), std::string::npos);
}

TEST(Composition, MissingAsksOneToThreeQuestionsOneStepLower) {
  const auto card = Patient().With("spinal-metastases-established=true").CardOf("missing");
  ASSERT_TRUE(card);
  EXPECT_NE(card->detail.find("2 / 3 | bel het uitvoerend centrum"), std::string::npos)
      << card->detail;
  EXPECT_EQ(card->indicator, Indicator::kWarning);
  std::size_t questions = 0;
  for (std::size_t at = card->detail.find("\n- **"); at != std::string::npos;
       at = card->detail.find("\n- **", at + 1)) {
    ++questions;
  }
  EXPECT_GE(questions, 1u) << card->detail;
  EXPECT_LE(questions, 3u) << card->detail;
}

TEST(Composition, TheExtensionHoldsDecisionModelAndEvidence) {
  const auto card = Patient()
                        .With(
                            "malignancy-status=active adequate-imaging-available=false "
                            "clinical-cord-cauda-compression=true paraplegia-completeness=none")
                        .CardOf("imaging");
  ASSERT_TRUE(card);
  const auto document = JsonDocument::Parse(card->decision_extension_json);
  ASSERT_TRUE(document.ok());
  const JsonValue first = document->root().At(0);
  EXPECT_EQ(first.Get("decision").string_or(""), "imaging-urgency");
  EXPECT_TRUE(first.Get("model").string_or("").starts_with("spinal-diagnostics@"));
  EXPECT_EQ(first.Get("status").string_or(""), "determined");
  EXPECT_EQ(first.Get("outcome").string_or(""), "image-12h");
  const JsonValue evidence = first.Get("evidence").Get("clinical-cord-cauda-compression").At(0);
  EXPECT_EQ(evidence.Get("reference").string_or(""), "Observation/clinical-cord-cauda-compression");
  EXPECT_EQ(evidence.Get("date").string_or(""), kThisMorning);
  EXPECT_EQ(evidence.Get("value").boolean(), true);
}

TEST(Composition, WhatWasNotSuppliedIsSaid) {
  Patient patient;
  patient.With("malignancy-status=active clinical-cord-cauda-compression=true");
  patient.NotSupplied({"devices", "conditions"});
  const auto card = patient.CardOf("imaging");
  ASSERT_TRUE(card);
  EXPECT_NE(card->detail.find("implantaten / diagnoses"), std::string::npos);
}

TEST(Composition, SymptomaticBrainMetastasesAreAlwaysReferred) {
  const auto card = Patient()
                        .Service(Service::kBrain)
                        .With(
                            "brain-metastases-present=true brain-metastases-symptomatic=true "
                            "treatment-wish=true kps=50 brain-prognosis-months=2 "
                            "brain-rapid-kps-gain=false brain-local-qol-gain=false "
                            "suspected-radionecrosis=false brain-rt-referral=false")
                        .CardOf("brain-mdo");
  ASSERT_TRUE(card);
  EXPECT_EQ(card->indicator, Indicator::kInfo);
  ASSERT_EQ(card->suggestions.size(), 1u);
  EXPECT_NE(card->suggestions[0].actions.at(0).resource_json.find("referral-neuro-oncology"),
            std::string::npos);
}

TEST(Composition, AnAcceptedSuggestionSilencesItsCard) {
  Patient meeting;
  meeting.With(
      "spinal-metastases-established=true symptomatic=true "
      "progressive-neurological-deficit=false pain-progressive-severe=false "
      "severe-instability=false radiological-mescc=false");
  ASSERT_TRUE(meeting.CardOf("mdo"));
  EXPECT_FALSE(meeting.Ordered(OrderKind::kSpinalMdo, "active", "urgent", kNow).CardOf("mdo"));
  Patient brain;
  brain.Service(Service::kBrain)
      .With(
          "brain-metastases-present=true brain-metastases-symptomatic=false kps=80 "
          "brain-prognosis-months=12 brain-critical-location=true brain-rt-referral=false");
  ASSERT_TRUE(brain.CardOf("brain-mdo"));
  EXPECT_FALSE(brain.Ordered(OrderKind::kBrainMdo, "active", "urgent", kNow).CardOf("brain-mdo"));
}

TEST(Composition, OtherVersionsGetTheirOwnFormAndDstu2NoSuggestion) {
  const auto json = [](fhir::Version version) {
    const auto card = Patient()
                          .With(
                              "malignancy-status=active clinical-cord-cauda-compression=true "
                              "paraplegia-completeness=none")
                          .In(version)
                          .CardOf("imaging");
    return card->suggestions.empty() ? std::string()
                                     : card->suggestions[0].actions.at(0).resource_json;
  };
  EXPECT_NE(json(fhir::Version::kR4).find(R"("code":{"coding")"), std::string::npos);
  EXPECT_NE(json(fhir::Version::kR5).find(R"("code":{"concept":{"coding")"), std::string::npos);
  EXPECT_NE(json(fhir::Version::kStu3).find(R"("resourceType":"ProcedureRequest")"),
            std::string::npos);
  EXPECT_EQ(json(fhir::Version::kDstu2), "");
}

TEST(Uuids, RandomOnesAreVersionFourAndDiffer) {
  const std::string one = RandomUuid();
  EXPECT_EQ(one.size(), 36u);
  EXPECT_EQ(one[14], '4');
  EXPECT_NE(std::string("89ab").find(one[19]), std::string::npos);
  EXPECT_NE(one, RandomUuid());
}

}  // namespace
}  // namespace wervelwijzer::cards
