#pragma once

// Prefetched data and draft orders to the record of one patient
// (https://cds-hooks.hl7.org/2.0/#prefetch-template).

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/issue.h"
#include "fhir/record.h"
#include "hooks/record_fetcher.h"
#include "hooks/request.h"

namespace wervelwijzer::hooks {

// What the value of a prefetch key says. `null`, an empty Bundle and a Bundle that holds nothing
// but an OperationOutcome (as Epic answers a search without hits) are known to be empty. An
// OperationOutcome in place of the data, or something that is no resource, is a failed query.
fhir::Supply SupplyOf(JsonValue value);

struct SuppliedRecord {
  explicit SuppliedRecord(fhir::Version version) : record(version) {}

  fhir::Record record;
  bool has_patient = false;  // the Patient of the context is in the record
  // Keys of our templates that failed, are absent, or of which pages are lacking.
  std::vector<std::string> not_supplied;
  // Those that somebody tried to get, and why they are lacking: as FetchedRecord::lacking, or
  // `failed` (the client's own query), `incomplete` (a Bundle of more entries than it holds).
  std::vector<std::pair<std::string, std::string>> not_had;
  Issues issues;  // defects inside; never fail the call
};

// Reads every key, ours or not, the draft orders of the context, and what was fetched from the
// client's FHIR server, which the record then points into.
// The version is the one that the request names, else `known`, that of the client; without either
// the shapes of the resources tell it.
SuppliedRecord ReadSupplied(const CdsRequest& request, std::optional<fhir::Version> known = {},
                            const FetchedRecord& fetched = {});

}  // namespace wervelwijzer::hooks
