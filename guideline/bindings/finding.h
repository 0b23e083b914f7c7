#pragma once

// A coded resource read once: what it is about, in what state, and when.

#include <optional>
#include <string>
#include <vector>

#include "fhir/date.h"
#include "fhir/record.h"
#include "guideline/bindings/tables.h"

namespace wervelwijzer::guideline {

// How far the clock of a record may run ahead before its moments count as the future.
inline constexpr Duration kClockSkew = std::chrono::hours(24);
// The same for what was seen or answered, which cannot lie ahead at all.
inline constexpr Duration kSmallSkew = std::chrono::minutes(5);

class Courses;

struct Finding {
  const fhir::Resource* resource = nullptr;
  SourceKind source = SourceKind::kNone;
  FactState state = FactState::kExcluded;
  bool weak = false;        // preliminary, or its status is unknown
  bool maybe_past = false;  // kActive, but it may be kInactive as well
  // Not empty: the resource may not mean what its code says (a modifier that is not understood,
  // statuses that contradict each other, …). Whatever it would say is asked, with this reason.
  std::string doubt;
  std::vector<ConceptId> concepts;  // composites included
  // No code of it means a concept, and one could not be placed: it may lie below a listed one.
  bool is_unplaced = false;
  // No code of it could be compared with anything: of systems that nobody covers, or none at all.
  bool is_unread = false;
  std::string how;                          // `code 94602001 of http://snomed.info/sct`
  std::string text;                         // displayed text, from the request
  std::optional<fhir::TimeRange> time;      // when it was so, is due or was done
  std::optional<fhir::TimeRange> recorded;  // when it was written down
};

// `code 94602001 of http://snomed.info/sct`, in characters of codes only, whatever the request
// holds.
std::string HowByCode(const fhir::Coding& coding, const terminology::Terminology& terminology);

// kNone for types that say nothing about the patient (and for FamilyMemberHistory, always).
SourceKind SourceOf(std::string_view resource_type);

// The state by the status elements of the resource; what was refuted, entered in error, cancelled,
// not done or not taken is kExcluded. `now` decides whether something has ended, and whether what
// is called completed can have been done already.
FactState StateOf(const fhir::Resource& resource, SourceKind source, const BindOptions& options);

// True when an element of the resource turns it into its opposite, whatever its status: not done,
// not given, not taken, not to be done.
bool IsNegated(const fhir::Resource& resource);

// Reads one resource; concepts are empty when no code of it is known. `courses` are those of the
// record.
Finding ReadFinding(const fhir::Resource& resource, const fhir::Record& record,
                    const Courses& courses, const BindingTables& tables,
                    const terminology::Terminology& terminology, const BindOptions& options);

// The findings that components of an Observation affirm, each with the time and status of the
// whole. A component without value or interpretation affirms nothing.
std::vector<Finding> ReadComponents(const fhir::Resource& resource, const BindingTables& tables,
                                    const terminology::Terminology& terminology,
                                    const BindOptions& options);

// What a DiagnosticReport concludes in codes: a finding of the report's time once it is final, in
// doubt (`report-mentions`) before.
Finding ReadConclusion(const fhir::Resource& resource, const terminology::Terminology& terminology,
                       const BindOptions& options);

}  // namespace wervelwijzer::guideline
