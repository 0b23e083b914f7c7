#pragma once

// What a code means. Concepts are ours (`metastasis-spine`); codes are other people's. The table is
// terminology/data, its licences terminology/NOTICE.md; hierarchies are imported (snapshot.h).

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "fhir/coding.h"
#include "terminology/concept_table.h"
#include "terminology/ids.h"
#include "terminology/link_file.h"
#include "terminology/snapshot.h"

namespace wervelwijzer::terminology {

// kNotCovered is not "no": the system is not known, or has no code for the concept, or only a
// hierarchy that is not loaded, or does not know the code, could exclude it.
enum class Answer { kYes, kNo, kNotCovered };

// How far a code could be compared, whatever it means.
enum class Reach {
  kChecked,        // a row has it, or a hierarchy decides about every concept of the system
  kListedOnly,     // with the codes of the rows or links: it may lie below one of them
  kUnknownSystem,  // with nothing
};

// Immutable after Load and shared by threads; copies share the tables.
class Terminology {
 public:
  // Reads concepts.tsv and systems.tsv. Errors name file and line.
  //
  // With a folder of `snapshots` every `*.codes.tsv` in it counts. A snapshot that does not hold is
  // an error, and so are two of one system.
  //
  // In the same folder every `*.links.tsv` counts (link_file.h): a code with a link means what its
  // targets mean, besides what it means itself. A link never makes a "no".
  //
  // The look-up is the file `codes.idx` in the folder `kept`, or without one in that of the
  // snapshots, that of links `links.idx`: mapped when it was made of the same tables and snapshots,
  // else (changed, damaged, cut short, absent) made again, with one line in the log. Several
  // processes may do so at once: each writes a file of its own and renames it, and all that do so
  // write the same. When it cannot be written it is kept in memory, with a line in the log; and so
  // it is without any folder.
  static Result<Terminology> Load(const std::string& directory, const std::string& snapshots = {},
                                  const std::string& kept = {});

  // The concept by name; nothing when no row has it.
  std::optional<ConceptId> Find(std::string_view concept_name) const;
  // REQUIRES: id < concept_count().
  std::string_view Name(ConceptId id) const;
  std::size_t concept_count() const;
  std::span<const Row> rows() const;
  // Of the hierarchies that are loaded.
  std::span<const SnapshotHead> snapshots() const;
  // Of the operator's links that are loaded.
  std::span<const LinkHead> links() const;

  // Does the coding mean the concept?
  Answer Is(ConceptId id, const fhir::Coding& coding) const;
  // Appends every concept that the coding means, each once. False when the system is not known and
  // no link names the code.
  // Allocates nothing when `out` has room.
  bool Lookup(const fhir::Coding& coding, std::vector<ConceptId>& out) const;
  Reach ReachOf(const fhir::Coding& coding) const;
  // Both at once.
  Reach Read(const fhir::Coding& coding, std::vector<ConceptId>& out) const;
  // The short name of a system uri in any of its forms; empty when not known.
  std::string_view SystemName(std::string_view uri) const;
  // The uri by which a system is named in the tables or, if it is not there, in links; empty when
  // it is in neither. Never what came with the request.
  std::string_view KnownUri(std::string_view uri) const;
  // The uri by which a short name is written in FHIR; empty when not known.
  std::string_view SystemUri(std::string_view name) const;

 private:
  struct Tables;
  explicit Terminology(std::shared_ptr<const Tables> tables);
  std::shared_ptr<const Tables> tables_;
};

}  // namespace wervelwijzer::terminology
