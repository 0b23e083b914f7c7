// How much each deciding input decides: the most results that can be left when its value is known.

#include <algorithm>

#include "guideline/dmn/evaluator.h"

namespace wervelwijzer::dmn {

void Evaluator::AddDeciding(std::size_t level, std::size_t worst_left) {
  DecidingInput deciding;
  deciding.input = decision_.variables[level].input;
  deciding.worst_case_left = static_cast<std::uint8_t>(worst_left);
  // Insertion behind those that are not worse keeps table order among equals.
  auto* const begin = evaluation_.deciding.data();
  std::size_t at = evaluation_.deciding_count++;
  for (; at > 0 && begin[at - 1].worst_case_left > deciding.worst_case_left; --at) {
    begin[at] = begin[at - 1];
  }
  begin[at] = deciding;
}

// A way from the root passes a level or misses it: what is left for a value of that level are the
// results below its nodes along that value, and those of the ways that miss it.
void Evaluator::RankSingleHit(Mask deciding) {
  ForEachBit(deciding, [this](std::size_t level) {
    const FrozenVariable& variable = decision_.variables[level];
    work_.beside[level] = 0;
    std::fill_n(work_.left.begin() + variable.class_begin, variable.class_count, Mask{0});
  });
  for (const ReducedNode& node : work_.nodes) {
    const Mask below_node = deciding & ~(Bit(node.level) | (Bit(node.level) - 1));
    Mask* left = work_.left.data() + decision_.variables[node.level].class_begin;
    for (const Edge& edge : EdgesOf(node)) {
      const Mask results = ResultsOf(edge.child);
      const std::size_t child_level = LevelOf(edge.child);
      const Mask above_child =
          child_level >= Evaluation::kMaxDeciding ? ~Mask{0} : Bit(child_level) - 1;
      ForEachBit(below_node & above_child,
                 [&](std::size_t level) { work_.beside[level] |= results; });
      ForEachBit(edge.atoms, [&](std::size_t c) { left[c] |= results; });
    }
  }
  ForEachBit(deciding, [this](std::size_t level) {
    const FrozenVariable& variable = decision_.variables[level];
    int worst = 0;
    ForEachBit(ClassesAt(level), [&](std::size_t c) {
      worst = std::max(worst,
                       std::popcount(work_.beside[level] | work_.left[variable.class_begin + c]));
    });
    AddDeciding(level, static_cast<std::size_t>(worst));
  });
}

// How many results stay open when the level has one of its classes.
std::size_t Evaluator::OpenResults(std::size_t level, std::size_t chosen) {
  for (std::size_t i = 0; i < work_.nodes.size(); ++i) {
    const ReducedNode& node = work_.nodes[i];
    std::uint8_t values = 0;
    for (const Edge& edge : EdgesOf(node)) {
      if (node.level == level && (edge.atoms & Bit(chosen)) == 0) continue;
      values |= IsTerminal(edge.child) ? static_cast<std::uint8_t>(1u << TerminalValue(edge.child))
                                       : work_.values[edge.child];
    }
    work_.values[i] = values;
  }
  std::size_t open = 0;
  ForEachBit(evaluation_.results & ~evaluation_.must_results, [&](std::size_t result) {
    const Ref reduced = work_.canonical[decision_.result_roots[result]];
    if (!IsTerminal(reduced) && work_.values[reduced] == 3) ++open;
  });
  return open;
}

void Evaluator::RankCollect(Mask deciding) {
  ForEachBit(deciding, [this](std::size_t level) {
    std::size_t worst = 0;
    ForEachBit(ClassesAt(level),
               [&](std::size_t c) { worst = std::max(worst, OpenResults(level, c)); });
    AddDeciding(level, worst);
  });
}

}  // namespace wervelwijzer::dmn
