#pragma once

// The laws of partial evaluation, checked on one decision of a program:
//   tight      what is possible, certain and deciding equals brute force over all completions
//   agreement  with everything known the answer is the oracle's
//   monotone   learning something never adds a result
//   relevance  a value of an input that does not decide never changes the answer

#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "guideline/dmn/program.h"
#include "tests/guideline/dmn/oracle.h"

namespace wervelwijzer::dmn {

struct LawBudget {
  std::size_t enumerate_up_to = 100000;  // cells: agreement by enumeration, else at random
  std::size_t random_cells = 20000;      // agreement above that
  std::size_t boxes = 150;               // boxes compared with brute force
  std::size_t completions = 4000;        // at most in each of those
  std::size_t wide_boxes = 300;          // boxes of any size: monotone, relevance, soundness
};

struct LawReport {
  std::size_t cells = 0, boxes = 0, mismatches = 0;
  bool enumerated = false;
  std::string first;  // the first mismatch in words
};

// Answers a complete input; the oracle or the reference evaluator.
using CompleteAnswer =
    std::function<Oracle::Answer(const std::string& decision, const Oracle::Values& values)>;

LawReport CheckLaws(const Program& program, DecisionIndex decision, const CompleteAnswer& answer,
                    std::uint64_t seed, const LawBudget& budget = {});

// A value inside the atom, chosen at random.
OutputValue SampleOf(const ProgramInput& input, const Atom& atom, std::mt19937_64& random);

}  // namespace wervelwijzer::dmn
