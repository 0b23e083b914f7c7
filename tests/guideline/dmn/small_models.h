#pragma once

// Small models for tests, written as lines instead of XML:
//
//   decision urgency U
//   in compression : true,false | duration : [0..100]
//   out outcome : "12h","24h" | steroids
//   r1 | true  | <= 48 || "12h" | true
//   r2 | -     | -     || "24h" | null
//   literal total : a + b
//
// Names in columns that are decisions are required decisions, all others become input data.

#include <string>
#include <string_view>
#include <vector>

#include "guideline/dmn/model.h"
#include "guideline/dmn/program.h"

namespace wervelwijzer::dmn {

// Aborts the test program on text that it cannot read.
Model SmallModel(std::string_view text, std::string file = "small.dmn");

// Compiles, or fails the test and aborts.
Program CompileSmall(std::string_view text, std::vector<Parameter> parameters = {});

// The result as words, columns joined by `/`: `12h/true`.
std::string ResultText(const ProgramDecision& decision, std::size_t result);
// All results of the mask, in order, joined by a space.
std::string ResultsText(const ProgramDecision& decision, Mask results);
// Ids of deciding inputs, joined by a space.
std::string DecidingText(const Program& program, const Evaluation& evaluation);

}  // namespace wervelwijzer::dmn
