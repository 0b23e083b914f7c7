#pragma once

// The diagrams of one decision as evaluation walks them: flat arrays, children before parents, the
// atoms of each input merged to the classes that this decision can tell apart.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "guideline/dmn/diagram.h"
#include "guideline/dmn/link.h"
#include "guideline/dmn/program.h"

namespace wervelwijzer::dmn {

// One input as one decision sees it; the position in FrozenDecision::variables is the level.
struct FrozenVariable {
  InputIndex input = 0;
  std::uint16_t class_begin = 0;  // into FrozenDecision::class_atoms
  std::uint8_t class_count = 0;   // 1: the decision does not depend on it
};

struct FrozenNode {
  std::uint16_t level = 0;
  std::uint16_t edge_count = 0;
  std::uint32_t edge_begin = 0;
};

// Edge::atoms holds a mask of classes here.
struct FrozenDecision {
  std::vector<FrozenVariable> variables;
  std::vector<Mask> class_atoms;
  std::vector<FrozenNode> nodes;
  std::vector<Edge> edges;
  bool collect = false;
  bool is_literal = false;
  Ref root = 0;                         // single hit: terminals are rules, of literals results
  std::vector<std::uint8_t> result_of;  // terminal to result
  std::vector<Mask> rules_of;           // COLLECT: rules with that result; may be none
  std::vector<Ref> rule_roots;          // COLLECT: kTrue, kFalse
  std::vector<Ref> result_roots;
};

// Copies diagrams out of a builder.
class Freezer {
 public:
  Freezer(const DiagramBuilder& builder, std::span<const InputIndex> order);
  // The place of the diagram in the frozen arrays; equal diagrams share their nodes.
  Ref Add(Ref root);
  FrozenDecision Finish() &&;

 private:
  void FindClasses();
  const DiagramBuilder& builder_;
  FrozenDecision frozen_;
  std::map<Ref, Ref> copied_;
};

}  // namespace wervelwijzer::dmn
