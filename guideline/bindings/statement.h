#pragma once

// What one resource says about one input, and how many such sayings become the state of the input.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/issue.h"
#include "fhir/record.h"
#include "guideline/bindings/tables.h"
#include "guideline/inputs.h"

namespace wervelwijzer::guideline {

enum class Road { kDirect, kCode };  // stated as the input itself, or concluded from a code

struct Statement {
  ValueSet values;  // of a pointing: what it points at; empty: any value of the input
  Evidence evidence;
  // When it was said: some moment between the two. `first` absent: any time before; `last` absent:
  // up to the call.
  std::optional<TimePoint> first, last;
  Road road = Road::kCode;
  Certainty certainty = Certainty::kFirm;
};

// Bounds the latest moment by when it was written down: `recordedDate`, `issued`, `authored`, else
// `meta.lastUpdated`. One that is dated ahead counts as of now and as weak: it supersedes nothing.
void Bound(Statement& statement, const fhir::Resource& resource, const BindOptions& options);

// The statements of one record, in the order in which they were found.
class Statements {
 public:
  void Add(CatalogueIndex input, Statement&& statement);
  // The inputs that somebody speaks of, each once, in the order of the catalogue.
  std::vector<CatalogueIndex> SpokenOf() const;
  // The only statement about the input; null when there are several or it only points. Valid until
  // the next Add. REQUIRES: somebody speaks of it.
  Statement* OnlyOne(CatalogueIndex input);
  // All of them, moved away.
  std::vector<Statement> Take(CatalogueIndex input);

  struct Said {
    CatalogueIndex input;
    Statement statement;
  };
  std::span<const Said> all() const { return said_; }
  std::span<Said> all_mutable() { return said_; }

 private:
  std::vector<Said> said_;
};

// One saying supersedes another only when it is certainly newer and at least as certain.
bool Supersedes(const Statement& one, const Statement& other);

// Makes the state of every input that somebody states: statements by code of one certainty are
// joined as the input's policy says; then the state is the union of what nothing supersedes. A
// pointing states nothing. An answer that a newer fact opens again (reopens.tsv) becomes any value.
// A union of different values is marked as conflicting and remarked in `issues`. Design: evidence,
// sections 2 and 3.
void Settle(Statements& statements, const BindingTables& tables, Inputs& inputs, Issues& issues);

// The values that both allow; empty when they exclude each other.
ValueSet Meet(const ValueSet& a, const ValueSet& b);
// The values that either allows.
ValueSet Union(const ValueSet& a, const ValueSet& b);
bool IsEmpty(const ValueSet& values);

}  // namespace wervelwijzer::guideline
