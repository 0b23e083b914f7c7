// The same patient in DSTU2, STU3, R4 and R5 is the same to the guideline.

#include <gtest/gtest.h>

#include "fhir/xml_reader.h"
#include "guideline/bindings/tables.h"
#include "tests/bindings/record_builder.h"

namespace wervelwijzer::guideline {
namespace {

struct VersionCase {
  const char* name;
  std::vector<std::string> resources;
};

constexpr const char* kSpine =
    R"("code":{"coding":[{"system":"http://snomed.info/sct","code":"94602001"}]})";
constexpr const char* kNsaid =
    R"({"coding":[{"system":"http://www.whocc.no/atc","code":"M01AB05"}]})";
constexpr const char* kMri =
    R"({"coding":[{"system":"http://snomed.info/sct","code":"411611000119102"}]})";
constexpr const char* kEcog =
    R"("code":{"coding":[{"system":"http://loinc.org","code":"89247-1"}]})";

std::vector<VersionCase> Cases() {
  const std::string spine = kSpine, nsaid = kNsaid, mri = kMri, ecog = kEcog;
  return {
      {"Dstu2",
       {R"({"resourceType":"Condition","id":"1","patient":{"reference":"Patient/p"},)" + spine +
            R"(,"clinicalStatus":"active","verificationStatus":"confirmed","dateRecorded":"2026-11-01"})",
        R"({"resourceType":"Observation","id":"2","subject":{"reference":"Patient/p"},"status":"final",)" +
            ecog + R"(,"valueQuantity":{"value":2},"effectiveDateTime":"2026-11-10"})",
        R"({"resourceType":"MedicationOrder","id":"3","patient":{"reference":"Patient/p"},)"
        R"("status":"active","medicationCodeableConcept":)" +
            nsaid + "}",
        R"({"resourceType":"DiagnosticOrder","id":"4","subject":{"reference":"Patient/p"},)"
        R"("status":"requested","item":[{"code":)" +
            mri + "}]}",
        R"({"resourceType":"QuestionnaireResponse","id":"5","subject":{"reference":"Patient/p"},)"
        R"("status":"completed","authored":"2026-11-20","questionnaire":{"reference":)"
        R"("https://wervelwijzer.nl/fhir/Questionnaire/intake"},"group":{"question":[)"
        R"({"linkId":"lhermitte","answer":[{"valueBoolean":true}]}]}})"}},
      {"Stu3",
       {R"({"resourceType":"Condition","id":"1","subject":{"reference":"Patient/p"},)" + spine +
            R"(,"clinicalStatus":"active","verificationStatus":"confirmed","assertedDate":"2026-11-01"})",
        R"({"resourceType":"Observation","id":"2","subject":{"reference":"Patient/p"},"status":"final",)" +
            ecog + R"(,"valueQuantity":{"value":2},"effectiveDateTime":"2026-11-10"})",
        R"({"resourceType":"MedicationRequest","id":"3","subject":{"reference":"Patient/p"},)"
        R"("status":"active","intent":"order","contained":[{"resourceType":"Medication","id":"m","code":)" +
            nsaid + R"(}],"medicationReference":{"reference":"#m"}})",
        R"({"resourceType":"ProcedureRequest","id":"4","subject":{"reference":"Patient/p"},)"
        R"("status":"active","intent":"order","code":)" +
            mri + "}",
        R"({"resourceType":"QuestionnaireResponse","id":"5","subject":{"reference":"Patient/p"},)"
        R"("status":"completed","authored":"2026-11-20","questionnaire":{"reference":)"
        R"("https://wervelwijzer.nl/fhir/Questionnaire/intake"},"item":[)"
        R"({"linkId":"lhermitte","answer":[{"valueBoolean":true}]}]})"}},
      {"R4",
       {R"({"resourceType":"Condition","id":"1","subject":{"reference":"Patient/p"},)" + spine +
            R"(,"clinicalStatus":{"coding":[{"code":"active"}]},)"
            R"("verificationStatus":{"coding":[{"code":"confirmed"}]},"recordedDate":"2026-11-01"})",
        R"({"resourceType":"Observation","id":"2","subject":{"reference":"Patient/p"},"status":"final",)" +
            ecog + R"(,"valueInteger":2,"effectiveDateTime":"2026-11-10"})",
        R"({"resourceType":"MedicationRequest","id":"3","subject":{"reference":"Patient/p"},)"
        R"("status":"active","intent":"order","medicationCodeableConcept":)" +
            nsaid + "}",
        R"({"resourceType":"ServiceRequest","id":"4","subject":{"reference":"Patient/p"},)"
        R"("status":"active","intent":"order","code":)" +
            mri + "}",
        R"({"resourceType":"QuestionnaireResponse","id":"5","subject":{"reference":"Patient/p"},)"
        R"("status":"completed","authored":"2026-11-20","questionnaire":)"
        R"("https://wervelwijzer.nl/fhir/Questionnaire/intake","item":[)"
        R"({"linkId":"lhermitte","answer":[{"valueBoolean":true}]}]})"}},
      {"R5",
       {R"({"resourceType":"Condition","id":"1","subject":{"reference":"Patient/p"},)" + spine +
            R"(,"clinicalStatus":{"coding":[{"code":"active"}]},)"
            R"("verificationStatus":{"coding":[{"code":"confirmed"}]},"recordedDate":"2026-11-01"})",
        R"({"resourceType":"Observation","id":"2","subject":{"reference":"Patient/p"},"status":"final",)" +
            ecog + R"(,"valueInteger":2,"effectiveDateTime":"2026-11-10"})",
        R"({"resourceType":"MedicationRequest","id":"3","subject":{"reference":"Patient/p"},)"
        R"("status":"active","intent":"order","medication":{"concept":)" +
            nsaid + "}}",
        R"({"resourceType":"ServiceRequest","id":"4","subject":{"reference":"Patient/p"},)"
        R"("status":"active","intent":"order","code":{"concept":)" +
            mri + "}}",
        R"({"resourceType":"QuestionnaireResponse","id":"5","subject":{"reference":"Patient/p"},)"
        R"("status":"completed","authored":"2026-11-20","questionnaire":)"
        R"("https://wervelwijzer.nl/fhir/Questionnaire/intake","item":[)"
        R"({"linkId":"lhermitte","answer":[{"valueBoolean":true}]}]})"}},
  };
}

class VersionsTest : public ::testing::TestWithParam<VersionCase> {};

TEST_P(VersionsTest, SamePatientGivesTheSameInputs) {
  const BoundPatient patient(GetParam().resources);
  EXPECT_EQ(patient.Value("spinal-metastases-established"), "true");
  EXPECT_EQ(patient.Value("ecog"), "2");
  EXPECT_EQ(patient.Value("nsaid-use"), "true");
  EXPECT_EQ(patient.Value("lhermitte"), "true");
  bool has_mri = false;
  for (const Order& order : patient.bound().orders) {
    has_mri = has_mri || order.kind == OrderKind::kMriWholeSpine;
  }
  EXPECT_TRUE(has_mri);
  EXPECT_EQ(patient.bound().inputs.Get("spinal-metastases-established").evidence.at(0).date,
            "2026-11-01");
  EXPECT_TRUE(patient.bound().issues.empty());
}

INSTANTIATE_TEST_SUITE_P(All, VersionsTest, ::testing::ValuesIn(Cases()),
                         [](const auto& instance) { return std::string(instance.param.name); });

// Elements that repeat are arrays in JSON, and in XML only when they do.
TEST(XmlTest, FinePrintIsReadInXmlToo) {
  const auto in_xml = [](std::string_view xml) {
    auto json = fhir::XmlToJson(xml);
    EXPECT_TRUE(json.ok()) << xml;
    return json.ok() ? *json : std::string("{}");
  };
  const std::string about = R"(<subject><reference value="Patient/p"/></subject>)";
  const std::string spine =
      R"(<code><coding><system value="http://snomed.info/sct"/><code value="94602001"/></coding></code>)";
  const BoundPatient patient(
      {in_xml(R"(<Condition xmlns="http://hl7.org/fhir"><id value="1"/>)"
              R"(<modifierExtension url="http://example.org/x"><valueBoolean value="true"/>)"
              R"(</modifierExtension>)" +
              spine + about + "</Condition>"),
       in_xml(R"(<CareTeam xmlns="http://hl7.org/fhir"><id value="2"/><status value="active"/>)" +
              about + R"(<participant><role><text value="neuroloog"/></role></participant>)" +
              "</CareTeam>"),
       in_xml(
           R"(<MedicationRequest xmlns="http://hl7.org/fhir"><id value="3"/>)"
           R"(<extension url="http://nictiz.nl/fhir/StructureDefinition/ext-TimeInterval.Period">)"
           R"(<valuePeriod><start value="2026-11-01"/></valuePeriod></extension>)"
           R"(<status value="unknown"/><category><coding><system value="http://snomed.info/sct"/>)"
           R"(<code value="33633005"/></coding></category><medicationCodeableConcept><coding>)"
           R"(<system value="http://www.whocc.no/atc"/><code value="M01AB05"/></coding>)"
           R"(</medicationCodeableConcept>)" +
           about + "</MedicationRequest>")});
  EXPECT_EQ(patient.Value("spinal-metastases-established"), "unknown");
  EXPECT_EQ(patient.Hints("spinal-metastases-established"), "modified");
  EXPECT_EQ(patient.Hints("brain-mdo-participants"), "care-team");
  EXPECT_EQ(patient.Value("nsaid-use"), "true");
}

}  // namespace
}  // namespace wervelwijzer::guideline
