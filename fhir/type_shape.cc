#include "fhir/type_shape.h"

#include <unordered_map>

#include "base/short_text.h"
#include "fhir/view_paths.h"

namespace wervelwijzer::fhir {
namespace {

constexpr std::string_view kAllTypes = "*";

struct TypeHash {
  std::size_t operator()(std::string_view type) const { return HashOfOwnText(type); }
};

Steps Split(std::string_view path, std::span<const std::string_view> urls) {
  Steps steps{{}, urls, 0};
  while (!path.empty()) {
    const std::size_t dot = path.find('.');
    steps.names.push_back(path.substr(0, dot));
    if (dot == std::string_view::npos) break;
    path.remove_prefix(dot + 1);
  }
  if (!steps.names.empty()) steps.first = NameSketch::BitOf(steps.names.front());
  return steps;
}

class Shapes {
 public:
  Shapes() {
    for (const VersionMark& mark : VersionMarks()) {
      by_type_[mark.type].marks.push_back({&mark, Split(mark.member, {})});
    }
    for (const FieldPath& row : FieldPaths()) {
      TypeShape& shape = by_type_[row.type];
      shape.paths[static_cast<std::size_t>(row.field)].push_back(Split(row.path, row.urls));
    }
    const TypeShape common = by_type_[kAllTypes];
    for (auto& [type, shape] : by_type_) {
      if (type == kAllTypes) continue;
      for (std::size_t field = 0; field < shape.paths.size(); ++field) {
        const std::vector<Steps>& rows = common.paths[field];
        shape.paths[field].insert(shape.paths[field].end(), rows.begin(), rows.end());
      }
    }
  }

  const TypeShape& Of(std::string_view type) const {
    const auto found = by_type_.find(type);
    return found == by_type_.end() ? by_type_.find(kAllTypes)->second : found->second;
  }

 private:
  std::unordered_map<std::string_view, TypeShape, TypeHash> by_type_;
};

}  // namespace

const TypeShape& ShapeOf(std::string_view type) {
  static const Shapes shapes;
  return shapes.Of(type);
}

}  // namespace wervelwijzer::fhir
