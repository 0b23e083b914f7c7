#pragma once

// Reads FEEL text (DMN 1.3, clause 10.3.1.2). Names may hold spaces and the characters . - + * / ',
// so reading needs to know which names there are: the longest name in scope that the text starts
// with wins (grammar rules 27 to 30). `kps-ecog` is a difference unless a name `kps-ecog` is in
// scope.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "guideline/dmn/feel_ast.h"

namespace wervelwijzer::dmn {

// Limits of one text; over them is kTooLarge. They keep the recursion of the parser, of the
// evaluator and of the destructors inside any stack.
inline constexpr std::size_t kMaxTextBytes = 100'000;
inline constexpr int kMaxTreeDepth = 250;

// The names that the text may use. Names of built-in functions need not be told. Names that are
// plain words need not be told either.
struct FeelNames {
  std::vector<std::string> scope;    // variables
  std::vector<std::string> members;  // components of values, after a point and in filters
  bool members_are_names = false;    // the whole text stands in a filter
};

// One expression. Errors: kInvalidInput or kTooLarge, with `offset N` as path.
Result<FeelPtr> ParseExpression(std::string_view text, const FeelNames& names);

// One cell: `-`, a comma list of tests, `not(…)` around such a list.
Result<UnaryTests> ParseUnaryTests(std::string_view text, const FeelNames& names);

// True when the name is a single word for FEEL, so that it needs no scope to be read.
bool IsPlainWord(std::string_view name);

}  // namespace wervelwijzer::dmn
