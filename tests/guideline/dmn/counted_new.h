#pragma once

#include <cstddef>

namespace wervelwijzer::dmn {

// How often this program has allocated so far. Linking counted_new.cc replaces operator new.
std::size_t AllocationCount();

}  // namespace wervelwijzer::dmn
