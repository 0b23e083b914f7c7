#pragma once

// A card while it is composed: what a card function gives back, and how it becomes a Card.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cards/card.h"
#include "cards/consultation.h"
#include "cards/detail.h"

namespace wervelwijzer::cards {

struct CardDraft {
  std::string_view topic;  // `imaging`: also names the source (`source.imaging`, `topic.imaging`)
  Indicator indicator = Indicator::kInfo;
  bool overdue = false;  // a deadline has passed: stands before others of the same indicator
  std::string summary;
  // How a critical card yields to another one (see JoinCards); empty: it never does.
  std::string summary_beside;
  bool is_own_act = false;    // yields to two others only: another person does it by other means
  bool keeps_place = false;   // is never folded into another card
  bool was_critical = false;  // has yielded
  // What it adds to the card of the red flag when it joins that; empty: it never does. `joins_at`
  // is the place for it in the detail of the red flag.
  std::string joined;
  std::size_t joins_at = std::string::npos;
  std::string detail;
  std::vector<std::string_view> decisions;  // ids, for the extension; the deciding one first
  InputList facts;                          // inputs whose evidence the extension shows at least
  std::vector<Suggestion> suggestions;
  std::string route;                   // the way to the centre that it names, as JSON; empty: none
  std::vector<std::string> questions;  // inputs that the card asks: linked as a form
  bool choose_one = true;              // the suggestions exclude each other
  std::string_view rule;               // of a check on an order: its id, `order-steroid-dose`
  CardIdentity identity;               // given by compose
};

// Why a patient or clinician would not follow: the seven coded reasons, with displays.
OverrideReasons ReasonsToOverride(const Words& words);

// The `nl.wervelwijzer.decision` extension: the decisions as `decide` prints them, with the model
// and the evidence of their inputs.
std::string DecisionExtension(const Consultation& consultation, const CardDraft& draft);

// Adds the card to `cards`, with source, topic, links, ids and the extension.
void FinishCard(const Consultation& consultation, CardDraft draft, std::vector<Card>& cards);

// One step lower: critical becomes warning, the rest info.
Indicator OneStepLower(Indicator indicator);
// The higher of the two.
Indicator AtLeast(Indicator indicator, Indicator floor);

}  // namespace wervelwijzer::cards
