#include "cards/region/volume.h"

#include <algorithm>

namespace wervelwijzer::region {

bool HasVolumeNorm(std::string_view service) {
  return service == "spinal-expert-centre" || service == "spine-surgery";
}

std::optional<int> OperationsOf(const Region& region, const Service& service) {
  std::optional<int> operations = service.operations_per_year;
  if (operations || service.provider == kNone) return operations;
  for (const Service& other : region.services) {
    if (other.provider == service.provider && other.operations_per_year) {
      operations = std::max(operations.value_or(0), *other.operations_per_year);
    }
  }
  return operations;
}

bool IsKnownBelowNorm(const Region& region, const Service& service) {
  return OperationsOf(region, service).value_or(kVolumeNorm) < kVolumeNorm;
}

}  // namespace wervelwijzer::region
