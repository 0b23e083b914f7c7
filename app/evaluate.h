#pragma once

#include "app/settings.h"

namespace wervelwijzer::app {

// `wervelwijzer evaluate`: a CDS Hooks request in, the response out on standard output, one line
// for each file. Returns the exit code.
int Evaluate(const EvaluateSettings& settings);

}  // namespace wervelwijzer::app
