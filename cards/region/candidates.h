#pragma once

// Whom an asking hospital can be routed to, in the order in which they are tried.

#include <vector>

#include "cards/region/region.h"
#include "cards/region/route.h"

namespace wervelwijzer::region {

// One service of one centre under one agreement. `service` is kNone when nothing that the centre
// does under the agreement is what is asked for.
struct Candidate {
  Index service = kNone;
  Index organization = kNone;  // the centre
  bool is_active = true;       // agreement, centre and service
  bool is_in_period = true;
};

// What the participant does under the agreement.
std::vector<Index> ServicesOf(const Region& region, const Affiliation& agreement);

// First the agreements of the hospital itself (then of what it is part of), then those of its
// networks in the order of the membership's rank; within each by the agreement's rank, then as they
// stand in the file. A service may come more than once.
std::vector<Candidate> CandidatesFor(const Region& region, const RouteQuestion& question);

}  // namespace wervelwijzer::region
