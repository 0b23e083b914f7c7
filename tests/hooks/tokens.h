#pragma once

// Text of tokens for tests.

#include <string>
#include <string_view>

namespace wervelwijzer::hooks {

// base64url without padding.
inline std::string ToBase64Url(std::string_view bytes) {
  constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string text;
  unsigned bits = 0;
  int count = 0;
  for (const char c : bytes) {
    bits = (bits << 8 | static_cast<unsigned char>(c)) & 0xffffu;
    count += 8;
    for (; count >= 6; count -= 6) text += kDigits[bits >> (count - 6) & 63u];
  }
  if (count > 0) text += kDigits[bits << (6 - count) & 63u];
  return text;
}

}  // namespace wervelwijzer::hooks
