#pragma once

// What the record hints at without saying it (guideline/bindings: Hint): asked, never counted.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cards/consultation.h"

namespace wervelwijzer::cards {

// The hints about those of `inputs` that are not known, at most one an input, at most three. They
// live as long as the situation's record.
std::vector<const guideline::Hint*> OpenHints(const Consultation& consultation,
                                              std::span<const std::string_view> inputs);

// The inputs that a report, a description or a suspicion names and that would make the patient one
// for this service: reason enough to ask when nothing else is known. Empty when there is none.
std::vector<std::string> InputsWorthAsking(const Consultation& consultation);

// The signs of cord, cauda or root that an entry of the record points at without stating them, in
// somebody with a malignancy, and that nobody has answered since. Empty when there is none.
std::vector<std::string_view> PointedSigns(const Consultation& consultation);

// The entry that may be a symptom of the brain metastases; null when there is none or it is
// answered.
const guideline::Hint* PointedBrainSymptom(const Consultation& consultation);

}  // namespace wervelwijzer::cards
