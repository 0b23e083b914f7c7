#include "guideline/dmn/feel_eval.h"

#include <algorithm>

#include "guideline/dmn/feel_arithmetic.h"
#include "guideline/dmn/feel_builtins.h"
#include "guideline/dmn/feel_compare.h"
#include "guideline/dmn/feel_loop.h"
#include "guideline/dmn/feel_type.h"

namespace wervelwijzer::dmn {
namespace {

using Kind = FeelNode::Kind;

// A function definition together with the names around it.
class Closure final : public Callable {
 public:
  Closure(const FeelNode& node, FramePtr frame, const TypeScope* types)
      : names_(node.names),
        parameter_types_(node.types),
        body_(node.children[0]),
        frame_(std::move(frame)),
        types_(types) {}

  std::span<const std::string> parameters() const override { return names_; }

  Value Call(std::span<const Value> arguments, EvaluationState& state) const override {
    if (arguments.size() != names_.size()) return {};
    const TypeScope* outer = std::exchange(state.types, types_);
    auto inner = std::make_shared<Frame>();
    inner->outer = frame_;
    bool fits = true;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      Value argument = Coerce(arguments[i], parameter_types_[i], state);
      fits = fits && argument.is_null() == arguments[i].is_null();
      inner->names.emplace_back(names_[i], std::move(argument));
    }
    Value result = fits ? Evaluate(*body_, inner, state) : Value();
    state.types = outer;
    return result;
  }

 private:
  std::vector<std::string> names_, parameter_types_;
  FeelPtr body_;
  FramePtr frame_;
  const TypeScope* types_;
};

Value EvaluateName(const FeelNode& node, const FramePtr& frame) {
  if (const Value* value = frame ? frame->Find(node.text) : nullptr) return *value;
  return BuiltIn(node.text);
}

Value EvaluatePath(const FeelNode& node, const FramePtr& frame, EvaluationState& state) {
  const Value value = Evaluate(*node.children[0], frame, state);
  if (value.is_list() && !state.Charge(std::ssize(*value.AsList()))) return {};
  return FeelProperty(value, node.text);
}

Value EvaluateBinary(const FeelNode& node, const FramePtr& frame, EvaluationState& state) {
  const Value left = Evaluate(*node.children[0], frame, state);
  // Kleene: the other side need not be looked at when this side decides.
  if (node.op == FeelOperator::kAnd && left.IsFalse()) return false;
  if (node.op == FeelOperator::kOr && left.IsTrue()) return true;
  const Value right = Evaluate(*node.children[1], frame, state);
  switch (node.op) {
    case FeelOperator::kAnd:
      return FeelAnd(left, right);
    case FeelOperator::kOr:
      return FeelOr(left, right);
    case FeelOperator::kAdd:
      if (left.AsString() && !state.Charge(std::ssize(*left.AsString()) / 16)) return {};
      return FeelArithmetic(node.op, left, right);
    case FeelOperator::kSubtract:
    case FeelOperator::kMultiply:
    case FeelOperator::kDivide:
    case FeelOperator::kPower:
      return FeelArithmetic(node.op, left, right);
    default:
      return FeelCompare(node.op, left, right);
  }
}

Value EvaluateBetween(const FeelNode& node, const FramePtr& frame, EvaluationState& state) {
  const Value value = Evaluate(*node.children[0], frame, state);
  const Value low = Evaluate(*node.children[1], frame, state);
  const Value high = Evaluate(*node.children[2], frame, state);
  return FeelAnd(FeelCompare(FeelOperator::kGreaterEqual, value, low),
                 FeelCompare(FeelOperator::kLessEqual, value, high));
}

Value EvaluateIn(const FeelNode& node, const FramePtr& frame, EvaluationState& state) {
  const Value value = Evaluate(*node.children[0], frame, state);
  Value result = false;
  for (std::size_t i = 1; i < node.children.size(); ++i) {
    const FeelNode& test = *node.children[i];
    const Value allowed = Evaluate(test, frame, state);
    // What is no range contains nothing and excludes nothing.
    const bool no_range = test.kind == Kind::kRange && allowed.is_null();
    result = FeelOr(result, no_range ? Value() : FeelIn(value, allowed));
  }
  return result;
}

// `< a` as the range of all values below a.
Value RangeOfUnary(FeelOperator op, Value end) {
  ValueRange range;
  const bool below = op == FeelOperator::kLess || op == FeelOperator::kLessEqual;
  const bool above = op == FeelOperator::kGreater || op == FeelOperator::kGreaterEqual;
  range.from_comparison = true;
  range.all_but_start = op == FeelOperator::kNotEqual;
  range.start_included = op == FeelOperator::kGreaterEqual || op == FeelOperator::kEqual;
  range.end_included = op == FeelOperator::kLessEqual || op == FeelOperator::kEqual;
  if (end.is_null() && (below || above)) return {};
  if (!below) range.start = end;
  if (!above && !range.all_but_start) range.end = std::move(end);
  return range;
}

Value EvaluateRange(const FeelNode& node, const FramePtr& frame, EvaluationState& state) {
  ValueRange range;
  range.start = Evaluate(*node.children[0], frame, state);
  range.end = Evaluate(*node.children[1], frame, state);
  range.start_included = node.start_included;
  range.end_included = node.end_included;
  if (range.start.is_null() && range.end.is_null()) return {};
  // An end that is null is no end, and cannot be part of the range.
  if ((range.start.is_null() && range.start_included) ||
      (range.end.is_null() && range.end_included)) {
    return {};
  }
  const bool two = !range.start.is_null() && !range.end.is_null();
  if (two) {
    const std::optional<std::strong_ordering> order = FeelOrder(range.start, range.end);
    if (!order || *order > 0) return {};
  }
  return range;
}

Value EvaluateContext(const FeelNode& node, const FramePtr& frame, EvaluationState& state) {
  ValueContext out;
  FramePtr inner = frame;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    if (out.Find(node.names[i]) != nullptr) return {};
    Value value = Evaluate(*node.children[i], inner, state);
    auto next = std::make_shared<Frame>();
    next->outer = std::move(inner);
    next->names.emplace_back(node.names[i], value);
    inner = std::move(next);
    out.Set(node.names[i], std::move(value));
  }
  return out;
}

