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
  const bool chooses_treatment = std::ranges::any_of(consultation.orders(), [](const Order& order) {
    return order.selected && IsTreatmentOfSpine(order.kind);
  });
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

// The card of that topic adds its words and decisions to the red flag's and is gone; without a red
// flag it stays what it is.
void JoinRedFlag(std::vector<CardDraft>& cards, std::string_view topic) {
  const auto find = [&](std::string_view wanted) {
    return std::ranges::find_if(cards, [&](const CardDraft& card) { return card.topic == wanted; });
  };
  const auto flag = find("red-flag");
  const auto joining = find(topic);
  if (flag == cards.end() || joining == cards.end() || joining->joined.empty()) return;
  const std::size_t at = std::min(flag->joins_at, flag->detail.size());
  flag->detail.insert(at, "\n\n" + joining->joined);
  flag->joins_at = at + 2 + joining->joined.size();
  flag->decisions.insert(flag->decisions.end(), joining->decisions.begin(),
                         joining->decisions.end());
  cards.erase(joining);
}

void SortByUrgency(std::vector<CardDraft>& cards) {
  if (cards.size() < 2) return;
  std::ranges::stable_sort(cards, [](const CardDraft& one, const CardDraft& other) {
    if (one.overdue != other.overdue) return one.overdue;
    return one.indicator > other.indicator;
  });
}

// The card to give up when `kept` have a place and one that must not be folded stands behind them:
// the last that may be folded. `cards.size()` when there is none.
std::size_t LastToFold(const std::vector<CardDraft>& cards, std::size_t kept) {
  for (std::size_t at = kept; at-- > 1;) {
    const CardDraft& card = cards[at];
    if (!card.keeps_place && card.indicator != Indicator::kCritical) return at;
  }
  return cards.size();
}

// Critical, or it was before it yielded, or it is never folded: then its detail is kept.
bool IsUrgent(const CardDraft& card) {
  return card.indicator == Indicator::kCritical || card.was_critical || card.keeps_place;
}

// What keeps its place changes places with the last card that may be folded.
void KeepPlaces(std::vector<CardDraft>& cards, std::size_t kept) {
  const auto place = [&](std::size_t at) {
    return cards.begin() + static_cast<std::ptrdiff_t>(at);
  };
  for (std::size_t at = kept; at < cards.size(); ++at) {
    if (!cards[at].keeps_place) continue;
    const std::size_t other = LastToFold(cards, kept);
    if (other == cards.size()) return;
    std::rotate(place(kept), place(at), place(at + 1));
    std::rotate(place(other), place(other + 1), place(kept + 1));
  }
}

}  // namespace

std::vector<CardDraft> DueCards(const Consultation& consultation) {
  const bool brain = consultation.situation().service == Service::kBrain;
  std::vector<CardDraft> cards = consultation.is_order_hook() ? OrderCards(consultation)
                                 : brain                      ? BrainCards(consultation)
                                                              : SpinalCards(consultation);
  AddAll(consultation, {NotHadCard}, cards);
  // One telephone call, one card: who rests the red flag rests the call.
  JoinRedFlag(cards, "referral");
  SortByUrgency(cards);
  return cards;
}

std::vector<CardDraft> JoinCards(std::vector<CardDraft> cards) {
  JoinRedFlag(cards, "treatment");
  int critical = 0;
  for (CardDraft& card : cards) {
    if (card.indicator != Indicator::kCritical) continue;
    const int others = card.is_own_act ? 2 : 1;
    if (card.summary_beside.empty() || critical < others) {
      ++critical;
      continue;
    }
    card.indicator = Indicator::kWarning;
    card.overdue = false;
    card.was_critical = true;
    card.summary = std::move(card.summary_beside);
  }
  SortByUrgency(cards);
  return cards;
}

void OfferOnce(const Consultation& consultation, std::vector<CardDraft>& cards) {
  std::vector<std::string> offered;
  for (CardDraft& card : cards) {
    const std::size_t before = offered.size();
    const auto is_offered_above = [&](const Suggestion& one) {
      const auto end = offered.begin() + static_cast<std::ptrdiff_t>(before);
      return !one.act.empty() && std::find(offered.begin(), end, one.act) != end;
    };
    const auto twin = std::ranges::find_if(card.suggestions, is_offered_above);
    for (const Suggestion& one : card.suggestions) offered.push_back(one.act);
    if (twin == card.suggestions.end()) continue;
    card.detail +=
        "\n\n" + consultation.words().Say("fold.offered-above", {{"label", twin->label}});
    std::erase_if(card.suggestions, is_offered_above);
  }
}

std::vector<CardDraft> FoldCards(const Consultation& consultation, std::vector<CardDraft> cards,
                                 std::size_t max_cards) {
  if (cards.empty()) return cards;
  const Words& words = consultation.words();
  const std::size_t kept = std::min(cards.size(), std::max<std::size_t>(max_cards, 1));
  KeepPlaces(cards, kept);
  std::string urgent;
  std::string rest;
  for (std::size_t at = 1; at < cards.size(); ++at) {
    const bool folded = at >= kept;
    if (cards[at].was_critical || (folded && IsUrgent(cards[at]))) {
      urgent += "\n- " + cards[at].summary;
    } else if (folded) {
      rest += "\n- " + cards[at].summary;
    }
  }
  // The first card names every critical outcome that is no critical card, each with its deadline.
  if (!urgent.empty()) cards.front().detail += "\n\n" + words.Say("fold.also-urgent") + urgent;
  if (!rest.empty()) cards[kept - 1].detail += "\n\n" + words.Say("fold.also") + rest;
  for (std::size_t at = kept; at < cards.size(); ++at) {
    const bool urgent_one = IsUrgent(cards[at]);
    CardDraft& host = urgent_one ? cards.front() : cards[kept - 1];
    host.decisions.insert(host.decisions.end(), cards[at].decisions.begin(),
                          cards[at].decisions.end());
    if (urgent_one) host.detail += "\n\n---\n\n" + cards[at].detail;
  }
  cards.resize(kept);
  return cards;
}

}  // namespace wervelwijzer::cards
