#pragma once

// Whether what the server needs is there: looked at again and again by a thread of its own, so that
// asking costs nothing and waits for nothing.

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace wervelwijzer::hooks {

// One thing that is lacking. Stands in an answer that everybody may read: names neither place nor
// person.
struct NotReady {
  std::string part, reason;
};

// Any thread, but for Add().
class Readiness {
 public:
  // Empty, or what is lacking. Called by one thread; may take some milliseconds.
  using Look = std::function<std::string()>;

  explicit Readiness(std::chrono::milliseconds pause = std::chrono::milliseconds(500))
      : pause_(pause) {}
  ~Readiness();
  Readiness(const Readiness&) = delete;
  Readiness& operator=(const Readiness&) = delete;

  // `part` is a label in the metrics. Before Begin().
  void Add(std::string part, Look look);
  // Looks at once and then after each pause. What was added lives until End().
  void Begin();
  void End();

  std::vector<NotReady> Lacks() const;
  // In the text format of Prometheus: whether each part is there, and how often it came to lack.
  std::string ToText() const;

 private:
  struct Part {
    std::string name;
    Look look;
    std::string reason;       // empty: it is there
    std::uint64_t lacks = 0;  // how often it came to lack
  };

  void LookAtAll();

  const std::chrono::milliseconds pause_;
  mutable std::mutex mutex_;  // of the reasons and counts, and of what follows
  std::condition_variable wake_;
  std::vector<Part> parts_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace wervelwijzer::hooks
