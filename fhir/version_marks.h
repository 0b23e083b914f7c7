#pragma once

// Shapes that only some versions of FHIR have. The table behind DetectVersion (view.h).

#include <cstdint>
#include <span>
#include <string_view>

#include "base/json.h"
#include "fhir/record.h"

namespace wervelwijzer::fhir {

// Bits of a set of versions.
enum VersionSet : std::uint8_t { kIn2 = 1, kIn3 = 2, kIn4 = 4, kIn5 = 8 };

constexpr std::uint8_t SetOf(Version version) {
  return static_cast<std::uint8_t>(1u << static_cast<unsigned>(version));
}

// A resource of this type with this member fits these versions and contradicts the others.
struct VersionMark {
  std::uint8_t versions;    // VersionSet
  std::string_view type;    // of the resource
  std::string_view member;  // names with dots; empty: the type alone
  JsonValue::Type kind;     // of the member; kMissing: any
};

std::span<const VersionMark> VersionMarks();

}  // namespace wervelwijzer::fhir
