#include "cards/region/lint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "cards/region/region_file.h"
#include "tests/cards/region/small_region.h"

namespace wervelwijzer::region {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kToday = "2026-11-20T12:00:00+01:00";

std::string Findings(const std::string& text, std::string_view now = kToday) {
  RegionReading reading = Read(text);
  const Issues found = LintRegion(reading.region, At(now));
  return Lines(reading.issues) + Lines(found);
}

enum class Every { kFirst, kAll };

// The demonstration region with a text exchanged, once or everywhere.
std::string With(const std::string& before, const std::string& after, Every every = Every::kFirst) {
  std::string text = DemonstrationText();
  std::size_t at = text.find(before);
  EXPECT_NE(at, std::string::npos) << before;
  while (at != std::string::npos) {
    text.replace(at, before.size(), after);
    at = every == Every::kAll ? text.find(before, at + after.size()) : std::string::npos;
  }
  return text;
}

TEST(RegionLint, TheDemonstrationRegionIsCleanUntilTheEndOf2028) {
  EXPECT_EQ(Findings(DemonstrationText()), "");
  EXPECT_EQ(Findings(DemonstrationText(), "2028-12-20T12:00:00+01:00"), "");
  EXPECT_THAT(Findings(DemonstrationText(), "2029-02-01T12:00:00+01:00"),
              HasSubstr("public holidays of the coming year are missing"));
}

struct Mistake {
  std::string before, after, finding;
  Every every = Every::kFirst;
};

TEST(RegionLint, EachMistakeIsFoundWithItsPlace) {
  const std::vector<Mistake> mistakes = {
      {R"("providedBy": {"reference": "Organization/veenrand"})",
       R"("providedBy": {"reference": "Organization/weg"})",
       "error HealthcareService/veenrand-wervelchirurgie.providedBy: names no Organization of this "
       "file\n"},
      {R"("value": "90000001"})", R"("value": "9000001"})",
       "error Organization/duinhaven.identifier: `9000001` is not eight digits\n"},
      {R"("partOf": {"reference": "Organization/heidekant"})",
       R"("partOf": {"reference": "Organization/heidekant-polikliniek"})",
       "error Organization/heidekant-polikliniek.partOf: leads back to itself\n"},
      {R"("partOf": {"reference": "Organization/heidekant"})", R"("deel": 1)",
       "warning Organization/heidekant-polikliniek: is in no network, and no centre serves it\n"},
      {R"(NamingSystem/ura", "value": "90000002")", R"(NamingSystem/kvk", "value": "90000002")",
       "error Organization/veenrand.identifier: no URA here or up `partOf`\n"},
      {R"("value": "90000003"})", R"("value": "90000002"})",
       "warning Organization/terpzicht.identifier: `90000002` is that of Organization/veenrand "
       "too\n"},
      {R"({"system": "phone", "value": "+31880000101")",
       R"({"system": "email", "value": "+31880000101")",
       "error HealthcareService/duinhaven-centrum.telecom: no telephone number\n"},
      {"+31880000101", "088 000 01 01",
       "warning HealthcareService/duinhaven-centrum.telecom: `088 000 01 01` is not of the form "
       "+31201234567\n"},
      {R"("fri", "sat", "sun"], "allDay": true)", R"("fri", "sun"], "allDay": true)",
       "error HealthcareService/duinhaven-spoed.availableTime: urgent consultation is closed at "
       "sat "
       "00:00\n"},
      {R"("code": "stereotactic-radiotherapy")", R"("code": "sterotactic")",
       "error HealthcareService/duinhaven-radiotherapie.type: `sterotactic` is no code of "
       "region-service\n"},
      {"registration-closes-before", "sluit",
       "error Schedule/duinhaven-mdo-wervel.extension(meeting-rule): no time at which registration "
       "closes\n"},
      {R"("valuePositiveInt": 1)", R"("valuePositiveInt": 0)", "is no whole number of 1 or more",
       Every::kAll},
      {R"("code": "neuro-oncology-mdo")", R"("code": "oncology-mdo")",
       "error Organization/netwerk-zuid: no centre serves this network with `neuro-oncology-mdo`\n",
       Every::kAll},
      {"StructureDefinition/meeting-rule", "StructureDefinition/anders",
       "error HealthcareService/lindehof-mdo-wervel: no Schedule with a rule or slots\n",
       Every::kAll},
      {"2026-12-25", "2026-12-23",
       "warning HealthcareService/lindehof-mdo-wervel.notAvailable: ", Every::kAll},
      {"affiliation-rank", "afiliation-rank",
       ".extension(afiliation-rank): is no extension of a region file; is `affiliation-rank` "
       "meant?\n"},
      {"wervelwijzer.nl/fhir/StructureDefinition/operations-per-year",
       "wervelwijzer.example/fhir/StructureDefinition/operations-per-year",
       ".extension(operations-per-year): is not below "},
      {"StructureDefinition/operations-per-year", "StructureDefinition/meeting-rule",
       ".extension(meeting-rule): belongs to Schedule and is not read here\n"},
      {R"({"url": "count", "valueInteger": 42})", R"({"url": "count", "valueString": "veel"})",
       ".extension(operations-per-year): has no `count` and `year` as whole numbers\n"},
      {R"({"url": "year", "valueInteger": 2025})", R"({"url": "year", "valueInteger": 2019})",
       ".extension(operations-per-year): is the count of 2019\n"},
      {R"({"system": "phone", "value": "+31880000101")",
       R"({"system": "phone", "period": {"end": "2026-10-31"}, "value": "+31880000101")",
       "error HealthcareService/duinhaven-centrum.telecom: no telephone number that is in use "
       "today\n"},
      {R"({"system": "phone", "value": "+31880000101")",
       R"({"system": "phone", "period": {"end": "gisteren"}, "value": "+31880000101")",
       "error HealthcareService/duinhaven-centrum.telecom.period: is no period\n"},
      {R"("code": "member")", R"("code": "vriend")",
       "warning Organization/terpzicht: is in no network, and no centre serves it\n", Every::kAll},
  };
  for (const Mistake& mistake : mistakes) {
    EXPECT_THAT(Findings(With(mistake.before, mistake.after, mistake.every)),
                HasSubstr(mistake.finding))
        << mistake.before;
  }
}

constexpr std::string_view kRepeat = R"({"dayOfWeek":["mon"],"timeOfDay":["16:30:00"]})";

std::string Meeting(const std::string& timing, int closes, const std::string& unit) {
  return BundleOf(
      R"({"resourceType":"HealthcareService","id":"s","type":[{"coding":[{"code":"spinal-mdo",
          "system":"https://wervelwijzer.nl/fhir/CodeSystem/region-service"}]}]},
         {"resourceType":"Schedule","id":"m","actor":[{"reference":"HealthcareService/s"}],
          "extension":[{"url":"https://wervelwijzer.nl/fhir/StructureDefinition/meeting-rule",
                        "valueTiming":)" +
      timing +
      R"(},{"url":"https://wervelwijzer.nl/fhir/StructureDefinition/registration-closes-before",
            "valueDuration":{"value":)" +
      std::to_string(closes) + R"(,"code":")" + unit + "\"}}]}");
}

