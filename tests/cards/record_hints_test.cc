// What the record points to without saying it: asked, never counted.

#include "cards/record_hints.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "cards/text.h"
#include "tests/cards/patient.h"

namespace wervelwijzer::cards {
namespace {

const std::string kRoot = WERVELWIJZER_SOURCE_DIR;

// The reasons in a column of a binding table: `?suspected`.
void AddReasons(const std::string& file, std::size_t column, std::set<std::string>& reasons) {
  std::ifstream lines(kRoot + "/guideline/bindings/" + file);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream cells(line);
    std::string cell;
    for (std::size_t i = 0; i <= column; ++i) std::getline(cells, cell, '\t');
    if (!line.starts_with('#') && cell.starts_with('?')) reasons.insert(cell.substr(1));
  }
}

TEST(RecordHints, EveryReasonOfTheBindingsHasWords) {
  std::set<std::string> reasons = {"report-mentions", "text-mentions", "title-mentions",
                                   "medication-mentions", "older-record"};
  AddReasons("facts.tsv", 1, reasons);
  AddReasons("answers.tsv", 3, reasons);
  EXPECT_GT(reasons.size(), 10u);
  const auto texts = TextCatalogue::Load(kRoot + "/cards/text");
  ASSERT_TRUE(texts.ok());
  for (const std::string& reason : reasons) {
    EXPECT_NE(texts->Find(Language::kDutch, "hint." + reason), nullptr) << reason;
  }
}

TEST(RecordHints, ReportThatNamesMetastasesAsksWhenNothingElseIsKnown) {
  Patient patient;
  patient.Hinted("spinal-metastases-established", "report-mentions");
  EXPECT_EQ(patient.Topics(), "missing");
  const auto card = patient.CardOf("missing");
  ASSERT_TRUE(card);
  EXPECT_EQ(card->indicator, Indicator::kInfo);
  EXPECT_NE(card->detail.find("een verslag noemt het"), std::string::npos) << card->detail;
  EXPECT_EQ(card->detail.find("<b>"), std::string::npos);  // from the request: escaped
}

TEST(RecordHints, FiveMedicinesThatNobodyUnderstandsAreNamedAndTheOthersCounted) {
  Patient patient;
  patient.Hinted("spinal-metastases-established", "report-mentions")
      .Unread({"<b>A</b>", "B", "C", "D", "E", "F", "G"});
  const auto card = patient.CardOf("missing");
  ASSERT_TRUE(card);
  const std::size_t at = card->detail.find("niet meegewogen geneesmiddelen: ");
  ASSERT_NE(at, std::string::npos) << card->detail;
  const std::string line = card->detail.substr(at, card->detail.find('\n', at) - at);
  EXPECT_EQ(line.find("<b>"), std::string::npos) << line;  // from the request: escaped
  EXPECT_NE(line.find("E"), std::string::npos) << line;
  EXPECT_EQ(line.find("F"), std::string::npos) << line;
  EXPECT_NE(line.find("nog 2"), std::string::npos) << line;
}

TEST(RecordHints, WhatIsKnownIsNotAsked) {
  EXPECT_EQ(Patient()
                .With("spinal-metastases-established=false")
                .Hinted("spinal-metastases-established", "report-mentions")
                .Topics(),
            "");
}

TEST(RecordHints, WhoDoesNotWantTreatmentIsNotAskedByAReport) {
  EXPECT_EQ(Patient()
                .With("treatment-wish=false")
                .Hinted("spinal-metastases-established", "report-mentions")
                .Topics(),
            "");
}

TEST(RecordHints, WiderCodeAloneAsksForBrainMetastasesOnly) {
  EXPECT_EQ(Patient().Hinted("spinal-metastases-established", "imprecise-code").Topics(), "");
  EXPECT_EQ(Patient()
                .Service(Service::kBrain)
                .Hinted("brain-metastases-present", "imprecise-code")
                .Topics(),
            "missing");
}

TEST(RecordHints, HintStandsWithTheQuestionsOfACardThatIsDueAnyhow) {
  Patient patient;
  patient.With("spinal-metastases-established=true lesion-type=vertebral-or-epidural");
  const auto before = patient.CardOf("missing");
  ASSERT_TRUE(before);
  EXPECT_EQ(before->detail.find("telt in dit advies niet mee"), std::string::npos);
  patient.Hinted("neurological-deficit", "possible-symptom")
      .Hinted("new-neurological-deficit", "possible-symptom")
      .Hinted("bladder-bowel-dysfunction", "possible-symptom");
  const auto after = patient.CardOf("missing");
  ASSERT_TRUE(after);
  EXPECT_NE(after->detail.find("telt in dit advies niet mee"), std::string::npos) << after->detail;
  EXPECT_EQ(after->summary, before->summary);
}

}  // namespace
}  // namespace wervelwijzer::cards
