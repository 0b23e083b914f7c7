#include "guideline/dmn/reference.h"

#include <gtest/gtest.h>

#include "guideline/dmn/reader.h"
#include "tests/guideline/dmn/rows.h"

namespace wervelwijzer::dmn {
namespace {

std::string Definitions(const std::string& body, const std::string& name_space = "urn:m") {
  return "<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\" name=\"m\" "
         "namespace=\"" +
         name_space + "\">" + body + "</definitions>";
}

std::string Literal(const std::string& text) {
  return "<literalExpression><text>" + text + "</text></literalExpression>";
}

Model Read(const std::string& xml) {
  Result<Model> model = ReadModel(xml, "test.dmn");
  EXPECT_TRUE(model.ok()) << model.error().ToString();
  return std::move(model).value();
}

// The decision `d` of a model made of `body`, as text.
std::string Answer(const std::string& body, const ValueContext& inputs = {}) {
  const Model model = Read(Definitions(body));
  const Result<ReferenceModel> reference = ReferenceModel::Build({&model, 1});
  if (!reference.ok()) return reference.error().ToString();
  const Result<Value> value = reference->EvaluateDecision("d", inputs);
  return value.ok() ? value->ToString() : value.error().ToString();
}

ValueContext With(const std::string& name, Value value) {
  ValueContext out;
  out.Set(name, std::move(value));
  return out;
}

const std::string kInput =
    "<inputData id=\"n\" name=\"n\"><variable name=\"n\" typeRef=\"number\"/></inputData>";
const std::string kNeedsInput =
    "<informationRequirement><requiredInput href=\"#n\"/></informationRequirement>";

// Rules that overlap in every way: one holds, several with the same output, several with different
// outputs, none.
std::string Table(const Row& row, bool with_default) {
  const bool numbers = !row[1].empty();
  const std::string b = numbers ? "1" : "\"b\"", a = numbers ? "2" : "\"a\"";
  std::string xml = "<decision id=\"d\" name=\"d\">" + kNeedsInput + "<decisionTable hitPolicy=\"" +
                    row[0] + "\"" + (numbers ? " aggregation=\"" + row[1] + "\"" : "") +
                    "><input><inputExpression><text>n</text></inputExpression></input><output>";
  xml += "<outputValues><text>" + a + "," + b + "</text></outputValues>";
  if (with_default) {
    xml += std::string("<defaultOutputEntry><text>") + (numbers ? "9" : "\"z\"") +
           "</text></defaultOutputEntry>";
  }
  xml += "</output>";
  for (const auto& [cell, output] :
       {std::pair("[0..10]", b), {"[5..15]", a}, {"7", a}, {"14", a}}) {
    xml += std::string("<rule><inputEntry><text>") + cell +
           "</text></inputEntry><outputEntry><text>" + output + "</text></outputEntry></rule>";
  }
  return xml + "</decisionTable></decision>" + kInput;
}

TEST(ReferenceTest, EveryHitPolicyAnswersValuesAndNull) {
  const std::vector<Row> rows = ReadRows("hit_policies.tsv", 5);
  ASSERT_EQ(rows.size(), 66u);
  for (const Row& row : rows) {
    const ValueContext inputs = With("n", *EvaluateLiteral(row[2]));
    EXPECT_EQ(Answer(Table(row, false), inputs), row[3]) << row[0] << row[1] << " n=" << row[2];
    EXPECT_EQ(Answer(Table(row, true), inputs), row[4])
        << row[0] << row[1] << " n=" << row[2] << " with default";
  }
}

TEST(ReferenceTest, TableAnswerTellsWhichRulesHold) {
  const Model model = Read(Definitions(Table({"COLLECT", "", "", "", ""}, false)));
  const auto reference = ReferenceModel::Build({&model, 1});
  ASSERT_TRUE(reference.ok());
  const auto answer = reference->EvaluateTable("d", With("n", 7));
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer->rules, (std::vector<std::size_t>{0, 1, 2}));
}

TEST(ReferenceTest, SeveralOutputsGiveAContext) {
  const std::string body =
      "<decision name=\"d\">" + kNeedsInput +
      "<decisionTable><input><inputExpression><text>n</text></inputExpression></input>"
      "<output name=\"outcome\"/><output name=\"why not\"/><rule><inputEntry><text>-</text>"
      "</inputEntry><outputEntry><text>n + 1</text></outputEntry><outputEntry><text>null</text>"
      "</outputEntry></rule></decisionTable></decision>" +
      kInput;
  EXPECT_EQ(Answer(body, With("n", 1)), "{outcome: 2, why not: null}");
}

TEST(ReferenceTest, ValueOutsideInputValuesHasNoAnswer) {
  const std::string body =
      "<decision name=\"d\">" + kNeedsInput +
      "<decisionTable><input><inputExpression><text>n</text></inputExpression><inputValues><text>"
      "[0..5]</text></inputValues></input><output/><rule><inputEntry><text>-</text></inputEntry>"
      "<outputEntry><text>1</text></outputEntry></rule></decisionTable></decision>" +
      kInput;
  EXPECT_EQ(Answer(body, With("n", 5)), "1");
  EXPECT_EQ(Answer(body, With("n", 6)), "null");
}

TEST(ReferenceTest, InputOfAnotherTypeIsNull) {
  const std::string body =
      "<decision name=\"d\">" + kNeedsInput + Literal("n") + "</decision>" + kInput;
  EXPECT_EQ(Answer(body, With("n", 3)), "3");
  EXPECT_EQ(Answer(body, With("n", "3")), "null");
  EXPECT_EQ(Answer(body, With("n", ValueList{3})), "3");
  EXPECT_EQ(Answer(body), "null");
}

TEST(ReferenceTest, RequiredDecisionsAreUsed) {
  const std::string body =
      "<decision name=\"d\"><informationRequirement><requiredDecision href=\"#e\"/>"
      "</informationRequirement>" +
      Literal("step-two * 2") + "</decision><decision id=\"e\" name=\"step-two\">" + kNeedsInput +
      Literal("n + 1") + "</decision>" + kInput;
  EXPECT_EQ(Answer(body, With("n", 2)), "6");
  EXPECT_EQ(Answer(body, With("step-two", 10)), "20");
}

TEST(ReferenceTest, DecisionThatRequiresItselfIsNull) {
  EXPECT_EQ(Answer("<decision id=\"d\" name=\"d\"><informationRequirement><requiredDecision "
                   "href=\"#d\"/></informationRequirement>" +
                   Literal("d + 1") + "</decision>"),
            "null");
}

TEST(ReferenceTest, KnowledgeModelsAreCalledAlsoByThemselves) {
  const std::string knowledge =
      "<businessKnowledgeModel id=\"k\" name=\"fac\"><encapsulatedLogic><formalParameter "
      "name=\"x\" "
      "typeRef=\"number\"/>" +
      Literal("if x = 0 then 1 else x * fac(x - 1)") +
      "</encapsulatedLogic></businessKnowledgeModel>";
  const std::string needs =
      "<knowledgeRequirement><requiredKnowledge href=\"#k\"/></knowledgeRequirement>";
  EXPECT_EQ(
      Answer("<decision name=\"d\">" + needs + Literal("fac(10)") + "</decision>" + knowledge),
      "3628800");
  EXPECT_EQ(Answer("<decision name=\"d\">" + needs + "<invocation>" + Literal("fac") +
                   "<binding><parameter name=\"x\"/>" + Literal("3") +
                   "</binding></invocation></decision>" + knowledge),
            "6");
  EXPECT_EQ(
      Answer("<decision name=\"d\">" + needs + Literal("fac(\"a\")") + "</decision>" + knowledge),
      "null");
  EXPECT_EQ(
      Answer("<decision name=\"d\">" + needs + Literal("fac(-1)") + "</decision>" + knowledge),
      "null");
}

TEST(ReferenceTest, BoxedExpressionsHaveTheirValue) {
  const auto boxed = [](const std::string& xml) {
    return Answer("<decision name=\"d\">" + xml + "</decision>");
  };
  EXPECT_EQ(
      boxed("<context><contextEntry><variable name=\"a b\"/>" + Literal("2") +
            "</contextEntry><contextEntry>" + Literal("a b + 1") + "</contextEntry></context>"),
      "3");
  EXPECT_EQ(boxed("<list>" + Literal("1") + Literal("\"x\"") + "</list>"), "[1, \"x\"]");
  EXPECT_EQ(boxed("<relation><column name=\"a\"/><column name=\"b\"/><row>" + Literal("1") +
                  Literal("2") + "</row></relation>"),
            "[{a: 1, b: 2}]");
  EXPECT_EQ(boxed("<conditional><if>" + Literal("null") + "</if><then>" + Literal("1") +
                  "</then><else>" + Literal("2") + "</else></conditional>"),
            "2");
  EXPECT_EQ(boxed("<filter><in>" + Literal("[1,2,3]") + "</in><match>" + Literal("item &gt; 1") +
                  "</match></filter>"),
            "[2, 3]");
  EXPECT_EQ(boxed("<for iteratorVariable=\"i\"><in>" + Literal("[1..3]") + "</in><return>" +
                  Literal("i * i") + "</return></for>"),
            "[1, 4, 9]");
  EXPECT_EQ(boxed("<some iteratorVariable=\"i\"><in>" + Literal("[1, null]") + "</in><satisfies>" +
                  Literal("i &gt; 1") + "</satisfies></some>"),
            "null");
}

TEST(ReferenceTest, TypesWithAllowedValuesAreChecked) {
  const std::string item =
      "<itemDefinition name=\"tSide\"><typeRef>string</typeRef><allowedValues><text>\"left\", "
      "\"right\"</text></allowedValues></itemDefinition>";
  const std::string open = "<decision name=\"d\"><variable name=\"d\" typeRef=\"tSide\"/>";
  EXPECT_EQ(Answer(item + open + Literal("\"left\"") + "</decision>"), "\"left\"");
  EXPECT_EQ(Answer(item + open + Literal("\"up\"") + "</decision>"), "null");
}

TEST(ReferenceTest, ImportedNamesStandUnderTheirPrefix) {
  std::vector<Model> models;
  models.push_back(Read(Definitions(
      "<import name=\"o\" namespace=\"urn:o\" importType=\"x\"/><decision name=\"d\">"
      "<informationRequirement><requiredDecision href=\"urn:o#e\"/></informationRequirement>" +
      Literal("o.alarm-symptom + alarm-symptom") + "</decision>")));
  models.push_back(Read(Definitions(
      "<decision id=\"e\" name=\"alarm-symptom\">" + Literal("21") + "</decision>", "urn:o")));
  const auto reference = ReferenceModel::Build(models);
  ASSERT_TRUE(reference.ok()) << reference.error().ToString();
  EXPECT_EQ(*reference->EvaluateDecision("d", {}), Value(42));
  const auto alone = ReferenceModel::Build(std::span(models).first(1));
  ASSERT_FALSE(alone.ok());
  EXPECT_EQ(alone.error().kind, ErrorKind::kNotFound);
}

TEST(ReferenceTest, ConstantsAreSeenInCells) {
  const Model model = Read(Definitions(
      "<decision name=\"d\">" + kNeedsInput +
      "<decisionTable><input><inputExpression><text>n</text></inputExpression></input><output/>"
      "<rule><inputEntry><text>&gt;= brain-kps-threshold</text></inputEntry><outputEntry><text>1"
      "</text></outputEntry></rule></decisionTable></decision>" +
      kInput));
  const auto reference = ReferenceModel::Build({&model, 1}, With("brain-kps-threshold", 70));
  ASSERT_TRUE(reference.ok());
  EXPECT_EQ(*reference->EvaluateDecision("d", With("n", 70)), Value(1));
  EXPECT_TRUE(reference->EvaluateDecision("d", With("n", 69))->is_null());
}

TEST(ReferenceTest, ServicesTakeInputDecisionsFromTheCaller) {
  const Model model = Read(Definitions(
      "<decisionService name=\"s\"><outputDecision href=\"#d\"/><inputDecision href=\"#e\"/>"
      "</decisionService><decision id=\"d\" name=\"d\"><informationRequirement><requiredDecision "
      "href=\"#e\"/></informationRequirement>" +
      Literal("e + 1") + "</decision><decision id=\"e\" name=\"e\">" + Literal("1") +
      "</decision>"));
  const auto reference = ReferenceModel::Build({&model, 1});
  ASSERT_TRUE(reference.ok());
  EXPECT_EQ(*reference->EvaluateService("s", With("e", 10)), Value(11));
  EXPECT_TRUE(reference->EvaluateService("s", {})->is_null());
  EXPECT_EQ(*reference->EvaluateDecision("d", {}), Value(2));
}

TEST(ReferenceTest, UnknownNamesAreErrors) {
  const Model model = Read(Definitions(""));
  const auto reference = ReferenceModel::Build({&model, 1});
  ASSERT_TRUE(reference.ok());
  EXPECT_EQ(reference->EvaluateDecision("x", {}).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(reference->EvaluateKnowledge("x", {}).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(reference->EvaluateService("x", {}).error().kind, ErrorKind::kNotFound);
}

TEST(ReferenceTest, TwoModelsWithOneNamespaceAreRefused) {
  std::vector<Model> models;
  models.push_back(Read(Definitions("")));
  models.push_back(Read(Definitions("")));
  EXPECT_FALSE(ReferenceModel::Build(models).ok());
}

}  // namespace
}  // namespace wervelwijzer::dmn
