#include "cards/phone.h"

#include <algorithm>
#include <array>

namespace wervelwijzer::cards {
namespace {

// Digits of the area or service code, its leading zero counted (numbering plan of the Netherlands).
std::size_t CodeLength(std::string_view national) {
  static constexpr std::array<std::string_view, 26> kThree = {
      "010", "013", "015", "020", "023", "024", "026", "030", "033", "035", "036", "038", "040",
      "043", "045", "046", "050", "053", "055", "058", "084", "085", "087", "088", "091", "097"};
  if (national.starts_with("06")) return 2;
  if (national.starts_with("07")) return 3;
  const bool three = std::ranges::find(kThree, national.substr(0, 3)) != kThree.end();
  return three ? 3 : 4;
}

}  // namespace

std::string ReadablePhone(std::string_view phone) {
  constexpr std::string_view kCountry = "+31";
  constexpr std::size_t kDigits = 9;  // after the country
  const bool plain = phone.starts_with(kCountry) && phone.size() == kCountry.size() + kDigits &&
                     phone.find_first_not_of("0123456789", 1) == std::string_view::npos;
  if (!plain) return std::string(phone);
  const std::string national = "0" + std::string(phone.substr(kCountry.size()));
  const std::size_t code = CodeLength(national);
  std::string readable = national.substr(0, code);
  // Pairs from the end; an odd number of digits begins with three.
  std::size_t at = code;
  while (at < national.size()) {
    const std::size_t left = national.size() - at;
    const std::size_t count = left % 2 == 1 ? 3 : 2;
    readable += " " + national.substr(at, count);
    at += count;
  }
  return readable;
}

}  // namespace wervelwijzer::cards
