// Region files in their many forms: kinds of Bundle, versions, references, JSON and XML.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cards/region/small_region.h"

namespace wervelwijzer::region {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::string_view kHospital =
    R"({"resourceType":"Organization","id":"a","name":"A, fictief",
        "identifier":[{"system":"http://fhir.nl/fhir/NamingSystem/ura","value":"00000012"}]})";

TEST(ReadRegion, TheDemonstrationRegionHasThreeNetworksAndNineHospitals) {
  const Region& region = Demonstration();
  int networks = 0;
  int hospitals = 0;
  for (std::size_t at = 0; at < region.organizations.size(); ++at) {
    networks += region.organizations[at].is_network ? 1 : 0;
    const bool legal = region.LegalHospital(static_cast<Index>(at)) == static_cast<Index>(at);
    hospitals += !region.organizations[at].is_network && legal ? 1 : 0;
    EXPECT_THAT(region.organizations[at].name, HasSubstr("(fictief)"));
  }
  EXPECT_EQ(networks, 3);
  EXPECT_EQ(hospitals, 9);
  EXPECT_EQ(Lines(Read(DemonstrationText()).issues), "");
}

TEST(ReadRegion, EveryKindOfBundleThatHoldsADirectoryIsRead) {
  for (const std::string_view type :
       {"transaction", "batch", "collection", "searchset", "history"}) {
    EXPECT_EQ(Read(BundleOf(kHospital, type)).region.organizations.size(), 1u) << type;
  }
  EXPECT_FALSE(ReadRegion(BundleOf(kHospital, "message")).ok());
  EXPECT_FALSE(ReadRegion(kHospital).ok());
  EXPECT_FALSE(ReadRegion("no json").ok());
  EXPECT_FALSE(ReadRegion("<Bundle").ok());
  EXPECT_TRUE(ReadRegion("\xEF\xBB\xBF" + BundleOf(kHospital)).ok());
}

TEST(ReadRegion, TheNewestVersionCountsAndADeletedResourceIsGone) {
  const std::string history = BundleOf(
      R"({"resource":{"resourceType":"Organization","id":"a","name":"newest"}},
         {"resource":{"resourceType":"Organization","id":"a","name":"older"}},
         {"request":{"method":"DELETE","url":"Organization/b"}},
         {"resource":{"resourceType":"Organization","id":"b","name":"gone"}},
         {"resource":{"resourceType":"Organization","id":"c","name":"old","meta":{"versionId":"2"}}},
         {"resource":{"resourceType":"Organization","id":"c","name":"new","meta":{"versionId":"11"}}},
         {"resource":{"resourceType":"Organization","id":"d","name":"early",
                      "meta":{"versionId":"9","lastUpdated":"2026-01-01T00:00:00Z"}}},
         {"resource":{"resourceType":"Organization","id":"d","name":"late",
                      "meta":{"versionId":"1","lastUpdated":"2026-02-01T00:00:00Z"}}})",
      "history");
  std::vector<std::string> names;
  for (const Organization& one : Read(history).region.organizations) names.push_back(one.name);
  EXPECT_THAT(names, ElementsAre("newest", "new", "late"));
}

TEST(ReadRegion, InOtherBundlesTheLastEntryOfAResourceCounts) {
  const std::string text = BundleOf(R"({"resourceType":"Organization","id":"a","name":"first"},
                                       {"resourceType":"Organization","id":"a","name":"last"})");
  ASSERT_EQ(Read(text).region.organizations.size(), 1u);
  EXPECT_EQ(Read(text).region.organizations[0].name, "last");
}

