#include "guideline/dmn/reader.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace wervelwijzer::dmn {
namespace {

constexpr const char* k13 = "https://www.omg.org/spec/DMN/20191111/MODEL/";

// A model with `body` from its second line on.
std::string Definitions(const std::string& body, const std::string& name_space = k13) {
  return "<definitions xmlns=\"" + name_space + "\" name=\"m\" namespace=\"urn:m\">\n" + body +
         "\n</definitions>";
}

std::string Literal(const std::string& text) {
  return "<literalExpression><text>" + text + "</text></literalExpression>";
}

constexpr const char* kTable = R"(<decision name="d" id="d1">
  <question>how soon?</question><allowedAnswers>a, b</allowedAnswers>
  <informationRequirement><requiredInput href="#i"/></informationRequirement>
  <informationRequirement><requiredDecision href="urn:other#x"/></informationRequirement>
  <authorityRequirement><requiredAuthority href="#k"/></authorityRequirement>
  <decisionTable hitPolicy="COLLECT" aggregation="MAX" outputLabel="urgency">
    <input id="c" label="days"><inputExpression typeRef="number"><text> days </text></inputExpression>
      <inputValues><text>[0..90]</text></inputValues></input>
    <output name="outcome" typeRef="string"><outputValues><text>"a","b"</text></outputValues>
      <defaultOutputEntry><text>"b"</text></defaultOutputEntry></output>
    <annotation name="note"/>
    <rule id="r1"><description>because</description>
      <extensionElements><ww:provenance xmlns:ww="https://wervelwijzer.nl/dmn/provenance/1"
        source="richtlijn-2015" ww:section="x"/></extensionElements>
      <inputEntry><text>&lt; 7</text></inputEntry>
      <outputEntry><text>"a"</text></outputEntry>
      <annotationEntry><text>n</text></annotationEntry></rule>
  </decisionTable>
</decision>
<inputData id="i" name="days"><variable name="days" typeRef="number"/></inputData>
<knowledgeSource id="k" name="guideline" locationURI="https://example.org"><type>text</type>
</knowledgeSource>)";

TEST(ReaderTest, ReadsATableWithAllItsParts) {
  const Result<Model> model = ReadModel(Definitions(kTable), "m.dmn");
  ASSERT_TRUE(model.ok()) << model.error().ToString();
  ASSERT_EQ(model->decisions.size(), 1u);
  const Decision& decision = model->decisions[0];
  EXPECT_EQ(decision.question, "how soon?");
  EXPECT_EQ(decision.required_inputs, std::vector<std::string>{"i"});
  EXPECT_EQ(decision.required_decisions, std::vector<std::string>{"urn:other#x"});
  EXPECT_EQ(decision.variable.name, "d");
  const DecisionTable& table = decision.expression->table;
  EXPECT_EQ(table.hit_policy, HitPolicy::kCollect);
  EXPECT_EQ(table.aggregation, Aggregation::kMax);
  EXPECT_EQ(table.inputs.at(0).expression, "days");
  EXPECT_EQ(table.inputs.at(0).input_values, "[0..90]");
  EXPECT_EQ(table.outputs.at(0).default_output, "\"b\"");
  const Rule& rule = table.rules.at(0);
  EXPECT_EQ(rule.input_entries.at(0), "< 7");
  EXPECT_EQ(rule.description, "because");
  EXPECT_EQ(rule.annotations.at(0), "n");
  ASSERT_TRUE(rule.provenance.has_value());
  EXPECT_EQ(rule.provenance->Get("source"), "richtlijn-2015");
  EXPECT_EQ(rule.provenance->Get("section"), "x");
  EXPECT_EQ(rule.provenance->Get("absent"), "");
  EXPECT_EQ(model->knowledge_sources.at(0).location_uri, "https://example.org");
}

