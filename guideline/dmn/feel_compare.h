#pragma once

// Equality, order and membership of FEEL (DMN 1.3, clauses 10.3.2.10 and 10.3.2.12, tables 42 and
// 54). Three-valued: a comparison that makes no sense is null, never false.

#include <compare>
#include <optional>

#include "guideline/dmn/feel_ast.h"
#include "guideline/dmn/value.h"

namespace wervelwijzer::dmn {

// `a = b`: true, false, or null when the kinds differ. Null equals null and nothing else.
Value FeelEquals(const Value& a, const Value& b);

// The order of numbers, strings, dates, times, dates with times and durations of the same kind; no
// value for everything else, and for times of which only one has a zone.
std::optional<std::strong_ordering> FeelOrder(const Value& a, const Value& b);

// `a op b` for the six comparisons.
Value FeelCompare(FeelOperator op, const Value& a, const Value& b);

// `value in test`: membership of a range, of a list or of ranges in a list, else equality.
Value FeelIn(const Value& value, const Value& test);

// Kleene's `and`, `or`, `not`; what is no boolean counts as null.
Value FeelAnd(const Value& a, const Value& b);
Value FeelOr(const Value& a, const Value& b);
Value FeelNot(const Value& a);

}  // namespace wervelwijzer::dmn
