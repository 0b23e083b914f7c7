#pragma once

// What a Program and a Workspace are made of; shared by program.cc, evaluate.cc and explain.cc.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "guideline/dmn/frozen.h"
#include "guideline/dmn/program.h"

namespace wervelwijzer::dmn {

// Columns and cells of a table, for explanations. Column indices are those of the program.
struct ProgramTable {
  std::vector<LinkedColumn> columns;
  std::vector<std::vector<Mask>> cells;  // [rule][column]
};

struct Program::Impl {
  std::vector<ProgramInput> inputs;
  std::vector<Domain> domains;
  std::vector<ProgramDecision> decisions;
  std::vector<ProgramTable> tables;
  std::vector<FrozenDecision> frozen;
  std::map<std::string, InputIndex, std::less<>> input_by_id;
  std::map<std::string, DecisionIndex, std::less<>> decision_by_id;
  std::size_t max_nodes = 0, max_edges = 0, max_classes = 0;

  void Add(ProgramDecision decision, ProgramTable table, FrozenDecision own);
};

// A node of the diagram that is left when the box is applied and results take the place of rules.
struct ReducedNode {
  std::uint16_t level = 0;
  std::uint16_t edge_count = 0;
  std::uint32_t edge_begin = 0;
  Mask results = 0;  // that can still be reached from here
};

// What a Workspace holds; big enough for every decision of its program.
struct Scratch {
  Scratch(std::size_t max_nodes, std::size_t max_edges, std::size_t max_classes);

  std::array<Mask, Evaluation::kMaxDeciding> classes;  // by level: classes that the box leaves
  std::vector<std::uint8_t> reached;                   // by frozen node
  std::vector<std::uint32_t> order;                    // reached nodes, parents first
  std::vector<Ref> canonical;                          // by frozen node: reduced node or terminal
  std::vector<std::uint8_t> values;                    // by node: which terminals can be reached
  std::vector<ReducedNode> nodes;
  std::vector<Edge> edges;
  std::vector<std::uint32_t> table;   // open hash table of reduced nodes
  std::vector<std::uint32_t> stamps;  // of which run an entry is
  std::uint32_t stamp = 0;
  std::array<Mask, Evaluation::kMaxDeciding> beside;  // results on ways that miss the level
  std::vector<Mask> left;                             // results by class
};

struct Workspace::Impl : Scratch {
  using Scratch::Scratch;
};

}  // namespace wervelwijzer::dmn
