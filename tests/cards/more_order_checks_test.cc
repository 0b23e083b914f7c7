#include <gtest/gtest.h>

#include "tests/cards/patient.h"

namespace wervelwijzer::cards {
namespace {

using guideline::OrderKind;

struct DoseCase {
  const char* what;
  std::string_view dosage;
  bool shown;
};

TEST(OrderChecks, DexamethasoneOutsideTheDoseOfTheGuideline) {
  const DoseCase cases[] = {
      {"8 mg a day", R"({"timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"d"}},
          "doseAndRate":[{"doseQuantity":{"value":8,"code":"mg"}}]})",
       false},
      {"4 mg four times a day", R"({"timing":{"repeat":{"frequency":4,"period":1,"periodUnit":"d"}},
          "doseAndRate":[{"doseQuantity":{"value":4,"code":"mg"}}]})",
       false},
      {"4 mg every 6 hours", R"({"timing":{"repeat":{"frequency":1,"period":6,"periodUnit":"h"}},
          "doseAndRate":[{"doseQuantity":{"value":4,"code":"mg"}}]})",
       false},
      {"bolus", R"({"timing":{"repeat":{"count":1}},
          "doseAndRate":[{"doseQuantity":{"value":10,"code":"mg"}}]})",
       false},
      {"high bolus", R"({"timing":{"repeat":{"count":1}},
          "doseAndRate":[{"doseQuantity":{"value":100,"code":"mg"}}]})",
       true},
      {"24 mg a day", R"({"timing":{"repeat":{"frequency":3,"period":1,"periodUnit":"d"}},
          "doseAndRate":[{"doseQuantity":{"value":8,"code":"mg"}}]})",
       true},
      {"STU3 form, 2 mg a day", R"({"timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"d"}},
          "doseQuantity":{"value":2,"code":"mg"}})",
       true},
      {"no unit", R"({"timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"d"}},
          "doseAndRate":[{"doseQuantity":{"value":100}}]})",
       false},
  };
  for (const DoseCase& one : cases) {
    Patient patient;
    patient
        .With(
            "malignancy-status=active clinical-cord-cauda-compression=true "
            "primary-tumour-known=known haematological-suspicion=false")
        .InOrderSelect();
    patient.Ordered(OrderKind::kCorticosteroid, "draft", "")
        .Selected(R"({"resourceType":"MedicationRequest","id":"1","medicationCodeableConcept":
            {"coding":[{"system":"http://www.whocc.no/atc","code":"H02AB02"}]},
            "dosageInstruction":[)" +
                  std::string(one.dosage) + "]}");
    const auto card = patient.CardOf("steroid");
    EXPECT_EQ(card.has_value(), one.shown) << one.what;
    if (card) {
      EXPECT_NE(card->detail.find("order-steroid-dose"), std::string::npos);
    }
  }
}

TEST(OrderChecks, NothingIsSuggestedAgainstTheWishOfThePatient) {
  for (const OrderKind kind : {OrderKind::kPlainFilmSpine, OrderKind::kMriWholeSpine,
                               OrderKind::kReferralSpine, OrderKind::kRadiotherapySpine}) {
    Patient patient;
    patient
        .With(
            "malignancy-status=active clinical-cord-cauda-compression=true "
            "adequate-imaging-available=false spinal-metastases-established=true "
            "new-neurological-deficit=true sins-total=14 treatment-wish=false")
        .InOrderSelect();
    patient.Ordered(kind, "draft", "routine").Selected();
    for (const Card& card : patient.Cards()) {
      EXPECT_TRUE(card.suggestions.empty()) << card.summary;
      EXPECT_EQ(card.indicator, Indicator::kInfo) << card.summary;
    }
  }
}

TEST(OrderChecks, ACorticosteroidLongAfterTreatmentAsksForATaper) {
  const auto shown = [](std::string_view end, std::string_view note) {
    Patient patient;
    patient.With("spinal-metastases-established=true primary-tumour-known=known");
    patient.Has("radiotherapy-end-date", end).InOrderSelect();
    patient.Ordered(OrderKind::kCorticosteroid, "active", "");
    patient.Ordered(OrderKind::kCorticosteroid, "draft", "")
        .Selected(R"({"resourceType":"MedicationRequest","id":"2","note":[{"text":")" +
                  std::string(note) + R"("}]})");
    const auto card = patient.CardOf("steroid");
    return card && card->detail.find("order-steroid-taper") != std::string::npos;
  };
  EXPECT_TRUE(shown("2026-11-01", "herhaalrecept"));
  EXPECT_FALSE(shown("2026-11-10", "herhaalrecept"));
  EXPECT_FALSE(shown("2026-11-01", "afbouwschema"));
}

