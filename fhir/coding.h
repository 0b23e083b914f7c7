#pragma once

// Codings of a CodeableConcept, as views into the parsed request.

#include <string_view>
#include <vector>

#include "base/json.h"

namespace wervelwijzer::fhir {

// One Coding (http://hl7.org/fhir/datatypes.html#Coding). `display` is for people, never matched
// on.
struct Coding {
  std::string_view system;
  std::string_view code;
  std::string_view display;
};

// The codings with a code in `value`, appended to `out`. Understands a CodeableConcept, a Coding, a
// CodeableReference (R5, its `concept`) and arrays of those; anything else adds nothing.
void CollectCodings(JsonValue value, std::vector<Coding>& out);
std::vector<Coding> Codings(JsonValue value);

// What a person would read: `text`, else the first display; empty when there is neither.
std::string_view DisplayText(JsonValue concept_value);

}  // namespace wervelwijzer::fhir
