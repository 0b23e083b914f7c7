#pragma once

// Which result of an urgency decision is the safest: the one that asks for the most haste.

#include <optional>
#include <string_view>
#include <vector>

#include "guideline/dmn/program.h"

namespace wervelwijzer::guideline {

// Per result of the decision how pressing it is; the smallest presses most. Deadlines in hours, no
// deadline last; red flags, referral and meeting by the order of their codes. Empty for a decision
// without an order of urgency.
std::vector<double> UrgencyOfResults(const dmn::ProgramDecision& decision);

// ISO 8601 duration in hours, a month being 30 days: `PT24H` is 24, `P3M` is 2160. Nothing for
// another text.
std::optional<double> HoursOf(std::string_view duration);

}  // namespace wervelwijzer::guideline
