// Values of cells: ranges and how they meet, numbers and dates as words.

#include <charconv>
#include <cmath>

#include "base/clock.h"
#include "guideline/dmn/cells.h"

namespace wervelwijzer::dmn {

bool Contains(const Interval& range, double value) {
  const bool above = range.low_open ? value > range.low : value >= range.low;
  const bool below = range.high_open ? value < range.high : value <= range.high;
  return above && below;
}

bool Meets(const Interval& a, const Interval& b, Numbers numbers) {
  Interval both = a;
  if (b.low > a.low || (b.low == a.low && b.low_open)) both.low = b.low, both.low_open = b.low_open;
  if (b.high < a.high || (b.high == a.high && b.high_open)) {
    both.high = b.high, both.high_open = b.high_open;
  }
  if (numbers == Numbers::kWhole) {
    double first = std::ceil(both.low);
    if (both.low_open && first == both.low) first += 1;
    if (std::isinf(both.low)) return both.low < both.high;
    return Contains(both, first);
  }
  if (both.low < both.high) return true;
  return both.low == both.high && !both.low_open && !both.high_open;
}

std::string NumberText(double value) {
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed);
  return end.ec == std::errc() ? std::string(buffer, end.ptr) : std::to_string(value);
}

std::string DateText(double day) {
  const CivilTime date = DateOfDayNumber(static_cast<std::int64_t>(day));
  const auto digits = [](int value, std::size_t width) {
    std::string text = std::to_string(value);
    return text.size() < width ? std::string(width - text.size(), '0') + text : text;
  };
  return digits(date.year, 4) + "-" + digits(date.month, 2) + "-" + digits(date.day, 2);
}

std::string ValueText(const OutputValue& value) {
  switch (value.kind) {
    case OutputValue::Kind::kNone:
      return "null";
    case OutputValue::Kind::kBoolean:
      return value.boolean ? "true" : "false";
    case OutputValue::Kind::kNumber:
      return NumberText(value.number);
    case OutputValue::Kind::kString:
      return value.text;
  }
  return {};
}

}  // namespace wervelwijzer::dmn
