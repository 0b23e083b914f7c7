// Numbers and booleans: clauses 10.3.4.2 and 10.3.4.5.

#include <array>
#include <cmath>

#include "guideline/dmn/feel_builtins.h"
#include "guideline/dmn/feel_compare.h"

namespace wervelwijzer::dmn {
namespace {

using Arguments = std::span<const Value>;

// The optional scale behind a number; no value when it is no whole number.
std::optional<int> ScaleOf(Arguments arguments) {
  if (arguments.size() < 2) return 0;
  const Decimal* scale = arguments[1].AsNumber();
  const std::optional<Decimal> cut =
      scale ? scale->Round(0, Rounding::kDown) : std::nullopt;  // a fraction is cut off
  const std::optional<std::int64_t> whole = cut ? cut->ToInteger() : std::nullopt;
  if (!whole || *whole < -Decimal::kMaxExponent || *whole > -Decimal::kMinExponent) {
    return std::nullopt;
  }
  return static_cast<int>(*whole);
}

template <Rounding rounding>
Value RoundTo(Arguments arguments, EvaluationState&) {
  const std::optional<int> scale = ScaleOf(arguments);
  if (!arguments[0].AsNumber() || !scale) return {};
  return arguments[0].AsNumber()->Round(*scale, rounding);
}

Value Abs(Arguments arguments, EvaluationState&) {
  const Value& value = arguments[0];
  if (value.AsNumber()) return value.AsNumber()->Abs();
  if (value.AsDaysTime()) {
    const Nanoseconds nanos = value.AsDaysTime()->nanos;
    return DaysTime{nanos < 0 ? -nanos : nanos};
  }
  if (value.AsYearsMonths()) return YearsMonths{std::abs(value.AsYearsMonths()->months)};
  return {};
}

Value Modulo(Arguments arguments, EvaluationState&) {
  if (!arguments[0].AsNumber() || !arguments[1].AsNumber()) return {};
  return Decimal::Modulo(*arguments[0].AsNumber(), *arguments[1].AsNumber());
}

Value Sqrt(Arguments arguments, EvaluationState&) {
  if (!arguments[0].AsNumber()) return {};
  return Decimal::SquareRoot(*arguments[0].AsNumber());
}

Value Log(Arguments arguments, EvaluationState&) {
  const Decimal* value = arguments[0].AsNumber();
  if (!value || value->IsNegative() || value->IsZero()) return {};
  return Decimal::FromDouble(std::log(value->ToDouble()));
}

Value Exp(Arguments arguments, EvaluationState&) {
  if (!arguments[0].AsNumber()) return {};
  return Decimal::FromDouble(std::exp(arguments[0].AsNumber()->ToDouble()));
}

// Whether the number leaves `rest` when divided by two; null when it is not whole.
Value LeavesOfTwo(const Value& value, int rest) {
  if (!value.AsNumber() || !value.AsNumber()->IsWhole()) return {};
  const std::optional<Decimal> left = Decimal::Modulo(*value.AsNumber(), Decimal(2));
  return left ? Value(*left == Decimal(rest)) : Value();
}

Value Odd(Arguments arguments, EvaluationState&) { return LeavesOfTwo(arguments[0], 1); }
Value Even(Arguments arguments, EvaluationState&) { return LeavesOfTwo(arguments[0], 0); }

// A separator argument: null or one of the characters allowed.
std::optional<std::string> SeparatorOf(const Value& value, std::string_view allowed) {
  if (value.is_null()) return "";
  const std::string* text = value.AsString();
  if (!text || text->size() != 1 || allowed.find((*text)[0]) == std::string_view::npos) {
    return std::nullopt;
  }
  return *text;
}

Value Number(Arguments arguments, EvaluationState&) {
  const std::string* from = arguments[0].AsString();
  if (arguments.size() == 1) {
    if (arguments[0].AsNumber()) return arguments[0];
    return from ? Value(Decimal::Parse(*from)) : Value();
  }
  if (!from || arguments.size() != 3) return {};
  const auto grouping = SeparatorOf(arguments[1], " ,.");
  const auto point = SeparatorOf(arguments[2], ",.");
  if (!grouping || !point || (!grouping->empty() && *grouping == *point)) return {};
  std::string plain;
  for (char c : *from) {
    if (!grouping->empty() && c == (*grouping)[0]) continue;
    if (c == '.' && *point != "." && !point->empty()) return {};
    plain += !point->empty() && c == (*point)[0] ? '.' : c;
  }
  return Decimal::Parse(plain);
}

Value Not(Arguments arguments, EvaluationState&) { return FeelNot(arguments[0]); }

// is(): the same value in the same form; `12:00Z` is not `13:00+01:00`, though equal.
Value Is(Arguments arguments, EvaluationState&) {
  if (arguments.size() != 2) return false;
  const Value &a = arguments[0], &b = arguments[1];
  if (a.kind() != b.kind()) return false;
  if (a.AsTime() && !(a.AsTime()->zone == b.AsTime()->zone)) return false;
  if (a.AsDateTime() && !(a.AsDateTime()->time.zone == b.AsDateTime()->time.zone)) return false;
  return a == b;
}

constexpr std::array<BuiltInFunction, 17> kFunctions = {{
    {"decimal", 2, 2, RoundTo<Rounding::kHalfEven>, "n,scale"},
    {"floor", 1, 2, RoundTo<Rounding::kFloor>, "n,scale"},
    {"ceiling", 1, 2, RoundTo<Rounding::kCeiling>, "n,scale"},
    {"round up", 2, 2, RoundTo<Rounding::kUp>, "n,scale"},
    {"round down", 2, 2, RoundTo<Rounding::kDown>, "n,scale"},
    {"round half up", 2, 2, RoundTo<Rounding::kHalfUp>, "n,scale"},
    {"round half down", 2, 2, RoundTo<Rounding::kHalfDown>, "n,scale"},
    {"abs", 1, 1, Abs, "n"},
    {"modulo", 2, 2, Modulo, "dividend,divisor"},
    {"sqrt", 1, 1, Sqrt, "number"},
    {"log", 1, 1, Log, "number"},
    {"exp", 1, 1, Exp, "number"},
    {"odd", 1, 1, Odd, "number"},
    {"even", 1, 1, Even, "number"},
    {"number", 1, 3, Number, "from,grouping separator,decimal separator"},
    {"not", 1, 1, Not, "negand"},
    {"is", 1, 2, Is, "value1,value2"},
}};

}  // namespace

std::span<const BuiltInFunction> NumberFunctions() { return kFunctions; }

}  // namespace wervelwijzer::dmn
