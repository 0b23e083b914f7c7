#pragma once

// Counters in the text format of Prometheus. No data of a patient: labels are ours.

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace wervelwijzer::hooks {

// Any thread. All series exist from the start, so that counting takes no lock and no memory.
class Metrics {
 public:
  Metrics();

  // `route` is the id of a service, `discovery`, `feedback`, or else counts as `other`.
  void Count(std::string_view route, int status, std::chrono::microseconds took, std::size_t cards);
  std::string ToText() const;

 private:
  static constexpr std::array<int, 15> kStatuses = {200, 204, 304, 400, 401, 404, 405, 408,
                                                    412, 413, 415, 500, 501, 503, 0};
  static constexpr std::array<int, 10> kBucketsUs = {100,    250,    500,     1'000,   2'500,
                                                     10'000, 50'000, 250'000, 500'000, 2'000'000};
  struct Series {
    std::string route;
    std::array<std::atomic<std::uint64_t>, kStatuses.size()> by_status{};
    std::array<std::atomic<std::uint64_t>, kBucketsUs.size() + 1> by_bucket{};
    std::atomic<std::uint64_t> total_us{0};
    std::atomic<std::uint64_t> cards{0};
  };
  std::vector<std::unique_ptr<Series>> series_;
};

}  // namespace wervelwijzer::hooks
