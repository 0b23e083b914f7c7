#include "cards/escape.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/utf8.h"

namespace wervelwijzer::cards {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

struct CodePoint {
  char32_t value = kReplacement;
  std::size_t bytes = 1;
};

// The code point at the start of `text` (not empty); U+FFFD for a byte that is not UTF-8.
CodePoint Decode(std::string_view text) {
  const std::size_t length = Utf8Length(text);
  if (length == 0) return {};
  const auto first = static_cast<std::uint8_t>(text[0]);
  if (length == 1) return {first, 1};
  char32_t value = first & (0xFF >> (length + 1));
  for (std::size_t at = 1; at < length; ++at) {
    value = value << 6 | (static_cast<std::uint8_t>(text[at]) & 0x3F);
  }
  return {value, length};
}

void Append(std::string& out, char32_t value) {
  if (value < 0x80) {
    out += static_cast<char>(value);
  } else if (value < 0x800) {
    out += static_cast<char>(0xC0 | value >> 6);
    out += static_cast<char>(0x80 | (value & 0x3F));
  } else if (value < 0x10000) {
    out += static_cast<char>(0xE0 | value >> 12);
    out += static_cast<char>(0x80 | (value >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (value & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | value >> 18);
    out += static_cast<char>(0x80 | (value >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (value >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (value & 0x3F));
  }
}

bool IsSpace(char32_t c) {
  return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 || c == 0x2028 ||
         c == 0x2029;
}

// Marks of writing direction, zero-width characters, variation tags, byte order mark, controls.
bool IsInvisible(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0xAD || c == 0x034F || c == 0x061C ||
         c == 0x115F || c == 0x1160 || (c >= 0x17B4 && c <= 0x17B5) ||
         (c >= 0x180B && c <= 0x180F) || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0x3164 ||
         (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF || c == 0xFFA0 ||
         (c >= 0xFFF0 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE0FFF);
}

// One line, visible characters only, single spaces, cut.
std::u32string Clean(std::string_view text, std::size_t limit) {
  std::u32string clean;
  clean.reserve(std::min(text.size(), limit + 1));
  bool space = false;
  while (!text.empty()) {
    const CodePoint point = Decode(text);
    text.remove_prefix(point.bytes);
    if (IsSpace(point.value)) {
      space = !clean.empty();
      continue;
    }
    if (IsInvisible(point.value)) continue;
    if (clean.size() + (space ? 1 : 0) >= limit) {
      clean += U'…';
      break;
    }
    if (space) clean += U' ';
    space = false;
    clean += point.value;
  }
  return clean;
}

void AppendEscaped(std::string& out, char32_t c) {
  switch (c) {
    case '&':
      out += "&amp;";
      return;
    case '<':
      out += "&lt;";
      return;
    case '>':
      out += "&gt;";
      return;
    case '@':
      out += "(at)";
      return;
    default:
      break;
  }
  // A full stop, comma, slash or dash only means something at the start of a line or in a link,
  // which are broken elsewhere; escaping them would make a plain client's text hard to read.
  static constexpr std::u32string_view kMarkdown = U"\\`*_[]#!|~";
  if (kMarkdown.find(c) != std::u32string_view::npos) out += '\\';
  Append(out, c);
}

template <typename Letter>
bool IsW(Letter c) {
  return c == 'w' || c == 'W';
}

// By byte: what it is where nothing has to be escaped.
enum class Plain : std::uint8_t {
  kNo,
  kJoins,  // a dash or a space: plain between others
  kW,      // two of them may begin a link
  kYes,    // stands for itself wherever it is
};

constexpr std::array<Plain, 256> kPlain = [] {
  std::array<Plain, 256> plain{};
  for (const char byte :
       std::string_view("abcdefghijklmnopqrstuvxyzABCDEFGHIJKLMNOPQRSTUVXYZ0123456789.,/()")) {
    plain[static_cast<unsigned char>(byte)] = Plain::kYes;
  }
  plain['w'] = plain['W'] = Plain::kW;
  plain['-'] = plain[' '] = Plain::kJoins;
  return plain;
}();

Plain PlainOf(char byte) { return kPlain[static_cast<unsigned char>(byte)]; }

// Most names and references: nothing to escape, to leave out or to cut.
bool NeedsNoEscape(std::string_view text, std::size_t limit) {
  if (text.empty() || text.size() > limit) return false;
  if (PlainOf(text.front()) < Plain::kW || PlainOf(text.back()) < Plain::kW) return false;
  for (std::size_t at = 1; at < text.size(); ++at) {
    const Plain plain = PlainOf(text[at]);
    if (plain == Plain::kYes) continue;
    if (plain == Plain::kNo || (text[at] == ' ' && text[at - 1] == ' ')) return false;
    if (plain == Plain::kW && IsW(text[at - 1])) return false;  // perhaps a link
  }
  return true;
}

bool StartsWithWww(std::u32string_view text) {
  return text.size() > 3 && IsW(text[0]) && IsW(text[1]) && IsW(text[2]) && text[3] == '.';
}

}  // namespace

std::string EscapeMarkdown(std::string_view text, std::size_t limit) {
  std::string out;
  EscapeMarkdown(text, limit, out);
  return out;
}

void EscapeMarkdown(std::string_view text, std::size_t limit, std::string& out) {
  if (NeedsNoEscape(text, limit)) {
    out.append(text.data(), text.size());
    return;
  }
  const std::u32string clean = Clean(text, limit);
  for (std::size_t at = 0; at < clean.size(); ++at) {
    const std::u32string_view rest = std::u32string_view(clean).substr(at);
    if (StartsWithWww(rest)) {
      out += "www .";
      at += 3;
    } else if (rest.starts_with(U"://")) {
      out += ": //";
      at += 2;
    } else if (at == 0 && (rest[0] == '-' || rest[0] == '+' || rest[0] == '=' || rest[0] == ':')) {
      out += '\\';  // would begin a list, a heading's underline or a table's rule
      out += static_cast<char>(rest[0]);
    } else {
      AppendEscaped(out, rest[0]);
    }
  }
}

std::string CleanText(std::string_view text, std::size_t limit) {
  std::string out;
  for (const char32_t c : Clean(text, limit)) Append(out, c);
  return out;
}

std::size_t CountCodePoints(std::string_view text) {
  std::size_t count = 0;
  for (; !text.empty(); ++count) text.remove_prefix(Decode(text).bytes);
  return count;
}

}  // namespace wervelwijzer::cards
