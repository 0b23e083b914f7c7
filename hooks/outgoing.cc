#include "hooks/outgoing.h"

#include <algorithm>
#include <iterator>

namespace wervelwijzer::hooks {
namespace {

bool IsVisible(char c) { return c > ' ' && c < '\x7f'; }

bool IsBlank(char c) { return c == ' ' || c == '\t'; }

bool IsOfToken(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-._~+/").find(c) != std::string_view::npos;
}

int DigitOf(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// `%2e` is a dot to whoever reads it, and a `%` that begins nothing stays one.
std::string Decoded(std::string_view path) {
  std::string decoded;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const bool escaped = path[i] == '%' && i + 2 < path.size() && DigitOf(path[i + 1]) >= 0 &&
                         DigitOf(path[i + 2]) >= 0;
    decoded +=
        escaped ? static_cast<char>(DigitOf(path[i + 1]) * 16 + DigitOf(path[i + 2])) : path[i];
    if (escaped) i += 2;
  }
  return decoded;
}

// Some servers take a backslash for a slash, some cut a segment at `;`.
bool HasDotSegment(std::string_view path) {
  const std::string decoded = Decoded(path);
  std::string_view rest = decoded;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find_first_of("/\\"), rest.size());
    const std::string_view segment = rest.substr(0, std::min(rest.find(';'), end));
    if (segment == "." || segment == "..") return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

}  // namespace

bool IsB64Token(std::string_view text) {
  const std::size_t end = text.find_last_not_of('=');
  return end != std::string_view::npos && std::ranges::all_of(text.substr(0, end + 1), IsOfToken);
}

bool IsHeaderValue(std::string_view text) {
  if (text.empty()) return true;
  return !IsBlank(text.front()) && !IsBlank(text.back()) &&
         std::ranges::all_of(text, [](char c) { return IsVisible(c) || IsBlank(c); });
}

bool IsTarget(std::string_view text) {
  return text.starts_with('/') && std::ranges::all_of(text, IsVisible) &&
         text.find_first_of("\"<>\\#") == std::string_view::npos &&
         !HasDotSegment(text.substr(0, text.find('?')));
}

std::string AsHeaderValue(std::string_view text) {
  std::string value;
  std::ranges::copy_if(text, std::back_inserter(value),
                       [](char c) { return IsVisible(c) || IsBlank(c); });
  while (!value.empty() && IsBlank(value.back())) value.pop_back();
  value.erase(0, std::min(value.find_first_not_of(" \t"), value.size()));
  return value;
}

}  // namespace wervelwijzer::hooks
