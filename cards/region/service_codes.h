#pragma once

// The codes of the CodeSystems `region-service` and `region`: what can be routed, and what a
// network is.

#include <span>
#include <string_view>

namespace wervelwijzer::region {

struct OwnCode {
  std::string_view code, dutch, english;
  bool is_routed;  // the cards ask for it, so every network needs a centre for it
};

std::span<const OwnCode> ServiceCodes();
std::span<const OwnCode> RegionCodes();
// Null when there is none.
const OwnCode* FindServiceCode(std::string_view code);

}  // namespace wervelwijzer::region
