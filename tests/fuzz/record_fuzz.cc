// Any bytes as a FHIR record in JSON: read and bound.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tests/fuzz/fuzz_bind.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wervelwijzer::BindAnything({reinterpret_cast<const char*>(data), size});
  return 0;
}
