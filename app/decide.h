#pragma once

#include "app/settings.h"

namespace wervelwijzer::app {

// `wervelwijzer decide`: inputs of the guideline in, decisions out. A file of JSON lines gives one
// line for each; a line that is refused is left out and named on standard error. Returns the exit
// code.
int Decide(const DecideSettings& settings);

}  // namespace wervelwijzer::app
