#include <gtest/gtest.h>

#include <utility>

#include "guideline/evaluate.h"

namespace wervelwijzer::guideline {
namespace {

OutputValue Text(std::string text) {
  OutputValue value;
  value.kind = OutputValue::Kind::kString;
  value.text = std::move(text);
  return value;
}

OutputValue Flag(int value) {
  OutputValue flag;
  flag.kind = OutputValue::Kind::kBoolean;
  flag.boolean = value != 0;
  return flag;
}

std::string Written(const Decision& decision) {
  JsonWriter writer;
  WriteDecision(writer, decision);
  return std::move(writer).Take();
}

TEST(WriteDecisionTest, UndeterminedAsInTheContract) {
  Decision decision;
  decision.id = "imaging-urgency";
  const DecisionResult soon(
      Members{{"outcome", Text("image-24h")}, {"deadline", Text("PT24H")}, {"steroids", Flag(1)}});
  const DecisionResult later(
      Members{{"outcome", Text("image-48h")}, {"deadline", Text("PT48H")}, {"steroids", Flag(1)}});
  decision.possible = {soon, later};
  decision.needed = {"progressive-complaints-duration"};
  decision.safest = soon;
  decision.rules = {"imaging-urgency-8", "imaging-urgency-9"};
  EXPECT_EQ(Written(decision),
            R"({"status":"undetermined","possible":[)"
            R"({"outcome":"image-24h","deadline":"PT24H","steroids":true},)"
            R"({"outcome":"image-48h","deadline":"PT48H","steroids":true}],)"
            R"("needed":["progressive-complaints-duration"],)"
            R"("safest":{"outcome":"image-24h","deadline":"PT24H","steroids":true},)"
            R"("rules":["imaging-urgency-8","imaging-urgency-9"]})");
}

TEST(WriteDecisionTest, DeterminedIsFlatWithOpenDetails) {
  Decision decision;
  decision.status = DecisionStatus::kDetermined;
  decision.result = DecisionResult(Members{{"outcome", Text("regimen")}});
  decision.open_details = {{"ppi", {Flag(0), Flag(1)}}};
  decision.needed_for_details = {"nsaid-use"};
  decision.parameters = {{"brain-kps-threshold", 70}};
  EXPECT_EQ(Written(decision),
            R"({"status":"determined","outcome":"regimen","open-details":{"ppi":[false,true]},)"
            R"("needed-for-details":["nsaid-use"],"parameters":{"brain-kps-threshold":70}})");
}

TEST(WriteDecisionTest, EmptyListsAreLeftOut) {
  Decision decision;
  decision.status = DecisionStatus::kUndetermined;
  decision.lists = {{"outcome", {}, {"leaflet-b"}}};
  EXPECT_EQ(Written(decision), R"({"status":"undetermined","outcome-undetermined":["leaflet-b"]})");
}

TEST(DecisionTest, AsksBothResultsAndLists) {
  Decision decision;
  decision.possible = {DecisionResult(Members{{"outcome", Text("ad-hoc")}}),
                       DecisionResult(Members{{"outcome", Text("weekly")}})};
  EXPECT_TRUE(decision.MayBe("weekly"));
  EXPECT_FALSE(decision.MayBe("none"));
  EXPECT_FALSE(decision.IsCertainly("weekly"));
  EXPECT_EQ(decision.outcome(), "");
  decision.lists = {{"outcome", {"leaflet-c"}, {"leaflet-b"}}};
  EXPECT_TRUE(decision.IsCertainly("leaflet-c"));
  EXPECT_TRUE(decision.MayBe("leaflet-b"));
  EXPECT_FALSE(decision.IsCertainly("leaflet-b"));
}

}  // namespace
}  // namespace wervelwijzer::guideline
