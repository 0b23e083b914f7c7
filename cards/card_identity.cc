#include "cards/card_identity.h"

#include <algorithm>

namespace wervelwijzer::cards {

using guideline::Decision;
using guideline::DecisionResult;
using guideline::Evidence;
using guideline::InputState;
using guideline::InputType;
using guideline::Order;
using guideline::Origin;

namespace {

// With its length, so that no text can pass for two.
void Add(std::string_view text, std::string& state) {
  state += std::to_string(text.size());
  state += ':';
  state += text;
}

bool IsComputedFromDate(const InputState& state) {
  return std::ranges::any_of(state.evidence, [](const Evidence& evidence) {
    return evidence.how.find("computed from the date") != std::string::npos;
  });
}

void AddInput(const Consultation& consultation, std::string_view input, std::string& state) {
  const InputState& known = consultation.inputs().Get(input);
  if (known.origin == Origin::kUnknown) return;
  Add(input, state);
  for (const std::string& code : known.values.codes) Add(code, state);
  if (!IsComputedFromDate(known)) {
    for (const dmn::Interval& range : known.values.ranges) {
      Add(std::to_string(range.low) + ".." + std::to_string(range.high), state);
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

}  // namespace

CardIdentity IdentityOf(const Consultation& consultation, const CardDraft& draft) {
  CardIdentity identity;
  identity.name = consultation.is_order_hook() ? "order/" : "view/";
  identity.name += draft.topic;
  if (!draft.rule.empty()) (identity.name += '/') += draft.rule;
  std::string& state = identity.state;
  Add(IndicatorName(draft.indicator), state);
  Add(draft.overdue ? "overdue" : "in time", state);
  InputList inputs = draft.facts;
  for (const std::string_view id : draft.decisions) {
    const Decision* decision = consultation.Find(id);
    if (decision == nullptr) continue;
    AddDecision(*decision, state);
    const auto tables = consultation.guideline().TableInputs(id);
    inputs.insert(inputs.end(), tables.begin(), tables.end());
  }
  std::ranges::sort(inputs);
  inputs.erase(std::unique(inputs.begin(), inputs.end()), inputs.end());
  for (const std::string_view input : inputs) AddInput(consultation, input, state);
  if (!consultation.is_order_hook()) return identity;
  for (const Order& order : consultation.orders()) {
    if (order.selected) AddOrder(order, state);
  }
  return identity;
}

}  // namespace wervelwijzer::cards
