#include "hooks/language.h"

#include <gtest/gtest.h>

namespace wervelwijzer::hooks {
namespace {

using cards::Language;

TEST(Language, HighestWeightAmongOursWins) {
  const struct {
    const char* header;
    Language wanted;
  } rows[] = {
      {"", Language::kDutch},
      {"en", Language::kEnglish},
      {"nl", Language::kDutch},
      {"en-GB,en;q=0.9,nl;q=0.8", Language::kEnglish},
      {"de, nl;q=0.5, en;q=0.4", Language::kDutch},
      {"de-DE, fr", Language::kDutch},
      {"en;q=0", Language::kDutch},
      {"en;q=0.1", Language::kEnglish},
      {"nl;q=0.3,EN;q=0.75", Language::kEnglish},
      {"nl,en", Language::kDutch},
      {"en,nl", Language::kEnglish},
      {"*", Language::kDutch},
      {"en;q=x", Language::kDutch},
      {",,;;q=,", Language::kDutch},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(PreferredLanguage(row.header, Language::kDutch), row.wanted) << row.header;
  }
}

TEST(Language, FallbackIsTheSettingsOwn) {
  EXPECT_EQ(PreferredLanguage("fr", Language::kEnglish), Language::kEnglish);
  EXPECT_EQ(AskedLanguage("fr"), std::nullopt);
  EXPECT_EQ(AskedLanguage("fr, en;q=0.2"), Language::kEnglish);
}

}  // namespace
}  // namespace wervelwijzer::hooks
