#pragma once

// What can be called from FEEL: built-in functions, function definitions, business knowledge
// models, decision services.

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "guideline/dmn/value.h"

namespace wervelwijzer::dmn {

class TypeScope;  // feel_type.h

// What one evaluation carries along. Not shared by threads.
struct EvaluationState {
  // Open calls of the evaluator; over kMaxCallDepth an expression is null, so that a recursion
  // without end stops before the stack does.
  int depth = 0;
  // Work that is left; at 0 everything is null. Bounds loops.
  std::int64_t steps_left = 2'000'000;
  const TypeScope* types = nullptr;  // null: the types of FEEL only
  TimePoint now{};                   // for now() and today(), in UTC

  // False when the work is used up.
  bool Charge(std::int64_t steps) {
    steps_left -= steps;
    return steps_left > 0;
  }
};

inline constexpr int kMaxCallDepth = 600;

class Callable {
 public:
  virtual ~Callable() = default;
  // The names of the parameters, for calls by name.
  virtual std::span<const std::string> parameters() const = 0;
  // Whatever is wrong with the arguments gives null.
  virtual Value Call(std::span<const Value> arguments, EvaluationState& state) const = 0;
  // A call by name. The plain form sorts the arguments by parameters(); an unknown name, a missing
  // one or a double one gives null.
  virtual Value CallByName(std::span<const std::pair<std::string, Value>> arguments,
                           EvaluationState& state) const;
};

}  // namespace wervelwijzer::dmn
