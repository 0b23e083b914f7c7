#include "guideline/dmn/verify.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/guideline/dmn/small_models.h"

namespace wervelwijzer::dmn {
namespace {

Findings VerifySmall(std::string_view text, VerifyOptions options = {}) {
  const Model model = SmallModel(text);
  return Verify(std::span(&model, 1), options);
}

// Messages of one check, joined by ` / `.
std::string Messages(const Findings& findings, std::string_view check) {
  std::string text;
  for (const Finding& finding : findings) {
    if (finding.check == check) text += (text.empty() ? "" : " / ") + finding.message;
  }
  return text;
}

constexpr std::string_view kGood = R"(
  decision d U
  in cord : true,false | hours : >= 0
  out outcome : "now","later"
  d1 | true  | <= 48 || "now"
  d2 | true  | > 48  || "later"
  d3 | false | -     || "later"
)";

TEST(VerifyTest, GoodTableHasNoFindings) {
  for (const Finding& finding : VerifySmall(kGood)) ADD_FAILURE() << finding.ToString();
}

TEST(VerifyTest, GapIsToldInWords) {
  const Findings findings = VerifySmall(R"(
    decision d U
    in cord : true,false | hours : >= 0
    out outcome : "now","later"
    d1 | true  | < 48 || "now"
    d2 | true  | > 48 || "later"
    d3 | false | -    || "later"
  )");
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].ToString(),
            "small.dmn:2 d: error: gap: gap in d: cord = true, hours = 48 (the boundary of `hours` "
            "belongs to no row)");
}

TEST(VerifyTest, AllGapsAreMergedToFewWords) {
  const Findings findings = VerifySmall(R"(
    decision d U
    in a : true,false | b : "x","y","z" | n : [0..10]
    out outcome : "o"
    d1 | true | "x" | -   || "o"
    d2 | true | "y" | < 3 || "o"
  )");
  EXPECT_EQ(
      Messages(findings, "gap"),
      "gap in d: a = false / gap in d: a = true, b = z / gap in d: a = true, b = y, n in [3..10]");
}

TEST(VerifyTest, OverlapNamesBothRulesAndAnExample) {
  const Findings findings = VerifySmall(R"(
    decision d U
    in cord : true,false | hours : >= 0
    out outcome : "now","later"
    d1 | true  | <= 48 || "now"
    d2 | true  | >= 48 || "later"
    d3 | false | -     || "later"
  )");
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].check, "overlap");
  EXPECT_EQ(findings[0].rule, "d2");
  EXPECT_EQ(findings[0].message, "overlap with rule `d1`: cord = true, hours = 48");
}

TEST(VerifyTest, DuplicateAndSubsumedRulesAreErrors) {
  const Findings findings = VerifySmall(R"(
    decision d U
    in a : true,false | b : true,false
    out outcome : "x","y"
    d1 | true  | -    || "x"
    d2 | true  | true || "y"
    d3 | false | -    || "x"
    d4 | false | -    || "x"
  )");
  EXPECT_EQ(Messages(findings, "subsumed"), "overlap with rule `d1`: a = true, b = true");
  EXPECT_EQ(Messages(findings, "duplicate"), "overlap with rule `d3` (same outcome): a = false");
}

TEST(VerifyTest, MaskedRuleOfAPriorityTableIsFound) {
  const Findings findings = VerifySmall(R"(
    decision d P
    in a : true,false | b : true,false
    out outcome : "now","soon"
    d1 | true  | -     || "now"
    d2 | false | true  || "now"
    d3 | -     | true  || "soon"
    d4 | -     | false || "soon"
  )");
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].check, "masked");
  EXPECT_EQ(findings[0].rule, "d3");
}

TEST(VerifyTest, CatchAllRowIsAllowedOnlyWhereATableIsCompared) {
  constexpr std::string_view text = R"(
    decision d P
    in a : true,false
    out outcome : "now","soon"
    d1 | true  || "now"
    d2 | -     || "soon"
  )";
  EXPECT_EQ(VerifySmall(text).at(0).check, "catch-all");
  VerifyOptions options;
  options.compared = {"d"};
  EXPECT_TRUE(VerifySmall(text, options).empty());
}

