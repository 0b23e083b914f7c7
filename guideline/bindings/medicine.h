#pragma once

// What a medicine is and holds: by its codes, those of the Medication that it refers to, its
// ingredient, its name.

#include <optional>
#include <string>
#include <string_view>

#include "fhir/record.h"
#include "guideline/bindings/tables.h"

namespace wervelwijzer::guideline {

// What a person would call the medicine: the text or a display of its code, else of the Medication
// that it refers to, else of the reference. From the request, never trusted; may be empty.
std::string NameOfMedicine(const fhir::Resource& resource, const fhir::Record& record);

// A name that speaks of a corticosteroid, in Dutch or English, whatever its form.
bool NamesSteroid(std::string_view name);

// Milligrams in one tablet or capsule: by strengths.tsv, by the strength of the only ingredient, by
// the only number of milligrams in the name (`dexamethason tablet 4 mg`, not `4 mg/ml`). Nothing
// where they say nothing or several things.
std::optional<double> MilligramsEach(const fhir::Resource& resource, const fhir::Record& record,
                                     const BindingTables& tables,
                                     const terminology::Terminology& terminology);

}  // namespace wervelwijzer::guideline
