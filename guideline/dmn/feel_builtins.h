#pragma once

// The functions that FEEL brings (DMN 1.3, clause 10.3.4). Each group registers its functions in
// one table (feel_builtins_*.cc).

#include <span>
#include <string_view>
#include <vector>

#include "guideline/dmn/feel_function.h"

namespace wervelwijzer::dmn {

// The function of that name as a value; null when FEEL has none.
Value BuiltIn(std::string_view name);

// One function. Arguments are checked for their number only.
struct BuiltInFunction {
  std::string_view name;
  int min_arguments = 0;
  int max_arguments = 0;  // -1: any number
  Value (*call)(std::span<const Value> arguments, EvaluationState& state) = nullptr;
  // Names of the parameters, one row for each form of the function, parted by commas and `|`:
  // `from|year,month,day`.
  std::string_view parameters;
};

std::span<const BuiltInFunction> NumberFunctions();
std::span<const BuiltInFunction> StringFunctions();
std::span<const BuiltInFunction> AnyFunctions();  // string functions that take lists as lists
std::span<const BuiltInFunction> ListFunctions();
std::span<const BuiltInFunction> TemporalFunctions();
std::span<const BuiltInFunction> ContextFunctions();
std::span<const BuiltInFunction> RangeFunctions();

}  // namespace wervelwijzer::dmn
