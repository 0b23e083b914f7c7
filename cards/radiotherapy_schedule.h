#pragma once

// How much radiation an order asks for, in how many fractions, and which schedules the guideline
// names. An order that cannot be read with certainty has no schedule: nothing is guessed.

#include <optional>
#include <string_view>

#include "guideline/bindings/bind.h"

namespace wervelwijzer::cards {

struct Schedule {
  double gray = 0;    // total dose, above 0
  int fractions = 0;  // at least 1
};

// From the order's coded dose (the dose extensions of HL7's CodeX Radiation Therapy guide, planned
// or prescribed, in Gy or cGy), else from its words (`5 x 4 Gy`, `30 Gy in 10 fracties`,
// `20 Gy/5`). Nothing when there is none, and when two of them differ.
std::optional<Schedule> ReadSchedule(const guideline::Order& order);

// The schedule that `text` (any case) speaks of; for ReadSchedule and its tests.
std::optional<Schedule> ReadScheduleInWords(std::string_view text);

// True when `schedule` meets that outcome of radiotherapy-specification or
// radiotherapy-after-surgery (`rt-1x8`, `rt-10x3`, `rt-oligo`, `rt-postop-short`,
// `rt-postop-long`). False for any other outcome.
bool MeetsSchedule(const Schedule& schedule, std::string_view outcome);

}  // namespace wervelwijzer::cards
