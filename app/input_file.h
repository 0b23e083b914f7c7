#pragma once

#include <string>

#include "base/result.h"

namespace wervelwijzer::app {

// The whole file, or standard input for `-`, without a byte order mark; at most 64 MiB. Errors
// carry the path.
Result<std::string> ReadInput(const std::string& path);

}  // namespace wervelwijzer::app
