#include "cards/region/service_codes.h"

#include <array>

namespace wervelwijzer::region {
namespace {

constexpr std::array<OwnCode, 10> kServices = {{
    {"spinal-expert-centre", "uitvoerend centrum wervelmetastasen",
     "executing centre for spinal metastases"},
    {"spine-surgery", "wervelkolomchirurgie", "spine surgery"},
    {"radiotherapy", "radiotherapie", "radiotherapy"},
    {"stereotactic-radiotherapy", "stereotactische radiotherapie", "stereotactic radiotherapy"},
    {"spinal-mdo", "MDO wervelmetastasen", "spinal metastases MDT meeting"},
    {"neuro-oncology-mdo", "neuro-oncologisch MDO", "neuro-oncology MDT meeting"},
    {"oncology-mdo", "oncologisch MDO", "oncology MDT meeting"},
    {"urgent-consult", "spoedoverleg, dag en nacht", "urgent consultation, day and night"},
    {"rehabilitation", "revalidatie", "rehabilitation"},
    {"pain-team", "pijnteam", "pain team"},
}};

constexpr std::array<OwnCode, 1> kRegion = {{
    {"network", "netwerk van ziekenhuizen", "network of hospitals"},
}};

}  // namespace

std::span<const OwnCode> ServiceCodes() { return kServices; }
std::span<const OwnCode> RegionCodes() { return kRegion; }

const OwnCode* FindServiceCode(std::string_view code) {
  for (const OwnCode& one : kServices) {
    if (one.code == code) return &one;
  }
  return nullptr;
}

}  // namespace wervelwijzer::region
