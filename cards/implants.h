#pragma once

// Implants in the record (pacemaker, defibrillator, neurostimulator): a question for the
// radiologist, never an answer, so they are named beside a request for MRI and do not change it.

#include <string>
#include <vector>

#include "cards/consultation.h"

namespace wervelwijzer::cards {

struct Implant {
  std::string reference;  // as received, `Device/3`
  std::string name;       // as the record displays it; may be empty; from the request, not escaped
};

// Those that the bindings have found, each record once, in the order of the record.
std::vector<Implant> FindImplants(const Consultation& consultation);

}  // namespace wervelwijzer::cards
