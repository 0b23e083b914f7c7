#include "cards/region/lint_networks.h"

#include <algorithm>
#include <string>

#include "cards/region/candidates.h"
#include "cards/region/service_codes.h"

namespace wervelwijzer::region {
namespace {

const Organization& OrganizationAt(const Region& region, Index index) {
  return region.organizations[static_cast<std::size_t>(index)];
}

bool Overlap(const Span& one, const Span& other) {
  const bool one_ends_before = one.last && other.first && *one.last < *other.first;
  const bool other_ends_before = other.last && one.first && *other.last < *one.first;
  return !one_ends_before && !other_ends_before;
}

bool Offers(const Region& region, const Affiliation& agreement, std::string_view code) {
  const std::vector<Index> services = ServicesOf(region, agreement);
  return std::ranges::any_of(services, [&](Index index) {
    const Service& service = region.services[static_cast<std::size_t>(index)];
    return service.is_active && service.Offers(code);
  });
}

std::vector<const Affiliation*> AgreementsOf(const Region& region, Index organization,
                                             std::string_view code) {
  std::vector<const Affiliation*> agreements;
  for (const Affiliation& one : region.affiliations) {
    const bool serves = one.role == Affiliation::Role::kProvider && one.is_active &&
                        one.organization == organization &&
                        OrganizationAt(region, one.participant).is_active;
    if (serves && Offers(region, one, code)) agreements.push_back(&one);
  }
  return agreements;
}

void LintRanks(const std::vector<const Affiliation*>& agreements, std::string_view code,
               const Organization& served, Issues& issues) {
  for (std::size_t at = 0; at < agreements.size(); ++at) {
    for (std::size_t other = at + 1; other < agreements.size(); ++other) {
      const Affiliation& one = *agreements[at];
      const Affiliation& two = *agreements[other];
      if (one.participant == two.participant || one.rank != two.rank ||
          !Overlap(one.period, two.period)) {
        continue;
      }
      issues.push_back({Severity::kError,
                        "same rank as " + one.reference + " for `" + std::string(code) + "` in " +
                            served.reference,
                        two.reference + ".extension(affiliation-rank)"});
    }
  }
}

void LintServed(const Region& region, Index index, TimePoint now, Issues& issues) {
  const Organization& served = OrganizationAt(region, index);
  for (const OwnCode& code : ServiceCodes()) {
    const std::vector<const Affiliation*> agreements = AgreementsOf(region, index, code.code);
    LintRanks(agreements, code.code, served, issues);
    const bool has_one = std::ranges::any_of(
        agreements, [&](const Affiliation* one) { return one->period.Includes(now); });
    if (served.is_network && served.is_active && code.is_routed && !has_one) {
      issues.push_back({Severity::kError,
                        "no centre serves this network with `" + std::string(code.code) + "`",
                        served.reference});
    }
  }
}

}  // namespace

void LintNetworks(const Region& region, TimePoint now, Issues& issues) {
  for (std::size_t at = 0; at < region.organizations.size(); ++at) {
    const auto index = static_cast<Index>(at);
    LintServed(region, index, now, issues);
    const Organization& hospital = region.organizations[at];
    const bool can_ask = std::ranges::any_of(hospital.identifiers, [](const Identifier& one) {
      return one.system == kUra || one.system == kAgb;
    });
    if (hospital.is_network || !hospital.is_active || !can_ask) continue;
    if (CandidatesFor(region, {index, "spinal-expert-centre", now, {}}).empty()) {
      issues.push_back(
          {Severity::kWarning, "is in no network, and no centre serves it", hospital.reference});
    }
  }
}

}  // namespace wervelwijzer::region
