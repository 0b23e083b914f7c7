#pragma once

// A region file: the text of a FHIR R4 directory Bundle (IHE mCSD), JSON or XML, as a Region.
// https://hl7.org/fhir/R4/healthcareservice.html and the pages of the other resources.

#include <string>
#include <string_view>

#include "base/issue.h"
#include "base/result.h"
#include "cards/region/region.h"

namespace wervelwijzer::region {

struct RegionReading {
  Region region;
  // What could not be read: references that name nothing, times and ranks that are none, resources
  // of another version, persons. Paths name the resource and the element:
  // `HealthcareService/x.providedBy`.
  Issues issues;
};

// Errors are about the text as a whole: no JSON or XML, no Bundle. What is wrong inside becomes an
// issue, and the rest is read.
Result<RegionReading> ReadRegion(std::string_view text);

}  // namespace wervelwijzer::region
