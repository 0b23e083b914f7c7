#pragma once

// One way to read a resource of DSTU2, STU3, R4 or R5. Where an element lies in which version is a
// table (view_paths.cc); readers ask for its meaning.

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "fhir/coding.h"
#include "fhir/record.h"

namespace wervelwijzer::fhir {

enum class Field {
  kStatus,        // code
  kClinical,      // Condition: clinical status
  kVerification,  // Condition: verification status
  kIntent,        // code
  kPriority,      // code
  kSubject,       // Reference
  kEncounter,     // Reference
  kRequester,     // Reference
  kCode,          // CodeableConcept: what was found, asked for, done or given
  kItem,          // Reference to the Medication or Device that says what was given
  kCategory,      // CodeableConcept
  kBodySite,      // CodeableConcept or Coding, laterality included
  kSiteLink,      // Reference to the BodyStructure or BodySite that says where
  kReason,        // CodeableConcept
  kReasonLink,    // Reference
  kTime,          // date, dateTime or Period: when it was so, is due or was done
  kRecorded,      // when it was written down or asked for
  kEnd,           // Condition: abatement; DSTU2 MedicationOrder: when it was stopped
  kRoute,         // CodeableConcept
  kUsePeriod,     // Period: of use of a medicine, where it has an element or extension of its own
  kUseLength,     // Duration of that period
  kDoseLength,    // Duration for which one line of the dosage holds
  kTreatment,     // Identifier of the treatment that an agreement about a medicine belongs to
  kPrior,         // Reference to the agreement that this one replaces or ends
};
inline constexpr int kFieldCount = static_cast<int>(Field::kPrior) + 1;

// The values of the element under every name that it has had in this type of resource, arrays
// opened, in the order of the table. Empty when there is none.
std::vector<JsonValue> Values(const Resource& resource, Field field);
// The first of them; missing when there is none.
JsonValue First(const Resource& resource, Field field);
// The codings of all of them, appended to `out`.
void CollectCodings(const Resource& resource, Field field, std::vector<Coding>& out);
// First() as a code: a string, or the first coding's code of a CodeableConcept; lower case as in
// the record. Empty when there is none.
std::string_view Code(const Resource& resource, Field field);
// All codes of the element: strings, and the codes of all codings. Empty when there is none.
std::vector<std::string_view> Codes(const Resource& resource, Field field);
// First() as a literal reference. A Reference, or an object that holds one (STU3 requester.agent).
std::string_view ReferenceText(const Resource& resource, Field field);

// The codings that say what the resource is about: its code, and that of the contained or
// referenced Medication or Device.
std::vector<Coding> SubjectMatter(const Resource& resource, const Record& record);

// The value of a choice element (`value[x]`): the member whose name is `stem` followed by a type.
// Missing when there is none; `name` receives the member's name.
JsonValue Choice(JsonValue object, std::string_view stem, std::string_view* name = nullptr);

// The codings of where the resource is about: its body sites with their laterality, and those of
// the contained or referenced BodyStructure or BodySite (DSTU2, STU3) as far as it is in use.
std::vector<Coding> Sites(const Resource& resource, const Record& record);

// The version that the shapes of the resources contradict least (version_marks.cc): R4 where
// several fit alike, and when nothing tells. A version that the client or its server states goes
// before it (Record::set_version).
Version DetectVersion(const Record& record);

}  // namespace wervelwijzer::fhir
