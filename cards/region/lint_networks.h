#pragma once

// The part of the lint that looks at who serves whom.

#include "base/clock.h"
#include "base/issue.h"
#include "cards/region/region.h"

namespace wervelwijzer::region {

// Networks without a centre for a routed service, centres of equal rank, hospitals nobody serves.
void LintNetworks(const Region& region, TimePoint now, Issues& issues);

}  // namespace wervelwijzer::region
