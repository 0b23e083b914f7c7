#pragma once

// The look-up from its file when that still holds, else made again.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
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
  std::uint64_t sources = 0;            // a hash of the tables and snapshots
  std::vector<std::string> link_files;  // in the folder of snapshots, by name
};

// The block `name` in the folder when it was made of these sources; else what `build` makes, kept
// there for the next time when that can be. Without a folder it stays in memory.
Result<CodeIndex> OpenOrBuild(const std::string& folder, std::string_view name,
                              std::uint64_t sources,
                              const std::function<Result<std::string>()>& build);

// See Terminology::Load. `tables` is the content of the tables, to see whether they changed.
Result<LoadedIndex> LoadIndex(const SystemTable& systems, const ConceptTable& concepts,
                              std::string_view tables, const IndexPlaces& places);

}  // namespace wervelwijzer::terminology
