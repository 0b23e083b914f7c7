#pragma once

// The form of a code: what is compared, and whether its check digit holds.

#include <string>
#include <string_view>

namespace wervelwijzer::terminology {

// A code of ICD-10 or ATC as it is compared: upper case, without the dot, blanks and a trailing
// dagger, asterisk, `+`, `!` or `-`. `C79.5†` becomes `C795`.
std::string ComparedForm(std::string_view code);

// SNOMED CT identifiers: 6 to 18 digits, a concept's partition (00 or 10), Verhoeff's check digit.
bool IsSnomedConceptId(std::string_view code);

// LOINC codes `12345-6`: the digit behind the dash is the mod 10 (Luhn) check digit.
bool IsLoincCode(std::string_view code);

}  // namespace wervelwijzer::terminology