TEST(ReaderTest, ReadsEveryVersionByLocalName) {
  for (const char* version : {"http://www.omg.org/spec/DMN/20180521/MODEL/", k13,
                              "https://www.omg.org/spec/DMN/20211108/MODEL/",
                              "https://www.omg.org/spec/DMN/20230324/MODEL/",
                              "https://www.omg.org/spec/DMN/20240513/MODEL/"}) {
    const Result<Model> model = ReadModel(Definitions(kTable, version), "m.dmn");
    ASSERT_TRUE(model.ok()) << version;
    EXPECT_EQ(model->dmn_namespace, version);
    EXPECT_EQ(model->decisions.size(), 1u);
  }
}

TEST(ReaderTest, ReadsEveryBoxedExpression) {
  const std::string one = Literal("1");
  const struct {
    std::string xml;
    Expression::Kind kind;
  } kRows[] = {
      {one, Expression::Kind::kLiteral},
      {"<invocation>" + Literal("f") + "<binding><parameter name=\"x\"/>" + one +
           "</binding></invocation>",
       Expression::Kind::kInvocation},
      {"<context><contextEntry><variable name=\"a\"/>" + one + "</contextEntry><contextEntry>" +
           one + "</contextEntry></context>",
       Expression::Kind::kContext},
      {"<list>" + one + one + "</list>", Expression::Kind::kList},
      {"<relation><column name=\"a\"/><row>" + one + "</row></relation>",
       Expression::Kind::kRelation},
      {"<functionDefinition><formalParameter name=\"x\"/>" + one + "</functionDefinition>",
       Expression::Kind::kFunction},
      {"<conditional><if>" + one + "</if><then>" + one + "</then><else>" + one +
           "</else></conditional>",
       Expression::Kind::kConditional},
      {"<filter><in>" + one + "</in><match>" + one + "</match></filter>",
       Expression::Kind::kFilter},
      {"<for iteratorVariable=\"i\"><in>" + one + "</in><return>" + one + "</return></for>",
       Expression::Kind::kIterator},
      {"<every iteratorVariable=\"i\"><in>" + one + "</in><satisfies>" + one +
           "</satisfies></every>",
       Expression::Kind::kIterator},
  };
  for (const auto& row : kRows) {
    const Result<Model> model =
        ReadModel(Definitions("<decision name=\"d\">" + row.xml + "</decision>"), "m.dmn");
    ASSERT_TRUE(model.ok()) << row.xml << ": " << model.error().ToString();
    EXPECT_EQ(model->decisions[0].expression->kind, row.kind) << row.xml;
  }
}

TEST(ReaderTest, ReadsImportsServicesAndKnowledge) {
  const Result<Model> model = ReadModel(
      Definitions("<import name=\"o\" namespace=\"urn:o\" importType=\"x\"/>"
                  "<businessKnowledgeModel name=\"k\" id=\"k1\"><encapsulatedLogic kind=\"Java\">"
                  "<formalParameter name=\"p\" typeRef=\"number\"/>" +
                  Literal("p") +
                  "</encapsulatedLogic><knowledgeRequirement><requiredKnowledge href=\"#k2\"/>"
                  "</knowledgeRequirement></businessKnowledgeModel>"
                  "<decisionService name=\"s\"><outputDecision href=\"#d\"/>"
                  "<inputData href=\"#i\"/></decisionService>"
                  "<itemDefinition name=\"t\" isCollection=\"true\"><itemComponent name=\"c\">"
                  "<typeRef>string</typeRef><allowedValues><text>\"x\"</text></allowedValues>"
                  "</itemComponent></itemDefinition>"),
      "m.dmn");
  ASSERT_TRUE(model.ok()) << model.error().ToString();
  EXPECT_EQ(model->imports.at(0).name_space, "urn:o");
  const BusinessKnowledgeModel& knowledge = model->knowledge_models.at(0);
  EXPECT_TRUE(knowledge.has_logic);
  EXPECT_EQ(knowledge.logic.kind, FunctionExpression::Kind::kJava);
  EXPECT_EQ(knowledge.required_knowledge, std::vector<std::string>{"k2"});
  EXPECT_EQ(model->decision_services.at(0).input_data, std::vector<std::string>{"i"});
  EXPECT_TRUE(model->item_definitions.at(0).is_collection);
  EXPECT_EQ(model->item_definitions.at(0).components.at(0).allowed_values, "\"x\"");
}

