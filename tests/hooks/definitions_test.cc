#include "hooks/definitions.h"

#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <string>

#include "base/json.h"
#include "hooks/questionnaire_page.h"

namespace wervelwijzer::hooks {
namespace {

using guideline::Guideline;
using guideline::IntakeForm;

constexpr const char* kBase = "https://wervelwijzer.nl/fhir/";

// Loaded once: the definitions never change.
class DefinitionsTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    const std::string root = std::string(WERVELWIJZER_SOURCE_DIR) + "/guideline/";
    auto guideline = Guideline::Load(root + "models");
    ASSERT_TRUE(guideline.ok()) << guideline.error().ToString();
    guideline_ = *guideline;
    auto form = IntakeForm::Load(root + "bindings", root + "models", guideline_->catalogue());
    ASSERT_TRUE(form.ok()) << form.error().ToString();
    definitions_ = DefinitionsOf(*guideline_, *form);
  }
  static void TearDownTestSuite() {
    definitions_.reset();
    guideline_.reset();
  }
  static JsonDocument Find(const std::string& path) {
    const SharedBytes bytes = definitions_->Find(path);
    EXPECT_NE(bytes, nullptr) << path;
    return std::move(JsonDocument::Parse(bytes == nullptr ? "{}" : *bytes)).value();
  }
  using Visit = std::function<void(JsonValue item)>;
  static void VisitItems(JsonValue parent, const Visit& visit) {
    for (const JsonValue item : parent.Get("item").elements()) {
      visit(item);
      VisitItems(item, visit);
    }
  }
  static bool IsQuestion(JsonValue item) {
    const auto type = item.Get("type").string_or({});
    return type != "group" && type != "display";
  }

  static std::shared_ptr<const Guideline> guideline_;
  static std::shared_ptr<const Definitions> definitions_;
};
std::shared_ptr<const Guideline> DefinitionsTest::guideline_;
std::shared_ptr<const Definitions> DefinitionsTest::definitions_;

TEST_F(DefinitionsTest, IntakeAsksForEveryInputOnceInItsGroup) {
  const JsonDocument intake = Find("Questionnaire/intake");
  EXPECT_EQ(intake.root().Get("url").string(), std::string(kBase) + "Questionnaire/intake");
  std::set<std::string_view> asked;
  for (const JsonValue group : intake.root().Get("item").elements()) {
    EXPECT_EQ(group.Get("type").string(), "group");
    for (const JsonValue item : group.Get("item").elements()) {
      EXPECT_TRUE(asked.insert(item.Get("linkId").string_or({})).second);
    }
  }
  for (const auto& input : guideline_->catalogue().definitions()) {
    EXPECT_TRUE(asked.contains(input.id)) << input.id;
  }
  EXPECT_EQ(asked.size(), guideline_->catalogue().definitions().size());
}

// http://hl7.org/fhir/R4/questionnaire.html#invs
TEST_F(DefinitionsTest, IntakeKeepsTheInvariantsOfTheSpecification) {
  const JsonDocument intake = Find("Questionnaire/intake");
  std::set<std::string> link_ids;
  VisitItems(intake.root(), [&](JsonValue item) {
    const std::string id(item.Get("linkId").string_or({}));
    const std::string_view type = item.Get("type").string_or({});
    EXPECT_TRUE(link_ids.insert(id).second) << id;                       // que-2
    EXPECT_EQ(type == "group" && item.Get("item").size() == 0, false);   // que-1
    EXPECT_EQ(type == "display" && item.Get("item").size() > 0, false);  // que-1
    EXPECT_EQ(type == "display" && item.Get("code").exists(), false);    // que-3
    EXPECT_FALSE(item.Get("text").string_or({}).empty()) << id;
    if (item.Get("repeats").exists()) {
      EXPECT_NE(type, "display");  // que-6, que-9
    }
    if (item.Get("enableWhen").size() > 1) {
      EXPECT_TRUE(item.Get("enableBehavior").is_string());  // que-12
    }
    for (const JsonValue option : item.Get("answerOption").elements()) {
      EXPECT_TRUE(option.Get("valueCoding").exists() || type == "integer") << id;
    }
  });
}

