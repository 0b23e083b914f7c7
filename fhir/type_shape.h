#pragma once

// What the tables of paths (view_paths.h) and of versions (version_marks.h) say of one type of
// resource, taken apart once.

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "fhir/version_marks.h"
#include "fhir/view.h"

namespace wervelwijzer::fhir {

// A step that only some of the elements of the list are taken on.
inline constexpr std::string_view kExtension = "extension";

struct Steps {
  std::vector<std::string_view> names;
  std::span<const std::string_view> urls;  // of the extensions on the way; see FieldPath
  NameSketch::Bit first;                   // of the first name
  bool begins_with_extension = false;
};

struct SplitMark {
  const VersionMark* mark;
  Steps steps;
};

struct FieldShape {
  std::vector<Steps> paths;       // the rows of the type itself before those of all types
  NameSketch::Bit any_first = 0;  // of the first names of all of them
};

struct TypeShape {
  std::array<FieldShape, kFieldCount> fields;
  std::vector<SplitMark> marks_against_r4;
  std::vector<SplitMark> other_marks;
};

// Lives as long as the program. A type without rows of its own has those of all types.
const TypeShape& ShapeOf(std::string_view type);

}  // namespace wervelwijzer::fhir
