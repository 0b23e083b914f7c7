#pragma once

// Spellings of the address of a code system. systems.tsv lists the addresses; this says what about
// an address does not count.

#include <array>
#include <cstddef>
#include <string_view>

namespace wervelwijzer::terminology {

// Longest address that is compared by its spelling; longer ones are known by their letters alone.
inline constexpr std::size_t kLongestSpelling = 200;

// What two spellings of one address have in common: without blanks around it, `|version`, scheme
// (`http:`, `https:`, `urn:oid:`, `oid:`, in any case), `www.` and a trailing `/` or `#`; small
// letters. Empty for what is longer than kLongestSpelling and for what has nothing left. Allocates
// nothing.
class Spelling {
 public:
  explicit Spelling(std::string_view uri);
  Spelling(const Spelling&) = delete;
  Spelling& operator=(const Spelling&) = delete;

  std::string_view text() const { return {text_, size_}; }

 private:
  std::array<char, kLongestSpelling> bytes_;
  const char* text_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace wervelwijzer::terminology
