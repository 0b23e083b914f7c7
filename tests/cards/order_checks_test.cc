#include <gtest/gtest.h>

#include "tests/cards/patient.h"

namespace wervelwijzer::cards {
namespace {

using guideline::OrderKind;

constexpr std::string_view kCompression =
    "malignancy-status=active adequate-imaging-available=false mri-possible=true "
    "clinical-cord-cauda-compression=true paraplegia-completeness=none "
    "primary-tumour-known=known haematological-suspicion=false";

Patient Ordering(OrderKind kind, std::string_view priority, std::string_view due = {}) {
  Patient patient;
  patient.With(kCompression).InOrderSelect();
  patient.Ordered(kind, "draft", priority, kNow, due).Selected();
  return patient;
}

TEST(OrderChecks, AFittingOrderGetsNoCard) {
  EXPECT_EQ(Ordering(OrderKind::kMriWholeSpine, "stat", "2026-11-20T18:00:00+01:00").Topics(), "");
  EXPECT_EQ(Ordering(OrderKind::kMriWholeSpine, "stat").Topics(), "");
}

TEST(OrderChecks, WhatIsNotSelectedIsNotJudged) {
  Patient patient;
  patient.With(kCompression).InOrderSelect();
  patient.Ordered(OrderKind::kPlainFilmSpine, "draft", "routine");
  EXPECT_EQ(patient.Topics(), "");
}

TEST(OrderChecks, AnotherExaminationIsReplaced) {
  for (const OrderKind kind : {OrderKind::kPlainFilmSpine, OrderKind::kBoneScan,
                               OrderKind::kCtSpine, OrderKind::kMriPartOfSpine}) {
    const auto cards = Ordering(kind, "stat").Cards();
    ASSERT_EQ(cards.size(), 1u) << Describe(cards);
    EXPECT_EQ(cards[0].source.topic.code, "imaging");
    EXPECT_EQ(cards[0].indicator, Indicator::kCritical);
    EXPECT_NE(cards[0].detail.find("order-imaging-modality"), std::string::npos);
    ASSERT_EQ(cards[0].suggestions.size(), 1u);
    const auto& actions = cards[0].suggestions[0].actions;
    ASSERT_EQ(actions.size(), 2u);
    EXPECT_EQ(actions[0].type, Action::Type::kDelete);
    EXPECT_EQ(actions[0].resource_id, "ServiceRequest/1");
    EXPECT_EQ(actions[1].type, Action::Type::kCreate);
    EXPECT_NE(actions[1].resource_json.find("411611000119102"), std::string::npos);
  }
}

TEST(OrderChecks, CtFitsWhenMriIsImpossible) {
  EXPECT_EQ(Ordering(OrderKind::kCtSpine, "stat").Has("mri-possible", "false").Topics(), "");
}

TEST(OrderChecks, AnExaminationForAnotherPurposeIsLeftAlone) {
  Patient patient;
  patient.With(kCompression).InOrderSelect();
  patient.Ordered(OrderKind::kCtSpine, "draft", "routine")
      .Selected(R"({"resourceType":"ServiceRequest","id":"1","status":"draft",
                    "reasonCode":[{"text":"Planning-CT radiotherapie"}]})");
  EXPECT_EQ(patient.Topics(), "");
}

TEST(OrderChecks, TheRightExaminationTooLateIsBroughtForwardAndElseKept) {
  const auto cards =
      Ordering(OrderKind::kMriWholeSpine, "routine", "2026-11-27T09:00:00+01:00").Cards();
  ASSERT_EQ(cards.size(), 1u) << Describe(cards);
  EXPECT_EQ(cards[0].indicator, Indicator::kCritical);
  ASSERT_EQ(cards[0].suggestions.size(), 1u);
  const Action& action = cards[0].suggestions[0].actions.at(0);
  EXPECT_EQ(action.type, Action::Type::kUpdate);
  std::shared_ptr<JsonDocument> storage;
  const JsonValue order = ResourceOf(cards[0].suggestions[0], 0, storage);
  EXPECT_EQ(order.Get("id").string_or(""), "1");
  EXPECT_EQ(order.Get("priority").string_or(""), "stat");
  EXPECT_EQ(order.Get("note").At(0).Get("text").string_or(""), "blijft staan");
  EXPECT_EQ(order.Path("occurrencePeriod", "end").string_or(""), "2026-11-20T21:00:00+01:00");
}

TEST(OrderChecks, AHigherPriorityIsNeverLowered) {
  Patient patient;
  patient.InOrderSelect().With(
      "malignancy-status=active adequate-imaging-available=false mri-possible=true "
      "clinical-cord-cauda-compression=false lhermitte=false radicular-deficit=none "
      "radicular-pain=unilateral");
  patient.Ordered(OrderKind::kMriWholeSpine, "draft", "stat", kNow, "2026-12-20T09:00:00+01:00")
      .Selected();
  const auto card = patient.CardOf("imaging");
  ASSERT_TRUE(card);
  EXPECT_NE(card->suggestions.at(0).actions.at(0).resource_json.find(R"("priority":"stat")"),
            std::string::npos);
}

TEST(OrderChecks, APlainFilmInAPatientWithCancerAsksForSuspicion) {
  Patient patient;
  patient.With("malignancy-status=history").InOrderSelect();
  patient.Ordered(OrderKind::kPlainFilmSpine, "draft", "routine").Selected();
  const auto card = patient.CardOf("imaging");
  ASSERT_TRUE(card);
  EXPECT_EQ(card->indicator, Indicator::kWarning);
  EXPECT_TRUE(card->suggestions.empty());
  EXPECT_EQ(Patient()
                .InOrderSelect()
                .Ordered(OrderKind::kPlainFilmSpine, "draft", "routine")
                .Selected()
                .Topics(),
            "");
}

struct TissueCase {
  const char* what;
  std::string_view picture;
  bool shown;
  bool removable;
};

TEST(OrderChecks, ANewCorticosteroidWithoutTissue) {
  const TissueCase cases[] = {
      {"known primary", "primary-tumour-known=known haematological-suspicion=false", false, false},
      {"tissue obtained", "primary-tumour-known=unknown tissue-diagnosis-obtained=true", false,
       false},
      {"may wait",
       "primary-tumour-known=unknown tissue-diagnosis-obtained=false "
       "clinical-state-allows-waiting=true",
       true, true},
      {"waiting not stated", "primary-tumour-known=unknown tissue-diagnosis-obtained=false", true,
       false},
      {"cannot wait",
       "haematological-suspicion=true tissue-diagnosis-obtained=false "
       "clinical-state-allows-waiting=false",
       true, false},
      {"no treatment wish",
       "primary-tumour-known=unknown tissue-diagnosis-obtained=false treatment-wish=false", false,
       false},
      {"origin not recorded", "tissue-diagnosis-obtained=false", true, false},
  };
  for (const TissueCase& one : cases) {
    Patient patient;
    patient.With("malignancy-status=active clinician-states-suspicion=true").InOrderSelect();
    patient.With(one.picture).Ordered(OrderKind::kCorticosteroid, "draft", "routine").Selected();
    const auto card = patient.CardOf("steroid");
    ASSERT_EQ(card.has_value(), one.shown) << one.what;
    if (!card) continue;
    const bool removes = !card->suggestions.empty();
    EXPECT_EQ(removes, one.removable) << one.what;
    if (removes) {
      EXPECT_EQ(card->suggestions[0].actions.at(0).type, Action::Type::kDelete);
    }
  }
}

TEST(OrderChecks, ACorticosteroidInUseIsNeverHeldUp) {
  Patient patient;
  patient
      .With(
          "clinician-states-suspicion=true primary-tumour-known=unknown "
          "tissue-diagnosis-obtained=false clinical-state-allows-waiting=true")
      .InOrderSelect();
  patient.Ordered(OrderKind::kCorticosteroid, "active", "");
  patient.Ordered(OrderKind::kCorticosteroid, "draft", "").Selected();
  EXPECT_EQ(patient.Topics(), "");
}

TEST(OrderChecks, ACorticosteroidForAnotherReasonIsLeftAlone) {
  Patient patient;
  patient
      .With(
          "clinician-states-suspicion=true primary-tumour-known=unknown "
          "tissue-diagnosis-obtained=false")
      .InOrderSelect();
  patient.Ordered(OrderKind::kCorticosteroid, "draft", "")
      .Selected(R"({"resourceType":"MedicationRequest","id":"1",
                    "reasonCode":[{"text":"Anti-emetisch, misselijkheid bij chemotherapie"}]})");
  EXPECT_EQ(patient.Topics(), "");
}