TEST(ReaderTest, DiagramsAndForeignElementsArePassedOver) {
  const Result<Model> model =
      ReadModel(Definitions("<x:thing xmlns:x=\"urn:x\"><decision/></x:thing><textAnnotation/>"
                            "<decision name=\"d\"><x:y xmlns:x=\"urn:x\"/>" +
                            Literal("1") + "</decision>"),
                "m.dmn");
  ASSERT_TRUE(model.ok()) << model.error().ToString();
  EXPECT_EQ(model->decisions.size(), 1u);
}

TEST(ReaderTest, ErrorsTellFileLineAndElement) {
  const std::string table =
      "<decision name=\"d\"><decisionTable>\n<input><inputExpression><text>a"
      "</text></inputExpression></input><output/>\n";
  const struct {
    std::string body, path, message;
  } kRows[] = {
      {"\n<decision/>", "m.dmn:3 decision", "has no name"},
      {"<decision name=\"d\">\n<oracle/></decision>", "m.dmn:3 oracle",
       "element `oracle` is not offered in `decision`"},
      {table + "<rule id=\"r\"><outputEntry/></rule></decisionTable></decision>", "m.dmn:4 rule",
       "rule `r` has 0 input entries under 1 columns"},
      {"<decision name=\"d\"><decisionTable hitPolicy=\"LAST\"/></decision>",
       "m.dmn:2 decisionTable", "hitPolicy `LAST` is not known"},
      {"<decision name=\"d\"><decisionTable/></decision>", "m.dmn:2 decisionTable",
       "has no output column"},
      {"<decision name=\"d\"><informationRequirement><requiredInput href=\"x\"/>"
       "</informationRequirement></decision>",
       "m.dmn:2 requiredInput", "href `x` names no element"},
      {"<decision name=\"d\"><conditional/></decision>", "m.dmn:2 conditional",
       "lacks an expression in `if`"},
  };
  for (const auto& row : kRows) {
    const Result<Model> model = ReadModel(Definitions(row.body), "m.dmn");
    ASSERT_FALSE(model.ok()) << row.body;
    EXPECT_EQ(model.error().path, row.path);
    EXPECT_EQ(model.error().message, row.message);
  }
}

TEST(ReaderTest, OtherDocumentsAreRefused) {
  EXPECT_FALSE(ReadModel("", "m.dmn").ok());
  EXPECT_FALSE(ReadModel("<definitions>", "m.dmn").ok());
  EXPECT_FALSE(ReadModel("<html/>", "m.dmn").ok());
  const Result<Model> old =
      ReadModel(Definitions("", "http://www.omg.org/spec/DMN/20151101/dmn.xsd"), "m.dmn");
  ASSERT_FALSE(old.ok());
  EXPECT_EQ(old.error().kind, ErrorKind::kUnsupported);
  EXPECT_EQ(ReadModelFile("/nowhere/m.dmn").error().kind, ErrorKind::kNotFound);
}

TEST(ReaderTest, DeepNestingIsRefused) {
  std::string inner = Literal("1");
  for (int i = 0; i < 80; ++i) inner = "<list>" + inner + "</list>";
  const Result<Model> model =
      ReadModel(Definitions("<decision name=\"d\">" + inner + "</decision>"), "m.dmn");
  ASSERT_FALSE(model.ok());
  EXPECT_EQ(model.error().kind, ErrorKind::kTooLarge);
}

TEST(ReaderTest, EntitiesAreRefused) {
  const Result<Model> model = ReadModel(
      "<!DOCTYPE d [<!ENTITY x \"y\">]>" + Definitions("<description>&x;</description>"), "m.dmn");
  EXPECT_FALSE(model.ok() && model->description == "y");
}

}  // namespace
}  // namespace wervelwijzer::dmn
