#include "terminology/code_form.h"

#include <algorithm>

namespace wervelwijzer::terminology {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// The dihedral group D5 and the permutation of Verhoeff's scheme (J. Verhoeff, 1969). The group's
// table follows from its law: rotations 0-4 add, 5-9 are reflections.
int DihedralProduct(int a, int b) {
  if (a < 5) return b < 5 ? (a + b) % 5 : 5 + (a + b - 5) % 5;
  return b < 5 ? 5 + (a - 5 + 5 - b) % 5 : (a - b + 5) % 5;
}

int Permuted(int digit, std::size_t position) {
  static constexpr int kStep[10] = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
  for (std::size_t i = 0; i < position % 8; ++i) digit = kStep[digit];
  return digit;
}

// A code without leading zero of up to 18 digits is below 10^18 and so below 2^60.
std::optional<std::uint64_t> PackNumber(std::string_view code) {
  if (code.empty() || code.size() > 18 || code.front() == '0') return std::nullopt;
  std::uint64_t number = 0;
  for (const char c : code) {
    if (!IsDigit(c)) return std::nullopt;
    number = number * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return number;
}

// 1 to 63: digits, capitals, small letters, dash. 0 for anything else.
std::uint64_t SymbolOf(char c) {
  if (IsDigit(c)) return static_cast<std::uint64_t>(c - '0') + 1;
  if (c >= 'A' && c <= 'Z') return static_cast<std::uint64_t>(c - 'A') + 11;
  if (c >= 'a' && c <= 'z') return static_cast<std::uint64_t>(c - 'a') + 37;
  return c == '-' ? 63 : 0;
}

// Six bits a character.
std::optional<std::uint64_t> PackText(std::string_view code) {
  if (code.empty() || code.size() > 10) return std::nullopt;
  std::uint64_t packed = 0;
  for (const char c : code) {
    const std::uint64_t symbol = SymbolOf(c);
    if (symbol == 0) return std::nullopt;
    packed = packed << 6 | symbol;
  }
  return packed;
}

// The mod 10 (Luhn) sum of the digits, the last of them doubled.
int LuhnSum(std::string_view digits) {
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    int value = digits[digits.size() - 1 - i] - '0';
    if (i % 2 == 0) value *= 2;
    sum += value / 10 + value % 10;
  }
  return sum;
}

// `digits` before the dash and one behind it, which makes `constant` and the sum a multiple of ten.
bool HasCheckDigit(std::string_view code, int constant) {
  const std::size_t dash = code.find('-');
  if (dash == std::string_view::npos || dash == 0 || dash + 2 != code.size()) return false;
  const std::string_view digits = code.substr(0, dash);
  if (!std::all_of(digits.begin(), digits.end(), IsDigit) || !IsDigit(code.back())) return false;
  return (10 - (constant + LuhnSum(digits)) % 10) % 10 == code.back() - '0';
}

}  // namespace

char ClassCharacter(char c) {
  if (c >= 'a' && c <= 'z') return static_cast<char>(c - 'a' + 'A');
  return (c >= 'A' && c <= 'Z') || IsDigit(c) ? c : '\0';
}

std::string ComparedForm(std::string_view code) {
  std::string form;
  form.reserve(code.size());
  for (const char c : code) {
    if (const char upper = ClassCharacter(c); upper != '\0') form.push_back(upper);
  }
  return form;
}

std::string ComparedForm(CodeForm form, std::string_view code) {
  return form == CodeForm::kClass ? ComparedForm(code) : std::string(code);
}

std::optional<std::uint64_t> PackCode(SystemIndex system, CodeForm form, std::string_view code) {
  if (system >= kPackedSystems) return std::nullopt;
  const std::optional<std::uint64_t> packed =
      form == CodeForm::kNumber ? PackNumber(code) : PackText(code);
  if (!packed) return std::nullopt;
  return *packed | static_cast<std::uint64_t>(system) << 60;
}

bool IsSnomedConceptId(std::string_view code) {
  if (code.size() < 6 || code.size() > 18) return false;
  if (!std::all_of(code.begin(), code.end(), IsDigit)) return false;
  const std::string_view partition = code.substr(code.size() - 3, 2);
  if (partition != "00" && partition != "10") return false;
  int check = 0;
  for (std::size_t i = 0; i < code.size(); ++i) {
    check = DihedralProduct(check, Permuted(code[code.size() - 1 - i] - '0', i));
  }
  return check == 0;
}

bool IsLoincCode(std::string_view code) { return HasCheckDigit(code, 0); }

bool IsLoincAnswerCode(std::string_view code) {
  if (!code.starts_with("LA")) return false;
  code.remove_prefix(2);
  const std::size_t digits = code.find('-');
  if (digits == std::string_view::npos || digits == 0 || digits > 5) return false;
  // Which of the two letters is doubled depends on how many digits stand behind them.
  return HasCheckDigit(code, digits % 2 == 0 ? 5 : 8);
}

}  // namespace wervelwijzer::terminology
