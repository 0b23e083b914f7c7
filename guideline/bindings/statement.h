#pragma once

// What one resource says about one input, and how many such sayings become the state of the input.

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/issue.h"
#include "guideline/bindings/tables.h"
#include "guideline/inputs.h"

namespace wervelwijzer::guideline {

enum class Road { kDirect, kCode };  // stated as the input itself, or concluded from a code

struct Statement {
  ValueSet values;
  Evidence evidence;
  // When it was said: some moment between the two. Absent: not known.
  std::optional<TimePoint> first, last;
  Road road = Road::kCode;
  bool weak = false;  // speaks only where nothing else does
};

// The statements of one record, in the order in which they were found.
class Statements {
 public:
  void Add(CatalogueIndex input, Statement&& statement);
  // The inputs that somebody speaks of, each once, in the order of the catalogue.
  std::vector<CatalogueIndex> SpokenOf() const;
  // The only statement about the input; null when there are several. Valid until the next Add.
  // REQUIRES: somebody speaks of it.
  Statement* OnlyOne(CatalogueIndex input);
  // All of them, moved away.
  std::vector<Statement> Take(CatalogueIndex input);

 private:
  struct Said {
    CatalogueIndex input;
    Statement statement;
  };
  std::vector<Said> said_;
};

// Makes the state of every input that somebody speaks of: statements by code are joined as the
// input's policy says; then the newest statement wins, those that may be of the same time as the
// newest are united, undated ones speak only where no dated one does, weak ones where nothing else
// does. A union of different values is marked as conflicting and remarked in `issues`.
void Settle(Statements& statements, const std::vector<Policy>& policies, Inputs& inputs,
            Issues& issues);

// The values that both allow; empty when they exclude each other.
ValueSet Meet(const ValueSet& a, const ValueSet& b);
// The values that either allows.
ValueSet Union(const ValueSet& a, const ValueSet& b);
bool IsEmpty(const ValueSet& values);

}  // namespace wervelwijzer::guideline
