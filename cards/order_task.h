#pragma once

// The Task that follows an order: what the other side did with it.

#include "cards/consultation.h"
#include "guideline/bindings/bind.h"

namespace wervelwijzer::cards {

// The newest Task about the order (`focus`, or any `basedOn`, names it in whatever spelling);
// missing when there is none. One without a date is older than any other.
JsonValue NewestTaskAbout(const Consultation& consultation, const guideline::Order& order);

}  // namespace wervelwijzer::cards
