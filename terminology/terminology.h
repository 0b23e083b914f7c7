#pragma once

// What a code means. Concepts are ours (`metastasis-spine`); codes are other people's. The table is
// terminology/data, its licences terminology/NOTICE.md.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "fhir/coding.h"

namespace wervelwijzer::terminology {

using ConceptId = std::uint16_t;

// kNotCovered is not "no": the system is not known, or has no code for the concept, or only a
// hierarchy that is not loaded could exclude the code.
enum class Answer { kYes, kNo, kNotCovered };

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
  std::string status;  // `verified`, `single-source`, `own`
  std::string source;
};

// Immutable after Load and shared by threads; copies share the tables.
class Terminology {
 public:
  // Reads concepts.tsv and systems.tsv. Errors name file and line.
  static Result<Terminology> Load(const std::string& directory);

  // The concept by name; nothing when no row has it.
  std::optional<ConceptId> Find(std::string_view concept_name) const;
  // REQUIRES: id < concept_count().
  std::string_view Name(ConceptId id) const;
  std::size_t concept_count() const;
  std::span<const Row> rows() const;

  // Does the coding mean the concept?
  Answer Is(ConceptId id, const fhir::Coding& coding) const;
  // Appends every concept that the coding means, each once. False when the system is not known.
  bool Lookup(const fhir::Coding& coding, std::vector<ConceptId>& out) const;
  // The short name of a system uri in any of its forms; empty when not known.
  std::string_view SystemName(std::string_view uri) const;
  // The uri by which a short name is written in FHIR; empty when not known.
  std::string_view SystemUri(std::string_view name) const;

 private:
  struct Tables;
  explicit Terminology(std::shared_ptr<const Tables> tables);
  std::shared_ptr<const Tables> tables_;
};

}  // namespace wervelwijzer::terminology