TEST(OrderChecks, StomachProtectionIsMissedUntilItIsThere) {
  Patient patient;
  patient.With(kCompression).With("nsaid-use=true").InOrderSelect();
  patient.Ordered(OrderKind::kCorticosteroid, "draft", "").Selected();
  const auto card = patient.CardOf("steroid");
  ASSERT_TRUE(card);
  EXPECT_NE(card->detail.find("order-steroid-protection"), std::string::npos);
  patient.Ordered(OrderKind::kProtonPumpInhibitor, "active", "");
  EXPECT_EQ(patient.Topics(), "");
}

TEST(OrderChecks, ARoutineReferralWhileARedFlagStands) {
  Patient patient;
  patient.With("spinal-metastases-established=true new-neurological-deficit=true").InOrderSelect();
  patient.Ordered(OrderKind::kReferralSpine, "draft", "routine").Selected();
  const auto card = patient.CardOf("referral");
  ASSERT_TRUE(card);
  EXPECT_EQ(card->indicator, Indicator::kCritical);
  EXPECT_EQ(card->suggestions.at(0).actions.at(0).type, Action::Type::kUpdate);
  Patient urgent;
  urgent.With("spinal-metastases-established=true new-neurological-deficit=true").InOrderSelect();
  urgent.Ordered(OrderKind::kReferralSpine, "draft", "stat").Selected();
  EXPECT_EQ(urgent.Topics(), "");
}

