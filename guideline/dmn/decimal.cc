#include "guideline/dmn/decimal.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace wervelwijzer::dmn {
namespace {

using Coefficient = Decimal::Coefficient;

// 10^0 to 10^38: the powers that fit into 128 bits.
constexpr std::array<Coefficient, 39> kPowers = [] {
  std::array<Coefficient, 39> powers{};
  powers[0] = 1;
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

int DigitsOf(Coefficient value) {
  const auto above = std::upper_bound(kPowers.begin(), kPowers.end(), value);
  return static_cast<int>(above - kPowers.begin());
}

// Whether a magnitude whose dropped part is `dropped` of `unit` goes one up.
bool RoundsUp(bool negative, Coefficient kept, Coefficient dropped, Coefficient unit,
              Rounding rounding) {
  if (dropped == 0) return false;
  const Coefficient rest = unit - dropped;
  switch (rounding) {
    case Rounding::kUp:
      return true;
    case Rounding::kDown:
      return false;
    case Rounding::kFloor:
      return negative;
    case Rounding::kCeiling:
      return !negative;
    case Rounding::kHalfUp:
      return dropped >= rest;
    case Rounding::kHalfDown:
      return dropped > rest;
    case Rounding::kHalfEven:
      return dropped > rest || (dropped == rest && kept % 2 == 1);
  }
  return false;
}

// `value` without its last `digits` digits, rounded.
Coefficient DropDigits(bool negative, Coefficient value, int digits, Rounding rounding) {
  if (digits <= 0) return value;
  if (digits > 38) return RoundsUp(negative, 0, value == 0 ? 0 : 1, 10, rounding) ? 1 : 0;
  const Coefficient unit = kPowers[digits];
  const Coefficient kept = value / unit;
  return kept + (RoundsUp(negative, kept, value % unit, unit, rounding) ? 1 : 0);
}

struct Product {
  Coefficient high, low;  // high * 10^34 + low
};

Product MultiplyFull(Coefficient a, Coefficient b) {
  const Coefficient half = kPowers[17], whole = kPowers[34];
  const Coefficient a1 = a / half, a0 = a % half, b1 = b / half, b0 = b % half;
  const Coefficient middle = a1 * b0 + a0 * b1;
  const Coefficient low = a0 * b0 + (middle % half) * half;
  return {a1 * b1 + middle / half + low / whole, low % whole};
}

// A difference of 36 digits plus one for what was lost keeps the sum exact enough to round once.
constexpr int kWindow = 36;

}  // namespace

Decimal::Decimal(std::int64_t whole)
    : coefficient_(whole < 0 ? Coefficient{0} - static_cast<Coefficient>(whole)
                             : static_cast<Coefficient>(whole)),
      negative_(whole < 0) {}

std::optional<Decimal> Decimal::Make(bool negative, Coefficient coefficient, int exponent,
                                     Rounding rounding) {
  int drop = std::max(DigitsOf(coefficient) - kDigits, kMinExponent - exponent);
  if (drop > 0) {
    coefficient = DropDigits(negative, coefficient, drop, rounding);
    exponent += drop;
    if (coefficient == kPowers[kDigits]) {
      coefficient /= 10;
      ++exponent;
    }
  }
  if (coefficient == 0) return Decimal(false, 0, std::clamp(exponent, kMinExponent, 0));
  if (exponent > kMaxExponent) {
    // The spare digits of the coefficient can take up some of the exponent.
    const int shift = exponent - kMaxExponent;
    if (DigitsOf(coefficient) + shift > kDigits) return std::nullopt;
    coefficient *= kPowers[shift];
    exponent = kMaxExponent;
  }
  return Decimal(negative, coefficient, exponent);
}

std::optional<Decimal> Decimal::Parse(std::string_view text) {
  std::size_t at = 0;
  const bool negative = !text.empty() && text[0] == '-';
  if (negative) ++at;
  Coefficient coefficient = 0;
  int exponent = 0, digits = 0;
  bool point = false, any = false;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '.' && !point) {
      point = true;
      continue;
    }
    if (c < '0' || c > '9') break;
    any = true;
    if (digits < 37) {
      coefficient = coefficient * 10 + static_cast<Coefficient>(c - '0');
      if (coefficient != 0) ++digits;
      if (point) --exponent;
    } else if (!point) {
      ++exponent;
    }
    if (exponent < -100000 || exponent > 100000) return std::nullopt;
  }
  if (!any || text[at - 1] == '.') return std::nullopt;
  if (at < text.size()) {
    if (text[at] != 'e' && text[at] != 'E') return std::nullopt;
    ++at;
    const bool minus = at < text.size() && text[at] == '-';
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
    if (at == text.size()) return std::nullopt;
    int written = 0;
    for (; at < text.size(); ++at) {
      if (text[at] < '0' || text[at] > '9' || written > 100000) return std::nullopt;
      written = written * 10 + (text[at] - '0');
    }
    exponent += minus ? -written : written;
  }
  return Make(negative, coefficient, exponent);
}

