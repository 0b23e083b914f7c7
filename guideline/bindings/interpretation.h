#pragma once

// Observation.interpretation: whether the finding that the Observation names is there.

#include <optional>
#include <string_view>

#include "base/json.h"
#include "guideline/bindings/tables.h"

namespace wervelwijzer::guideline {

// `affirms`, `denies`, `doubts` or `other`; nothing for another name.
std::optional<Interpretation> InterpretationOfName(std::string_view name);

// What all interpretations of an Observation or component say together; nothing when it has none.
// Both affirmed and denied is kDoubts. Text without a code is kOther: words are not understood.
std::optional<Interpretation> InterpretationOf(JsonValue part, const BindingTables& tables,
                                               const terminology::Terminology& terminology);

}  // namespace wervelwijzer::guideline
