#pragma once

// A hash of texts that come from outside, for tables in memory: each process draws its own seed, so
// that nobody can prepare texts that fall together and turn a look-up into a walk. Not the same in
// another process, and no secret: for what is stored or shown see keyed_hash.h.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace wervelwijzer {

// Pure within a process; any thread.
std::uint64_t SeededHash(std::string_view text);
// Of two texts in order: ("ab", "c") is not ("a", "bc").
std::uint64_t SeededHash(std::string_view first, std::string_view second);

}  // namespace wervelwijzer
