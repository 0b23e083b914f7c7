#pragma once

// The small numbers by which the tables name things. They hold as long as the tables do.

#include <cstddef>
#include <cstdint>

namespace wervelwijzer::terminology {

using ConceptId = std::uint16_t;
using SystemIndex = std::uint8_t;

inline constexpr std::size_t kMostSystems = 64;
// Four bits of a packed code name its system; codes of later ones are found by search.
inline constexpr std::size_t kPackedSystems = 16;

}  // namespace wervelwijzer::terminology
