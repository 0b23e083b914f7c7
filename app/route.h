#pragma once

// `wervelwijzer route`: from a hospital to the centre for a service, and why not another.

#include "app/settings.h"

namespace wervelwijzer::app {

// Prints one JSON object on standard output. The exit code.
int Route(const RouteSettings& settings);

}  // namespace wervelwijzer::app