std::string ReadingOf(const std::string& timing) {
  return Lines(Read(Meeting(timing, 1, "d")).issues);
}

TEST(RegionLint, APartOfATimingThatIsNotReadIsRefusedByItsName) {
  const std::string repeat(kRepeat);
  EXPECT_EQ(ReadingOf("{\"repeat\":" + repeat + "}"), "");
  for (const std::string_view part :
       {R"("count":3)", R"("countMax":3)", R"("boundsDuration":{"value":6,"code":"wk"})",
        R"("boundsRange":{})", R"("offset":30)", R"("when":["MORN"])", R"("frequency":2)",
        R"("frequencyMax":2)", R"("periodMax":2)"}) {
    const std::string name(part.substr(1, part.find('"', 1) - 1));
    const std::string timing =
        "{\"repeat\":" + repeat.substr(0, repeat.size() - 1) + "," + std::string(part) + "}}";
    EXPECT_THAT(ReadingOf(timing), HasSubstr("has `" + name + "`, which is not read")) << part;
  }
  EXPECT_THAT(ReadingOf("{\"event\":[\"2026-12-07\"],\"repeat\":" + repeat + "}"),
              HasSubstr("has `event`"));
}

TEST(RegionLint, RegistrationMayNotCloseBeforeThePreviousTurn) {
  const std::string timing = "{\"repeat\":" + std::string(kRepeat) + "}";
  const auto findings = [&](int closes, const std::string& unit) {
    return Findings(Meeting(timing, closes, unit));
  };
  constexpr auto kFinding = "closes before the meeting of the previous turn has been held";
  EXPECT_THAT(findings(6, "d"), testing::Not(HasSubstr(kFinding)));
  EXPECT_THAT(findings(167, "h"), testing::Not(HasSubstr(kFinding)));
  EXPECT_THAT(findings(7, "d"), HasSubstr(kFinding));
  EXPECT_THAT(findings(168, "h"), HasSubstr(kFinding));
}

