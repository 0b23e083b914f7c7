#include "base/keyed_hash.h"

#include <bit>
#include <cstddef>
#include <cstring>
#include <random>

namespace wervelwijzer {
namespace {

std::uint64_t LittleEndian(const std::uint8_t* bytes, std::size_t count) {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < count; ++i) word |= std::uint64_t{bytes[i]} << (8 * i);
  return word;
}

std::uint64_t LittleEndian(const std::uint8_t* eight_bytes) {
  if constexpr (std::endian::native != std::endian::little) return LittleEndian(eight_bytes, 8);
  std::uint64_t word = 0;
  std::memcpy(&word, eight_bytes, sizeof word);
  return word;
}

class State {
 public:
  explicit State(const HashKey& key) {
    const std::uint64_t low = LittleEndian(key.data(), 8);
    const std::uint64_t high = LittleEndian(key.data() + 8, 8);
    v0_ = 0x736f6d6570736575 ^ low;
    v1_ = 0x646f72616e646f6d ^ high ^ 0xee;
    v2_ = 0x6c7967656e657261 ^ low;
    v3_ = 0x7465646279746573 ^ high;
  }

  void Absorb(std::uint64_t word) {
    v3_ ^= word;
    Rounds(2);
    v0_ ^= word;
  }
  KeyedHash Finish() {
    KeyedHash hash;
    v2_ ^= 0xee;
    Rounds(4);
    hash.first = v0_ ^ v1_ ^ v2_ ^ v3_;
    v1_ ^= 0xdd;
    Rounds(4);
    hash.second = v0_ ^ v1_ ^ v2_ ^ v3_;
    return hash;
  }

 private:
  void Rounds(int count) {
    for (int i = 0; i < count; ++i) {
      v0_ += v1_;
      v1_ = std::rotl(v1_, 13) ^ v0_;
      v0_ = std::rotl(v0_, 32);
      v2_ += v3_;
      v3_ = std::rotl(v3_, 16) ^ v2_;
      v0_ += v3_;
      v3_ = std::rotl(v3_, 21) ^ v0_;
      v2_ += v1_;
      v1_ = std::rotl(v1_, 17) ^ v2_;
      v2_ = std::rotl(v2_, 32);
    }
  }

  std::uint64_t v0_, v1_, v2_, v3_;
};

int DigitOf(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

}  // namespace

std::string KeyedHash::ToHex() const {
  std::string hex(32, '0');
  for (int i = 0; i < 16; ++i) {
    hex[i] = "0123456789abcdef"[first >> (60 - 4 * i) & 15];
    hex[16 + i] = "0123456789abcdef"[second >> (60 - 4 * i) & 15];
  }
  return hex;
}

std::optional<KeyedHash> KeyedHash::FromHex(std::string_view hex) {
  if (hex.size() != 32) return std::nullopt;
  KeyedHash hash;
  for (std::size_t i = 0; i < 32; ++i) {
    const int digit = DigitOf(hex[i]);
    if (digit < 0) return std::nullopt;
    std::uint64_t& half = i < 16 ? hash.first : hash.second;
    half = half << 4 | static_cast<std::uint64_t>(digit);
  }
  return hash;
}

KeyedHash HashWithKey(const HashKey& key, std::string_view text) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  State state(key);
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) state.Absorb(LittleEndian(bytes + at));
  const std::uint64_t length = std::uint64_t{text.size() & 0xff} << 56;
  state.Absorb(length | LittleEndian(bytes + at, text.size() - at));
  return state.Finish();
}

HashKey RandomHashKey() {
  std::random_device device;
  HashKey key;
  for (std::uint8_t& byte : key) byte = static_cast<std::uint8_t>(device());
  return key;
}

}  // namespace wervelwijzer
