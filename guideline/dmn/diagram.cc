#include "guideline/dmn/diagram.h"

#include <algorithm>

namespace wervelwijzer::dmn {
namespace {

std::uint64_t Mix(std::uint64_t hash, std::uint64_t value) {
  hash ^= value + 0x9e3779b97f4a7c15u + (hash << 6) + (hash >> 2);
  return hash * 0xff51afd7ed558ccdu;
}

Mask LowestBit(Mask mask) { return mask & (~mask + 1); }

// One edge per child, in the order of their lowest values: the same function, the same list.
void Canonicalize(std::vector<Edge>& edges) {
  std::vector<Edge> merged;
  for (const Edge& edge : edges) {
    if (edge.atoms == 0) continue;
    const auto same =
        std::ranges::find_if(merged, [&](const Edge& other) { return other.child == edge.child; });
    if (same == merged.end()) {
      merged.push_back(edge);
    } else {
      same->atoms |= edge.atoms;
    }
  }
  std::ranges::sort(
      merged, [](const Edge& a, const Edge& b) { return LowestBit(a.atoms) < LowestBit(b.atoms); });
  edges = std::move(merged);
}

}  // namespace

DiagramBuilder::DiagramBuilder(std::vector<Mask> full, std::size_t max_nodes)
    : full_(std::move(full)), max_nodes_(max_nodes) {}

std::span<const Edge> DiagramBuilder::edges(Ref node) const {
  return std::span(edges_).subspan(nodes_[node].begin, nodes_[node].count);
}

Ref DiagramBuilder::Intern(Level level, const std::vector<Edge>& edges) {
  std::uint64_t hash = level;
  for (const Edge& edge : edges) hash = Mix(Mix(hash, edge.atoms), edge.child);
  const auto [first, last] = interned_.equal_range(hash);
  for (auto it = first; it != last; ++it) {
    const std::span<const Edge> known = this->edges(it->second);
    if (nodes_[it->second].level == level &&
        std::equal(known.begin(), known.end(), edges.begin(), edges.end())) {
      return it->second;
    }
  }
  if (nodes_.size() >= max_nodes_) {
    overflow_ = true;
    return kFalse;
  }
  const Ref ref = static_cast<Ref>(nodes_.size());
  nodes_.push_back(
      {level, static_cast<std::uint32_t>(edges_.size()), static_cast<std::uint32_t>(edges.size())});
  edges_.insert(edges_.end(), edges.begin(), edges.end());
  interned_.emplace(hash, ref);
  return ref;
}

Ref DiagramBuilder::Node(Level level, std::vector<Edge> edges) {
  Canonicalize(edges);
  if (edges.empty()) return kFalse;
  return edges.size() == 1 ? edges.front().child : Intern(level, edges);
}

Ref DiagramBuilder::Test(Level level, Mask atoms) {
  return Node(level, {{full_[level] & atoms, kTrue}, {full_[level] & ~atoms, kFalse}});
}

Ref DiagramBuilder::Combine(Ref a, Ref b, const Operation& operation) {
  Memo memo;
  return CombineWith(a, b, operation, memo);
}

Ref DiagramBuilder::CombineWith(Ref a, Ref b, const Operation& operation, Memo& memo) {
  if (overflow_) return kFalse;
  if (const std::optional<Ref> done = operation(a, b)) return *done;
  const std::uint64_t key = std::uint64_t{a} << 32 | b;
  if (const auto known = memo.find(key); known != memo.end()) return known->second;
  const Level top = std::min(level(a), level(b));
  // Copies: the recursion may move the arrays.
  const auto edges_at = [&](Ref ref) {
    if (level(ref) != top) return std::vector<Edge>{{full_[top], ref}};
    const std::span<const Edge> own = edges(ref);
    return std::vector<Edge>(own.begin(), own.end());
  };
  const std::vector<Edge> edges_a = edges_at(a), edges_b = edges_at(b);
  std::vector<Edge> joined;
  for (const Edge& edge_a : edges_a) {
    for (const Edge& edge_b : edges_b) {
      const Mask both = edge_a.atoms & edge_b.atoms;
      if (both != 0) {
        joined.push_back({both, CombineWith(edge_a.child, edge_b.child, operation, memo)});
      }
    }
  }
  const Ref result = Node(top, std::move(joined));
  memo.emplace(key, result);
  return result;
}

Ref DiagramBuilder::Map(Ref a, const std::function<Ref(Ref terminal)>& change) {
  Memo memo;
  return MapWith(a, change, memo);
}

Ref DiagramBuilder::MapWith(Ref a, const std::function<Ref(Ref)>& change, Memo& memo) {
  if (IsTerminal(a)) return change(a);
  if (const auto known = memo.find(a); known != memo.end()) return known->second;
  const Level own_level = level(a);
  const std::span<const Edge> own = edges(a);
  std::vector<Edge> changed(own.begin(), own.end());
  for (Edge& edge : changed) edge.child = MapWith(edge.child, change, memo);
  const Ref result = Node(own_level, std::move(changed));
  memo.emplace(a, result);
  return result;
}

Ref DiagramBuilder::And(Ref a, Ref b) {
  return Combine(a, b, [](Ref x, Ref y) -> std::optional<Ref> {
    if (x == kFalse || y == kFalse) return kFalse;
    if (x == kTrue) return y;
    if (y == kTrue || x == y) return x;
    return std::nullopt;
  });
}

Ref DiagramBuilder::Or(Ref a, Ref b) {
  return Combine(a, b, [](Ref x, Ref y) -> std::optional<Ref> {
    if (x == kTrue || y == kTrue) return kTrue;
    if (x == kFalse) return y;
    if (y == kFalse || x == y) return x;
    return std::nullopt;
  });
}

Ref DiagramBuilder::Not(Ref a) {
  return Map(a, [](Ref terminal) { return terminal == kTrue ? kFalse : kTrue; });
}

Ref DiagramBuilder::Choose(Ref condition, Ref then, Ref otherwise) {
  // Where the condition does not hold, a mark that no diagram uses stands for `otherwise`.
  static constexpr Ref kOpen = Terminal(0x7fffffffu);
  const Ref chosen = Combine(condition, then, [](Ref c, Ref t) -> std::optional<Ref> {
    if (c == kFalse) return kOpen;
    if (c == kTrue) return t;
    return std::nullopt;
  });
  return Combine(chosen, otherwise, [](Ref c, Ref o) -> std::optional<Ref> {
    if (c == kOpen) return o;
    if (IsTerminal(c)) return c;
    return std::nullopt;
  });
}

std::vector<Ref> DiagramBuilder::Terminals(Ref a) const {
  std::vector<Ref> found, open{a};
  std::vector<char> seen(nodes_.size(), 0);
  while (!open.empty()) {
    const Ref ref = open.back();
    open.pop_back();
    if (IsTerminal(ref)) {
      found.push_back(ref);
    } else if (!seen[ref]) {
      seen[ref] = 1;
      for (const Edge& edge : edges(ref)) open.push_back(edge.child);
    }
  }
  std::ranges::sort(found);
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

bool DiagramBuilder::PathFrom(Ref a, Ref terminal, std::vector<Mask>& path,
                              std::vector<char>& failed) const {
  if (IsTerminal(a)) return a == terminal;
  if (failed[a]) return false;
  for (const Edge& edge : edges(a)) {
    if (PathFrom(edge.child, terminal, path, failed)) {
      path[level(a)] = edge.atoms;
      return true;
    }
  }
  failed[a] = 1;
  return false;
}

std::vector<Mask> DiagramBuilder::PathTo(Ref a, Ref terminal) const {
  std::vector<Mask> path = full_;
  std::vector<char> failed(nodes_.size(), 0);
  PathFrom(a, terminal, path, failed);
  return path;
}

}  // namespace wervelwijzer::dmn
