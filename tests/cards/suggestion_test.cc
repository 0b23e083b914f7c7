// What suggestions hold beyond their codes: dates, implants, the deadline of the treatment, and
// that an act is offered once.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "tests/cards/chart.h"
#include "tests/cards/patient.h"
#include "tests/cards/region/small_region.h"

namespace wervelwijzer::cards {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kCompression =
    "malignancy-status=active clinical-cord-cauda-compression=true paraplegia-completeness=none "
    "adequate-imaging-available=false primary-tumour-known=known haematological-suspicion=false";
constexpr std::string_view kProgressive =
    "spinal-metastases-established=true symptomatic=true progressive-neurological-deficit=true "
    "neurological-deficit=true radiological-mescc=true clinical-cord-cauda-compression=true "
    "progressive-complaints-duration=2 spinal-metastases-diagnosis-date=2026-11-20";

TEST(Suggestions, AnActIsOfferedOnceOnTheMostUrgentCard) {
  Patient patient;
  patient.Service(Service::kBrain)
      .With(
          "brain-metastases-present=true brain-metastases-symptomatic=false kps=80 "
          "brain-prognosis-months=12 brain-critical-location=true brain-rt-referral=true "
          "brain-mdo-discussed=false");
  std::map<std::string, int> cards_of;
  const std::vector<Card> cards = patient.Cards();
  for (const Card& card : cards) {
    std::map<std::string, int> here;
    for (const Suggestion& one : card.suggestions) here[one.act] = 1;
    for (const auto& [act, count] : here) cards_of[act] += count;
  }
  EXPECT_EQ(cards_of["order.brain-mdo"], 1) << Describe(cards);
  const auto later = patient.CardOf("brain-mdo");
  ASSERT_TRUE(later) << Describe(cards);
  EXPECT_THAT(later->detail, HasSubstr("staat bij een kaart hierboven"));
}

TEST(Suggestions, TheOralDoseStartsTheDayAfterTheBolusInTheRegionsTime) {
  Patient patient;
  patient.With(kCompression).At("2026-11-20T23:30:00+01:00");
  const auto card = patient.CardOf("steroid");
  ASSERT_TRUE(card);
  std::shared_ptr<JsonDocument> storage;
  const JsonValue steps =
      ResourceOf(card->suggestions.front(), 1, storage).Get("dosageInstruction");
  ASSERT_EQ(steps.size(), 2u);
  const JsonValue daily = steps.At(0).Path("timing", "repeat");
  EXPECT_EQ(daily.Path("boundsPeriod", "start").string_or(""), "2026-11-21");
  EXPECT_EQ(daily.Get("when").At(0).string_or(""), "MORN");
  const JsonValue taper = steps.At(1).Path("timing", "repeat").Get("boundsRange");
  EXPECT_EQ(taper.Path("low", "value").integer(), 7);
  EXPECT_EQ(taper.Path("high", "value").integer(), 14);
  EXPECT_FALSE(steps.At(1).Get("doseAndRate").exists());
}

TEST(Suggestions, ADraftedCorticosteroidIsNotOfferedASecondTime) {
  Chart chart(kCompression);
  chart.Add(R"({"resourceType":"MedicationRequest","id":"m1","status":"draft","intent":"order",
      "subject":{"reference":"Patient/p"},"medicationCodeableConcept":{"text":"Dexamethason 8 mg",
      "coding":[{"system":"http://www.whocc.no/atc","code":"H02AB02"}]}})");
  const auto card = chart.CardOf("steroid", Service::kSpinal);
  ASSERT_TRUE(card) << "a draft is no treatment: the advice stands";
  EXPECT_TRUE(card->suggestions.empty());
  EXPECT_THAT(card->detail, HasSubstr("een concept klaar: Dexamethason 8 mg"));
}

std::string Device(std::string_view code, std::string_view text) {
  return R"({"resourceType":"Device","id":"d1","status":"active","patient":{"reference":"Patient/p"},
      "type":{"text":")" +
         std::string(text) + R"(","coding":[{"system":"http://snomed.info/sct",
      "code":")" +
         std::string(code) + R"("}]}})";
}

TEST(Implants, AreNamedOnTheCardAndReferredToByTheOrder) {
  for (const char* const code : {"14106009", "72506001", "25937001", "43252007"}) {
    Chart chart(kCompression);
    chart.Add(Device(code, "Apparaat *A*"));
    const auto card = chart.CardOf("imaging", Service::kSpinal);
    ASSERT_TRUE(card);
    EXPECT_THAT(card->detail, HasSubstr("**Vastgelegd: Apparaat \\*A\\***")) << code;
    EXPECT_THAT(card->detail, Not(HasSubstr("Vraag naar pacemaker")));
    std::shared_ptr<JsonDocument> storage;
    const JsonValue order = ResourceOf(card->suggestions.front(), 0, storage);
    EXPECT_EQ(order.Get("supportingInfo").At(0).Get("reference").string_or(""), "Device/d1");
    EXPECT_THAT(order.Get("note").ToText(), HasSubstr("Vastgelegd: Apparaat *A* (Device/d1)"));
  }
}

