#include "cards/region/asking_hospital.h"

#include <algorithm>

#include "cards/region/bundle.h"

namespace wervelwijzer::region {
namespace {

Index FindByIdentifiers(const Region& region, JsonValue list) {
  for (const Identifier& identifier : ReadIdentifiers(list)) {
    // Without a system it may be anybody's number.
    if (identifier.system.empty()) continue;
    if (const Index found = region.FindOrganization(identifier); found != kNone) return found;
  }
  return kNone;
}

Index FindByAddress(const Region& region, std::string_view address) {
  if (address.find("://") == address.npos) return kNone;
  const auto found = std::ranges::find_if(
      region.organizations, [&](const Organization& one) { return one.full_url == address; });
  if (found == region.organizations.end()) return kNone;
  return static_cast<Index>(found - region.organizations.begin());
}

// The organization of a Reference, or what it is part of.
Index FindReferenced(const Region& region, const fhir::Record& record, JsonValue reference,
                     const fhir::Resource& from) {
  constexpr int kMostSteps = 5;
  for (int step = 0; step < kMostSteps && reference.is_object(); ++step) {
    if (const Index found = FindByIdentifiers(region, reference.Get("identifier"));
        found != kNone) {
      return found;
    }
    const std::string_view literal = reference.Get("reference").string_or({});
    if (const Index found = FindByAddress(region, literal); found != kNone) return found;
    const JsonValue organization = literal.empty() ? JsonValue() : record.Resolve(literal, from);
    if (const Index found = FindByIdentifiers(region, organization.Get("identifier"));
        found != kNone) {
      return found;
    }
    reference = organization.Get("partOf");
  }
  return kNone;
}

// The resource of that reference; without a reference the only one of its type.
const fhir::Resource* FindResource(const fhir::Record& record, std::string_view type,
                                   std::string_view reference) {
  const fhir::Resource* only = nullptr;
  for (const fhir::Resource& resource : record.resources()) {
    if (resource.type != type) continue;
    if (reference.empty() ? only != nullptr : resource.Reference() == reference) {
      return reference.empty() ? nullptr : &resource;
    }
    if (reference.empty()) only = &resource;
  }
  return only;
}

}  // namespace

Identifier ParseIdentifier(std::string_view text) {
  const std::size_t bar = text.rfind('|');
  if (bar == text.npos) return {{}, std::string(text)};
  return {std::string(text.substr(0, bar)), std::string(text.substr(bar + 1))};
}

Index FindAskingHospital(const Region& region, const fhir::Record& record, const Asker& asker) {
  if (const fhir::Resource* encounter = FindResource(record, "Encounter", asker.encounter)) {
    const Index found =
        FindReferenced(region, record, encounter->json.Get("serviceProvider"), *encounter);
    if (found != kNone) return found;
  }
  const bool has_role = asker.user.starts_with("PractitionerRole/");
  const fhir::Resource* role =
      has_role ? FindResource(record, "PractitionerRole", asker.user) : nullptr;
  if (role != nullptr) {
    const Index found = FindReferenced(region, record, role->json.Get("organization"), *role);
    if (found != kNone) return found;
  }
  if (asker.fallback.empty()) return kNone;
  return region.FindOrganization(ParseIdentifier(asker.fallback));
}

}  // namespace wervelwijzer::region
