#include "guideline/urgency.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <span>
#include <string>

namespace wervelwijzer::guideline {
namespace {

constexpr double kLast = std::numeric_limits<double>::infinity();

// How the results of one decision are ordered: by a deadline, or by the place of a code in a list.
struct Order {
  std::string_view decision;
  std::string_view member;
  bool by_deadline = false;
  std::vector<std::string_view> codes;  // most pressing first
};

const std::vector<Order>& Orders() {
  static const std::vector<Order> kOrders = {
      {"imaging-urgency", "deadline", true, {}},
      {"workup-after-imaging", "deadline", true, {}},
      {"max-time-to-therapy", "deadline", true, {}},
      {"red-flags-2026",
       "outcome",
       false,
       {"consult-executing-centre", "no-red-flag", "not-applicable"}},
      {"referral-flow-2026", "urgency", false, {"immediate", "as-soon-as-possible", "routine"}},
      {"spinal-mdo", "outcome", false, {"ad-hoc", "weekly", "not-required-by-2015"}},
  };
  return kOrders;
}

double RankOf(const Order& order, const std::string& text) {
  if (order.by_deadline) return HoursOf(text).value_or(kLast);
  const auto found = std::ranges::find(order.codes, text);
  return found == order.codes.end() ? kLast : static_cast<double>(found - order.codes.begin());
}

// Hours of one part: `24H` after the T, `7D` before it. Zero for a unit that is not known there.
double HoursOfUnit(char unit, bool is_time) {
  if (is_time) return unit == 'H' ? 1 : unit == 'M' ? 1.0 / 60 : unit == 'S' ? 1.0 / 3600 : 0;
  return unit == 'D' ? 24 : unit == 'W' ? 168 : unit == 'M' ? 720 : unit == 'Y' ? 8760 : 0;
}

}  // namespace

std::vector<double> UrgencyOfResults(const dmn::ProgramDecision& decision) {
  std::vector<double> urgency;
  const auto order = std::ranges::find(Orders(), decision.id, &Order::decision);
  if (order == Orders().end()) return urgency;
  const auto column = std::ranges::find(decision.output_names, order->member);
  const auto at = static_cast<std::size_t>(column - decision.output_names.begin());
  for (const std::vector<dmn::OutputValue>& result : decision.results)
    urgency.push_back(at < result.size() ? RankOf(*order, result[at].text) : kLast);
  return urgency;
}

std::optional<double> HoursOf(std::string_view duration) {
  if (!duration.starts_with('P') || duration.size() < 3) return std::nullopt;
  duration.remove_prefix(1);
  double hours = 0;
  bool is_time = false;
  while (!duration.empty()) {
    if (duration.front() == 'T' && !is_time) {
      is_time = true;
      duration.remove_prefix(1);
      continue;
    }
    double amount = 0;
    const auto [end, error] =
        std::from_chars(duration.data(), duration.data() + duration.size(), amount);
    const auto used = static_cast<std::size_t>(end - duration.data());
    if (error != std::errc{} || used == duration.size()) return std::nullopt;
    const double unit = HoursOfUnit(duration[used], is_time);
    if (unit == 0) return std::nullopt;
    hours += amount * unit;
    duration.remove_prefix(used + 1);
  }
  return hours;
}

}  // namespace wervelwijzer::guideline
