#pragma once

// The syntax tree of FEEL (DMN 1.3, clause 10.3.1), made by feel_parser.h. Immutable and shared: a
// function value keeps its body alive.

#include <memory>
#include <string>
#include <vector>

#include "guideline/dmn/value.h"

namespace wervelwijzer::dmn {

struct FeelNode;
using FeelPtr = std::shared_ptr<const FeelNode>;

enum class FeelOperator {
  kNone,
  kOr,
  kAnd,
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kPower
};

struct FeelNode {
  enum class Kind {
    kLiteral,     // value: number, string, boolean, null, or the date or duration behind `@`
    kName,        // text; `?` is the value under test
    kPath,        // children[0] . text
    kNegate,      // - children[0]
    kBinary,      // children[0] op children[1]
    kBetween,     // children[0] between children[1] and children[2]
    kIn,          // children[0] in the tests children[1…]
    kInstanceOf,  // children[0] instance of text
    kUnary,       // op children[0], as in `< 5`: a range
    kRange,       // children[0] .. children[1], start_included, end_included; text is `..` when it
                  // stands without brackets in a for
    kIf,          // children: condition, then, else
    kFor,
    kSome,
    kEvery,     // names are the variables; children: a domain for each, then the body
    kFilter,    // children[0] [ children[1] ]
    kCall,      // children[0] ( children[1…] ); names of the arguments when the call is by name
    kFunction,  // names and types are the parameters; children[0] is the body
    kExternal,  // function … external: cannot be called here
    kList,      // children
    kContext    // names[i] : children[i]
  };

  Kind kind = Kind::kLiteral;
  FeelOperator op = FeelOperator::kNone;
  bool start_included = false, end_included = false;
  int depth = 1;  // of the tree below, this node included; at most kMaxTreeDepth (feel_parser.h)
  std::string text;
  Value value;
  std::vector<std::string> names;
  std::vector<std::string> types;
  std::vector<FeelPtr> children;
};

// A cell of a decision table, or the text of inputValues, outputValues and allowedValues.
struct UnaryTests {
  bool any = false;      // `-` or nothing
  bool negated = false;  // `not(…)`
  // Each is a kUnary, a kRange or any other expression: a value, a list of values, or a condition
  // over `?`.
  std::vector<FeelPtr> tests;
};

}  // namespace wervelwijzer::dmn
