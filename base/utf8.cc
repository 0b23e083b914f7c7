#include "base/utf8.h"

#include <cstdint>
#include <cstring>

namespace wervelwijzer {
namespace {

// The range that the second byte must lie in, by first byte; it is what keeps overlong forms,
// surrogates and code points above U+10FFFF out (RFC 3629 section 4).
struct SecondByte {
  std::size_t length;
  unsigned char low;
  unsigned char high;
};

SecondByte SecondByteAfter(unsigned char first) {
  if (first < 0xC2) return {0, 0, 0};
  if (first < 0xE0) return {2, 0x80, 0xBF};
  if (first == 0xE0) return {3, 0xA0, 0xBF};
  if (first == 0xED) return {3, 0x80, 0x9F};
  if (first < 0xF0) return {3, 0x80, 0xBF};
  if (first == 0xF0) return {4, 0x90, 0xBF};
  if (first < 0xF4) return {4, 0x80, 0xBF};
  if (first == 0xF4) return {4, 0x80, 0x8F};
  return {0, 0, 0};
}

// Bytes of ASCII at the start, looked at in blocks of 32: most texts are nothing else.
std::size_t SkipAscii(const char* data, std::size_t size) {
  std::size_t at = 0;
  while (size - at >= 32) {
    std::uint64_t words[4];
    std::memcpy(words, data + at, sizeof words);
    if (((words[0] | words[1] | words[2] | words[3]) & 0x8080808080808080u) != 0) break;
    at += 32;
  }
  while (at < size && static_cast<unsigned char>(data[at]) < 0x80) ++at;
  return at;
}

}  // namespace

std::size_t Utf8Length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (byte(0) < 0x80) return 1;
  const SecondByte second = SecondByteAfter(byte(0));
  if (second.length == 0 || text.size() < second.length) return 0;
  if (byte(1) < second.low || byte(1) > second.high) return 0;
  for (std::size_t i = 2; i < second.length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  return second.length;
}

std::size_t FindInvalidUtf8(std::string_view text) {
  std::size_t at = 0;
  while (true) {
    at += SkipAscii(text.data() + at, text.size() - at);
    if (at == text.size()) return std::string_view::npos;
    const std::size_t length = Utf8Length(text.substr(at));
    if (length == 0) return at;
    at += length;
  }
}

std::string_view Utf8Prefix(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  std::size_t end = bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

}  // namespace wervelwijzer
