#pragma once

// Which cards there are, in which order, and how many are shown.

#include <vector>

#include "cards/card_draft.h"
#include "cards/consultation.h"

namespace wervelwijzer::cards {

// Every card that is due, most urgent first: a passed deadline, then the indicator, then the order
// of the lists in card_list.cc. The same situation gives the same cards in the same order.
std::vector<CardDraft> DueCards(const Consultation& consultation);

// One card carries the situation: a call that a red flag asks for anyhow and the term of treatment
// join its detail; what else is critical becomes a warning in its own, calmer words, named on the
// first card. An act of its own (a scan, a drug, a biopsy) stays critical beside one other.
// Silenced cards are taken out before, so that nothing is silenced together with another card.
std::vector<CardDraft> JoinCards(std::vector<CardDraft> cards);

// Each act (Suggestion::act) is offered once, on the first card that has it, which is the most
// urgent; a card that loses its suggestion so says where it stands. Alternatives on one card stay.
void OfferOnce(const Consultation& consultation, std::vector<CardDraft>& cards);

// At most `max_cards` of them (at least one): what does not fit is named in the last card, what is
// critical in the first one, so that nothing critical disappears.
std::vector<CardDraft> FoldCards(const Consultation& consultation, std::vector<CardDraft> cards,
                                 std::size_t max_cards);

}  // namespace wervelwijzer::cards
