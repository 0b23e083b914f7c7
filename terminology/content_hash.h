#pragma once

// A hash of what a file contains, to see whether it changed or was damaged. No protection against
// somebody who means to deceive.

#include <cstdint>
#include <string>
#include <string_view>

namespace wervelwijzer::terminology {

// 64 bits over all bytes; another `seed` gives another hash of the same bytes.
std::uint64_t ContentHash(std::string_view bytes, std::uint64_t seed = 0);

// Sixteen hexadecimal digits.
std::string HexOf(std::uint64_t hash);

}  // namespace wervelwijzer::terminology
