#pragma once

// What to ask a FHIR terminology server, so that its answers make a snapshot (import_server.h).

#include <span>
#include <string>
#include <string_view>

#include "terminology/concept_table.h"

namespace wervelwijzer::terminology {

// A batch Bundle for the server: one `$expand` for each code of the system's `descendants` rows;
// or, when `codes` are given, one `$subsumes` for each such code with each of these.
std::string WriteServerQuestions(const ConceptTable& concepts, std::string_view system,
                                 std::string_view uri, std::span<const std::string> codes);

}  // namespace wervelwijzer::terminology
