#include "guideline/dmn/feel_loop.h"

#include <algorithm>

#include "guideline/dmn/feel_compare.h"

namespace wervelwijzer::dmn {
namespace {

using Kind = FeelNode::Kind;

constexpr std::int64_t kMaxElements = 1'000'000;

bool MentionsName(const FeelNode& node, std::string_view name) {
  if (node.kind == Kind::kName && node.text == name) return true;
  return std::ranges::any_of(node.children,
                             [&](const FeelPtr& child) { return MentionsName(*child, name); });
}

// A number or date as a count that a loop can step through.
std::optional<std::int64_t> StepOf(const Value& value) {
  if (value.AsNumber()) return value.AsNumber()->ToInteger();
  if (value.AsDate()) return DayOf(*value.AsDate());
  return std::nullopt;
}

Value OfStep(std::int64_t step, bool date) { return date ? Value(DateOfDay(step)) : Value(step); }

// Upwards or downwards, whichever the ends say. Only `5..1` without brackets goes down.
std::optional<ValueList> StepThrough(const ValueRange& range, EvaluationState& state) {
  if (range.start.kind() != range.end.kind()) return std::nullopt;
  std::optional<std::int64_t> first = StepOf(range.start), last = StepOf(range.end);
  if (!first || !last) return std::nullopt;
  const std::int64_t way = *first <= *last ? 1 : -1;
  if (!range.start_included) *first += way;
  if (!range.end_included) *last -= way;
  const std::int64_t count = (*last - *first) * way + 1;
  if (count > kMaxElements || !state.Charge(std::max<std::int64_t>(count, 1))) return std::nullopt;
  ValueList out;
  for (std::int64_t i = 0; i < count; ++i) {
    out.push_back(OfStep(*first + i * way, range.start.AsDate() != nullptr));
  }
  return out;
}

// Goes through all combinations of the variables, the last one fastest.
class Combinations {
 public:
  Combinations(const FeelNode& node, EvaluationState& state) : node_(node), state_(state) {}

  // False when a domain is no list.
  bool Run(std::size_t variable, const FramePtr& frame, const InFrame& body) {
    if (variable == node_.names.size()) {
      body(frame);
      return true;
    }
    const FeelNode& domain_node = *node_.children[variable];
    const std::optional<ValueList> domain =
        domain_node.kind == Kind::kRange && domain_node.text == ".."
            ? RangeDomain(domain_node, frame)
            : DomainOf(Evaluate(domain_node, frame, state_), state_);
    if (!domain) return false;
    for (const Value& element : *domain) {
      if (!state_.Charge(1)) return false;
      auto inner = std::make_shared<Frame>();
      inner->outer = frame;
      inner->names.emplace_back(node_.names[variable], element);
      if (!Run(variable + 1, inner, body)) return false;
    }
    return true;
  }

 private:
  // `5..1` is no range of values, but a loop can go down it.
  std::optional<ValueList> RangeDomain(const FeelNode& node, const FramePtr& frame) {
    ValueRange range;
    range.start = Evaluate(*node.children[0], frame, state_);
    range.end = Evaluate(*node.children[1], frame, state_);
    range.start_included = node.start_included;
    range.end_included = node.end_included;
    return StepThrough(range, state_);
  }

  const FeelNode& node_;
  EvaluationState& state_;
};

}  // namespace

std::optional<ValueList> DomainOf(const Value& value, EvaluationState& state) {
  if (value.is_null()) return std::nullopt;
  if (value.is_list()) {
    if (!state.Charge(std::ssize(*value.AsList()))) return std::nullopt;
    return *value.AsList();
  }
  if (value.AsRange() != nullptr) return StepThrough(*value.AsRange(), state);
  return ValueList{value};
}

Value EvaluateFor(const FeelNode& node, const FramePtr& frame, EvaluationState& state) {
  ValueList out;
  const FeelNode& body = *node.children.back();
  const bool uses_partial = MentionsName(body, "partial");
  const bool complete =
      Combinations(node, state).Run(0, frame, [&](const FramePtr& inner) -> Value {
        FramePtr with_partial = inner;
        if (uses_partial && state.Charge(std::ssize(out))) {
          auto next = std::make_shared<Frame>();
          next->outer = inner;
          next->names.emplace_back("partial", out);
          with_partial = std::move(next);
        }
        out.push_back(Evaluate(body, with_partial, state));
        return {};
      });
  return complete ? Value(std::move(out)) : Value();
}

Value EvaluateQuantified(const FeelNode& node, const FramePtr& frame, EvaluationState& state) {
  ValueList answers;
  const bool complete =
      Combinations(node, state).Run(0, frame, [&](const FramePtr& inner) -> Value {
        answers.push_back(Evaluate(*node.children.back(), inner, state));
        return {};
      });
  return complete ? Quantify(answers, node.kind) : Value();
}

Value Quantify(const ValueList& answers, FeelNode::Kind kind) {
  Value result = kind == Kind::kEvery;
  for (const Value& answer : answers) {
    result = kind == Kind::kEvery ? FeelAnd(result, answer) : FeelOr(result, answer);
  }
  return result;
}

FramePtr ItemFrame(const Value& item, const FramePtr& frame) {
  auto inner = std::make_shared<Frame>();
  inner->outer = frame;
  inner->is_item = true;
  inner->item = item;
  // An entry called `item` of the element itself is meant before the element.
  const bool own = item.AsContext() != nullptr && item.AsContext()->Find("item") != nullptr;
  if (!own) inner->names.emplace_back("item", item);
  return inner;
}

Value Filter(const Value& list, const FramePtr& frame, EvaluationState& state,
             const InFrame& condition) {
  ValueList elements = list.is_list() ? *list.AsList() : ValueList{};
  if (!list.is_list() && !list.is_null()) elements.push_back(list);
  if (list.is_null()) return {};
  if (!state.Charge(std::ssize(elements))) return {};
  // The condition is an index when it is a number; for the first element tells.
  const Value probe = condition(elements.empty() ? frame : ItemFrame(elements[0], frame));
  if (probe.AsNumber() != nullptr) {
    const std::optional<std::int64_t> index = probe.AsNumber()->ToInteger();
    const std::int64_t size = std::ssize(elements);
    if (!index || *index == 0 || *index > size || *index < -size) return {};
    return elements[*index > 0 ? *index - 1 : size + *index];
  }
  ValueList out;
  for (const Value& element : elements) {
    if (condition(ItemFrame(element, frame)).IsTrue()) out.push_back(element);
  }
  return out;
}

Value EvaluateFilter(const Value& list, const FeelNode& condition, const FramePtr& frame,
                     EvaluationState& state) {
  return Filter(list, frame, state,
                [&](const FramePtr& inner) { return Evaluate(condition, inner, state); });
}

}  // namespace wervelwijzer::dmn
