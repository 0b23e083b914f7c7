// Answers of the guideline that were worked out by hand from its text: data/decide.jsonl. Each row
// names inputs and, per decision, members that the answer must have; null means that it must lack
// it.

#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "tests/guideline/loaded.h"

namespace wervelwijzer::guideline {
namespace {

std::vector<std::string> Rows() {
  std::ifstream in(WERVELWIJZER_SOURCE_DIR "/tests/guideline/data/decide.jsonl");
  std::vector<std::string> rows;
  for (std::string line; std::getline(in, line);)
    if (!line.empty()) rows.push_back(line);
  return rows;
}

void CheckDecision(const std::string& name, std::string_view id, JsonValue expected,
                   std::string_view answer) {
  const Result<JsonDocument> document = JsonDocument::Parse(answer);
  ASSERT_TRUE(document.ok());
  for (const auto& [member, value] : expected.members()) {
    const JsonValue found = document->root().Get(member);
    if (value.is_null()) {
      EXPECT_FALSE(found.exists()) << name << ": " << id << "." << member << " in " << answer;
    } else {
      EXPECT_EQ(found.exists() ? found.ToText() : "nothing", value.ToText())
          << name << ": " << id << "." << member;
    }
  }
}

TEST(DecideTest, AnswersAsTheTextOfTheGuideline) {
  const std::vector<std::string> rows = Rows();
  ASSERT_GE(rows.size(), 60u);
  for (const std::string& row : rows) {
    const Result<JsonDocument> document = JsonDocument::Parse(row);
    ASSERT_TRUE(document.ok()) << row;
    const std::string name(document->root().Get("name").string_or("?"));
    Result<Inputs> inputs =
        ReadInputs(Shipped().catalogue(), document->root().Get("inputs"), TimeZone::Amsterdam());
    ASSERT_TRUE(inputs.ok()) << name << ": " << inputs.error().ToString();
    const Decisions decisions = Shipped().Decide(*inputs, Module::kAll);
    for (const auto& [id, expected] : document->root().Get("expect").members()) {
      JsonWriter writer;
      WriteDecision(writer, decisions.Get(id));
      CheckDecision(name, id, expected, writer.text());
    }
  }
}

TEST(DecideTest, EveryDecisionHasAnExample) {
  std::set<std::string> seen;
  for (const std::string& row : Rows()) {
    const Result<JsonDocument> document = JsonDocument::Parse(row);
    for (const auto& [id, expected] : document->root().Get("expect").members()) seen.emplace(id);
  }
  std::string lacking;
  for (const std::string& id : Shipped().decision_ids())
    if (!seen.contains(id)) lacking += " " + id;
  EXPECT_EQ(lacking, "");
}

TEST(DecideTest, ModulesDivideTheDecisions) {
  Inputs inputs = InputsOf("{}");
  EXPECT_EQ(Shipped().decision_ids().size(), 53u);
  const Decisions all = Shipped().Decide(inputs, Module::kAll);
  EXPECT_EQ(all.all().size(), 53u);
  const Decisions brain = Shipped().Decide(inputs, Module::kBrain);
  EXPECT_EQ(brain.all().size(), 7u);
  EXPECT_EQ(brain.Get("consistency-check").outcome(), "consistent");
  const Decisions spinal = Shipped().Decide(inputs, Module::kSpinal);
  EXPECT_EQ(spinal.all().size(), 47u);
}

TEST(DecideTest, EveryDecisionNamesItsModelAndVersion) {
  Inputs inputs = InputsOf("{}");
  const Decisions decisions = Shipped().Decide(inputs, Module::kAll);
  for (const Decision& decision : decisions.all())
    EXPECT_NE(decision.model.find('@'), std::string_view::npos) << decision.id;
}

TEST(DecideTest, InputsKeepWhatWasDerived) {
  Inputs inputs = InputsOf(R"({"radicular-deficit": "unilateral"})");
  Shipped().Decide(inputs, Module::kSpinal);
  EXPECT_EQ(inputs.Get("neurological-deficit").origin, Origin::kDerived);
}

TEST(WhatIfTest, EachValueTellsWhatItWouldLeave) {
  Inputs inputs = InputsOf(R"({"clinician-states-suspicion": true,
      "adequate-imaging-available": false, "clinical-cord-cauda-compression": false,
      "lhermitte": false, "radicular-deficit": "unilateral", "radicular-pain": "none"})");
  Shipped().Decide(inputs, Module::kSpinal);
  const std::vector<WhatIf> answers =
      Shipped().Suppose(inputs)->Ask("imaging-urgency", "progressive-complaints-duration");
  ASSERT_GE(answers.size(), 3u);
  EXPECT_EQ(answers.front().possible.front().Text("outcome"), "image-24h");
  EXPECT_EQ(answers.back().possible.front().Text("outcome"), "image-48h");
  for (const WhatIf& answer : answers) EXPECT_EQ(answer.possible.size(), 1u) << answer.value;
}

TEST(WhatIfTest, KnownInputsHaveOneAnswerAndStrangersNone) {
  const Inputs inputs = InputsOf(R"({"mri-possible": true})");
  EXPECT_EQ(Shipped().Suppose(inputs)->Ask("imaging-modality", "mri-possible").size(), 1u);
  EXPECT_TRUE(Shipped().Suppose(inputs)->Ask("imaging-modality", "shoe-size").empty());
  EXPECT_TRUE(Shipped().Suppose(inputs)->Ask("no-such-decision", "mri-possible").empty());
}

TEST(WhatIfTest, OneQuestionLeavesNothingForTheNext) {
  Inputs inputs = InputsOf(R"({"clinician-states-suspicion": true, "radicular-pain": "none"})");
  Shipped().Decide(inputs, Module::kSpinal);
  const auto supposition = Shipped().Suppose(inputs);
  const std::vector<std::string_view> questions = {"lhermitte", "radicular-deficit", "lhermitte",
                                                   "clinical-cord-cauda-compression"};
  for (const std::string_view question : questions) {
    const std::vector<WhatIf> fresh = Shipped().Suppose(inputs)->Ask("imaging-urgency", question);
    const std::vector<WhatIf> again = supposition->Ask("imaging-urgency", question);
    ASSERT_EQ(again.size(), fresh.size()) << question;
    ASSERT_GE(again.size(), 2u) << question;
    for (std::size_t i = 0; i < fresh.size(); ++i) {
      EXPECT_EQ(again[i].value, fresh[i].value);
      EXPECT_EQ(again[i].possible.size(), fresh[i].possible.size()) << question << " " << i;
    }
  }
}

TEST(WhatIfTest, AScoreBringsItsComputedInputAlong) {
  const Inputs inputs = InputsOf("{}");
  const std::vector<WhatIf> answers =
      Shipped().Suppose(inputs)->Ask("performance-conversion", "kps");
  ASSERT_EQ(answers.size(), 11u);
  for (const WhatIf& answer : answers)
    EXPECT_EQ(answer.possible.front().Text("outcome"), "ecog-grade") << answer.value;
}

// What counts as recent is a local choice, so a result that rests on it says so.
TEST(DecideTest, ShowsByWhichParameterAnInputIsRecent) {
  Inputs inputs = InputsOf(R"({"surgery-considered": true})");
  Evidence evidence;
  evidence.parameter = "recent-petct-days";
  inputs.State("recent-petct-available", ValueSet::Boolean(true), evidence);
  const Decisions decisions = Shipped().Decide(inputs, Module::kAll);
  const std::vector<std::pair<std::string, double>> shown = {{"recent-petct-days", 28}};
  EXPECT_EQ(decisions.Get("preoperative-petct").parameters, shown);
  EXPECT_EQ(decisions.Get("workup-after-imaging").parameters, shown);
  EXPECT_TRUE(decisions.Get("surgery-preconditions").parameters.empty());
}

}  // namespace
}  // namespace wervelwijzer::guideline
