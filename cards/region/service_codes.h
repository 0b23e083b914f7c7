#pragma once

// The codes of the CodeSystems `region-service` and `region`: what can be routed, and what a
// network is.

#include <span>
#include <string_view>

namespace wervelwijzer::region {

struct OwnCode {
  std::string_view code, dutch, english;
};

std::span<const OwnCode> ServiceCodes();
std::span<const OwnCode> RegionCodes();
// Null when there is none.
const OwnCode* FindServiceCode(std::string_view code);

}  // namespace wervelwijzer::region
