#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "guideline/dmn/program.h"

namespace wervelwijzer::app {

// Values in place of the defaults of guideline/models/parameters.tsv, each as `name=value` with a
// number. Whether a parameter exists and the value lies within its bounds is known to the guideline
// that is loaded with them. Errors name the text that is none, or the name that comes twice.
Result<std::vector<dmn::Parameter>> ParametersOf(const std::vector<std::string>& settings);

}  // namespace wervelwijzer::app
