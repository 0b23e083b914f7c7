#pragma once

// A route as JSON, for the command line and for tools.

#include "base/json.h"
#include "cards/region/region.h"
#include "cards/region/route.h"

namespace wervelwijzer::region {

// An object with `from`, `service`, `at`, `deadline`, `outcome` (`centre`, `opens-later`,
// `in-house`, `none`), what was chosen under `chosen` (`in-house` for the hospital's own),
// `meeting` or `ad-hoc` for a meeting, and `passed-over` in the order of judgement. What is empty
// is left out. Moments are in the zone of the chosen service.
void WriteRoute(JsonWriter& writer, const Region& region, const RouteQuestion& question,
                const Route& route);

}  // namespace wervelwijzer::region
