#pragma once

// The form of a code: what is compared, and whether its check digit holds.

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
  kClass,   // ICD-10, ATC: upper case without the dot; what begins with a code lies below it
  kText,    // as written
};

// Codes of ICD-10 with all its extensions and of ATC have at most seven characters without the dot.
inline constexpr std::size_t kLongestClassCode = 7;

// A letter or digit as class codes compare it; 0 for what they leave out.
char ClassCharacter(char c);

// A code of ICD-10 or ATC as it is compared: upper case, without the dot, blanks and a trailing
// dagger, asterisk, `+`, `!` or `-`. `C79.5†` becomes `C795`.
std::string ComparedForm(std::string_view code);

// The code as a system of that form compares it.
std::string ComparedForm(CodeForm form, std::string_view code);

// A compared code of a system in one number, never 0 and different for different codes: numbers up
// to 18 digits, other codes up to ten letters, digits and dashes. Nothing for longer or stranger
// ones, and for systems from kPackedSystems on.
std::optional<std::uint64_t> PackCode(SystemIndex system, CodeForm form, std::string_view code);

// SNOMED CT identifiers: 6 to 18 digits, a concept's partition (00 or 10), Verhoeff's check digit.
bool IsSnomedConceptId(std::string_view code);

// LOINC codes `12345-6`: the digit behind the dash is the mod 10 (Luhn) check digit.
bool IsLoincCode(std::string_view code);

// LOINC answer codes `LA9622-7`: mod 10 as above, to which the two letters add a constant (5 before
// two or four digits, 8 before one, three or five; found in the published answer lists, no
// specification gives it).
bool IsLoincAnswerCode(std::string_view code);

}  // namespace wervelwijzer::terminology