Value EvaluateList(const FeelNode& node, const FramePtr& frame, EvaluationState& state) {
  ValueList out;
  for (const FeelPtr& child : node.children) out.push_back(Evaluate(*child, frame, state));
  return out;
}

Value EvaluateCall(const FeelNode& node, const FramePtr& frame, EvaluationState& state) {
  const Value callee = Evaluate(*node.children[0], frame, state);
  const Callable* function = callee.AsFunction();
  if (function == nullptr) return {};
  if (node.names.empty()) {
    ValueList arguments;
    for (std::size_t i = 1; i < node.children.size(); ++i) {
      arguments.push_back(Evaluate(*node.children[i], frame, state));
    }
    return function->Call(arguments, state);
  }
  std::vector<std::pair<std::string, Value>> named;
  for (std::size_t i = 0; i < node.names.size(); ++i) {
    named.emplace_back(node.names[i], Evaluate(*node.children[i + 1], frame, state));
  }
  return function->CallByName(named, state);
}

Value EvaluateNode(const FeelNode& node, const FramePtr& frame, EvaluationState& state) {
  switch (node.kind) {
    case Kind::kLiteral:
      return node.value;
    case Kind::kName:
      return EvaluateName(node, frame);
    case Kind::kPath:
      return EvaluatePath(node, frame, state);
    case Kind::kNegate:
      return FeelNegate(Evaluate(*node.children[0], frame, state));
    case Kind::kBinary:
      return EvaluateBinary(node, frame, state);
    case Kind::kBetween:
      return EvaluateBetween(node, frame, state);
    case Kind::kIn:
      return EvaluateIn(node, frame, state);
    case Kind::kInstanceOf:
      return InstanceOf(Evaluate(*node.children[0], frame, state), node.text, state);
    case Kind::kUnary:
      return RangeOfUnary(node.op, Evaluate(*node.children[0], frame, state));
    case Kind::kRange:
      return EvaluateRange(node, frame, state);
    case Kind::kIf: {
      const Value condition = Evaluate(*node.children[0], frame, state);
      if (!condition.is_null() && condition.AsBoolean() == nullptr) return {};
      return Evaluate(*node.children[condition.IsTrue() ? 1 : 2], frame, state);
    }
    case Kind::kFor:
      return EvaluateFor(node, frame, state);
    case Kind::kSome:
    case Kind::kEvery:
      return EvaluateQuantified(node, frame, state);
    case Kind::kFilter:
      return EvaluateFilter(Evaluate(*node.children[0], frame, state), *node.children[1], frame,
                            state);
    case Kind::kCall:
      return EvaluateCall(node, frame, state);
    case Kind::kFunction:
      return std::shared_ptr<const Callable>(std::make_shared<Closure>(node, frame, state.types));
    case Kind::kExternal:
      return {};
    case Kind::kList:
      return EvaluateList(node, frame, state);
    case Kind::kContext:
      return EvaluateContext(node, frame, state);
  }
  return {};
}

