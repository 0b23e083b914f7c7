#include "guideline/dmn/program.h"

#include <gtest/gtest.h>

#include "tests/guideline/dmn/small_models.h"

namespace wervelwijzer::dmn {
namespace {

// The imaging table of the design note: eight columns, twelve rules.
constexpr std::string_view kImaging = R"(
  decision imaging U
  in available : true,false | compression : true,false | paraplegia : "none","incomplete","complete" | hours : >= 0 | lhermitte : true,false | deficit : "none","unilateral","bilateral" | days : >= 0 | pain : "none","unilateral","bilateral"
  out outcome : "none","12h","24h","48h","1wk","2wk"
  R1  | true  | -     | -            | -     | -     | -            | -    | -                   || "none"
  R2  | false | true  | "complete"   | > 48  | -     | -            | -    | -                   || "2wk"
  R3  | false | true  | "complete"   | <= 48 | -     | -            | -    | -                   || "12h"
  R4  | false | true  | not("complete") | -  | -     | -            | -    | -                   || "12h"
  R5  | false | false | -            | -     | true  | -            | -    | -                   || "12h"
  R6  | false | false | -            | -     | false | "bilateral"  | -    | -                   || "12h"
  R7  | false | false | -            | -     | false | "unilateral" | -    | "bilateral"         || "12h"
  R8  | false | false | -            | -     | false | "unilateral" | <= 7 | "none","unilateral" || "24h"
  R9  | false | false | -            | -     | false | "unilateral" | > 7  | "none","unilateral" || "48h"
  R10 | false | false | -            | -     | false | "none"       | -    | "bilateral"         || "12h"
  R11 | false | false | -            | -     | false | "none"       | -    | "unilateral"        || "1wk"
  R12 | false | false | -            | -     | false | "none"       | -    | "none"              || "2wk"
)";

// One program and what is known of one patient.
class ProgramTest : public ::testing::Test {
 protected:
  void Use(std::string_view text, std::vector<Parameter> parameters = {}) {
    program_.emplace(CompileSmall(text, std::move(parameters)));
    workspace_.emplace(*program_);
    box_ = program_->UnknownBox();
  }
  void Know(std::string_view input, std::string_view code) {
    const InputIndex index = *program_->FindInput(input);
    box_[index] = program_->MaskOfCode(index, code);
  }
  void KnowRange(std::string_view input, double low, double high) {
    const InputIndex index = *program_->FindInput(input);
    box_[index] = program_->MaskOfRange(index, {low, high, false, false});
  }
  void Ask(std::string_view decision) {
    decision_ = *program_->FindDecision(decision);
    program_->Evaluate(decision_, box_, Program::Depth::kDeciding, *workspace_, evaluation_);
  }
  std::string Results() const {
    return ResultsText(program_->decisions()[decision_], evaluation_.results);
  }
  std::string Deciding() const { return DecidingText(*program_, evaluation_); }

