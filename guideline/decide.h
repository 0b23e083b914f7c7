#pragma once

// The inner part of Guideline::Decide: everything about one patient, asked of the engine and put in
// the form of the contract. For guideline/ only; the rest of the program calls evaluate.h.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "guideline/consistency.h"
#include "guideline/evaluate.h"
#include "guideline/plan.h"

namespace wervelwijzer::guideline {

inline constexpr std::string_view kConsistencyCheck = "consistency-check";
// Converts what is stated; a score that was itself converted is not converted back.
inline constexpr std::string_view kPerformanceConversion = "performance-conversion";

// An input of the tables whose value counts by a named parameter, as recent enough.
struct RecentInput {
  dmn::InputIndex input;
  const std::string* parameter;  // never null
};

struct DecideContext {
  const Patient& patient;
  const dmn::Box& stated;      // without derived values
  const dmn::Box& undisputed;  // without the inputs that contradict each other
  const std::vector<Contradiction>& contradictions;
  std::span<const dmn::Parameter> parameters;
  std::span<const RecentInput> recent;
  dmn::Program::Depth depth = dmn::Program::Depth::kDeciding;  // kOutcomes: no needed, no rules
};

Decision DecideOne(const DecideContext& context, const DecisionPlan& plan);

}  // namespace wervelwijzer::guideline
