#include <cstddef>
#include <cstdint>
#include <random>
#include <string>

#include "cards/compose.h"

namespace wervelwijzer::cards {

namespace {

// The last `digits` hexadecimal digits of the number.
void WriteHex(std::uint64_t number, std::size_t digits, char* out) {
  for (std::size_t i = digits; i-- > 0; number >>= 4) out[i] = "0123456789abcdef"[number & 15];
}

}  // namespace

std::string RandomUuid() {
  // Ids must differ, also between threads and processes; they need not be unguessable.
  thread_local std::mt19937_64 engine = [] {
    std::random_device device;
    std::seed_seq seed{device(), device(), device(), device()};
    return std::mt19937_64(seed);
  }();
  const std::uint64_t high = (engine() & ~0xF000ULL) | 0x4000ULL;       // version 4
  const std::uint64_t low = (engine() & ~(3ULL << 62)) | (2ULL << 62);  // variant of RFC 4122
  std::string text(36, '-');
  WriteHex(high >> 32, 8, &text[0]);
  WriteHex(high >> 16, 4, &text[9]);
  WriteHex(high, 4, &text[14]);
  WriteHex(low >> 48, 4, &text[19]);
  WriteHex(low, 12, &text[24]);
  return text;
}

}  // namespace wervelwijzer::cards
