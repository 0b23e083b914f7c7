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
  if (steps.names.empty()) return steps;
  steps.first = NameSketch::BitOf(steps.names.front());
  steps.begins_with_extension = steps.names.front() == kExtension;
  return steps;
}

// Adds the rows of all types behind those of one.
void Complete(FieldShape& own, const FieldShape& common) {
  own.paths.insert(own.paths.end(), common.paths.begin(), common.paths.end());
  for (const Steps& steps : own.paths) own.any_first |= steps.first;
}

class Shapes {
 public:
  Shapes() {
    for (const VersionMark& mark : VersionMarks()) {
      TypeShape& shape = by_type_[mark.type];
      auto& marks = (mark.versions & kIn4) == 0 ? shape.marks_against_r4 : shape.other_marks;
      marks.push_back({&mark, Split(mark.member, {})});
    }
    for (const FieldPath& row : FieldPaths()) {
      FieldShape& field = by_type_[row.type].fields[static_cast<std::size_t>(row.field)];
      field.paths.push_back(Split(row.path, row.urls));
    }
    const TypeShape common = by_type_[kAllTypes];
    for (auto& [type, shape] : by_type_) {
      for (std::size_t field = 0; field < shape.fields.size(); ++field) {
        Complete(shape.fields[field], type == kAllTypes ? FieldShape() : common.fields[field]);
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
