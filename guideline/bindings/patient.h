#pragma once

// What the Patient says: age and sex; and who a resource is about.

#include "guideline/bindings/finding.h"
#include "guideline/bindings/statement.h"

namespace wervelwijzer::guideline {

// Completed years at `now`; of a partial birth date each age that it allows, of one that nobody can
// have none. Administrative sex when it is male or female.
void ReadPatient(const fhir::Resource& patient, const InputCatalogue& catalogue,
                 const BindOptions& options, Statements& statements, Issues& issues);

// True when Patient.deceased says that the patient has died. A date that cannot be read, lies
// wholly ahead or stands beside `false` leaves it open: an issue, and nobody is taken to be dead.
bool IsDeceased(const fhir::Resource& patient, const BindOptions& options, Issues& issues);

// False when the resource names another patient (by reference, by a fullUrl or contained resource
// that `record` resolves, or by an identifier that the patient has with another value), a thing or
// a place, or is about a relative or a part of the patient that is a person of its own
// (Observation.focus). Who is not named is taken to be the patient: the record was asked for this
// patient.
bool IsAbout(const fhir::Resource& resource, const fhir::Resource& patient,
             const fhir::Record& record);

}  // namespace wervelwijzer::guideline
