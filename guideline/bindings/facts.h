#pragma once

// Findings to statements: facts.tsv applied.

#include <vector>

#include "guideline/bindings/finding.h"
#include "guideline/bindings/statement.h"

namespace wervelwijzer::guideline {

// What the record as a whole is known to contain: the concepts of findings and procedures that
// hold.
struct KnownConcepts {
  ConceptSet ever;  // present or past
  ConceptSet now;   // present, and not certainly older than a year
};
KnownConcepts ConceptsOf(const std::vector<Finding>& findings, TimePoint now);

// Adds what the finding says. Several values for one input from one finding meet (the more specific
// code wins); where they exclude each other nothing is said.
void ApplyFacts(const Finding& finding, const KnownConcepts& known, const BindingTables& tables,
                const InputCatalogue& catalogue, const BindOptions& options, Statements& statements,
                std::vector<Hint>& hints);

}  // namespace wervelwijzer::guideline
