// The safety rules that stand above everything else on a card: one test or more for each.

#include <gtest/gtest.h>

#include "tests/cards/patient.h"

namespace wervelwijzer::cards {
namespace {

using guideline::OrderKind;

constexpr std::string_view kRedFlag =
    "spinal-metastases-established=true new-neurological-deficit=true radiological-mescc=true "
    "bilsky-grade=3 adequate-imaging-available=true primary-tumour-known=known "
    "haematological-suspicion=false cord-compression-status=symptomatic symptomatic=true";

constexpr std::string_view kCompression =
    "malignancy-status=active adequate-imaging-available=false mri-possible=true "
    "clinical-cord-cauda-compression=true paraplegia-completeness=none";

bool HasDrug(const std::vector<Card>& cards) {
  for (const Card& card : cards) {
    for (const Suggestion& suggestion : card.suggestions) {
      for (const Action& action : suggestion.actions) {
        if (action.resource_json.find("H02AB02") != std::string::npos) return true;
      }
    }
  }
  return false;
}

bool HasSuggestion(const std::vector<Card>& cards) {
  for (const Card& card : cards) {
    if (!card.suggestions.empty()) return true;
  }
  return false;
}

// Wish and phase first.

TEST(Safety, WithoutTreatmentWishOneInfoCardRemainsAndSuggestsNothing) {
  for (const std::string_view limit :
       {"treatment-wish=false", "patient-phase=dying", "life-expectancy-months=0.4"}) {
    for (const std::string_view picture : {kRedFlag, kCompression}) {
      const auto cards = Patient().With(picture).With(limit).Cards();
      ASSERT_EQ(cards.size(), 1u) << limit << Describe(cards);
      EXPECT_EQ(cards[0].indicator, Indicator::kInfo);
      EXPECT_FALSE(HasSuggestion(cards)) << limit;
      EXPECT_NE(cards[0].detail.find("Bevestig dit met de patiënt"), std::string::npos);
      EXPECT_NE(cards[0].detail.find("palliatief team"), std::string::npos);
    }
  }
}

TEST(Safety, UnknownWishKeepsFullUrgencyAndIsAskedAsALine) {
  const auto card = Patient().With(kRedFlag).CardOf("red-flag");
  ASSERT_TRUE(card);
  EXPECT_EQ(card->indicator, Indicator::kCritical);
  EXPECT_NE(card->detail.find("Vraag intussen ook wat de patiënt wil"), std::string::npos);
  EXPECT_FALSE(card->suggestions.empty());
}

TEST(Safety, VeryShortExpectancyKeepsTheRadiotherapistRow) {
  const auto card = Patient()
                        .With(kRedFlag)
                        .With(
                            "very-short-life-expectancy=true treatment-wish=true "
                            "life-expectancy-months=1")
                        .CardOf("referral");
  ASSERT_TRUE(card);
  EXPECT_NE(card->summary.find("radiotherapeut"), std::string::npos) << card->summary;
}

// Dexamethasone.

TEST(Safety, DexamethasoneIsOfferedWhenTheStartIsDetermined) {
  const auto card = Patient()
                        .With(kCompression)
                        .With("primary-tumour-known=known haematological-suspicion=false")
                        .CardOf("steroid");
  ASSERT_TRUE(card);
  EXPECT_EQ(card->indicator, Indicator::kCritical);
  ASSERT_EQ(card->suggestions.size(), 2u);
  EXPECT_EQ(card->selection_behavior, "at-most-one");
  std::shared_ptr<JsonDocument> storage;
  const JsonValue bolus = ResourceOf(card->suggestions[0], 0, storage);
  const JsonValue dosage = bolus.Get("dosageInstruction").At(0);
  EXPECT_EQ(dosage.Get("doseAndRate").At(0).Path("doseQuantity", "value").number(), 10);
  EXPECT_EQ(dosage.Get("doseAndRate").At(0).Path("doseQuantity", "code").string_or(""), "mg");
  std::shared_ptr<JsonDocument> other;
  const JsonValue daily = ResourceOf(card->suggestions[1], 1, other);
  EXPECT_EQ(daily.Get("dosageInstruction")
                .At(0)
                .Get("doseAndRate")
                .At(0)
                .Path("doseQuantity", "value")
                .number(),
            16);
  EXPECT_NE(daily.Get("note").At(1).Get("text").string_or("").find("Afbouwen"), std::string::npos);
}

TEST(Safety, NoDexamethasoneWhileTheOriginIsOpen) {
  for (const std::string_view origin :
       {"malignancy-status=active", "primary-tumour-known=unknown",
        "primary-tumour-known=uncertain",
        "primary-tumour-known=unknown tissue-diagnosis-obtained=false",
        "primary-tumour-known=known haematological-suspicion=true",
        "primary-tumour-known=unknown tissue-diagnosis-obtained=false "
        "clinical-state-allows-waiting=true",
        "primary-tumour-known=unknown tissue-diagnosis-obtained=false "
        "clinical-state-allows-waiting=false"}) {
    const auto cards = Patient().With(kCompression).With(origin).Cards();
    EXPECT_FALSE(HasDrug(cards)) << origin << "\n" << Describe(cards);
  }
}

TEST(Safety, WhenWaitingIsImpossibleTheCardSaysCall) {
  const auto card = Patient()
                        .With(kCompression)
                        .With(
                            "primary-tumour-known=unknown tissue-diagnosis-obtained=false "
                            "clinical-state-allows-waiting=false")
                        .CardOf("steroid");
  ASSERT_TRUE(card);
  EXPECT_EQ(card->indicator, Indicator::kCritical);
  EXPECT_NE(card->summary.find("bel de neuroloog"), std::string::npos);
}

TEST(Safety, AfterBiopsyInAnUnknownPrimaryTheInfectionQuestionsStandOnTheCard) {
  const auto card = Patient()
                        .With(kCompression)
                        .With(
                            "primary-tumour-known=unknown haematological-suspicion=false "
                            "tissue-diagnosis-obtained=true")
                        .CardOf("steroid");
  ASSERT_TRUE(card);
  EXPECT_NE(card->detail.find("koorts"), std::string::npos);
  EXPECT_NE(card->detail.find("CRP"), std::string::npos);
}

TEST(Safety, TheUncertainSteroidFlagGivesTextOnly) {
  for (const std::string_view sign :
       {"lhermitte=true lhermitte-other-cause=false", "radicular-pain=bilateral"}) {
    const auto cards =
        Patient()
            .With(
                "malignancy-status=active adequate-imaging-available=false mri-possible=true "
                "clinical-cord-cauda-compression=false lhermitte=false radicular-deficit=none "
                "radicular-pain=none primary-tumour-known=known haematological-suspicion=false")
            .With(sign)
            .Cards();
    EXPECT_FALSE(HasDrug(cards)) << sign;
    ASSERT_FALSE(cards.empty());
    EXPECT_NE(Describe(cards).find("laat de richtlijn het gebruik vóór de MRI open"),
              std::string::npos)
        << Describe(cards);
  }
}

TEST(Safety, NoDexamethasoneForAsymptomaticCompressionOrPain) {
  EXPECT_FALSE(
      HasDrug(Patient()
                  .With("spinal-metastases-established=true radiological-mescc=true "
                        "cord-compression-status=asymptomatic primary-tumour-known=known "
                        "haematological-suspicion=false planned-local-treatment=radiotherapy "
                        "root-compression-symptomatic=false pain-flare-after-rt=false")
                  .Cards()));
}

TEST(Safety, NoSecondCourseOfCorticosteroid) {
  Patient patient;
  patient.With(kCompression).With("primary-tumour-known=known haematological-suspicion=false");
  patient.Ordered(OrderKind::kCorticosteroid, "active", "");
  EXPECT_FALSE(HasDrug(patient.Cards()));
}

TEST(Safety, AnAllergyKeepsDexamethasoneOffTheCard) {
  Patient patient;
  patient.With(kCompression).With("primary-tumour-known=known haematological-suspicion=false");
  patient.WithResource(R"({"resourceType":"AllergyIntolerance","id":"a",
      "code":{"text":"Dexamethason: anafylaxie"}})");
  const auto card = patient.CardOf("steroid");
  ASSERT_TRUE(card);
  EXPECT_FALSE(HasDrug(patient.Cards()));
  EXPECT_EQ(card->indicator, Indicator::kCritical);
  EXPECT_NE(card->summary.find("allergie"), std::string::npos);
}

TEST(Safety, StomachProtectionIsOrderedOnlyWhenCertainlyDue) {
  Patient patient;
  patient.With(kCompression).With("primary-tumour-known=known haematological-suspicion=false");
  auto card = patient.CardOf("steroid");
  ASSERT_TRUE(card);
  EXPECT_EQ(card->suggestions.at(0).actions.size(), 2u);
  EXPECT_NE(card->detail.find("Vraag naar maagulcus"), std::string::npos);
  card = patient.With("nsaid-use=true").CardOf("steroid");
  ASSERT_TRUE(card);
  EXPECT_EQ(card->suggestions.at(0).actions.size(), 3u);
}

// Undetermined is not a lower class.

TEST(Safety, ASignAndAnOpenQuestionKeepTheSafestResult) {
  const auto flag =
      Patient()
          .With("spinal-metastases-established=true clinical-cord-cauda-compression=true")
          .CardOf("red-flag");
  ASSERT_TRUE(flag);
  EXPECT_EQ(flag->indicator, Indicator::kCritical);
  EXPECT_NE(flag->summary.find("controleer nu"), std::string::npos) << flag->summary;
}

TEST(Safety, OneOfTwoContradictingStatementsOfASignIsNotWavedAway) {
  Patient patient;
  patient.With(
      "malignancy-status=active adequate-imaging-available=false mri-possible=true "
      "clinical-cord-cauda-compression=false lhermitte=false radicular-pain=none");
  patient.HasConflicting("radicular-deficit", "unilateral|bilateral");
  const auto card = patient.CardOf("imaging");
  ASSERT_TRUE(card);
  EXPECT_EQ(card->indicator, Indicator::kCritical);
  EXPECT_NE(card->summary.find("binnen 12 uur"), std::string::npos) << card->summary;
  EXPECT_NE(card->detail.find("tegenstrijdig vastgelegd"), std::string::npos);
}

// No false rest.

TEST(Safety, NoCardSaysThatNothingIsToBeDoneWhileADeficitIsRecorded) {
  const auto cards = Patient()
                         .With(
                             "spinal-metastases-established=true new-neurological-deficit=false "
                             "bladder-bowel-dysfunction=false bilsky-grade=1a sins-total=5 "
                             "radiological-mescc=false absolute-canal-stenosis=false "
                             "neurological-deficit=true pain-on-loading=false pain-present=false "
                             "sre-risk=false symptomatic=true treatment-wish=true "
                             "very-short-life-expectancy=false life-expectancy-months=12")
                         .Cards();
  const std::string text = Describe(cards);
  EXPECT_EQ(text.find("geen rode vlag"), std::string::npos) << text;
  EXPECT_EQ(text.find("geen lokale behandeling"), std::string::npos) << text;
}

TEST(Safety, ContradictionsWithASignAreToBeActedOnAsADeficit) {
  const auto card = Patient()
                        .With(
                            "malignancy-status=active adequate-imaging-available=false "
                            "neurological-deficit=false paraplegia-completeness=incomplete "
                            "clinical-cord-cauda-compression=true")
                        .CardOf("inconsistent");
  ASSERT_TRUE(card);
  EXPECT_EQ(card->indicator, Indicator::kWarning);
  EXPECT_NE(card->summary.find("MRI binnen 12 uur"), std::string::npos);
}

// A stray `no deficit` or `no symptoms` must not silence the deficit of a root, suspected or not.
TEST(Safety, ARootDeficitInAContradictoryRecordIsNotMetWithSilence) {
  for (const std::string_view stray : {"neurological-deficit=false", "symptomatic=false"}) {
    for (const std::string_view suspicion : {"true", "false"}) {
      Patient patient;
      patient.With("malignancy-status=active adequate-imaging-available=false lhermitte=false");
      patient.With("clinical-cord-cauda-compression=false radicular-deficit=bilateral");
      patient.With(stray).Has("clinician-states-suspicion", std::string(suspicion));
      const auto card = patient.CardOf("imaging");
      ASSERT_TRUE(card) << stray << ", suspicion " << suspicion;
      EXPECT_EQ(card->indicator, Indicator::kCritical);
      EXPECT_TRUE(patient.CardOf("inconsistent")) << stray;
    }
  }
}

TEST(Safety, ASignThatMayComeWithoutDeficitDoesNotSayStartDexamethasone) {
  Patient patient;
  patient.With("malignancy-status=active clinician-states-suspicion=true lhermitte=true");
  patient.With("adequate-imaging-available=false clinical-cord-cauda-compression=false");
  patient.With("primary-tumour-known=known haematological-suspicion=false");
  const auto card = patient.CardOf("imaging");
  ASSERT_TRUE(card);
  EXPECT_EQ(card->detail.find("start dexamethason"), std::string::npos) << card->detail;
  EXPECT_NE(card->detail.find("Beoordeel het zelf"), std::string::npos) << card->detail;
  EXPECT_FALSE(patient.CardOf("steroid"));
}

// Stability.

TEST(Safety, RadiotherapyOfAnUnstableSpineComesWithTheSpineSurgeon) {
  const auto card = Patient()
                        .With(
                            "spinal-metastases-established=true radiological-mescc=false "
                            "pain-on-loading=false pain-present=true symptomatic=true "
                            "treatment-wish=true very-short-life-expectancy=false "
                            "neurological-deficit=false sins-total=9 life-expectancy-months=6")
                        .CardOf("referral");
  ASSERT_TRUE(card);
  EXPECT_NE(card->detail.find("overleg eerst met de wervelkolomchirurg"), std::string::npos)
      << card->detail;
}

// Brain.

TEST(Safety, BrainCardsNameTheEmergencyOutsideTheCharts) {
  for (const std::string_view picture :
       {"brain-metastases-present=true brain-metastases-symptomatic=false kps=50 "
        "brain-rt-referral=false",
        "brain-metastases-present=true brain-metastases-symptomatic=true kps=80"}) {
    const auto card = Patient().Service(Service::kBrain).With(picture).CardOf("brain-mdo");
    ASSERT_TRUE(card) << picture;
    EXPECT_NE(card->detail.find("verhoogde hersendruk"), std::string::npos);
  }
}

TEST(Safety, KarnofskySixtyShowsBothOutcomes) {
  const auto card = Patient()
                        .Service(Service::kBrain)
                        .With(
                            "brain-metastases-present=true brain-metastases-symptomatic=false "
                            "kps=60 brain-prognosis-months=6 brain-critical-location=true "
                            "brain-largest-diameter-mm=24 brain-rt-referral=false "
                            "brain-systemic-switch-high-response=false")
                        .CardOf("brain-mdo");
  ASSERT_TRUE(card);
  EXPECT_NE(card->detail.find("drempel van de Karnofskyscore is niet bevestigd"), std::string::npos)
      << card->detail;
  EXPECT_NE(card->detail.find("terughoudendheid"), std::string::npos);
}

TEST(Safety, ATreatmentLimitLeavesNoReferralOnTheBrainCard) {
  const auto card = Patient()
                        .Service(Service::kBrain)
                        .With(
                            "brain-metastases-present=true brain-metastases-symptomatic=true "
                            "treatment-wish=false")
                        .CardOf("brain-mdo");
  ASSERT_TRUE(card);
  EXPECT_EQ(card->indicator, Indicator::kInfo);
  EXPECT_TRUE(card->suggestions.empty());
}

}  // namespace
}  // namespace wervelwijzer::cards
