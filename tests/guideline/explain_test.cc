#include <gtest/gtest.h>

#include "tests/guideline/loaded.h"

namespace wervelwijzer::guideline {
namespace {

std::string ExplainIn(std::string_view language, std::string_view json) {
  Inputs inputs = InputsOf(json);
  const Decisions decisions = Shipped().Decide(inputs, Module::kAll);
  return Shipped().Explain(inputs, decisions, language);
}

bool Contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

constexpr std::string_view kDeficit = R"({"clinician-states-suspicion": true,
    "adequate-imaging-available": false, "clinical-cord-cauda-compression": false,
    "lhermitte": false, "radicular-deficit": "unilateral", "radicular-pain": "none"})";

TEST(ExplainTest, SaysWhatItIsNot) {
  EXPECT_TRUE(Contains(ExplainIn("nl", "{}"), "Geen gecertificeerd medisch hulpmiddel"));
  EXPECT_TRUE(Contains(ExplainIn("en", "{}"), "Not a certified medical device"));
}

TEST(ExplainTest, NamesInputsWithTheirSource) {
  const std::string text = ExplainIn("en", kDeficit);
  EXPECT_TRUE(Contains(text, "radicular-deficit (radicular deficit) = unilateral; stated")) << text;
  EXPECT_TRUE(Contains(text, "= true; derived from radicular-deficit")) << text;
}

TEST(ExplainTest, SaysRulesAndResultsInTheLanguageAsked) {
  const std::string text = ExplainIn("nl", kDeficit);
  EXPECT_TRUE(Contains(text, "imaging-urgency (Termijn voor beeldvorming): ")) << text;
  EXPECT_TRUE(Contains(text, "image-48h (beeldvorming binnen 48 uur)")) << text;
  EXPECT_TRUE(Contains(text, "De richtlijn is voor volwassenen geschreven"));
  EXPECT_FALSE(Contains(text, "Written for adults"));
  EXPECT_TRUE(Contains(ExplainIn("en", kDeficit), "image-48h (imaging within 48 hours)"));
}

TEST(ExplainTest, NamesRulesThatMayFireAndWhatTheyWaitFor) {
  const std::string text = ExplainIn("en", kDeficit);
  EXPECT_TRUE(Contains(
      text, "imaging-urgency-8: may still fire if progressive-complaints-duration in [0..7]"))
      << text;
  EXPECT_TRUE(Contains(text, "imaging-urgency-6: excluded by radicular-deficit = unilateral"))
      << text;
  EXPECT_TRUE(Contains(text, "needed: progressive-complaints-duration")) << text;
}

TEST(ExplainTest, NamesTheRuleThatFired) {
  const std::string text = ExplainIn("nl", R"({"mri-possible": false,
      "adequate-imaging-available": false})");
  EXPECT_TRUE(Contains(text, "imaging-modality (Keuze van beeldvorming): bepaald: ct-whole-spine"))
      << text;
  EXPECT_TRUE(Contains(text, "imaging-modality-3: van toepassing")) << text;
}

TEST(ExplainTest, NamesTheContradictionAndTheFailedPrecondition) {
  const std::string text = ExplainIn("en", R"({"pain-present": false, "pain-nrs": 4,
      "spinal-metastases-established": false})");
  EXPECT_TRUE(Contains(text, "pain-team (Pain team): inconsistent")) << text;
  EXPECT_TRUE(Contains(text, "by C02")) << text;
  EXPECT_TRUE(Contains(text, "precondition not met")) << text;
}

TEST(ExplainTest, ShowsTheEvidence) {
  Inputs inputs(Shipped().catalogue());
  inputs.State("kps", ValueSet::Number(70), {"Observation/12", "2026-11", {}, "", "code 89243-0"});
  const Decisions decisions = Shipped().Decide(inputs, Module::kSpinal);
  EXPECT_TRUE(Contains(Shipped().Explain(inputs, decisions, "en"),
                       "from Observation/12, 2026-11, code 89243-0"));
}

}  // namespace
}  // namespace wervelwijzer::guideline
