#pragma once

// A trace that a person can read.

#include <map>
#include <string>
#include <string_view>

#include "guideline/box.h"
#include "guideline/evaluate.h"
#include "guideline/plan.h"

namespace wervelwijzer::guideline {

// What decisions, results and rules are called in one language, by the keys of text.<language>.tsv
// (`rule.imaging-urgency-9`). A model's own words, which are English, stand in for what lacks.
using ModelWords = std::map<std::string, std::string, std::less<>>;

struct ExplainContext {
  const dmn::Program& program;
  const BoxBuilder& boxes;
  const GuidelinePlan& plan;
  const Inputs& inputs;
  const dmn::Box& box;
  const dmn::Box& stated;  // without derived values, for performance-conversion
  const ModelWords& words;
};

// First the inputs, each with its values and where they come from; then the decisions, each with
// the rules that fired or still may, and the others with the inputs that exclude them. `language`
// is `nl` or `en`. Ends with a line feed.
std::string ExplainDecisions(const ExplainContext& context, const Decisions& decisions,
                             std::string_view language);

}  // namespace wervelwijzer::guideline
