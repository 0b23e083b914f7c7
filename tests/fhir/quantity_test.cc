#include "fhir/quantity.h"

#include <gtest/gtest.h>

namespace wervelwijzer::fhir {
namespace {

std::optional<NumberRange> Read(std::string_view json, std::string_view unit) {
  const auto document = JsonDocument::Parse(json);
  EXPECT_TRUE(document.ok());
  return ReadNumber(document->root(), unit);
}

TEST(QuantityTest, TimeIsConverted) {
  EXPECT_DOUBLE_EQ(Read(R"({"value":2,"code":"d"})", "h")->low, 48);
  EXPECT_DOUBLE_EQ(Read(R"({"value":36,"code":"h"})", "d")->low, 1.5);
  EXPECT_DOUBLE_EQ(Read(R"({"value":2,"code":"wk"})", "d")->low, 14);
  EXPECT_DOUBLE_EQ(Read(R"({"value":1,"code":"a"})", "mo")->low, 12);
  EXPECT_DOUBLE_EQ(Read(R"({"value":90,"unit":"minuten"})", "h")->low, 1.5);
}

TEST(QuantityTest, CentimetresBecomeMillimetres) {
  EXPECT_DOUBLE_EQ(Read(R"({"value":2.1,"code":"cm"})", "mm")->low, 21);
}

TEST(QuantityTest, PercentageBecomesAFraction) {
  EXPECT_DOUBLE_EQ(Read(R"({"value":50,"code":"%"})", "1")->low, 0.5);
  EXPECT_DOUBLE_EQ(Read(R"({"value":80,"code":"{score}"})", "%")->low, 80);
}

TEST(QuantityTest, ComparatorMakesARange) {
  const auto range = Read(R"({"value":3,"code":"mo","comparator":"<"})", "mo");
  ASSERT_TRUE(range);
  EXPECT_EQ(range->high, 3);
  EXPECT_TRUE(range->high_open);
  EXPECT_EQ(range->low, -std::numeric_limits<double>::infinity());
}

TEST(QuantityTest, RangeKeepsItsEnds) {
  const auto range = Read(R"({"low":{"value":1,"code":"d"},"high":{"value":2,"code":"d"}})", "h");
  ASSERT_TRUE(range);
  EXPECT_EQ(range->low, 24);
  EXPECT_EQ(range->high, 48);
}

TEST(QuantityTest, UnitOfAnotherKindIsRefused) {
  EXPECT_FALSE(Read(R"({"value":2,"code":"mm"})", "h"));
  EXPECT_FALSE(Read(R"({"value":2,"code":"furlong"})", "mm"));
  EXPECT_FALSE(Read(R"({"unit":"h"})", "h"));
}

}  // namespace
}  // namespace wervelwijzer::fhir
