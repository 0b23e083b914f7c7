// What stands in the way of a corticosteroid: an allergy, a course in use, a doubt.

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

TEST(SteroidSafety, WithAnAllergyNoCardSaysToStartDexamethasone) {
  for (const std::string_view picture : {kRedFlag, kCompression}) {
    for (const std::string_view more : {"", "planned-local-treatment=radiotherapy"}) {
      for (const Language language : {Language::kDutch, Language::kEnglish}) {
        Patient patient;
        patient.With(picture).With("primary-tumour-known=known haematological-suspicion=false");
        patient.With(more).Speaking(language);
        patient.WithResource(R"({"resourceType":"AllergyIntolerance","id":"a",
            "code":{"text":"Dexamethason: anafylaxie"}})");
        for (const Card& card : patient.Cards()) {
          for (const std::string_view words : {"start dexamet", "dexamethason nu"}) {
            EXPECT_EQ(card.detail.find(words), std::string::npos) << card.detail;
            EXPECT_EQ(card.summary.find(words), std::string::npos) << card.summary;
          }
        }
      }
    }
  }
}

TEST(SteroidSafety, WithoutAnyAllergyInTheRequestTheCardAsksForIt) {
  Patient patient;
  patient.With(kCompression).With("primary-tumour-known=known haematological-suspicion=false");
  patient.WithResource(R"({"resourceType":"Observation","id":"o"})");
  auto card = patient.CardOf("steroid");
  ASSERT_TRUE(card);
  EXPECT_NE(card->detail.find("geen gegevens over allergie"), std::string::npos) << card->detail;
  patient.WithResource(R"({"resourceType":"AllergyIntolerance","id":"a",
      "code":{"text":"Pinda"}})");
  card = patient.CardOf("steroid");
  ASSERT_TRUE(card);
  EXPECT_EQ(card->detail.find("geen gegevens over allergie"), std::string::npos) << card->detail;
}

TEST(SteroidSafety, ACourseInUseIsNamedAndNotStartedAgain) {
  Patient patient;
  patient.With(kCompression).With("primary-tumour-known=known haematological-suspicion=false");
  patient.Ordered(OrderKind::kCorticosteroid, "active", "").Named("Prednisolon *5 mg*");
  const auto card = patient.CardOf("imaging");
  ASSERT_TRUE(card);
  EXPECT_EQ(card->detail.find("start dexamethason"), std::string::npos) << card->detail;
  EXPECT_NE(card->detail.find("Corticosteroïd in gebruik: Prednisolon \\*5 mg\\*."),
            std::string::npos)
      << card->detail;
}

