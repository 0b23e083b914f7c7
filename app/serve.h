#pragma once

#include "app/settings.h"

namespace wervelwijzer::app {

// `wervelwijzer serve`: listens until SIGTERM or SIGINT, then sends the answers in the making and
// ends. SIGHUP loads models, terminology and texts again; what does not verify is refused and the
// old ones stay. Returns the exit code.
int Serve(const ServeSettings& settings);

}  // namespace wervelwijzer::app
