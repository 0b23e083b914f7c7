#include "guideline/derive.h"

#include <gtest/gtest.h>

#include "tests/guideline/loaded.h"

namespace wervelwijzer::guideline {
namespace {

// The values of an input after Derive: `unknown`, codes joined by `|`, or ranges `70..80`.
std::string DerivedText(const Inputs& inputs, std::string_view id) {
  const InputState& state = inputs.Get(id);
  if (state.origin == Origin::kUnknown) return "unknown";
  std::string text;
  for (const std::string& code : state.values.codes) text += (text.empty() ? "" : "|") + code;
  for (const dmn::Interval& range : state.values.ranges) {
    text += (text.empty() ? "" : "|") + std::to_string(static_cast<int>(range.low));
    if (range.high != range.low) text += ".." + std::to_string(static_cast<int>(range.high));
  }
  return (state.origin == Origin::kStated ? "stated " : "") + text;
}

struct DeriveCase {
  std::string_view inputs, id, expected;
};

class DeriveTest : public testing::TestWithParam<DeriveCase> {};

TEST_P(DeriveTest, FollowsFromWhatIsStated) {
  Inputs inputs = InputsOf(GetParam().inputs);
  Derive(inputs);
  EXPECT_EQ(DerivedText(inputs, GetParam().id), GetParam().expected) << GetParam().inputs;
}

INSTANTIATE_TEST_SUITE_P(
    SinsTotal, DeriveTest,
    testing::Values(
        DeriveCase{R"({"sins-location": "junctional", "sins-pain": "mechanical",
                      "sins-bone-lesion": "lytic", "sins-alignment": "subluxation-translation",
                      "sins-collapse": "gt50", "sins-posterolateral": "bilateral"})",
                   "sins-total", "18"},
        DeriveCase{R"({"sins-location": "rigid", "sins-pain": "none", "sins-bone-lesion": "blastic",
                      "sins-alignment": "normal", "sins-collapse": "none",
                      "sins-posterolateral": "none"})",
                   "sins-total", "0"},
        DeriveCase{R"({"sins-location": "mobile", "sins-pain": "non-mechanical",
                      "sins-bone-lesion": "mixed", "sins-alignment": "deformity",
                      "sins-collapse": "lt50", "sins-posterolateral": "unilateral"})",
                   "sins-total", "9"},
        DeriveCase{R"({"sins-location": "junctional", "sins-alignment": "deformity"})",
                   "sins-total", "5..16"},
        DeriveCase{R"({"sins-collapse": ["none-gt50-body", "lt50"]})", "sins-total", "1..17"},
        DeriveCase{R"({"sins-location": "rigid", "sins-total": 7})", "sins-total", "stated 7"},
        DeriveCase{"{}", "sins-total", "unknown"}));

INSTANTIATE_TEST_SUITE_P(
    Performance, DeriveTest,
    testing::Values(DeriveCase{R"({"ecog": 0})", "kps", "90..100"},
                    DeriveCase{R"({"ecog": 1})", "kps", "70..80"},
                    DeriveCase{R"({"ecog": 5})", "kps", "0"},
                    DeriveCase{R"({"ecog": [1, 2]})", "kps", "70..80|50..60"},
                    DeriveCase{R"({"kps": 70})", "ecog", "1"},
                    DeriveCase{R"({"kps": 100})", "ecog", "0"},
                    DeriveCase{R"({"kps": 10})", "ecog", "4"},
                    DeriveCase{R"({"kps": [60, 70]})", "ecog", "1|2"},
                    DeriveCase{R"({"kps": 30, "ecog": 1})", "kps", "stated 30"},
                    DeriveCase{R"({"kps": 30, "ecog": 1})", "ecog", "stated 1"}));

INSTANTIATE_TEST_SUITE_P(
    NeurologicalDeficit, DeriveTest,
    testing::Values(
        DeriveCase{R"({"radicular-deficit": "unilateral"})", "neurological-deficit", "true"},
        DeriveCase{R"({"radicular-deficit": ["unilateral", "bilateral"]})", "neurological-deficit",
                   "true"},
        DeriveCase{R"({"radicular-deficit": ["none", "bilateral"]})", "neurological-deficit",
                   "unknown"},
        DeriveCase{R"({"clinical-cord-cauda-compression": true})", "neurological-deficit", "true"},
        DeriveCase{R"({"paraplegia-completeness": "incomplete"})", "neurological-deficit", "true"},
        DeriveCase{R"({"asia-grade": "C"})", "neurological-deficit", "true"},
        DeriveCase{R"({"new-neurological-deficit": true})", "neurological-deficit", "true"},
        DeriveCase{R"({"progressive-cord-deficit": true})", "neurological-deficit", "true"},
        DeriveCase{R"({"progressive-neurological-deficit": true})", "neurological-deficit", "true"},
        // The parts being absent says nothing about another deficit.
        DeriveCase{R"({"radicular-deficit": "none", "clinical-cord-cauda-compression": false,
                      "paraplegia-completeness": "none", "new-neurological-deficit": false,
                      "progressive-cord-deficit": false, "progressive-neurological-deficit": false})",
                   "neurological-deficit", "unknown"},
        DeriveCase{R"({"radicular-deficit": "bilateral", "neurological-deficit": false})",
                   "neurological-deficit", "stated false"}));

