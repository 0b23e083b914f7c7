#include "hooks/readiness.h"

#include <utility>

#include "base/log.h"

namespace wervelwijzer::hooks {

Readiness::~Readiness() { End(); }

void Readiness::Add(std::string part, Look look) {
  parts_.push_back({std::move(part), std::move(look), {}, 0});
}

void Readiness::Begin() {
  LookAtAll();
  thread_ = std::thread([this] {
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, pause_, [this] { return stopping_; })) {
      lock.unlock();
      LookAtAll();
      lock.lock();
    }
  });
}

void Readiness::End() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void Readiness::LookAtAll() {
  for (Part& part : parts_) {
    std::string reason = part.look();
    const std::lock_guard lock(mutex_);
    if (reason == part.reason) continue;
    if (part.reason.empty()) ++part.lacks;
    part.reason = std::move(reason);
    Log(part.reason.empty() ? LogLevel::kInfo : LogLevel::kError,
        part.reason.empty() ? "ready-again" : "not-ready",
        {{"part", part.name}, {"reason", part.reason}});
  }
}

std::vector<NotReady> Readiness::Lacks() const {
  std::vector<NotReady> lacks;
  const std::lock_guard lock(mutex_);
  for (const Part& part : parts_) {
    if (!part.reason.empty()) lacks.push_back({part.name, part.reason});
  }
  return lacks;
}

std::string Readiness::ToText() const {
  std::string ready =
      "# HELP wervelwijzer_ready Whether each part that the server needs is there.\n"
      "# TYPE wervelwijzer_ready gauge\n";
  std::string lacked =
      "# HELP wervelwijzer_not_ready_total How often a part came to lack.\n"
      "# TYPE wervelwijzer_not_ready_total counter\n";
  const std::lock_guard lock(mutex_);
  for (const Part& part : parts_) {
    const std::string label = "{part=\"" + part.name + "\"} ";
    ready += "wervelwijzer_ready" + label + (part.reason.empty() ? "1" : "0") + "\n";
    lacked += "wervelwijzer_not_ready_total" + label + std::to_string(part.lacks) + "\n";
  }
  return ready + lacked;
}

}  // namespace wervelwijzer::hooks
