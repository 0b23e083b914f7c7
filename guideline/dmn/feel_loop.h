#pragma once

// The parts of the interpreter that go over lists: for, some, every, filters. Used by feel_eval.cc
// and by the boxed forms of the same (boxed_reference.cc).

#include <functional>
#include <optional>

#include "guideline/dmn/feel_eval.h"

namespace wervelwijzer::dmn {

Value EvaluateFor(const FeelNode& node, const FramePtr& frame, EvaluationState& state);
Value EvaluateQuantified(const FeelNode& node, const FramePtr& frame, EvaluationState& state);
// `list[condition]`; a number picks one element, from the end when negative.
Value EvaluateFilter(const Value& list, const FeelNode& condition, const FramePtr& frame,
                     EvaluationState& state);

// What computes a body or condition in a frame made for one element.
using InFrame = std::function<Value(const FramePtr&)>;

// The elements that a variable runs over: of a list, of a range of whole numbers or dates; another
// value is a list of one. No value when it is null or a range without end.
std::optional<ValueList> DomainOf(const Value& value, EvaluationState& state);
// Elements of `list` for which `condition` is true.
Value Filter(const Value& list, const FramePtr& frame, EvaluationState& state,
             const InFrame& condition);
// The frame in which the filter's condition sees one element.
FramePtr ItemFrame(const Value& item, const FramePtr& frame);
// Kleene's `or` (some) or `and` (every) of answers.
Value Quantify(const ValueList& answers, FeelNode::Kind kind);

}  // namespace wervelwijzer::dmn
