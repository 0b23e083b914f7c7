#pragma once

#include "app/settings.h"

namespace wervelwijzer::app {

// `wervelwijzer lint`: verifies models, terminology, bindings and texts; one line for each finding
// on standard output. With `against` also which inputs get other advice than under the old models,
// held to the changelog. Returns 1 when there is a finding above a hint.
int Lint(const LintSettings& settings);

}  // namespace wervelwijzer::app
