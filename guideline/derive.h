#pragma once

// What stated inputs imply about others (docs/integrators, derived inputs). Definitions of the
// guideline only (2015 appendices A and E, the published SINS and ECOG tables): never the reverse
// of an implication, never anything from what is missing.

#include <string_view>
#include <vector>

#include "guideline/inputs.h"

namespace wervelwijzer::guideline {

// Completes `inputs`: an input that is not stated gets the values that others imply, with origin
// kDerived and the ids it follows from. A stated input is never touched; a clash is for
// consistency-check. What an earlier call derived is forgotten first. Needs no catalogue entry: ids
// that the catalogue does not know are passed over.
void Derive(Inputs& inputs);

// The inputs of the models that nobody states (guideline/models/README.md).

// The pain score against the one before the treatment: at least 2 points or 30 % lower is relevant
// (2015, use of questionnaires). Judged only when a baseline is stated.
struct PainDecrease {
  bool judged = false;
  bool may_be_relevant = false;
  bool may_be_irrelevant = false;
  // Which of both scores, not being known, can still change the judgement.
  bool score_decides = false;
  bool baseline_decides = false;
};
PainDecrease JudgePainDecrease(const Inputs& inputs);

// Which score performance-conversion starts from; neither when none is stated. A Karnofsky score
// goes first. Derived scores do not count.
enum class PerformanceBasis { kNone, kKps, kEcog };
PerformanceBasis FindPerformanceBasis(const Inputs& inputs);

}  // namespace wervelwijzer::guideline
