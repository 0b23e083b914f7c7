#pragma once

// The part of the lint that walks through a year: whether somebody answers at each hour.

#include <optional>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/issue.h"
#include "cards/region/region.h"

namespace wervelwijzer::region {

// From `first` up to, not including, `end`.
struct Stretch {
  TimePoint first, end;
};

// Who can be called for a service, in one network, over a year.
struct Coverage {
  bool is_offered = false;          // by an agreement that is active and has not ended
  bool is_only_below_norm = false;  // all that would answer are known to be below the norm
  std::vector<Stretch> gaps;        // nobody answers
  std::vector<Index> alone;         // services that answer at some time as the only one
  Duration alone_for{0};            // for how long in all just one service answers
};

// `organization` is a network or a hospital that has agreements of its own; a year from `now`. The
// times at which anything can change are looked at, not just whole hours, so a gap of a minute and
// the nights of the clock change are found. A service whose hours are not stated counts as
// answering.
Coverage CoverageOf(const Region& region, Index organization, std::string_view service,
                    TimePoint now);

// Errors at the network: at some time of the coming year nobody answers as executing centre, which
// a cord compression needs at any hour; all who serve it with a service that has a norm are below
// it.
void LintCoverage(const Region& region, TimePoint now, Issues& issues);

}  // namespace wervelwijzer::region
