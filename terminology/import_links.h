#pragma once

// Sources of links: a table of four columns, or a FHIR ConceptMap (STU3, R4, R5). A source with one
// bad link is refused whole, so that nobody relies on half of it.

#include <string>

#include "base/result.h"
#include "terminology/system_table.h"

namespace wervelwijzer::terminology {

struct LinkImport {
  std::string text;     // of the kept file
  std::string name;     // of the file it is kept in, without the ending
  std::string version;  // ConceptMap.version, or `# version …` above the table; may be empty
  std::size_t links = 0;
  std::size_t left_out = 0;  // of a ConceptMap: relationships that do not say what the code means
};

// Reads the file: a ConceptMap when it begins with a brace, else a table.
//
// The table is UTF-8, tab separated, `#` begins a comment; its header is
//   system <tab> code <tab> target-system <tab> target-code
// System is a uri, the target's system a uri or short name of systems.tsv. A row says that a record
// with the code may be read as though it had the target beside it.
//
// Of a ConceptMap count the relationships by which the code means what its target means: `equal`,
// `equivalent` (the same), `wider`, `subsumes` of R4 and `source-is-narrower-than-target` of R5
// (the code lies within the target). All others are left out and counted: of a target that is
// narrower, overlaps or is only related, the code need not mean anything. So are targets under
// conditions
// (`dependsOn`), whole value sets, and `noMap`.
//
// Errors: kNotFound; kTooLarge above 512 MiB; kInvalidInput with file and line, or the place in the
// ConceptMap: a cell that is lacking, empty or has blanks at its ends, a system that is no uri, a
// target whose system the tables do not cover or whose code fails the form or check digit of its
// system; no link at all.
Result<LinkImport> ImportLinks(const std::string& path, const SystemTable& systems);

}  // namespace wervelwijzer::terminology