TEST(Implants, CountFromEveryKindOfRecordAndEachIsNamed) {
  Chart chart(kCompression);
  chart.Add(Device("14106009", "Pacemaker"));
  chart.Add(R"({"resourceType":"Condition","id":"c1","subject":{"reference":"Patient/p"},
      "clinicalStatus":{"coding":[{"code":"active"}]},"code":{"text":"ICD in situ",
      "coding":[{"system":"http://snomed.info/sct","code":"703396000"}]}})");
  chart.Add(R"({"resourceType":"Procedure","id":"p1","status":"completed",
      "subject":{"reference":"Patient/p"},"code":{"text":"Implantatie pacemaker",
      "coding":[{"system":"http://snomed.info/sct","code":"25267002"}]}})");
  const auto card = chart.CardOf("imaging", Service::kSpinal);
  std::shared_ptr<JsonDocument> storage;
  const JsonValue order = ResourceOf(card->suggestions.front(), 0, storage);
  EXPECT_EQ(order.Get("supportingInfo").size(), 3u);
  for (const char* const name : {"Pacemaker", "ICD in situ", "Implantatie pacemaker"}) {
    EXPECT_THAT(card->detail, HasSubstr(name));
  }
  EXPECT_THAT(order.Get("reasonReference").ToText(), Not(HasSubstr("Condition/c1")))
      << "an implant is no reason for the scan";
}

TEST(Implants, WithoutOneTheQuestionIsAsked) {
  Chart chart(kCompression);
  const auto card = chart.CardOf("imaging", Service::kSpinal);
  EXPECT_THAT(card->detail, HasSubstr("Vraag naar pacemaker"));
}

TEST(TreatmentDeadline, CapsTheMeetingAndTheConsultation) {
  Patient patient;
  patient.With(kProgressive).InRegion(region::Demonstration(), "90000003");
  patient.At("2026-11-20T20:00:00+01:00");
  const auto meeting = patient.CardOf("mdo");
  ASSERT_TRUE(meeting) << Describe(patient.Cards());
  EXPECT_THAT(meeting->detail, HasSubstr("De behandeling moet uiterlijk"));
  std::shared_ptr<JsonDocument> storage;
  const JsonValue order = ResourceOf(meeting->suggestions.front(), 0, storage);
  const std::string end(order.Path("occurrencePeriod", "end").string_or(""));
  EXPECT_LT(end, "2026-11-21T20:00:00+01:00") << "within a day, but not after the treatment";
  EXPECT_THAT(order.Get("note").ToText(), HasSubstr("dit moet eerder"));
}

TEST(TreatmentDeadline, ThatHasPassedIsSaidAndAsksForNow) {
  Patient patient;
  patient.With(kProgressive).At("2026-11-24T10:00:00+01:00");
  const auto meeting = patient.CardOf("mdo");
  ASSERT_TRUE(meeting);
  EXPECT_THAT(meeting->detail, HasSubstr("wacht niet op een bespreking"));
  std::shared_ptr<JsonDocument> storage;
  const JsonValue order = ResourceOf(meeting->suggestions.front(), 0, storage);
  EXPECT_EQ(order.Get("priority").string_or(""), "stat");
}

TEST(OwnCentre, NobodyIsReferredToTheHospitalThatAsks) {
  Patient patient;
  patient.With(kProgressive).InRegion(region::Demonstration(), "90000001");
  for (const Card& card : patient.Cards()) {
    EXPECT_THAT(card.summary, Not(HasSubstr("uitvoerend centrum"))) << card.summary;
    for (const Suggestion& one : card.suggestions) {
      EXPECT_THAT(one.label, Not(HasSubstr("uitvoerend centrum"))) << card.summary;
    }
  }
}

TEST(NeuroOncology, IsRoutedThroughTheRegion) {
  Patient patient;
  patient.Service(Service::kBrain)
      .With(
          "brain-metastases-present=true brain-metastases-symptomatic=true treatment-wish=true "
          "suspected-radionecrosis=true")
      .InRegion(region::Demonstration(), "90000005");
  const auto card = patient.CardOf("brain-mdo");
  ASSERT_TRUE(card);
  EXPECT_THAT(card->detail, HasSubstr("Polikliniek neuro-oncologie Lindehof"));
  ASSERT_EQ(card->suggestions.size(), 2u);
  EXPECT_THAT(card->suggestions[1].actions.front().resource_json,
              HasSubstr("HealthcareService/lindehof-neuro-oncologie"));
}

TEST(Orders, OfConsultationAndMeetingSayByWhenAndWhatKindTheyAre) {
  Patient patient;
  patient.With("spinal-metastases-established=true new-neurological-deficit=true");
  std::shared_ptr<JsonDocument> storage;
  const auto flag = patient.CardOf("red-flag");
  const JsonValue consult = ResourceOf(flag->suggestions.front(), 0, storage);
  EXPECT_EQ(consult.Path("occurrencePeriod", "end").string_or(""), "2026-11-21T02:10:00+01:00");
  Patient other;
  const auto mdo = other.With(kProgressive).CardOf("mdo");
  const JsonValue meeting = ResourceOf(mdo->suggestions.front(), 0, storage);
  EXPECT_THAT(meeting.Get("category").ToText(), HasSubstr("3457005"));
}

}  // namespace
}  // namespace wervelwijzer::cards
