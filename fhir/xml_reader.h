#pragma once

// FHIR XML (http://hl7.org/fhir/xml.html) as the FHIR JSON that the rest reads.

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/xml.h"

namespace wervelwijzer::fhir {

// The JSON text of one resource or Bundle. Elements that repeat become arrays, and those that the
// readers walk as lists always; narratives (XHTML) and extensions of primitive values are dropped.
// Booleans and numbers are told by the element's name, since XML does not type its values.
// Errors: those of ReadXml, and kInvalidInput when the root is no resource.
Result<std::string> XmlToJson(std::string_view xml, const XmlLimits& limits = {});

}  // namespace wervelwijzer::fhir