INSTANTIATE_TEST_SUITE_P(
    Symptoms, DeriveTest,
    testing::Values(
        DeriveCase{R"({"pain-present": true})", "symptomatic", "true"},
        DeriveCase{R"({"pain-nrs": 1})", "symptomatic", "true"},
        DeriveCase{R"({"pain-severity": "moderate"})", "symptomatic", "true"},
        DeriveCase{R"({"pain-severity": ["moderate", "severe"]})", "symptomatic", "true"},
        DeriveCase{R"({"pain-severity": "absent"})", "symptomatic", "unknown"},
        DeriveCase{R"({"radicular-pain": "bilateral"})", "symptomatic", "true"},
        DeriveCase{R"({"radicular-deficit": "unilateral"})", "symptomatic", "true"},
        DeriveCase{R"({"new-neurological-deficit": true})", "symptomatic", "true"},
        DeriveCase{R"({"cord-compression-status": "symptomatic"})", "symptomatic", "true"},
        DeriveCase{R"({"pain-present": false, "neurological-deficit": false})", "symptomatic",
                   "unknown"},
        DeriveCase{R"({"pain-nrs": 0})", "symptomatic", "unknown"},
        DeriveCase{R"({"pain-nrs": 0})", "pain-present", "unknown"},
        DeriveCase{R"({"pain-nrs": 0.5})", "pain-present", "true"},
        DeriveCase{R"({"pain-nrs": [0, 3]})", "pain-present", "unknown"},
        DeriveCase{R"({"pain-nrs": [2, 3]})", "pain-present", "true"},
        DeriveCase{R"({"symptomatic": true})", "pain-present", "unknown"}));

INSTANTIATE_TEST_SUITE_P(
    Compression, DeriveTest,
    testing::Values(
        DeriveCase{R"({"bilsky-grade": "2"})", "radiological-mescc", "true"},
        DeriveCase{R"({"bilsky-grade": ["2", "3"]})", "radiological-mescc", "true"},
        DeriveCase{R"({"bilsky-grade": "1c"})", "radiological-mescc", "unknown"},
        DeriveCase{R"({"bilsky-grade": ["1c", "2"]})", "radiological-mescc", "unknown"},
        DeriveCase{R"({"clinical-cord-cauda-compression": true})", "cord-compression-status",
                   "symptomatic"},
        DeriveCase{R"({"radiological-mescc": true})", "cord-compression-status",
                   "asymptomatic|symptomatic"},
        DeriveCase{R"({"bilsky-grade": "3"})", "cord-compression-status",
                   "asymptomatic|symptomatic"},
        DeriveCase{R"({"bilsky-grade": "3", "clinical-cord-cauda-compression": true})",
                   "cord-compression-status", "symptomatic"},
        DeriveCase{R"({"radiological-mescc": false, "clinical-cord-cauda-compression": false})",
                   "cord-compression-status", "unknown"},
        DeriveCase{R"({"asia-grade": "A"})", "paraplegia-completeness", "complete"},
        DeriveCase{R"({"asia-grade": "E"})", "paraplegia-completeness", "none"},
        DeriveCase{R"({"asia-grade": ["B", "D"]})", "paraplegia-completeness", "incomplete"},
        DeriveCase{R"({"asia-grade": ["A", "B"]})", "paraplegia-completeness",
                   "complete|incomplete"},
        DeriveCase{R"({"paraplegia-completeness": "complete"})", "asia-grade", "unknown"}));

INSTANTIATE_TEST_SUITE_P(
    TumourLoad, DeriveTest,
    testing::Values(
        DeriveCase{R"({"metastases-count": 3, "metastatic-organs-count": 2})", "oligometastases",
                   "true"},
        DeriveCase{R"({"metastases-count": 4, "metastatic-organs-count": 2})", "oligometastases",
                   "false"},
        DeriveCase{R"({"metastases-count": 3, "metastatic-organs-count": 3})", "oligometastases",
                   "false"},
        DeriveCase{R"({"metastases-count": 4})", "oligometastases", "false"},
        DeriveCase{R"({"metastatic-organs-count": 3})", "oligometastases", "false"},
        DeriveCase{R"({"metastases-count": 2})", "oligometastases", "unknown"},
        DeriveCase{R"({"metastases-count": 0, "metastatic-organs-count": 1})", "oligometastases",
                   "unknown"},
        DeriveCase{R"({"metastases-count": [3, 4], "metastatic-organs-count": 1})",
                   "oligometastases", "unknown"},
        DeriveCase{R"({"primary-tumour-type": "breast"})", "primary-tumour-known", "known"},
        DeriveCase{R"({"primary-tumour-type": "other"})", "primary-tumour-known", "known"},
        DeriveCase{R"({"primary-tumour-type": "unknown"})", "primary-tumour-known", "unknown"},
        DeriveCase{R"({"primary-tumour-type": ["breast", "kidney"]})", "primary-tumour-known",
                   "unknown"},
        DeriveCase{R"({"primary-tumour-type": "breast", "primary-tumour-known": "uncertain"})",
                   "primary-tumour-known", "stated uncertain"}));

