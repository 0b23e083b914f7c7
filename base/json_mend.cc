#include "base/json_mend.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace wervelwijzer {
namespace {

// A number that is longer, or whose exponent has as many digits, may lie beyond double.
constexpr std::ptrdiff_t kLongNumber = 300;
constexpr int kLongExponent = 3;
// More digits before an exponent are no usual number.
constexpr std::size_t kFarBack = 40;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsOfNumber(char c) {
  return IsDigit(c) || c == '.' || c == 'e' || c == 'E' || c == '+' || c == '-';
}

// True when the `e` at `at`, after a digit, can be that of a number with a long exponent.
bool MayBeLongExponent(std::string_view text, std::size_t at) {
  std::size_t digit = at + 1;
  if (digit < text.size() && (text[digit] == '+' || text[digit] == '-')) ++digit;
  for (int i = 0; i < kLongExponent; ++i, ++digit) {
    if (digit >= text.size() || !IsDigit(text[digit])) return false;
  }
  // Looking back without end at every `e` of a long run would take the square of its length.
  const std::size_t far = at > kFarBack ? at - kFarBack : 0;
  while (at > far && IsOfNumber(text[at - 1])) --at;
  if (at == far && far > 0) return true;
  // Ids are full of digits beside an `e`, and stand in quotes.
  return at == 0 || text[at - 1] == ':' || text[at - 1] == ',' || text[at - 1] == '[' ||
         static_cast<unsigned char>(text[at - 1]) <= ' ';
}

struct Look {
  bool is_ascii = true;
  bool has_long_number = false;
};

// Looks at one byte at a time, from the start or behind another look.
void LookPlainly(std::string_view text, std::size_t from, Look& look) {
  std::ptrdiff_t digits = 0;  // that stand before
  for (std::size_t at = from; at < text.size(); ++at) {
    const char c = text[at];
    if (static_cast<unsigned char>(c) >= 0x80) look.is_ascii = false;
    const bool exponent = (c == 'e' || c == 'E') && at > 0 && IsDigit(text[at - 1]);
    digits = IsDigit(c) ? digits + 1 : 0;
    if (digits > kLongNumber || (exponent && MayBeLongExponent(text, at))) {
      look.has_long_number = true;
    }
  }
}

#if defined(__SSE2__)

__m128i Load(const char* at) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at)); }

__m128i AreDigits(__m128i block) {
  const __m128i nine = _mm_set1_epi8(9);
  const __m128i from_zero = _mm_sub_epi8(block, _mm_set1_epi8('0'));
  return _mm_cmpeq_epi8(_mm_max_epu8(from_zero, nine), nine);
}

// Each `e` of the sixteen bytes that stands behind a digit. REQUIRES: a byte before them.
__m128i ExponentsAt(const char* at, __m128i block) {
  const __m128i lower = _mm_or_si128(block, _mm_set1_epi8(0x20));
  const __m128i is_e = _mm_cmpeq_epi8(lower, _mm_set1_epi8('e'));
  return _mm_and_si128(is_e, AreDigits(Load(at - 1)));
}

unsigned MaskOf(__m128i bytes) { return static_cast<unsigned>(_mm_movemask_epi8(bytes)); }

Look LookThrough(std::string_view text) {
  constexpr std::size_t kBlock = 16;
  constexpr std::size_t kStride =
      128;  // a long run of digits covers a block at some multiple of it
  static_assert(kStride + kBlock <= static_cast<std::size_t>(kLongNumber));
  Look look;
  if (text.size() <= kStride) {
    LookPlainly(text, 0, look);
    return look;
  }
  LookPlainly(text.substr(0, 1), 0, look);
  __m128i all = _mm_setzero_si128();
  std::size_t at = 1;
  for (; at + kStride <= text.size(); at += kStride) {
    if (MaskOf(AreDigits(Load(text.data() + at))) == 0xFFFF) look.has_long_number = true;
    for (std::size_t block = at; block < at + kStride; block += 2 * kBlock) {
      const char* const first = text.data() + block;
      const __m128i one = Load(first);
      const __m128i two = Load(first + kBlock);
      all = _mm_or_si128(all, _mm_or_si128(one, two));
      const __m128i hits_one = ExponentsAt(first, one);
      const __m128i hits_two = ExponentsAt(first + kBlock, two);
      if (MaskOf(_mm_or_si128(hits_one, hits_two)) == 0) [[likely]]
        continue;
      auto hits = MaskOf(hits_one) | MaskOf(hits_two) << kBlock;
      for (; hits != 0; hits &= hits - 1) {
        const auto bit = static_cast<std::size_t>(std::countr_zero(hits));
        if (MayBeLongExponent(text, block + bit)) look.has_long_number = true;
      }
    }
  }
  if (MaskOf(all) != 0) look.is_ascii = false;
  LookPlainly(text, at, look);
  return look;
}

