#pragma once

// The slow way to the same answers: every completion of what is not known, one by one, each decided
// with everything known. Shares nothing with Decide but the walk through one complete case.

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "guideline/evaluate.h"

namespace wervelwijzer::guideline {

struct BruteAnswer {
  bool too_many = false;  // more completions than the limit; the rest is empty
  std::size_t completions = 0;
  std::set<std::string> results;   // each as text
  std::set<std::string> outcomes;  // the first member of each
  std::set<std::string> needed;    // inputs that change the result in some pair of completions
  // Per input how many results are left, at most, once its value is known.
  std::map<std::string, std::size_t> worst_case_left;
  std::set<std::string> rules;  // printed rules that fire in some completion
  // Of a collecting table: codes in every completion, codes in some.
  std::set<std::string> certain, possible_codes;
};

// One decision of the program (`imaging-urgency`, `red-flags-2026.flags`) over all completions of
// `inputs`, which Decide has completed with derived values.
BruteAnswer DecideSlowly(const Guideline& guideline, const Inputs& inputs,
                         std::string_view decision, std::size_t limit);

// A result in the text form of BruteAnswer.
std::string TextOf(const DecisionResult& result);

}  // namespace wervelwijzer::guideline
