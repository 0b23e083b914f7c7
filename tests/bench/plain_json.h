#pragma once

#include <string>

namespace wervelwijzer {

// Parses a copy of the text with RapidJSON as it comes, without limits or checks: the yardstick for
// what a request costs. False when it is no JSON.
bool ParsePlainly(const std::string& text);

}  // namespace wervelwijzer
