#pragma once

#include "cards/detail.h"
#include "guideline/bindings/bind.h"

namespace wervelwijzer::cards {

// Says that a request was refused: by whom, when and why, as far as the request or the Task about
// it tells.
void SayRefusal(const Consultation& consultation, const guideline::Order& refused, Detail& detail);

}  // namespace wervelwijzer::cards
