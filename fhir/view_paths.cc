#include "fhir/view_paths.h"

namespace wervelwijzer::fhir {
namespace {

// Side and place, beside the code of a body site or in its stead.
constexpr std::string_view kSiteUrls[] = {
    "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-laterality-qualifier",
    "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-laterality",  // mCODE 1
    "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-body-location-qualifier",
    "http://nictiz.nl/fhir/StructureDefinition/ext-AnatomicalLocation.Laterality",  // zib 2020
    "http://nictiz.nl/fhir/StructureDefinition/BodySite-Qualifier",                 // zib 2017
    "http://fhir.de/StructureDefinition/seitenlokalisation",  // beside ICD-10-GM
    "https://www.medizininformatik-initiative.de/fhir/ext/modul-onko/StructureDefinition/"
    "mii-ex-onko-strahlentherapie-bestrahlung-seitenlokalisation",
};

// A BodyStructure or BodySite where the resource itself has no element for it.
constexpr std::string_view kSiteLinkUrls[] = {
    "http://hl7.org/fhir/StructureDefinition/bodySite",                       // R4
    "http://hl7.org/fhir/StructureDefinition/body-site-instance",             // DSTU2, STU3
    "http://hl7.org/fhir/StructureDefinition/procedure-targetBodySite",       // STU3
    "http://hl7.org/fhir/StructureDefinition/procedure-targetBodyStructure",  // R4
    "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-radiotherapy-dose-delivered-to-volume",
    "volume",  // within the one above
};

// The treatment that an agreement is about.
constexpr std::string_view kTreatmentUrls[] = {
    "http://nictiz.nl/fhir/StructureDefinition/zib-TreatmentDirective-Treatment",  // zib 2017
};

// Since when and until when a medicine is used, by an agreement about it.
constexpr std::string_view kUsePeriodUrls[] = {
    "http://nictiz.nl/fhir/StructureDefinition/ext-TimeInterval.Period",     // zib 2020, MP9
    "http://nictiz.nl/fhir/StructureDefinition/ext-TimeInterval-Period",     // older spelling
    "http://nictiz.nl/fhir/StructureDefinition/zib-Medication-PeriodOfUse",  // zib 2017
    "http://nictiz.nl/fhir/StructureDefinition/ext-TimeInterval.Duration",   // within a Period
    "http://nictiz.nl/fhir/StructureDefinition/ext-TimeInterval-Duration",
    "http://nictiz.nl/fhir/StructureDefinition/zib-MedicationUse-Duration",
};

constexpr std::string_view kTreatmentIdUrls[] = {
    "http://nictiz.nl/fhir/StructureDefinition/ext-PharmaceuticalTreatment.Identifier",
    "http://nictiz.nl/fhir/StructureDefinition/zib-Medication-MedicationTreatment",
};

// The earlier agreement to administer that this one follows or ends.
constexpr std::string_view kPriorUrls[] = {
    "http://nictiz.nl/fhir/StructureDefinition/ext-RelationAdministrationAgreement",
};

// When it was written down, where the resource has no element for it.
constexpr std::string_view kRecordedUrls[] = {
    "http://nictiz.nl/fhir/StructureDefinition/ext-RegistrationDateTime",
    "http://nictiz.nl/fhir/StructureDefinition/zib-AdministrationAgreement-AuthoredOn",
    "http://hl7.org/fhir/StructureDefinition/condition-assertedDate",
};

// Rows of one type and field stand in the order in which they are tried: the present name before
// the older ones, what is exact before what is not.
constexpr FieldPath kPaths[] = {
    {"*", Field::kStatus, "status"},
    {"*", Field::kIntent, "intent"},
    {"*", Field::kPriority, "priority"},
    {"*", Field::kSubject, "subject"},
    {"*", Field::kSubject, "patient"},  // DSTU2; Device, FamilyMemberHistory, Consent
    {"*", Field::kEncounter, "encounter"},
    {"*", Field::kEncounter, "context"},  // STU3
    {"*", Field::kRequester, "requester"},
    {"*", Field::kRequester, "requester.agent"},  // STU3
    {"*", Field::kRequester, "orderer"},          // DSTU2
    {"*", Field::kRequester, "prescriber"},       // DSTU2
    {"*", Field::kCode, "code"},                  // R5: a CodeableReference in ServiceRequest
    {"*", Field::kCategory, "category"},
    {"*", Field::kBodySite, "bodySite"},
    {"*", Field::kBodySite, "bodySiteCodeableConcept"},  // DSTU2
    {"*", Field::kBodySite, "bodySite.extension.valueCodeableConcept", kSiteUrls},
    {"*", Field::kBodySite, "extension.valueCodeableConcept", kSiteUrls},
    {"*", Field::kBodySite, "code.coding.extension.valueCoding", kSiteUrls},
    {"*", Field::kSiteLink, "bodyStructure"},       // R5: Observation, ServiceRequest
    {"*", Field::kSiteLink, "bodySite.reference"},  // CodeableReference
    {"*", Field::kSiteLink, "bodySiteReference"},   // DSTU2
    {"*", Field::kSiteLink, "extension.valueReference", kSiteLinkUrls},
    {"*", Field::kSiteLink, "bodySite.extension.valueReference", kSiteLinkUrls},
    {"*", Field::kSiteLink, "extension.extension.valueReference", kSiteLinkUrls},
    {"*", Field::kReason, "reasonCode"},
    {"*", Field::kReason, "reasonCodeableConcept"},  // DSTU2
    {"*", Field::kReason, "reason"},                 // DSTU2, R5
    {"*", Field::kReason, "indication"},             // DSTU2
    {"*", Field::kReasonLink, "reasonReference"},
    {"*", Field::kReasonLink, "reason.reference"},  // R5
    {"*", Field::kTime, "effectiveDateTime"},
    {"*", Field::kTime, "effectivePeriod"},
    {"*", Field::kTime, "effectiveInstant"},
    {"*", Field::kTime, "occurrenceDateTime"},
    {"*", Field::kTime, "occurrencePeriod"},
    {"*", Field::kTime, "effectiveTiming.event"},
    {"*", Field::kTime, "occurrenceTiming.event"},
    {"*", Field::kTime, "occurrenceTiming.repeat.boundsPeriod"},
    {"*", Field::kRecorded, "authoredOn"},
    {"*", Field::kRecorded, "issued"},
    {"*", Field::kRecorded, "extension.valueDateTime", kRecordedUrls},
    {"*", Field::kUsePeriod, "extension.valuePeriod", kUsePeriodUrls},
    {"*", Field::kUseLength, "extension.valuePeriod.extension.valueDuration", kUsePeriodUrls},
    {"*", Field::kUseLength, "effectivePeriod.extension.valueDuration", kUsePeriodUrls},
    {"*", Field::kUseLength, "extension.valueDuration", kUsePeriodUrls},
    {"*", Field::kTreatment, "extension.valueIdentifier", kTreatmentIdUrls},
    {"*", Field::kPrior, "priorPrescription"},
    {"*", Field::kPrior, "extension.valueReference", kPriorUrls},

    {"Condition", Field::kClinical, "clinicalStatus"},
    {"Condition", Field::kVerification, "verificationStatus"},
    {"Condition", Field::kTime, "onsetDateTime"},
    {"Condition", Field::kTime, "onsetPeriod"},
    {"Condition", Field::kTime, "onsetDate"},
    {"Condition", Field::kRecorded, "recordedDate"},
    {"Condition", Field::kRecorded, "assertedDate"},  // STU3
    {"Condition", Field::kRecorded, "dateRecorded"},  // DSTU2
    {"Condition", Field::kEnd, "abatementDateTime"},
    {"Condition", Field::kEnd, "abatementPeriod"},
    {"Condition", Field::kEnd, "abatementDate"},
    {"Condition", Field::kEnd, "abatementBoolean"},
    {"Condition", Field::kEnd, "abatementAge"},
    {"Condition", Field::kEnd, "abatementRange"},
    {"Condition", Field::kEnd, "abatementString"},

    {"Procedure", Field::kTime, "performedDateTime"},
    {"Procedure", Field::kTime, "performedPeriod"},
    {"Procedure", Field::kRecorded, "recorded"},              // R5
    {"ProcedureRequest", Field::kTime, "scheduledDateTime"},  // DSTU2
    {"ProcedureRequest", Field::kTime, "scheduledPeriod"},
    {"ProcedureRequest", Field::kRecorded, "orderedOn"},
    {"DiagnosticOrder", Field::kCode, "item.code"},  // DSTU2
    {"DiagnosticOrder", Field::kBodySite, "item.bodySite"},
    {"DiagnosticOrder", Field::kRecorded, "event.dateTime"},
    {"ReferralRequest", Field::kCode, "serviceRequested"},
    {"ReferralRequest", Field::kCode, "type"},
    {"ReferralRequest", Field::kTime, "fulfillmentTime"},  // DSTU2
    {"ReferralRequest", Field::kRecorded, "date"},         // DSTU2
    {"ReferralRequest", Field::kRecorded, "dateSent"},     // DSTU2

    {"ImagingStudy", Field::kCode, "procedureCode"},  // STU3, R4
    {"ImagingStudy", Field::kCode, "procedure"},      // R5
    {"ImagingStudy", Field::kBodySite, "series.bodySite"},
    {"ImagingStudy", Field::kSiteLink, "series.bodySite.reference"},  // R5
    {"ImagingStudy", Field::kTime, "started"},
    {"BodyStructure", Field::kBodySite, "location"},  // R4
    {"BodyStructure", Field::kBodySite, "locationQualifier"},
    {"BodyStructure", Field::kBodySite, "includedStructure.structure"},  // R5
    {"BodyStructure", Field::kBodySite, "includedStructure.laterality"},
    {"BodyStructure", Field::kBodySite, "includedStructure.qualifier"},
    {"BodySite", Field::kBodySite, "code"},
    {"BodySite", Field::kBodySite, "qualifier"},  // STU3
    {"BodySite", Field::kBodySite, "modifier"},   // DSTU2
    {"Appointment", Field::kCode, "serviceType"},
    {"Appointment", Field::kCode, "type"},  // DSTU2
    {"Appointment", Field::kTime, "start"},
    {"Appointment", Field::kRecorded, "created"},
    {"Appointment", Field::kSubject, "participant.actor"},

    {"MedicationRequest", Field::kCode, "medicationCodeableConcept"},
    {"MedicationRequest", Field::kCode, "medication"},  // R5
    {"MedicationRequest", Field::kItem, "medicationReference"},
    {"MedicationRequest", Field::kItem, "medication.reference"},
    {"MedicationRequest", Field::kTime, "extension.valuePeriod", kUsePeriodUrls},
    {"MedicationRequest", Field::kTime, "dosageInstruction.timing.repeat.boundsPeriod"},
    {"MedicationRequest", Field::kRoute, "dosageInstruction.route"},
    {"MedicationRequest", Field::kDoseLength, "dosageInstruction.timing.repeat.boundsDuration"},
    {"MedicationRequest", Field::kDoseLength, "dosageInstruction.timing.repeat.boundsQuantity"},
    {"MedicationOrder", Field::kCode, "medicationCodeableConcept"},  // DSTU2
    {"MedicationOrder", Field::kEnd, "dateEnded"},
    {"MedicationOrder", Field::kItem, "medicationReference"},
    {"MedicationOrder", Field::kRecorded, "dateWritten"},
    {"MedicationOrder", Field::kRoute, "dosageInstruction.route"},
    {"MedicationOrder", Field::kDoseLength, "dosageInstruction.timing.repeat.boundsQuantity"},
    {"MedicationStatement", Field::kCode, "medicationCodeableConcept"},
    {"MedicationStatement", Field::kCode, "medication"},
    {"MedicationStatement", Field::kItem, "medicationReference"},
    {"MedicationStatement", Field::kItem, "medication.reference"},
    {"MedicationStatement", Field::kRecorded, "dateAsserted"},
    {"MedicationStatement", Field::kRoute, "dosage.route"},
    {"MedicationStatement", Field::kDoseLength, "dosage.timing.repeat.boundsDuration"},
    {"MedicationAdministration", Field::kCode, "medicationCodeableConcept"},
    {"MedicationAdministration", Field::kCode, "medication"},
    {"MedicationAdministration", Field::kItem, "medicationReference"},
    {"MedicationAdministration", Field::kItem, "medication.reference"},
    {"MedicationAdministration", Field::kTime, "effectiveTimeDateTime"},  // DSTU2
    {"MedicationAdministration", Field::kTime, "effectiveTimePeriod"},
    {"MedicationAdministration", Field::kTime, "occurenceDateTime"},  // R5 spells it so
    {"MedicationAdministration", Field::kTime, "occurencePeriod"},
    {"MedicationAdministration", Field::kRoute, "dosage.route"},
    {"MedicationDispense", Field::kCode, "medicationCodeableConcept"},
    {"MedicationDispense", Field::kCode, "medication"},
    {"MedicationDispense", Field::kItem, "medicationReference"},
    {"MedicationDispense", Field::kItem, "medication.reference"},
    {"MedicationDispense", Field::kTime, "extension.valuePeriod", kUsePeriodUrls},
    {"MedicationDispense", Field::kTime, "whenHandedOver"},
    {"MedicationDispense", Field::kRecorded, "whenPrepared"},
    {"MedicationDispense", Field::kRoute, "dosageInstruction.route"},

    {"Device", Field::kCode, "type"},
    {"DeviceUseStatement", Field::kItem, "device"},
    {"DeviceUseStatement", Field::kItem, "device.reference"},
    {"DeviceUseStatement", Field::kCode, "device"},
    {"DeviceUseStatement", Field::kTime, "timingPeriod"},
    {"DeviceUseStatement", Field::kTime, "timingDateTime"},
    {"DeviceUsage", Field::kItem, "device.reference"},  // R5
    {"DeviceUsage", Field::kCode, "device"},
    {"Flag", Field::kTime, "period"},
    {"CareTeam", Field::kTime, "period"},
    {"Task", Field::kSubject, "for"},
    {"Task", Field::kTime, "executionPeriod"},
    {"Task", Field::kTime, "requestedPeriod"},  // R5
    {"Task", Field::kTime, "restriction.period"},
    {"Consent", Field::kSubject, "subject"},  // R5
    {"Consent", Field::kCode, "provision.code"},
    {"Consent", Field::kCode, "except.code"},  // STU3
    {"Consent", Field::kCode, "extension.valueCodeableConcept", kTreatmentUrls},
    {"Consent", Field::kRecorded, "dateTime"},
    {"Consent", Field::kRecorded, "date"},  // R5
    {"Goal", Field::kStatus, "lifecycleStatus"},
    {"Consent", Field::kTime, "provision.period"},
    {"Goal", Field::kCode, "description"},
    {"Goal", Field::kCode, "target.detailCodeableConcept"},
    {"Goal", Field::kTime, "startDate"},
    {"Goal", Field::kRecorded, "statusDate"},
    {"Encounter", Field::kTime, "period"},
    {"Encounter", Field::kTime, "actualPeriod"},  // R5
    {"QuestionnaireResponse", Field::kTime, "authored"},
};

}  // namespace

std::span<const FieldPath> FieldPaths() { return kPaths; }

}  // namespace wervelwijzer::fhir
