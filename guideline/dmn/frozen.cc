#include "guideline/dmn/frozen.h"

namespace wervelwijzer::dmn {

Freezer::Freezer(const DiagramBuilder& builder, std::span<const InputIndex> order)
    : builder_(builder) {
  for (const InputIndex input : order) frozen_.variables.push_back({input, 0, 0});
}

Ref Freezer::Add(Ref root) {
  if (IsTerminal(root)) return root;
  if (const auto known = copied_.find(root); known != copied_.end()) return known->second;
  std::vector<Edge> edges;
  for (const Edge& edge : builder_.edges(root)) edges.push_back({edge.atoms, Add(edge.child)});
  const Ref place = static_cast<Ref>(frozen_.nodes.size());
  frozen_.nodes.push_back({builder_.level(root), static_cast<std::uint16_t>(edges.size()),
                           static_cast<std::uint32_t>(frozen_.edges.size())});
  frozen_.edges.insert(frozen_.edges.end(), edges.begin(), edges.end());
  copied_[root] = place;
  return place;
}

// Two atoms belong to one class when no edge parts them.
void Freezer::FindClasses() {
  for (std::size_t level = 0; level < frozen_.variables.size(); ++level) {
    std::vector<Mask> classes{builder_.full(static_cast<Level>(level))};
    for (const FrozenNode& node : frozen_.nodes) {
      if (node.level != level) continue;
      for (std::size_t e = 0; e < node.edge_count; ++e) {
        const Mask atoms = frozen_.edges[node.edge_begin + e].atoms;
        const std::size_t count = classes.size();
        for (std::size_t c = 0; c < count; ++c) {
          const Mask inside = classes[c] & atoms, outside = classes[c] & ~atoms;
          if (inside == 0 || outside == 0) continue;
          classes[c] = inside;
          classes.push_back(outside);
        }
      }
    }
    frozen_.variables[level].class_begin = static_cast<std::uint16_t>(frozen_.class_atoms.size());
    frozen_.variables[level].class_count = static_cast<std::uint8_t>(classes.size());
    frozen_.class_atoms.insert(frozen_.class_atoms.end(), classes.begin(), classes.end());
  }
}

FrozenDecision Freezer::Finish() && {
  FindClasses();
  for (const FrozenNode& node : frozen_.nodes) {
    const FrozenVariable& variable = frozen_.variables[node.level];
    for (std::size_t e = 0; e < node.edge_count; ++e) {
      Edge& edge = frozen_.edges[node.edge_begin + e];
      Mask classes = 0;
      for (std::size_t c = 0; c < variable.class_count; ++c) {
        if (frozen_.class_atoms[variable.class_begin + c] & edge.atoms) classes |= Mask{1} << c;
      }
      edge.atoms = classes;
    }
  }
  return std::move(frozen_);
}

}  // namespace wervelwijzer::dmn
