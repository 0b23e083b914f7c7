#include "cards/region/lint_coverage.h"

#include <algorithm>
#include <set>
#include <string>

#include "cards/region/candidates.h"
#include "cards/region/hours.h"
#include "cards/region/service_codes.h"
#include "cards/region/volume.h"

namespace wervelwijzer::region {
namespace {

constexpr int kDaysOfYear = 366;
// A cord compression is referred at any hour (chart 2026); everything else can wait for office
// hours, and the lint of a network says when nobody offers it at all.
constexpr std::string_view kRoundTheClock = "spinal-expert-centre";

// One service under one agreement.
struct Answerer {
  Index service = kNone;
  const Affiliation* agreement = nullptr;
};

class Walk {
 public:
  Walk(const Region& region, Index organization, std::string_view code, TimePoint now)
      : region_(region), now_(now), end_(now + std::chrono::hours(24) * kDaysOfYear) {
    Collect(organization, code);
    CollectMoments();
  }

  Coverage Run() {
    coverage_.is_offered = !answerers_.empty() || below_norm_ > 0;
    coverage_.is_only_below_norm = answerers_.empty() && below_norm_ > 0;
    if (answerers_.empty()) return std::move(coverage_);
    for (auto at = moments_.begin(); at != moments_.end(); ++at) {
      const auto next = std::next(at);
      Judge({*at, next == moments_.end() ? end_ : *next});
    }
    return std::move(coverage_);
  }

 private:
  const Service& ServiceAt(Index index) const {
    return region_.services[static_cast<std::size_t>(index)];
  }
  bool IsActive(Index organization) const {
    return organization == kNone ||
           region_.organizations[static_cast<std::size_t>(organization)].is_active;
  }

  void Collect(Index organization, std::string_view code) {
    for (const Affiliation& one : region_.affiliations) {
      if (one.role != Affiliation::Role::kProvider || one.organization != organization ||
          !one.is_active || !IsActive(one.participant) ||
          (one.period.last && *one.period.last < now_)) {
        continue;
      }
      for (const Index index : ServicesOf(region_, one)) {
        const Service& service = ServiceAt(index);
        if (!service.is_active || !service.Offers(code) || !IsActive(service.provider)) continue;
        if (HasVolumeNorm(code) && IsKnownBelowNorm(region_, service)) {
          ++below_norm_;
        } else {
          answerers_.push_back({index, &one});
        }
      }
    }
  }

  void Consider(TimePoint at) {
    if (at >= now_ && at < end_) moments_.insert(at);
  }

  void ConsiderSpan(const Span& span) {
    if (span.first) Consider(*span.first);
    if (span.last) Consider(*span.last + Duration(1));
  }

  // Every moment at which a service can begin or cease to answer.
  void CollectMoments() {
    moments_.insert(now_);
    // The clock can jump at any whole hour.
    for (TimePoint hour = std::chrono::floor<std::chrono::hours>(now_); hour < end_;
         hour += std::chrono::hours(1)) {
      Consider(hour);
    }
    for (const Answerer& one : answerers_) {
      const Service& service = ServiceAt(one.service);
      ConsiderSpan(one.agreement->period);
      for (const Closure& closure : service.closures) ConsiderSpan(closure.during);
      for (const Phone& phone : service.phones) ConsiderSpan(phone.period);
      if (!service.hours.empty()) CollectHours(service);
    }
  }

  void CollectHours(const Service& service) {
    const CivilTime today = service.zone.ToCivil(now_);
    const std::int64_t first = DayNumber(today.year, today.month, today.day);
    for (std::int64_t day = first; day <= first + kDaysOfYear; ++day) {
      for (const OpeningTime& line : service.hours) {
        for (const int minute : {line.from, line.to % 1440}) {
          CivilTime civil = DateOfDayNumber(day);
          civil.hour = minute / 60;
          civil.minute = minute % 60;
          const TimePoint at = service.zone.ToInstant(civil);
          Consider(at);
          // The hour that the clock shows twice.
          Consider(at + std::chrono::hours(1));
        }
      }
    }
  }

  bool Answers(const Answerer& one, TimePoint at) const {
    const Service& service = ServiceAt(one.service);
    return one.agreement->period.Includes(at) && !service.PhonesAt(at).empty() &&
           OpennessAt(service, at) != Openness::kClosed;
  }

  void Judge(Stretch stretch) {
    std::set<Index> answering;
    for (const Answerer& one : answerers_) {
      if (Answers(one, stretch.first)) answering.insert(one.service);
    }
    if (answering.empty()) {
      auto& gaps = coverage_.gaps;
      if (!gaps.empty() && gaps.back().end == stretch.first) {
        gaps.back().end = stretch.end;
      } else {
        gaps.push_back(stretch);
      }
    } else if (answering.size() == 1) {
      const Index alone = *answering.begin();
      if (std::ranges::find(coverage_.alone, alone) == coverage_.alone.end()) {
        coverage_.alone.push_back(alone);
      }
      coverage_.alone_for += stretch.end - stretch.first;
    }
  }

  const Region& region_;
  TimePoint now_, end_;
  std::vector<Answerer> answerers_;
  int below_norm_ = 0;
  std::set<TimePoint> moments_;
  Coverage coverage_;
};

std::string Minute(TimePoint at) { return FormatInstant(at, TimeZone::Amsterdam()).substr(0, 16); }

std::string SayGaps(const Coverage& coverage) {
  const Stretch& first = coverage.gaps.front();
  std::string text = "nobody answers for `" + std::string(kRoundTheClock) + "` from " +
                     Minute(first.first) + " to " + Minute(first.end);
  const std::size_t more = coverage.gaps.size() - 1;
  if (more > 0) text += " (and " + std::to_string(more) + " times more within a year)";
  return text;
}

}  // namespace

Coverage CoverageOf(const Region& region, Index organization, std::string_view service,
                    TimePoint now) {
  return Walk(region, organization, service, now).Run();
}

void LintCoverage(const Region& region, TimePoint now, Issues& issues) {
  for (std::size_t at = 0; at < region.organizations.size(); ++at) {
    const Organization& network = region.organizations[at];
    if (!network.is_network || !network.is_active) continue;
    for (const OwnCode& code : ServiceCodes()) {
      const bool round_the_clock = code.code == kRoundTheClock;
      if (!HasVolumeNorm(code.code) && !round_the_clock) continue;
      const Coverage coverage = CoverageOf(region, static_cast<Index>(at), code.code, now);
      if (coverage.is_only_below_norm) {
        issues.push_back({Severity::kError,
                          "every centre that serves this network with `" + std::string(code.code) +
                              "` is below the norm of " + std::to_string(kVolumeNorm) +
                              " operations a year",
                          network.reference});
      } else if (round_the_clock && !coverage.gaps.empty()) {
        issues.push_back({Severity::kError, SayGaps(coverage), network.reference});
      }
    }
  }
}

}  // namespace wervelwijzer::region
