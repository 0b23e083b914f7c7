#pragma once

// The work of Program::Evaluate (program.h). evaluate.cc finds what is possible and what decides,
// evaluate_rank.cc how much each deciding input decides. Nobody else includes this.

#include <bit>

#include "guideline/dmn/program_parts.h"

namespace wervelwijzer::dmn {

inline Mask LowestBit(Mask mask) { return mask & (~mask + 1); }
inline Mask Bit(std::size_t index) { return Mask{1} << index; }

// Calls `use(index)` for each set bit, from the lowest.
template <typename Use>
void ForEachBit(Mask mask, Use use) {
  for (; mask != 0; mask &= mask - 1) use(static_cast<std::size_t>(std::countr_zero(mask)));
}

class Evaluator {
 public:
  Evaluator(const FrozenDecision& decision, const Box& box, Scratch& work, Evaluation& evaluation)
      : decision_(decision), box_(box), work_(work), evaluation_(evaluation) {}

  void SingleHit(Program::Depth depth);
  void Collect(Program::Depth depth);

 private:
  std::span<const Edge> EdgesOf(const FrozenNode& node) const {
    return {decision_.edges.data() + node.edge_begin, node.edge_count};
  }
  std::span<const Edge> EdgesOf(const ReducedNode& node) const {
    return {work_.edges.data() + node.edge_begin, node.edge_count};
  }
  // The classes of a level that the box leaves, found when the level is first met.
  Mask ClassesAt(std::size_t level) {
    if ((met_ & Bit(level)) == 0) {
      met_ |= Bit(level);
      work_.classes[level] = FindClasses(level);
    }
    return work_.classes[level];
  }
  Mask FindClasses(std::size_t level) const;
  Ref WalkKnown();
  void NoteTerminals(Mask terminals);
  Mask Sweep(Ref root);
  void Mark(Ref root, Ref& highest);
  void ListReached(Ref highest);
  void StartReduction();
  Ref ReducedTerminal(std::uint32_t terminal) const;
  Ref Reduce(const FrozenNode& node);
  Ref Intern(std::uint16_t level, std::uint32_t begin);
  Mask ResultsOf(Ref ref) const {
    return IsTerminal(ref) ? Bit(TerminalValue(ref)) : work_.nodes[ref].results;
  }
  std::size_t LevelOf(Ref ref) const {
    return IsTerminal(ref) ? Evaluation::kMaxDeciding : work_.nodes[ref].level;
  }
  Mask DecidingLevels() const;
  void RankSingleHit(Mask deciding);
  void RankCollect(Mask deciding);
  std::size_t OpenResults(std::size_t level, std::size_t chosen);
  void AddDeciding(std::size_t level, std::size_t worst_left);
  bool CanReach(Ref ref, std::uint32_t terminal);
  void EvaluateRoots(std::span<const Ref> roots, Mask& may, Mask& must);

  const FrozenDecision& decision_;
  const Box& box_;
  Scratch& work_;
  Evaluation& evaluation_;
  Mask met_ = 0;  // levels
};

}  // namespace wervelwijzer::dmn
