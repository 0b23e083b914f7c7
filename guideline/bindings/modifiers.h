#pragma once

// `modifierExtension` (http://hl7.org/fhir/extensibility.html#modifierExtension): what it makes of
// the element that holds it. modifiers.tsv says which are known.

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "fhir/record.h"
#include "guideline/bindings/tables.h"

namespace wervelwijzer::guideline {

// A line of modifiers.tsv: url, on, value, effect. kInvalidInput for an effect that is not known.
Result<Modifier> ReadModifier(const std::vector<std::string>& cells);

// The strongest effect of the modifiers of one element (a resource or a part of one), rules that
// all of it was written under (implicitRules) included: kUnknown over kNegates over the three ways
// to end a course over kNone. kUnknown when the meaning of any of them is not known.
// `resource_type` is that of the resource, also for a part.
ModifierEffect EffectOfModifiers(JsonValue element, std::string_view resource_type,
                                 const std::vector<Modifier>& modifiers);

// The same of a whole resource.
ModifierEffect EffectOfModifiers(const fhir::Resource& resource,
                                 const std::vector<Modifier>& modifiers);

// True when a part of the resource, at any depth (a line of a dosage, a provision), has a modifier
// that is not known to leave it as it is. The resource itself, its components, which are read one
// by one, and what it contains are left out.
bool HasModifiedPart(JsonValue resource, std::string_view resource_type,
                     const std::vector<Modifier>& modifiers);

// True for the effects that end a course of medicine.
bool EndsCourse(ModifierEffect effect);

}  // namespace wervelwijzer::guideline
