#include "guideline/bindings/patient.h"

#include <algorithm>
#include <utility>

#include "fhir/view.h"
#include "guideline/bindings/read_value.h"

namespace wervelwijzer::guideline {
namespace {

using fhir::Field;

double CompletedYears(TimePoint birth, const BindOptions& options) {
  const CivilTime born = options.zone.ToCivil(birth), today = options.zone.ToCivil(options.now);
  const bool before_birthday =
      today.month < born.month || (today.month == born.month && today.day < born.day);
  return today.year - born.year - (before_birthday ? 1 : 0);
}

// The Patient resource speaks of this moment: it goes before any earlier statement.
Statement PatientStatement(const fhir::Resource& patient, ValueSet values, std::string date,
                           std::string how, TimePoint now) {
  Statement statement;
  statement.first = statement.last = now;
  statement.values = std::move(values);
  statement.road = Road::kCode;
  statement.evidence.reference = patient.Reference();
  statement.evidence.date = std::move(date);
  statement.evidence.how = std::move(how);
  return statement;
}

// `Patient/1` of a relative, absolute or versioned reference.
bool RefersTo(std::string_view reference, const fhir::Resource& patient) {
  reference = reference.substr(0, reference.find("/_history/"));
  if (!patient.full_url.empty() && reference == patient.full_url) return true;
  if (patient.id.empty() || !reference.ends_with(patient.id)) return false;
  reference.remove_suffix(patient.id.size());
  return reference.empty() || reference.ends_with("Patient/") || reference.ends_with("urn:uuid:");
}

bool IsPerson(std::string_view reference) {
  return reference.find("Patient/") != std::string_view::npos ||
         reference.find("RelatedPerson/") != std::string_view::npos;
}

bool IsAboutOther(std::string_view reference, const fhir::Resource& patient) {
  if (reference.empty() || RefersTo(reference, patient)) return false;
  // A contained or unresolvable reference without type may be the patient; a named person is not.
  return IsPerson(reference) || reference.find("Group/") != std::string_view::npos ||
         (reference.starts_with("urn:") && !patient.full_url.empty());
}

}  // namespace

void ReadPatient(const fhir::Resource& patient, const InputCatalogue& catalogue,
                 const BindOptions& options, Statements& statements, Issues& issues) {
  const JsonValue birth = patient.json.Get("birthDate");
  const auto age = catalogue.Find("age-years");
  const auto time = fhir::ReadTime(birth, options.zone);
  if (birth.exists() && (!time || !time->first || *time->first > options.now)) {
    issues.push_back({Severity::kError, "birthDate is not a date in the past",
                      patient.Reference() + ".birthDate"});
  } else if (age && time) {
    const TimePoint last = std::min(*time->last, options.now);
    ValueSet years =
        ValueSet::Range(CompletedYears(last, options), CompletedYears(*time->first, options));
    statements.Add(*age, PatientStatement(patient, std::move(years), std::string(time->text),
                                          "computed from birthDate", options.now));
  }
  const std::string_view gender = patient.json.Get("gender").string_or({});
  const auto sex = catalogue.Find("sex");
  if (sex && catalogue.definitions()[*sex].Allows(gender)) {
    statements.Add(*sex, PatientStatement(patient, ValueSet::Code(std::string(gender)), {},
                                          "Patient.gender", options.now));
  }
}

bool IsAbout(const fhir::Resource& resource, const fhir::Resource& patient) {
  if (resource.type == "Appointment") {  // one participant of several is the patient
    bool names_person = false;
    for (JsonValue actor : fhir::Values(resource, Field::kSubject)) {
      const std::string_view reference = actor.Get("reference").string_or({});
      if (RefersTo(reference, patient)) return true;
      names_person = names_person || reference.find("Patient/") != std::string_view::npos;
    }
    return !names_person;
  }
  if (IsAboutOther(fhir::ReferenceText(resource, Field::kSubject), patient)) return false;
  for (JsonValue focus : resource.json.Get("focus").elements()) {
    const std::string_view reference = focus.Get("reference").string_or({});
    if (IsPerson(reference) && !RefersTo(reference, patient)) return false;
  }
  return true;
}

}  // namespace wervelwijzer::guideline
