#pragma once

// How long somebody works for one call, and whether anybody still waits for it. Looked at between
// pieces of work, by the thread that works; what is spent stays so.

#include <chrono>

#include "base/hang_up.h"

namespace wervelwijzer {

class CallBudget {
 public:
  using Clock = std::chrono::steady_clock;

  // `hang_up` is told by the transport and outlives the budget; null: nobody watches.
  explicit CallBudget(Clock::duration time, const HangUp* hang_up = nullptr)
      : until_(Clock::now() + time), hang_up_(hang_up) {}

  bool HasHungUp() const { return hang_up_ != nullptr && hang_up_->happened(); }
  bool IsSpent() const { return HasHungUp() || Clock::now() >= until_; }

 private:
  Clock::time_point until_;
  const HangUp* hang_up_;
};

}  // namespace wervelwijzer
