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

}  // namespace

std::string ComparedForm(std::string_view code) {
  std::string form;
  form.reserve(code.size());
  for (char c : code) {
    const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (!letter && !IsDigit(c)) continue;  // dot, blank, dagger, asterisk and the like
    form.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
  }
  return form;
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

bool IsLoincCode(std::string_view code) {
  const std::size_t dash = code.find('-');
  if (dash == std::string_view::npos || dash == 0 || dash + 2 != code.size()) return false;
  const std::string_view digits = code.substr(0, dash);
  if (!std::all_of(digits.begin(), digits.end(), IsDigit) || !IsDigit(code.back())) return false;
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    int value = digits[digits.size() - 1 - i] - '0';
    if (i % 2 == 0) value *= 2;
    sum += value / 10 + value % 10;
  }
  return (10 - sum % 10) % 10 == code.back() - '0';
}

}  // namespace wervelwijzer::terminology
