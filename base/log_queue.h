#pragma once

// Lines on their way to a file descriptor. Whoever adds one never waits for the reader at the other
// end: what finds no room is refused.

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>

namespace wervelwijzer {

// Any thread. Lives as long as the process: its thread may be held up in a write for ever.
class LogQueue {
 public:
  // Lines of together at most `max_bytes` wait.
  LogQueue(int descriptor, std::size_t max_bytes);
  LogQueue(const LogQueue&) = delete;
  LogQueue& operator=(const LogQueue&) = delete;
  ~LogQueue() = delete;

  // False when there is no room.
  bool Add(std::string_view line);
  // Waits until what was added before is written, at most that long.
  void Flush(std::chrono::milliseconds limit);

 private:
  void Run();

  const int descriptor_;
  const std::size_t max_bytes_;
  std::mutex mutex_;
  std::condition_variable wake_, written_;
  std::string waiting_;
  bool is_idle_ = false;
  bool is_urgent_ = false;  // somebody waits in Flush
};

}  // namespace wervelwijzer
