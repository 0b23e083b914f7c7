#include "guideline/bindings/intake_form.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/bindings/record_builder.h"

namespace wervelwijzer::guideline {
namespace {

namespace fs = std::filesystem;

const std::string kModels = std::string(WERVELWIJZER_SOURCE_DIR) + "/guideline/models";
const std::string kBindings = std::string(WERVELWIJZER_SOURCE_DIR) + "/guideline/bindings";

TEST(IntakeFormTest, ShippedFormAsksEverythingAndKnowsEveryWord) {
  const auto form = IntakeForm::Load(kBindings, kModels, ShippedCatalogue());
  ASSERT_TRUE(form.ok()) << form.error().ToString();
  std::size_t questions = 0;
  for (const IntakeGroup& group : form->groups()) questions += group.questions.size();
  EXPECT_EQ(questions, ShippedCatalogue().definitions().size());
  EXPECT_EQ(form->FindValueName("asia-grade", "Z"), nullptr);
  ASSERT_NE(form->FindValueName("patient-phase", "dying"), nullptr);
  EXPECT_EQ(form->FindValueName("patient-phase", "dying")->nl, "stervensfase");
  ASSERT_NE(form->FindDecisionName("imaging-urgency"), nullptr);
}

// The shipped tables with one line put in the place of a beginning.
std::string ErrorWith(const std::string& table, const std::string& line_begin,
                      const std::string& replacement) {
  const fs::path copy = fs::path(::testing::TempDir()) / "wervelwijzer-intake";
  fs::remove_all(copy);
  fs::create_directories(copy);
  for (const char* name : {"intake_groups.tsv", "intake.tsv"}) {
    std::ifstream in(kBindings + "/" + name);
    std::ofstream out(copy / name);
    for (std::string line; std::getline(in, line);) {
      const bool hit = name == table && line.starts_with(line_begin);
      if (!hit || !replacement.empty()) out << (hit ? replacement : line) << "\n";
    }
  }
  const auto form = IntakeForm::Load(copy.string(), kModels, ShippedCatalogue());
  return form.ok() ? "loaded" : form.error().message;
}

TEST(IntakeFormTest, QuestionThatLacksOrComesTwiceIsRefused) {
  EXPECT_EQ(ErrorWith("intake.tsv", "neurology\tlhermitte\t", ""),
            "`lhermitte=true` is no earlier question");
  EXPECT_EQ(ErrorWith("intake.tsv", "care\tspine-operations-per-year", ""),
            "input `spine-operations-per-year` is not asked");
  EXPECT_EQ(ErrorWith("intake.tsv", "care\tspine-operations-per-year", "care\tkps\t-"),
            "input `kps` is asked twice");
  EXPECT_EQ(ErrorWith("intake.tsv", "care\tspine-operations-per-year", "care\tshoe-size\t-"),
            "input `shoe-size` is not known");
}

TEST(IntakeFormTest, ConditionThatCannotHoldIsRefused) {
  EXPECT_EQ(ErrorWith("intake.tsv", "neurology\tlhermitte-neck-pain",
                      "neurology\tlhermitte-neck-pain\tlhermitte=perhaps"),
            "value `perhaps` is not known");
  EXPECT_EQ(ErrorWith("intake.tsv", "patient\tkps", "patient\tkps\tbrain-mdo-discussed=true"),
            "`brain-mdo-discussed=true` is no earlier question");
}

TEST(IntakeFormTest, GroupThatIsUnknownOrEmptyIsRefused) {
  EXPECT_EQ(ErrorWith("intake.tsv", "patient\tkps", "garden\tkps\t-"),
            "group `garden` is not known");
  EXPECT_EQ(ErrorWith("intake_groups.tsv", "brain", "brain\tHersenen\tBrain\nnone\tGeen\tNone"),
            "group `none` has no question");
}

}  // namespace
}  // namespace wervelwijzer::guideline
