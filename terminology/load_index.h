#pragma once

// The look-up from its file when that still holds, else made again.

#include <string>
#include <vector>

#include "base/result.h"
#include "terminology/code_index.h"
#include "terminology/concept_table.h"
#include "terminology/snapshot.h"
#include "terminology/system_table.h"

namespace wervelwijzer::terminology {

// Where snapshots lie and where the look-up is kept; see Terminology::Load.
struct IndexPlaces {
  std::string snapshots;  // a folder; empty: no snapshots
  std::string kept;       // a folder; empty: that of the snapshots, if any, else in memory
};

struct LoadedIndex {
  CodeIndex index;
  std::vector<SnapshotHead> snapshots;
};

// See Terminology::Load. `tables` is the content of the tables, to see whether they changed.
Result<LoadedIndex> LoadIndex(const SystemTable& systems, const ConceptTable& concepts,
                              std::string_view tables, const IndexPlaces& places);

}  // namespace wervelwijzer::terminology
