#include "base/log_queue.h"

#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <thread>
#include <utility>

namespace wervelwijzer {
namespace {

// Lines of this long go out in one write. Waking a thread for each of them would cost a request
// more than writing it did.
constexpr std::chrono::milliseconds kGather{10};

void WriteAll(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;  // nobody reads any more; there is no other place to say so
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

// A thread inherits the signals that are blocked: those of the process are for others.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;

 private:
  sigset_t before_;
};

}  // namespace

LogQueue::LogQueue(int descriptor, std::size_t max_bytes)
    : descriptor_(descriptor), max_bytes_(max_bytes) {
  const SignalsBlocked blocked;
  std::thread([this] { Run(); }).detach();
}

bool LogQueue::Add(std::string_view line) {
  const std::lock_guard lock(mutex_);
  if (waiting_.size() + line.size() > max_bytes_) return false;
  waiting_ += line;
  if (is_idle_) wake_.notify_one();
  return true;
}

void LogQueue::Flush(std::chrono::milliseconds limit) {
  std::unique_lock lock(mutex_);
  is_urgent_ = true;
  wake_.notify_one();
  written_.wait_for(lock, limit, [this] { return waiting_.empty() && is_idle_; });
  is_urgent_ = false;
}

void LogQueue::Run() {
  std::unique_lock lock(mutex_);
  while (true) {
    is_idle_ = true;
    written_.notify_all();
    wake_.wait(lock, [this] { return !waiting_.empty(); });
    is_idle_ = false;
    wake_.wait_for(lock, kGather, [this] { return is_urgent_; });
    const std::string lines = std::exchange(waiting_, {});
    lock.unlock();
    WriteAll(descriptor_, lines);
    lock.lock();
  }
}

}  // namespace wervelwijzer
