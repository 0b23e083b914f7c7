#include "hooks/request_id.h"

#include <atomic>
#include <charconv>
#include <cstdint>
#include <random>

#include "hooks/text.h"

namespace wervelwijzer::hooks {
std::string RequestId(std::string_view given) {
  constexpr std::size_t kUuidBytes = 36;  // and not that of its urn
  if (given.size() == kUuidBytes && IsUuid(given)) return std::string(given);
  static const unsigned start = std::random_device()();
  static std::atomic<std::uint64_t> count{0};
  constexpr int kHexadecimal = 16;
  char text[32];
  char* const end = text + sizeof text;
  char* const dash = std::to_chars(text, end, start, kHexadecimal).ptr;
  *dash = '-';
  return {text, std::to_chars(dash + 1, end, ++count, kHexadecimal).ptr};
}

}  // namespace wervelwijzer::hooks
