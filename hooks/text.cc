#include "hooks/text.h"

#include <algorithm>

#include "base/utf8.h"

namespace wervelwijzer::hooks {
namespace {

constexpr std::size_t kMaxQuotedBytes = 64;

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool IsHexDigit(char c) { return (c >= '0' && c <= '9') || (Lower(c) >= 'a' && Lower(c) <= 'f'); }

}  // namespace

bool EqualsIgnoringCase(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return Lower(x) == Lower(y); });
}

std::string_view Trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::string Quoted(std::string_view value) {
  std::string quoted = "`";
  for (const char c : Utf8Prefix(value, kMaxQuotedBytes)) {
    quoted += static_cast<unsigned char>(c) < 0x20 || c == '`' || c == 0x7F ? ' ' : c;
  }
  return quoted + "`";
}

bool IsUuid(std::string_view text) {
  if (text.starts_with("urn:uuid:")) text.remove_prefix(9);
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !IsHexDigit(text[i])) return false;
  }
  return true;
}

}  // namespace wervelwijzer::hooks