  std::optional<Program> program_;
  std::optional<Workspace> workspace_;
  Box box_;
  DecisionIndex decision_ = 0;
  Evaluation evaluation_;
};

TEST_F(ProgramTest, NothingKnownLeavesEverythingOpen) {
  Use(kImaging);
  Ask("imaging");
  EXPECT_EQ(Results(), "none 2wk 12h 24h 48h 1wk");
  EXPECT_EQ(evaluation_.deciding_count, 8);
  EXPECT_EQ(evaluation_.must_rules, 0u);
}

TEST_F(ProgramTest, InputsThatCannotMatterAnyMoreAreNotNeeded) {
  Use(kImaging);
  Know("available", "false");
  Know("compression", "false");
  Ask("imaging");
  EXPECT_EQ(Results(), "2wk 12h 24h 48h 1wk");
  Know("lhermitte", "false");
  Know("deficit", "unilateral");
  Know("pain", "unilateral");
  Ask("imaging");
  EXPECT_EQ(Results(), "24h 48h");
  EXPECT_EQ(Deciding(), "days");
  EXPECT_EQ(evaluation_.deciding[0].worst_case_left, 1);
}

TEST_F(ProgramTest, BoundaryValuesBelongToTheirRow) {
  Use(kImaging);
  Know("available", "false");
  Know("compression", "true");
  Know("paraplegia", "complete");
  KnowRange("hours", 48, 48);
  Ask("imaging");
  EXPECT_EQ(Results(), "12h");
  KnowRange("hours", 48.5, 48.5);
  Ask("imaging");
  EXPECT_EQ(Results(), "2wk");
  EXPECT_EQ(evaluation_.must_rules, Mask{1} << 1);
}

TEST_F(ProgramTest, NarrowedInputIsASetOfValues) {
  Use(kImaging);
  Know("available", "false");
  Know("compression", "false");
  Know("lhermitte", "false");
  const InputIndex deficit = *program_->FindInput("deficit");
  box_[deficit] =
      program_->MaskOfCode(deficit, "unilateral") | program_->MaskOfCode(deficit, "bilateral");
  Ask("imaging");
  EXPECT_EQ(Results(), "12h 24h 48h");
  // The days leave two results, whatever they are; the side leaves up to three.
  EXPECT_EQ(Deciding(), "days deficit pain");
}

TEST_F(ProgramTest, SumOfComponentsIsExact) {
  Use(R"(
    decision a-points U
    in a : "x","y","z"
    out points : 0,1,3
    a.1 | "x" || 0
    a.2 | "y" || 1
    a.3 | "z" || 3
    decision b-points U
    in b : true,false
    out points : 0,4
    b.1 | true  || 4
    b.2 | false || 0
    literal total : a-points + b-points
    decision class U
    in total
    out outcome : "low","high"
    c1 | <= 3 || "low"
    c2 | > 3  || "high"
  )");
  Ask("total");
  EXPECT_EQ(Results(), "0 1 3 4 5 7");
  Know("b", "true");
  Ask("class");
  EXPECT_EQ(Results(), "high");
  EXPECT_EQ(Deciding(), "");
  Ask("total");
  EXPECT_EQ(Results(), "4 5 7");
  EXPECT_EQ(Deciding(), "a");
}

TEST_F(ProgramTest, ChainRemembersThatTwoStepsShareAnInput) {
  // `both` can never be reached: the two steps look at the same input.
  Use(R"(
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
    out outcome : "both","one","none"
    t1 | true  | true  || "both"
    t2 | true  | false || "one"
    t3 | false | true  || "one"
    t4 | false | false || "none"
  )");
  Ask("top");
  EXPECT_EQ(Results(), "one");
  EXPECT_EQ(Deciding(), "");
  EXPECT_EQ(evaluation_.may_rules, Mask{0b0110});
}

TEST_F(ProgramTest, PriorityTakesTheMostUrgentOutput) {
  Use(R"(
    decision p P
    in a : true,false | b : true,false
    out outcome : "now","soon","later"
    p3 | -    | -    || "later"
    p2 | true | -    || "soon"
    p1 | -    | true || "now"
  )");
  Know("a", "true");
  Ask("p");
  EXPECT_EQ(Results(), "soon now");
  EXPECT_EQ(Deciding(), "b");
  Know("b", "true");
  Ask("p");
  EXPECT_EQ(Results(), "now");
  EXPECT_EQ(evaluation_.must_rules, Mask{0b100});
}

TEST_F(ProgramTest, CollectTellsWhatMustAndWhatMayHold) {
  Use(R"(
    decision c C
    in a : true,false | b : true,false | d : true,false
    out code : "x","y","z"
    c1 | true  | -    | -    || "x"
    c2 | false | -    | -    || "x"
    c3 | -     | true | -    || "y"
    c4 | -     | -    | true || "z"
  )");
  Know("b", "true");
  Ask("c");
  EXPECT_EQ(ResultsText(program_->decisions()[0], evaluation_.must_results), "x y");
  EXPECT_EQ(Results(), "x y z");
  EXPECT_EQ(evaluation_.must_rules, Mask{0b0100});
  EXPECT_EQ(evaluation_.may_rules, Mask{0b1111});
  EXPECT_EQ(Deciding(), "d");
}

TEST_F(ProgramTest, ParameterStandsInPlaceOfANumber) {
  constexpr std::string_view text = R"(
    decision d U
    in kps : 0,10,20,30,40,50,60,70,80,90,100
    out outcome : "low","high"
    d1 | < threshold  || "low"
    d2 | >= threshold || "high"
  )";
  Use(text, {{"threshold", 70}});
  KnowRange("kps", 60, 60);
  Ask("d");
  EXPECT_EQ(Results(), "low");
  EXPECT_EQ(program_->decisions()[0].parameters, std::vector<std::string>{"threshold"});
  Use(text, {{"threshold", 60}});
  KnowRange("kps", 60, 60);
  Ask("d");
  EXPECT_EQ(Results(), "high");
}

