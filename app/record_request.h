#pragma once

// A bare FHIR record where a CDS Hooks request is expected: what `evaluate` takes besides.

#include <string>

#include "base/result.h"

namespace wervelwijzer::app {

// `text` as a CDS Hooks request. FHIR XML (http://hl7.org/fhir/xml.html) is read as the JSON that
// it stands for; a resource or Bundle with one Patient becomes a patient-view request about that
// Patient, by the user `Practitioner/unknown`, and asks for every decision. Any other text, a
// request above all, is handed back as it is. Errors: XML that is no resource; a record with no
// Patient or with several.
Result<std::string> RequestOf(std::string text);

}  // namespace wervelwijzer::app
