#include "hooks/metrics.h"

#include <algorithm>
#include <cstdio>

#include "hooks/registry.h"

namespace wervelwijzer::hooks {
namespace {

std::string Seconds(std::uint64_t microseconds) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", static_cast<double>(microseconds) / 1e6);
  return text;
}

void Line(std::string& out, std::string_view name, std::string_view route, std::string_view label,
          std::string_view label_value, const std::string& value) {
  out.append(name).append("{route=\"").append(route).append("\"");
  if (!label.empty()) out.append(",").append(label).append("=\"").append(label_value).append("\"");
  out.append("} ").append(value).append("\n");
}

void Head(std::string& out, std::string_view name, std::string_view type, std::string_view help) {
  out.append("# HELP ").append(name).append(" ").append(help).append("\n");
  out.append("# TYPE ").append(name).append(" ").append(type).append("\n");
}

}  // namespace

Metrics::Metrics() {
  for (const ServiceDescription& service : Services()) {
    series_.push_back(std::make_unique<Series>());
    series_.back()->route = service.id;
  }
  for (const char* route : {"discovery", "feedback", "other"}) {
    series_.push_back(std::make_unique<Series>());
    series_.back()->route = route;
  }
}

void Metrics::Count(std::string_view route, int status, std::chrono::microseconds took,
                    std::size_t cards) {
  auto found =
      std::ranges::find_if(series_, [&](const auto& series) { return series->route == route; });
  Series& series = found == series_.end() ? *series_.back() : **found;
  const auto* at = std::find(kStatuses.begin(), kStatuses.end() - 1, status);
  ++series.by_status[static_cast<std::size_t>(at - kStatuses.begin())];
  const auto us = took.count();
  const auto* bucket = std::ranges::find_if(kBucketsUs, [&](int limit) { return us <= limit; });
  ++series.by_bucket[static_cast<std::size_t>(bucket - kBucketsUs.begin())];
  series.total_us += static_cast<std::uint64_t>(us);
  series.cards += cards;
}

std::string Metrics::ToText() const {
  std::string out;
  Head(out, "wervelwijzer_requests_total", "counter", "Requests by route and status.");
  for (const auto& series : series_) {
    for (std::size_t i = 0; i < kStatuses.size(); ++i) {
      const std::uint64_t count = series->by_status[i];
      if (count == 0) continue;
      const std::string status = kStatuses[i] == 0 ? "other" : std::to_string(kStatuses[i]);
      Line(out, "wervelwijzer_requests_total", series->route, "status", status,
           std::to_string(count));
    }
  }
  Head(out, "wervelwijzer_cards_total", "counter", "Cards sent.");
  for (const auto& series : series_) {
    Line(out, "wervelwijzer_cards_total", series->route, "", "", std::to_string(series->cards));
  }
  Head(out, "wervelwijzer_request_duration_seconds", "histogram", "From arrival to answer.");
  for (const auto& series : series_) {
    std::uint64_t count = 0;
    for (std::size_t i = 0; i <= kBucketsUs.size(); ++i) {
      count += series->by_bucket[i];
      const bool last = i == kBucketsUs.size();
      const std::string limit = last ? "+Inf" : Seconds(static_cast<std::uint64_t>(kBucketsUs[i]));
      Line(out, "wervelwijzer_request_duration_seconds_bucket", series->route, "le", limit,
           std::to_string(count));
    }
    Line(out, "wervelwijzer_request_duration_seconds_sum", series->route, "", "",
         Seconds(series->total_us));
    Line(out, "wervelwijzer_request_duration_seconds_count", series->route, "", "",
         std::to_string(count));
  }
  return out;
}

}  // namespace wervelwijzer::hooks