TEST_F(ProgramTest, GapIsRefusedWithAnExample) {
  const Model model = SmallModel(R"(
    decision d U
    in hours : >= 0 | a : true,false
    out outcome : "x","y"
    d1 | < 48 | -    || "x"
    d2 | > 48 | -    || "y"
  )");
  const Result<Program> program = Program::Compile(std::span(&model, 1), {});
  ASSERT_FALSE(program);
  EXPECT_EQ(program.error().ToString(), "small.dmn:2 d: gap: hours = 48");
}

TEST_F(ProgramTest, OverlapIsRefusedWithAnExample) {
  const Model model = SmallModel(R"(
    decision d U
    in hours : >= 0
    out outcome : "x","y"
    d1 | <= 48 || "x"
    d2 | >= 48 || "y"
  )");
  const Result<Program> program = Program::Compile(std::span(&model, 1), {});
  ASSERT_FALSE(program);
  EXPECT_EQ(program.error().ToString(), "small.dmn:2 d: overlap: hours = 48");
}

TEST_F(ProgramTest, ExclusionNamesTheInputThatContradicts) {
  Use(kImaging);
  Know("available", "false");
  Know("compression", "false");
  Know("deficit", "none");
  const auto names = [&](std::size_t rule) {
    std::string text;
    for (const InputIndex input : program_->ExcludedBy(0, rule, box_)) {
      text += (text.empty() ? "" : " ") + program_->inputs()[input].id;
    }
    return text;
  };
  EXPECT_EQ(names(0), "available");
  EXPECT_EQ(names(7), "deficit");
  EXPECT_EQ(names(10), "");
}

TEST_F(ProgramTest, ResidualStrikesOutWhatAlreadyHolds) {
  Use(kImaging);
  Know("available", "false");
  Know("compression", "true");
  const std::vector<RuleCell> cells = program_->RuleCells(0, 1, box_);
  ASSERT_EQ(cells.size(), 4u);
  EXPECT_EQ(cells[0].state, RuleCell::State::kHolds);
  EXPECT_EQ(cells[2].column, "paraplegia");
  EXPECT_EQ(cells[2].text, "= complete");
  EXPECT_EQ(cells[2].state, RuleCell::State::kOpen);
  EXPECT_EQ(cells[3].text, "> 48");
}

TEST_F(ProgramTest, WholeNumbersLeaveNoRoomBetween) {
  Use(R"(
    decision d U
    in n : 0,1,2,3,4
    out outcome : "x","y"
    d1 | <= 2 || "x"
    d2 | >= 3 || "y"
  )");
  KnowRange("n", 2, 3);
  Ask("d");
  EXPECT_EQ(Results(), "x y");
  EXPECT_EQ(program_->MaskOfRange(0, {2.5, 2.5, false, false}), 0u);
}

// The contract forbids it; the answer is nothing rather than something made up.
TEST_F(ProgramTest, EmptyMaskGivesNoResult) {
  Use(kImaging);
  box_[*program_->FindInput("available")] = 0;
  Ask("imaging");
  EXPECT_EQ(Results(), "");
  EXPECT_EQ(evaluation_.must_results, 0u);
}

TEST_F(ProgramTest, DatesAreDays) {
  Use(R"(
    decision d U
    in referral : [date("2000-01-01")..date("2100-01-01")]
    out outcome : "old","new"
    d1 | < date("2025-07-01")  || "old"
    d2 | >= date("2025-07-01") || "new"
  )");
  EXPECT_EQ(program_->inputs()[0].kind, InputKind::kDate);
  ASSERT_EQ(program_->inputs()[0].atoms.size(), 3u);
  EXPECT_EQ(program_->inputs()[0].atoms[1].text, "= 2025-07-01");
}

}  // namespace
}  // namespace wervelwijzer::dmn
