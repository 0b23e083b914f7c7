#pragma once

// SNOMED CT in Release Format 2 (SNOMED International, Release File Specification, sections on the
// Concept and the Relationship file).

#include <string>
#include <vector>

#include "base/result.h"
#include "terminology/snapshot.h"

namespace wervelwijzer::terminology {

struct Rf2Counts {
  std::size_t active = 0, inactive = 0;  // concepts
  std::size_t is_a = 0;                  // relationships taken
  std::size_t of_inactive = 0;           // relationships left out since one end is no longer in use
};

struct Rf2Import {
  std::string text;     // of the snapshot file
  std::string version;  // `INT_20260901`, of the file names; several joined by ` + `
  Rf2Counts counts;
};

// Reads every `sct2_Concept_Snapshot…` and `sct2_Relationship_Snapshot…` file below the folders:
// one edition, or an international release and the extensions that rest on it. Where two files have
// the same component, the later effectiveTime counts. Taken are the concepts, and the relationships
// `is a` that are active and not stated ones. kNotFound without such files; kInvalidInput with file
// and line for a row that is none, an identifier that fails its check digit, or a parent that no
// file has.
Result<Rf2Import> ImportRf2(const std::vector<std::string>& folders);

}  // namespace wervelwijzer::terminology
