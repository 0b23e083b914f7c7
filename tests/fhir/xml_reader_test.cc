#include "fhir/xml_reader.h"

#include <gtest/gtest.h>

namespace wervelwijzer::fhir {
namespace {

std::string Convert(std::string_view body) {
  const auto json = XmlToJson(R"(<?xml version="1.0"?>)" + std::string(body));
  return json.ok() ? *json : "error: " + json.error().message;
}

TEST(XmlReaderTest, ResourceBecomesItsJson) {
  EXPECT_EQ(Convert(R"(<Observation xmlns="http://hl7.org/fhir"><id value="1"/>
      <status value="final"/><code><coding><system value="http://loinc.org"/>
      <code value="89243-0"/></coding></code><valueInteger value="80"/></Observation>)"),
            R"({"resourceType":"Observation","id":"1","status":"final","code":{"coding":)"
            R"([{"system":"http://loinc.org","code":"89243-0"}]},"valueInteger":80})");
}

TEST(XmlReaderTest, QuantitiesAreNumbersAndIdentifiersAreNot) {
  EXPECT_EQ(Convert(R"(<Observation xmlns="http://hl7.org/fhir"><identifier><value value="12"/>
      </identifier><valueQuantity><value value="6.5"/></valueQuantity></Observation>)"),
            R"({"resourceType":"Observation","identifier":{"value":"12"},)"
            R"("valueQuantity":{"value":6.5}})");
}

TEST(XmlReaderTest, ContainedResourcesAndListsKeepTheirShape) {
  EXPECT_EQ(Convert(R"(<MedicationRequest xmlns="http://hl7.org/fhir"><contained><Medication>
      <id value="m"/></Medication></contained><doNotPerform value="true"/></MedicationRequest>)"),
            R"({"resourceType":"MedicationRequest","contained":[{"resourceType":"Medication",)"
            R"("id":"m"}],"doNotPerform":true})");
}

TEST(XmlReaderTest, NarrativeIsDropped) {
  EXPECT_EQ(Convert(R"(<Condition xmlns="http://hl7.org/fhir"><text><status value="generated"/>
      <div xmlns="http://www.w3.org/1999/xhtml"><p>x</p></div></text></Condition>)"),
            R"({"resourceType":"Condition","text":{"status":"generated"}})");
}

TEST(XmlReaderTest, WhatIsNoResourceIsRefused) {
  EXPECT_EQ(Convert("<html/>"), "error: root element is no resource");
  EXPECT_FALSE(XmlToJson("<Condition").ok());
  EXPECT_FALSE(XmlToJson("").ok());
}

TEST(XmlReaderTest, FocusIsAListInAnObservationAndOneInATask) {
  const auto observation = XmlToJson(
      R"(<Observation xmlns="http://hl7.org/fhir"><focus><reference value="Patient/2"/></focus></Observation>)");
  ASSERT_TRUE(observation.ok());
  EXPECT_NE(observation->find(R"("focus":[)"), std::string::npos) << *observation;
  const auto task = XmlToJson(
      R"(<Task xmlns="http://hl7.org/fhir"><focus><reference value="Patient/2"/></focus></Task>)");
  ASSERT_TRUE(task.ok());
  EXPECT_NE(task->find(R"("focus":{)"), std::string::npos) << *task;
}

TEST(XmlReaderTest, DoseAndFrequencyAreReadAsInJson) {
  const auto request = XmlToJson(
      R"(<MedicationRequest xmlns="http://hl7.org/fhir"><dosageInstruction><timing><repeat>)"
      R"(<frequency value="2"/><period value="1"/><periodUnit value="d"/></repeat></timing>)"
      R"(<doseAndRate><doseQuantity><value value="8"/></doseQuantity></doseAndRate>)"
      R"(</dosageInstruction></MedicationRequest>)");
  ASSERT_TRUE(request.ok());
  EXPECT_NE(request->find(R"("frequency":2,"period":1,"periodUnit":"d")"), std::string::npos)
      << *request;
  EXPECT_NE(request->find(R"("doseAndRate":[{"doseQuantity":{"value":8}}])"), std::string::npos)
      << *request;
}

TEST(XmlReaderTest, DosageIsAListInAStatementAndOneInAnAdministration) {
  const auto statement = XmlToJson(
      R"(<MedicationStatement xmlns="http://hl7.org/fhir"><dosage><text value="x"/></dosage></MedicationStatement>)");
  ASSERT_TRUE(statement.ok());
  EXPECT_NE(statement->find(R"("dosage":[)"), std::string::npos) << *statement;
  const auto given = XmlToJson(
      R"(<MedicationAdministration xmlns="http://hl7.org/fhir"><dosage><text value="x"/></dosage></MedicationAdministration>)");
  ASSERT_TRUE(given.ok());
  EXPECT_NE(given->find(R"("dosage":{)"), std::string::npos) << *given;
}

TEST(XmlReaderTest, OneCodingIsAListAsInJson) {
  const auto json = XmlToJson(
      R"(<Flag xmlns="http://hl7.org/fhir"><code><coding><code value="1"/></coding></code></Flag>)");
  ASSERT_TRUE(json.ok());
  EXPECT_NE(json->find(R"("coding":[{)"), std::string::npos) << *json;
}

TEST(XmlReaderTest, ElementInUseIsABooleanAndAWordIsNoNumber) {
  const auto site = XmlToJson(
      R"(<BodySite xmlns="http://hl7.org/fhir"><id value="1"/><active value="false"/></BodySite>)");
  ASSERT_TRUE(site.ok());
  EXPECT_NE(site->find(R"("active":false)"), std::string::npos) << *site;
  for (const char* word : {"NaN", "nan", "INF", "inf"}) {
    const auto json =
        XmlToJson(R"(<Observation xmlns="http://hl7.org/fhir"><valueQuantity><value value=")" +
                  std::string(word) + R"("/></valueQuantity></Observation>)");
    ASSERT_TRUE(json.ok());
    EXPECT_NE(json->find("\"value\":\"" + std::string(word) + "\""), std::string::npos) << *json;
  }
}

}  // namespace
}  // namespace wervelwijzer::fhir
