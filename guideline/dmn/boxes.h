#pragma once

// Boxes over the columns of a table: one mask per column. The arithmetic behind gaps and masked
// rules.

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "guideline/dmn/program.h"

namespace wervelwijzer::dmn {

using ColumnBox = std::vector<Mask>;

// What is left of `box` when `cut` is taken away, as boxes that do not meet.
std::vector<ColumnBox> Subtract(const ColumnBox& box, std::span<const Mask> cut);
// The boxes less `cut`; nothing when more than `limit` are left.
std::optional<std::vector<ColumnBox>> SubtractAll(const std::vector<ColumnBox>& boxes,
                                                  std::span<const Mask> cut, std::size_t limit);
// Joins boxes that differ in one column until none do.
void Merge(std::vector<ColumnBox>& boxes);
// The common part; nothing when it is empty.
std::optional<ColumnBox> Intersect(std::span<const Mask> a, std::span<const Mask> b);
// True when every point of `inner` lies in `outer`.
bool Includes(std::span<const Mask> outer, std::span<const Mask> inner);

}  // namespace wervelwijzer::dmn
