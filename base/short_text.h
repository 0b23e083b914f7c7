#pragma once

// Short texts of our own tables, such as ids and keys: eight bytes at a time instead of one.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace wervelwijzer {

// At most eight bytes as a number, the first lowest, zero behind the last.
// REQUIRES: size <= 8.
inline std::uint64_t LoadShort(const char* text, std::size_t size) {
  const auto byte = [text](std::size_t at) {
    return std::uint64_t{static_cast<unsigned char>(text[at])};
  };
  if (size == 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text, 8);
    return word;
  }
  if (size >= 4) {  // two reads that overlap
    std::uint32_t low = 0, high = 0;
    std::memcpy(&low, text, 4);
    std::memcpy(&high, text + size - 4, 4);
    return low | std::uint64_t{high} << 8 * (size - 4);
  }
  if (size == 0) return 0;
  return byte(0) | byte(size / 2) << 8 * (size / 2) | byte(size - 1) << 8 * (size - 1);
}

// A hash for tables whose entries come from our own files. Who can choose the entries can make
// them collide, so that it is not for what a request brings in.
inline std::size_t HashOfOwnText(std::string_view text) {
  constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15u;  // 2^64 over the golden ratio
  std::uint64_t hash = text.size() * kFactor;
  const auto mix = [&hash](std::uint64_t word) {
    hash = (hash ^ word) * kFactor;
    hash ^= hash >> 32;
  };
  while (text.size() > 8) {
    mix(LoadShort(text.data(), 8));
    text.remove_prefix(8);
  }
  mix(LoadShort(text.data(), text.size()));
  return hash;
}

}  // namespace wervelwijzer
