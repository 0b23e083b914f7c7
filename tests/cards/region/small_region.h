#pragma once

// The demonstration region, and small fictitious ones written down in a test.

#include <string>
#include <string_view>

#include "base/clock.h"
#include "cards/region/read_region.h"
#include "cards/region/region.h"

namespace wervelwijzer::region {

TimePoint At(std::string_view instant);  // aborts on a text that is no instant

// The file that ships, and what it reads as; a failure ends the test program.
std::string DemonstrationText();
const Region& Demonstration();

// A Bundle of `type` around entries or, with plain resources, around entries made of them.
std::string BundleOf(std::string_view resources, std::string_view type = "collection");

// Reads it; a text that is no region fails the test and gives an empty one.
RegionReading Read(const std::string& text);

// Issues as lines `error Organization/a.partOf: names no …`.
std::string Lines(const Issues& issues);

}  // namespace wervelwijzer::region
