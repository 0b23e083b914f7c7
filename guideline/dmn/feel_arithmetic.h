#pragma once

// Arithmetic of FEEL (DMN 1.3, clause 10.3.2.11, tables 55 to 58): numbers, strings under `+`,
// dates, times and durations. Null in, null out; what makes no sense or leaves the range is null.

#include "guideline/dmn/feel_ast.h"
#include "guideline/dmn/value.h"

namespace wervelwijzer::dmn {

// `a op b` for + - * / **.
Value FeelArithmetic(FeelOperator op, const Value& a, const Value& b);
// `- a`.
Value FeelNegate(const Value& a);
// Property `name` of a date, time, duration or range (tables 65 and 66), or the entry of a context;
// a list gives the list of its elements' entries.
Value FeelProperty(const Value& value, const std::string& name);
// The date and time that a date stands for: midnight, UTC (clause 10.3.2.3.6).
DateTime MidnightOf(const Date& date);

}  // namespace wervelwijzer::dmn
