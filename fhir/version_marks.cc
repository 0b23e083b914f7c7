#include "fhir/version_marks.h"

namespace wervelwijzer::fhir {
namespace {

using Type = JsonValue::Type;

constexpr Type kAny = Type::kMissing;
constexpr std::uint8_t k23 = kIn2 | kIn3, k34 = kIn3 | kIn4, k45 = kIn4 | kIn5;
constexpr std::uint8_t k234 = k23 | kIn4, k345 = k34 | kIn5, k245 = k45 | kIn2, k25 = kIn2 | kIn5;

// By type of resource; http://hl7.org/fhir/R5/diff.html and its predecessors.
constexpr VersionMark kMarks[] = {
    {k23, "BodySite", "", kAny},
    {k45, "BodyStructure", "", kAny},
    {kIn2, "DeviceUseRequest", "", kAny},
    {k234, "DeviceUseStatement", "", kAny},
    {kIn5, "DeviceUsage", "", kAny},
    {kIn2, "DiagnosticOrder", "", kAny},
    {kIn2, "MedicationOrder", "", kAny},
    {k345, "MedicationRequest", "", kAny},
    {k23, "ProcedureRequest", "", kAny},
    {k23, "ReferralRequest", "", kAny},
    {k45, "ServiceRequest", "", kAny},
    {k345, "CareTeam", "", kAny},
    {k345, "Consent", "", kAny},
    {k345, "Task", "", kAny},

    {kIn2, "AllergyIntolerance", "substance", kAny},
    {kIn3, "AllergyIntolerance", "assertedDate", kAny},
    {kIn3, "AllergyIntolerance", "clinicalStatus", Type::kString},
    {k45, "AllergyIntolerance", "clinicalStatus", Type::kObject},

    {kIn3, "CareTeam", "context", kAny},

    {kIn2, "Condition", "patient", kAny},
    {k345, "Condition", "subject", kAny},
    {kIn2, "Condition", "dateRecorded", kAny},
    {kIn3, "Condition", "assertedDate", kAny},
    {k45, "Condition", "recordedDate", kAny},
    {kIn3, "Condition", "context", kAny},
    {k245, "Condition", "encounter", kAny},
    {k23, "Condition", "clinicalStatus", Type::kString},
    {k45, "Condition", "clinicalStatus", Type::kObject},
    {k23, "Condition", "verificationStatus", Type::kString},
    {k45, "Condition", "verificationStatus", Type::kObject},
    {kIn4, "Condition", "recorder", kAny},
    {k234, "Condition", "asserter", kAny},
    {kIn5, "Condition", "participant", kAny},
    {k234, "Condition", "evidence.detail", kAny},
    {kIn5, "Condition", "evidence.concept", kAny},

    {kIn3, "Consent", "except", kAny},
    {k45, "Consent", "provision", kAny},
    {kIn3, "Consent", "consentingParty", kAny},
    {k34, "Consent", "patient", kAny},
    {kIn5, "Consent", "subject", kAny},
    {kIn4, "Consent", "scope", kAny},

    {k23, "Device", "udi", kAny},
    {k45, "Device", "udiCarrier", kAny},

    {kIn2, "DiagnosticReport", "codedDiagnosis.coding", kAny},
    {kIn3, "DiagnosticReport", "context", kAny},
    {k245, "DiagnosticReport", "encounter", kAny},
    {k45, "DiagnosticReport", "conclusionCode", kAny},

    {kIn2, "Encounter", "patient", kAny},
    {k345, "Encounter", "subject", kAny},
    {kIn2, "Encounter", "class", Type::kString},
    {k34, "Encounter", "class.code", kAny},
    {kIn5, "Encounter", "class.coding", kAny},
    {kIn5, "Encounter", "actualPeriod", kAny},
    {k234, "Encounter", "period", kAny},

    {k45, "Goal", "lifecycleStatus", kAny},
    {k23, "Goal", "status", Type::kString},
    {kIn2, "Goal", "description", Type::kString},
    {k345, "Goal", "description", Type::kObject},

    {k23, "ImagingStudy", "patient", kAny},
    {k45, "ImagingStudy", "subject", kAny},
    {k23, "ImagingStudy", "uid", kAny},
    {k34, "ImagingStudy", "procedureCode", kAny},
    {k25, "ImagingStudy", "procedure", kAny},
    {k45, "ImagingStudy", "status", kAny},

    {kIn2, "MedicationAdministration", "patient", kAny},
    {kIn2, "MedicationAdministration", "wasNotGiven", kAny},
    {kIn3, "MedicationAdministration", "notGiven", kAny},
    {kIn2, "MedicationAdministration", "effectiveTimeDateTime", kAny},
    {kIn2, "MedicationAdministration", "effectiveTimePeriod", kAny},
    {k34, "MedicationAdministration", "effectiveDateTime", kAny},
    {k34, "MedicationAdministration", "effectivePeriod", kAny},
    {kIn5, "MedicationAdministration", "occurenceDateTime", kAny},
    {kIn5, "MedicationAdministration", "occurencePeriod", kAny},
    {kIn5, "MedicationAdministration", "medication", Type::kObject},

    {kIn3, "MedicationDispense", "notDone", kAny},
    {kIn2, "MedicationDispense", "patient", kAny},
    {kIn5, "MedicationDispense", "medication", Type::kObject},

    {k34, "MedicationRequest", "medicationCodeableConcept", kAny},
    {k34, "MedicationRequest", "medicationReference", kAny},
    {kIn5, "MedicationRequest", "medication", Type::kObject},
    {kIn3, "MedicationRequest", "requester.agent", kAny},
    {k45, "MedicationRequest", "requester.reference", kAny},
    {kIn3, "MedicationRequest", "context", kAny},
    {k45, "MedicationRequest", "encounter", kAny},
    {k34, "MedicationRequest", "reasonCode", kAny},
    {k34, "MedicationRequest", "dosageInstruction.doseQuantity", kAny},
    {k45, "MedicationRequest", "dosageInstruction.doseAndRate", kAny},

    {kIn2, "MedicationStatement", "patient", kAny},
    {kIn2, "MedicationStatement", "wasNotTaken", kAny},
    {kIn3, "MedicationStatement", "taken", kAny},
    {k34, "MedicationStatement", "context", kAny},
    {kIn5, "MedicationStatement", "medication", Type::kObject},
    {k234, "MedicationStatement", "medicationCodeableConcept", kAny},
    {k234, "MedicationStatement", "medicationReference", kAny},

    {kIn2, "Observation", "comments", kAny},
    {kIn3, "Observation", "comment", kAny},
    {k45, "Observation", "note", kAny},
    {kIn3, "Observation", "context", kAny},
    {k245, "Observation", "encounter", kAny},
    {k23, "Observation", "related", kAny},
    {k45, "Observation", "hasMember", kAny},
    {k45, "Observation", "derivedFrom", kAny},
    {k45, "Observation", "focus", kAny},
    {k45, "Observation", "valueInteger", kAny},
    {kIn5, "Observation", "bodyStructure", kAny},

    {kIn3, "Procedure", "context", kAny},
    {k234, "Procedure", "performedDateTime", kAny},
    {k234, "Procedure", "performedPeriod", kAny},
    {kIn5, "Procedure", "occurrenceDateTime", kAny},
    {kIn5, "Procedure", "occurrencePeriod", kAny},
    {kIn3, "Procedure", "notDone", kAny},
    {kIn2, "Procedure", "notPerformed", kAny},
    {kIn5, "Procedure", "recorded", kAny},
    {k34, "Procedure", "reasonCode", kAny},

    {kIn2, "ProcedureRequest", "orderedOn", kAny},
    {kIn3, "ProcedureRequest", "authoredOn", kAny},
    {kIn3, "ProcedureRequest", "intent", kAny},
    {kIn3, "ProcedureRequest", "requester", kAny},
    {kIn2, "ProcedureRequest", "orderer", kAny},
    {kIn3, "ReferralRequest", "intent", kAny},
    {kIn2, "ReferralRequest", "dateSent", kAny},

    {kIn2, "QuestionnaireResponse", "group", kAny},
    {k345, "QuestionnaireResponse", "item", kAny},
    {k23, "QuestionnaireResponse", "questionnaire", Type::kObject},
    {k45, "QuestionnaireResponse", "questionnaire", Type::kString},

    {kIn4, "ServiceRequest", "code.coding", kAny},
    {kIn5, "ServiceRequest", "code.concept", kAny},
    {kIn4, "ServiceRequest", "reasonCode", kAny},
    {kIn4, "ServiceRequest", "reasonReference", kAny},
    {kIn5, "ServiceRequest", "reason", kAny},

    {k23, "Patient", "animal", kAny},
};

}  // namespace

std::span<const VersionMark> VersionMarks() { return kMarks; }

}  // namespace wervelwijzer::fhir
