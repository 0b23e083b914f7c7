#include "cards/radiotherapy_schedule.h"

#include <gtest/gtest.h>

#include "tests/cards/patient.h"

namespace wervelwijzer::cards {
namespace {

using guideline::Order;
using guideline::OrderKind;

struct WordsCase {
  const char* text;
  double gray;  // 0: nothing can be read
  int fractions;
};

TEST(RadiotherapySchedule, IsReadFromTheWordsOfAnOrder) {
  const WordsCase cases[] = {
      {"Radiotherapie 5 x 4 Gy", 20, 5},
      {"radiotherapie 5x4Gy Th8", 20, 5},
      {"10 × 3 Gy", 30, 10},
      {"13*3 Gy", 39, 13},
      {"1 x 8 GY wervelkolom", 8, 1},
      {"30 Gy in 10 fracties", 30, 10},
      {"30 Gy in 10 fractions", 30, 10},
      {"20 Gy/5", 20, 5},
      {"3 fracties van 9,5 Gy", 28.5, 3},
      {"5 fractions of 400 cGy", 20, 5},
      {"5 x 4 Gy (20 Gy/5)", 20, 5},
      {"5 x 4 Gy of 1 x 8 Gy", 0, 0},
      {"Radiotherapie Th8", 0, 0},
      {"30 Gy", 0, 0},
      {"8 mg 1 x daags", 0, 0},
      {"10 x 3", 0, 0},
      {"0 x 3 Gy", 0, 0},
      {"2.5 x 3 Gy", 0, 0},
      {"99 x 3 Gy", 0, 0},
      {"", 0, 0},
  };
  for (const WordsCase& one : cases) {
    const auto schedule = ReadScheduleInWords(one.text);
    ASSERT_EQ(schedule.has_value(), one.fractions > 0) << one.text;
    if (!schedule) continue;
    EXPECT_NEAR(schedule->gray, one.gray, 0.001) << one.text;
    EXPECT_EQ(schedule->fractions, one.fractions) << one.text;
  }
}

TEST(RadiotherapySchedule, IsReadFromCodedDosesBeforeWords) {
  const std::string dose = R"({"url":"http://hl7.org/fhir/us/codex-radiation-therapy/)"
                           R"(StructureDefinition/codexrt-radiotherapy-dose-planned-to-volume",)"
                           R"("extension":[{"url":"fractionDose","valueQuantity":)"
                           R"({"value":400,"code":"cGy"}},{"url":"totalDose","valueQuantity":)"
                           R"({"value":20,"code":"Gy"}}]})";
  const auto read = [](const std::string& extensions) {
    auto document =
        JsonDocument::Parse(R"({"code":{"text":"1 x 8 Gy"},"extension":[)" + extensions + "]}");
    Order order;
    order.resource = document->root();
    return ReadSchedule(order);
  };
  const auto coded = read(dose);
  ASSERT_TRUE(coded);
  EXPECT_EQ(coded->fractions, 5);
  EXPECT_DOUBLE_EQ(coded->gray, 20);
  const auto words = read("");
  ASSERT_TRUE(words);
  EXPECT_EQ(words->fractions, 1);
}

struct MeetsCase {
  const char* outcome;
  Schedule schedule;
  bool meets;
};

TEST(RadiotherapySchedule, MeetsWhatTheTablesPrint) {
  const MeetsCase cases[] = {
      {"rt-1x8", {8, 1}, true},           {"rt-1x8", {20, 5}, false},
      {"rt-10x3", {30, 10}, true},        {"rt-10x3", {39, 13}, true},
      {"rt-10x3", {29, 10}, false},       {"rt-10x3", {30, 5}, false},
      {"rt-oligo", {30, 10}, true},       {"rt-oligo", {18, 1}, true},
      {"rt-oligo", {35, 5}, true},        {"rt-oligo", {36, 5}, false},
      {"rt-oligo", {8, 1}, false},        {"rt-oligo", {42, 14}, false},
      {"rt-postop-short", {20, 5}, true}, {"rt-postop-short", {30, 10}, false},
      {"rt-postop-long", {39, 13}, true}, {"rt-postop-long", {40, 10}, false},
      {"rt-postop-long", {24, 3}, true},  {"something-else", {8, 1}, false},
  };
  for (const MeetsCase& one : cases) {
    EXPECT_EQ(MeetsSchedule(one.schedule, one.outcome), one.meets)
        << one.outcome << " " << one.schedule.gray << "/" << one.schedule.fractions;
  }
}

Patient Irradiating(std::string_view words, std::string_view statements) {
  Patient patient;
  patient
      .With(
          "spinal-metastases-established=true neurological-deficit=false oligometastases=false "
          "sins-total=5 new-neurological-deficit=false")
      .With(statements)
      .InOrderSelect();
  patient.Ordered(OrderKind::kRadiotherapySpine, "draft", "")
      .Selected(R"({"resourceType":"ServiceRequest","id":"1","status":"draft","code":{"text":")" +
                std::string(words) + R"("}})");
  return patient;
}

TEST(RadiotherapySchedule, IsOnlyEverARemark) {
  const auto card = Irradiating("5 x 4 Gy", "").CardOf("treatment");
  ASSERT_TRUE(card);
  EXPECT_EQ(card->indicator, Indicator::kInfo);
  EXPECT_TRUE(card->suggestions.empty());
  EXPECT_NE(card->detail.find("8 Gy in 1 fractie"), std::string::npos);
  EXPECT_NE(card->detail.find("De radiotherapeut beslist"), std::string::npos);
}

TEST(RadiotherapySchedule, IsNotJudgedForASecondCourseOrWhenTheOrderSaysWhy) {
  for (const std::string_view words :
       {"herbestraling 5 x 4 Gy", "5 x 4 Gy remineralisatie", "5 x 4 Gy melanoom",
        "5 x 4 Gy in trial", "5 x 4 Gy vanwege myelumtolerantie"}) {
    EXPECT_EQ(Irradiating(words, "").Topics(), "") << words;
  }
  EXPECT_EQ(Irradiating("5 x 4 Gy", "prior-rt-same-site=true").Topics(), "");
}

TEST(RadiotherapySchedule, FitsWhenAnyScheduleThatIsStillPossibleFits) {
  // With a deficit and nothing else known one fraction and ten are both possible.
  EXPECT_FALSE(Irradiating("10 x 3 Gy", "neurological-deficit=true").CardOf("treatment"));
  const auto card = Irradiating("5 x 4 Gy", "neurological-deficit=true").CardOf("treatment");
  ASSERT_TRUE(card);
  EXPECT_NE(card->summary.find("een ander schema"), std::string::npos);
  EXPECT_NE(card->detail.find("ten minste 30 Gy in 10 fracties"), std::string::npos);
}

TEST(RadiotherapySchedule, AfterSurgeryTheOtherTableHolds) {
  constexpr std::string_view kAfter =
      "spine-surgery-date=2026-10-01 life-expectancy-months=6 recovery-after-surgery=sufficient";
  EXPECT_EQ(Irradiating("5 x 4 Gy", kAfter).Topics(), "");
  const auto card = Irradiating("1 x 8 Gy", kAfter).CardOf("treatment");
  ASSERT_TRUE(card);
  EXPECT_NE(card->summary.find("5 × 4 Gy"), std::string::npos);
}

}  // namespace
}  // namespace wervelwijzer::cards
