#include "hooks/request_id.h"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cstdint>
#include <random>

namespace wervelwijzer::hooks {
namespace {

constexpr std::size_t kMaxBytes = 64;

bool IsPlain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.';
}

}  // namespace

std::string RequestId(std::string_view given) {
  if (!given.empty() && given.size() <= kMaxBytes && std::ranges::all_of(given, IsPlain)) {
    return std::string(given);
  }
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
