#include "base/xml_text.h"

#include <algorithm>
#include <cstdint>

namespace wervelwijzer {
namespace {

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr std::string_view kLittleMark = "\xFF\xFE", kBigMark = "\xFE\xFF";
constexpr std::string_view kLittleTag{"<\0", 2}, kBigTag{"\0<", 2};

enum class Order { kLittle, kBig };

std::optional<Order> Utf16Order(std::string_view bytes) {
  if (bytes.starts_with(kLittleMark) || bytes.starts_with(kLittleTag)) return Order::kLittle;
  if (bytes.starts_with(kBigMark) || bytes.starts_with(kBigTag)) return Order::kBig;
  return std::nullopt;
}

void AppendUtf8(std::uint32_t c, std::string& text) {
  const auto rest = [&](int shift) { text += static_cast<char>(0x80 | (c >> shift & 0x3F)); };
  if (c < 0x80) {
    text += static_cast<char>(c);
  } else if (c < 0x800) {
    text += static_cast<char>(0xC0 | c >> 6);
    rest(0);
  } else if (c < 0x10000) {
    text += static_cast<char>(0xE0 | c >> 12);
    rest(6);
    rest(0);
  } else {
    text += static_cast<char>(0xF0 | c >> 18);
    rest(12);
    rest(6);
    rest(0);
  }
}

// Behind what begins at `at` and ends in `end`.
std::size_t Behind(std::string_view text, std::size_t at, std::string_view end) {
  const std::size_t found = text.find(end, at);
  return found == text.npos ? text.size() : found + end.size();
}

}  // namespace

bool IsXml(std::string_view bytes) {
  const auto order = Utf16Order(bytes);
  if (bytes.starts_with(kUtf8Mark)) bytes.remove_prefix(kUtf8Mark.size());
  if (order) bytes.remove_prefix(bytes.starts_with('<') || bytes.starts_with('\0') ? 0 : 2);
  const std::string_view blanks = order ? std::string_view(" \t\r\n\0", 5) : " \t\r\n";
  const std::size_t first = bytes.find_first_not_of(blanks);
  return first != bytes.npos && bytes[first] == '<';
}

std::optional<std::string> Utf16XmlAsUtf8(std::string_view bytes) {
  constexpr std::uint32_t kReplacement = 0xFFFD;
  const auto order = Utf16Order(bytes);
  if (!order) return std::nullopt;
  const std::size_t low = *order == Order::kLittle ? 0 : 1;
  const auto unit = [&](std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[at + i]); };
    return std::uint32_t{byte(low)} | std::uint32_t{byte(1 - low)} << 8;
  };
  std::string text;
  text.reserve(bytes.size());
  std::size_t at = bytes.starts_with(kLittleMark) || bytes.starts_with(kBigMark) ? 2 : 0;
  for (; at + 2 <= bytes.size(); at += 2) {
    std::uint32_t c = unit(at);
    if (c >= 0xD800 && c < 0xE000) {
      const bool has_other =
          c < 0xDC00 && at + 4 <= bytes.size() && unit(at + 2) >= 0xDC00 && unit(at + 2) < 0xE000;
      if (has_other) {
        c = 0x10000 + ((c - 0xD800) << 10) + (unit(at + 2) - 0xDC00);
        at += 2;
      } else {
        c = kReplacement;
      }
    }
    AppendUtf8(c, text);
  }
  if (at < bytes.size()) AppendUtf8(kReplacement, text);
  return text;
}

std::size_t MostAttributes(std::string_view xml) {
  std::size_t most = 0;
  for (std::size_t at = xml.find('<'); at < xml.size(); at = xml.find('<', at)) {
    const std::string_view rest = xml.substr(at);
    if (rest.starts_with("<!--")) {
      at = Behind(xml, at, "-->");
    } else if (rest.starts_with("<![CDATA[")) {
      at = Behind(xml, at, "]]>");
    } else if (rest.starts_with("<?")) {
      at = Behind(xml, at, "?>");
    } else {
      std::size_t count = 0;
      char quote = 0;
      for (++at; at < xml.size() && (quote != 0 || xml[at] != '>'); ++at) {
        const char c = xml[at];
        if (quote == 0 && c == '=') ++count;
        if (quote == 0 && (c == '"' || c == '\'')) {
          quote = c;
        } else if (c == quote) {
          quote = 0;
        }
      }
      most = std::max(most, count);
    }
  }
  return most;
}

}  // namespace wervelwijzer
