#include "hooks/registry.h"

#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "base/json.h"
#include "guideline/bindings/finding.h"

namespace wervelwijzer::hooks {
namespace {

using cards::Language;

JsonDocument Discovery(Language language = Language::kDutch) {
  return std::move(JsonDocument::Parse(DiscoveryDocument(language))).value();
}

TEST(Registry, EveryServiceHasItsRequiredMembers) {  // DISC-06 to DISC-10
  for (const Language language : {Language::kDutch, Language::kEnglish}) {
    const JsonDocument document = Discovery(language);
    EXPECT_EQ(document.root().Get("services").size(), 6u);
    for (const JsonValue service : document.root().Get("services").elements()) {
      for (const char* member : {"hook", "title", "description", "id", "usageRequirements"}) {
        EXPECT_FALSE(service.Get(member).string_or("").empty()) << member;
      }
      EXPECT_NE(FindService(service.Get("id").string_or("")), nullptr);
    }
  }
}

TEST(Registry, IdsAreUniqueAndFitOnePathSegment) {  // DISC-10, DISC-18
  std::set<std::string_view> ids;
  for (const ServiceDescription& service : Services()) {
    EXPECT_TRUE(ids.insert(service.id).second) << service.id;
    EXPECT_TRUE(std::regex_match(std::string(service.id), std::regex("[a-z-]+")));
    EXPECT_TRUE(service.id.ends_with(service.hook)) << service.id;
  }
}

TEST(Registry, DocumentIsTheSameBytesEachTime) {  // DISC-22
  EXPECT_EQ(DiscoveryDocument(Language::kDutch), DiscoveryDocument(Language::kDutch));
  EXPECT_NE(DiscoveryDocument(Language::kDutch), DiscoveryDocument(Language::kEnglish));
}

// PREF-02 to PREF-16: reads and type-level searches with the tokens of 2.0 and no operations.
TEST(Registry, TemplatesStayWithinWhatEveryClientKnows) {
  const std::regex read(R"([A-Z]\w+/\{\{context\.(patientId|encounterId)\}\})");
  const std::regex search(
      R"([A-Z]\w+\?patient=\{\{context\.patientId\}\}(&_sort=-?[a-z-]+)?(&_count=[1-9]\d*)?)");
  for (const PrefetchTemplate& prefetch : PrefetchTemplates()) {
    const std::string query(prefetch.query);
    EXPECT_TRUE(std::regex_match(query, read) || std::regex_match(query, search)) << query;
  }
}

TEST(Registry, TemplatesHaveTheKeysOfTheContract) {
  std::set<std::string_view> keys;
  for (const PrefetchTemplate& prefetch : PrefetchTemplates()) keys.insert(prefetch.key);
  const std::set<std::string_view> wanted = {"patient",
                                             "conditions",
                                             "observations",
                                             "procedures",
                                             "medications",
                                             "serviceRequests",
                                             "diagnosticReports",
                                             "imagingStudies",
                                             "devices",
                                             "medicationStatements",
                                             "appointments",
                                             "encounter",
                                             "questionnaireResponses",
                                             "allergies",
                                             "tasks",
                                             "medicationAdministrations",
                                             "medicationDispenses",
                                             "consents",
                                             "carePlans",
                                             "flags",
                                             "bodyStructures"};
  EXPECT_EQ(keys, wanted);
}

// Whatever the bindings read has to be asked for, under a name of R4 or one that stands for it.
TEST(Registry, TemplatesNameEveryTypeThatAdviceRestsOn) {
  std::set<std::string> asked;
  for (const PrefetchTemplate& prefetch : PrefetchTemplates()) {
    const std::string query(prefetch.query);
    asked.insert(query.substr(0, query.find_first_of("?/")));
  }
  // Types of other versions of FHIR; and types that are read when somebody supplies them, on which
  // no advice that starts or stops something rests.
  const std::set<std::string> exempt = {
      "ProcedureRequest", "DiagnosticOrder",    "DiagnosticRequest", "ReferralRequest",
      "MedicationOrder",  "DeviceUseStatement", "DeviceUsage",       "Goal"};
  const std::vector<std::string> types = {"AdverseEvent",
                                          "AllergyIntolerance",
                                          "Appointment",
                                          "AppointmentResponse",
                                          "BodyStructure",
                                          "CarePlan",
                                          "CareTeam",
                                          "ClinicalImpression",
                                          "Communication",
                                          "CommunicationRequest",
                                          "Condition",
                                          "Consent",
                                          "Coverage",
                                          "DetectedIssue",
                                          "Device",
                                          "DeviceRequest",
                                          "DeviceUsage",
                                          "DeviceUseStatement",
                                          "DiagnosticOrder",
                                          "DiagnosticReport",
                                          "DiagnosticRequest",
                                          "DocumentReference",
                                          "Encounter",
                                          "EpisodeOfCare",
                                          "FamilyMemberHistory",
                                          "Flag",
                                          "Goal",
                                          "ImagingStudy",
                                          "Immunization",
                                          "List",
                                          "Media",
                                          "Medication",
                                          "MedicationAdministration",
                                          "MedicationDispense",
                                          "MedicationOrder",
                                          "MedicationRequest",
                                          "MedicationStatement",
                                          "NutritionOrder",
                                          "Observation",
                                          "Patient",
                                          "Procedure",
                                          "ProcedureRequest",
                                          "QuestionnaireResponse",
                                          "ReferralRequest",
                                          "RelatedPerson",
                                          "RequestGroup",
                                          "RiskAssessment",
                                          "ServiceRequest",
                                          "Specimen",
                                          "Task"};
  for (const std::string& type : types) {
    const bool is_read = guideline::SourceOf(type) != guideline::SourceKind::kNone ||
                         type == "AllergyIntolerance" || type == "QuestionnaireResponse" ||
                         type == "BodyStructure" || type == "Patient";
    if (is_read && !exempt.contains(type)) {
      EXPECT_TRUE(asked.contains(type)) << type << " is read and not asked for";
    }
  }
}

TEST(Registry, UnknownServiceIsNull) {
  EXPECT_EQ(FindService("spinal-metastases"), nullptr);
  EXPECT_EQ(FindService(""), nullptr);
}

}  // namespace
}  // namespace wervelwijzer::hooks
