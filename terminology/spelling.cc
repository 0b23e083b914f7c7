#include "terminology/spelling.h"

#include <algorithm>

namespace wervelwijzer::terminology {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

char Small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

Spelling::Spelling(std::string_view uri) {
  uri = uri.substr(0, uri.find('|'));
  const std::size_t begin = uri.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return;
  uri = uri.substr(begin, uri.find_last_not_of(kBlanks) - begin + 1);
  while (!uri.empty() && (uri.back() == '/' || uri.back() == '#')) uri.remove_suffix(1);
  if (uri.size() > bytes_.size()) return;
  std::transform(uri.begin(), uri.end(), bytes_.begin(), Small);
  std::string_view text(bytes_.data(), uri.size());
  for (const std::string_view scheme : {"https://", "http://", "urn:oid:", "oid:"}) {
    if (!text.starts_with(scheme)) continue;
    text.remove_prefix(scheme.size());
    break;
  }
  if (text.starts_with("www.")) text.remove_prefix(4);
  text_ = text.data();
  size_ = text.size();
}

}  // namespace wervelwijzer::terminology
