#pragma once

// The common ground of two models that are compared (compare.cc): each side compiled by itself, and
// the inputs of both with the atoms that both know. Nobody else includes this.

#include <map>
#include <span>
#include <string>
#include <vector>

#include "guideline/dmn/compile.h"
#include "guideline/dmn/link.h"

namespace wervelwijzer::dmn {

// One of the two sides, for one decision.
struct Side {
  Side(const LinkedModels& models, std::size_t decision)
      : linked(models.decisions[decision]),
        index(decision),
        inputs(models.inputs),
        compiler(models, std::span(&index, 1)) {}

  const LinkedDecision& linked;
  std::size_t index;
  const std::vector<ProgramInput>& inputs;
  DecisionCompiler compiler;
};

// The inputs of both sides in one order. Atoms are the same when their texts are.
class JointInputs {
 public:
  // Appends to `notes` what only one side knows.
  JointInputs(const Side& before, const Side& after, std::vector<std::string>& notes);

  const std::vector<ProgramInput>& inputs() const { return inputs_; }
  std::vector<Mask> Full() const;
  Level LevelOf(const ProgramInput& input) const { return level_.at(input.id); }
  // The side's mask in joint atoms.
  Mask Translate(const ProgramInput& own, Mask mask) const;

 private:
  void Add(const ProgramInput& input);
  void Meet(const ProgramInput& other, std::vector<std::string>& notes);

  std::vector<ProgramInput> inputs_;
  std::map<std::string, Level> level_;
};

}  // namespace wervelwijzer::dmn
