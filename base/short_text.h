#pragma once

// Short texts of our own tables, such as ids and keys: eight bytes at a time instead of one.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

namespace wervelwijzer {

// At most eight bytes as a number, the first lowest, zero behind the last.
// REQUIRES: size <= 8.
constexpr std::uint64_t LoadShort(const char* text, std::size_t size) {
  if (std::is_constant_evaluated()) {
    std::uint64_t word = 0;
    for (std::size_t at = 0; at < size; ++at) {
      word |= std::uint64_t{static_cast<unsigned char>(text[at])} << 8 * at;
    }
    return word;
  }
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

// Are they the same? Calls nothing, which for texts this short is most of the cost.
inline bool IsSameText(std::string_view one, std::string_view other) {
  std::size_t size = one.size();
  if (size != other.size()) return false;
  const char* a = one.data();
  const char* b = other.data();
  if (size < 8) return LoadShort(a, size) == LoadShort(b, size);
  for (; size > 8; size -= 8, a += 8, b += 8) {
    if (LoadShort(a, 8) != LoadShort(b, 8)) return false;
  }
  // The last eight, of which some may have been seen.
  return LoadShort(a + size - 8, 8) == LoadShort(b + size - 8, 8);
}

// A hash for tables whose entries come from our own files. Who can choose the entries can make
// them collide, so that it is not for what a request brings in.
constexpr std::size_t HashOfOwnText(std::string_view text) {
  constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15u;  // 2^64 over the golden ratio
  const std::size_t size = text.size();
  const char* from = text.data();
  std::uint64_t hash = size * kFactor;
  const auto mix = [&hash](std::uint64_t word) {
    hash = (hash ^ word) * kFactor;
    hash ^= hash >> 32;
  };
  if (size <= 8) {
    mix(LoadShort(from, size));
    return hash;
  }
  for (std::size_t at = 0; at + 8 < size; at += 8) mix(LoadShort(from + at, 8));
  mix(LoadShort(from + size - 8, 8));
  return hash;
}

// A name to look up in such a table, with its hash: of a literal it is made by the compiler.
class OwnName {
 public:
  template <std::size_t kSize>
  consteval OwnName(const char (&literal)[kSize])  // NOLINT: a literal is a name
      : text_(literal, kSize - 1), hash_(HashOfOwnText(text_)) {}
  OwnName(std::string_view text)  // NOLINT: and so is any text
      : text_(text), hash_(HashOfOwnText(text)) {}
  template <typename Pointer>
    requires std::is_same_v<Pointer, const char*>
  OwnName(const Pointer& text)  // NOLINT: one of several literals
      : OwnName(std::string_view(text)) {}
  OwnName(const std::string& text) : OwnName(std::string_view(text)) {}  // NOLINT

  std::string_view text() const { return text_; }
  std::size_t hash() const { return hash_; }

 private:
  std::string_view text_;
  std::size_t hash_;
};

}  // namespace wervelwijzer
