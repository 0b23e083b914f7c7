#pragma once

// What is asked of the client's FHIR server because the prefetch lacks it
// (https://cds-hooks.hl7.org/2.0/#fhir-resource-access). Decides; calls nobody.

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/log.h"
#include "fhir/record.h"
#include "hooks/request.h"

namespace wervelwijzer::hooks {

// One read or search, or one more page of one.
struct FetchQuestion {
  std::string key;      // of our prefetch templates
  std::string address;  // whole; below the base
  std::string type;     // `Condition`: what the answer has to be about
  std::string id;       // of a read: the answer has to have it; empty for a search
};

struct FetchPlan {
  std::string base;              // registered, in the form of NormalBase()
  Personal<std::string> bearer;  // the access token of this call, for this call only
  std::vector<FetchQuestion> questions;
  // Keys of which the scopes hide a part, as when a type of R4 was two in STU3 and one may be read:
  // what comes of them is not the whole.
  std::set<std::string> partial;
};

// True when the scopes of SMART App Launch (1.0 `patient/Condition.read`, 2.0 `user/*.rs`) let that
// type be read, or searched for as a whole; also when none of the words is such a scope, as with
// some vendors: then the server has to say no.
bool ScopeAllows(std::string_view scope, std::string_view type, std::string_view interaction);

// The questions for what is absent or failed, and for further pages. Empty when nothing is lacking,
// or the call brings no token that can be used for this patient. `base` is the registered address
// that the call names; empty: it names none.
FetchPlan PlanFetch(const CdsRequest& request, std::string base, fhir::Version version);

// The address of the next page, below `base`. Empty when there is none; nothing when it leads
// elsewhere.
std::optional<std::string> NextPage(JsonValue bundle, const std::string& base);

}  // namespace wervelwijzer::hooks
