// Lists: clause 10.3.4.4. An argument that should be a list and is not counts as a list of one.

#include <algorithm>
#include <array>

#include "guideline/dmn/feel_arithmetic.h"
#include "guideline/dmn/feel_builtins.h"
#include "guideline/dmn/feel_compare.h"

namespace wervelwijzer::dmn {
namespace {

using Arguments = std::span<const Value>;

// The one list given, or all the arguments as a list: min([1, 2]) and min(1, 2).
ValueList Gather(Arguments arguments) {
  if (arguments.size() == 1 && arguments[0].is_list()) return *arguments[0].AsList();
  return {arguments.begin(), arguments.end()};
}

std::optional<ValueList> ListOf(const Value& value, EvaluationState& state) {
  if (value.is_null()) return std::nullopt;
  ValueList list = value.is_list() ? *value.AsList() : ValueList{value};
  if (!state.Charge(std::ssize(list))) return std::nullopt;
  return list;
}

// A position from 1, or from the end when negative, as an index from 0 into `size` elements.
std::optional<std::int64_t> IndexOf(const Value& value, std::int64_t size) {
  const std::optional<Decimal> cut =
      value.AsNumber() ? value.AsNumber()->Round(0, Rounding::kDown) : std::nullopt;
  const std::optional<std::int64_t> position = cut ? cut->ToInteger() : std::nullopt;
  if (!position || *position == 0 || *position > size || *position < -size) return std::nullopt;
  return *position > 0 ? *position - 1 : size + *position;
}

Value ListContains(Arguments arguments, EvaluationState& state) {
  const auto list = ListOf(arguments[0], state);
  if (!list) return {};
  return std::any_of(list->begin(), list->end(), [&](const Value& element) {
    return FeelEquals(element, arguments[1]).IsTrue();
  });
}

Value Count(Arguments arguments, EvaluationState& state) {
  const auto list = ListOf(arguments[0], state);
  return list ? Value(static_cast<std::int64_t>(list->size())) : Value();
}

// The element before all others in the order that `op` asks for.
Value Extreme(Arguments arguments, FeelOperator op) {
  const ValueList list = Gather(arguments);
  if (list.empty()) return {};
  Value best = list[0];
  if (!FeelOrder(best, best)) return {};
  for (const Value& element : list) {
    const Value better = FeelCompare(op, element, best);
    if (better.is_null()) return {};
    if (better.IsTrue()) best = element;
  }
  return best;
}
Value Min(Arguments arguments, EvaluationState&) { return Extreme(arguments, FeelOperator::kLess); }
Value Max(Arguments arguments, EvaluationState&) {
  return Extreme(arguments, FeelOperator::kGreater);
}

// The elements put together by `op`; null when the list is empty.
Value Fold(const ValueList& list, FeelOperator op) {
  if (list.empty()) return {};
  Value result = list[0];
  const bool duration = op == FeelOperator::kAdd && (result.AsDaysTime() || result.AsYearsMonths());
  if (!result.AsNumber() && !duration) return {};
  for (std::size_t i = 1; i < list.size() && !result.is_null(); ++i) {
    result = list[i].kind() == result.kind() ? FeelArithmetic(op, result, list[i]) : Value();
  }
  return result;
}

Value Sum(Arguments arguments, EvaluationState&) {
  return Fold(Gather(arguments), FeelOperator::kAdd);
}
Value Product(Arguments arguments, EvaluationState&) {
  return Fold(Gather(arguments), FeelOperator::kMultiply);
}
Value Mean(Arguments arguments, EvaluationState&) {
  const ValueList list = Gather(arguments);
  const Value sum = Fold(list, FeelOperator::kAdd);
  return FeelArithmetic(FeelOperator::kDivide, sum, static_cast<std::int64_t>(list.size()));
}

// Kleene's and, or over the list.
Value AllTrue(Arguments arguments, EvaluationState&) {
  if (arguments.size() == 1 && arguments[0].is_null()) return {};
  Value result = true;
  for (const Value& element : Gather(arguments)) {
    if (!element.is_null() && !element.AsBoolean()) return {};
    result = FeelAnd(result, element);
  }
  return result;
}
Value AnyTrue(Arguments arguments, EvaluationState&) {
  if (arguments.size() == 1 && arguments[0].is_null()) return {};
  Value result = false;
  for (const Value& element : Gather(arguments)) {
    if (!element.is_null() && !element.AsBoolean()) return {};
    result = FeelOr(result, element);
  }
  return result;
}

Value Sublist(Arguments arguments, EvaluationState& state) {
  const auto list = ListOf(arguments[0], state);
  if (!list) return {};
  const auto first = IndexOf(arguments[1], std::ssize(*list));
  if (!first) return {};
  std::int64_t length = std::ssize(*list) - *first;
  if (arguments.size() == 3) {
    const auto given =
        arguments[2].AsNumber() ? arguments[2].AsNumber()->ToInteger() : std::nullopt;
    if (!given || *given < 0 || *given > length) return {};
    length = *given;
  }
  return ValueList(list->begin() + *first, list->begin() + *first + length);
}

Value Append(Arguments arguments, EvaluationState& state) {
  auto list = arguments[0].is_null() ? ValueList{Value()} : ListOf(arguments[0], state);
  if (!list) return {};
  list->insert(list->end(), arguments.begin() + 1, arguments.end());
  return *list;
}

Value Concatenate(Arguments arguments, EvaluationState& state) {
  ValueList out;
  for (const Value& argument : arguments) {
    const auto list = argument.is_null() ? ValueList{Value()} : ListOf(argument, state);
    if (!list) return {};
    out.insert(out.end(), list->begin(), list->end());
  }
  return out;
}

Value InsertBefore(Arguments arguments, EvaluationState& state) {
  auto list = ListOf(arguments[0], state);
  const auto index = list ? IndexOf(arguments[1], std::ssize(*list)) : std::nullopt;
  if (!index) return {};
  list->insert(list->begin() + *index, arguments[2]);
  return *list;
}

Value Remove(Arguments arguments, EvaluationState& state) {
  auto list = ListOf(arguments[0], state);
  const auto index = list ? IndexOf(arguments[1], std::ssize(*list)) : std::nullopt;
  if (!index) return {};
  list->erase(list->begin() + *index);
  return *list;
}

// list replace(list, position or match function, new item).
Value ListReplace(Arguments arguments, EvaluationState& state) {
  auto list = ListOf(arguments[0], state);
  if (!list || arguments[1].is_null()) return {};
  const Callable* match = arguments[1].AsFunction();
  if (match == nullptr) {
    const auto index = IndexOf(arguments[1], std::ssize(*list));
    if (!index) return {};
    (*list)[*index] = arguments[2];
    return *list;
  }
  if (match->parameters().size() != 2) return {};
  for (Value& element : *list) {
    const std::array<Value, 2> pair = {element, arguments[2]};
    const Value hit = match->Call(pair, state);
    if (!hit.AsBoolean()) return {};
    if (hit.IsTrue()) element = arguments[2];
  }
  return *list;
}

Value Reverse(Arguments arguments, EvaluationState& state) {
  auto list = ListOf(arguments[0], state);
  if (!list) return {};
  std::reverse(list->begin(), list->end());
  return *list;
}

Value IndexesOf(Arguments arguments, EvaluationState& state) {
  const auto list = ListOf(arguments[0], state);
  if (!list) return {};
  ValueList out;
  for (std::size_t i = 0; i < list->size(); ++i) {
    if (FeelEquals((*list)[i], arguments[1]).IsTrue()) {
      out.emplace_back(static_cast<std::int64_t>(i) + 1);
    }
  }
  return out;
}

Value Distinct(const ValueList& list, EvaluationState& state) {
  ValueList out;
  for (const Value& element : list) {
    if (!state.Charge(1 + std::ssize(out))) return {};
    const bool seen = std::ranges::any_of(
        out, [&](const Value& other) { return FeelEquals(element, other).IsTrue(); });
    if (!seen) out.push_back(element);
  }
  return out;
}
Value DistinctValues(Arguments arguments, EvaluationState& state) {
  const auto list = ListOf(arguments[0], state);
  return list ? Distinct(*list, state) : Value();
}
Value Union(Arguments arguments, EvaluationState& state) {
  const Value all = Concatenate(arguments, state);
  return all.is_list() ? Distinct(*all.AsList(), state) : Value();
}

void FlattenInto(const ValueList& list, int depth, ValueList& out) {
  for (const Value& element : list) {
    if (element.is_list() && depth < 200) {
      FlattenInto(*element.AsList(), depth + 1, out);
    } else {
      out.push_back(element);
    }
  }
}
Value Flatten(Arguments arguments, EvaluationState& state) {
  const auto list = ListOf(arguments[0], state);
  if (!list) return {};
  ValueList out;
  FlattenInto(*list, 0, out);
  return state.Charge(std::ssize(out)) ? Value(std::move(out)) : Value();
}

std::optional<ValueList> SortedNumbers(Arguments arguments) {
  ValueList list = Gather(arguments);
  for (const Value& element : list) {
    if (!element.AsNumber()) return std::nullopt;
  }
  std::ranges::sort(list,
                    [](const Value& a, const Value& b) { return *a.AsNumber() < *b.AsNumber(); });
  return list;
}

Value Median(Arguments arguments, EvaluationState&) {
  const auto list = SortedNumbers(arguments);
  if (!list || list->empty()) return {};
  const std::size_t middle = list->size() / 2;
  if (list->size() % 2 == 1) return (*list)[middle];
  return FeelArithmetic(FeelOperator::kDivide,
                        FeelArithmetic(FeelOperator::kAdd, (*list)[middle - 1], (*list)[middle]),
                        2);
}

Value Mode(Arguments arguments, EvaluationState&) {
  const auto list = SortedNumbers(arguments);
  if (!list) return {};
  ValueList out;
  std::size_t most = 0;
  for (std::size_t i = 0; i < list->size();) {
    std::size_t end = i;
    while (end < list->size() && (*list)[end] == (*list)[i]) ++end;
    if (end - i > most) out.clear();
    most = std::max(most, end - i);
    if (end - i == most) out.push_back((*list)[i]);
    i = end;
  }
  return out;
}

// The standard deviation of a sample.
Value Stddev(Arguments arguments, EvaluationState& state) {
  const ValueList list = Gather(arguments);
  const Value mean = Mean(arguments, state);
  if (list.size() < 2 || !mean.AsNumber()) return {};
  Value sum = 0;
  for (const Value& element : list) {
    const Value off = FeelArithmetic(FeelOperator::kSubtract, element, mean);
    sum =
        FeelArithmetic(FeelOperator::kAdd, sum, FeelArithmetic(FeelOperator::kMultiply, off, off));
  }
  sum = FeelArithmetic(FeelOperator::kDivide, sum, static_cast<std::int64_t>(list.size()) - 1);
  return sum.AsNumber() ? Value(Decimal::SquareRoot(*sum.AsNumber())) : Value();
}

// By insertion: `precedes` is a function of the model and need not be a sound order, which the
// library's sort would answer with undefined behaviour.
Value Sort(Arguments arguments, EvaluationState& state) {
  auto list = ListOf(arguments[0], state);
  const Callable* precedes = arguments.size() > 1 ? arguments[1].AsFunction() : nullptr;
  if (!list || precedes == nullptr || precedes->parameters().size() != 2) return {};
  for (std::size_t i = 1; i < list->size(); ++i) {
    for (std::size_t at = i; at > 0; --at) {
      const std::array<Value, 2> pair = {(*list)[at], (*list)[at - 1]};
      if (!state.Charge(1) || !precedes->Call(pair, state).IsTrue()) break;
      std::swap((*list)[at], (*list)[at - 1]);
    }
  }
  return *list;
}

constexpr std::array<BuiltInFunction, 24> kFunctions = {{
    {"list contains", 2, 2, ListContains, "list,element"},
    {"count", 1, 1, Count, "list"},
    {"min", 1, -1, Min, "list"},
    {"max", 1, -1, Max, "list"},
    {"sum", 1, -1, Sum, "list"},
    {"product", 1, -1, Product, "list"},
    {"mean", 1, -1, Mean, "list"},
    {"median", 1, -1, Median, "list"},
    {"mode", 1, -1, Mode, "list"},
    {"stddev", 1, -1, Stddev, "list"},
    {"all", 1, -1, AllTrue, "list"},
    {"any", 1, -1, AnyTrue, "list"},
    {"sublist", 2, 3, Sublist, "list,start position,length"},
    {"append", 1, -1, Append, "list,item"},
    {"concatenate", 1, -1, Concatenate, "list"},
    {"insert before", 3, 3, InsertBefore, "list,position,newItem"},
    {"remove", 2, 2, Remove, "list,position"},
    {"list replace", 3, 3, ListReplace, "list,position,newItem|list,match,newItem"},
    {"reverse", 1, 1, Reverse, "list"},
    {"index of", 2, 2, IndexesOf, "list,match"},
    {"union", 1, -1, Union, "list"},
    {"distinct values", 1, 1, DistinctValues, "list"},
    {"flatten", 1, 1, Flatten, "list"},
    {"sort", 1, 2, Sort, "list,precedes"},
}};

}  // namespace

std::span<const BuiltInFunction> ListFunctions() { return kFunctions; }

}  // namespace wervelwijzer::dmn
