// Any bytes as a region file, JSON or XML.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "cards/region/read_region.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wervelwijzer;
  const auto reading = region::ReadRegion({reinterpret_cast<const char*>(data), size});
  if (!reading.ok()) return 0;
  for (const Issue& issue : reading->issues) {
    if (issue.message.empty()) std::abort();
  }
  return 0;
}
