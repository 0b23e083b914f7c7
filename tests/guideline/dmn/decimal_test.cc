#include "guideline/dmn/decimal.h"

#include <gtest/gtest.h>

#include <random>

namespace wervelwijzer::dmn {
namespace {

Decimal Of(const char* text) { return *Decimal::Parse(text); }

TEST(DecimalTest, TextComesBackPlain) {
  for (const auto& [text, plain] : {std::pair("0", "0"),
                                    {"-0.0", "0"},
                                    {"1.50", "1.5"},
                                    {"-12e2", "-1200"},
                                    {".25", "0.25"},
                                    {"1e-7", "0.0000001"},
                                    {"0012", "12"}}) {
    EXPECT_EQ(Of(text).ToString(), plain);
  }
}

TEST(DecimalTest, OtherTextIsNoNumber) {
  for (const char* text : {"", "-", ".", "1.", "+1", "1e", "1e+", "0x10", "NaN", "inf", "1 ", "1,5",
                           "1e9999999999", "1e7000"}) {
    EXPECT_FALSE(Decimal::Parse(text).has_value()) << text;
  }
}

TEST(DecimalTest, RoundsToThirtyFourDigitsHalfToEven) {
  EXPECT_EQ(Of("12345678901234567890123456789012345").ToString(),
            "12345678901234567890123456789012340");
  EXPECT_EQ(Of("12345678901234567890123456789012355").ToString(),
            "12345678901234567890123456789012360");
  EXPECT_EQ(Of("99999999999999999999999999999999999").ToString(),
            "100000000000000000000000000000000000");
}

TEST(DecimalTest, SumOfFarApartNumbersKeepsTheLarge) {
  EXPECT_EQ(*Decimal::Add(Of("1e40"), Of("1")), Of("1e40"));
  EXPECT_EQ(*Decimal::Subtract(Of("1e33"), Of("1e-40")), Of("1e33"));
  EXPECT_EQ(Decimal::Subtract(Of("1e33"), Of("0.6"))->ToString(),
            "999999999999999999999999999999999.4");
}

TEST(DecimalTest, RangeIsThatOfDecimal128) {
  EXPECT_TRUE(Decimal::Multiply(Of("1e6000"), Of("1e144")).has_value());
  EXPECT_FALSE(Decimal::Multiply(Of("1e6000"), Of("1e145")).has_value());
  EXPECT_TRUE(Decimal::Multiply(Of("1e-6000"), Of("1e-6000"))->IsZero());
  EXPECT_FALSE(Decimal::Divide(Of("1"), Of("0")).has_value());
}

TEST(DecimalTest, RoundingGoesTheWayItSays) {
  const struct {
    const char* value;
    Rounding rounding;
    const char* expected;
  } kRows[] = {
      {"2.5", Rounding::kHalfEven, "2"},  {"-2.5", Rounding::kHalfEven, "-2"},
      {"2.5", Rounding::kHalfUp, "3"},    {"-2.5", Rounding::kHalfUp, "-3"},
      {"2.5", Rounding::kHalfDown, "2"},  {"2.51", Rounding::kHalfDown, "3"},
      {"2.1", Rounding::kUp, "3"},        {"-2.1", Rounding::kUp, "-3"},
      {"2.9", Rounding::kDown, "2"},      {"-2.9", Rounding::kDown, "-2"},
      {"-2.1", Rounding::kFloor, "-3"},   {"2.9", Rounding::kFloor, "2"},
      {"-2.9", Rounding::kCeiling, "-2"}, {"2.1", Rounding::kCeiling, "3"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(Of(row.value).Round(0, row.rounding)->ToString(), row.expected) << row.value;
  }
  EXPECT_EQ(Of("1250").Round(-2, Rounding::kHalfEven)->ToString(), "1200");
  EXPECT_EQ(Of("1e-50").Round(2, Rounding::kUp)->ToString(), "0.01");
}

// Against 64-bit whole numbers, which hold the exact answer.
TEST(DecimalTest, AgreesWithWholeNumbers) {
  std::mt19937_64 random(7);
  std::uniform_int_distribution<std::int64_t> draw(-1'000'000'000, 1'000'000'000);
  for (int i = 0; i < 20000; ++i) {
    const std::int64_t a = draw(random), b = draw(random);
    EXPECT_EQ(*Decimal::Add(a, b), Decimal(a + b));
    EXPECT_EQ(*Decimal::Subtract(a, b), Decimal(a - b));
    EXPECT_EQ(*Decimal::Multiply(a, b), Decimal(a * b));
    EXPECT_EQ(Decimal(a) < Decimal(b), a < b);
    EXPECT_EQ(Decimal(a * b).ToInteger().value_or(0), a * b);
    if (b == 0) continue;
    EXPECT_EQ(*Decimal::Multiply(*Decimal::Divide(a * b, b), Decimal(1)), Decimal(a));
  }
}

// Scaling by powers of ten changes nothing but the exponent.
TEST(DecimalTest, LawsHoldAtAnyScale) {
  std::mt19937_64 random(11);
  std::uniform_int_distribution<std::int64_t> draw(1, 999'999'999'999);
  std::uniform_int_distribution<int> scale(-40, 40);
  for (int i = 0; i < 20000; ++i) {
    const Decimal a =
        Of((std::to_string(draw(random)) + "e" + std::to_string(scale(random))).c_str());
    const Decimal b =
        Of((std::to_string(draw(random)) + "e" + std::to_string(scale(random))).c_str());
    EXPECT_EQ(*Decimal::Add(a, b), *Decimal::Add(b, a));
    EXPECT_EQ(*Decimal::Multiply(a, b), *Decimal::Multiply(b, a));
    EXPECT_EQ(*Decimal::Subtract(a, b), Decimal::Subtract(b, a)->Negated());
    EXPECT_EQ(*Decimal::Parse(a.ToString()), a);
    EXPECT_EQ(a < b, Decimal::Subtract(a, b)->IsNegative());
    const Decimal root = *Decimal::SquareRoot(*Decimal::Multiply(a, a));
    EXPECT_EQ(root, a);
  }
}

TEST(DecimalTest, BinaryFractionsAreReadToSeventeenDigits) {
  EXPECT_EQ(Decimal::FromDouble(0.5)->ToString(), "0.5");
  EXPECT_FALSE(Decimal::FromDouble(std::numeric_limits<double>::infinity()).has_value());
  EXPECT_EQ(Of("0.1").ToDouble(), 0.1);
  EXPECT_EQ(Of("-123456789.125").ToDouble(), -123456789.125);
}

}  // namespace
}  // namespace wervelwijzer::dmn
