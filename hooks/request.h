#pragma once

// The body of a service call as a typed request
// (https://cds-hooks.hl7.org/2.0/#calling-a-cds-service and the pages of the hooks). Lenient where
// the world is: `Patient/1` for `1`, missing selections.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/issue.h"
#include "base/json.h"
#include "base/log.h"
#include "fhir/record.h"
#include "hooks/registry.h"

namespace wervelwijzer::hooks {

// Leave to read from the client's FHIR server; lives as long as the call.
struct FhirAuthorization {
  Personal<std::string> access_token;
  std::string scope;
  std::string subject;
  Personal<std::string> patient;  // the only one the token gives access to; may be empty
  std::int64_t expires_in_seconds = 0;
};

// Views point into the parsed body.
struct CdsRequest {
  std::string_view hook_instance;
  Personal<std::string_view> patient_id;    // bare, without `Patient/`
  Personal<std::string_view> user_id;       // `Practitioner/1`
  Personal<std::string_view> encounter_id;  // bare; may be empty
  std::string_view fhir_server;             // may be empty
  std::optional<FhirAuthorization> authorization;
  JsonValue draft_orders;  // Bundle; missing for patient-view
  // `MedicationRequest/1`; nothing when the client named none, which means all draft orders.
  std::optional<std::vector<std::string_view>> selections;
  JsonValue prefetch;                         // object or missing
  bool wants_evaluation = false;              // extension `nl.wervelwijzer.evaluation`
  std::optional<fhir::Version> fhir_version;  // when an extension of the client names it
};

struct RequestReading {
  CdsRequest request;  // usable when issues holds no error
  Issues issues;       // everything that is wrong, with paths
};

RequestReading ReadRequest(JsonValue body, const ServiceDescription& service);

}  // namespace wervelwijzer::hooks
