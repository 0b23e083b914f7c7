#include <gtest/gtest.h>

#include "tests/cards/patient.h"

namespace wervelwijzer::cards {
namespace {

using guideline::OrderKind;

constexpr std::string_view kNormal =
    "malignancy-status=active adequate-imaging-available=false mri-possible=true "
    "primary-tumour-known=known haematological-suspicion=false "
    "clinical-cord-cauda-compression=false paraplegia-completeness=none lhermitte=false "
    "radicular-deficit=none radicular-pain=none";

Patient Compression() {
  Patient patient;
  patient.With(kNormal).Has("clinical-cord-cauda-compression", "true");
  return patient;
}

TEST(ImagingCard, CompressionAsksMriWithinTwelveHoursOfTheRecord) {
  const auto card = Compression().CardOf("imaging");
  ASSERT_TRUE(card);
  EXPECT_EQ(card->indicator, Indicator::kCritical);
  EXPECT_EQ(card->summary,
            "Spoed: maak MRI gehele wervelkolom vóór vr 20-11 21:00 (binnen 12 uur)");
  ASSERT_EQ(card->suggestions.size(), 1u);
  std::shared_ptr<JsonDocument> storage;
  const JsonValue order = ResourceOf(card->suggestions[0], 0, storage);
  EXPECT_EQ(order.Get("priority").string_or(""), "stat");
  EXPECT_EQ(order.Get("status").string_or(""), "draft");
  EXPECT_EQ(order.Get("intent").string_or(""), "proposal");
  EXPECT_EQ(order.Path("occurrencePeriod", "end").string_or(""), "2026-11-20T21:00:00+01:00");
  EXPECT_EQ(order.Path("subject", "reference").string_or(""), "Patient/fictief");
  EXPECT_EQ(order.Path("encounter", "reference").string_or(""), "Encounter/1");
  EXPECT_EQ(order.Path("requester", "reference").string_or(""), "Practitioner/2");
  EXPECT_EQ(order.Get("reasonReference").At(0).Get("reference").string_or(""),
            "Observation/clinical-cord-cauda-compression");
  EXPECT_NE(order.Get("note").At(0).Get("text").string_or("").find("imaging-urgency-4"),
            std::string::npos);
}

TEST(ImagingCard, EnglishWritesDatesItsOwnWay) {
  const auto card = Compression().Speaking(Language::kEnglish).CardOf("imaging");
  ASSERT_TRUE(card);
  EXPECT_EQ(card->summary,
            "Urgent: obtain MRI of the whole spine before Fri 20 Nov 21:00 (within 12 hours)");
}

TEST(ImagingCard, UnilateralDeficitOfUnknownOnsetShowsTheSaferTermAndTheQuestion) {
  Patient patient;
  patient.With(kNormal).Has("radicular-deficit", "unilateral");
  const auto card = patient.CardOf("imaging");
  ASSERT_TRUE(card);
  EXPECT_EQ(card->indicator, Indicator::kCritical);
  EXPECT_NE(card->summary.find("tenzij de uitval al > 7 dagen bestaat (dan 48 uur)"),
            std::string::npos)
      << card->summary;
  EXPECT_NE(card->detail.find("hoogstens 7 dagen"), std::string::npos) << card->detail;
  EXPECT_NE(card->detail.find("binnen 48 uur"), std::string::npos) << card->detail;
}

TEST(ImagingCard, SuspicionDateStartsTheClockAndAPassedTermIsSaid) {
  Patient patient = Compression();
  patient.Has("suspicion-date", "2026-11-19");
  const auto card = patient.CardOf("imaging");
  ASSERT_TRUE(card);
  EXPECT_EQ(card->indicator, Indicator::kCritical);
  EXPECT_NE(card->summary.find("had gemaakt moeten zijn vóór do 19-11 12:00"), std::string::npos)
      << card->summary;
  std::shared_ptr<JsonDocument> storage;
  const JsonValue order = ResourceOf(card->suggestions.at(0), 0, storage);
  EXPECT_EQ(order.Get("priority").string_or(""), "stat");
  EXPECT_FALSE(order.Path("occurrencePeriod", "end").exists());
}

TEST(ImagingCard, APassedTermIsNotCountedAnewAtTheNextView) {
  const auto first = Compression().At("2026-11-20T22:00:00+01:00").CardOf("imaging");
  const auto later = Compression().At("2026-11-23T08:00:00+01:00").CardOf("imaging");
  ASSERT_TRUE(first && later);
  EXPECT_EQ(first->summary, later->summary);
}

TEST(ImagingCard, WithoutADateItCountsFromTheCallAndSaysSo) {
  Patient patient = Compression();
  patient.Has("clinical-cord-cauda-compression", "true").WithoutDate();
  const auto card = patient.CardOf("imaging");
  ASSERT_TRUE(card);
  EXPECT_NE(card->summary.find("za 21-11 02:10"), std::string::npos) << card->summary;
  EXPECT_NE(card->detail.find("Er is geen datum vastgelegd"), std::string::npos);
}

TEST(ImagingCard, OldBackPainDoesNotStartTheClock) {
  Patient patient;
  patient.With(kNormal).Has("back-or-neck-pain", "true", "2026-08-01");
  patient.Has("alarm-nocturnal-pain", "true");
  const auto card = patient.CardOf("imaging");
  ASSERT_TRUE(card);
  EXPECT_EQ(card->indicator, Indicator::kInfo);
  EXPECT_NE(card->summary.find("vr 4-12 09:00 (binnen 2 weken)"), std::string::npos)
      << card->summary;
}

TEST(ImagingCard, CompleteParaplegiaOfThreeDaysIsAWarningWithTheCare) {
  Patient patient = Compression();
  patient.With("paraplegia-completeness=complete paraplegia-duration=72");
  const auto card = patient.CardOf("imaging");
  ASSERT_TRUE(card);
  EXPECT_EQ(card->indicator, Indicator::kWarning);
  EXPECT_NE(card->detail.find("Bij verbetering of incomplete uitval geldt 12 uur"),
            std::string::npos);
  EXPECT_NE(card->detail.find("tromboseprofylaxe"), std::string::npos);
}

TEST(ImagingCard, CompleteParaplegiaOfUnknownOnsetCountsAsRecent) {
  Patient patient = Compression();
  patient.With("paraplegia-completeness=complete");
  const auto card = patient.CardOf("imaging");
  ASSERT_TRUE(card);
  EXPECT_EQ(card->indicator, Indicator::kCritical);
  EXPECT_NE(card->summary.find("binnen 12 uur"), std::string::npos) << card->summary;
}

TEST(ImagingCard, ImpossibleMriBecomesCtAndAnUnknownOneAQuestion) {
  const auto ct = Compression().Has("mri-possible", "false").CardOf("imaging");
  ASSERT_TRUE(ct);
  EXPECT_NE(ct->summary.find("CT gehele wervelkolom"), std::string::npos);
  const auto unknown = Compression().Has("mri-possible", "true|false").CardOf("imaging");
  ASSERT_TRUE(unknown);
  EXPECT_NE(unknown->summary.find("MRI gehele wervelkolom"), std::string::npos);
  EXPECT_NE(unknown->detail.find("pacemaker"), std::string::npos);
  EXPECT_NE(unknown->suggestions.at(0).actions.at(0).resource_json.find("pacemaker"),
            std::string::npos);
}

TEST(ImagingCard, UnknownImagingIsNotTakenForAbsentNorForPresent) {
  Patient patient = Compression();
  patient.Has("adequate-imaging-available", "true|false");
  const auto card = patient.CardOf("imaging");
  ASSERT_TRUE(card);
  EXPECT_EQ(card->indicator, Indicator::kCritical);
  EXPECT_NE(card->summary.find("tenzij er al adequate beeldvorming is"), std::string::npos);
}

TEST(ImagingCard, SuspicionWithoutExaminationAsksToExamineOneStepLower) {
  Patient patient;
  patient.With(
      "malignancy-status=active clinician-states-suspicion=true "
      "adequate-imaging-available=false mri-possible=true");
  const auto card = patient.CardOf("imaging");
  ASSERT_TRUE(card);
  EXPECT_EQ(card->indicator, Indicator::kWarning);
  EXPECT_NE(card->summary.find("Onderzoek nu op uitval"), std::string::npos);
  EXPECT_TRUE(patient.CardOf("missing"));
}

TEST(ImagingCard, SignsWithoutKnownCancerAreAnEmergencyAllTheSame) {
  Patient patient;
  patient.With(
      "malignancy-status=none clinician-states-suspicion=false "
      "clinical-cord-cauda-compression=true");
  const auto card = patient.CardOf("imaging");
  ASSERT_TRUE(card);
  EXPECT_EQ(card->indicator, Indicator::kCritical);
  EXPECT_NE(card->summary.find("neuroloog"), std::string::npos);
  EXPECT_NE(card->summary.find("lokale keuze"), std::string::npos);
}

struct QuietCase {
  const char* what;
  std::string_view status, priority, authored, due;
  bool shown;
};

TEST(ImagingCard, AnOrderInTimeSilencesItAndAnyOtherDoesNot) {
  const QuietCase cases[] = {
      {"in time", "active", "stat", "2026-11-20T10:00:00+01:00", "2026-11-20T18:00:00+01:00",
       false},
      {"stat without a date", "active", "stat", "2026-11-20T10:00:00+01:00", "", false},
      {"done", "completed", "stat", "2026-11-20T10:00:00+01:00", "", false},
      {"too late", "active", "routine", "2026-11-20T10:00:00+01:00", "2026-11-27T09:00:00+01:00",
       true},
      {"older than the signs", "active", "stat", "2026-11-18T10:00:00+01:00",
       "2026-11-20T18:00:00+01:00", true},
      {"draft", "draft", "stat", "2026-11-20T10:00:00+01:00", "2026-11-20T18:00:00+01:00", true},
      {"revoked", "revoked", "stat", "2026-11-20T10:00:00+01:00", "", true},
      {"state unknown", "", "stat", "2026-11-20T10:00:00+01:00", "", true},
  };
  for (const QuietCase& one : cases) {
    Patient patient = Compression();
    patient.Ordered(OrderKind::kMriWholeSpine, one.status, one.priority, one.authored, one.due);
    EXPECT_EQ(patient.CardOf("imaging").has_value(), one.shown) << one.what;
  }
}

TEST(ImagingCard, APartOfTheSpineDoesNotSilenceIt) {
  Patient patient = Compression();
  patient.Ordered(OrderKind::kMriPartOfSpine, "active", "stat");
  EXPECT_TRUE(patient.CardOf("imaging"));
}

TEST(ImagingCard, NoCardWithoutSuspicion) {
  EXPECT_EQ(Patient().Topics(), "");
  EXPECT_EQ(Patient().With("malignancy-status=active").Topics(), "");
  EXPECT_EQ(Patient().With("radicular-pain=unilateral").Topics(), "");
}

}  // namespace
}  // namespace wervelwijzer::cards
