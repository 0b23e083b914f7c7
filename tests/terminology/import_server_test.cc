#include "terminology/import_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "terminology/server_questions.h"

namespace wervelwijzer::terminology {
namespace {

using ::testing::HasSubstr;

class ImportServerTest : public ::testing::Test {
 protected:
  static const SystemTable& Systems() {
    static const SystemTable systems =
        SystemTable::Read(std::string(WERVELWIJZER_SOURCE_DIR) + "/terminology/data/systems.tsv")
            .value();
    return systems;
  }

  Status Add(const std::string& answer, const std::string& questions = {}) {
    const auto parsed = JsonDocument::Parse(answer);
    if (!parsed.ok()) return parsed.error();
    if (questions.empty()) return answers_.Add(parsed->root());
    const auto asked = JsonDocument::Parse(questions);
    if (!asked.ok()) return asked.error();
    return answers_.Add(parsed->root(), asked->root());
  }

  Snapshot Finished() {
    auto import = std::move(answers_).Finish();
    EXPECT_TRUE(import.ok()) << import.error().ToString();
    import_ = *import;
    return Snapshot::Parse(import->text).value();
  }

  static std::string Code(const std::string& code) {
    return R"({"system": "http://snomed.info/sct", "code": ")" + code + R"("})";
  }
  static std::string Expansion(const std::string& root, const std::string& members,
                               const std::string& more = {}) {
    return R"({"resourceType": "ValueSet", "url": "http://snomed.info/sct?fhir_vs=isa/)" + root +
           R"(", "expansion": {)" + more + R"("contains": [)" + members + "]}}";
  }

  ServerAnswers answers_{Systems(), "snomed"};
  ServerImport import_;
};

TEST_F(ImportServerTest, ExpansionPutsItsCodesBelowTheCodeItWasMadeOf) {
  ASSERT_TRUE(Add(Expansion("94222008", Code("94222008") + "," + Code("94602001"),
                            R"("total": 2, "parameter": [{"name": "version", "valueUri":
          "http://snomed.info/sct|http://snomed.info/sct/11000146104/version/20260930"}],)"))
                  .ok());
  const Snapshot snapshot = Finished();
  EXPECT_EQ(snapshot.head().version, "http://snomed.info/sct/11000146104/version/20260930");
  EXPECT_EQ(snapshot.State(*snapshot.Find("94222008")), CodeState::kComplete);
  EXPECT_EQ(snapshot.State(*snapshot.Find("94602001")), CodeState::kActive);
  ASSERT_EQ(snapshot.Above(*snapshot.Find("94602001")).size(), 1u);
  EXPECT_EQ(import_.complete, 1u);
}

TEST_F(ImportServerTest, OnePageOfSeveralLeavesTheExpansionOpen) {
  ASSERT_TRUE(Add(Expansion("94222008", Code("94222008"), R"("total": 2, "offset": 0,)")).ok());
  EXPECT_EQ(Finished().State(0), CodeState::kActive);
  EXPECT_EQ(import_.partial, 1u);
}

TEST_F(ImportServerTest, AllPagesTogetherCloseTheExpansion) {
  ASSERT_TRUE(Add(Expansion("94222008", Code("94222008"), R"("total": 2, "offset": 0,)")).ok());
  ASSERT_TRUE(Add(Expansion("94222008", Code("94602001"), R"("total": 2, "offset": 1,)")).ok());
  Finished();
  EXPECT_EQ(import_.complete, 1u);
}

TEST_F(ImportServerTest, SamePageTwiceDoesNotCloseTheExpansion) {
  const std::string page = Expansion("94222008", Code("94222008"), R"("total": 2, "offset": 0,)");
  ASSERT_TRUE(Add(page).ok());
  ASSERT_TRUE(Add(page).ok());
  Finished();
  EXPECT_EQ(import_.complete, 0u);
}

TEST_F(ImportServerTest, EmptyUnclosedAndCountedExpansionsAreOpen) {
  ASSERT_TRUE(Add(Expansion("94222008", "", R"("total": 0,)")).ok());
  ASSERT_TRUE(Add(Expansion("94225005", Code("94225005"),
                            R"("extension": [{"url":
          "http://hl7.org/fhir/StructureDefinition/valueset-unclosed", "valueBoolean": true}],)"))
                  .ok());
  ASSERT_TRUE(Add(Expansion("94602001", Code("94602001"),
                            R"("parameter": [{"name": "count", "valueInteger": 1}],)"))
                  .ok());
  Finished();
  EXPECT_EQ(import_.complete, 0u);
  EXPECT_EQ(import_.partial, 3u);
}

