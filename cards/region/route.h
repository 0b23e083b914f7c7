#pragma once

// Routing: from the asking hospital to the centre for a service. The hospital's own agreements come
// first, then its networks; in each the centre of the highest rank that offers the service, meets
// the volume norm and answers in time. Every centre before it is passed over with a reason.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "cards/region/meetings.h"
#include "cards/region/region.h"

namespace wervelwijzer::region {

struct RouteQuestion {
  Index hospital = kNone;  // organization that asks
  std::string service;     // code of kServiceSystem
  TimePoint at;
  // By when the centre has to be reached. Up to a day ahead, or none: it has to answer now, and
  // only when nobody does, the one that opens first in time is taken.
  std::optional<TimePoint> deadline;
};

// Why a centre is passed over; judged in this order.
enum class Reason {
  kNotOffered,
  kInactive,
  kOutsidePeriod,    // of the agreement
  kNoNumber,         // no telephone number that is in use
  kBelowVolumeNorm,  // known to be; a number that is not stated passes nobody over
  kClosedNow,
  kOwnHospital,  // would be chosen, but is the asking hospital: consult in-house
};
const char* ReasonCode(Reason reason);  // `not-offered`, …

struct PassedOver {
  Index service = kNone;  // kNone: no service of the centre fits
  Index organization = kNone;
  Reason reason = Reason::kNotOffered;
};

struct Route {
  enum class Outcome {
    kCentre,      // `service` answers, or opens before a deadline that is more than a day away
    kOpensLater,  // nobody answers now; `service` is the first to open in time
    kInHouse,     // `service` is the asking hospital's own
    kNobody,      // nobody can be reached in time
  };
  Outcome outcome = Outcome::kNobody;
  Index service = kNone;
  Index organization = kNone;      // the centre
  std::optional<TimePoint> opens;  // when it is closed now
  std::optional<Meeting> meeting;  // of a service that meets; none: ad hoc
  std::vector<PassedOver> passed_over;

  bool found() const { return service != kNone; }
};

// Meetings are `…-mdo`: opening hours do not matter to them.
bool IsMeetingCode(std::string_view service);

// REQUIRES: question.hospital is an organization of the region.
Route FindRoute(const Region& region, const RouteQuestion& question);

}  // namespace wervelwijzer::region
