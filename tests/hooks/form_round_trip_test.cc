// Every answer that the served intake form offers is one that the bindings read: each option, each
// unit, each kind of item.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/json.h"
#include "guideline/bindings/bind.h"
#include "hooks/definitions.h"
#include "hooks/knowledge.h"

namespace wervelwijzer::hooks {
namespace {

const Knowledge& Shipped() {
  static const std::shared_ptr<const Knowledge> knowledge = [] {
    const std::string root = WERVELWIJZER_SOURCE_DIR;
    auto loaded = Knowledge::Load({root + "/guideline/models", root + "/guideline/bindings",
                                   root + "/terminology/data", root + "/cards/text"});
    EXPECT_TRUE(loaded.ok());
    return *loaded;
  }();
  return *knowledge;
}

// The codes of the units among which the person who answers may choose.
std::vector<std::string> UnitsOf(JsonValue item) {
  std::vector<std::string> units;
  for (const JsonValue extension : item.Get("extension").elements()) {
    const std::string_view url = extension.Get("url").string_or({});
    if (url.ends_with("questionnaire-unitOption")) {
      units.emplace_back(extension.Path("valueCoding", "code").string_or({}));
    }
  }
  return units;
}

// Answers as a form filler would write them.
std::vector<std::string> AnswersOf(JsonValue item) {
  std::vector<std::string> answers;
  for (const JsonValue option : item.Get("answerOption").elements()) {
    answers.push_back(option.ToText());
  }
  if (!answers.empty()) return answers;
  const std::string_view type = item.Get("type").string_or({});
  if (type == "boolean") return {R"({"valueBoolean":true})", R"({"valueBoolean":false})"};
  if (type == "dateTime") return {R"({"valueDateTime":"2026-11-20"})"};
  if (type == "integer") return {R"({"valueInteger":1})"};
  if (type == "decimal") return {R"({"valueDecimal":1})"};
  for (const std::string& unit : UnitsOf(item)) {
    answers.push_back(
        R"({"valueQuantity":{"value":1,"system":"http://unitsofmeasure.org","code":")" + unit +
        "\"}}");
  }
  return answers;
}

void ExpectIsRead(const std::string& link_id, const std::string& answer) {
  const std::string text =
      R"({"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":"p"}},)"
      R"({"resource":{"resourceType":"QuestionnaireResponse","id":"r","status":"completed",)"
      R"("questionnaire":"https://wervelwijzer.nl/fhir/Questionnaire/intake",)"
      R"("subject":{"reference":"Patient/p"},"authored":"2026-11-20T09:00:00+01:00",)"
      R"("item":[{"linkId":"group","item":[{"linkId":")" +
      link_id + R"(","answer":[)" + answer + "]}]}]}}]}";
  const Result<JsonDocument> document = JsonDocument::Parse(text);
  ASSERT_TRUE(document.ok()) << text;
  fhir::Record record;
  Issues issues;
  record.Add(document->root(), fhir::ResourceOrigin::kPrefetch, "$", issues);
  guideline::BindOptions options;
  options.now = *ParseInstant("2026-11-20T14:10:00+01:00");
  const guideline::BoundRecord bound = Shipped().bindings().Bind(record, options);
  EXPECT_TRUE(bound.issues.empty()) << link_id << " " << answer << ": " << bound.issues[0].message;
  EXPECT_EQ(bound.inputs.Get(link_id).origin, guideline::Origin::kStated)
      << link_id << " " << answer;
}

TEST(FormRoundTrip, EveryAnswerThatTheFormOffersIsRead) {
  const auto definitions = DefinitionsOf(Shipped().guideline(), Shipped().intake_form());
  const SharedBytes bytes = definitions->Find("Questionnaire/intake");
  ASSERT_NE(bytes, nullptr);
  const Result<JsonDocument> intake = JsonDocument::Parse(*bytes);
  ASSERT_TRUE(intake.ok());
  int answers = 0;
  for (const JsonValue group : intake->root().Get("item").elements()) {
    for (const JsonValue item : group.Get("item").elements()) {
      const std::string link_id(item.Get("linkId").string_or({}));
      const std::vector<std::string> offered = AnswersOf(item);
      EXPECT_FALSE(offered.empty()) << link_id;
      for (const std::string& answer : offered) ExpectIsRead(link_id, answer);
      answers += static_cast<int>(offered.size());
    }
  }
  EXPECT_GT(answers, 350);
}

}  // namespace
}  // namespace wervelwijzer::hooks
