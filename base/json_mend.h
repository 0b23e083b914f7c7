#pragma once

// What RapidJSON refuses, or misreads, although it is JSON (RFC 8259): a number beyond the range of
// double, half a surrogate. Both are taken out of its way before it reads, so that neither can fail
// a text in a place that nobody asks for.

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wervelwijzer {

class JsonMend {
 public:
  // Mends in place: half a surrogate becomes U+FFFD, and a number that may be too large becomes `0`
  // and blanks, its text being kept. Strings are not looked into otherwise; what is no JSON stays
  // so. Linear; a text in which nothing looks suspicious costs one quick look.
  explicit JsonMend(std::span<char> text);

  bool is_ascii() const { return is_ascii_; }

  // What stood where the parser finds this number: its text, or the one that was kept.
  std::string_view Original(std::string_view number) const;

 private:
  void MendNumber(char* first, const char* end);

  bool is_ascii_ = true;
  std::vector<std::pair<const char*, std::string>> kept_;  // by place in the text, rising
};

}  // namespace wervelwijzer
