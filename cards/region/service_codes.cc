#include "cards/region/service_codes.h"

#include <array>

namespace wervelwijzer::region {
namespace {

constexpr std::array<OwnCode, 11> kServices = {{
    {"spinal-expert-centre", "uitvoerend centrum wervelmetastasen",
     "executing centre for spinal metastases", true},
    {"spine-surgery", "wervelkolomchirurgie", "spine surgery", true},
    {"radiotherapy", "radiotherapie", "radiotherapy", true},
    {"stereotactic-radiotherapy", "stereotactische radiotherapie", "stereotactic radiotherapy",
     false},
    {"spinal-mdo", "MDO wervelmetastasen", "spinal metastases MDT meeting", true},
    {"neuro-oncology-mdo", "neuro-oncologisch MDO", "neuro-oncology MDT meeting", true},
    {"neuro-oncology", "neuro-oncologie", "neuro-oncology", false},
    {"oncology-mdo", "oncologisch MDO", "oncology MDT meeting", false},
    {"urgent-consult", "spoedoverleg, dag en nacht", "urgent consultation, day and night", false},
    {"rehabilitation", "revalidatie", "rehabilitation", false},
    {"pain-team", "pijnteam", "pain team", false},
}};

constexpr std::array<OwnCode, 1> kRegion = {{
    {"network", "netwerk van ziekenhuizen", "network of hospitals", false},
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
