#include "hooks/metrics.h"

#include <gtest/gtest.h>

#include <thread>

namespace wervelwijzer::hooks {
namespace {

using std::chrono::microseconds;

bool Has(const std::string& text, const std::string& line) {
  return text.find(line + "\n") != std::string::npos;
}

TEST(Metrics, CountsByRouteAndStatus) {
  Metrics metrics;
  metrics.Count("spinal-metastases-patient-view", 200, microseconds(300), 2);
  metrics.Count("spinal-metastases-patient-view", 412, microseconds(90), 0);
  metrics.Count("nowhere", 418, microseconds(1), 0);
  const std::string text = metrics.ToText();
  const std::string spinal = "{route=\"spinal-metastases-patient-view\"";
  EXPECT_TRUE(Has(text, "wervelwijzer_requests_total" + spinal + ",status=\"200\"} 1"));
  EXPECT_TRUE(Has(text, "wervelwijzer_requests_total" + spinal + ",status=\"412\"} 1"));
  EXPECT_TRUE(Has(text, "wervelwijzer_requests_total{route=\"other\",status=\"other\"} 1"));
  EXPECT_TRUE(Has(text, "wervelwijzer_cards_total" + spinal + "} 2"));
}

TEST(Metrics, BucketsAreCumulative) {
  Metrics metrics;
  for (const int us : {50, 200, 200, 3'000'000})
    metrics.Count("discovery", 200, microseconds(us), 0);
  const std::string text = metrics.ToText();
  const std::string bucket = "wervelwijzer_request_duration_seconds_bucket{route=\"discovery\",le=";
  EXPECT_TRUE(Has(text, bucket + "\"0.0001\"} 1"));
  EXPECT_TRUE(Has(text, bucket + "\"0.00025\"} 3"));
  EXPECT_TRUE(Has(text, bucket + "\"2\"} 3"));
  EXPECT_TRUE(Has(text, bucket + "\"+Inf\"} 4"));
  EXPECT_TRUE(Has(text, "wervelwijzer_request_duration_seconds_count{route=\"discovery\"} 4"));
}

TEST(Metrics, ManyThreadsLoseNothing) {
  Metrics metrics;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 1000; ++j) metrics.Count("feedback", 200, microseconds(10), 0);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_TRUE(
      Has(metrics.ToText(), "wervelwijzer_requests_total{route=\"feedback\",status=\"200\"} 4000"));
}

}  // namespace
}  // namespace wervelwijzer::hooks
