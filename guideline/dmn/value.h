#pragma once

// Value: what a FEEL expression gives (DMN 1.3, clause 10.3.2). Immutable, cheap to copy, shared by
// threads. Null is a value of its own; whoever feeds the evaluator must not use it for a clinical
// input that is merely not known (reference.h).

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "guideline/dmn/decimal.h"
#include "guideline/dmn/temporal.h"

namespace wervelwijzer::dmn {

class Value;
class Callable;  // feel_function.h

using ValueList = std::vector<Value>;

// Names with values, in the order in which they were written. Names are unique.
class ValueContext {
 public:
  // Null when there is no such entry.
  const Value* Find(std::string_view name) const;
  // Replaces the entry or puts it behind the others.
  void Set(std::string_view name, Value value);
  void Remove(std::string_view name);
  const std::vector<std::pair<std::string, Value>>& entries() const { return entries_; }
  std::size_t size() const;
  bool operator==(const ValueContext& other) const;  // whatever the order

 private:
  std::vector<std::pair<std::string, Value>> entries_;
};

struct ValueRange;

class Value {
 public:
  enum class Kind {
    kNull,
    kBoolean,
    kNumber,
    kString,
    kDate,
    kTime,
    kDateTime,
    kYearsMonths,
    kDaysTime,
    kList,
    kContext,
    kRange,
    kFunction
  };

  Value() = default;                                                          // null
  Value(bool value) : state_(value) {}                                        // NOLINT: implicit
  Value(Decimal value) : state_(value) {}                                     // NOLINT: implicit
  Value(int value) : state_(Decimal(value)) {}                                // NOLINT: implicit
  Value(std::int64_t value) : state_(Decimal(value)) {}                       // NOLINT: implicit
  Value(std::string value) : state_(std::move(value)) {}                      // NOLINT: implicit
  Value(const char* value) : state_(std::string(value)) {}                    // NOLINT: implicit
  Value(std::string_view value) : state_(std::string(value)) {}               // NOLINT: implicit
  Value(Date value) : state_(value) {}                                        // NOLINT: implicit
  Value(Time value) : state_(std::move(value)) {}                             // NOLINT: implicit
  Value(DateTime value) : state_(std::move(value)) {}                         // NOLINT: implicit
  Value(YearsMonths value) : state_(value) {}                                 // NOLINT: implicit
  Value(DaysTime value) : state_(value) {}                                    // NOLINT: implicit
  Value(ValueList value);                                                     // NOLINT: implicit
  Value(ValueContext value);                                                  // NOLINT: implicit
  Value(ValueRange value);                                                    // NOLINT: implicit
  Value(std::shared_ptr<const Callable> value) : state_(std::move(value)) {}  // NOLINT: implicit
  Value(const void*) = delete;  // a pointer is no truth value
  // What has no value is null.
  template <typename T>
  Value(const std::optional<T>& value) {  // NOLINT: implicit
    if (value) *this = Value(*value);
  }

  Kind kind() const { return static_cast<Kind>(state_.index()); }
  bool is_null() const { return kind() == Kind::kNull; }
  bool is_list() const { return kind() == Kind::kList; }

  // Null when the value is of another kind.
  const bool* AsBoolean() const { return std::get_if<bool>(&state_); }
  const Decimal* AsNumber() const { return std::get_if<Decimal>(&state_); }
  const std::string* AsString() const { return std::get_if<std::string>(&state_); }
  const Date* AsDate() const { return std::get_if<Date>(&state_); }
  const Time* AsTime() const { return std::get_if<Time>(&state_); }
  const DateTime* AsDateTime() const { return std::get_if<DateTime>(&state_); }
  const YearsMonths* AsYearsMonths() const { return std::get_if<YearsMonths>(&state_); }
  const DaysTime* AsDaysTime() const { return std::get_if<DaysTime>(&state_); }
  const ValueList* AsList() const { return Behind<ValueList>(); }
  const ValueContext* AsContext() const { return Behind<ValueContext>(); }
  const ValueRange* AsRange() const { return Behind<ValueRange>(); }
  const Callable* AsFunction() const { return Behind<Callable>(); }
  // True and false only; false for everything else.
  bool IsTrue() const { return AsBoolean() != nullptr && *AsBoolean(); }
  bool IsFalse() const { return AsBoolean() != nullptr && !*AsBoolean(); }

  // The value as FEEL text: `"a"`, `7`, `[1, 2]`, `{a: 1}`, `date("2025-07-01")`-like values bare.
  std::string ToString() const;

  // Same kind and same content; null equals null. For tests and tables of results; the `=` of FEEL,
  // which can be null, is FeelEquals (feel_compare.h).
  bool operator==(const Value& other) const;

 private:
  template <typename T>
  const T* Behind() const {
    const auto* pointer = std::get_if<std::shared_ptr<const T>>(&state_);
    return pointer ? pointer->get() : nullptr;
  }

  // In the order of Kind.
  std::variant<std::monostate, bool, Decimal, std::string, Date, Time, DateTime, YearsMonths,
               DaysTime, std::shared_ptr<const ValueList>, std::shared_ptr<const ValueContext>,
               std::shared_ptr<const ValueRange>, std::shared_ptr<const Callable>>
      state_;
};

// A range. `(!= 10)` is the range of all values but one.
struct ValueRange {
  Value start, end;
  bool start_included = false;
  bool end_included = false;
  bool all_but_start = false;  // `!= start`; the other members do not count
  // Written as `< 10` and not as `(null..10)`: only then does a null end mean that there is no end,
  // and the two are not equal.
  bool from_comparison = false;
};

// `number`, `years and months duration`, ….
const char* KindName(Value::Kind kind);

}  // namespace wervelwijzer::dmn
