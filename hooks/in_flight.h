#pragma once

// Counts the requests that have no answer yet, so that a stop can wait for them. Any thread.

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace wervelwijzer::hooks {

class InFlight {
 public:
  void Enter() {
    const std::lock_guard lock(mutex_);
    ++count_;
  }
  void Leave() {
    const std::lock_guard lock(mutex_);
    if (--count_ == 0) idle_.notify_all();
  }
  // False when some are left after `limit`.
  bool WaitUntilIdle(std::chrono::milliseconds limit) {
    std::unique_lock lock(mutex_);
    return idle_.wait_for(lock, limit, [this] { return count_ == 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable idle_;
  std::size_t count_ = 0;
};

}  // namespace wervelwijzer::hooks
