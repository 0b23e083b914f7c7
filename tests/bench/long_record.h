#pragma once

#include <cstddef>
#include <string>

namespace wervelwijzer {

// A patient-view request about a fictitious patient of about `bytes` bytes: a known spinal
// metastasis and a weak leg, and as much of an ordinary record (laboratory, problems, medication,
// procedures, reports, visits) as fits. The same for the same size.
std::string RequestOfSize(std::size_t bytes);

}  // namespace wervelwijzer
