#pragma once

// Whether whoever waits for an answer has gone: told by what watches the connection, looked at by
// what works for it, which may stop then. Any thread.

#include <atomic>

namespace wervelwijzer {

class HangUp {
 public:
  void Tell() noexcept { happened_.store(true, std::memory_order_relaxed); }
  bool happened() const noexcept { return happened_.load(std::memory_order_relaxed); }
  // For the next call. Nobody works for the last one any more.
  void Reset() noexcept { happened_.store(false, std::memory_order_relaxed); }

 private:
  std::atomic<bool> happened_{false};
};

}  // namespace wervelwijzer