TEST(OrderChecks, SurgeryNamesWhatLacksAsAnActionNotARefusal) {
  Patient patient;
  patient.With(
      "spinal-metastases-established=true mri-whole-spine-done=false "
      "surgery-considered=true recent-petct-available=false treatment-wish=true");
  patient.InOrderSelect().Ordered(OrderKind::kSpineSurgery, "draft", "urgent").Selected();
  const auto card = patient.CardOf("treatment");
  ASSERT_TRUE(card);
  EXPECT_EQ(card->indicator, Indicator::kWarning);
  EXPECT_NE(card->detail.find("**maak eerst** de MRI"), std::string::npos);
  EXPECT_NE(card->detail.find("**maak eerst** de (PET-)CT"), std::string::npos);
  EXPECT_NE(card->detail.find("de wervelkolomchirurg oordeelt"), std::string::npos);
}

TEST(OrderChecks, RadiotherapyTooSoonAfterSurgery) {
  const auto shown = [](std::string_view recovery, std::string_view due) {
    Patient patient;
    patient.With("spinal-metastases-established=true spine-surgery-date=2026-11-10");
    patient.Has("recovery-after-surgery", recovery).InOrderSelect();
    patient.Ordered(OrderKind::kRadiotherapySpine, "draft", "", kNow, due).Selected();
    return patient.CardOf("treatment").has_value();
  };
  EXPECT_TRUE(shown("sufficient", "2026-11-24T09:00:00+01:00"));
  EXPECT_FALSE(shown("sufficient", "2026-12-02T09:00:00+01:00"));
  EXPECT_FALSE(shown("deterioration", "2026-11-24T09:00:00+01:00"));
  EXPECT_FALSE(shown("sufficient|deterioration", "2026-11-24T09:00:00+01:00"));
}

TEST(OrderChecks, SystemicTherapyAloneForSymptomaticCompression) {
  Patient patient;
  patient.With(
      "spinal-metastases-established=true clinical-cord-cauda-compression=true "
      "rapid-systemic-effect=false vital-systemic-indication=false "
      "rt-response-chance=true surgery-is-option=true");
  patient.InOrderSelect().Ordered(OrderKind::kSystemicTherapy, "draft", "").Selected();
  EXPECT_TRUE(patient.CardOf("treatment"));
  patient.Ordered(OrderKind::kRadiotherapySpine, "active", "urgent");
  EXPECT_FALSE(patient.CardOf("treatment"));
}

// A code that nobody knows may be the scan; words of something else are something else.
TEST(OrderChecks, OrderNotUnderstoodIsSaidWhereAScanIsDue) {
  constexpr std::string_view kUrgent =
      "malignancy-status=active clinical-cord-cauda-compression=true paraplegia-completeness=none "
      "adequate-imaging-available=false primary-tumour-known=known haematological-suspicion=false";
  struct Row {
    const char* picture;
    const char* text;
    const char* members;
    bool shown;
  };
  const Row rows[] = {
      {kUrgent.data(), "", "", true},
      {kUrgent.data(), "CRP", "", false},
      {kUrgent.data(), "Onderzoek A",
       R"(,"category":[{"coding":[{"system":"http://snomed.info/sct","code":"363679005"}]}])",
       true},
      {"malignancy-status=active", "", "", false},
      {"", "", "", false},
  };
  for (const Row& row : rows) {
    Patient patient;
    if (*row.picture != 0) patient.With(row.picture);
    patient.InOrderSelect();
    patient.Ordered(OrderKind::kOther, "draft", "")
        .Named(row.text)
        .Selected(R"({"resourceType":"ServiceRequest","id":"1","status":"draft")" +
                  std::string(row.members) + "}")
        .NotUnderstood();
    const auto cards = patient.Cards();
    const bool shown = Describe(cards).find("order-not-understood") != std::string::npos;
    EXPECT_EQ(shown, row.shown) << row.text << row.members << Describe(cards);
  }
}

}  // namespace
}  // namespace wervelwijzer::cards
