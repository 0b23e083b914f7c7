#pragma once

// A region file from disk, read and linted: what a server may answer from.

#include <memory>
#include <string>

#include "base/clock.h"
#include "base/issue.h"
#include "base/result.h"
#include "cards/region/region.h"

namespace wervelwijzer::region {

struct LoadedRegion {
  std::shared_ptr<const Region> region;
  Issues issues;  // everything found by reading and by LintRegion
};

// Errors are about the file as a whole; their path begins with the file's name.
Result<LoadedRegion> LoadRegion(const std::string& file, TimePoint now);

// The same, refused when an issue is an error: the first of them and how many there are.
Result<std::shared_ptr<const Region>> LoadSoundRegion(const std::string& file, TimePoint now);

}  // namespace wervelwijzer::region