TEST(RegionLint, TwoCentresOfEqualRankAreFoundButTwoServicesOfOneAreNot) {
  std::string text = DemonstrationText();
  const std::size_t agreement = text.find("\"id\": \"duinhaven-bedient-noord\"");
  const std::size_t rank = text.find("\"valuePositiveInt\": 2", agreement);
  ASSERT_NE(rank, std::string::npos);
  text.replace(rank, 21, "\"valuePositiveInt\": 1");
  EXPECT_EQ(Findings(text),
            "error OrganizationAffiliation/duinhaven-bedient-noord.extension(affiliation-rank): "
            "same rank as OrganizationAffiliation/veenrand-chirurgie-noord for `spine-surgery` in "
            "Organization/netwerk-noord\n");
}

TEST(RegionLint, MeetingsInThePastOnlyAreFound) {
  const std::string slots_only =
      With("StructureDefinition/meeting-rule", "StructureDefinition/anders", Every::kAll);
  EXPECT_THAT(Findings(slots_only, "2027-12-01T12:00:00+01:00"),
              HasSubstr("error HealthcareService/stroomdal-mdo-wervel: all its meetings are in the "
                        "past\n"));
}

class RegionFile : public testing::Test {
 protected:
  void SetUp() override {
    file_ = std::filesystem::path(testing::TempDir()) /
            (std::string(testing::UnitTest::GetInstance()->current_test_info()->name()) + ".json");
  }
  void TearDown() override { std::filesystem::remove(file_); }
  std::string ErrorOf(const std::string& text) {
    std::ofstream(file_) << text;
    const auto loaded = LoadSoundRegion(file_.string(), At(kToday));
    if (loaded.ok()) return "";
    const std::string error = loaded.error().ToString();
    const std::size_t name = error.find(file_.filename().string());
    return name == std::string::npos ? error : error.substr(name);
  }
  std::filesystem::path file_;
};

TEST_F(RegionFile, ASoundOneIsLoadedAndOneWithErrorsIsRefusedInOneLine) {
  EXPECT_EQ(ErrorOf(DemonstrationText()), "");
  EXPECT_EQ(ErrorOf(With(R"({"system": "phone", "value": "+31880000101")", R"({"system": "sms")")),
            file_.filename().string() +
                " HealthcareService/duinhaven-centrum.telecom: no telephone number (1 finding; see "
                "`lint --region`)");
  EXPECT_EQ(ErrorOf("{}"), file_.filename().string() + " $.resourceType: is no Bundle");
}

TEST_F(RegionFile, WarningsDoNotRefuseIt) {
  EXPECT_EQ(ErrorOf(With("2026-12-25", "2026-12-23", Every::kAll)), "");
}

TEST_F(RegionFile, AMissingFileAndAFolderAreErrors) {
  EXPECT_EQ(LoadSoundRegion("nowhere.json", At(kToday)).error().ToString(),
            "nowhere.json: cannot be opened");
  EXPECT_FALSE(LoadSoundRegion(testing::TempDir(), At(kToday)).ok());
}

}  // namespace
}  // namespace wervelwijzer::region