TEST_F(ImportServerTest, CodeIsToldByFilterOrExpressionToo) {
  ASSERT_TRUE(Add(R"({"resourceType": "ValueSet", "compose": {"include": [{"filter":
      [{"property": "concept", "op": "is-a", "value": "94222008"}]}]},
      "expansion": {"contains": [)" +
                  Code("94222008") + "]}}")
                  .ok());
  ASSERT_TRUE(Add(R"({"resourceType": "ValueSet", "compose": {"include": [{"filter":
      [{"property": "constraint", "op": "=", "value": "<< 94225005 |metastasis|"}]}]},
      "expansion": {"contains": [)" +
                  Code("94225005") + "]}}")
                  .ok());
  Finished();
  EXPECT_EQ(import_.complete, 2u);
}

TEST_F(ImportServerTest, ExpansionOfSomethingElseIsRefused) {
  const Status wider = Add(R"({"resourceType": "ValueSet", "compose": {"include": [{"filter":
      [{"property": "constraint", "op": "=", "value": "<< 94225005 OR << 94222008"}]}]},
      "expansion": {"contains": []}})");
  ASSERT_FALSE(wider.ok());
  EXPECT_THAT(wider.error().message, HasSubstr("below which code"));
  EXPECT_FALSE(Add(R"({"resourceType": "ValueSet"})").ok());
  EXPECT_FALSE(Add(R"({"resourceType": "CodeSystem"})").ok());
}

TEST_F(ImportServerTest, CodeOfAnotherSystemAndSecondVersionAreRefused) {
  EXPECT_FALSE(Add(Expansion("94222008", R"({"system": "http://loinc.org", "code": "1"})")).ok());
  const std::string of =
      R"("parameter": [{"name": "version", "valueUri": "http://snomed.info/sct|)";
  ASSERT_TRUE(Add(Expansion("94222008", Code("94222008"), of + "a\"}],")).ok());
  EXPECT_FALSE(Add(Expansion("94225005", Code("94225005"), of + "b\"}],")).ok());
}

TEST_F(ImportServerTest, AnswersOfSubsumesAreReadWithTheirQuestions) {
  const std::string ask = R"({"request": {"method": "GET", "url": "CodeSystem/$subsumes?system=)"
                          "http%3A%2F%2Fsnomed.info%2Fsct&codeA=94222008&codeB=";
  const std::string questions = R"({"resourceType": "Bundle", "entry": [)" + ask + "94602001\"}}," +
                                ask + "38341003\"}}," + ask + "1\"}}]}";
  const auto outcome = [](const std::string& code) {
    return R"({"resource": {"resourceType": "Parameters", "parameter": [{"name": "outcome",
        "valueCode": ")" +
           code + "\"}]}}";
  };
  const std::string answers = R"({"resourceType": "Bundle", "entry": [)" + outcome("subsumes") +
                              "," + outcome("not-subsumed") +
                              R"(,{"resource": {"resourceType": "OperationOutcome"}}]})";
  EXPECT_FALSE(Add(answers).ok());  // without the questions they mean nothing
  ASSERT_TRUE(Add(answers, questions).ok());
  const Snapshot snapshot = Finished();
  EXPECT_EQ(import_.pairs, 2u);
  EXPECT_EQ(import_.refused, 1u);
  const auto bone = *snapshot.Find("94222008");
  EXPECT_EQ(snapshot.Above(*snapshot.Find("94602001")).front(), bone);
  EXPECT_EQ(snapshot.NotBelow(*snapshot.Find("38341003")).front(), bone);
  EXPECT_EQ(snapshot.State(bone), CodeState::kActive);
}

TEST_F(ImportServerTest, QuestionsAreOneForEachListedCodeAndAnswersToThemAreUnderstood) {
  const auto concepts = ConceptTable::Read(
      std::string(WERVELWIJZER_SOURCE_DIR) + "/terminology/data/concepts.tsv", Systems());
  ASSERT_TRUE(concepts.ok());
  const std::string text = WriteServerQuestions(*concepts, "snomed", "http://snomed.info/sct", {});
  const auto questions = JsonDocument::Parse(text);
  ASSERT_TRUE(questions.ok());
  const JsonValue entries = questions->root().Get("entry");
  EXPECT_GT(entries.size(), 200u);
  std::string answers = R"({"resourceType": "Bundle", "entry": [)";
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::string url(entries.At(i).Path("request", "url").string_or({}));
    const std::string code = url.substr(url.rfind("%2F") + 3);
    answers += (i == 0 ? "" : ",") +
               (R"({"resource": {"resourceType": "ValueSet", "expansion": {"contains": [)" +
                Code(code) + "]}}}");
  }
  ASSERT_TRUE(Add(answers + "]}", text).ok());
  Finished();
  EXPECT_EQ(import_.complete, entries.size());
  const std::string one_code[] = {"38341003"};
  EXPECT_THAT(WriteServerQuestions(*concepts, "snomed", "http://snomed.info/sct", one_code),
              HasSubstr("$subsumes?system=http%3A%2F%2Fsnomed.info%2Fsct&codeA="));
}

}  // namespace
}  // namespace wervelwijzer::terminology