TEST(VerifyTest, ValuesAreCheckedAgainstDomainsBothWays) {
  const Findings findings = VerifySmall(R"(
    decision low U
    in a : true,false
    out outcome : "x","y","z"
    l1 | true  || "x"
    l2 | false || "w"
    decision top U
    in low : "x","q"
    out outcome : "u"
    t1 | - || "u"
  )");
  EXPECT_EQ(Messages(findings, "output"),
            "output `w` is not among the output values / no rule gives the output value `y` / "
            "no rule gives the output value `z`");
  EXPECT_EQ(Messages(findings, "domain"),
            "column `low` does not list `w`, which low can give / column `low` lists `q`, which "
            "low never gives");
}

TEST(VerifyTest, SumMustLieInTheRangeOfItsColumn) {
  const Findings findings = VerifySmall(R"(
    decision a-points U
    in a : true,false
    out points : 0,3
    a1 | true  || 3
    a2 | false || 0
    literal total : a-points + 1
    decision top U
    in total : [0..3]
    out outcome : "low","high"
    t1 | <= 2 || "low"
    t2 | > 2  || "high"
  )");
  EXPECT_EQ(Messages(findings, "domain"),
            "column `total` does not allow `4`, which total can give");
}

TEST(VerifyTest, OtherVersionOfDmnIsRefused) {
  Model model = SmallModel(kGood);
  model.dmn_namespace = "https://www.omg.org/spec/DMN/20230324/MODEL/";
  EXPECT_EQ(Messages(Verify(std::span(&model, 1)), "profile"),
            "a model is written in the namespace of DMN 1.3, not in "
            "`https://www.omg.org/spec/DMN/20230324/MODEL/`");
}

TEST(VerifyTest, ValueOutsideTheDomainIsAnError) {
  const Findings findings = VerifySmall(R"(
    decision d U
    in a : "x","y" | n : [0..10]
    out outcome : "o","p"
    d1 | "x"      | -    || "o"
    d2 | not("x") | < 20 || "p"
    d3 | "v"      | -    || "p"
  )");
  EXPECT_EQ(Messages(findings, "domain"),
            "n: `20` lies outside the column's domain / a: `v` is no value of the column");
}

TEST(VerifyTest, HitPoliciesOutsideTheProfileAreRefused) {
  const Findings findings = VerifySmall(R"(
    decision d F
    in a : true,false
    out outcome : "x","y"
    d1 | true || "x"
    d2 | -    || "y"
  )");
  EXPECT_NE(Messages(findings, "profile").find("hit policy FIRST is not in the profile"),
            std::string::npos);
}

TEST(VerifyTest, TenColumnsAreTooMany) {
  std::string text = "decision d U\nin a0 : true,false";
  std::string cells = "d1 | -";
  for (int i = 1; i < 10; ++i) {
    text += " | a" + std::to_string(i) + " : true,false";
    cells += " | -";
  }
  const Findings findings = VerifySmall(text + "\nout outcome : \"x\"\n" + cells + " || \"x\"\n");
  EXPECT_EQ(Messages(findings, "profile"),
            "more than 9 columns; put some into a required decision");
}

TEST(VerifyTest, CycleIsFound) {
  const Findings findings = VerifySmall(R"(
    decision d U
    in e
    out outcome : true,false
    d1 | true  || true
    d2 | false || false
    decision e U
    in d
    out outcome : true,false
    e1 | true  || true
    e2 | false || false
  )");
  EXPECT_EQ(Messages(findings, "cycle"), "the decision requires itself");
}

TEST(VerifyTest, MissingPartsOfAModelAreNamed) {
  Model model = SmallModel(kGood);
  Decision& decision = model.decisions[0];
  decision.question.clear();
  decision.required_authorities.clear();
  decision.required_inputs.pop_back();
  decision.expression->table.rules[0].description.clear();
  decision.expression->table.rules[1].provenance.reset();
  decision.expression->table.rules[2].id = "d1";
  decision.expression->table.outputs[0].default_output = "\"later\"";
  const Findings findings = Verify(std::span(&model, 1));
  EXPECT_EQ(Messages(findings, "provenance"),
            "the decision has no question / the decision names no knowledge source / the rule has "
            "no description / the rule has no provenance");
  EXPECT_EQ(Messages(findings, "link"), "`hours` is used without an information requirement");
  EXPECT_EQ(Messages(findings, "rule-id"), "another rule has the same id");
  EXPECT_EQ(Messages(findings, "profile"),
            "a default output hides gaps; completeness is shown by rows");
}

