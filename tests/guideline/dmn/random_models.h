#pragma once

#include <cstdint>
#include <string>

namespace wervelwijzer::dmn {

// A random model in the text form of small_models.h that verifies: UNIQUE tables from random
// splits, PRIORITY and COLLECT tables from random rows, a sum, and tables over all of these that
// share inputs with them. The same seed gives the same model.
std::string RandomModel(std::uint64_t seed);

}  // namespace wervelwijzer::dmn