TEST_F(DefinitionsTest, EveryConditionNamesAnEarlierQuestionAndAnAnswerThatItHas) {
  const JsonDocument intake = Find("Questionnaire/intake");
  std::set<std::string_view> earlier;
  int conditions = 0;
  VisitItems(intake.root(), [&](JsonValue item) {
    for (const JsonValue when : item.Get("enableWhen").elements()) {
      const std::string_view question = when.Get("question").string_or({});
      EXPECT_TRUE(earlier.contains(question)) << question;
      const auto input = guideline_->catalogue().Find(question);
      ASSERT_TRUE(input);
      const auto boolean = when.Get("answerBoolean").boolean();
      const std::string_view code =
          boolean ? (*boolean ? "true" : "false") : when.Path("answerCoding", "code").string_or({});
      EXPECT_TRUE(guideline_->catalogue().definitions()[*input].Allows(code)) << question;
      ++conditions;
    }
    earlier.insert(item.Get("linkId").string_or({}));
  });
  EXPECT_GT(conditions, 30);
}

TEST_F(DefinitionsTest, EveryQuestionHasItsDefinitionAndEnglishBesideTheDutch) {
  const JsonDocument intake = Find("Questionnaire/intake");
  const auto english = [](JsonValue item) {
    const auto translation = item.Path("_text", "extension").elements();
    return translation.begin() != translation.end();
  };
  VisitItems(intake.root(), [&](JsonValue item) {
    EXPECT_TRUE(english(item)) << item.Get("linkId").string_or({});
    if (!IsQuestion(item)) return;
    int helps = 0;
    for (const JsonValue inner : item.Get("item").elements()) {
      helps += inner.Get("type").string() == "display" ? 1 : 0;
    }
    EXPECT_EQ(helps, 1) << item.Get("linkId").string_or({});
  });
}

TEST_F(DefinitionsTest, EveryAnswerCodeIsInItsCodeSystemWithTheSameDisplay) {
  const JsonDocument intake = Find("Questionnaire/intake");
  int codes = 0;
  VisitItems(intake.root(), [&](JsonValue item) {
    const std::string id(item.Get("linkId").string_or({}));
    if (item.Get("type").string() != "choice") return;
    const JsonDocument system = Find("CodeSystem/" + id);
    std::set<std::string> known;
    for (const JsonValue each : system.root().Get("concept").elements()) {
      known.insert(std::string(each.Get("code").string_or({})) + "=" +
                   std::string(each.Get("display").string_or({})));
    }
    EXPECT_EQ(known.size(), item.Get("answerOption").size()) << id;
    for (const JsonValue option : item.Get("answerOption").elements()) {
      const JsonValue coding = option.Get("valueCoding");
      EXPECT_EQ(coding.Get("system").string(), kBase + ("CodeSystem/" + id));
      EXPECT_TRUE(known.contains(std::string(coding.Get("code").string_or({})) + "=" +
                                 std::string(coding.Get("display").string_or({}))))
          << id;
      ++codes;
    }
  });
  EXPECT_GT(codes, 100);
}

TEST_F(DefinitionsTest, OneQuestionCanBeAskedByItself) {
  for (const auto& input : guideline_->catalogue().definitions()) {
    const JsonDocument part = Find("Questionnaire/ask-" + input.id);
    ASSERT_EQ(part.root().Get("item").size(), 1u) << input.id;
    const JsonValue item = *part.root().Get("item").elements().begin();
    EXPECT_EQ(item.Get("linkId").string(), input.id);
    EXPECT_FALSE(item.Get("enableWhen").exists()) << input.id;
    EXPECT_EQ(part.root().Get("id").string(), "ask-" + input.id);
  }
}

