#pragma once

// The norm of the number of operations a year (guideline 2015, treatment phase; decision
// `surgery-volume-norm`).

#include <optional>
#include <string_view>

#include "cards/region/region.h"

namespace wervelwijzer::region {

// Operations for spinal metastases a year that a centre has to do.
inline constexpr int kVolumeNorm = 10;

// True for the services that the norm is about.
bool HasVolumeNorm(std::string_view service);

// The number of the service itself, else the largest of its provider's services: the norm is that
// of the location. Nothing when none is stated.
std::optional<int> OperationsOf(const Region& region, const Service& service);

// True only when the number is stated and below the norm: one that is not stated excludes nobody.
bool IsKnownBelowNorm(const Region& region, const Service& service);

}  // namespace wervelwijzer::region
