#pragma once

// The shipped guideline, loaded once for all tests of this program.

#include <string>
#include <string_view>

#include "guideline/evaluate.h"

namespace wervelwijzer::guideline {

// guideline/models; ends the test program when they do not load.
const Guideline& Shipped();
// The catalogue alone, which loads when a model does not.
const InputCatalogue& ShippedCatalogue();

// Inputs as `decide` reads them. Fails the test on bad input and returns empty ones.
Inputs InputsOf(std::string_view json);

// One decision for these inputs, as the contract's JSON.
std::string DecideAsJson(std::string_view inputs, std::string_view decision);

}  // namespace wervelwijzer::guideline
