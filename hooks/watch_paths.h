#pragma once

// The paths by which a server is watched. They are answered when nothing else is any more, since an
// operator must see why.

#include <string_view>

namespace wervelwijzer::hooks {

inline constexpr std::string_view kLivePath = "/health/live";
inline constexpr std::string_view kReadyPath = "/health/ready";
inline constexpr std::string_view kMetricsPath = "/metrics";

constexpr bool IsForWatching(std::string_view path) {
  return path == kLivePath || path == kReadyPath || path == kMetricsPath;
}

}  // namespace wervelwijzer::hooks