TEST(DeriveAgainTest, WhatNoLongerFollowsIsForgotten) {
  Inputs inputs = InputsOf(R"({"radicular-deficit": "unilateral"})");
  Derive(inputs);
  inputs.Set(ShippedCatalogue().Find("radicular-deficit").value(), InputState{});
  Derive(inputs);
  EXPECT_EQ(inputs.Get("neurological-deficit").origin, Origin::kUnknown);
  EXPECT_EQ(inputs.Get("symptomatic").origin, Origin::kUnknown);
}

TEST(DeriveAgainTest, TheSourceIsNamed) {
  Inputs inputs = InputsOf(R"({"asia-grade": "C", "radicular-deficit": "unilateral"})");
  Derive(inputs);
  EXPECT_EQ(inputs.Get("neurological-deficit").derived_from,
            (std::vector<std::string>{"radicular-deficit", "paraplegia-completeness"}));
}

struct PainCase {
  std::string_view inputs;
  bool judged, may_be_relevant, may_be_irrelevant, score_decides, baseline_decides;
};

TEST(PainDecreaseTest, IsJudgedOverAllScoresThatAreLeft) {
  const PainCase cases[] = {
      {R"({"pain-nrs": 3})", false, false, false, false, false},
      {R"({"pain-nrs": 4, "pain-nrs-baseline": 6})", true, true, false, false, false},
      {R"({"pain-nrs": 5, "pain-nrs-baseline": 6})", true, false, true, false, false},
      // 30 % exactly, and just short of it.
      {R"({"pain-nrs": 2.8, "pain-nrs-baseline": 4})", true, true, false, false, false},
      {R"({"pain-nrs": 2.9, "pain-nrs-baseline": 4})", true, false, true, false, false},
      {R"({"pain-nrs": 7, "pain-nrs-baseline": 10})", true, true, false, false, false},
      // Two points weigh more than 30 % from a high baseline.
      {R"({"pain-nrs": 8, "pain-nrs-baseline": 10})", true, true, false, false, false},
      {R"({"pain-nrs": 0, "pain-nrs-baseline": 0})", true, false, true, false, false},
      {R"({"pain-nrs-baseline": 6})", true, true, true, true, false},
      {R"({"pain-nrs-baseline": 0})", true, false, true, false, false},
      {R"({"pain-nrs": 4, "pain-nrs-baseline": [5, 6]})", true, true, true, false, true},
      {R"({"pain-nrs": [1, 2], "pain-nrs-baseline": [5, 6]})", true, true, false, false, false},
      {R"({"pain-nrs": [1, 5], "pain-nrs-baseline": [5, 6]})", true, true, true, true, false},
      {R"({"pain-nrs": [4, 9], "pain-nrs-baseline": [5, 6]})", true, true, true, true, true},
  };
  for (const PainCase& row : cases) {
    const PainDecrease decrease = JudgePainDecrease(InputsOf(row.inputs));
    EXPECT_EQ(decrease.judged, row.judged) << row.inputs;
    EXPECT_EQ(decrease.may_be_relevant, row.may_be_relevant) << row.inputs;
    EXPECT_EQ(decrease.may_be_irrelevant, row.may_be_irrelevant) << row.inputs;
    EXPECT_EQ(decrease.score_decides, row.score_decides) << row.inputs;
    EXPECT_EQ(decrease.baseline_decides, row.baseline_decides) << row.inputs;
  }
}

TEST(PerformanceBasisTest, KarnofskyGoesFirstAndDerivedScoresDoNotCount) {
  Inputs inputs = InputsOf(R"({"ecog": 1})");
  Derive(inputs);
  EXPECT_EQ(FindPerformanceBasis(inputs), PerformanceBasis::kEcog);
  EXPECT_EQ(FindPerformanceBasis(InputsOf(R"({"ecog": 1, "kps": 80})")), PerformanceBasis::kKps);
  EXPECT_EQ(FindPerformanceBasis(InputsOf("{}")), PerformanceBasis::kNone);
}

}  // namespace
}  // namespace wervelwijzer::guideline
