#include "cards/region/route.h"

#include <algorithm>

#include "cards/region/candidates.h"
#include "cards/region/hours.h"
#include "cards/region/volume.h"

namespace wervelwijzer::region {

const char* ReasonCode(Reason reason) {
  switch (reason) {
    case Reason::kNotOffered:
      return "not-offered";
    case Reason::kInactive:
      return "inactive";
    case Reason::kOutsidePeriod:
      return "outside-period";
    case Reason::kNoNumber:
      return "no-number";
    case Reason::kBelowVolumeNorm:
      return "below-volume-norm";
    case Reason::kClosedNow:
      return "closed-now";
    case Reason::kOwnHospital:
      return "own-hospital";
  }
  return "";
}

bool IsMeetingCode(std::string_view service) { return service.ends_with("-mdo"); }

namespace {

constexpr auto kMustAnswerNow = std::chrono::hours(24);

class Router {
 public:
  Router(const Region& region, const RouteQuestion& question)
      : region_(region), question_(question) {
    must_answer_now_ = !question.deadline || *question.deadline <= question.at + kMustAnswerNow;
    // A deadline that has passed sets no limit any more: the first who answers is the best.
    if (question.deadline && *question.deadline > question.at) latest_ = question.deadline;
  }

  Route Find() {
    for (const Candidate& candidate : CandidatesFor(region_, question_)) {
      if (Takes(candidate)) return Finish(candidate, opens_);
    }
    if (!fallback_) return std::move(route_);
    // The one that opens first is no longer passed over.
    std::erase_if(route_.passed_over, [&](const PassedOver& one) {
      return one.service == fallback_->service && one.reason == Reason::kClosedNow;
    });
    return Finish(*fallback_, fallback_opens_);
  }

 private:
  // True when the candidate is the one; otherwise it is put to those passed over.
  bool Takes(const Candidate& candidate) {
    opens_.reset();
    const std::optional<Reason> reason = WhyNot(candidate);
    if (!reason) return true;
    PassOver(candidate, *reason);
    return false;
  }

  void PassOver(const Candidate& candidate, Reason reason) {
    const bool known = std::ranges::any_of(route_.passed_over, [&](const PassedOver& one) {
      return one.service == candidate.service && one.organization == candidate.organization &&
             one.reason == reason;
    });
    if (!known) route_.passed_over.push_back({candidate.service, candidate.organization, reason});
  }

  std::optional<Reason> WhyNot(const Candidate& candidate) {
    if (candidate.service == kNone) return Reason::kNotOffered;
    const Service& service = region_.services[static_cast<std::size_t>(candidate.service)];
    if (!candidate.is_active) return Reason::kInactive;
    if (!candidate.is_in_period) return Reason::kOutsidePeriod;
    if (service.PhonesAt(question_.at).empty()) return Reason::kNoNumber;
    if (HasVolumeNorm(question_.service) && IsKnownBelowNorm(region_, service)) {
      return Reason::kBelowVolumeNorm;
    }
    if (IsMeetingCode(question_.service)) return std::nullopt;
    if (OpennessAt(service, question_.at) != Openness::kClosed) return std::nullopt;
    opens_ = NextOpening(service, question_.at);
    const bool in_time = opens_ && (!latest_ || *opens_ <= *latest_);
    if (in_time && !must_answer_now_) return std::nullopt;
    if (in_time && (!fallback_opens_ || *opens_ < *fallback_opens_)) {
      fallback_ = candidate;
      fallback_opens_ = opens_;
    }
    return Reason::kClosedNow;
  }

  Route Finish(const Candidate& candidate, std::optional<TimePoint> opens) {
    const Service& service = region_.services[static_cast<std::size_t>(candidate.service)];
    route_.service = candidate.service;
    route_.organization = candidate.organization;
    route_.opens = opens;
    route_.outcome =
        opens && must_answer_now_ ? Route::Outcome::kOpensLater : Route::Outcome::kCentre;
    const Index owner = service.provider == kNone ? candidate.organization : service.provider;
    if (region_.LegalHospital(owner) == region_.LegalHospital(question_.hospital)) {
      route_.outcome = Route::Outcome::kInHouse;
      PassOver(candidate, Reason::kOwnHospital);
    }
    if (IsMeetingCode(question_.service)) {
      route_.meeting = NextMeeting(service, question_.at, latest_);
    }
    return std::move(route_);
  }

  const Region& region_;
  const RouteQuestion& question_;
  bool must_answer_now_ = true;
  std::optional<TimePoint> latest_;
  std::optional<TimePoint> opens_;  // of the candidate under judgement
  std::optional<Candidate> fallback_;
  std::optional<TimePoint> fallback_opens_;
  Route route_;
};

}  // namespace

Route FindRoute(const Region& region, const RouteQuestion& question) {
  return Router(region, question).Find();
}

}  // namespace wervelwijzer::region
