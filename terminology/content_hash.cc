#include "terminology/content_hash.h"

#include <array>
#include <cstring>

namespace wervelwijzer::terminology {
namespace {

constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15;  // 2^64 divided by the golden ratio

std::uint64_t Mix(std::uint64_t state, std::uint64_t word) {
  state = (state ^ word) * kOdd;
  return state ^ state >> 29;
}

std::uint64_t WordAt(const char* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

}  // namespace

std::uint64_t ContentHash(std::string_view bytes, std::uint64_t seed) {
  // Four lanes, so that a multiplication need not wait for the one before.
  std::array<std::uint64_t, 4> lanes{seed + 1, seed + 2, seed + 3, seed + 4};
  std::size_t at = 0;
  for (; at + 32 <= bytes.size(); at += 32) {
    for (std::size_t lane = 0; lane < 4; ++lane) {
      lanes[lane] = Mix(lanes[lane], WordAt(bytes.data() + at + 8 * lane));
    }
  }
  std::uint64_t hash = bytes.size();
  for (const std::uint64_t lane : lanes) hash = Mix(hash, lane);
  for (; at < bytes.size(); ++at) hash = Mix(hash, static_cast<unsigned char>(bytes[at]));
  return Mix(hash, kOdd);
}

std::string HexOf(std::uint64_t hash) {
  std::string text;
  for (int shift = 60; shift >= 0; shift -= 4) text += "0123456789abcdef"[hash >> shift & 15];
  return text;
}

}  // namespace wervelwijzer::terminology
