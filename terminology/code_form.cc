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

// Three characters before the dot, four when the first is an E (external causes); without a dot
// just these.
bool IsIcd9Diagnosis(std::string_view code) {
  if (code.empty()) return false;
  const std::size_t category = code.front() == 'E' || code.front() == 'e' ? 4 : 3;
  return std::min(code.find('.'), code.size()) == category;
}

// `B01AF02`, or a group above it: `B`, `B01`, `B01A`, `B01AF`.
bool IsAtcCode(std::string_view code) {
  static constexpr std::string_view kForm = "A00AA00";
  if (code.size() > kForm.size() || code.empty() || code.size() == 2 || code.size() == 6) {
    return false;
  }
  for (std::size_t i = 0; i < code.size(); ++i) {
    const bool is_sound = kForm[i] == 'A' ? code[i] >= 'A' && code[i] <= 'Z' : IsDigit(code[i]);
    if (!is_sound) return false;
  }
  return true;
}

constexpr std::size_t kNdcLabeler = 5, kNdcProduct = 4;

struct NdcParts {
  std::string_view labeler, product;  // empty: no such code
};

NdcParts PartsOfNdc(std::string_view code) {
  std::array<std::string_view, 3> parts;
  std::size_t count = 0;
  for (std::string_view rest = code;; rest.remove_prefix(parts[count - 1].size() + 1)) {
    if (count == parts.size()) return {};
    parts[count++] = rest.substr(0, rest.find('-'));
    if (!std::all_of(parts[count - 1].begin(), parts[count - 1].end(), IsDigit)) return {};
    if (parts[count - 1].size() == rest.size()) break;
  }
  if (count == 1 && code.size() == 11) return {code.substr(0, kNdcLabeler), code.substr(5, 4)};
  const std::size_t labeler = parts[0].size(), product = parts[1].size(), package = parts[2].size();
  const bool of_product = (labeler == 4 && product == 4) || (labeler == 5 && product == 3) ||
                          (labeler == 5 && product == 4);
  const bool of_package = package == 2 || (package == 1 && labeler + product == 9);
  if (!of_product || (count == 3 && !of_package)) return {};
  return {parts[0], parts[1]};
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
  if (!std::ranges::all_of(digits, IsDigit) || !IsDigit(code.back())) return false;
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

std::optional<CodeForm> CodeFormOfName(std::string_view name) {
  if (name == "number") return CodeForm::kNumber;
  if (name == "class") return CodeForm::kClass;
  if (name == "icd-9") return CodeForm::kIcd9;
  if (name == "ndc") return CodeForm::kNdc;
  if (name == "text") return CodeForm::kText;
  return std::nullopt;
}

ComparedCode::ComparedCode(CodeForm form, std::string_view code) {
  if (IsClass(form)) {
    if (form == CodeForm::kClass || IsIcd9Diagnosis(code)) CompareAsClass(code);
  } else if (form == CodeForm::kNdc) {
    CompareAsNdc(code);
  } else {
    code_ = code;
  }
}

void ComparedCode::CompareAsClass(std::string_view code) {
  if (code.size() > bytes_.size()) return;
  std::size_t size = 0;
  for (const char c : code) {
    if (const char upper = ClassCharacter(c); upper != '\0') bytes_[size++] = upper;
  }
  code_ = {bytes_.data(), size};
}

void ComparedCode::CompareAsNdc(std::string_view code) {
  const NdcParts parts = PartsOfNdc(code);
  if (parts.labeler.empty()) return;
  bytes_.fill('0');
  std::copy(parts.labeler.rbegin(), parts.labeler.rend(), bytes_.rend() - kNdcLabeler);
  std::copy(parts.product.rbegin(), parts.product.rend(),
            bytes_.rend() - kNdcLabeler - kNdcProduct);
  code_ = {bytes_.data(), kNdcLabeler + kNdcProduct};
}

std::string ComparedForm(CodeForm form, std::string_view code) {
  return std::string(ComparedCode(form, code).code());
}

std::optional<std::uint64_t> PackCode(SystemIndex system, CodeForm form, std::string_view code) {
  if (system >= kPackedSystems) return std::nullopt;
  const std::optional<std::uint64_t> packed =
      form == CodeForm::kNumber ? PackNumber(code) : PackText(code);
  if (!packed) return std::nullopt;
  return *packed | static_cast<std::uint64_t>(system) << 60;
}

std::uint64_t PackedWithoutLast(std::uint64_t packed) {
  constexpr std::uint64_t kSystem = std::uint64_t{0xF} << 60;
  return (packed & kSystem) | (packed & ~kSystem) >> 6;
}

bool IsSnomedConceptId(std::string_view code) {
  if (code.size() < 6 || code.size() > 18) return false;
  if (!std::ranges::all_of(code, IsDigit)) return false;
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

bool IsSoundCode(std::string_view system, CodeForm form, std::string_view code) {
  if (system == "snomed") return IsSnomedConceptId(code);
  if (system == "loinc") return IsLoincCode(code) || IsLoincAnswerCode(code);
  if (system == "atc") return IsAtcCode(code);
  return !ComparedCode(form, code).code().empty();
}

}  // namespace wervelwijzer::terminology