bool Mentions(const FeelNode& node, std::string_view name) {
  if (node.kind == Kind::kName && node.text == name) return true;
  return std::ranges::any_of(node.children,
                             [&](const FeelPtr& child) { return Mentions(*child, name); });
}

// One test of a cell against `input`, which is `?` in `frame`.
Value EvaluateTest(const FeelNode& test, const Value& input, const FramePtr& frame,
                   EvaluationState& state) {
  if (test.kind == Kind::kUnary) {
    return FeelCompare(test.op, input, Evaluate(*test.children[0], frame, state));
  }
  const Value value = Evaluate(test, frame, state);
  if (Mentions(test, "?")) return value.AsBoolean() ? value : Value();
  // A condition that does not look at the input holds by itself. A plain `true` is a value: it must
  // equal the input, and never equals one that is missing.
  const bool condition = test.kind == Kind::kBinary || test.kind == Kind::kCall ||
                         test.kind == Kind::kIn || test.kind == Kind::kBetween;
  if (condition && value.AsBoolean() && !input.AsBoolean()) return value;
  return FeelIn(input, value);
}

}  // namespace

const Value* Frame::Find(std::string_view name) const {
  for (const Frame* frame = this; frame != nullptr; frame = frame->outer.get()) {
    for (const auto& [key, value] : frame->names) {
      if (key == name) return &value;
    }
    if (const ValueContext* context = frame->item.AsContext()) {
      if (const Value* entry = context->Find(name)) return entry;
    }
  }
  return nullptr;
}

Value Evaluate(const FeelNode& node, const FramePtr& frame, EvaluationState& state) {
  if (state.depth >= kMaxCallDepth || !state.Charge(1)) return {};
  ++state.depth;
  Value value = EvaluateNode(node, frame, state);
  --state.depth;
  return value;
}

Value EvaluateTests(const UnaryTests& tests, const Value& input, const FramePtr& frame,
                    EvaluationState& state) {
  if (tests.any) return true;
  auto inner = std::make_shared<Frame>();
  inner->outer = frame;
  inner->names.emplace_back("?", input);
  Value result = false;
  for (const FeelPtr& test : tests.tests) {
    result = FeelOr(result, EvaluateTest(*test, input, inner, state));
  }
  return tests.negated ? FeelNot(result) : result;
}

FeelNames NamesOf(const FramePtr& frame) {
  FeelNames out;
  for (const Frame* at = frame.get(); at != nullptr; at = at->outer.get()) {
    for (const auto& [name, value] : at->names) {
      if (!IsPlainWord(name)) out.scope.push_back(name);
    }
    out.members_are_names = out.members_are_names || at->is_item;
  }
  return out;
}

}  // namespace wervelwijzer::dmn
