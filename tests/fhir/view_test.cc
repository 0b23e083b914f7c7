#include "fhir/view.h"

#include <gtest/gtest.h>

namespace wervelwijzer::fhir {
namespace {

class ViewTest : public ::testing::Test {
 protected:
  const Resource& Add(std::string_view json) {
    auto document = JsonDocument::Parse(json);
    EXPECT_TRUE(document.ok());
    documents_.push_back(std::move(document).value());
    Issues issues;
    record_.Add(documents_.back().root(), ResourceOrigin::kPrefetch, "$", issues);
    return record_.resources().back();
  }

  std::vector<JsonDocument> documents_;
  Record record_;
};

TEST_F(ViewTest, ClinicalStatusIsACodeInOldAndAConceptInNewVersions) {
  EXPECT_EQ(Code(Add(R"({"resourceType":"Condition","id":"1","clinicalStatus":"active"})"),
                 Field::kClinical),
            "active");
  EXPECT_EQ(Code(Add(R"({"resourceType":"Condition","id":"2",
                         "clinicalStatus":{"coding":[{"code":"resolved"}]}})"),
                 Field::kClinical),
            "resolved");
}

TEST_F(ViewTest, CodesAreThoseOfAllCodings) {
  EXPECT_EQ(Codes(Add(R"({"resourceType":"Condition","id":"1","verificationStatus":"refuted"})"),
                  Field::kVerification),
            (std::vector<std::string_view>{"refuted"}));
  EXPECT_EQ(Codes(Add(R"({"resourceType":"Condition","id":"2","verificationStatus":
                          {"coding":[{"code":"410516002"},{"code":"refuted"}]}})"),
                  Field::kVerification),
            (std::vector<std::string_view>{"410516002", "refuted"}));
}

TEST_F(ViewTest, MedicationIsFoundInEveryVersionsPlace) {
  for (const char* json : {R"({"resourceType":"MedicationRequest","id":"1",
            "medicationCodeableConcept":{"coding":[{"system":"s","code":"H02AB02"}]}})",
                           R"({"resourceType":"MedicationRequest","id":"2",
            "medication":{"concept":{"coding":[{"system":"s","code":"H02AB02"}]}}})",
                           R"({"resourceType":"MedicationOrder","id":"3","contained":[
            {"resourceType":"Medication","id":"m","code":{"coding":[{"system":"s","code":"H02AB02"}]}}],
            "medicationReference":{"reference":"#m"}})",
                           R"({"resourceType":"MedicationRequest","id":"4","contained":[
            {"resourceType":"Medication","id":"m","code":{"coding":[{"system":"s","code":"H02AB02"}]}}],
            "medication":{"reference":{"reference":"#m"}}})"}) {
    const std::vector<Coding> codings = SubjectMatter(Add(json), record_);
    ASSERT_EQ(codings.size(), 1u) << json;
    EXPECT_EQ(codings[0].code, "H02AB02");
  }
}

TEST_F(ViewTest, ChoiceElementIsFoundWhateverItsType) {
  const Resource& resource =
      Add(R"({"resourceType":"Observation","id":"1","_valueInteger":{},"valueInteger":80})");
  std::string_view name;
  EXPECT_EQ(Choice(resource.json, "value", &name).integer(), 80);
  EXPECT_EQ(name, "valueInteger");
  EXPECT_FALSE(Choice(resource.json, "onset").exists());
}

struct ShapeCase {
  const char* name;
  Version version;
  const char* json;
};

class VersionTest : public ::testing::TestWithParam<ShapeCase> {};

TEST_P(VersionTest, ShapeTellsTheVersion) {
  auto document = JsonDocument::Parse(GetParam().json);
  ASSERT_TRUE(document.ok());
  Record record;
  Issues issues;
  record.Add(document->root(), ResourceOrigin::kPrefetch, "$", issues);
  EXPECT_STREQ(VersionName(DetectVersion(record)), VersionName(GetParam().version));
}