std::optional<Decimal> Decimal::FromDouble(double value) {
  if (!std::isfinite(value)) return std::nullopt;
  char text[40];
  std::snprintf(text, sizeof text, "%.17g", value);
  return Parse(text);
}

std::optional<Decimal> Decimal::Add(const Decimal& a, const Decimal& b) {
  if (a.IsZero()) return b;
  if (b.IsZero()) return a;
  const Decimal& big = a.exponent_ >= b.exponent_ ? a : b;
  const Decimal& small = a.exponent_ >= b.exponent_ ? b : a;
  int shift = std::min(big.exponent_ - small.exponent_, kWindow - DigitsOf(big.coefficient_));
  Coefficient left = big.coefficient_ * kPowers[shift];
  int exponent = big.exponent_ - shift;
  Coefficient right = small.coefficient_;
  const int lost = exponent - small.exponent_;
  if (lost > 0) {
    const Coefficient unit = lost > 38 ? 0 : kPowers[lost];
    const Coefficient kept = unit == 0 ? 0 : right / unit;
    const bool sticky = unit == 0 || right % unit != 0;
    left *= 10;
    right = kept * 10 + (sticky ? 1 : 0);
    --exponent;
  }
  if (big.negative_ == small.negative_) return Make(big.negative_, left + right, exponent);
  if (left >= right) return Make(big.negative_, left - right, exponent);
  return Make(small.negative_, right - left, exponent);
}

std::optional<Decimal> Decimal::Subtract(const Decimal& a, const Decimal& b) {
  return Add(a, b.Negated());
}

std::optional<Decimal> Decimal::Multiply(const Decimal& a, const Decimal& b) {
  const Product product = MultiplyFull(a.coefficient_, b.coefficient_);
  const bool negative = a.negative_ != b.negative_;
  int exponent = a.exponent_ + b.exponent_;
  if (product.high == 0) return Make(negative, product.low, exponent);
  const int drop = DigitsOf(product.high);
  const Coefficient unit = kPowers[drop];
  Coefficient kept = product.high * kPowers[kDigits - drop] + product.low / unit;
  if (RoundsUp(negative, kept, product.low % unit, unit, Rounding::kHalfEven)) ++kept;
  return Make(negative, kept, exponent + drop);
}

std::optional<Decimal> Decimal::Divide(const Decimal& a, const Decimal& b) {
  if (b.IsZero()) return std::nullopt;
  if (a.IsZero()) return a;
  Coefficient quotient = a.coefficient_ / b.coefficient_;
  Coefficient rest = a.coefficient_ % b.coefficient_;
  int exponent = a.exponent_ - b.exponent_;
  // Long division; a 36th digit that is not exact is marked by a last digit that is not zero.
  while (rest != 0 && quotient < kPowers[kWindow - 1]) {
    rest *= 10;
    quotient = quotient * 10 + rest / b.coefficient_;
    rest %= b.coefficient_;
    --exponent;
  }
  if (rest != 0) {
    quotient = quotient * 10 + 1;
    --exponent;
  }
  return Make(a.negative_ != b.negative_, quotient, exponent);
}

std::optional<Decimal> Decimal::Power(const Decimal& base, const Decimal& exponent) {
  const std::optional<std::int64_t> whole = exponent.ToInteger();
  if (!whole) return FromDouble(std::pow(base.ToDouble(), exponent.ToDouble()));
  if (*whole > 999'999'999 || *whole < -999'999'999) return std::nullopt;
  std::uint64_t left = static_cast<std::uint64_t>(std::abs(*whole));
  std::optional<Decimal> result = Decimal(1), square = base;
  while (left != 0) {
    if (left % 2 == 1) result = square ? Multiply(*result, *square) : std::nullopt;
    if (!result) return std::nullopt;
    left /= 2;
    if (left != 0 && square) square = Multiply(*square, *square);
  }
  return *whole < 0 ? Divide(Decimal(1), *result) : result;
}

