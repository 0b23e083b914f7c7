#include "cards/region/lint.h"

#include <algorithm>
#include <array>
#include <string>

#include "cards/region/hours.h"
#include "cards/region/lint_coverage.h"
#include "cards/region/lint_networks.h"
#include "cards/region/meetings.h"
#include "cards/region/route.h"
#include "cards/region/service_codes.h"

namespace wervelwijzer::region {
namespace {

bool AreDigits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// https://www.itu.int/rec/T-REC-E.164: a plus and at most fifteen digits.
bool IsE164(std::string_view phone) {
  return phone.size() >= 8 && phone.size() <= 16 && phone[0] == '+' && phone[1] != '0' &&
         AreDigits(phone.substr(1));
}

std::string TimeOf(std::pair<int, int> gap) {
  static constexpr std::array<const char*, 7> kDays = {"sun", "mon", "tue", "wed",
                                                       "thu", "fri", "sat"};
  const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return std::string(kDays[static_cast<std::size_t>(gap.first)]) + " " + two(gap.second / 60) +
         ":" + two(gap.second % 60);
}

class Linter {
 public:
  Linter(const Region& region, TimePoint now) : region_(region), now_(now) {}

  Issues Run() {
    for (std::size_t at = 0; at < region_.organizations.size(); ++at) {
      LintOrganization(static_cast<Index>(at));
    }
    for (const Service& service : region_.services) {
      if (!service.codes.empty()) LintService(service);
    }
    LintNetworks(region_, now_, issues_);
    LintCoverage(region_, now_, issues_);
    return std::move(issues_);
  }

 private:
  void Complain(Severity severity, std::string path, std::string message) {
    issues_.push_back({severity, std::move(message), std::move(path)});
  }

  void LintOrganization(Index index) {
    const Organization& organization = region_.organizations[static_cast<std::size_t>(index)];
    for (const Identifier& identifier : organization.identifiers) {
      if (identifier.system != kUra && identifier.system != kAgb) continue;
      if (identifier.value.size() != 8 || !AreDigits(identifier.value)) {
        Complain(Severity::kError, organization.reference + ".identifier",
                 "`" + identifier.value.substr(0, 40) + "` is not eight digits");
      }
    }
    LintTwins(index);
    const std::vector<Index> chain = region_.Chain(index);
    if (region_.organizations[static_cast<std::size_t>(chain.back())].part_of != kNone) {
      Complain(Severity::kError, organization.reference + ".partOf", "leads back to itself");
      return;
    }
    const Index legal = region_.LegalHospital(index);
    const auto& known = region_.organizations[static_cast<std::size_t>(legal)].identifiers;
    const bool has_ura =
        std::ranges::any_of(known, [](const Identifier& one) { return one.system == kUra; });
    if (!has_ura && !organization.is_network && TakesPart(index)) {
      Complain(Severity::kError, organization.reference + ".identifier",
               "no URA here or up `partOf`");
    }
  }

  // Who asks is found by the first of them only.
  void LintTwins(Index index) {
    const Organization& organization = region_.organizations[static_cast<std::size_t>(index)];
    for (const Identifier& identifier : organization.identifiers) {
      if (identifier.system != kUra && identifier.system != kAgb) continue;
      const Index first = region_.FindOrganization(identifier);
      if (first == index) continue;
      Complain(Severity::kWarning, organization.reference + ".identifier",
               "`" + identifier.value.substr(0, 40) + "` is that of " +
                   region_.organizations[static_cast<std::size_t>(first)].reference + " too");
    }
  }

  // True for one that serves, is served, or provides a service of ours.
  bool TakesPart(Index index) const {
    return std::ranges::any_of(region_.affiliations,
                               [&](const Affiliation& one) {
                                 return one.organization == index || one.participant == index;
                               }) ||
           std::ranges::any_of(region_.services, [&](const Service& one) {
             return one.provider == index && !one.codes.empty();
           });
  }