constexpr ShapeCase kShapes[] = {
    {"NothingToTellFrom", Version::kR4, R"({"resourceType":"Patient","id":"1"})"},
    {"StatusInOneWordWithSubject", Version::kStu3,
     R"({"resourceType":"Condition","clinicalStatus":"active","subject":{}})"},
    {"VerificationInOneWordWithSubject", Version::kStu3,
     R"({"resourceType":"Condition","verificationStatus":"confirmed","subject":{}})"},
    {"StatusInOneWordWithPatient", Version::kDstu2,
     R"({"resourceType":"Condition","clinicalStatus":"active","patient":{}})"},
    {"StatusInOneWordWithAssertedDate", Version::kStu3,
     R"({"resourceType":"Condition","assertedDate":"2018-01-01","clinicalStatus":"active"})"},
    {"StatusAsAConcept", Version::kR4,
     R"({"resourceType":"Condition","clinicalStatus":{"coding":[]},"subject":{}})"},
    {"ConditionWithParticipant", Version::kR5,
     R"({"resourceType":"Condition","clinicalStatus":{"coding":[]},"participant":[{}]})"},
    {"ObservationInAContext", Version::kStu3,
     R"({"resourceType":"Observation","status":"final","context":{"reference":"Encounter/1"}})"},
    {"ProcedureInAContext", Version::kStu3,
     R"({"resourceType":"Procedure","status":"completed","context":{},
         "performedDateTime":"2018"})"},
    {"StatementOfWhatIsTaken", Version::kStu3,
     R"({"resourceType":"MedicationStatement","taken":"y","medicationReference":{}})"},
    {"RequestByAnAgent", Version::kStu3,
     R"({"resourceType":"MedicationRequest","medicationReference":{},"requester":{"agent":{}}})"},
    {"ProcedureRequestWithIntent", Version::kStu3,
     R"({"resourceType":"ProcedureRequest","intent":"order"})"},
    {"ProcedureRequestOrderedOn", Version::kDstu2,
     R"({"resourceType":"ProcedureRequest","orderedOn":"2015"})"},
    {"MedicationOrder", Version::kDstu2, R"({"resourceType":"MedicationOrder"})"},
    {"EncounterClassAsCoding", Version::kR4,
     R"({"resourceType":"Encounter","class":{"code":"AMB"},"subject":{},"period":{"start":"2020"}})"},
    {"EncounterClassAsWord", Version::kDstu2,
     R"({"resourceType":"Encounter","class":"outpatient","patient":{}})"},
    {"ServiceRequestWithReference", Version::kR5,
     R"({"resourceType":"ServiceRequest","id":"1","code":{"concept":{"text":"x"}}})"},
    {"MedicationAsReference", Version::kR5,
     R"({"resourceType":"MedicationRequest","medication":{"reference":{}}})"},
    {"FormAsReference", Version::kStu3,
     R"({"resourceType":"QuestionnaireResponse","questionnaire":{"reference":"Q/1"},"item":[{}]})"},
    {"OneOddResourceAmongMany", Version::kR4,
     R"({"resourceType":"Bundle","entry":[
         {"resource":{"resourceType":"Condition","recordedDate":"2020","clinicalStatus":{}}},
         {"resource":{"resourceType":"Condition","recordedDate":"2020","clinicalStatus":{}}},
         {"resource":{"resourceType":"Condition","clinicalStatus":"active"}}]})"},
};

INSTANTIATE_TEST_SUITE_P(Shapes, VersionTest, ::testing::ValuesIn(kShapes),
                         [](const auto& shape) { return std::string(shape.param.name); });

TEST_F(ViewTest, ExtensionIsReadByItsUrlOnly) {
  const Resource& resource = Add(R"({"resourceType":"Condition","id":"1","extension":[
      {"url":"http://example.org/x","valueCodeableConcept":{"coding":[{"code":"no"}]}},
      {"url":"http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-laterality-qualifier",
       "valueCodeableConcept":{"coding":[{"code":"side"}]}}],
      "bodySite":[{"extension":[
      {"url":"http://example.org/x","valueCodeableConcept":{"coding":[{"code":"no"}]}}]}]})");
  std::vector<Coding> codings = Sites(resource, record_);
  ASSERT_EQ(codings.size(), 1u);
  EXPECT_EQ(codings[0].code, "side");
}

TEST_F(ViewTest, ContainedBodyStructureIsASite) {
  const Resource& resource = Add(R"({"resourceType":"Condition","id":"1","contained":[
      {"resourceType":"BodyStructure","id":"b","includedStructure":[
        {"structure":{"coding":[{"code":"place"}]},"laterality":{"coding":[{"code":"side"}]}}],
       "excludedStructure":[{"structure":{"coding":[{"code":"not-here"}]}}]}],
      "extension":[{"url":"http://hl7.org/fhir/StructureDefinition/bodySite",
                    "valueReference":{"reference":"#b"}}]})");
  std::vector<Coding> codings = Sites(resource, record_);
  ASSERT_EQ(codings.size(), 2u);
  EXPECT_EQ(codings[0].code, "place");
  EXPECT_EQ(codings[1].code, "side");
}

}  // namespace
}  // namespace wervelwijzer::fhir
