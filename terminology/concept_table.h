#pragma once

// Our concepts and the codes that mean them, as concepts.tsv lists them.

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "terminology/ids.h"
#include "terminology/system_table.h"

namespace wervelwijzer::terminology {

enum class Match {
  kExact,        // this code
  kDescendants,  // this code and what lies below it; without a hierarchy this code
  kPrefix,       // every code that begins so
};

struct Row {
  ConceptId concept_id = 0;
  std::string role;    // `diagnosis`, `finding`, `observation`, …
  std::string system;  // short name of systems.tsv: `snomed`
  std::string code;
  std::string display;
  Match match = Match::kExact;
  std::string status;  // `verified`, `single-source`, `own`, `unverified`
  std::string source;

  // Seen in examples only: kept for who looks for a source, but no code means anything by it.
  bool is_used() const { return status != "unverified"; }
};

// What can be told about a concept and a system from the rows alone.
enum class RowCoverage : std::uint8_t {
  kNoRow,
  kComplete,        // a code that no row names does not mean the concept
  kNeedsHierarchy,  // such a code may lie below one that is named
};

class ConceptTable {
 public:
  // Reads concepts.tsv. Errors name file and line.
  static Result<ConceptTable> Read(const std::string& path, const SystemTable& systems);

  std::span<const Row> rows() const { return rows_; }
  std::size_t concept_count() const { return names_.size(); }
  std::optional<ConceptId> Find(std::string_view concept_name) const;
  // REQUIRES, for both: id < concept_count().
  std::string_view Name(ConceptId id) const { return names_[id]; }
  RowCoverage Coverage(ConceptId id, SystemIndex system) const { return coverage_[id][system]; }
  // Some concept has kNeedsHierarchy in this system.
  bool NeedsHierarchy(SystemIndex system) const { return needs_hierarchy_[system]; }
  // The concepts that have a row in this system.
  std::size_t CountWithRows(SystemIndex system) const { return with_rows_[system]; }

  // Appends, each once, the concepts of rows that name the beginning of the code, or a range of
  // categories that it lies in. For class codes in compared form; allocates nothing but in `out`.
  void CollectLeading(SystemIndex system, std::string_view code, std::vector<ConceptId>& out) const;

 private:
  struct Range {  // `C00-C97` of ICD-10: three-character categories, both ends included
    SystemIndex system = 0;
    std::string low, high;
    ConceptId concept_id = 0;
  };

  ConceptId Intern(const std::string& name);
  void Index(const Row& row, SystemIndex system, CodeForm form);

  std::vector<Row> rows_;
  std::vector<std::string> names_;
  std::unordered_map<std::string, ConceptId> ids_;
  std::vector<std::array<RowCoverage, kMostSystems>> coverage_;
  std::array<bool, kMostSystems> needs_hierarchy_{};
  std::array<std::size_t, kMostSystems> with_rows_{};
  std::unordered_map<std::uint64_t, std::vector<ConceptId>> leading_;  // by packed code
  std::vector<Range> ranges_;
};

// Appends the id unless it is there.
void AddOnce(std::vector<ConceptId>& ids, ConceptId id);

}  // namespace wervelwijzer::terminology
