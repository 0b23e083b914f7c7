// The two decisions that start from computed inputs, against the text of the guideline over a grid.

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <set>

#include "guideline/dmn/cells.h"
#include "tests/guideline/loaded.h"

namespace wervelwijzer::guideline {
namespace {

using Scores = std::vector<double>;
using Codes = std::set<std::string>;

// In tenths, so that 30 % is exact.
Codes PainCodes(int score, const int* baseline) {
  Codes codes = {score >= 50 ? "pain-treatment-indicated" : "target-reached"};
  if (baseline == nullptr) return codes;
  const int decrease = *baseline - score;
  const bool relevant = decrease >= 20 || (*baseline > 0 && 10 * decrease >= 3 * *baseline);
  codes.insert(relevant ? "relevant-decrease" : "no-relevant-decrease");
  return codes;
}

struct PainAnswer {
  Codes certain, possible, needed;
};

void Add(const Codes& codes, bool first, PainAnswer& answer) {
  if (first) answer.certain = codes;
  std::erase_if(answer.certain, [&](const std::string& code) { return !codes.contains(code); });
  answer.possible.insert(codes.begin(), codes.end());
}

PainAnswer JudgeSlowly(const std::vector<int>& scores, const std::vector<int>& baselines) {
  PainAnswer answer;
  bool first = true;
  for (int score : scores) {
    if (baselines.empty()) Add(PainCodes(score, nullptr), std::exchange(first, false), answer);
    for (int baseline : baselines)
      Add(PainCodes(score, &baseline), std::exchange(first, false), answer);
  }
  for (int score : scores) {
    if (baselines.empty() && PainCodes(score, nullptr) != PainCodes(scores.front(), nullptr))
      answer.needed.insert("pain-nrs");
    for (const int& baseline : baselines) {
      const Codes here = PainCodes(score, &baseline);
      if (here != PainCodes(scores.front(), &baseline)) answer.needed.insert("pain-nrs");
      if (here != PainCodes(score, &baselines.front())) answer.needed.insert("pain-nrs-baseline");
    }
  }
  return answer;
}

std::vector<int> PickTenths(std::mt19937& random) {
  std::vector<int> tenths;
  const int count = std::uniform_int_distribution<int>(1, 3)(random);
  for (int i = 0; i < count; ++i)
    tenths.push_back(std::uniform_int_distribution<int>(0, 100)(random));
  return tenths;
}

ValueSet ValuesOf(const std::vector<int>& tenths) {
  ValueSet values;
  for (int tenth : tenths) values.ranges.push_back({tenth / 10.0, tenth / 10.0, false, false});
  return values;
}

std::vector<int> EveryTenth() {
  std::vector<int> tenths;
  for (int tenth = 0; tenth <= 100; ++tenth) tenths.push_back(tenth);
  return tenths;
}

TEST(PainScoreTest, AnswersAsEveryPairOfScores) {
  std::mt19937 random(7);
  for (int trial = 0; trial < 400; ++trial) {
    Inputs inputs(Shipped().catalogue());
    std::vector<int> scores = EveryTenth(), baselines;
    if (trial % 4 != 0) scores = PickTenths(random);
    if (trial % 3 != 0) baselines = PickTenths(random);
    if (trial % 4 != 0) inputs.State("pain-nrs", ValuesOf(scores), {});
    if (!baselines.empty()) inputs.State("pain-nrs-baseline", ValuesOf(baselines), {});
    const PainAnswer slow = JudgeSlowly(scores, baselines);
    const Decisions decisions = Shipped().Decide(inputs, Module::kSpinal);
    const Decision& decision = decisions.Get("pain-score");
    const CodeList* list = decision.List("outcome");
    ASSERT_NE(list, nullptr);
    EXPECT_EQ(Codes(list->certain.begin(), list->certain.end()), slow.certain) << trial;
    Codes open = slow.possible;
    for (const std::string& code : slow.certain) open.erase(code);
    EXPECT_EQ(Codes(list->undetermined.begin(), list->undetermined.end()), open) << trial;
    EXPECT_EQ(Codes(decision.needed.begin(), decision.needed.end()), slow.needed) << trial;
  }
}

// `ecog 3` or `kps 30..40`.
std::string ConversionText(const DecisionResult& result) {
  const OutputValue* ecog = result.Find("ecog");
  if (ecog != nullptr) return "ecog " + dmn::NumberText(ecog->number);
  return "kps " + dmn::NumberText(result.Find("kps-min")->number) + ".." +
         dmn::NumberText(result.Find("kps-max")->number);
}

TEST(PerformanceConversionTest, FollowsTheUsualTable) {
  const int lowest[] = {90, 70, 50, 30, 10, 0};
  const int highest[] = {100, 80, 60, 40, 20, 0};
  for (int grade = 0; grade <= 5; ++grade) {
    for (int kps = lowest[grade]; kps <= highest[grade]; kps += 10) {
      Inputs inputs = InputsOf(R"({"kps": )" + std::to_string(kps) + "}");
      const Decisions decisions = Shipped().Decide(inputs, Module::kSpinal);
      EXPECT_EQ(ConversionText(decisions.Get("performance-conversion").result),
                "ecog " + std::to_string(grade))
          << kps;
    }
    Inputs inputs = InputsOf(R"({"ecog": )" + std::to_string(grade) + "}");
    const Decisions decisions = Shipped().Decide(inputs, Module::kSpinal);
    EXPECT_EQ(ConversionText(decisions.Get("performance-conversion").result),
              "kps " + std::to_string(lowest[grade]) + ".." + std::to_string(highest[grade]));
  }
}

TEST(PerformanceConversionTest, WithoutAScoreEveryAnswerIsOpen) {
  Inputs inputs = InputsOf("{}");
  const Decisions decisions = Shipped().Decide(inputs, Module::kSpinal);
  EXPECT_EQ(decisions.Get("performance-conversion").possible.size(), 12u);
}

}  // namespace
}  // namespace wervelwijzer::guideline
