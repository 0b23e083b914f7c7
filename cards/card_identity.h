#pragma once

// What makes a card the same card at the next call, so that one that a user has overridden with a
// reason can rest until something changes (cards.md section 6).

#include "cards/card_draft.h"
#include "cards/consultation.h"

namespace wervelwijzer::cards {

// The state names the urgency, the results of the card's decisions, every known input of them with
// its values and evidence, and in an order hook the orders that are judged. It does not change by
// the clock alone: a number that is computed from a date counts by that date. A deadline that
// passes changes it.
CardIdentity IdentityOf(const Consultation& consultation, const CardDraft& draft);

}  // namespace wervelwijzer::cards
