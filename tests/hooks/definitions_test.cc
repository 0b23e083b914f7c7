#include "hooks/definitions.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "base/json.h"

namespace wervelwijzer::hooks {
namespace {

class DefinitionsTest : public testing::Test {
 protected:
  void SetUp() override {
    auto catalogue = guideline::InputCatalogue::Load(std::string(WERVELWIJZER_SOURCE_DIR) +
                                                     "/guideline/models/inputs.tsv");
    ASSERT_TRUE(catalogue.ok()) << catalogue.error().ToString();
    catalogue_ = std::make_unique<guideline::InputCatalogue>(std::move(catalogue).value());
    definitions_ = DefinitionsOf(*catalogue_);
  }
  JsonDocument Find(const std::string& path) {
    const SharedBytes bytes = definitions_->Find(path);
    EXPECT_NE(bytes, nullptr) << path;
    return std::move(JsonDocument::Parse(bytes == nullptr ? "{}" : *bytes)).value();
  }

  std::unique_ptr<guideline::InputCatalogue> catalogue_;
  std::shared_ptr<const Definitions> definitions_;
};

TEST_F(DefinitionsTest, IntakeAsksForEveryInputOnce) {
  const JsonDocument intake = Find("Questionnaire/intake");
  EXPECT_EQ(intake.root().Get("url").string(), "https://wervelwijzer.nl/fhir/Questionnaire/intake");
  std::set<std::string_view> asked;
  for (const JsonValue item : intake.root().Get("item").elements()) {
    EXPECT_TRUE(asked.insert(item.Get("linkId").string_or("")).second);
    EXPECT_FALSE(item.Get("text").string_or("").empty());
  }
  for (const auto& input : catalogue_->definitions()) EXPECT_TRUE(asked.contains(input.id));
  EXPECT_EQ(asked.size(), catalogue_->definitions().size());
}

TEST_F(DefinitionsTest, EveryAnswerCodeIsInItsCodeSystem) {
  const JsonDocument intake = Find("Questionnaire/intake");
  int codes = 0;
  for (const JsonValue item : intake.root().Get("item").elements()) {
    const std::string id(item.Get("linkId").string_or(""));
    std::set<std::string> known;
    if (item.Get("answerOption").size() > 0) {
      const JsonDocument system = Find("CodeSystem/" + id);
      for (const JsonValue each : system.root().Get("concept").elements()) {
        known.emplace(each.Get("code").string_or(""));
      }
    }
    for (const JsonValue option : item.Get("answerOption").elements()) {
      const JsonValue coding = option.Get("valueCoding");
      EXPECT_EQ(coding.Get("system").string(), "https://wervelwijzer.nl/fhir/CodeSystem/" + id);
      EXPECT_TRUE(known.contains(std::string(coding.Get("code").string_or("")))) << id;
      ++codes;
    }
  }
  EXPECT_GT(codes, 100);
}

TEST_F(DefinitionsTest, InputCodesAreServed) {
  EXPECT_EQ(Find("CodeSystem/guideline-input").root().Get("concept").size(),
            catalogue_->definitions().size());
}

TEST_F(DefinitionsTest, WhatIsNotThereIsNull) {
  EXPECT_EQ(definitions_->Find("Questionnaire/none"), nullptr);
  EXPECT_EQ(definitions_->Find(""), nullptr);
}

}  // namespace
}  // namespace wervelwijzer::hooks