  void LintService(const Service& service) {
    for (const std::string& code : service.codes) {
      if (FindServiceCode(code) == nullptr) {
        Complain(Severity::kError, service.reference + ".type",
                 "`" + code.substr(0, 40) + "` is no code of region-service");
      }
    }
    if (service.provider == kNone) {
      Complain(Severity::kError, service.reference + ".providedBy", "no provider");
    }
    if (service.phones.empty()) {
      Complain(Severity::kError, service.reference + ".telecom", "no telephone number");
    }
    if (!service.phones.empty() && service.PhonesAt(now_).empty()) {
      Complain(Severity::kError, service.reference + ".telecom",
               "no telephone number that is in use today");
    }
    for (const auto& [phone, period] : service.phones) {
      if (!IsE164(phone)) {
        Complain(Severity::kWarning, service.reference + ".telecom",
                 "`" + phone.substr(0, 40) + "` is not of the form +31201234567");
      }
    }
    LintVolume(service);
    LintHours(service);
    LintMeetings(service);
  }

  void LintHours(const Service& service) {
    if (service.Offers("urgent-consult")) {
      const auto gap = FirstGapOfWeek(service);
      if (gap) {
        Complain(Severity::kError, service.reference + ".availableTime",
                 "urgent consultation is closed at " + TimeOf(*gap));
      }
    }
    const bool meets = std::ranges::any_of(service.codes, IsMeetingCode);
    const bool has_office_hours = !service.hours.empty() && FirstGapOfWeek(service);
    if ((meets || has_office_hours) && !KnowsHolidays(service)) {
      Complain(Severity::kWarning, service.reference + ".notAvailable",
               "public holidays of the coming year are missing (looked for 25 December and 1 "
               "January)");
    }
  }

  // True when the service is closed at noon of the next Christmas and New Year, or then not open
  // anyway.
  bool KnowsHolidays(const Service& service) const {
    const auto is_known = [&](int month, int day) {
      CivilTime noon = service.zone.ToCivil(now_);
      noon.month = month;
      noon.day = day;
      noon.hour = 12;
      noon.minute = noon.second = 0;
      if (service.zone.ToInstant(noon) < now_) ++noon.year;
      const TimePoint at = service.zone.ToInstant(noon);
      const bool by_hours = !service.hours.empty() && OpennessAt(service, at) == Openness::kClosed;
      return by_hours || IsInClosure(service, at);
    };
    return is_known(12, 25) && is_known(1, 1);
  }

  void LintMeetings(const Service& service) {
    const bool meets = std::ranges::any_of(service.codes, IsMeetingCode);
    const bool has_any = std::ranges::any_of(service.meetings, [](const MeetingPlan& plan) {
      return !plan.rules.empty() || !plan.slots.empty();
    });
    if (meets && !has_any) {
      Complain(Severity::kError, service.reference, "no Schedule with a rule or slots");
    } else if (meets && service.is_active && !HasFutureMeeting(service, now_)) {
      Complain(Severity::kError, service.reference, "all its meetings are in the past");
    }
    for (const MeetingPlan& plan : service.meetings) {
      LintRegistration(plan);
      if (!plan.rules.empty() && !plan.closes_before) {
        Complain(Severity::kError, plan.reference + ".extension(meeting-rule)",
                 "no time at which registration closes");
      }
    }
  }

  // Whoever registers for the next meeting would then always be too late for it.
  void LintRegistration(const MeetingPlan& plan) {
    if (!plan.closes_before) return;
    constexpr int kMinutesOfDay = 1440;
    const int before = plan.closes_before->days * kMinutesOfDay + plan.closes_before->minutes;
    for (const MeetingRule& rule : plan.rules) {
      if (before < rule.weeks * 7 * kMinutesOfDay) continue;
      Complain(Severity::kError, plan.reference + ".extension(registration-closes-before)",
               "closes before the meeting of the previous turn has been held");
    }
  }

  // The norm would be judged by it, and nobody sees how old it is.
  void LintVolume(const Service& service) {
    constexpr int kOldest = 3;  // years
    if (!service.operations_per_year) return;
    const int year = service.zone.ToCivil(now_).year;
    if (service.operations_year < year - kOldest || service.operations_year > year) {
      Complain(Severity::kWarning, service.reference + ".extension(operations-per-year)",
               "is the count of " + std::to_string(service.operations_year));
    }
  }

  const Region& region_;
  TimePoint now_;
  Issues issues_;
};

}  // namespace

Issues LintRegion(const Region& region, TimePoint now) { return Linter(region, now).Run(); }

}  // namespace wervelwijzer::region
