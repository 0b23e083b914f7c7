#pragma once

// What the word of a status means: one table for all types of resources.

#include <string_view>

#include "guideline/bindings/tables.h"

namespace wervelwijzer::guideline {

// The first row that fits decides; what no row names is kExcluded. `status` in small letters.
FactState StateByStatus(std::string_view resource_type, SourceKind source, std::string_view status);

// preliminary, registered, in-progress, …; also a word that FHIR does not have, or has in small
// letters only.
bool IsWeakStatus(std::string_view status);

}  // namespace wervelwijzer::guideline
