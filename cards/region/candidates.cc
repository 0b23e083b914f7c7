#include "cards/region/candidates.h"

#include <algorithm>
#include <limits>

namespace wervelwijzer::region {
std::vector<Index> ServicesOf(const Region& region, const Affiliation& agreement) {
  if (!agreement.all_services) return agreement.services;
  std::vector<Index> services;
  for (std::size_t at = 0; at < region.services.size(); ++at) {
    const std::vector<Index> chain = region.Chain(region.services[at].provider);
    if (std::ranges::find(chain, agreement.participant) != chain.end()) {
      services.push_back(static_cast<Index>(at));
    }
  }
  return services;
}

namespace {

int RankOf(const Affiliation& affiliation) {
  return affiliation.rank.value_or(std::numeric_limits<int>::max());
}

void SortByRank(std::vector<const Affiliation*>& affiliations) {
  std::ranges::stable_sort(affiliations, [](const Affiliation* one, const Affiliation* other) {
    return RankOf(*one) < RankOf(*other);
  });
}

// The networks that the hospital is a member of at that moment.
std::vector<Index> NetworksOf(const Region& region, const std::vector<Index>& chain, TimePoint at) {
  std::vector<const Affiliation*> memberships;
  for (const Affiliation& one : region.affiliations) {
    const bool ours = std::ranges::find(chain, one.participant) != chain.end();
    const bool holds = one.role == Affiliation::Role::kMember && one.is_active &&
                       one.period.Includes(at) &&
                       region.organizations[static_cast<std::size_t>(one.organization)].is_active;
    if (ours && holds) memberships.push_back(&one);
  }
  SortByRank(memberships);
  std::vector<Index> networks;
  for (const Affiliation* one : memberships) {
    if (std::ranges::find(networks, one->organization) == networks.end()) {
      networks.push_back(one->organization);
    }
  }
  return networks;
}

bool IsActive(const Region& region, const Affiliation& agreement, const Service& service) {
  const auto organization_is_active = [&](Index one) {
    return one == kNone || region.organizations[static_cast<std::size_t>(one)].is_active;
  };
  return agreement.is_active && service.is_active &&
         organization_is_active(agreement.participant) && organization_is_active(service.provider);
}

void AddAgreement(const Region& region, const Affiliation& agreement, const RouteQuestion& question,
                  std::vector<Candidate>& candidates) {
  bool offers = false;
  for (const Index index : ServicesOf(region, agreement)) {
    const Service& service = region.services[static_cast<std::size_t>(index)];
    if (!service.Offers(question.service)) continue;
    offers = true;
    candidates.push_back({index, agreement.participant, IsActive(region, agreement, service),
                          agreement.period.Includes(question.at)});
  }
  if (!offers) candidates.push_back({kNone, agreement.participant, true, true});
}

}  // namespace

std::vector<Candidate> CandidatesFor(const Region& region, const RouteQuestion& question) {
  const std::vector<Index> chain = region.Chain(question.hospital);
  std::vector<Index> served = chain;
  for (const Index network : NetworksOf(region, chain, question.at)) served.push_back(network);
  std::vector<Candidate> candidates;
  for (const Index organization : served) {
    std::vector<const Affiliation*> agreements;
    for (const Affiliation& one : region.affiliations) {
      if (one.role == Affiliation::Role::kProvider && one.organization == organization) {
        agreements.push_back(&one);
      }
    }
    SortByRank(agreements);
    for (const Affiliation* one : agreements) AddAgreement(region, *one, question, candidates);
  }
  return candidates;
}

}  // namespace wervelwijzer::region
