#include <array>
#include <cstdint>
#include <cstdio>
#include <random>

#include "cards/compose.h"

namespace wervelwijzer::cards {

std::string RandomUuid() {
  // Ids must differ, also between threads and processes; they need not be unguessable.
  thread_local std::mt19937_64 engine = [] {
    std::random_device device;
    std::seed_seq seed{device(), device(), device(), device()};
    return std::mt19937_64(seed);
  }();
  const std::uint64_t high = (engine() & ~0xF000ULL) | 0x4000ULL;       // version 4
  const std::uint64_t low = (engine() & ~(3ULL << 62)) | (2ULL << 62);  // variant of RFC 4122
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%08x-%04x-%04x-%04x-%012llx",
                static_cast<unsigned>(high >> 32), static_cast<unsigned>(high >> 16 & 0xFFFF),
                static_cast<unsigned>(high & 0xFFFF), static_cast<unsigned>(low >> 48),
                static_cast<unsigned long long>(low & 0xFFFFFFFFFFFFULL));
  return text.data();
}

}  // namespace wervelwijzer::cards
