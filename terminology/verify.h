#pragma once

// What `lint` asks of the code tables.

#include "base/issue.h"
#include "terminology/terminology.h"

namespace wervelwijzer::terminology {

// One issue for each row whose code fails its check digit, whose source is lacking, whose status or
// role is not known, or which stands twice. Paths are `concepts.tsv: <concept> <code>`.
Issues VerifyTerminology(const Terminology& terminology);

}  // namespace wervelwijzer::terminology
