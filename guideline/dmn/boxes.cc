#include "guideline/dmn/boxes.h"

#include <algorithm>

namespace wervelwijzer::dmn {

std::vector<ColumnBox> Subtract(const ColumnBox& box, std::span<const Mask> cut) {
  if (!Intersect(box, cut)) return {box};
  std::vector<ColumnBox> left;
  ColumnBox rest = box;
  for (std::size_t c = 0; c < box.size(); ++c) {
    const Mask outside = rest[c] & ~cut[c];
    if (outside != 0) {
      left.push_back(rest);
      left.back()[c] = outside;
    }
    rest[c] &= cut[c];
  }
  return left;
}

std::optional<std::vector<ColumnBox>> SubtractAll(const std::vector<ColumnBox>& boxes,
                                                  std::span<const Mask> cut, std::size_t limit) {
  std::vector<ColumnBox> left;
  for (const ColumnBox& box : boxes) {
    for (ColumnBox& piece : Subtract(box, cut)) left.push_back(std::move(piece));
    if (left.size() > limit) return std::nullopt;
  }
  return left;
}

namespace {

// The column in which the boxes differ, when it is only one.
std::optional<std::size_t> OnlyDifference(const ColumnBox& a, const ColumnBox& b) {
  std::optional<std::size_t> column;
  for (std::size_t c = 0; c < a.size(); ++c) {
    if (a[c] == b[c]) continue;
    if (column) return std::nullopt;
    column = c;
  }
  return column;
}

}  // namespace

void Merge(std::vector<ColumnBox>& boxes) {
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t a = 0; a < boxes.size(); ++a) {
      for (std::size_t b = a + 1; b < boxes.size(); ++b) {
        const std::optional<std::size_t> column = OnlyDifference(boxes[a], boxes[b]);
        if (!column) continue;
        boxes[a][*column] |= boxes[b][*column];
        boxes.erase(boxes.begin() + static_cast<std::ptrdiff_t>(b));
        changed = true;
        --b;
      }
    }
  }
}

std::optional<ColumnBox> Intersect(std::span<const Mask> a, std::span<const Mask> b) {
  ColumnBox both(a.begin(), a.end());
  for (std::size_t c = 0; c < both.size(); ++c) {
    both[c] &= b[c];
    if (both[c] == 0) return std::nullopt;
  }
  return both;
}

bool Includes(std::span<const Mask> outer, std::span<const Mask> inner) {
  return std::equal(outer.begin(), outer.end(), inner.begin(), inner.end(),
                    [](Mask large, Mask small) { return (small & ~large) == 0; });
}

}  // namespace wervelwijzer::dmn
