// Program::Evaluate: one walk when the inputs that matter are known, else a sweep over the nodes
// that the box can reach, and for the deciding inputs the canonical diagram of what is left. All
// memory is in the workspace.

#include <algorithm>
#include <bit>

#include "guideline/dmn/evaluator.h"

namespace wervelwijzer::dmn {

Mask Evaluator::FindClasses(std::size_t level) const {
  const FrozenVariable& variable = decision_.variables[level];
  const Mask possible = box_[variable.input];
  const Mask* atoms = decision_.class_atoms.data() + variable.class_begin;
  Mask classes = 0;
  for (std::size_t c = 0; c < variable.class_count; ++c) {
    if ((atoms[c] & possible) != 0) classes |= Bit(c);
  }
  return classes;
}

// Follows the diagram as long as the box leaves one way; gives the terminal or the first node where
// several are left.
Ref Evaluator::WalkKnown() {
  Ref at = decision_.root;
  while (!IsTerminal(at)) {
    const FrozenNode& node = decision_.nodes[at];
    const Mask classes = ClassesAt(node.level);
    const std::span<const Edge> edges = EdgesOf(node);
    const auto way =
        std::ranges::find_if(edges, [=](const Edge& edge) { return (edge.atoms & classes) != 0; });
    // No way at all: an empty mask, against the contract; it gives no results.
    if (way == edges.end() || (classes & ~way->atoms) != 0) return at;
    at = way->child;
  }
  return at;
}

void Evaluator::NoteTerminals(Mask terminals) {
  ForEachBit(terminals, [this](std::size_t terminal) {
    evaluation_.results |= Bit(decision_.result_of[terminal]);
  });
  if (!decision_.is_literal) {
    evaluation_.may_rules = terminals;
    if (std::has_single_bit(terminals)) evaluation_.must_rules = terminals;
  }
  if (std::has_single_bit(evaluation_.results)) evaluation_.must_results = evaluation_.results;
}

void Evaluator::Mark(Ref root, Ref& highest) {
  if (IsTerminal(root)) return;
  work_.reached[root] = 1;
  highest = std::max(highest, root + 1);
}

// Lists the reached nodes below `highest`, parents first, and marks their children on the way.
void Evaluator::ListReached(Ref highest) {
  work_.order.clear();
  for (Ref at = highest; at-- > 0;) {
    if (work_.reached[at] == 0) continue;
    work_.order.push_back(at);
    const FrozenNode& node = decision_.nodes[at];
    const Mask classes = ClassesAt(node.level);
    for (const Edge& edge : EdgesOf(node)) {
      if ((edge.atoms & classes) != 0 && !IsTerminal(edge.child)) {
        work_.reached[edge.child] = 1;
      }
    }
  }
}

// The terminals that the box can reach.
Mask Evaluator::Sweep(Ref root) {
  Ref highest = 0;
  std::fill_n(work_.reached.begin(), root + 1, std::uint8_t{0});
  Mark(root, highest);
  ListReached(highest);
  Mask terminals = 0;
  for (const std::uint32_t at : work_.order) {
    const FrozenNode& node = decision_.nodes[at];
    const Mask classes = ClassesAt(node.level);
    for (const Edge& edge : EdgesOf(node)) {
      if ((edge.atoms & classes) != 0 && IsTerminal(edge.child)) {
        terminals |= Bit(TerminalValue(edge.child));
      }
    }
  }
  return terminals;
}

void Evaluator::StartReduction() {
  work_.nodes.clear();
  work_.edges.clear();
  if (++work_.stamp == 0) {
    std::fill(work_.stamps.begin(), work_.stamps.end(), 0u);
    work_.stamp = 1;
  }
}

Ref Evaluator::ReducedTerminal(std::uint32_t terminal) const {
  return Terminal(decision_.collect ? terminal : decision_.result_of[terminal]);
}

// The node as the box leaves it: ways that are closed are gone, children that mean the same are
// one.
Ref Evaluator::Reduce(const FrozenNode& node) {
  const Mask classes = ClassesAt(node.level);
  const auto begin = static_cast<std::uint32_t>(work_.edges.size());
  for (const Edge& edge : EdgesOf(node)) {
    const Mask open = edge.atoms & classes;
    if (open == 0) continue;
    const Ref child = IsTerminal(edge.child) ? ReducedTerminal(TerminalValue(edge.child))
                                             : work_.canonical[edge.child];
    std::size_t at = begin;
    while (at < work_.edges.size() && work_.edges[at].child != child) ++at;
    if (at == work_.edges.size()) work_.edges.push_back({0, child});
    work_.edges[at].atoms |= open;
  }
  if (work_.edges.size() == begin + 1) {
    const Ref child = work_.edges.back().child;
    work_.edges.pop_back();
    return child;
  }
  std::sort(work_.edges.begin() + begin, work_.edges.end(),
            [](const Edge& a, const Edge& b) { return LowestBit(a.atoms) < LowestBit(b.atoms); });
  return Intern(node.level, begin);
}

// The node with the edges from `begin` on: the known one, or a new one.
Ref Evaluator::Intern(std::uint16_t level, std::uint32_t begin) {
  const std::span<const Edge> own(work_.edges.data() + begin, work_.edges.size() - begin);
  std::uint64_t hash = level + 1;
  Mask results = 0;
  for (const Edge& edge : own) {
    hash = (hash ^ edge.atoms) * 0x9e3779b97f4a7c15u;
    hash = (hash ^ (hash >> 29) ^ edge.child) * 0xbf58476d1ce4e5b9u;
    results |= ResultsOf(edge.child);
  }
  const std::size_t wrap = work_.table.size() - 1;
  std::size_t slot = (hash ^ (hash >> 32)) & wrap;
  for (; work_.stamps[slot] == work_.stamp; slot = (slot + 1) & wrap) {
    const ReducedNode& known = work_.nodes[work_.table[slot]];
    const std::span<const Edge> edges = EdgesOf(known);
    if (known.level == level && std::equal(edges.begin(), edges.end(), own.begin(), own.end())) {
      work_.edges.resize(begin);
      return work_.table[slot];
    }
  }
  const auto ref = static_cast<Ref>(work_.nodes.size());
  work_.nodes.push_back({level, static_cast<std::uint16_t>(own.size()), begin, results});
  work_.stamps[slot] = work_.stamp;
  work_.table[slot] = ref;
  return ref;
}

// Every node of the reduced diagram is reached from its root and parts its children: its input
// decides, and no other does.
Mask Evaluator::DecidingLevels() const {
  Mask levels = 0;
  for (const ReducedNode& node : work_.nodes) levels |= Bit(node.level);
  return levels;
}

void Evaluator::SingleHit(Program::Depth depth) {
  const Ref start = WalkKnown();
  if (IsTerminal(start)) return NoteTerminals(Bit(TerminalValue(start)));
  NoteTerminals(Sweep(start));
  if (depth == Program::Depth::kOutcomes || std::popcount(evaluation_.results) < 2) return;
  StartReduction();
  for (auto at = work_.order.rbegin(); at != work_.order.rend(); ++at) {
    work_.canonical[*at] = Reduce(decision_.nodes[*at]);
  }
  RankSingleHit(DecidingLevels());
}

// Whether the box leaves a way from the node to the terminal. Most answers need one way only, so
// this goes deep first; what it finds out about a node holds for all roots.
bool Evaluator::CanReach(Ref ref, std::uint32_t terminal) {
  if (IsTerminal(ref)) return TerminalValue(ref) == terminal;
  const auto can = static_cast<std::uint8_t>(1u << terminal);
  const auto cannot = static_cast<std::uint8_t>(4u << terminal);
  if ((work_.values[ref] & (can | cannot)) != 0) return (work_.values[ref] & can) != 0;
  const FrozenNode& node = decision_.nodes[ref];
  const Mask classes = ClassesAt(node.level);
  for (const Edge& edge : EdgesOf(node)) {
    if ((edge.atoms & classes) == 0 || !CanReach(edge.child, terminal)) continue;
    work_.values[ref] |= can;
    return true;
  }
  work_.values[ref] |= cannot;
  return false;
}

// What may hold and what must, of the rules or of the results.
void Evaluator::EvaluateRoots(std::span<const Ref> roots, Mask& may, Mask& must) {
  for (std::size_t r = 0; r < roots.size(); ++r) {
    if (!CanReach(roots[r], TerminalValue(kTrue))) continue;
    may |= Bit(r);
    if (!CanReach(roots[r], TerminalValue(kFalse))) must |= Bit(r);
  }
}

void Evaluator::Collect(Program::Depth depth) {
  std::fill_n(work_.values.begin(), decision_.nodes.size(), std::uint8_t{0});
  EvaluateRoots(decision_.result_roots, evaluation_.results, evaluation_.must_results);
  if (evaluation_.results == 0) return;
  EvaluateRoots(decision_.rule_roots, evaluation_.may_rules, evaluation_.must_rules);
  const Mask open = evaluation_.results & ~evaluation_.must_results;
  if (depth == Program::Depth::kOutcomes || open == 0) return;
  Ref highest = 0;
  std::fill_n(work_.reached.begin(), decision_.nodes.size(), std::uint8_t{0});
  ForEachBit(open, [&](std::size_t result) { Mark(decision_.result_roots[result], highest); });
  ListReached(highest);
  StartReduction();
  for (auto at = work_.order.rbegin(); at != work_.order.rend(); ++at) {
    work_.canonical[*at] = Reduce(decision_.nodes[*at]);
  }
  RankCollect(DecidingLevels());
}

Scratch::Scratch(std::size_t max_nodes, std::size_t max_edges, std::size_t max_classes)
    : reached(max_nodes + 1),
      canonical(max_nodes + 1),
      values(max_nodes + 1),
      table(std::bit_ceil(2 * max_nodes + 2)),
      stamps(table.size()),
      left(max_classes) {
  order.reserve(max_nodes + 1);
  nodes.reserve(max_nodes + 1);
  edges.reserve(max_edges + Evaluation::kMaxDeciding);
}

Workspace::Workspace(const Program& program)
    : impl_(std::make_unique<Impl>(program.impl_->max_nodes, program.impl_->max_edges,
                                   program.impl_->max_classes)) {}
Workspace::Workspace(Workspace&&) noexcept = default;
Workspace& Workspace::operator=(Workspace&&) noexcept = default;
Workspace::~Workspace() = default;

void Program::Evaluate(DecisionIndex decision, const Box& box, Depth depth, Workspace& workspace,
                       Evaluation& evaluation) const {
  evaluation.results = evaluation.must_results = 0;
  evaluation.may_rules = evaluation.must_rules = 0;
  evaluation.deciding_count = 0;
  const FrozenDecision& frozen = impl_->frozen[decision];
  Evaluator evaluator(frozen, box, *workspace.impl_, evaluation);
  if (frozen.collect) {
    evaluator.Collect(depth);
  } else {
    evaluator.SingleHit(depth);
  }
}

}  // namespace wervelwijzer::dmn
