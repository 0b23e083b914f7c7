#pragma once

// When a service answers: its opening hours and closures, in its own local time.

#include <optional>
#include <string>
#include <utility>

#include "base/clock.h"
#include "cards/region/region.h"

namespace wervelwijzer::region {

enum class Openness { kOpen, kClosed, kNotStated };

// A stated closure beats the hours; without hours nothing is known but that.
Openness OpennessAt(const Service& service, TimePoint at);

// True inside a stated closure.
bool IsInClosure(const Service& service, TimePoint at);

// The first moment from `from` on at which the service is open; nothing when there is none within
// four weeks or no hours are stated.
std::optional<TimePoint> NextOpening(const Service& service, TimePoint from);

// The first minute of the week (day 0 = Sunday, minutes after midnight), beginning on Monday, that
// no opening time covers; nothing when the service is open round the clock.
std::optional<std::pair<int, int>> FirstGapOfWeek(const Service& service);

}  // namespace wervelwijzer::region
