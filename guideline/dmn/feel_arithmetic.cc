#include "guideline/dmn/feel_arithmetic.h"

#include <cmath>

namespace wervelwijzer::dmn {
namespace {

using Kind = Value::Kind;
using Op = FeelOperator;

// Durations beyond this are refused rather than counted wrong.
constexpr Nanoseconds kMaxNanos = Nanoseconds{1'000'000'000'000'000'000LL} * 1'000'000'000LL;
constexpr std::int64_t kMaxMonths = 1'000'000'000'000LL;

Value Duration(Nanoseconds nanos) {
  if (nanos > kMaxNanos || nanos < -kMaxNanos) return {};
  return DaysTime{nanos};
}

Value Months(std::int64_t months) {
  if (months > kMaxMonths || months < -kMaxMonths) return {};
  return YearsMonths{months};
}

// A number of nanoseconds or months times or through a number, cut to a whole one.
std::optional<Decimal> Whole(Nanoseconds value) {
  const auto high = static_cast<std::int64_t>(value / 1'000'000'000'000'000'000LL);
  const auto low = static_cast<std::int64_t>(value % 1'000'000'000'000'000'000LL);
  const std::optional<Decimal> scaled =
      Decimal::Multiply(Decimal(high), Decimal(std::int64_t{1'000'000'000'000'000'000LL}));
  return scaled ? Decimal::Add(*scaled, Decimal(low)) : std::nullopt;
}

std::optional<Nanoseconds> Cut(const std::optional<Decimal>& value) {
  const std::optional<Decimal> whole = value ? value->Round(0, Rounding::kDown) : std::nullopt;
  if (!whole) return std::nullopt;
  const Decimal billion(kNanosPerSecond);
  const std::optional<Decimal> quotient = Decimal::Divide(*whole, billion);
  const std::optional<Decimal> high = quotient ? quotient->Round(0, Rounding::kDown) : std::nullopt;
  if (!high || !high->ToInteger()) return std::nullopt;
  const std::optional<Decimal> part = Decimal::Multiply(*high, billion);
  const std::optional<Decimal> low = part ? Decimal::Subtract(*whole, *part) : std::nullopt;
  if (!low || !low->ToInteger()) return std::nullopt;
  return Nanoseconds{*high->ToInteger()} * kNanosPerSecond + *low->ToInteger();
}

Value NumberArithmetic(Op op, const Decimal& a, const Decimal& b) {
  switch (op) {
    case Op::kAdd:
      return Decimal::Add(a, b);
    case Op::kSubtract:
      return Decimal::Subtract(a, b);
    case Op::kMultiply:
      return Decimal::Multiply(a, b);
    case Op::kDivide:
      return Decimal::Divide(a, b);
    case Op::kPower:
      return Decimal::Power(a, b);
    default:
      return {};
  }
}

Value ScaleMonths(Op op, const YearsMonths& a, const Decimal& b) {
  const Decimal months(a.months);
  const std::optional<Decimal> result =
      op == Op::kMultiply ? Decimal::Multiply(months, b) : Decimal::Divide(months, b);
  const std::optional<Nanoseconds> cut = Cut(result);
  if (!cut || *cut > kMaxMonths || *cut < -kMaxMonths) return {};
  return Months(static_cast<std::int64_t>(*cut));
}

Value ScaleDays(Op op, const DaysTime& a, const Decimal& b) {
  const std::optional<Decimal> nanos = Whole(a.nanos);
  if (!nanos) return {};
  const std::optional<Nanoseconds> cut =
      Cut(op == Op::kMultiply ? Decimal::Multiply(*nanos, b) : Decimal::Divide(*nanos, b));
  return cut ? Duration(*cut) : Value();
}

Value DurationArithmetic(Op op, const Value& a, const Value& b) {
  if (const Decimal* factor = b.AsNumber(); factor && (op == Op::kMultiply || op == Op::kDivide)) {
    return a.AsYearsMonths() ? ScaleMonths(op, *a.AsYearsMonths(), *factor)
                             : ScaleDays(op, *a.AsDaysTime(), *factor);
  }
  if (a.kind() != b.kind()) return {};
  const bool months = a.AsYearsMonths() != nullptr;
  const Nanoseconds left = months ? a.AsYearsMonths()->months : a.AsDaysTime()->nanos;
  const Nanoseconds right = months ? b.AsYearsMonths()->months : b.AsDaysTime()->nanos;
  if (op == Op::kDivide) {
    const std::optional<Decimal> x = Whole(left), y = Whole(right);
    return x && y ? Value(Decimal::Divide(*x, *y)) : Value();
  }
  if (op != Op::kAdd && op != Op::kSubtract) return {};
  const Nanoseconds sum = op == Op::kAdd ? left + right : left - right;
  return months ? Months(static_cast<std::int64_t>(sum)) : Duration(sum);
}

bool IsDuration(const Value& value) { return value.AsYearsMonths() || value.AsDaysTime(); }
bool IsMoment(const Value& value) { return value.AsDate() || value.AsDateTime() || value.AsTime(); }

// A date, time or date and time, plus or minus a duration.
Value ShiftMoment(const Value& a, const Value& duration, int sign) {
  if (const YearsMonths* months = duration.AsYearsMonths()) {
    if (a.AsDate()) return AddMonths(*a.AsDate(), sign * months->months);
    if (a.AsDateTime()) return AddMonths(*a.AsDateTime(), sign * months->months);
    return {};
  }
  const Nanoseconds nanos = sign * duration.AsDaysTime()->nanos;
  if (a.AsTime()) return AddNanos(*a.AsTime(), nanos);
  if (a.AsDateTime()) return AddNanos(*a.AsDateTime(), nanos);
  const std::optional<DateTime> moved = AddNanos(MidnightOf(*a.AsDate()), nanos);
  return moved ? Value(moved->date) : Value();
}

Value MomentDifference(const Value& a, const Value& b) {
  if (a.AsTime() && b.AsTime()) {
    if (OffsetSeconds(*a.AsTime()).has_value() != OffsetSeconds(*b.AsTime()).has_value()) return {};
    return Duration(InstantOf(*a.AsTime()) - InstantOf(*b.AsTime()));
  }
  if (a.AsTime() || b.AsTime()) return {};
  const DateTime x = a.AsDate() ? MidnightOf(*a.AsDate()) : *a.AsDateTime();
  const DateTime y = b.AsDate() ? MidnightOf(*b.AsDate()) : *b.AsDateTime();
  if (OffsetSeconds(x).has_value() != OffsetSeconds(y).has_value()) return {};
  return Duration(InstantOf(x) - InstantOf(y));
}

Value DateProperty(const Date& date, const std::string& name) {
  if (name == "year") return date.year;
  if (name == "month") return date.month;
  if (name == "day") return date.day;
  if (name == "weekday") return WeekdayOf(date);
  return {};
}

Value TimeProperty(const Time& time, const Value& offset, const std::string& name) {
  if (name == "hour") return time.hour;
  if (name == "minute") return time.minute;
  if (name == "second") {
    // Parts of a second count.
    const auto part = Decimal::Divide(Decimal(time.nano), Decimal(kNanosPerSecond));
    return part ? Value(Decimal::Add(Decimal(time.second), *part)) : Value();
  }
  if (name == "time offset") return offset;
  if (name == "timezone" && time.zone.kind == Zone::Kind::kNamed) return time.zone.name;
  return {};
}

Value OffsetValue(const std::optional<int>& seconds) {
  if (!seconds) return {};
  return DaysTime{Nanoseconds{*seconds} * kNanosPerSecond};
}

Value DurationProperty(const Value& value, const std::string& name) {
  if (const YearsMonths* duration = value.AsYearsMonths()) {
    if (name == "years") return duration->months / 12;
    if (name == "months") return duration->months % 12;
    return {};
  }
  const auto seconds = static_cast<std::int64_t>(value.AsDaysTime()->nanos / kNanosPerSecond);
  if (name == "days") return seconds / kSecondsPerDay;
  if (name == "hours") return seconds / 3600 % 24;
  if (name == "minutes") return seconds / 60 % 60;
  if (name == "seconds") return seconds % 60;
  return {};
}

Value RangeProperty(const ValueRange& range, const std::string& name) {
  if (range.all_but_start) return {};
  if (name == "start") return range.start;
  if (name == "end") return range.end;
  if (name == "start included") return range.start_included;
  if (name == "end included") return range.end_included;
  return {};
}

}  // namespace

DateTime MidnightOf(const Date& date) {
  return {date, Time{0, 0, 0, 0, Zone{Zone::Kind::kOffset, 0, {}}}};
}

Value FeelArithmetic(FeelOperator op, const Value& a, const Value& b) {
  if (a.AsNumber() && b.AsNumber()) return NumberArithmetic(op, *a.AsNumber(), *b.AsNumber());
  if (a.AsString() && b.AsString()) {
    return op == Op::kAdd ? Value(*a.AsString() + *b.AsString()) : Value();
  }
  if (IsDuration(a) && IsMoment(b)) return op == Op::kAdd ? ShiftMoment(b, a, 1) : Value();
  if (IsDuration(a)) return DurationArithmetic(op, a, b);
  if (a.AsNumber() && IsDuration(b)) {
    return op == Op::kMultiply ? DurationArithmetic(op, b, a) : Value();
  }
  if (!IsMoment(a)) return {};
  if (IsDuration(b) && (op == Op::kAdd || op == Op::kSubtract)) {
    return ShiftMoment(a, b, op == Op::kAdd ? 1 : -1);
  }
  return IsMoment(b) && op == Op::kSubtract ? MomentDifference(a, b) : Value();
}

Value FeelNegate(const Value& a) {
  if (a.AsNumber()) return a.AsNumber()->Negated();
  if (a.AsYearsMonths()) return YearsMonths{-a.AsYearsMonths()->months};
  if (a.AsDaysTime()) return DaysTime{-a.AsDaysTime()->nanos};
  return {};
}

Value FeelProperty(const Value& value, const std::string& name) {
  if (const ValueList* list = value.AsList()) {
    ValueList out;
    for (const Value& element : *list) {
      // One level only: a list inside the list has no entries of its own.
      out.push_back(element.is_list() ? Value() : FeelProperty(element, name));
    }
    return out;
  }
  if (const ValueContext* context = value.AsContext()) {
    const Value* entry = context->Find(name);
    return entry ? *entry : Value();
  }
  if (value.AsDate()) return DateProperty(*value.AsDate(), name);
  if (const Time* time = value.AsTime()) {
    return TimeProperty(*time, OffsetValue(OffsetSeconds(*time)), name);
  }
  if (const DateTime* moment = value.AsDateTime()) {
    const Value date = DateProperty(moment->date, name);
    if (!date.is_null()) return date;
    return TimeProperty(moment->time, OffsetValue(OffsetSeconds(*moment)), name);
  }
  if (IsDuration(value)) return DurationProperty(value, name);
  if (value.AsRange()) return RangeProperty(*value.AsRange(), name);
  return {};
}

}  // namespace wervelwijzer::dmn
