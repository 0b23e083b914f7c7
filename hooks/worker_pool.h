#pragma once

// Threads that do work which would hold up the transport.

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "base/function.h"

namespace wervelwijzer::hooks {

class WorkerPool {
 public:
  using Work = MoveOnlyFunction<void()>;

  // `threads` 0 means one for each processor. At most `max_waiting` pieces of work wait.
  WorkerPool(std::size_t threads, std::size_t max_waiting);
  // Does what waits, then ends.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // Any thread. False, and `work` is left as it was, when too much waits already.
  bool Post(Work& work);

 private:
  void Run();

  std::size_t max_waiting_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Work> waiting_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace wervelwijzer::hooks
