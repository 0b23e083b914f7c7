// Doses of a day as orders write them in STU3, R4 and R5: a table of what is read, and of what must
// not be guessed.

#include "cards/dose.h"

#include <gtest/gtest.h>

#include <optional>
#include <ostream>
#include <string>
#include <string_view>

namespace wervelwijzer::cards {
namespace {

struct Row {
  std::string_view name;
  std::string_view dosages;  // elements of `dosageInstruction`
  double low;                // 0: nothing can be told
  double high;
  bool is_single = false;
};

std::ostream& operator<<(std::ostream& out, const Row& row) { return out << row.name; }

// The dose of 8 mg in each version, and how often.
#define R4_8MG R"("doseAndRate":[{"doseQuantity":{"value":8,"unit":"mg","code":"mg"}}])"
#define STU3_8MG R"("doseQuantity":{"value":8,"unit":"mg","code":"mg"})"
#define DAILY(times) R"("timing":{"repeat":{"frequency":)" times R"(,"period":1,"periodUnit":"d"}})"

constexpr Row kRows[] = {
    {"OnceADay", "{" R4_8MG "," DAILY("1") "}", 8, 8},
    {"TwiceADayInStu3", "{" STU3_8MG "," DAILY("2") "}", 16, 16},
    {"EveryTwelveHours",
     "{" R4_8MG R"(,"timing":{"repeat":{"frequency":1,"period":12,"periodUnit":"h"}}})", 16, 16},
    {"EveryOtherDay",
     "{" R4_8MG R"(,"timing":{"repeat":{"frequency":1,"period":2,"periodUnit":"d"}}})", 4, 4},
    {"SevenTimesAWeek",
     "{" R4_8MG R"(,"timing":{"repeat":{"frequency":7,"period":1,"periodUnit":"wk"}}})", 8, 8},
    {"OnceOrTwice",
     "{" R4_8MG
     R"(,"timing":{"repeat":{"frequency":1,"frequencyMax":2,"period":1,"periodUnit":"d"}}})",
     8, 16},
    {"EverySixToEightHours",
     "{" R4_8MG
     R"(,"timing":{"repeat":{"frequency":1,"period":6,"periodMax":8,"periodUnit":"h"}}})",
     24, 32},
    {"Abbreviated", "{" R4_8MG R"(,"timing":{"code":{"coding":[{"code":"BID"}]}}})", 16, 16},
    {"AtTwoTimesOfTheDay",
     "{" R4_8MG R"(,"timing":{"repeat":{"timeOfDay":["08:00:00","12:00:00"]}}})", 16, 16},
    {"AtBreakfast", "{" R4_8MG R"(,"timing":{"repeat":{"when":["CM"]}}})", 8, 8},
    {"InGrams", R"({"doseAndRate":[{"doseQuantity":{"value":0.008,"unit":"g"}}],)" DAILY("1") "}",
     8, 8},
    {"InMicrograms",
     R"({"doseAndRate":[{"doseQuantity":{"value":4000,"unit":"microgram","code":"ug"}}],)" DAILY(
         "2") "}",
     8, 8},
    {"ARange",
     R"({"doseAndRate":[{"doseRange":{"low":{"value":8,"unit":"mg"},"high":{"value":16,"unit":"mg"}}}],)" DAILY(
         "1") "}",
     8, 16},
    {"LinesBesideEachOtherAddUp", "{" R4_8MG "," DAILY("1") "},{" R4_8MG "," DAILY("1") "}", 16,
     16},
    {"ALineWithoutDoseSaysNothing", R"({"text":"bij het ontbijt"},{)" R4_8MG "," DAILY("1") "}", 8,
     8},
    {"OneCount", "{" R4_8MG R"(,"timing":{"repeat":{"count":1}}})", 8, 8, true},
    {"OneMoment", "{" R4_8MG R"(,"timing":{"event":["2026-11-20T14:00:00+01:00"]}})", 8, 8, true},
    // What must not be guessed.
    {"NoTiming", "{" R4_8MG "}", 0, 0},
    {"NoAmount", "{" DAILY("1") "}", 0, 0},
    {"Tablets", R"({"doseAndRate":[{"doseQuantity":{"value":2,"unit":"tablet"}}],)" DAILY("1") "}",
     0, 0},
    {"MillilitresByCodeNotUnit",
     R"({"doseAndRate":[{"doseQuantity":{"value":2,"unit":"mg","code":"mL"}}],)" DAILY("1") "}", 0,
     0},
    {"LessThan",
     R"({"doseAndRate":[{"doseQuantity":{"value":8,"unit":"mg","comparator":"<"}}],)" DAILY(
         "1") "}",
     0, 0},
    {"NothingAtAll", R"({"doseAndRate":[{"doseQuantity":{"value":0,"unit":"mg"}}],)" DAILY("1") "}",
     0, 0},
    {"OnDemand", R"({"asNeededBoolean":true,)" R4_8MG "," DAILY("1") "}", 0, 0},
    {"OnDemandInR5", R"({"asNeeded":true,)" R4_8MG "," DAILY("1") "}", 0, 0},
    {"ACalculatedAmountBesideTheOrdered",
     R"({"doseAndRate":[{"doseQuantity":{"value":8,"unit":"mg"}},{"doseQuantity":{"value":6,"unit":"mg"}}],)" DAILY(
         "1") "}",
     0, 0},
    {"PerMonth", "{" R4_8MG R"(,"timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"mo"}}})",
     0, 0},
    {"PeriodOfNothing",
     "{" R4_8MG R"(,"timing":{"repeat":{"frequency":1,"period":0,"periodUnit":"d"}}})", 0, 0},
    {"NumberedStepsFollowEachOther",
     R"({"sequence":1,)" R4_8MG "," DAILY("2") R"(},{"sequence":2,)" R4_8MG "," DAILY("1") "}", 0,
     0},
    {"ABolusAndThenADay",
     "{" R4_8MG R"(,"timing":{"repeat":{"count":1}}},{)" R4_8MG "," DAILY("1") "}", 0, 0},
};

