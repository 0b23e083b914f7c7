#pragma once

// The services that this server offers, and the discovery document that tells of them
// (https://cds-hooks.hl7.org/2.0/#discovery).

#include <span>
#include <string>
#include <string_view>

#include "cards/compose.h"

namespace wervelwijzer::hooks {

struct PrefetchTemplate {
  std::string_view key;    // `conditions`
  std::string_view query;  // `Condition?patient={{context.patientId}}`
};

struct ServiceDescription {
  std::string_view id;    // path segment, `spinal-metastases-patient-view`
  std::string_view hook;  // `patient-view`
  cards::Service service = cards::Service::kSpinal;
  cards::Hook hook_kind = cards::Hook::kPatientView;
};

// All services, in the order of the discovery document.
std::span<const ServiceDescription> Services();
// Null when there is none by that id.
const ServiceDescription* FindService(std::string_view id);

// The queries that every service asks its clients to prefetch: reads and type-level searches with
// the tokens of CDS Hooks 2.0 only, which every client knows. Only `patient` is required.
std::span<const PrefetchTemplate> PrefetchTemplates();

// The discovery document; the same bytes each time.
std::string DiscoveryDocument(cards::Language language);

}  // namespace wervelwijzer::hooks
