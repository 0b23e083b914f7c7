#include "cards/region/asking_hospital.h"

#include <gtest/gtest.h>

#include <memory>

#include "base/json.h"
#include "tests/cards/region/small_region.h"

namespace wervelwijzer::region {
namespace {

// Who is found to ask when the record holds these resources.
std::string AskerOf(const std::string& resources, const Asker& asker) {
  const auto document = JsonDocument::Parse(BundleOf(resources));
  if (!document.ok()) return document.error().ToString();
  fhir::Record record;
  Issues issues;
  record.Add(document->root(), fhir::ResourceOrigin::kPrefetch, "$", issues);
  const Index found = FindAskingHospital(Demonstration(), record, asker);
  return found == kNone ? "unknown"
                        : Demonstration().organizations[static_cast<std::size_t>(found)].reference;
}

std::string Encounter(const std::string& provider) {
  return R"({"resourceType":"Encounter","id":"1","serviceProvider":)" + provider + "}";
}

constexpr std::string_view kRole =
    R"({"resourceType":"PractitionerRole","id":"7","organization":{"identifier":{
        "system":"http://fhir.nl/fhir/NamingSystem/agb-z","value":"06990005"}}})";

const Asker kAsker{"Encounter/1", "PractitionerRole/7", ""};

TEST(AskingHospital, TheProviderOfTheEncounterIsFoundByItsIdentifier) {
  EXPECT_EQ(AskerOf(Encounter(R"({"identifier":{"system":"http://fhir.nl/fhir/NamingSystem/ura",
                                  "value":"90000003"}})"),
                    kAsker),
            "Organization/terpzicht");
  EXPECT_EQ(AskerOf(Encounter(R"({"reference":"Organization/12"})") +
                        R"(,{"resourceType":"Organization","id":"12","identifier":[
                            {"system":"http://fhir.nl/fhir/NamingSystem/ura","value":"90000004"}]})",
                    kAsker),
            "Organization/lindehof");
}

TEST(AskingHospital, ADepartmentAsksForTheHospitalItIsPartOf) {
  EXPECT_EQ(AskerOf(Encounter(R"({"reference":"Organization/dept"})") +
                        R"(,{"resourceType":"Organization","id":"dept",
                             "partOf":{"reference":"Organization/12"}},
                            {"resourceType":"Organization","id":"12","identifier":[
                            {"system":"http://fhir.nl/fhir/NamingSystem/ura","value":"90000004"}]})",
                    kAsker),
            "Organization/lindehof");
}

TEST(AskingHospital, ABareIdOfAnotherServerIsNobody) {
  EXPECT_EQ(AskerOf(Encounter(R"({"reference":"Organization/lindehof"})"), kAsker), "unknown");
  EXPECT_EQ(AskerOf(Encounter(R"({"identifier":{"value":"90000004"}})"), kAsker), "unknown");
  EXPECT_EQ(AskerOf(Encounter(R"({"reference":
                "https://regio-demonstratie.example/fhir/Organization/lindehof"})"),
                    kAsker),
            "Organization/lindehof");
}

TEST(AskingHospital, TheRoleOfTheUserComesAfterTheEncounterAndTheFallbackLast) {
  const std::string role(kRole);
  const std::string encounter = Encounter(
      R"({"identifier":{"system":"http://fhir.nl/fhir/NamingSystem/ura","value":"90000003"}})");
  EXPECT_EQ(AskerOf(encounter + "," + role, kAsker), "Organization/terpzicht");
  EXPECT_EQ(AskerOf(role, kAsker), "Organization/rivieroever");
  EXPECT_EQ(AskerOf(role, {"", "Practitioner/7", ""}), "unknown");
  EXPECT_EQ(AskerOf("", {"", "", "90000001"}), "Organization/duinhaven");
  EXPECT_EQ(AskerOf("", {"", "", std::string(kAgb) + "|6990010"}),
            "Organization/heidekant-polikliniek");
}

TEST(AskingHospital, AnotherEncounterThanThatOfTheCallDoesNotCount) {
  const std::string other =
      R"({"resourceType":"Encounter","id":"2","serviceProvider":{"identifier":{
      "system":"http://fhir.nl/fhir/NamingSystem/ura","value":"90000003"}}})";
  EXPECT_EQ(AskerOf(other, kAsker), "unknown");
  EXPECT_EQ(AskerOf(other, {"", "", ""}), "Organization/terpzicht");  // the only one
}

}  // namespace
}  // namespace wervelwijzer::region
