#include "cards/card_identity.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace wervelwijzer::cards {

using guideline::CatalogueIndex;
using guideline::Decision;
using guideline::DecisionResult;
using guideline::Evidence;
using guideline::Inputs;
using guideline::InputState;
using guideline::Order;

namespace {

constexpr std::size_t kUsualBytes = 2000;

// A state is only compared by its hash, so that numbers stand in it as they lie in memory.
template <typename Number>
void AddNumber(Number number, std::string& state) {
  state.append(reinterpret_cast<const char*>(&number), sizeof number);
}

// With its length, so that no text can pass for two.
void Add(std::string_view text, std::string& state) {
  AddNumber(static_cast<std::uint32_t>(text.size()), state);
  state += text;
}

bool IsComputedFromDate(const InputState& state) {
  return std::ranges::any_of(state.evidence, [](const Evidence& evidence) {
    return evidence.how.find("computed from the date") != std::string::npos;
  });
}

void AddInput(std::string_view id, const InputState& known, std::string& state) {
  Add(id, state);
  for (const std::string& code : known.values.codes) Add(code, state);
  if (!known.values.ranges.empty() && !IsComputedFromDate(known)) {
    for (const dmn::Interval& range : known.values.ranges) {
      AddNumber(range.low, state);
      AddNumber(range.high, state);
    }
  }
  for (const Evidence& evidence : known.evidence) {
    Add(evidence.reference, state);
    Add(evidence.date, state);
  }
}

void AddResult(const DecisionResult& result, std::string& state) {
  Add(result.Text("outcome"), state);
  Add(result.Text("deadline"), state);
}

void AddDecision(const Decision& decision, std::string& state) {
  Add(decision.id, state);
  Add(guideline::StatusName(decision.status), state);
  AddResult(decision.result, state);
  for (const DecisionResult& result : decision.possible) AddResult(result, state);
  for (const std::string_view rule : decision.rules) Add(rule, state);
}

// The order as it stands, but for what a record system changes when it only stores it again.
void AddOrder(const Order& order, std::string& state) {
  for (const auto [name, value] : order.resource.members()) {
    if (name == "id" || name == "meta" || name == "text" || name == "authoredOn") continue;
    Add(name, state);
    Add(value.ToText(), state);
  }
}

// The known inputs among the facts of the card and the tables of its decisions, each once.
void AddInputs(const Consultation& consultation, const CardDraft& draft, std::string& state) {
  const Inputs& inputs = consultation.inputs();
  std::vector<bool> rests_on(inputs.catalogue().definitions().size());
  for (const std::string_view fact : draft.facts) {
    if (const auto index = inputs.catalogue().Find(fact)) rests_on[*index] = true;
  }
  for (const std::string_view decision : draft.decisions) {
    if (consultation.Find(decision) == nullptr) continue;
    for (const CatalogueIndex index : consultation.guideline().TableIndices(decision)) {
      rests_on[index] = true;
    }
  }
  inputs.ForEachKnown([&](CatalogueIndex index, const InputState& known) {
    if (rests_on[index]) AddInput(inputs.catalogue().definitions()[index].id, known, state);
  });
}

}  // namespace

CardIdentity IdentityOf(const Consultation& consultation, const CardDraft& draft) {
  CardIdentity identity;
  identity.name = consultation.is_order_hook() ? "order/" : "view/";
  identity.name += draft.topic;
  if (!draft.rule.empty()) (identity.name += '/') += draft.rule;
  std::string& state = identity.state;
  state.reserve(kUsualBytes);
  Add(IndicatorName(draft.indicator), state);
  Add(draft.overdue ? "overdue" : "in time", state);
  for (const std::string_view id : draft.decisions) {
    if (const Decision* decision = consultation.Find(id)) AddDecision(*decision, state);
  }
  AddInputs(consultation, draft, state);
  if (!consultation.is_order_hook()) return identity;
  for (const Order& order : consultation.orders()) {
    if (order.selected) AddOrder(order, state);
  }
  return identity;
}

}  // namespace wervelwijzer::cards
