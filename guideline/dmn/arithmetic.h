#pragma once

// The literal expressions that the profile allows: sums and differences of numbers, comparisons,
// `if then else`. Kept as a tree whose leaves are constants and names, so that the compiler can
// apply it to whole diagrams. The reference evaluator reads the same text with the whole of FEEL.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "guideline/dmn/program.h"

namespace wervelwijzer::dmn {

struct Arithmetic {
  enum class Op {
    kConstant,
    kOperand,
    kAdd,
    kSubtract,
    kMultiply,
    kDivide,
    kLess,
    kLessEqual,
    kGreater,
    kGreaterEqual,
    kEqual,
    kNotEqual,
    kAnd,
    kOr,
    kNot,
    kMin,
    kMax,
    kIf
  };
  struct Node {
    Op op = Op::kConstant;
    OutputValue constant;                            // kConstant
    std::uint16_t operand = 0;                       // kOperand: into `operands`
    std::uint32_t first = 0, second = 0, third = 0;  // into `nodes`
  };
  std::vector<Node> nodes;            // operands before those that use them; the last is the root
  std::vector<std::string> operands;  // names, in order of first appearance
};

// Reads the expression. `names` are the names in scope; where several fit, the longest is taken
// (FEEL names may hold `-` and `.`).
Result<Arithmetic> ParseArithmetic(std::string_view text, std::span<const std::string> names,
                                   std::span<const Parameter> parameters);

// One step on values. kNone in, or types that do not fit: kNone out, as FEEL's null.
OutputValue Apply(Arithmetic::Op op, const OutputValue& a, const OutputValue& b);

}  // namespace wervelwijzer::dmn
