// Routes in the demonstration region, row by row, and what a table does not say.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "base/json.h"
#include "cards/deadline.h"
#include "cards/region/route.h"
#include "cards/region/service_codes.h"
#include "cards/region/volume.h"
#include "cards/region/write_route.h"
#include "tests/cards/region/small_region.h"

namespace wervelwijzer::region {
namespace {

std::vector<std::string> Cells(const std::string& line) {
  std::vector<std::string> cells;
  std::stringstream stream(line);
  for (std::string cell; std::getline(stream, cell, '\t');) cells.push_back(cell);
  cells.resize(9);
  return cells;
}

std::string LastPart(JsonValue reference) {
  const std::string_view text = reference.string_or({});
  return std::string(text.substr(text.rfind('/') + 1));
}

// `outcome chosen meeting passed-over`, as the row has them.
std::string InOneLine(const Region& region, const RouteQuestion& question) {
  JsonWriter writer;
  WriteRoute(writer, region, question, FindRoute(region, question));
  const auto document = JsonDocument::Parse(writer.text());
  if (!document.ok()) return document.error().ToString();
  const JsonValue route = document->root();
  std::string line(route.Get("outcome").string_or({}));
  const bool own = route.Get("in-house").exists();
  line += "\t" + LastPart(route.Path(own ? "in-house" : "chosen", "reference")) + "\t";
  line += route.Get("ad-hoc").exists() ? "ad hoc" : route.Path("meeting", "start").string_or({});
  std::string passed;
  for (const JsonValue one : route.Get("passed-over").elements()) {
    const JsonValue service = one.Get("reference");
    passed += (passed.empty() ? "" : ",") +
              LastPart(service.exists() ? service : one.Path("organization", "reference")) + "=" +
              std::string(one.Get("reason").string_or({}));
  }
  return line + "\t" + passed;
}

RouteQuestion QuestionOf(const Region& region, const std::vector<std::string>& cells) {
  RouteQuestion question;
  question.hospital = region.FindOrganization({"", cells[1]});
  question.service = cells[2];
  question.at = At(cells[3]);
  if (cells[4].starts_with("P")) {
    question.deadline = cards::TermAfter(question.at, cells[4], TimeZone::Amsterdam());
  } else if (!cells[4].empty()) {
    question.deadline = At(cells[4]);
  }
  return question;
}

TEST(Routes, AreThoseOfTheTable) {
  std::ifstream file(WERVELWIJZER_SOURCE_DIR "/tests/cards/region/routes.tsv");
  int rows = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    const std::vector<std::string> cells = Cells(line);
    const RouteQuestion question = QuestionOf(Demonstration(), cells);
    ASSERT_NE(question.hospital, kNone) << line;
    ++rows;
    EXPECT_EQ(InOneLine(Demonstration(), question),
              cells[5] + "\t" + cells[6] + "\t" + cells[7] + "\t" + cells[8])
        << cells[0];
  }
  EXPECT_GE(rows, 20);
}

// One network with one centre; `service` is put into its HealthcareService.
Region OneCentre(const std::string& service) {
  return Read(
             BundleOf(
                 R"({"resourceType":"Organization","id":"n"},{"resourceType":"Organization","id":"h"},
       {"resourceType":"Organization","id":"c"},
       {"resourceType":"OrganizationAffiliation","id":"1","organization":{"reference":"Organization/n"},
        "participatingOrganization":{"reference":"Organization/h"},
        "code":[{"coding":[{"system":"http://hl7.org/fhir/organization-role","code":"member"}]}]},
       {"resourceType":"OrganizationAffiliation","id":"2","organization":{"reference":"Organization/n"},
        "participatingOrganization":{"reference":"Organization/c"},
        "code":[{"coding":[{"system":"http://hl7.org/fhir/organization-role","code":"provider"}]}]},
       {"resourceType":"HealthcareService","id":"s","providedBy":{"reference":"Organization/c"},
        "type":[{"coding":[{"system":"https://wervelwijzer.nl/fhir/CodeSystem/region-service",
                            "code":"spine-surgery"}]}])" +
                 service + "}"))
      .region;
}

std::string Asked(const Region& region) {
  RouteQuestion question{1, "spine-surgery", At("2026-11-20T14:00:00+01:00"), std::nullopt};
  return InOneLine(region, question);
}

TEST(Routes, ACentreWithoutANumberIsPassedOver) {
  EXPECT_EQ(Asked(OneCentre("")), "none\t\t\ts=no-number");
  EXPECT_EQ(Asked(OneCentre(R"(,"telecom":[{"system":"phone","value":"+31880000001"}])")),
            "centre\ts\t\t");
}

TEST(Routes, AVolumeThatIsNotStatedPassesNobodyOverAndTheNormItselfMeetsIt) {
  const auto with = [](int count) {
    return OneCentre(
        R"(,"telecom":[{"system":"phone","value":"+31880000001"}],"extension":[{"url":
           "https://wervelwijzer.nl/fhir/StructureDefinition/operations-per-year","extension":[
           {"url":"count","valueInteger":)" +
        std::to_string(count) + R"(},{"url":"year","valueInteger":2025}]}])");
  };
  EXPECT_EQ(Asked(with(kVolumeNorm)), "centre\ts\t\t");
  EXPECT_EQ(Asked(with(kVolumeNorm - 1)), "none\t\t\ts=below-volume-norm");
}

TEST(Routes, EveryServiceCodeIsKnownByName) {
  for (const OwnCode& code : ServiceCodes()) {
    EXPECT_EQ(FindServiceCode(code.code), &code);
    EXPECT_FALSE(code.dutch.empty() || code.english.empty());
  }
  EXPECT_EQ(FindServiceCode("cardiology"), nullptr);
}

}  // namespace
}  // namespace wervelwijzer::region
