#include "guideline/load.h"

#include <gtest/gtest.h>

#include <thread>

#include "tests/guideline/loaded.h"

namespace wervelwijzer::guideline {
namespace {

const char* const kModels = WERVELWIJZER_SOURCE_DIR "/guideline/models";

std::string ErrorOf(const std::string& directory, std::vector<dmn::Parameter> overrides) {
  const auto loaded = Guideline::Load(directory, overrides);
  return loaded.ok() ? "" : loaded.error().message;
}

std::string OutcomeWith(const Guideline& guideline, std::string_view json, std::string_view id) {
  const Result<JsonDocument> document = JsonDocument::Parse(json);
  Result<Inputs> inputs =
      ReadInputs(guideline.catalogue(), document->root(), TimeZone::Amsterdam());
  if (!inputs.ok()) return inputs.error().ToString();
  const Decisions decisions = guideline.Decide(*inputs, Module::kAll);
  return std::string(decisions.Get(id).outcome());
}

TEST(LoadTest, AFolderWithoutModelsIsRefused) { EXPECT_NE(ErrorOf("/nowhere", {}), ""); }

TEST(LoadTest, ParametersMoveWithinTheirBounds) {
  const std::vector<dmn::Parameter> stricter = {{"brain-kps-threshold", 80}};
  const auto loaded = Guideline::Load(kModels, stricter);
  ASSERT_TRUE(loaded.ok()) << loaded.error().ToString();
  constexpr std::string_view kPatient = R"({"brain-rt-referral": false, "kps": 70,
      "brain-prognosis-months": 6, "brain-critical-location": true})";
  EXPECT_EQ(OutcomeWith(**loaded, kPatient, "brain-asymptomatic-mdo"), "restraint");
  EXPECT_EQ(OutcomeWith(Shipped(), kPatient, "brain-asymptomatic-mdo"), "neuro-onc-mdo");
}

TEST(LoadTest, ParametersOutsideTheirBoundsAreRefused) {
  EXPECT_EQ(ErrorOf(kModels, {{"brain-kps-threshold", 95}}),
            "parameter `brain-kps-threshold` lies outside its bounds, 70 to 90");
  EXPECT_EQ(ErrorOf(kModels, {{"shoe-size", 43}}), "unknown parameter `shoe-size`");
}

TEST(LoadTest, ThreadsAndReloadsDoNotDisturbEachOther) {
  const auto other = Guideline::Load(kModels);
  ASSERT_TRUE(other.ok());
  const Guideline* guidelines[] = {&Shipped(), other->get()};
  std::vector<int> wrong(4);
  {
    std::vector<std::jthread> threads;
    for (int& count : wrong)
      threads.emplace_back([&count, &guidelines] {
        for (int i = 0; i < 50; ++i)
          count += OutcomeWith(*guidelines[i % 2], R"({"bilsky-grade": "3"})", "bilsky-class") !=
                   "high-grade";
      });
  }
  EXPECT_EQ(wrong, std::vector<int>(4));
}

}  // namespace
}  // namespace wervelwijzer::guideline
