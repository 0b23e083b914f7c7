#include "guideline/bindings/patient.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "fhir/identity.h"
#include "fhir/view.h"
#include "guideline/bindings/read_value.h"

namespace wervelwijzer::guideline {
namespace {

using fhir::Field;
using fhir::RefersTo;

// Older than anybody has become: systems write 0001-01-01 or 1900-01-01 for a date they do not
// have.
constexpr double kOldestAge = 122;

double CompletedYears(TimePoint birth, const CivilTime& today, const BindOptions& options) {
  const CivilTime born = options.zone.ToCivil(birth);
  const bool before_birthday =
      today.month < born.month || (today.month == born.month && today.day < born.day);
  return today.year - born.year - (before_birthday ? 1 : 0);
}

// The Patient resource speaks of this moment: it goes before any statement up to now.
Statement PatientStatement(const fhir::Resource& patient, ValueSet values, std::string date,
                           std::string how, TimePoint now) {
  Statement statement;
  statement.first = statement.last = now + Duration(1);
  statement.values = std::move(values);
  statement.road = Road::kCode;
  statement.evidence.reference = patient.Reference();
  statement.evidence.date = std::move(date);
  statement.evidence.how = std::move(how);
  return statement;
}

bool IsPerson(std::string_view reference) {
  return reference.find("Patient/") != std::string_view::npos ||
         reference.find("RelatedPerson/") != std::string_view::npos;
}

// Subjects that FHIR allows beside a patient.
constexpr std::string_view kOtherSubjects[] = {
    "Device/",           "Group/",        "Location/", "Medication/", "Organization/",
    "PractitionerRole/", "Practitioner/", "Specimen/", "Substance/",  "BiologicallyDerivedProduct/",
};

bool NamesOther(std::string_view reference) {
  if (IsPerson(reference)) return true;
  return std::ranges::any_of(
      kOtherSubjects, [&](auto type) { return reference.find(type) != std::string_view::npos; });
}

// JSON has a list, XML with one element only that element.
std::vector<JsonValue> Identifiers(JsonValue person) {
  const JsonValue identifier = person.Get("identifier");
  if (identifier.is_object()) return {identifier};
  std::vector<JsonValue> all;
  for (const JsonValue element : identifier.elements()) all.push_back(element);
  return all;
}

// The patient has identifiers of the same system, and none with this value.
bool IsIdentifierOfOther(JsonValue identifier, const fhir::Resource& patient) {
  const std::string_view system = identifier.Get("system").string_or({});
  const std::string_view value = identifier.Get("value").string_or({});
  if (system.empty() || value.empty()) return false;
  bool has_other = false;
  for (const JsonValue own : Identifiers(patient.json)) {
    if (own.Get("system").string_or({}) != system) continue;
    if (own.Get("value").string_or(value) == value) return false;
    has_other = true;
  }
  return has_other;
}

// A Patient within the record that cannot be this one: another id of its own, or another
// identifier. A contained one has an id of its container only.
bool IsOtherPatient(JsonValue target, const fhir::Resource& patient, bool is_contained) {
  const std::string_view type = target.Get("resourceType").string_or({});
  if (type.empty() || target.identity() == patient.json.identity()) return false;
  if (type != "Patient") return true;
  const std::string_view id = target.Get("id").string_or({});
  if (!is_contained && !id.empty() && !patient.id.empty() && id != patient.id) return true;
  const std::vector<JsonValue> identifiers = Identifiers(target);
  return std::ranges::any_of(
      identifiers, [&](JsonValue identifier) { return IsIdentifierOfOther(identifier, patient); });
}

bool IsAboutOther(JsonValue subject, const fhir::Resource& resource, const fhir::Resource& patient,
                  const fhir::Record& record) {
  const std::string_view reference = subject.Get("reference").string_or({});
  if (reference.empty()) return IsIdentifierOfOther(subject.Get("identifier"), patient);
  if (RefersTo(reference, patient)) return false;
  if (NamesOther(reference)) return true;
  const bool is_contained = reference.starts_with('#');
  if (!is_contained && !reference.starts_with("urn:")) return false;
  if (!is_contained && patient.full_url.starts_with("urn:")) return true;
  return IsOtherPatient(record.Resolve(reference, resource), patient, is_contained);
}

}  // namespace

void ReadPatient(const fhir::Resource& patient, const InputCatalogue& catalogue,
                 const BindOptions& options, Statements& statements, Issues& issues) {
  const JsonValue birth = patient.Get("birthDate");
  const auto age = catalogue.Find("age-years");
  const auto time = fhir::ReadTime(birth, options.zone);
  const bool is_past = time && time->first && *time->first <= options.now;
  const CivilTime today = options.zone.ToCivil(options.now);
  const double oldest = is_past ? CompletedYears(*time->first, today, options) : 0;
  if (birth.exists() && !is_past) {
    issues.push_back({Severity::kError, "birthDate is not a date in the past",
                      patient.Reference() + ".birthDate"});
  } else if (oldest > kOldestAge) {
    issues.push_back({Severity::kWarning, "birthDate stands for one that is not known",
                      patient.Reference() + ".birthDate"});
  } else if (age && is_past) {
    const TimePoint last = std::min(*time->last, options.now);
    ValueSet years = ValueSet::Range(CompletedYears(last, today, options), oldest);
    statements.Add(*age, PatientStatement(patient, std::move(years), std::string(time->text),
                                          "computed from birthDate", options.now));
  }
  const std::string_view gender = patient.Get("gender").string_or({});
  const auto sex = catalogue.Find("sex");
  if (sex && catalogue.definitions()[*sex].Allows(gender)) {
    statements.Add(*sex, PatientStatement(patient, ValueSet::Code(std::string(gender)), {},
                                          "Patient.gender", options.now));
  }
}

bool IsDeceased(const fhir::Resource& patient, const BindOptions& options, Issues& issues) {
  const JsonValue flag = patient.Get("deceasedBoolean");
  const bool is_stated = flag.boolean().value_or(false) || flag.string_or({}) == "true";
  const bool is_denied = !flag.boolean().value_or(true) || flag.string_or({}) == "false";
  const JsonValue date = patient.Get("deceasedDateTime");
  if (is_stated || !date.exists()) return is_stated;
  const auto time = fhir::ReadTime(date, options.zone);
  const bool has_been = time && time->first && *time->first <= options.now;
  if (has_been && !is_denied) return true;
  issues.push_back({Severity::kWarning, "it is not sure that the patient has died",
                    patient.Reference() + ".deceasedDateTime"});
  return false;
}

bool IsAbout(const fhir::Resource& resource, const fhir::Resource& patient,
             const fhir::Record& record) {
  if (resource.type == "Appointment") {  // one participant of several is the patient
    bool names_person = false;
    for (JsonValue actor : fhir::Values(resource, Field::kSubject)) {
      const std::string_view reference = actor.Get("reference").string_or({});
      if (RefersTo(reference, patient)) return true;
      names_person = names_person || reference.find("Patient/") != std::string_view::npos;
    }
    return !names_person;
  }
  const JsonValue subject = fhir::First(resource, Field::kSubject);
  if (IsAboutOther(subject, resource, patient, record)) return false;
  for (JsonValue focus : resource.Get("focus").elements()) {
    const std::string_view reference = focus.Get("reference").string_or({});
    if (IsPerson(reference) && !RefersTo(reference, patient)) return false;
  }
  return true;
}

}  // namespace wervelwijzer::guideline
