#pragma once

// A trace that a person can read.

#include <string>
#include <string_view>

#include "guideline/box.h"
#include "guideline/evaluate.h"
#include "guideline/plan.h"

namespace wervelwijzer::guideline {

struct ExplainContext {
  const dmn::Program& program;
  const BoxBuilder& boxes;
  const GuidelinePlan& plan;
  const Inputs& inputs;
  const dmn::Box& box;
  const dmn::Box& stated;  // without derived values, for performance-conversion
};

// First the inputs, each with its values and where they come from; then the decisions, each with
// the rules that fired or still may, and the others with the inputs that exclude them. `language`
// is `nl` or `en`. Ends with a line feed.
std::string ExplainDecisions(const ExplainContext& context, const Decisions& decisions,
                             std::string_view language);

}  // namespace wervelwijzer::guideline
