#pragma once

// SipHash-2-4 with 128 bits of result (Aumasson and Bernstein, https://www.aumasson.jp/siphash):
// who does not know the key can neither compute the hash of a text nor look for one that has it.

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wervelwijzer {

using HashKey = std::array<std::uint8_t, 16>;

struct KeyedHash {
  std::uint64_t first = 0, second = 0;
  auto operator<=>(const KeyedHash&) const = default;

  std::string ToHex() const;  // 32 digits
  static std::optional<KeyedHash> FromHex(std::string_view hex);
};

// The hash of the bytes of `text`. Pure.
KeyedHash HashWithKey(const HashKey& key, std::string_view text);

// A key from the random source of the system.
HashKey RandomHashKey();

}  // namespace wervelwijzer
