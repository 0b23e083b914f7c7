#include "guideline/dmn/compare.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/guideline/dmn/random_models.h"
#include "tests/guideline/dmn/small_models.h"

namespace wervelwijzer::dmn {
namespace {

std::vector<DecisionComparison> Compare(std::string_view before, std::string_view after) {
  const Model first = SmallModel(before), second = SmallModel(after);
  auto compared = CompareModels({std::span(&first, 1), {}}, {std::span(&second, 1), {}});
  EXPECT_TRUE(compared) << compared.error().ToString();
  return std::move(*compared);
}

constexpr std::string_view kTree = R"(
  decision d U
  in cord : true,false | hours : >= 0 | side : "none","left","both"
  out outcome : "12h","24h","2wk"
  d1 | true  | <= 48 | -              || "12h"
  d2 | true  | > 48  | -              || "2wk"
  d3 | false | -     | "both"         || "12h"
  d4 | false | -     | not("both")    || "24h"
)";

TEST(CompareTest, SameModelHasNoDifference) {
  const auto compared = Compare(kTree, kTree);
  ASSERT_EQ(compared.size(), 1u);
  EXPECT_TRUE(compared[0].same());
  EXPECT_EQ(compared[0].cells, 24);  // 2 x (=0, below 48, =48, above) x 3
}

TEST(CompareTest, OtherFormOfTheSameRulesHasNoDifference) {
  const auto compared = Compare(kTree, R"(
    decision step U
    in side : "none","left","both" | cord : true,false
    out v : true,false
    s1 | "both"         | false || true
    s2 | "none","left"  | -     || false
    s3 | "both"         | true  || false
    decision d P
    in step : true,false | hours : [0..1000] | cord : true,false
    out outcome : "12h","24h","2wk"
    p1 | true | -     | -     || "12h"
    p2 | -    | <= 48 | true  || "12h"
    p3 | -    | -     | false || "24h"
    p4 | -    | -     | -     || "2wk"
  )");
  ASSERT_EQ(compared.size(), 2u);
  EXPECT_TRUE(compared[0].same());
  ASSERT_EQ(compared[0].notes.size(), 1u);
  EXPECT_EQ(compared[0].notes[0], "input `hours`: only one side knows `> 1000`");
  EXPECT_EQ(compared[1].kind, DecisionComparison::Kind::kNew);
}

TEST(CompareTest, DifferenceIsToldWithItsRegion) {
  const auto compared = Compare(kTree, R"(
    decision d U
    in cord : true,false | hours : >= 0 | side : "none","left","both"
    out outcome : "12h","24h","2wk"
    d1 | true  | < 24  | -            || "12h"
    d2 | true  | >= 24 | -            || "2wk"
    d3 | false | -     | "both"       || "12h"
    d4 | false | -     | not("both")  || "24h"
  )");
  ASSERT_EQ(compared[0].differences.size(), 1u);
  const Difference& difference = compared[0].differences[0];
  EXPECT_EQ(difference.where, "cord = true, hours in [24..48]");
  EXPECT_EQ(difference.before, "12h");
  EXPECT_EQ(difference.after, "2wk");
  EXPECT_EQ(difference.cells, 9);  // =24, between, =48; any side
  EXPECT_NEAR(compared[0].differing_cells, 9, 1e-9);
}

TEST(CompareTest, CodesOfACollectingDecisionAreComparedOneByOne) {
  const auto compared = Compare(R"(
    decision c C
    in a : true,false | n : [0..10]
    out code : "x","y"
    c1 | true | -   || "x"
    c2 | -    | > 3 || "y"
  )",
                                R"(
    decision c C
    in a : true,false | n : [0..10]
    out code : "x","y"
    c1 | true  | - || "x"
    c2 | false | - || "x"
  )");
  ASSERT_EQ(compared[0].differences.size(), 2u);
  EXPECT_EQ(compared[0].differences[0].where, "a = false");
  EXPECT_EQ(compared[0].differences[0].before, "-");
  EXPECT_EQ(compared[0].differences[0].after, "x");
  EXPECT_EQ(compared[0].differences[1].where, "n in (3..10]");
  EXPECT_EQ(compared[0].differences[1].before, "y");
}

