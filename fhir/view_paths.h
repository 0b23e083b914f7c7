#pragma once

// The table behind view.h.

#include <span>
#include <string_view>

#include "fhir/view.h"

namespace wervelwijzer::fhir {

struct FieldPath {
  std::string_view type;  // resource type, `*` for all
  Field field;
  std::string_view path;  // member names with dots; arrays on the way are opened
  // A step `extension` takes only the extensions with one of these urls: what any other extension
  // means is not known.
  std::span<const std::string_view> urls = {};
};

std::span<const FieldPath> FieldPaths();

}  // namespace wervelwijzer::fhir
