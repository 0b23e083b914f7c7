#pragma once

// The small numbers by which the tables name things. They hold as long as the tables do.

#include <cstddef>
#include <cstdint>

namespace wervelwijzer::terminology {

using ConceptId = std::uint16_t;
using SystemIndex = std::uint8_t;

// Four bits of a packed code name its system.
inline constexpr std::size_t kMostSystems = 16;

}  // namespace wervelwijzer::terminology
