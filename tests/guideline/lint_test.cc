#include "guideline/lint.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "guideline/lint_parts.h"

namespace wervelwijzer::guideline {
namespace {

namespace fs = std::filesystem;

const fs::path kShipped = WERVELWIJZER_SOURCE_DIR "/guideline/models";

std::string Read(const fs::path& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

// A copy of the shipped models that a test may spoil.
class SpoiledModels : public testing::Test {
 protected:
  SpoiledModels() : folder_(fs::temp_directory_path() / ("lint_test_" + std::to_string(getpid()))) {
    fs::remove_all(folder_);
    fs::copy(kShipped, folder_, fs::copy_options::recursive);
  }
  ~SpoiledModels() override { fs::remove_all(folder_); }

  void Replace(const char* file, const std::string& from, const std::string& to) {
    std::string text = Read(folder_ / file);
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    std::ofstream(folder_ / file) << text;
  }

  // The findings that the shipped models do not have.
  std::string NewFindings() {
    std::string text;
    static const LintFindings old = LintGuideline(kShipped.string());
    for (const LintFinding& finding : LintGuideline(folder_.string())) {
      const bool known = std::ranges::any_of(old, [&](const LintFinding& shipped) {
        return shipped.message == finding.message && shipped.decision == finding.decision;
      });
      if (!known) text += finding.ToString() + "\n";
    }
    return text;
  }

  GuidelineComparison CompareWith(const std::string& changelog) {
    std::ofstream(folder_ / "CHANGELOG.md") << changelog;
    Result<GuidelineComparison> comparison =
        CompareGuidelines(kShipped.string(), folder_.string(), (folder_ / "CHANGELOG.md").string());
    if (comparison.ok()) return std::move(comparison).value();
    ADD_FAILURE() << comparison.error().ToString();
    return {};
  }

  fs::path folder_;
};

TEST(LintTest, TheShippedGuidelineHasNoError) {
  std::string errors;
  for (const LintFinding& finding : LintGuideline(kShipped.string()))
    if (finding.severity == Severity::kError) errors += finding.ToString() + "\n";
  EXPECT_EQ(errors, "");
}

TEST(LintTest, AMissingFolderIsOneFinding) { EXPECT_EQ(LintGuideline("/nowhere").size(), 1u); }

TEST_F(SpoiledModels, ACopyIsAsGood) { EXPECT_EQ(NewFindings(), ""); }

TEST_F(SpoiledModels, AMovedBoundaryIsAGapWithAnExample) {
  Replace("surgery.dmn", "&gt;= 10", "&gt; 10");
  EXPECT_NE(NewFindings().find("spine-operations-per-year = 10"), std::string::npos)
      << NewFindings();
}

TEST_F(SpoiledModels, AnInputThatTheCatalogueDoesNotKnow) {
  Replace("inputs.tsv", "rt-response-chance\t", "rt-response-odds\t");
  EXPECT_NE(NewFindings().find("`rt-response-chance` of the models is not in inputs.tsv"),
            std::string::npos)
      << NewFindings();
}

TEST_F(SpoiledModels, AnInputWithOtherValues) {
  Replace("inputs.tsv", "good;moderate;poor", "good;fair;poor");
  EXPECT_NE(NewFindings().find("`patient-condition` has other values"), std::string::npos)
      << NewFindings();
}

TEST_F(SpoiledModels, AnInputWithoutWords) {
  Replace("inputs.tsv", "behandelwens\t", "\t");
  EXPECT_NE(NewFindings().find("`treatment-wish` lacks a name"), std::string::npos);
}

TEST_F(SpoiledModels, ADecisionThatNoModelMakes) {
  Replace("decisions.tsv", "\npain-team\t", "\npain-squad\t");
  EXPECT_NE(NewFindings().find("no model decides `pain-squad`"), std::string::npos);
}

TEST_F(SpoiledModels, AnInputThatTheDecisionDoesNotList) {
  Replace("decisions.tsv", "mri-possible;adequate-imaging-available", "mri-possible");
  EXPECT_NE(NewFindings().find("looks at `adequate-imaging-available`"), std::string::npos);
}

TEST_F(SpoiledModels, ADefaultOutsideItsBounds) {
  Replace("parameters.tsv", "brain-size-upper-mm\t20\t16\t40", "brain-size-upper-mm\t20\t22\t40");
  EXPECT_NE(NewFindings().find("default outside its bounds"), std::string::npos);
}

TEST_F(SpoiledModels, BoundsAtWhichTheTablesBreak) {
  Replace("parameters.tsv", "brain-size-upper-mm\t20\t16\t40", "brain-size-upper-mm\t20\t5\t40");
  EXPECT_NE(NewFindings().find("breaks the models at a bound"), std::string::npos);
}

TEST_F(SpoiledModels, WordsThatLackInOneLanguage) {
  Replace("text.nl.tsv", "decision.pain-team\t", "decision.pain-squad\t");
  const std::string findings = NewFindings();
  EXPECT_NE(findings.find("text.nl.tsv: error: text: no words for `decision.pain-team`"),
            std::string::npos)
      << findings;
  EXPECT_NE(findings.find("`decision.pain-squad`, which the other language has"),
            std::string::npos);
}

TEST_F(SpoiledModels, NoChangeNeedsNoStar) {
  const GuidelineComparison comparison = CompareWith("# C\n\n## Unreleased\n\n* Words.\n");
  EXPECT_TRUE(comparison.changes.empty());
  EXPECT_TRUE(comparison.findings.empty());
}

TEST_F(SpoiledModels, AStarWithoutChangeIsFound) {
  const GuidelineComparison comparison =
      CompareWith("# C\n\n## Unreleased\n\n* ★ `pain-team-1`: patients with pain.\n");
  ASSERT_EQ(comparison.findings.size(), 1u);
  EXPECT_EQ(comparison.findings.front().decision, "pain-team");
  EXPECT_EQ(comparison.findings.front().line, 5);
}

TEST_F(SpoiledModels, AChangeWithoutStarIsFoundWithItsRegion) {
  Replace("surgery.dmn", "&gt;= 10", "&gt;= 20");
  Replace("surgery.dmn", "&lt; 10", "&lt; 20");
  const GuidelineComparison comparison = CompareWith("# C\n\n## Unreleased\n\n* Words.\n");
  ASSERT_FALSE(comparison.changes.empty());
  EXPECT_NE(comparison.changes.front().find("surgery-volume-norm: spine-operations-per-year"),
            std::string::npos)
      << comparison.changes.front();
  ASSERT_EQ(comparison.findings.size(), 1u);
  EXPECT_EQ(comparison.findings.front().decision, "surgery-volume-norm");
  EXPECT_TRUE(CompareWith("# C\n\n## Unreleased\n\n* ★ surgery-volume-norm-1, -2: centres.\n")
                  .findings.empty());
}

TEST_F(SpoiledModels, AMemberThatOnlyOneSideHasIsAChange) {
  Replace("surgery.dmn", "name=\"reason\"", "name=\"why\"");
  const GuidelineComparison comparison = CompareWith("# C\n\n## Unreleased\n\n* Words.\n");
  ASSERT_EQ(comparison.findings.size(), 1u);
  EXPECT_EQ(comparison.findings.front().decision, "vertebroplasty");
  EXPECT_EQ(comparison.changes.front(), "vertebroplasty: output `reason`: only one side has it");
}

TEST(StarredEntriesTest, OnlyTheTopmostSectionCounts) {
  const std::vector<StarredEntry> entries = StarredEntries(
      "# C\n\n* ★ before\n\n## Unreleased\n\n* ★ one\n  and on\n* two\n  no ★ here\n"
      "- ★ three\n\n## 1.0.0\n\n* ★ old\n");
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0].text, "* ★ one   and on");
  EXPECT_EQ(entries[0].line, 7);
  EXPECT_EQ(entries[1].line, 11);
}

std::size_t ChangelogFindings(std::string entry, const std::vector<std::string>& changed) {
  LintFindings findings;
  const StarredEntry entries[] = {{std::move(entry), 3}};
  CheckChangelog(entries, changed,
                 {"pain-team", "pain-score", "imaging-urgency", "consistency-check"}, "C",
                 findings);
  return findings.size();
}

TEST(CheckChangelogTest, EntriesNameDecisionsOrTheirRules) {
  EXPECT_EQ(ChangelogFindings("★ `imaging-urgency-8a`: x", {"imaging-urgency"}), 0u);
  EXPECT_EQ(ChangelogFindings("★ imaging-urgency: x", {"imaging-urgency"}), 0u);
  EXPECT_EQ(ChangelogFindings("★ imaging-urgency-modality: x", {"imaging-urgency"}), 2u);
  EXPECT_EQ(ChangelogFindings("★ pain-team-1: x", {"imaging-urgency"}), 2u);
  EXPECT_EQ(ChangelogFindings("★ something", {}), 1u);
  EXPECT_EQ(ChangelogFindings("★ C05 and C13: x", {"consistency-check"}), 0u);
  EXPECT_EQ(ChangelogFindings("★ SC05: x", {"consistency-check"}), 2u);
}

TEST(CheckChangelogTest, AllDecisionsMeansAllOfThem) {
  EXPECT_EQ(ChangelogFindings("★ all decisions: x",
                              {"pain-team", "pain-score", "imaging-urgency", "consistency-check"}),
            0u);
  EXPECT_EQ(ChangelogFindings("★ all decisions: x", {"imaging-urgency", "pain-team"}), 1u);
  EXPECT_EQ(ChangelogFindings("★ all decisions: x", {}), 1u);
}

// As shipped, nothing has changed since the last section, and the next change needs its own star.
TEST_F(SpoiledModels, TheShippedChangelogCoversNoChange) {
  const std::string changelog = Read(kShipped.parent_path().parent_path() / "CHANGELOG.md");
  EXPECT_TRUE(CompareWith(changelog).findings.empty());
  Replace("surgery.dmn", "&gt;= 10", "&gt;= 20");
  Replace("surgery.dmn", "&lt; 10", "&lt; 20");
  EXPECT_EQ(CompareWith(changelog).findings.size(), 1u);
}

}  // namespace
}  // namespace wervelwijzer::guideline
