#include "guideline/urgency.h"

#include <gtest/gtest.h>

namespace wervelwijzer::guideline {
namespace {

TEST(HoursOfTest, ReadsTheDeadlinesOfTheTables) {
  EXPECT_EQ(HoursOf("PT12H"), 12);
  EXPECT_EQ(HoursOf("PT72H"), 72);
  EXPECT_EQ(HoursOf("P1D"), 24);
  EXPECT_EQ(HoursOf("P14D"), 336);
  EXPECT_EQ(HoursOf("P3M"), 2160);
  EXPECT_EQ(HoursOf("P1DT12H"), 36);
  EXPECT_EQ(HoursOf("PT30M"), 0.5);
}

TEST(HoursOfTest, OtherTextIsNoDuration) {
  for (const char* text : {"", "P", "PT", "12H", "PT12", "P12X", "PTT1H", "soon"})
    EXPECT_FALSE(HoursOf(text)) << text;
}

dmn::OutputValue Text(const char* text) {
  dmn::OutputValue value;
  value.kind = dmn::OutputValue::Kind::kString;
  value.text = text;
  return value;
}

TEST(UrgencyTest, NoDeadlineComesLast) {
  dmn::ProgramDecision decision;
  decision.id = "imaging-urgency";
  decision.output_names = {"outcome", "deadline"};
  decision.results = {{Text("a"), {}}, {Text("b"), Text("P7D")}, {Text("c"), Text("PT12H")}};
  const std::vector<double> urgency = UrgencyOfResults(decision);
  EXPECT_LT(urgency[2], urgency[1]);
  EXPECT_LT(urgency[1], urgency[0]);
}

TEST(UrgencyTest, OtherDecisionsHaveNoOrder) {
  dmn::ProgramDecision decision;
  decision.id = "pain-team";
  decision.output_names = {"outcome"};
  decision.results = {{Text("a")}};
  EXPECT_TRUE(UrgencyOfResults(decision).empty());
}

}  // namespace
}  // namespace wervelwijzer::guideline
