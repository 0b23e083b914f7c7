// Any bytes as a DMN file.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "guideline/dmn/reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto model = wervelwijzer::dmn::ReadModel(text, "fuzz.dmn");
  // An error without words would reach an operator as an empty line.
  if (!model.ok() && model.error().message.empty()) __builtin_trap();
  return 0;
}
