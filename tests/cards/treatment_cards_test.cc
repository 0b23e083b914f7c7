#include <gtest/gtest.h>

#include "tests/cards/patient.h"

namespace wervelwijzer::cards {
namespace {

using guideline::OrderKind;

TEST(WorkupCard, CompressionOfUnknownOriginAsksABiopsyWithinADayOfTheReport) {
  Patient patient;
  patient
      .With(
          "spinal-metastases-established=true imaging-fits-metastases=true "
          "primary-tumour-known=unknown radiological-mescc=true recent-petct-available=false "
          "tissue-diagnosis-obtained=false")
      .Has("imaging-fits-metastases", "true", "2026-11-20T10:00:00+01:00");
  const auto card = patient.CardOf("workup");
  ASSERT_TRUE(card);
  EXPECT_EQ(card->indicator, Indicator::kCritical);
  EXPECT_NE(card->summary.find("za 21-11 10:00"), std::string::npos) << card->summary;
  EXPECT_EQ(card->suggestions.size(), 2u);
  EXPECT_EQ(card->selection_behavior, "any");
  EXPECT_NE(card->detail.find("Vraag naar antistolling"), std::string::npos);
  patient.Ordered(OrderKind::kBiopsy, "active", "stat", kNow);
  EXPECT_EQ(patient.CardOf("workup")->indicator, Indicator::kWarning);
  patient.Ordered(OrderKind::kPetCt, "active", "stat", kNow);
  EXPECT_FALSE(patient.CardOf("workup"));
}

TEST(WorkupCard, AnotherCauseOfCompressionEndsTheGuidelineNotTheHaste) {
  const auto card = Patient()
                        .With(
                            "malignancy-status=active imaging-fits-metastases=false "
                            "clinical-cord-cauda-compression=true")
                        .CardOf("workup");
  ASSERT_TRUE(card);
  EXPECT_EQ(card->indicator, Indicator::kCritical);
  EXPECT_NE(card->summary.find("neuroloog"), std::string::npos);
}

TEST(TreatmentCard, TheTermCountsFromTheDiagnosis) {
  Patient patient;
  patient.With(
      "spinal-metastases-established=true clinical-cord-cauda-compression=true "
      "radiological-mescc=true progressive-complaints-duration=20 "
      "walks-independently=true spinal-metastases-diagnosis-date=2026-11-19");
  patient.Resting({"view/red-flag"});  // else the term joins it
  const auto card = patient.CardOf("treatment");
  ASSERT_TRUE(card);
  EXPECT_EQ(card->indicator, Indicator::kCritical);
  EXPECT_NE(card->summary.find("zo 22-11 00:00"), std::string::npos) << card->summary;
  patient.Ordered(OrderKind::kRadiotherapySpine, "active", "urgent", kNow);
  EXPECT_FALSE(patient.CardOf("treatment"));
}

TEST(TreatmentCard, ADurationOfBackPainNeverFeedsIt) {
  Patient patient;
  patient.With("spinal-metastases-established=true clinical-cord-cauda-compression=true");
  patient.Has("back-or-neck-pain", "true", "2026-06-01").Resting({"view/red-flag"});
  const auto card = patient.CardOf("treatment");
  ASSERT_TRUE(card);
  EXPECT_NE(card->detail.find("hoogstens 7 dagen"), std::string::npos) << card->detail;
}

TEST(TreatmentCard, AChoiceWithoutATermNamesWhatIsStillPossible) {
  Patient patient;
  patient.With(
      "spinal-metastases-established=true symptomatic=false deficit-expected-soon=true "
      "systemic-response-expected=false life-expectancy-months=14 mri-whole-spine-done=true "
      "spine-stability=stable vital-systemic-indication=false rapid-systemic-effect=false "
      "deterioration-under-rt=false radiological-mescc=false pain-present=false "
      "neurological-deficit=false kps=80 primary-tumour-type=breast visceral-metastases=false "
      "brain-metastases-present=false rt-response-chance=true planned-local-treatment=none");
  const auto open = patient.CardOf("treatment");
  ASSERT_TRUE(open) << Describe(patient.Cards());
  EXPECT_EQ(open->indicator, Indicator::kInfo);
  EXPECT_NE(open->detail.find("radiotherapie"), std::string::npos) << open->detail;
  EXPECT_NE(open->detail.find("Bollen: categorie A"), std::string::npos) << open->detail;
  EXPECT_EQ(open->detail.find("Tokuhashi"), std::string::npos);
  EXPECT_EQ(open->detail.find("korter dan 3 maanden"), std::string::npos) << open->detail;
  EXPECT_EQ(open->detail.find("radiotherapy"), std::string::npos) << open->detail;
  patient.Ordered(OrderKind::kRadiotherapySpine, "active", "routine", kNow);
  EXPECT_FALSE(patient.CardOf("treatment"));
}

TEST(WorkupCard, AnOpenProgressionIsNotSaidAsAFact) {
  const std::string_view picture =
      "spinal-metastases-established=true imaging-fits-metastases=true "
      "primary-tumour-known=unknown radiological-mescc=true clinical-cord-cauda-compression=true "
      "recent-petct-available=false tissue-diagnosis-obtained=false ";
  const auto open = Patient().With(picture).CardOf("workup");
  ASSERT_TRUE(open);
  EXPECT_EQ(open->detail.find("Progressieve uitval door compressie:"), std::string::npos);
  const auto known = Patient().With(picture).With("progressive-cord-deficit=true").CardOf("workup");
  ASSERT_TRUE(known);
  EXPECT_NE(known->detail.find("Progressieve uitval door compressie:"), std::string::npos);
}

TEST(CareCard, ListsWhatIsDueOnceAndNotTheStandingItemsAlone) {
  EXPECT_FALSE(Patient().With("spinal-metastases-established=true").CardOf("care"));
  const auto card = Patient()
                        .With(
                            "spinal-metastases-established=true pain-present=true pain-nrs=7 "
                            "symptomatic=true")
                        .CardOf("care");
  ASSERT_TRUE(card);
  EXPECT_EQ(card->indicator, Indicator::kInfo);
  EXPECT_NE(card->detail.find("de score is 5 of hoger"), std::string::npos);
  EXPECT_NE(card->detail.find("regievoerend"), std::string::npos);
}

TEST(CareCard, NobodyMobilisesWhileStabilityIsOpen) {
  const std::string_view base =
      "spinal-metastases-established=true proven-instability=false pain-nrs=7 ";
  const auto mobilises = [&](std::string_view more) {
    const auto card = Patient().With(base).With(more).CardOf("care");
    return card && card->detail.find("mobiliseren op geleide van pijn") != std::string::npos;
  };
  EXPECT_TRUE(mobilises("sins-total=4 spine-stability=stable pain-on-loading=false"));
  EXPECT_FALSE(mobilises("sins-total=14"));
  EXPECT_FALSE(mobilises("spine-stability=unstable"));
  EXPECT_FALSE(mobilises("pain-on-loading=true"));
}

TEST(CareCard, AnticoagulantInUseIsNamedBeforeThromboprophylaxis) {
  const auto card = Patient()
                        .With(
                            "spinal-metastases-established=true paraplegia-completeness=complete "
                            "paraplegia-phase=acute anticoagulant-use=true "
                            "clinical-cord-cauda-compression=true")
                        .CardOf("care");
  ASSERT_TRUE(card);
  EXPECT_NE(card->detail.find("geen tweede middel"), std::string::npos);
}

TEST(MissingCard, WithoutSymptomsRecordedTheBrainServiceAsksForThem) {
  const auto card =
      Patient().Service(Service::kBrain).With("brain-metastases-present=true").CardOf("missing");
  ASSERT_TRUE(card);
  EXPECT_NE(card->detail.find("symptomatische hersenmetastasen"), std::string::npos);
  EXPECT_NE(card->detail.find("verhoogde hersendruk"), std::string::npos);
}

TEST(ImagingCard, TheHourOfASuspicionDateIsReadFromTheRecord) {
  Patient patient;
  patient.With(
      "malignancy-status=active adequate-imaging-available=false mri-possible=true "
      "clinical-cord-cauda-compression=true paraplegia-completeness=none");
  patient.Has("suspicion-date", "2026-11-20");
  patient.WithResource(R"({"resourceType":"Observation","id":"suspicion-date",
                           "valueDateTime":"2026-11-20T11:00:00+01:00"})");
  const auto card = patient.CardOf("imaging");
  ASSERT_TRUE(card);
  EXPECT_NE(card->summary.find("vr 20-11 23:00"), std::string::npos) << card->summary;
}

TEST(ImagingCard, ContradictoryFindingsWithASignKeepTheCautiousTerm) {
  const auto card = Patient()
                        .With(
                            "malignancy-status=active adequate-imaging-available=false "
                            "neurological-deficit=false paraplegia-completeness=incomplete "
                            "clinical-cord-cauda-compression=true")
                        .CardOf("imaging");
  ASSERT_TRUE(card);
  EXPECT_EQ(card->indicator, Indicator::kCritical);
  EXPECT_NE(card->summary.find("tegenspraak"), std::string::npos) << card->summary;
}

TEST(ImagingCard, CompressionSeenAfterTheSignsNeedsNoSecondScan) {
  const std::string_view picture =
      "malignancy-status=active spinal-metastases-established=true "
      "clinical-cord-cauda-compression=true paraplegia-completeness=none";
  EXPECT_FALSE(Patient().With(picture).Has("bilsky-grade", "3", kNow).CardOf("imaging"));
  EXPECT_TRUE(Patient()
                  .With(picture)
                  .Has("bilsky-grade", "3", "2026-11-10T10:00:00+01:00")
                  .CardOf("imaging"));
  EXPECT_TRUE(Patient().With(picture).Has("bilsky-grade", "0", kNow).CardOf("imaging"));
}

}  // namespace
}  // namespace wervelwijzer::cards
