#pragma once

// Words of a test row for what lies beside the plain elements: modifiers, extensions, periods of
// use, links between agreements.

#include <optional>
#include <string>
#include <string_view>

namespace wervelwijzer::guideline {

std::string Quoted(std::string_view text);
// `snomed:1` as a CodeableConcept; several codings between `+`.
std::string Concept(std::string_view value);

// The member that a word stands for; nothing when it is no such word.
std::optional<std::string> FinePrint(std::string_view key, std::string_view value);

}  // namespace wervelwijzer::guideline