TEST_F(DefinitionsTest, SomeQuestionsTogetherAreAFormOfTheirOwn) {
  const JsonDocument part = Find("Questionnaire/ask-pain-nrs+kps");
  ASSERT_EQ(part.root().Get("item").size(), 2u);
  EXPECT_EQ((*part.root().Get("item").elements().begin()).Get("linkId").string(), "kps");
  EXPECT_EQ(part.root().Get("url").string(), kBase + std::string("Questionnaire/ask-pain-nrs+kps"));
  EXPECT_FALSE(part.root().Get("id").exists());  // `+` is not allowed in an id
  std::string many = "Questionnaire/ask-kps";
  for (int i = 0; i < 12; ++i) many += "+kps";
  EXPECT_EQ(definitions_->Find(many), nullptr);
  EXPECT_EQ(definitions_->Find("Questionnaire/ask-kps+shoe-size"), nullptr);
  EXPECT_EQ(definitions_->Find("Questionnaire/ask-"), nullptr);
}

TEST_F(DefinitionsTest, QuestionsOfADecisionAreThoseOfItsTables) {
  const JsonDocument part = Find("Questionnaire/ask-imaging-urgency");
  std::set<std::string> asked, wanted;
  VisitItems(part.root(), [&](JsonValue item) {
    if (IsQuestion(item)) asked.emplace(item.Get("linkId").string_or({}));
  });
  for (const std::string& id : guideline_->TableInputs("imaging-urgency")) wanted.insert(id);
  EXPECT_EQ(asked, wanted);
  EXPECT_GT(asked.size(), 3u);
}

TEST_F(DefinitionsTest, PageSaysUnitsBoundsAndConditionsInBothLanguages) {
  const SharedBytes intake = definitions_->Find("Questionnaire/intake");
  ASSERT_NE(intake, nullptr);
  const auto has = [&](cards::Language language, std::string_view text) {
    const auto page = QuestionnairePage(*intake, language);
    return page && page->find(text) != std::string::npos;
  };
  using cards::Language;
  EXPECT_TRUE(has(Language::kDutch, "<dd>getal in uur of dagen of weken</dd>"));
  EXPECT_TRUE(has(Language::kEnglish, "<dd>number in hours or days or weeks</dd>"));
  EXPECT_TRUE(has(Language::kDutch, "<dd>getal van 0 tot 10</dd>"));
  EXPECT_TRUE(has(Language::kDutch, "<dd>datum, zo mogelijk met tijd</dd>"));
  EXPECT_TRUE(has(Language::kDutch, "Alleen bij dwarslaesie: incompleet of compleet."));
  EXPECT_TRUE(has(Language::kEnglish, "Only with Lhermitte's sign: yes."));
}

// A disturbance that is not new is asked of a paraplegic all the same.
TEST_F(DefinitionsTest, BladderOfAParaplegicIsAskedWhateverIsNew) {
  const JsonDocument intake = Find("Questionnaire/intake");
  std::set<std::string_view> after;
  VisitItems(intake.root(), [&](JsonValue item) {
    if (item.Get("linkId").string_or({}) != "micturition-disorder") return;
    for (const JsonValue condition : item.Get("enableWhen").elements()) {
      after.insert(condition.Get("question").string_or({}));
    }
  });
  EXPECT_TRUE(after.contains("paraplegia-completeness"));
  EXPECT_TRUE(after.contains("bladder-bowel-dysfunction"));
}

TEST_F(DefinitionsTest, InputCodesAreServed) {
  EXPECT_EQ(Find("CodeSystem/guideline-input").root().Get("concept").size(),
            guideline_->catalogue().definitions().size());
}

TEST_F(DefinitionsTest, WhatIsNotThereIsNull) {
  EXPECT_EQ(definitions_->Find("Questionnaire/none"), nullptr);
  EXPECT_EQ(definitions_->Find(""), nullptr);
}

}  // namespace
}  // namespace wervelwijzer::hooks
