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
            R"({"system":"http://loinc.org","code":"89243-0"}},"valueInteger":80})");
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

}  // namespace
}  // namespace wervelwijzer::fhir