TEST(CompareTest, ValueThatOnlyOneSideKnowsIsNoted) {
  const auto compared = Compare(R"(
    decision d U
    in a : "x","y"
    out outcome : "1","2" | extra
    d1 | "x" || "1" | true
    d2 | "y" || "2" | true
  )",
                                R"(
    decision d U
    in a : "z","y","x"
    out outcome : "1","2"
    d1 | "x"      || "1"
    d2 | not("x") || "2"
  )");
  EXPECT_TRUE(compared[0].same());
  EXPECT_EQ(compared[0].cells, 2);
  EXPECT_EQ(compared[0].notes, (std::vector<std::string>{"input `a`: only one side knows `z`",
                                                         "output `extra`: only one side has it"}));
}

// Two random models with the same names: as many cells differ as brute force finds.
TEST(CompareTest, RandomModelsDifferWhereBruteForceSays) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const Model first = SmallModel(RandomModel(seed)), second = SmallModel(RandomModel(seed + 100));
    const std::vector<std::string> names{"low-a"};
    const auto compared =
        CompareModels({std::span(&first, 1), {}}, {std::span(&second, 1), {}}, names);
    ASSERT_TRUE(compared);
    const Program before = CompileSmall(RandomModel(seed));
    const Program after = CompileSmall(RandomModel(seed + 100));
    const DecisionIndex a = *before.FindDecision("low-a"), b = *after.FindDecision("low-a");
    std::vector<std::string> inputs;
    for (const auto& [program, d] : {std::pair(&before, a), std::pair(&after, b)}) {
      for (const InputIndex input : program->decisions()[d].inputs) {
        inputs.push_back(program->inputs()[input].id);
      }
    }
    std::sort(inputs.begin(), inputs.end());
    inputs.erase(std::unique(inputs.begin(), inputs.end()), inputs.end());
    // Each input at one value per atom text; both programs name atoms of the same cuts alike.
    const auto atoms = [&](const std::string& id) {
      const auto index = before.FindInput(id);
      return index ? before.inputs()[*index].atoms : after.inputs()[*after.FindInput(id)].atoms;
    };
    const auto result = [](const Program& program, DecisionIndex d, const Box& box) {
      Workspace workspace(program);
      Evaluation evaluation;
      program.Evaluate(d, box, Program::Depth::kOutcomes, workspace, evaluation);
      return ResultsText(program.decisions()[d], evaluation.results);
    };
    double differing = 0, cells = 0;
    std::vector<std::size_t> cell(inputs.size(), 0);
    while (true) {
      Box box_a = before.UnknownBox(), box_b = after.UnknownBox();
      for (std::size_t i = 0; i < inputs.size(); ++i) {
        const Atom atom = atoms(inputs[i])[cell[i]];
        for (const auto& [program, box] : {std::pair(&before, &box_a), std::pair(&after, &box_b)}) {
          const auto index = program->FindInput(inputs[i]);
          if (!index) continue;
          const Mask code = program->MaskOfCode(*index, atom.text);
          (*box)[*index] = code != 0 ? code : program->MaskOfRange(*index, atom.interval);
        }
      }
      ++cells;
      if (result(before, a, box_a) != result(after, b, box_b)) ++differing;
      std::size_t i = 0;
      while (i < cell.size() && ++cell[i] == atoms(inputs[i]).size()) cell[i++] = 0;
      if (i == cell.size()) break;
    }
    // The comparison also cuts at the ends of the domains: compare the share.
    if ((*compared)[0].cells == cells) {
      EXPECT_NEAR((*compared)[0].differing_cells, differing, 1e-6) << "seed " << seed;
    }
    EXPECT_EQ((*compared)[0].differing_cells == 0, differing == 0) << "seed " << seed;
  }
}

TEST(EncodingsTest, ListIsReadAndEachLineNeedsAReason) {
  const auto listed = ReadListedDifferences(
      "decision\tcondition\ttree\ttext\treason\nd\twhen\tx\ty\tbecause\n", "f");
  ASSERT_TRUE(listed);
  EXPECT_EQ((*listed)[0].reason, "because");
  EXPECT_FALSE(ReadListedDifferences("h\nd\twhen\tx\ty\t\n", "f"));
}

}  // namespace
}  // namespace wervelwijzer::dmn
