#pragma once

// Answers that a newer finding opens again (reopens.tsv; design: evidence, section 3).

#include <vector>

#include "guideline/bindings/statement.h"

namespace wervelwijzer::guideline {

struct Opened {
  CatalogueIndex input = 0;
  Evidence evidence;  // the finding that opens it
};

// The rows that apply: the answer stands, and a finding or pointing that the record shows for the
// first time after it, or possibly after it, comes from another resource. Before settling.
std::vector<Opened> FindOpened(const Statements& statements,
                               const std::vector<Reopening>& reopenings);

// Turns findings that were treated since into pointings with the reason `treated-since`
// (rests.tsv): the treatment is certainly later than the finding. Before FindOpened.
void RestTreated(Statements& statements, const std::vector<Rest>& rests,
                 const InputCatalogue& catalogue, std::vector<Hint>& hints);

// The state may be any value now, is marked as conflicting, and names the finding first. Nothing
// happens where the state is not the mere answer any more.
void Open(const Opened& opened, Inputs& inputs);

}  // namespace wervelwijzer::guideline
