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

// The statements of one record, by input.
class Statements {
 public:
  explicit Statements(const InputCatalogue& catalogue)
      : by_input_(catalogue.definitions().size()) {}

  void Add(CatalogueIndex input, Statement&& statement) {
    if (by_input_[input].empty()) spoken_of_.push_back(input);
    by_input_[input].push_back(std::move(statement));
  }
  std::vector<Statement>& Of(CatalogueIndex input) { return by_input_[input]; }
  // The inputs that somebody speaks of, each once, in the order of the catalogue.
  std::vector<CatalogueIndex> SpokenOf() const;

 private:
  std::vector<std::vector<Statement>> by_input_;
  std::vector<CatalogueIndex> spoken_of_;
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