class DoseOfADay : public ::testing::TestWithParam<Row> {};

TEST_P(DoseOfADay, IsReadOnlyWithCertainty) {
  const Row& row = GetParam();
  const auto document = JsonDocument::Parse(R"({"resourceType":"MedicationRequest",)"
                                            R"("dosageInstruction":[)" +
                                            std::string(row.dosages) + "]}");
  ASSERT_TRUE(document.ok()) << document.error().ToString();
  const std::optional<Dose> dose = ReadDose(document->root());
  ASSERT_EQ(dose.has_value(), row.high > 0);
  if (!dose) return;
  EXPECT_DOUBLE_EQ(dose->low, row.low);
  EXPECT_DOUBLE_EQ(dose->high, row.high);
  EXPECT_EQ(dose->is_single, row.is_single);
}

INSTANTIATE_TEST_SUITE_P(Rows, DoseOfADay, ::testing::ValuesIn(kRows),
                         [](const auto& row) { return std::string(row.param.name); });

// Tablets are as many milligrams as one of them holds, whatever a tablet is called.
TEST(DoseOfTablets, IsStrengthTimesNumber) {
  for (const char* unit :
       {R"x("unit":"tablet(s)")x", R"("unit":"tabletten")", R"("code":"{tbl}")",
        R"("unit":"Stuk","system":"http://unitsofmeasure.org","code":"1")",
        R"("system":"http://snomed.info/sct","code":"732936001")"}) {
    const auto document = JsonDocument::Parse(
        R"({"dosageInstruction":[{)" DAILY("2") R"(,"doseAndRate":[{"doseQuantity":{"value":2,)" +
        std::string(unit) + "}}]}]}");
    ASSERT_TRUE(document.ok());
    EXPECT_FALSE(ReadDose(document->root())) << unit;
    const auto dose = ReadDose(document->root(), 1.5);
    ASSERT_TRUE(dose) << unit;
    EXPECT_DOUBLE_EQ(dose->high, 6) << unit;
  }
}

TEST(DoseOfUnits, IsReadInEverySpellingOfAMass) {
  const std::pair<const char*, double> units[] = {
      {R"("unit":"MG")", 4},
      {R"("code":"mg","unit":"anything")", 4},
      {R"("system":"urn:oid:2.16.840.1.113883.2.4.4.1.900.2","code":"229","unit":"milligram")", 4},
      {R"("system":"http://snomed.info/sct","code":"258684004")", 4},
      {R"("unit":"ug")", 0.004},
      {R"("unit":"Gram")", 4000}};
  for (const auto& [unit, milligrams] : units) {
    const auto document = JsonDocument::Parse(
        R"({"dosageInstruction":[{)" DAILY("1") R"(,"doseAndRate":[{"doseQuantity":{"value":4,)" +
        std::string(unit) + "}}]}]}");
    ASSERT_TRUE(document.ok());
    const auto dose = ReadDose(document->root());
    ASSERT_TRUE(dose) << unit;
    EXPECT_DOUBLE_EQ(dose->high, milligrams) << unit;
  }
}

TEST(DoseOfAStatement, StandsInItsOwnElement) {
  const auto document = JsonDocument::Parse(
      R"({"resourceType":"MedicationStatement","dosage":[{)" R4_8MG "," DAILY("2") "}]}");
  ASSERT_TRUE(document.ok());
  const std::optional<Dose> dose = ReadDose(document->root());
  ASSERT_TRUE(dose);
  EXPECT_DOUBLE_EQ(dose->high, 16);
}

}  // namespace
}  // namespace wervelwijzer::cards
