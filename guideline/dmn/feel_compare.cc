#include "guideline/dmn/feel_compare.h"

namespace wervelwijzer::dmn {
namespace {

using Kind = Value::Kind;

Value EqualLists(const ValueList& a, const ValueList& b) {
  if (a.size() != b.size()) return false;
  Value result = true;
  for (std::size_t i = 0; i < a.size(); ++i) {
    // Elements of different kinds make the lists different, not the question senseless.
    const Value same = FeelEquals(a[i], b[i]);
    if (!same.IsTrue()) return false;
  }
  return result;
}

Value EqualContexts(const ValueContext& a, const ValueContext& b) {
  if (a.size() != b.size()) return false;
  for (const auto& [name, value] : a.entries()) {
    const Value* other = b.Find(name);
    if (other == nullptr || !FeelEquals(value, *other).IsTrue()) return false;
  }
  return true;
}

template <typename T>
bool BothZoned(const T& a, const T& b);
template <>
bool BothZoned(const Time& a, const Time& b) {
  return (a.zone.kind == Zone::Kind::kNone) == (b.zone.kind == Zone::Kind::kNone);
}
template <>
bool BothZoned(const DateTime& a, const DateTime& b) {
  return BothZoned(a.time, b.time);
}

std::strong_ordering OrderNanos(Nanoseconds a, Nanoseconds b) {
  return a < b    ? std::strong_ordering::less
         : a == b ? std::strong_ordering::equal
                  : std::strong_ordering::greater;
}

Value Negated(const Value& value) {
  return value.AsBoolean() ? Value(!*value.AsBoolean()) : Value();
}

// Whether `value` lies on the right side of one end. An end that is null is open without end.
Value AtEnd(const Value& value, const Value& end, FeelOperator strict, FeelOperator loose,
            bool included) {
  if (end.is_null()) return true;
  return FeelCompare(included ? loose : strict, value, end);
}

Value InRange(const Value& value, const ValueRange& range) {
  if (range.all_but_start) return Negated(FeelEquals(value, range.start));
  // `= true` is a range too, of values that have no order.
  if (range.start_included && range.end_included && range.start == range.end) {
    return FeelEquals(value, range.start);
  }
  if (!range.from_comparison && (range.start.is_null() || range.end.is_null())) return {};
  const Value above = AtEnd(value, range.start, FeelOperator::kGreater, FeelOperator::kGreaterEqual,
                            range.start_included);
  const Value below =
      AtEnd(value, range.end, FeelOperator::kLess, FeelOperator::kLessEqual, range.end_included);
  return FeelAnd(above, below);
}

}  // namespace

Value FeelEquals(const Value& a, const Value& b) {
  if (a.is_null() || b.is_null()) return a.is_null() && b.is_null();
  if (a.kind() != b.kind()) return {};
  if (a.AsFunction() != nullptr) return a.AsFunction() == b.AsFunction() ? Value(true) : Value();
  if (a.AsList() != nullptr) return EqualLists(*a.AsList(), *b.AsList());
  if (a.AsContext() != nullptr) return EqualContexts(*a.AsContext(), *b.AsContext());
  return a == b;
}

std::optional<std::strong_ordering> FeelOrder(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return std::nullopt;
  switch (a.kind()) {
    case Kind::kNumber:
      return *a.AsNumber() <=> *b.AsNumber();
    case Kind::kString:
      return a.AsString()->compare(*b.AsString()) <=> 0;
    case Kind::kDate:
      return DayOf(*a.AsDate()) <=> DayOf(*b.AsDate());
    case Kind::kTime:
      if (!BothZoned(*a.AsTime(), *b.AsTime())) return std::nullopt;
      return OrderNanos(InstantOf(*a.AsTime()), InstantOf(*b.AsTime()));
    case Kind::kDateTime:
      if (!BothZoned(*a.AsDateTime(), *b.AsDateTime())) return std::nullopt;
      return OrderNanos(InstantOf(*a.AsDateTime()), InstantOf(*b.AsDateTime()));
    case Kind::kYearsMonths:
      return a.AsYearsMonths()->months <=> b.AsYearsMonths()->months;
    case Kind::kDaysTime:
      return OrderNanos(a.AsDaysTime()->nanos, b.AsDaysTime()->nanos);
    case Kind::kNull:
    case Kind::kBoolean:
    case Kind::kList:
    case Kind::kContext:
    case Kind::kRange:
    case Kind::kFunction:
      return std::nullopt;
  }
  return std::nullopt;
}

Value FeelCompare(FeelOperator op, const Value& a, const Value& b) {
  if (op == FeelOperator::kEqual) return FeelEquals(a, b);
  if (op == FeelOperator::kNotEqual) return Negated(FeelEquals(a, b));
  const std::optional<std::strong_ordering> order = FeelOrder(a, b);
  if (!order) return {};
  if (op == FeelOperator::kLess) return *order < 0;
  if (op == FeelOperator::kLessEqual) return *order <= 0;
  if (op == FeelOperator::kGreater) return *order > 0;
  if (op == FeelOperator::kGreaterEqual) return *order >= 0;
  return {};
}

Value FeelIn(const Value& value, const Value& test) {
  if (test.AsRange() != nullptr) return InRange(value, *test.AsRange());
  if (test.AsList() == nullptr) return FeelEquals(value, test);
  if (value.is_list() && FeelEquals(value, test).IsTrue()) return true;
  for (const Value& element : *test.AsList()) {
    const bool found = element.AsRange() != nullptr ? InRange(value, *element.AsRange()).IsTrue()
                                                    : FeelEquals(value, element).IsTrue();
    if (found) return true;
  }
  return false;
}

Value FeelAnd(const Value& a, const Value& b) {
  if (a.IsFalse() || b.IsFalse()) return false;
  return a.IsTrue() && b.IsTrue() ? Value(true) : Value();
}

Value FeelOr(const Value& a, const Value& b) {
  if (a.IsTrue() || b.IsTrue()) return true;
  return a.IsFalse() && b.IsFalse() ? Value(false) : Value();
}

Value FeelNot(const Value& a) { return Negated(a); }

}  // namespace wervelwijzer::dmn
