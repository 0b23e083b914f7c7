#include "guideline/dmn/joint_inputs.h"

#include <algorithm>

namespace wervelwijzer::dmn {
namespace {

std::size_t Position(const ProgramInput& input, const std::string& text) {
  const auto at =
      std::ranges::find_if(input.atoms, [&](const Atom& atom) { return atom.text == text; });
  return static_cast<std::size_t>(at - input.atoms.begin());
}

}  // namespace

JointInputs::JointInputs(const Side& before, const Side& after, std::vector<std::string>& notes) {
  for (const InputIndex input : before.compiler.order()) Add(before.inputs[input]);
  for (const InputIndex input : after.compiler.order()) Meet(after.inputs[input], notes);
}

std::vector<Mask> JointInputs::Full() const {
  std::vector<Mask> full;
  for (const ProgramInput& input : inputs_) full.push_back(FullMask(input.atoms.size()));
  return full;
}

Mask JointInputs::Translate(const ProgramInput& own, Mask mask) const {
  const ProgramInput& joint = inputs_[LevelOf(own)];
  Mask translated = 0;
  for (std::size_t a = 0; a < joint.atoms.size(); ++a) {
    const std::size_t at = Position(own, joint.atoms[a].text);
    if (at < own.atoms.size() && (mask >> at & 1) != 0) translated |= Mask{1} << a;
  }
  return translated;
}

void JointInputs::Add(const ProgramInput& input) {
  level_.emplace(input.id, static_cast<Level>(inputs_.size()));
  inputs_.push_back(input);
}

void JointInputs::Meet(const ProgramInput& other, std::vector<std::string>& notes) {
  const auto known = level_.find(other.id);
  if (known == level_.end()) return Add(other);
  ProgramInput& own = inputs_[known->second];
  const auto note = [&](const Atom& atom) {
    notes.push_back("input `" + own.id + "`: only one side knows `" + atom.text + "`");
  };
  for (const Atom& atom : other.atoms) {
    if (Position(own, atom.text) == own.atoms.size()) note(atom);
  }
  std::erase_if(own.atoms, [&](const Atom& atom) {
    const bool only_here = Position(other, atom.text) == other.atoms.size();
    if (only_here) note(atom);
    return only_here;
  });
}

}  // namespace wervelwijzer::dmn
