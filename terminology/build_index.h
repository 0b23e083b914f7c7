#pragma once

// Tables and snapshots made into the look-up.

#include <cstdint>
#include <span>
#include <string>

#include "terminology/concept_table.h"
#include "terminology/snapshot.h"
#include "terminology/system_table.h"

namespace wervelwijzer::terminology {

// The bytes of a CodeIndex: every row, and every code of the snapshots with the concepts whose
// `descendants` rows it lies at or below. A concept is excluded for a code in use when for each of
// its rows of that system the snapshot knows all that lies below, or says that this code does not.
// Snapshots of systems that are not in the table are left out.
std::string BuildCodeIndex(const SystemTable& systems, const ConceptTable& concepts,
                           std::span<const Snapshot> snapshots, std::uint64_t sources);

}  // namespace wervelwijzer::terminology
