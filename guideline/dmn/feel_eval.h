#pragma once

// The reference interpreter of FEEL (DMN 1.3, clause 10.3): walks the tree, no compilation. An
// expression never fails: what has no value is null, as the specification says. Pure but for the
// state, which belongs to one evaluation in one thread.

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "guideline/dmn/feel_ast.h"
#include "guideline/dmn/feel_function.h"
#include "guideline/dmn/feel_parser.h"
#include "guideline/dmn/value.h"

namespace wervelwijzer::dmn {

struct Frame;
using FramePtr = std::shared_ptr<const Frame>;

// Names with values; the frames behind `outer` are seen where this one has no such name.
struct Frame {
  FramePtr outer;
  std::vector<std::pair<std::string, Value>> names;
  bool is_item = false;  // in a filter:
  Value item;            // entries of this context are seen as names too

  // Null when no frame knows the name. The pointer lives as long as the frames.
  const Value* Find(std::string_view name) const;
};

// The value of the expression. `frame` may be null: no names.
Value Evaluate(const FeelNode& node, const FramePtr& frame, EvaluationState& state);

// Whether `input` satisfies the cell: true, false, or null when no comparison makes sense.
Value EvaluateTests(const UnaryTests& tests, const Value& input, const FramePtr& frame,
                    EvaluationState& state);

// Names that the frames know, for the parser. Members are left to the caller.
FeelNames NamesOf(const FramePtr& frame);

}  // namespace wervelwijzer::dmn