TEST(ReadRegion, AReferenceIsFoundByAddressByTypeAndIdAndByIdentifier) {
  for (const std::string_view reference :
       {R"("reference":"urn:uuid:1")", R"("reference":"Organization/a")",
        R"("reference":"https://elsewhere.example/fhir/Organization/a/_history/3")",
        R"("identifier":{"system":"http://fhir.nl/fhir/NamingSystem/ura","value":"12"})"}) {
    const std::string text =
        BundleOf("{\"fullUrl\":\"urn:uuid:1\",\"resource\":" + std::string(kHospital) + "}," +
                 R"({"resourceType":"HealthcareService","id":"s","providedBy":{)" +
                 std::string(reference) + "}}");
    const RegionReading reading = Read(text);
    EXPECT_EQ(Lines(reading.issues), "") << reference;
    ASSERT_EQ(reading.region.services.size(), 1u);
    EXPECT_EQ(reading.region.services[0].provider, 0) << reference;
  }
}

TEST(ReadRegion, AReferenceThatNamesNothingIsAFindingWithItsPlace) {
  const RegionReading reading = Read(BundleOf(
      R"({"resourceType":"HealthcareService","id":"s","providedBy":{"reference":"Organization/x"}},
         {"resourceType":"Organization","id":"a","partOf":{"reference":"Organization/y"}})"));
  EXPECT_EQ(Lines(reading.issues),
            "error Organization/a.partOf: names no Organization of this file\n"
            "error HealthcareService/s.providedBy: names no Organization of this file\n");
}

TEST(ReadRegion, ACircleOfPartOfEndsSomewhere) {
  const RegionReading reading = Read(BundleOf(
      R"({"resourceType":"Organization","id":"a","partOf":{"reference":"Organization/b"}},
         {"resourceType":"Organization","id":"b","partOf":{"reference":"Organization/a"}})"));
  EXPECT_THAT(reading.region.Chain(0), ElementsAre(0, 1));
}

TEST(ReadRegion, HospitalsAreFoundByUraElseAgbWithoutLeadingZeros) {
  const Region region =
      Read(
          BundleOf(
              std::string(kHospital) +
              R"(,{"resourceType":"Organization","id":"site","partOf":{"reference":"Organization/a"},
          "identifier":[{"system":"http://fhir.nl/fhir/NamingSystem/agb-z","value":"06010101"}]})"))
          .region;
  EXPECT_EQ(region.FindOrganization({"", "12"}), 0);
  EXPECT_EQ(region.FindOrganization({"", "00000012"}), 0);
  EXPECT_EQ(region.FindOrganization({"", "6010101"}), 1);
  EXPECT_EQ(region.FindOrganization({std::string(kUra), "6010101"}), kNone);
  EXPECT_EQ(region.FindOrganization({"", ""}), kNone);
  EXPECT_EQ(region.LegalHospital(1), 0);
}

TEST(ReadRegion, PersonsAndOtherVersionsAreFindings) {
  const RegionReading reading = Read(BundleOf(
      R"({"resourceType":"Practitioner","id":"p"},
         {"resourceType":"Organization","id":"a","contact":[{"name":{"text":"iemand"}}]},
         {"resourceType":"HealthcareService","id":"s","availability":[{}]})"));
  EXPECT_EQ(Lines(reading.issues),
            "error Practitioner/p: is a person; a region file holds none\n"
            "error Organization/a.contact.name: names a person; a region file holds none\n"
            "error HealthcareService/s: is R5, which keeps hours in `availability` and numbers in "
            "`contact`; write R4\n");
}

TEST(ReadRegion, WhatCannotBeReadIsAFindingAndNotUsed) {
  const RegionReading reading = Read(BundleOf(
      R"({"resourceType":"HealthcareService","id":"s",
          "availableTime":[{"daysOfWeek":["maandag"],"availableStartTime":"08:00:00",
                            "availableEndTime":"17:00:00"},
                           {"availableStartTime":"8 uur","availableEndTime":"17:00:00"}],
          "notAvailable":[{"description":"Kerst","during":{"start":"kerst"}}]},
         {"resourceType":"Schedule","id":"m","actor":[{"reference":"HealthcareService/s"}],
          "extension":[{"url":"https://wervelwijzer.nl/fhir/StructureDefinition/meeting-rule",
                        "valueTiming":{"repeat":{"dayOfWeek":["mon"],"period":2,"periodUnit":"wk",
                                                 "timeOfDay":["16:30:00"]}}}]})"));
  EXPECT_TRUE(reading.region.services[0].hours.empty());
  EXPECT_TRUE(reading.region.services[0].closures.empty());
  EXPECT_TRUE(reading.region.services[0].meetings[0].rules.empty());
  EXPECT_EQ(reading.issues.size(), 4u) << Lines(reading.issues);
}

TEST(ReadRegion, XmlSaysTheSameAsJson) {
  const std::string json =
      BundleOf(std::string(kHospital) +
               R"(,{"resourceType":"HealthcareService","id":"s","active":false,"name":"Dienst",
          "extension":[{"url":"https://wervelwijzer.nl/fhir/StructureDefinition/operations-per-year",
            "extension":[{"url":"count","valueInteger":12},{"url":"year","valueInteger":2025}]}],
          "providedBy":{"reference":"Organization/a"},
          "type":[{"coding":[{"system":"https://wervelwijzer.nl/fhir/CodeSystem/region-service",
                              "code":"radiotherapy"}]}],
          "telecom":[{"system":"phone","value":"+31880000001","rank":1}],
          "availableTime":[{"daysOfWeek":["mon"],"availableStartTime":"08:00:00",
                            "availableEndTime":"17:00:00"}]})");
  const std::string xml = R"(<?xml version="1.0"?><Bundle xmlns="http://hl7.org/fhir">
    <type value="collection"/>
    <entry><resource><Organization><id value="a"/>
      <identifier><system value="http://fhir.nl/fhir/NamingSystem/ura"/><value value="00000012"/>
      </identifier><name value="A, fictief"/></Organization></resource></entry>
    <entry><resource><HealthcareService><id value="s"/>
      <extension url="https://wervelwijzer.nl/fhir/StructureDefinition/operations-per-year">
        <extension url="count"><valueInteger value="12"/></extension>
        <extension url="year"><valueInteger value="2025"/></extension></extension>
      <active value="false"/><providedBy><reference value="Organization/a"/></providedBy>
      <type><coding><system value="https://wervelwijzer.nl/fhir/CodeSystem/region-service"/>
        <code value="radiotherapy"/></coding></type>
      <name value="Dienst"/>
      <telecom><system value="phone"/><value value="+31880000001"/><rank value="1"/></telecom>
      <availableTime><daysOfWeek value="mon"/><availableStartTime value="08:00:00"/>
        <availableEndTime value="17:00:00"/></availableTime>
    </HealthcareService></resource></entry></Bundle>)";
  for (const std::string& text : {json, xml}) {
    const RegionReading reading = Read(text);
    EXPECT_EQ(Lines(reading.issues), "");
    ASSERT_EQ(reading.region.services.size(), 1u) << text;
    const Service& service = reading.region.services[0];
    EXPECT_EQ(reading.region.organizations[0].identifiers[0].value, "00000012");
    EXPECT_FALSE(service.is_active);
    EXPECT_EQ(service.provider, 0);
    EXPECT_EQ(service.operations_per_year, 12);
    EXPECT_THAT(service.codes, ElementsAre("radiotherapy"));
    EXPECT_THAT(service.PhonesAt(At("2026-11-20T12:00:00+01:00")), ElementsAre("+31880000001"));
    ASSERT_EQ(service.hours.size(), 1u);
    EXPECT_EQ(service.hours[0].days.to_ulong(), 2u);
    EXPECT_EQ(service.hours[0].from, 480);
  }
}

TEST(ReadRegion, TheNumberOfTheLowestRankStandsFirstAndThePlaceLendsItsOwn) {
  const Region region = Read(BundleOf(
                                 R"({"resourceType":"HealthcareService","id":"s","telecom":[
            {"system":"phone","value":"3"},{"system":"phone","value":"2","rank":2},
            {"system":"phone","value":"0","use":"old","rank":1},
            {"system":"email","value":"x"},{"system":"phone","value":"1","rank":1}]},
         {"resourceType":"HealthcareService","id":"t","location":[{"reference":"Location/l"}]},
         {"resourceType":"Location","id":"l","telecom":[{"system":"phone","value":"4"}],
          "extension":[{"url":"http://hl7.org/fhir/StructureDefinition/timezone",
                        "valueCode":"Atlantic/Azores"}]})"))
                            .region;
  EXPECT_THAT(region.services[0].PhonesAt({}), ElementsAre("1", "2", "3"));
  EXPECT_THAT(region.services[1].PhonesAt({}), ElementsAre("4"));
  EXPECT_EQ(region.services[1].zone.OffsetMinutes(At("2026-11-20T12:00:00Z")), -60);
}

}  // namespace
}  // namespace wervelwijzer::region
