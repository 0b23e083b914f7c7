#pragma once

// CareTeam (STU3 and later): who treats the patient.

#include <optional>

#include "guideline/bindings/tables.h"

namespace wervelwijzer::guideline {

// The question that a care team in use raises: who treats may have been at the meeting; whether
// they were is not in a CareTeam. Nothing for a team without members, one that is proposed, over or
// suspended, and one with a modifier extension that is not understood.
std::optional<Hint> HintOfCareTeam(const fhir::Resource& resource, const BindingTables& tables,
                                   const BindOptions& options);

}  // namespace wervelwijzer::guideline
