#pragma once

// From which hospital a call comes, as far as the region knows it.

#include <string>
#include <string_view>

#include "cards/region/region.h"
#include "fhir/record.h"

namespace wervelwijzer::region {

// What a call tells about who asks; references as in its context.
struct Asker {
  std::string_view encounter;  // `Encounter/1`; may be empty
  std::string_view user;       // `PractitionerRole/7`; may be empty
  std::string fallback;        // URA, AGB or `system|value`, for a call that does not tell
};

// `06010101` or `http://fhir.nl/fhir/NamingSystem/agb-z|06010101`.
Identifier ParseIdentifier(std::string_view text);

// The organization that provides the encounter, else that of the user's role, else the fallback. An
// organization is recognised by its identifiers or by the address of the region's own resource, and
// through what it is part of; never by a bare id, which every server gives out anew. kNone when
// nothing tells.
Index FindAskingHospital(const Region& region, const fhir::Record& record, const Asker& asker);

}  // namespace wervelwijzer::region
