#pragma once

// Code systems of our own that cards, orders and region files use.

#include <string>
#include <vector>

namespace wervelwijzer::hooks {

struct OwnCodeSystem {
  std::string id;    // `region-service`
  std::string json;  // a complete CodeSystem (http://hl7.org/fhir/R4/codesystem.html)
};

// `region`, `region-service`, `order`, `override-reason` and `card`.
std::vector<OwnCodeSystem> OwnCodeSystems();

}  // namespace wervelwijzer::hooks
