// Decision tables (DMN 1.3, clause 8) by the letter: rules from top to bottom, cells by FEEL.

#include <algorithm>

#include "guideline/dmn/feel_builtins.h"
#include "guideline/dmn/feel_compare.h"
#include "guideline/dmn/reference_parts.h"

namespace wervelwijzer::dmn {
namespace {

bool GivesList(HitPolicy policy) {
  return policy == HitPolicy::kRuleOrder || policy == HitPolicy::kOutputOrder ||
         policy == HitPolicy::kCollect;
}

bool AllEqual(const ValueList& outputs) {
  return std::ranges::all_of(outputs, [&](const Value& output) { return output == outputs[0]; });
}

// The output of one column; a table with one column gives the bare value.
const Value& ColumnOf(const Value& output, const DecisionTable& table, std::size_t column) {
  static const Value kNull;
  if (table.outputs.size() == 1) return output;
  const ValueContext* context = output.AsContext();
  const Value* value = context ? context->Find(table.outputs[column].name) : nullptr;
  return value ? *value : kNull;
}

}  // namespace

Value BoxedEvaluator::EvaluateTable(const DecisionTable& table, const FramePtr& frame,
                                    const std::string& type, RuleList* rules) {
  ValueList inputs, outputs;
  for (const InputClause& input : table.inputs) {
    inputs.push_back(Coerced(EvaluateText(input.expression, frame), input.type_ref));
  }
  if (!AreAllowed(table, inputs, frame)) return {};
  for (std::size_t i = 0; i < table.rules.size(); ++i) {
    if (!RuleHolds(table.rules[i], inputs, frame)) continue;
    outputs.push_back(OutputOf(table, table.rules[i].output_entries, frame));
    if (rules != nullptr) rules->push_back(i);
  }
  const HitPolicy policy = table.hit_policy;
  if (outputs.empty()) {
    Value fallback = DefaultOf(table, frame);
    if (!fallback.is_null() || !GivesList(policy)) return fallback;
  }
  if (policy == HitPolicy::kPriority || policy == HitPolicy::kOutputOrder) {
    outputs = SortedByPriority(table, outputs, type, frame);
  }
  if (policy == HitPolicy::kCollect) return Aggregated(table.aggregation, std::move(outputs));
  if (GivesList(policy)) return outputs;
  if (policy == HitPolicy::kUnique && outputs.size() > 1) return {};
  if (policy == HitPolicy::kAny && !AllEqual(outputs)) return {};
  return outputs[0];
}

// A rule holds when every cell is true; a cell that is null holds nothing.
bool BoxedEvaluator::RuleHolds(const Rule& rule, const ValueList& inputs, const FramePtr& frame) {
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const auto tests = model_.cache->Tests(rule.input_entries[i], frame);
    if (tests == nullptr || !EvaluateTests(*tests, inputs[i], frame, state_).IsTrue()) return false;
  }
  return true;
}

// Clause 8.3.2: a value that the column does not allow has no answer. Null is left to the cells.
bool BoxedEvaluator::AreAllowed(const DecisionTable& table, const ValueList& inputs,
                                const FramePtr& frame) {
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const std::string& allowed = table.inputs[i].input_values;
    if (allowed.empty() || inputs[i].is_null()) continue;
    const auto tests = model_.cache->Tests(allowed, frame);
    if (tests == nullptr) continue;
    const ValueList single = {inputs[i]};
    const ValueList& values = inputs[i].is_list() ? *inputs[i].AsList() : single;
    for (const Value& value : values) {
      if (!EvaluateTests(*tests, value, frame, state_).IsTrue()) return false;
    }
  }
  return true;
}

Value BoxedEvaluator::OutputOf(const DecisionTable& table, const std::vector<std::string>& texts,
                               const FramePtr& frame) {
  if (table.outputs.size() == 1) {
    return Coerced(EvaluateText(texts[0], frame), table.outputs[0].type_ref);
  }
  ValueContext out;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const OutputClause& column = table.outputs[i];
    out.Set(column.name, Coerced(EvaluateText(texts[i], frame), column.type_ref));
  }
  return out;
}

Value BoxedEvaluator::DefaultOf(const DecisionTable& table, const FramePtr& frame) {
  const bool any = std::ranges::any_of(
      table.outputs, [](const OutputClause& out) { return !out.default_output.empty(); });
  if (!any) return {};
  if (table.outputs.size() == 1) return EvaluateText(table.outputs[0].default_output, frame);
  ValueContext out;
  for (const OutputClause& column : table.outputs) {
    out.Set(column.name, EvaluateText(column.default_output, frame));
  }
  return out;
}

Value BoxedEvaluator::Aggregated(Aggregation aggregation, ValueList outputs) {
  const char* function = "";
  switch (aggregation) {
    case Aggregation::kNone:
      return outputs;
    case Aggregation::kCount:
      return static_cast<std::int64_t>(outputs.size());
    case Aggregation::kSum:
      function = "sum";
      break;
    case Aggregation::kMin:
      function = "min";
      break;
    case Aggregation::kMax:
      function = "max";
      break;
  }
  const std::vector<Value> arguments = {Value(std::move(outputs))};
  return BuiltIn(function).AsFunction()->Call(arguments, state_);
}

// Where the priorities of a column stand: its own outputValues, else the allowed values of its
// type, else those of the component of that name in the type of the whole.
std::string BoxedEvaluator::AllowedOutputs(const DecisionTable& table, std::size_t column,
                                           const std::string& type) const {
  const OutputClause& clause = table.outputs[column];
  if (!clause.output_values.empty()) return clause.output_values;
  const auto own = part_.types.Find(clause.type_ref);
  if (own.item != nullptr && !own.item->allowed_values.empty()) return own.item->allowed_values;
  const auto whole = part_.types.Find(type);
  if (whole.item == nullptr) return {};
  if (table.outputs.size() == 1) return whole.item->allowed_values;
  for (const ItemDefinition& component : whole.item->components) {
    if (component.name == clause.name) return component.allowed_values;
  }
  return {};
}

// The place of the value among the allowed ones; behind all of them when it is not there.
std::size_t BoxedEvaluator::RankOf(const Value& value, const std::string& allowed,
                                   const FramePtr& frame) {
  const Result<UnaryTests> tests = ParseUnaryTests(allowed, {});
  if (!tests.ok()) return 0;
  for (std::size_t rank = 0; rank < tests->tests.size(); ++rank) {
    const UnaryTests one{false, false, {tests->tests[rank]}};
    if (EvaluateTests(one, value, frame, state_).IsTrue()) return rank;
  }
  return tests->tests.size();
}

ValueList BoxedEvaluator::SortedByPriority(const DecisionTable& table, const ValueList& outputs,
                                           const std::string& type, const FramePtr& frame) {
  std::vector<std::pair<std::vector<std::size_t>, std::size_t>> order;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    std::vector<std::size_t> ranks;
    for (std::size_t column = 0; column < table.outputs.size(); ++column) {
      const std::string allowed = AllowedOutputs(table, column, type);
      if (allowed.empty()) continue;
      ranks.push_back(RankOf(ColumnOf(outputs[i], table, column), allowed, frame));
    }
    order.emplace_back(std::move(ranks), i);
  }
  std::ranges::sort(order);  // the index parts equals: table order
  ValueList sorted;
  for (const auto& entry : order) sorted.push_back(outputs[entry.second]);
  return sorted;
}

}  // namespace wervelwijzer::dmn
