#include "base/seeded_hash.h"

#include <bit>
#include <cstring>

#include "base/keyed_hash.h"

namespace wervelwijzer {
namespace {

__extension__ using Product = unsigned __int128;

struct Seed {
  Seed() {
    const HashKey key = RandomHashKey();
    std::memcpy(&begin, key.data(), sizeof begin);
    std::memcpy(&factor, key.data() + sizeof begin, sizeof factor);
    factor |= 1;
  }
  std::uint64_t begin, factor;
};

const Seed& OwnSeed() {
  static const Seed seed;
  return seed;
}

// Both halves of a product with a secret factor: every bit of `word` reaches every bit of it.
std::uint64_t Fold(std::uint64_t word, std::uint64_t factor) {
  const Product product = Product{word} * factor;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

std::uint64_t Absorb(std::uint64_t hash, std::string_view text, std::uint64_t factor) {
  std::size_t at = 0;
  std::uint64_t word = 0;
  for (; at + sizeof word <= text.size(); at += sizeof word) {
    std::memcpy(&word, text.data() + at, sizeof word);
    hash = Fold(hash ^ word, factor) + hash;
  }
  word = 0;
  if (at < text.size()) std::memcpy(&word, text.data() + at, text.size() - at);
  // The length last, so that trailing zeros count.
  hash = Fold(hash ^ word, factor) + hash;
  // The bits that a table takes are the lowest: once more, with the high ones brought down.
  return Fold(std::rotl(hash, 32) ^ (text.size() + 1), factor);
}

}  // namespace

std::uint64_t SeededHash(std::string_view text) {
  const Seed& seed = OwnSeed();
  return Absorb(seed.begin, text, seed.factor);
}

std::uint64_t SeededHash(std::string_view first, std::string_view second) {
  const Seed& seed = OwnSeed();
  return Absorb(Absorb(seed.begin, first, seed.factor), second, seed.factor);
}

}  // namespace wervelwijzer
