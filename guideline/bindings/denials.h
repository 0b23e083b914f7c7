#pragma once

// Entries that deny what another entry says: a diagnosis that was refuted, a medicine that is not
// taken. They say nothing by themselves, but an older entry of the same code is no plain fact.

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "base/clock.h"
#include "guideline/bindings/finding.h"

namespace wervelwijzer::guideline {

class Denials {
 public:
  // Takes notice of a finding that denies; of others, and of one about a place, none: another
  // place may have it.
  void Note(const Finding& finding);
  // True when the finding is as old as a denial of the same code or older, or one of the two has
  // no date.
  bool Contradict(const Finding& finding) const;

 private:
  // All denials of one code.
  struct Denied {
    std::optional<TimePoint> latest;
    bool some_undated = false;
  };
  std::map<std::pair<SourceKind, std::string>, Denied> denied_;  // by source and code
};

}  // namespace wervelwijzer::guideline
