#pragma once

// Decimal numbers as FEEL has them (DMN 1.3, clause 10.3.2.3.1; IEEE 754-2008 decimal128): 34
// significant digits, exponent -6176 to 6111, rounding half to even. Never a binary fraction, so
// that thresholds such as 7.1 compare exactly. There is no NaN and no infinity: what has no number
// has no value.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wervelwijzer::dmn {

// Directions of rounding, as the FEEL functions name them.
enum class Rounding { kHalfEven, kHalfUp, kHalfDown, kUp, kDown, kFloor, kCeiling };

// A value: copyable, small, no allocation. Pure functions throughout.
class Decimal {
 public:
  __extension__ typedef unsigned __int128 Coefficient;
  static constexpr int kDigits = 34;
  static constexpr int kMinExponent = -6176;
  static constexpr int kMaxExponent = 6111;

  Decimal() = default;
  Decimal(std::int64_t whole);  // NOLINT: implicit, exact

  // `12`, `-3.50`, `.5`, `1.2e3`. No value when the text is another thing or out of range.
  static std::optional<Decimal> Parse(std::string_view text);
  // The nearest decimal of 17 digits; no value for NaN and infinities.
  static std::optional<Decimal> FromDouble(double value);

  // No value on overflow; division also by zero. Power takes any exponent; a whole one is exact as
  // far as the digits go, another goes through binary floating point.
  static std::optional<Decimal> Add(const Decimal& a, const Decimal& b);
  static std::optional<Decimal> Subtract(const Decimal& a, const Decimal& b);
  static std::optional<Decimal> Multiply(const Decimal& a, const Decimal& b);
  static std::optional<Decimal> Divide(const Decimal& a, const Decimal& b);
  static std::optional<Decimal> Power(const Decimal& base, const Decimal& exponent);
  // a - b * floor(a / b): the sign follows b.
  static std::optional<Decimal> Modulo(const Decimal& a, const Decimal& b);
  static std::optional<Decimal> SquareRoot(const Decimal& value);

  Decimal Negated() const;
  Decimal Abs() const;
  // Rounded to that many digits behind the point; negative scales round before it.
  std::optional<Decimal> Round(int scale, Rounding rounding) const;

  bool IsZero() const { return coefficient_ == 0; }
  bool IsNegative() const { return negative_ && coefficient_ != 0; }
  bool IsWhole() const;
  // The whole number, when it is one and fits.
  std::optional<std::int64_t> ToInteger() const;
  double ToDouble() const;
  // Plain digits, no exponent, no zeros at the end of the fraction: `0.25`, `-1200`.
  std::string ToString() const;

  // By value: 1.0 equals 1.
  std::strong_ordering operator<=>(const Decimal& other) const;
  bool operator==(const Decimal& other) const { return (*this <=> other) == 0; }

 private:
  Decimal(bool negative, Coefficient coefficient, int exponent)
      : coefficient_(coefficient), exponent_(exponent), negative_(negative) {}
  // Rounds to 34 digits and checks the exponent.
  static std::optional<Decimal> Make(bool negative, Coefficient coefficient, int exponent,
                                     Rounding rounding = Rounding::kHalfEven);

  Coefficient coefficient_ = 0;  // below 10^34
  int exponent_ = 0;             // the value is coefficient * 10^exponent
  bool negative_ = false;
};

}  // namespace wervelwijzer::dmn
