#pragma once

// Reduced ordered decision diagrams over variables with up to 64 values each. Two functions are
// equal exactly when their references are; that canonical form is what makes the answers of
// program.h exact. Used while models are loaded; what answers requests is a frozen copy (frozen.h).

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "guideline/dmn/program.h"

namespace wervelwijzer::dmn {

using Ref = std::uint32_t;    // a terminal or a node
using Level = std::uint16_t;  // position of a variable in the order; smaller is nearer to the root

constexpr Ref kTerminalBit = 0x80000000u;
constexpr Ref Terminal(std::uint32_t value) { return kTerminalBit | value; }
constexpr bool IsTerminal(Ref ref) { return (ref & kTerminalBit) != 0; }
constexpr std::uint32_t TerminalValue(Ref ref) { return ref & ~kTerminalBit; }
constexpr Ref kFalse = Terminal(0);
constexpr Ref kTrue = Terminal(1);

struct Edge {
  Mask atoms = 0;
  Ref child = 0;
  bool operator==(const Edge&) const = default;
};

// Owns the nodes of many diagrams over one order of variables. Not thread-safe.
class DiagramBuilder {
 public:
  // `full[level]` is the mask of all values of that variable. Beyond `max_nodes` every operation
  // returns a terminal and overflow() is true: the results are then worthless.
  explicit DiagramBuilder(std::vector<Mask> full, std::size_t max_nodes = 1u << 20);

  // What the terminals become; nothing when it depends on more than what is known (one is a node).
  using Operation = std::function<std::optional<Ref>(Ref a, Ref b)>;

  Level level(Ref ref) const { return IsTerminal(ref) ? kNoLevel : nodes_[ref].level; }
  std::span<const Edge> edges(Ref node) const;
  Mask full(Level level) const { return full_[level]; }
  std::size_t levels() const { return full_.size(); }
  bool overflow() const { return overflow_; }

  // kTrue where the variable lies in `atoms`, kFalse elsewhere.
  Ref Test(Level level, Mask atoms);
  // The node with these edges, whose masks part the full mask; reduced.
  Ref Node(Level level, std::vector<Edge> edges);
  // a and b joined point by point.
  Ref Combine(Ref a, Ref b, const Operation& operation);
  // Each terminal replaced.
  Ref Map(Ref a, const std::function<Ref(Ref terminal)>& change);

  Ref And(Ref a, Ref b);
  Ref Or(Ref a, Ref b);
  Ref Not(Ref a);
  // `then` where condition is kTrue, `otherwise` elsewhere.
  Ref Choose(Ref condition, Ref then, Ref otherwise);

  // All terminals that can be reached.
  std::vector<Ref> Terminals(Ref a) const;
  // One mask per level under which the diagram ends in `terminal`: one path, as wide as it is.
  std::vector<Mask> PathTo(Ref a, Ref terminal) const;

  static constexpr Level kNoLevel = 0xffff;

 private:
  struct NodeEntry {
    Level level = 0;
    std::uint32_t begin = 0, count = 0;
  };
  using Memo = std::unordered_map<std::uint64_t, Ref>;
  Ref CombineWith(Ref a, Ref b, const Operation& operation, Memo& memo);
  Ref MapWith(Ref a, const std::function<Ref(Ref)>& change, Memo& memo);
  bool PathFrom(Ref a, Ref terminal, std::vector<Mask>& path, std::vector<char>& failed) const;
  Ref Intern(Level level, const std::vector<Edge>& edges);

  std::vector<Mask> full_;
  std::size_t max_nodes_;
  bool overflow_ = false;
  std::vector<NodeEntry> nodes_;
  std::vector<Edge> edges_;
  std::unordered_multimap<std::uint64_t, Ref> interned_;
};

}  // namespace wervelwijzer::dmn
