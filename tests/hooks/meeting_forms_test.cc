// The two forms for a meeting, and the code systems of our own.

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <string>

#include "base/json.h"
#include "cards/text.h"
#include "hooks/definitions.h"
#include "hooks/mdo_forms.h"
#include "hooks/own_codes.h"

namespace wervelwijzer::hooks {
namespace {

using Codes = std::set<std::string>;

class MeetingForms : public testing::Test {
 protected:
  void SetUp() override {
    const std::string root = std::string(WERVELWIJZER_SOURCE_DIR) + "/guideline/";
    auto guideline = guideline::Guideline::Load(root + "models");
    ASSERT_TRUE(guideline.ok()) << guideline.error().ToString();
    guideline_ = *guideline;
    auto form =
        guideline::IntakeForm::Load(root + "bindings", root + "models", guideline_->catalogue());
    ASSERT_TRUE(form.ok()) << form.error().ToString();
    definitions_ = DefinitionsOf(*guideline_, *form);
  }
  JsonDocument Find(const std::string& path) {
    const SharedBytes bytes = definitions_->Find(path);
    EXPECT_NE(bytes, nullptr) << path;
    return std::move(JsonDocument::Parse(bytes == nullptr ? "{}" : *bytes)).value();
  }
  static Codes LinkIds(const JsonDocument& form) {
    Codes ids;
    for (const JsonValue item : form.root().Get("item").elements()) {
      EXPECT_TRUE(ids.emplace(item.Get("linkId").string_or({})).second);
      EXPECT_TRUE(item.Get("text").is_string() && item.Get("_text").is_object());
    }
    return ids;
  }
  Codes CodesOf(const std::string& system) {
    Codes codes;
    const JsonDocument document = Find("CodeSystem/" + system);
    for (const JsonValue each : document.root().Get("concept").elements()) {
      EXPECT_TRUE(codes.emplace(each.Get("code").string_or({})).second);
      EXPECT_TRUE(each.Get("display").is_string() && each.Get("designation").is_array());
    }
    return codes;
  }

  std::shared_ptr<const guideline::Guideline> guideline_;
  std::shared_ptr<const Definitions> definitions_;
};

TEST_F(MeetingForms, TheBrainFormHasOneItemForEachCodeOfTheList) {
  const Codes asked = LinkIds(Find("Questionnaire/brain-mdo-information"));
  const auto& catalogue = guideline_->catalogue();
  const auto list = catalogue.Find("brain-mdo-information-items");
  ASSERT_TRUE(list);
  Codes wanted = {"brain-metastases-symptomatic", "brain-extracranial-progressive"};
  for (const std::string& code : catalogue.definitions()[*list].allowed_values) {
    wanted.insert(code);
  }
  EXPECT_EQ(wanted.size(), 16u);
  EXPECT_EQ(asked, wanted);
}

TEST_F(MeetingForms, AnItemUnderAConditionIsAskedWhileTheConditionIsUnknown) {
  const JsonDocument form = Find("Questionnaire/brain-mdo-information");
  int conditional = 0;
  for (const JsonValue item : form.root().Get("item").elements()) {
    const JsonValue when = item.Get("enableWhen");
    if (!when.exists()) continue;
    ++conditional;
    const bool wanted = item.Get("linkId").string() != "critical-location";
    EXPECT_EQ(when.At(0).Get("answerBoolean").boolean(), wanted);
    EXPECT_EQ(when.At(1).Get("operator").string(), "exists");
    EXPECT_EQ(when.At(1).Get("answerBoolean").boolean(), false);
    EXPECT_EQ(item.Get("enableBehavior").string(), "any");
  }
  EXPECT_EQ(conditional, 3);
}

TEST_F(MeetingForms, TheSpinalFormAsksForWhatTheMeetingDecidesOn) {
  const Codes asked = LinkIds(Find("Questionnaire/spinal-mdo-information"));
  EXPECT_EQ(asked.size(), 38u);  // every input that it names exists
  for (const std::string& input : guideline_->TableInputs("spinal-mdo")) {
    EXPECT_TRUE(asked.contains(input)) << input;
  }
}

TEST_F(MeetingForms, AnswersCanBeTakenFromTheRecordForThePatientOfTheLaunch) {
  const JsonDocument form = Find("Questionnaire/spinal-mdo-information");
  EXPECT_NE(form.root().Get("extension").ToText().find("launchContext"), std::string::npos);
  for (const JsonValue item : form.root().Get("item").elements()) {
    EXPECT_NE(item.Get("extension").ToText().find("observationLinkPeriod"), std::string::npos);
  }
}

TEST_F(MeetingForms, CardsAndReasonsAreThoseOfTheTexts) {
  const auto texts = cards::TextCatalogue::Load(WERVELWIJZER_SOURCE_DIR "/cards/text");
  ASSERT_TRUE(texts.ok());
  Codes topics, reasons;
  for (const std::string_view key : texts->Keys()) {
    if (key.starts_with("topic.")) topics.emplace(key.substr(6));
    if (key.starts_with("override.")) reasons.emplace(key.substr(9));
  }
  EXPECT_EQ(CodesOf("card"), topics);
  EXPECT_EQ(CodesOf("override-reason"), reasons);
}

TEST_F(MeetingForms, OrdersAreThoseOfTheTerminologyTables) {
  std::ifstream file(WERVELWIJZER_SOURCE_DIR "/terminology/data/concepts.tsv");
  Codes wanted;
  for (std::string line; std::getline(file, line);) {
    const std::string system = "\twervelwijzer-order\t";
    const std::size_t at = line.find(system);
    if (at == std::string::npos) continue;
    const std::size_t code = at + system.size();
    wanted.insert(line.substr(code, line.find('\t', code) - code));
  }
  EXPECT_GT(wanted.size(), 5u);
  EXPECT_EQ(CodesOf("order"), wanted);
}

TEST_F(MeetingForms, RegionAndItsServicesAreServed) {
  EXPECT_EQ(CodesOf("region"), Codes{"network"});
  EXPECT_TRUE(CodesOf("region-service").contains("spinal-expert-centre"));
}

}  // namespace
}  // namespace wervelwijzer::hooks