TEST(SteroidSafety, ACourseInUseKeepsTheCardUnlessItsDoseFits) {
  for (const int milligrams : {2, 8}) {
    Patient patient;
    patient.With(kCompression).With("primary-tumour-known=known haematological-suspicion=false");
    patient.Ordered(OrderKind::kCorticosteroid, "active", "")
        .Selected(
            R"({"resourceType":"MedicationRequest","id":"1","medicationCodeableConcept":
            {"coding":[{"system":"http://www.whocc.no/atc","code":"H02AB02"}]},
            "dosageInstruction":[{"text":"1 maal *daags*","timing":{"repeat":
            {"frequency":1,"period":1,"periodUnit":"d"}},"doseAndRate":[{"doseQuantity":
            {"value":)" +
            std::to_string(milligrams) + R"(,"code":"mg"}}]}]})");
    patient.InUse();
    const auto card = patient.CardOf("steroid");
    ASSERT_EQ(card.has_value(), milligrams == 2);
    if (!card) continue;
    EXPECT_TRUE(card->suggestions.empty());
    EXPECT_EQ(card->indicator, Indicator::kWarning);
    EXPECT_NE(card->detail.find("Geen tweede kuur"), std::string::npos) << card->detail;
    EXPECT_NE(card->detail.find("/ 1 maal \\*daags\\*"), std::string::npos) << card->detail;
  }
}

TEST(SteroidSafety, ADeficitIsNotDeniedByTheUncertainSteroid) {
  Patient patient;
  patient.With("malignancy-status=active clinician-states-suspicion=true lhermitte=true");
  patient.With("adequate-imaging-available=false clinical-cord-cauda-compression=false");
  patient.With("primary-tumour-known=known haematological-suspicion=false");
  patient.With("new-neurological-deficit=true");
  const auto card = patient.CardOf("imaging");
  ASSERT_TRUE(card);
  EXPECT_NE(card->detail.find("er is uitval vastgelegd"), std::string::npos) << card->detail;
  EXPECT_EQ(card->detail.find("zonder uitval"), std::string::npos) << card->detail;
}

TEST(SteroidSafety, NoSecondStomachProtectionIsOrdered) {
  Patient patient;
  patient.With(kCompression).With("primary-tumour-known=known haematological-suspicion=false");
  patient.With("nsaid-use=true").Ordered(OrderKind::kProtonPumpInhibitor, "active", "");
  const auto card = patient.CardOf("steroid");
  ASSERT_TRUE(card);
  EXPECT_EQ(card->suggestions.at(0).actions.size(), 2u);
  EXPECT_EQ(card->detail.find("Maagbescherming is nodig"), std::string::npos) << card->detail;
}

TEST(SteroidSafety, ACourseInUseWithoutStomachProtectionOrTaperIsSaidWhenThePatientIsOpened) {
  Patient patient;
  patient.With("spinal-metastases-established=true symptomatic=true nsaid-use=true");
  patient.Ordered(OrderKind::kCorticosteroid, "active", "").Named("Dexamethason");
  auto card = patient.CardOf("steroid");
  ASSERT_TRUE(card) << Describe(patient.Cards());
  EXPECT_EQ(card->indicator, Indicator::kWarning);
  EXPECT_NE(card->summary.find("maagbescherming"), std::string::npos) << card->summary;
  EXPECT_EQ(card->suggestions.size(), 1u);
  patient.Ordered(OrderKind::kProtonPumpInhibitor, "active", "");
  EXPECT_FALSE(patient.CardOf("steroid"));
  patient.With("radiotherapy-end-date=2026-10-01");
  card = patient.CardOf("steroid");
  ASSERT_TRUE(card);
  EXPECT_NE(card->summary.find("Bouw het corticosteroïd af"), std::string::npos) << card->summary;
  EXPECT_TRUE(card->suggestions.empty());
}

TEST(SteroidSafety, TheDoseOfADayIsTheSumOfItsLines) {
  Patient patient;
  patient.With(kCompression).With("primary-tumour-known=known haematological-suspicion=false");
  patient.Ordered(OrderKind::kCorticosteroid, "active", "").Named("Dexamethason");
  patient.Selected(R"({"resourceType":"MedicationRequest","id":"1","medicationCodeableConcept":
      {"coding":[{"system":"http://www.whocc.no/atc","code":"H02AB02"}]},"dosageInstruction":[
      {"timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"d"}},"doseAndRate":
      [{"doseQuantity":{"value":1.5,"code":"mg"}}]},
      {"timing":{"repeat":{"frequency":2,"period":1,"periodUnit":"d"}},"doseAndRate":
      [{"doseQuantity":{"value":0.5,"code":"mg"}}]}]})");
  patient.InUse();
  const auto card = patient.CardOf("steroid");
  ASSERT_TRUE(card);
  EXPECT_NE(card->detail.find("2,5 mg per dag"), std::string::npos) << card->detail;
}

TEST(SteroidSafety, BrainTextsThatNameDexamethasoneLookAtAllergy) {
  Patient patient;
  patient.Service(Service::kBrain).With("brain-metastases-present=true treatment-wish=false");
  patient.With("brain-metastases-symptomatic=true");
  auto card = patient.CardOf("brain-mdo");
  ASSERT_TRUE(card);
  EXPECT_NE(card->detail.find("geen gegevens over allergie"), std::string::npos) << card->detail;
  patient.WithResource(R"({"resourceType":"AllergyIntolerance","id":"a",
      "code":{"text":"Dexamethason: anafylaxie"}})");
  card = patient.CardOf("brain-mdo");
  ASSERT_TRUE(card);
  EXPECT_NE(card->detail.find("Geen dexamethason zonder overleg"), std::string::npos);
}

TEST(SteroidSafety, AChildIsNotToldThatTheGuidelineHoldsForOtherLesions) {
  const auto child = Patient().With(kCompression).With("age-years=12").CardOf("out-of-scope");
  ASSERT_TRUE(child);
  EXPECT_EQ(child->detail.find("Elke laesie"), std::string::npos) << child->detail;
}

}  // namespace
}  // namespace wervelwijzer::cards
