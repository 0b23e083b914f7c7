#pragma once

// The cells of a decision table as the profile allows them (guideline/models/README.md): `-`,
// values, lists of values, comparisons, intervals, `not(…)` of these. Nothing else is read, on
// purpose: what is read here can be verified. The reference evaluator reads the same texts with the
// whole of FEEL, and tests hold both against each other.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "guideline/dmn/program.h"

namespace wervelwijzer::dmn {

struct Constant {
  enum class Kind { kBoolean, kNumber, kDate, kString };
  Kind kind = Kind::kBoolean;
  bool boolean = false;
  double number = 0;  // of a date: days since 1970-01-01
  std::string text;
  bool operator==(const Constant&) const = default;
};

// A value, or a range of numbers or dates. A comparison is a range with one infinite end.
struct CellTest {
  enum class Kind { kValue, kRange };
  Kind kind = Kind::kValue;
  Constant value;                                     // kValue
  Interval range;                                     // kRange
  Constant::Kind range_of = Constant::Kind::kNumber;  // kNumber or kDate
};

struct Cell {
  bool any = false;      // `-`
  bool negated = false;  // `not(…)`
  std::vector<CellTest> tests;
  std::vector<std::string> parameters;  // names that stood in place of a number
};

// Reads a cell, or the text of inputValues or allowedValues, which has the same form. Errors say
// what is wrong, without a place.
Result<Cell> ParseCell(std::string_view text, std::span<const Parameter> parameters);

// Reads a cell of an output column: a string, a number, a boolean or `null`.
Result<OutputValue> ParseOutput(std::string_view text, std::span<const Parameter> parameters);

bool Contains(const Interval& range, double value);
// True when the ranges share a value; of whole numbers when `whole`.
enum class Numbers { kAll, kWhole };
bool Meets(const Interval& a, const Interval& b, Numbers numbers);

// `7`, `0.46`: the shortest text that reads back the same.
std::string NumberText(double value);
// `2025-07-01`.
std::string DateText(double day);
// `a`, `7`, `true`, `null`.
std::string ValueText(const OutputValue& value);

}  // namespace wervelwijzer::dmn
