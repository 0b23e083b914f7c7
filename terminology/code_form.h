#pragma once

// The form of a code: what is compared, and whether its check digit holds.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "terminology/ids.h"

namespace wervelwijzer::terminology {

// How the codes of a system are compared.
enum class CodeForm {
  kNumber,  // SNOMED CT: digits
  kClass,   // ICD-10, ATC, OPS: upper case without the dot; what begins with a code lies below it
  kIcd9,    // ICD-9-CM diagnoses: the same, as far as the code is one of a diagnosis
  kNdc,     // National Drug Code: labeler and product, whatever the package
  kText,    // as written
};

// What begins with a code lies below it.
inline bool IsClass(CodeForm form) { return form == CodeForm::kClass || form == CodeForm::kIcd9; }

// By its name in systems.tsv: `number`, `class`, `icd-9`, `ndc`, `text`.
std::optional<CodeForm> CodeFormOfName(std::string_view name);

// Codes of ICD-10 with all its extensions and of ATC have at most seven characters without the dot.
inline constexpr std::size_t kLongestClassCode = 7;

// A letter or digit as class codes compare it; 0 for what they leave out.
char ClassCharacter(char c);

// A code of ICD-10 or ATC as it is compared: upper case, without the dot, blanks and a trailing
// dagger, asterisk, `+`, `!` or `-`. `C79.5†` becomes `C795`.
std::string ComparedForm(std::string_view code);

// A code as a system of that form compares it, without allocating: a view on the code or on a few
// bytes here. Empty for what is no code of the form, which nothing equals:
// - longer than any code of a classification;
// - ICD-9-CM: diagnoses and procedures share a uri, so that 198.3 and 19.83 must not be taken for
// one
//   another. Three characters (four behind an E) stand before the dot, and without a dot no more;
// - NDC: not 4-4-2, 5-3-2, 5-4-1 or 5-4-2 digits, two parts of these, or eleven digits. Ten digits
//   without dashes can be three things. What is compared are five digits of the labeler and four of
//   the product, leading zeros added: all packages of a product are one (FDA, 21 CFR 207.33).
class ComparedCode {
 public:
  // The code must outlive this.
  ComparedCode(CodeForm form, std::string_view code);
  ComparedCode(const ComparedCode&) = delete;
  ComparedCode& operator=(const ComparedCode&) = delete;

  std::string_view code() const { return code_; }

 private:
  void CompareAsClass(std::string_view code);
  void CompareAsNdc(std::string_view code);

  std::array<char, 32> bytes_;
  std::string_view code_;
};

// The same as a string.
std::string ComparedForm(CodeForm form, std::string_view code);

// A compared code of a system in one number, never 0 and different for different codes: numbers up
// to 18 digits, other codes up to ten letters, digits and dashes. Nothing for longer or stranger
// ones, and for systems from kPackedSystems on.
std::optional<std::uint64_t> PackCode(SystemIndex system, CodeForm form, std::string_view code);

// PackCode() of a class code, of the same code without its last character; of one character only,
// of nothing, which no code has.
std::uint64_t PackedWithoutLast(std::uint64_t packed);

// SNOMED CT identifiers: 6 to 18 digits, a concept's partition (00 or 10), Verhoeff's check digit.
bool IsSnomedConceptId(std::string_view code);

// LOINC codes `12345-6`: the digit behind the dash is the mod 10 (Luhn) check digit.
bool IsLoincCode(std::string_view code);

// LOINC answer codes `LA9622-7`: mod 10 as above, to which the two letters add a constant (5 before
// two or four digits, 8 before one, three or five; found in the published answer lists, no
// specification gives it).
bool IsLoincAnswerCode(std::string_view code);

// A code of the system with that short name can be of this form, and its check digit holds where it
// has one.
bool IsSoundCode(std::string_view system, CodeForm form, std::string_view code);

}  // namespace wervelwijzer::terminology
