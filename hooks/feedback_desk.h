#pragma once

// Takes what users did with cards: reads it, stores it, and lets the cards rest that it says so of.

#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/function.h"
#include "base/json.h"
#include "hooks/caller.h"
#include "hooks/feedback.h"
#include "hooks/registry.h"
#include "hooks/transport.h"

namespace wervelwijzer::hooks {

// Any thread. Everything is borrowed and lives longer.
class FeedbackDesk {
 public:
  // Without a store feedback is refused; without silences it lets nothing rest.
  FeedbackDesk(const Clock& clock, FeedbackStore* store, SilenceBook* silences, JsonLimits limits)
      : clock_(clock), store_(store), silences_(silences), limits_(limits) {}

  // `body` as in RequestView. Calls `done` once, when the reports are on stable storage or refused.
  // They let rest only what was shown to `caller` itself.
  void Take(const ServiceDescription& service, const Caller& caller, std::string request_id,
            std::span<char> body, MoveOnlyFunction<void(Response)> done) const;

 private:
  std::vector<Silence> FindSilences(const Caller& caller, FeedbackBatch& batch) const;

  const Clock& clock_;
  FeedbackStore* store_;
  SilenceBook* silences_;
  JsonLimits limits_;
};

}  // namespace wervelwijzer::hooks