#else

Look LookThrough(std::string_view text) {
  Look look;
  LookPlainly(text, 0, look);
  return look;
}

#endif

// An escape such as `\udc00`.
bool HasSurrogateEscape(std::string_view text) {
  for (auto at = text.find('\\'); at != std::string_view::npos; at = text.find('\\', at + 2)) {
    if (at + 2 < text.size() && text[at + 1] == 'u' && (text[at + 2] | 0x20) == 'd') return true;
  }
  return false;
}

// The surrogate of an escape `\uXXXX` at `at`; 0 when there is none.
unsigned SurrogateAt(const char* at, const char* end) {
  if (end - at < 6 || at[0] != '\\' || at[1] != 'u') return 0;
  unsigned value = 0;
  for (const char* digit = at + 2; digit != at + 6; ++digit) {
    const char c = static_cast<char>(*digit | 0x20);
    const bool letter = c >= 'a' && c <= 'f';
    if (!letter && !IsDigit(*digit)) return 0;
    value = value * 16 + static_cast<unsigned>(letter ? c - 'a' + 10 : *digit - '0');
  }
  return value >= 0xD800 && value <= 0xDFFF ? value : 0;
}

// Behind the escape that begins at `at`; half a surrogate is mended.
char* PassEscape(char* at, const char* end) {
  const unsigned first = SurrogateAt(at, end);
  if (first == 0) return at + 2;
  if (first < 0xDC00 && SurrogateAt(at + 6, end) >= 0xDC00) return at + 12;
  std::memcpy(at + 2, "fffd", 4);
  return at + 6;
}

// Behind the string whose text begins at `at`.
char* PassString(char* at, const char* end) {
  while (at < end && *at != '"') at = *at == '\\' ? PassEscape(at, end) : at + 1;
  return at + 1;
}

const char* PassDigits(const char* at, const char* end) {
  while (at < end && IsDigit(*at)) ++at;
  return at;
}

// True when all of it is a number as RFC 8259 section 6 has it, and may be too large.
bool IsLongNumber(const char* at, const char* end) {
  const std::ptrdiff_t size = end - at;
  if (at < end && *at == '-') ++at;
  const char* rest = PassDigits(at, end);
  if (rest == at || (*at == '0' && rest > at + 1)) return false;
  if (rest < end && *rest == '.') {
    const char* const fraction = rest + 1;
    rest = PassDigits(fraction, end);
    if (rest == fraction) return false;
  }
  std::ptrdiff_t exponent_digits = 0;
  if (rest < end && (*rest == 'e' || *rest == 'E')) {
    ++rest;
    if (rest < end && (*rest == '+' || *rest == '-')) ++rest;
    const char* const digits = rest;
    rest = PassDigits(digits, end);
    exponent_digits = rest - digits;
    if (exponent_digits == 0) return false;
  }
  return rest == end && (size > kLongNumber || exponent_digits >= kLongExponent);
}

}  // namespace

JsonMend::JsonMend(std::span<char> text) {
  const std::string_view view(text.data(), text.size());
  const Look look = LookThrough(view);
  is_ascii_ = look.is_ascii;
  if (!look.has_long_number && !HasSurrogateEscape(view)) [[likely]]
    return;
  char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    if (*at == '"') {
      at = PassString(at + 1, end);
    } else if (IsOfNumber(*at)) {
      char* const first = at;
      while (at < end && IsOfNumber(*at)) ++at;
      MendNumber(first, at);
    } else {
      ++at;
    }
  }
}

void JsonMend::MendNumber(char* first, const char* end) {
  if (!IsLongNumber(first, end)) return;
  kept_.emplace_back(first, std::string(first, static_cast<std::size_t>(end - first)));
  std::fill(first, first + (end - first), ' ');
  *first = '0';
}

std::string_view JsonMend::Original(std::string_view number) const {
  if (kept_.empty()) [[likely]]
    return number;
  const auto found =
      std::ranges::lower_bound(kept_, number.data(), {}, [](const auto& one) { return one.first; });
  const bool is_kept = found != kept_.end() && found->first == number.data();
  return is_kept ? std::string_view(found->second) : number;
}

}  // namespace wervelwijzer