TEST(OrderChecks, RadiotherapyOfTheBrainWithoutAMeeting) {
  Patient patient;
  patient.Service(Service::kBrain).InOrderSelect();
  patient.With("brain-metastases-present=true brain-mdo-discussed=false brain-rt-referral=true");
  patient.Ordered(OrderKind::kRadiotherapyBrain, "draft", "routine").Selected();
  const auto card = patient.CardOf("brain-radiotherapy");
  ASSERT_TRUE(card);
  EXPECT_EQ(card->indicator, Indicator::kCritical);
  ASSERT_EQ(card->suggestions.size(), 2u);
  EXPECT_TRUE(card->suggestions[0].is_recommended);
  EXPECT_EQ(card->suggestions[1].actions.at(0).type, Action::Type::kDelete);
}

TEST(OrderChecks, RadiotherapyOfTheBrainAfterAFullMeetingIsSilent) {
  Patient patient;
  patient.Service(Service::kBrain).InOrderSelect();
  patient.With(
      "brain-metastases-present=true brain-mdo-discussed=true brain-rt-referral=true "
      "brain-rt-referral-date=2026-11-19");
  patient.Has("brain-mdo-participants",
              "neurosurgeon|radiation-oncologist|neurologist|neuroradiologist");
  patient.Ordered(OrderKind::kRadiotherapyBrain, "draft", "routine").Selected();
  EXPECT_EQ(patient.Topics(), "");
}

TEST(OrderChecks, RadiotherapyOfAnUnstableSpineAsksForTheSurgeon) {
  Patient patient;
  patient.With("spinal-metastases-established=true sins-total=14").InOrderSelect();
  patient.Ordered(OrderKind::kRadiotherapySpine, "draft", "routine").Selected();
  const auto card = patient.CardOf("treatment");
  ASSERT_TRUE(card);
  EXPECT_NE(card->detail.find("Spoedradiotherapie hoeft hier niet op te wachten"),
            std::string::npos);
  EXPECT_TRUE(patient.CardOf("red-flag"));
}

}  // namespace
}  // namespace wervelwijzer::cards
