#include "guideline/bindings/mentions.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "terminology/table_file.h"

namespace wervelwijzer::guideline {
namespace {

bool Asks(const char* text) { return Mentions(LowerCase(text), "wervelmeta"); }

TEST(MentionsTest, WordInAnySentenceAsks) {
  EXPECT_TRUE(Asks("Wervelmetastasen T8 en L2."));
  EXPECT_TRUE(Asks("Beeld past bij wervelmetastasen"));
  EXPECT_TRUE(Asks("Geen fractuur. Wervelmetastase in T8."));
  EXPECT_TRUE(Asks("Geen fractuur, maar wervelmetastase in T8"));
  EXPECT_FALSE(Asks("Normale wervels"));
  EXPECT_FALSE(Asks(""));
}

TEST(MentionsTest, DeniedWordAsksNothing) {
  EXPECT_FALSE(Asks("Geen wervelmetastasen."));
  EXPECT_FALSE(Asks("Er zijn geen aanwijzingen voor wervelmetastasen"));
  EXPECT_FALSE(Asks("Patient zonder wervelmetastasen"));
  EXPECT_FALSE(Asks("No wervelmetastases; otherwise normal"));
  EXPECT_FALSE(Mentions("spine without cord compression", "cord compression"));
}

TEST(MentionsTest, DoubtAsks) {
  EXPECT_TRUE(Asks("Wervelmetastasen niet uit te sluiten"));
  EXPECT_TRUE(Asks("Op dit onderzoek geen uitsluitsel over wervelmetastasen"));
  EXPECT_TRUE(Asks("Piano wervelmetastasen"));  // `no ` inside a word denies nothing
}

TEST(MentionsTest, LaterMentionCountsWhenTheFirstIsDenied) {
  EXPECT_TRUE(Asks("Geen wervelmetastase in L1. Wel wervelmetastase in L2"));
}

TEST(MentionsTest, EachSentenceOfTheTablePointsOrNot) {
  const auto rows = terminology::ReadTableFile(
      std::string(WERVELWIJZER_SOURCE_DIR) + "/tests/bindings/mentions.tsv",
      std::array<std::string_view, 3>{"points", "word", "sentence"});
  ASSERT_TRUE(rows.ok()) << rows.error().ToString();
  EXPECT_GE(rows->size(), 60u);
  for (const terminology::TableLine& row : *rows) {
    EXPECT_EQ(Mentions(LowerCase(row.cells[2]), row.cells[1]), row.cells[0] == "yes")
        << row.cells[2];
  }
}

// A text without ends is no sentence: it asks, and costs no more than its length.
TEST(Mentions, DenialDoesNotReachOverATextWithoutEnds) {
  EXPECT_FALSE(Asks("geen wervelmetastasen, noch elders iets van dien aard"));
  EXPECT_TRUE(Asks(("geen " + std::string(1000, 'x') + " wervelmetastasen").c_str()));
  std::string text;
  for (int i = 0; i < 50'000; ++i) text += "geen wervelmetastasen ";
  EXPECT_TRUE(Asks(text.c_str()));
}

}  // namespace
}  // namespace wervelwijzer::guideline