TEST(VerifyTest, GapThatNoPatientCanReachIsNone) {
  // `up` and `down` look at the same input: true, true does not exist and needs no row.
  const Findings findings = VerifySmall(R"(
    decision up U
    in x : [0..10]
    out v : true,false
    up.1 | >= 5 || true
    up.2 | < 5  || false
    decision down U
    in x : [0..10]
    out v : true,false
    down.1 | < 5  || true
    down.2 | >= 5 || false
    decision top U
    in up : true,false | down : true,false
    out outcome : "one"
    t2 | true  | false || "one"
    t3 | false | true  || "one"
  )");
  EXPECT_EQ(Messages(findings, "gap"), "");
}

TEST(VerifyTest, NumberOfWhichOnlyWholeValuesExistHasNoGapBetween) {
  constexpr std::string_view text = R"(
    decision d U
    in n : >= 0
    out outcome : "x","y"
    d1 | <= 2 || "x"
    d2 | >= 3 || "y"
  )";
  EXPECT_EQ(Messages(VerifySmall(text), "gap"), "gap in d: n in (2..3)");
  VerifyOptions options;
  options.compile.whole_inputs = {"n"};
  EXPECT_TRUE(VerifySmall(text, options).empty());
}

// Whatever rule is cut, something is noticed.
TEST(VerifyTest, CutRuleIsNoticedByGapOrRegister) {
  constexpr std::string_view text = R"(
    decision u U
    in a : true,false | n : [0..10]
    out outcome : "x","y"
    u1 | true  | < 5  || "x"
    u2 | true  | >= 5 || "y"
    u3 | false | -    || "x"
    decision p P
    in a : true,false | n : [0..10]
    out outcome : "now","soon"
    p1 | true | < 5 || "now"
    p2 | true | -   || "now"
    p3 | -    | -   || "soon"
    decision c C
    in a : true,false | n : [0..10]
    out code : "k","l"
    c1 | true | -   || "k"
    c2 | -    | > 5 || "l"
  )";
  VerifyOptions options;
  options.compared = {"p"};
  for (const char* id : {"p1", "p2", "p3", "c1", "c2"}) {
    options.required_rules.push_back({id, "case of " + std::string(id)});
  }
  EXPECT_FALSE(HasErrors(VerifySmall(text, options)));
  const Model whole = SmallModel(text);
  for (std::size_t d = 0; d < whole.decisions.size(); ++d) {
    const auto& rules = whole.decisions[d].expression->table.rules;
    for (std::size_t r = 0; r < rules.size(); ++r) {
      Model cut = SmallModel(text);
      auto& left = cut.decisions[d].expression->table.rules;
      left.erase(left.begin() + static_cast<std::ptrdiff_t>(r));
      EXPECT_TRUE(HasErrors(Verify(std::span(&cut, 1), options))) << rules[r].id;
    }
  }
}

TEST(VerifyTest, RuleThatNobodyWouldMissIsAnError) {
  VerifyOptions options;
  options.required_rules = {{"c1", "the first"}};
  const Findings findings = VerifySmall(R"(
    decision c C
    in a : true,false
    out code : "k","l"
    c1 | true  || "k"
    c2 | false || "l"
  )",
                                        options);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].rule, "c2");
  EXPECT_EQ(findings[0].check, "register");
}

TEST(VerifyTest, RegisterIsReadLineByLine) {
  const auto rules = ReadRuleRegister("rule\ttext\nd1\tthe first\n\n# note\nd2\tthe second\n", "r");
  ASSERT_TRUE(rules);
  ASSERT_EQ(rules->size(), 2u);
  EXPECT_EQ((*rules)[1].id, "d2");
  EXPECT_EQ((*rules)[1].text, "the second");
  EXPECT_EQ(ReadRuleRegister("rule\ttext\nd1 the first\n", "r").error().path, "r:2");
}

}  // namespace
}  // namespace wervelwijzer::dmn
