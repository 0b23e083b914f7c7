#include "cards/region/region.h"

#include <algorithm>

namespace wervelwijzer::region {

bool Service::Offers(std::string_view code) const {
  return std::ranges::find(codes, code) != codes.end();
}

std::vector<std::string> Service::PhonesAt(TimePoint at) const {
  std::vector<std::string> numbers;
  for (const Phone& phone : phones) {
    if (phone.period.Includes(at)) numbers.push_back(phone.number);
  }
  return numbers;
}

std::string_view Comparable(const Identifier& identifier) {
  std::string_view value = identifier.value;
  if (identifier.system != kUra && identifier.system != kAgb) return value;
  while (value.size() > 1 && value.front() == '0') value.remove_prefix(1);
  return value;
}

bool SameIdentifier(const Identifier& one, const Identifier& other) {
  return one.system == other.system && !one.value.empty() && Comparable(one) == Comparable(other);
}

Index Region::FindOrganization(const Identifier& identifier) const {
  if (identifier.system.empty()) {
    const Index by_ura = FindOrganization({std::string(kUra), identifier.value});
    return by_ura != kNone ? by_ura : FindOrganization({std::string(kAgb), identifier.value});
  }
  for (std::size_t at = 0; at < organizations.size(); ++at) {
    const auto& known = organizations[at].identifiers;
    const bool same = std::ranges::any_of(
        known, [&](const Identifier& one) { return SameIdentifier(one, identifier); });
    if (same) return static_cast<Index>(at);
  }
  return kNone;
}

std::vector<Index> Region::Chain(Index organization) const {
  std::vector<Index> chain;
  while (organization != kNone && std::ranges::find(chain, organization) == chain.end()) {
    chain.push_back(organization);
    organization = organizations[static_cast<std::size_t>(organization)].part_of;
  }
  return chain;
}

Index Region::LegalHospital(Index organization) const {
  for (const Index one : Chain(organization)) {
    const auto& known = organizations[static_cast<std::size_t>(one)].identifiers;
    const bool has_ura =
        std::ranges::any_of(known, [](const Identifier& id) { return id.system == kUra; });
    if (has_ura) return one;
  }
  return organization;
}

}  // namespace wervelwijzer::region