std::optional<Decimal> Decimal::Modulo(const Decimal& a, const Decimal& b) {
  std::optional<Decimal> quotient = Divide(a, b);
  if (quotient) quotient = quotient->Round(0, Rounding::kFloor);
  if (quotient) quotient = Multiply(b, *quotient);
  return quotient ? Subtract(a, *quotient) : std::nullopt;
}

std::optional<Decimal> Decimal::SquareRoot(const Decimal& value) {
  if (value.IsNegative()) return std::nullopt;
  if (value.IsZero()) return value;
  // An even exponent near zero, so that the first guess fits a binary number.
  const int shift = (value.exponent_ + DigitsOf(value.coefficient_)) / 2 * 2;
  const Decimal scaled(false, value.coefficient_, value.exponent_ - shift);
  std::optional<Decimal> root = FromDouble(std::sqrt(scaled.ToDouble()));
  for (int step = 0; step < 3 && root; ++step) {  // Newton: 17 digits become more than 34
    std::optional<Decimal> other = Divide(scaled, *root);
    other = other ? Add(*root, *other) : other;
    root = other ? Divide(*other, Decimal(2)) : other;
  }
  if (!root) return std::nullopt;
  return Make(false, root->coefficient_, root->exponent_ + shift / 2);
}

Decimal Decimal::Negated() const { return {!negative_, coefficient_, exponent_}; }
Decimal Decimal::Abs() const { return {false, coefficient_, exponent_}; }

std::optional<Decimal> Decimal::Round(int scale, Rounding rounding) const {
  if (scale > -kMinExponent || scale < -kMaxExponent) return std::nullopt;
  if (-exponent_ <= scale) return *this;
  return Make(negative_, DropDigits(negative_, coefficient_, -scale - exponent_, rounding), -scale);
}

bool Decimal::IsWhole() const {
  if (exponent_ >= 0 || coefficient_ == 0) return true;
  return -exponent_ <= kDigits && coefficient_ % kPowers[-exponent_] == 0;
}

std::optional<std::int64_t> Decimal::ToInteger() const {
  if (!IsWhole()) return std::nullopt;
  if (coefficient_ == 0) return 0;
  if (DigitsOf(coefficient_) + exponent_ > 18) return std::nullopt;
  const Coefficient value =
      exponent_ >= 0 ? coefficient_ * kPowers[exponent_] : coefficient_ / kPowers[-exponent_];
  const auto magnitude = static_cast<std::int64_t>(value);
  return negative_ ? -magnitude : magnitude;
}

double Decimal::ToDouble() const {
  // Through text: the library's reading rounds correctly.
  char digits[40];
  std::snprintf(digits, sizeof digits, "%llu%017llue%d",
                static_cast<unsigned long long>(coefficient_ / kPowers[17]),
                static_cast<unsigned long long>(coefficient_ % kPowers[17]), exponent_);
  const double magnitude = std::strtod(digits, nullptr);
  return negative_ ? -magnitude : magnitude;
}

std::string Decimal::ToString() const {
  Coefficient rest = coefficient_;
  int exponent = exponent_;
  while (exponent < 0 && rest % 10 == 0) {
    rest /= 10;
    ++exponent;
  }
  std::string digits;
  for (; rest != 0; rest /= 10) digits.insert(digits.begin(), static_cast<char>('0' + rest % 10));
  if (digits.empty()) return "0";
  if (exponent >= 0) {
    digits.append(static_cast<std::size_t>(exponent), '0');
  } else {
    const auto behind = static_cast<std::size_t>(-exponent);
    if (digits.size() <= behind) digits.insert(0, behind + 1 - digits.size(), '0');
    digits.insert(digits.size() - behind, 1, '.');
  }
  return (negative_ ? "-" : "") + digits;
}

std::strong_ordering Decimal::operator<=>(const Decimal& other) const {
  if (IsZero() || other.IsZero() || IsNegative() != other.IsNegative()) {
    const auto sign = [](const Decimal& d) { return d.IsZero() ? 0 : d.negative_ ? -1 : 1; };
    return sign(*this) <=> sign(other);
  }
  const int mine = DigitsOf(coefficient_) + exponent_;
  const int theirs = DigitsOf(other.coefficient_) + other.exponent_;
  std::strong_ordering order = mine <=> theirs;
  if (order == 0) {
    // Same leading position, so both scale to 34 digits without loss.
    order = coefficient_ * kPowers[kDigits - DigitsOf(coefficient_)] <=>
            other.coefficient_ * kPowers[kDigits - DigitsOf(other.coefficient_)];
  }
  return negative_ ? 0 <=> order : order;
}

}  // namespace wervelwijzer::dmn
