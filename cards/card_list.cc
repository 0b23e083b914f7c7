#include "cards/card_list.h"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "cards/card_functions.h"
#include "cards/order_checks.h"

namespace wervelwijzer::cards {

using guideline::Order;
using guideline::OrderKind;

namespace {

using CardFunction = std::optional<CardDraft> (*)(const Consultation&);

// Among cards of the same indicator the earlier stands first.
constexpr std::array<CardFunction, 10> kSpinalCards = {
    RedFlagCard,       // whoever is called about it decides on the rest
    ImagingCard,       // nothing else can be judged without it
    SteroidCard,       // minutes of work, before or beside the scan
    WorkupCard,        // what the treatment rests on
    TreatmentCard,     // by when it starts
    ReferralCard,      // where the patient goes
    SpinalMdoCard,     // who decides there
    InconsistentCard,  // what the above rests on is in doubt
    MissingCard,       // what would change the above
    CareCard,          // what goes on meanwhile
};

constexpr std::array<CardFunction, 6> kBrainCards = {
    BrainRadiotherapyCard,    // the law
    BrainMdoCard,             // who decides
    InconsistentCard,         // what it rests on is in doubt
    MissingCard,              // what would change it
    BrainMdoInformationCard,  // what the meeting will ask
    BrainFollowUpCard,        // later
};

void AddAll(const Consultation& consultation, std::initializer_list<CardFunction> functions,
            std::vector<CardDraft>& cards) {
  for (const CardFunction function : functions) {
    if (auto card = function(consultation)) cards.push_back(std::move(*card));
  }
}

bool IsTreatmentOfSpine(OrderKind kind) {
  return kind == OrderKind::kRadiotherapySpine || kind == OrderKind::kSpineSurgery ||
         kind == OrderKind::kVertebroplasty;
}

// In an order hook the selections are judged. A choice of treatment is also the moment to say what
// stands above it.
std::vector<CardDraft> OrderCards(const Consultation& consultation) {
  std::vector<CardDraft> cards;
  if (consultation.situation().service == Service::kBrain) {
    AddAll(consultation, {BrainRadiotherapyCard}, cards);
    return cards;
  }
  if (consultation.IsOutOfScope()) return cards;
  cards = CheckSelections(consultation);
  const bool chooses_treatment = std::any_of(
      consultation.orders().begin(), consultation.orders().end(),
      [](const Order& order) { return order.selected && IsTreatmentOfSpine(order.kind); });
  if (!chooses_treatment) return cards;
  if (consultation.FindTreatmentLimit() != TreatmentLimit::kNone) {
    AddAll(consultation, {ComfortCard}, cards);
  } else {
    AddAll(consultation, {RedFlagCard, InconsistentCard}, cards);
  }
  return cards;
}

std::vector<CardDraft> SpinalCards(const Consultation& consultation) {
  std::vector<CardDraft> cards;
  if (consultation.IsOutOfScope()) {
    AddAll(consultation, {OutOfScopeCard}, cards);
    return cards;
  }
  if (!consultation.IsSpineRelevant()) {
    const bool may_treat = consultation.FindTreatmentLimit() == TreatmentLimit::kNone;
    if (may_treat) AddAll(consultation, {MissingCard}, cards);  // the record may name it
    return cards;
  }
  // Wish and phase first: then one card remains, and what it rests on must not be in doubt.
  if (consultation.FindTreatmentLimit() != TreatmentLimit::kNone) {
    AddAll(consultation, {ComfortCard, InconsistentCard}, cards);
    return cards;
  }
  for (const CardFunction function : kSpinalCards) AddAll(consultation, {function}, cards);
  return cards;
}

std::vector<CardDraft> BrainCards(const Consultation& consultation) {
  std::vector<CardDraft> cards;
  for (const CardFunction function : kBrainCards) AddAll(consultation, {function}, cards);
  return cards;
}

}  // namespace

std::vector<CardDraft> DueCards(const Consultation& consultation) {
  const bool brain = consultation.situation().service == Service::kBrain;
  std::vector<CardDraft> cards = consultation.is_order_hook() ? OrderCards(consultation)
                                 : brain                      ? BrainCards(consultation)
                                                              : SpinalCards(consultation);
  std::stable_sort(cards.begin(), cards.end(), [](const CardDraft& one, const CardDraft& other) {
    if (one.overdue != other.overdue) return one.overdue;
    return one.indicator > other.indicator;
  });
  return cards;
}

std::vector<CardDraft> FoldCards(const Consultation& consultation, std::vector<CardDraft> cards,
                                 std::size_t max_cards) {
  if (cards.empty()) return cards;
  const Words& words = consultation.words();
  const std::size_t kept = std::min(cards.size(), std::max<std::size_t>(max_cards, 1));
  std::string urgent;
  std::string rest;
  for (std::size_t at = 1; at < cards.size(); ++at) {
    if (cards[at].indicator == Indicator::kCritical) {
      urgent += "\n- " + cards[at].summary;
    } else if (at >= kept) {
      rest += "\n- " + cards[at].summary;
    }
  }
  // The first card names every other critical outcome, each with its own deadline.
  if (!urgent.empty()) cards.front().detail += "\n\n" + words.Say("fold.also-urgent") + urgent;
  if (!rest.empty()) cards[kept - 1].detail += "\n\n" + words.Say("fold.also") + rest;
  for (std::size_t at = kept; at < cards.size(); ++at) {
    const bool critical = cards[at].indicator == Indicator::kCritical;
    CardDraft& host = critical ? cards.front() : cards[kept - 1];
    host.decisions.insert(host.decisions.end(), cards[at].decisions.begin(),
                          cards[at].decisions.end());
    if (critical) host.detail += "\n\n---\n\n" + cards[at].detail;
  }
  cards.resize(kept);
  return cards;
}

}  // namespace wervelwijzer::cards
