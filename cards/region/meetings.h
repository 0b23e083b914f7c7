#pragma once

// The next meeting of a service, across weekends, closures and the change of the clock.

#include <optional>

#include "base/clock.h"
#include "cards/region/region.h"

namespace wervelwijzer::region {

struct Meeting {
  TimePoint start, end;
  TimePoint closes;  // registration is open before this moment; the start when none is stated
  std::string slot;  // address of its Slot; empty for a meeting by rule, or without an address
};

// The first meeting that starts at or after `now` and not after `deadline` (when there is one), and
// whose registration is still open. Slots that are taken, meetings by rule that start in one, and
// meetings that start in a closure of the service do not count. Nothing when there is none within
// 370 days.
std::optional<Meeting> NextMeeting(const Service& service, TimePoint now,
                                   std::optional<TimePoint> deadline);

// True when some meeting starts at or after `now`, registration open or not.
bool HasFutureMeeting(const Service& service, TimePoint now);

}  // namespace wervelwijzer::region
