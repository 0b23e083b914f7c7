#include "cards/text.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "cards/moment.h"
#include "tests/cards/patient.h"

namespace wervelwijzer::cards {
namespace {

const TextCatalogue& Shipped() {
  static const TextCatalogue kTexts = [] {
    auto loaded = TextCatalogue::Load(WERVELWIJZER_SOURCE_DIR "/cards/text");
    EXPECT_TRUE(loaded.ok()) << loaded.error().ToString();
    return std::move(loaded).value();
  }();
  return kTexts;
}

class TextFolder : public testing::Test {
 protected:
  void SetUp() override {
    root_ = std::filesystem::path(testing::TempDir()) /
            testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::create_directories(root_ / "nl");
    std::filesystem::create_directories(root_ / "en");
  }
  void TearDown() override { std::filesystem::remove_all(root_); }
  void Write(const std::string& language, const std::string& text) {
    std::ofstream(root_ / language / "a.txt") << text;
  }
  std::string ErrorOf() {
    const auto loaded = TextCatalogue::Load(root_.string());
    return loaded.ok() ? "" : loaded.error().message;
  }
  std::filesystem::path root_;
};

TEST_F(TextFolder, AKeyThatLacksInOneLanguageIsRefused) {
  Write("nl", "[a]\neen\n[b]\ntwee\n");
  Write("en", "[a]\none\n");
  EXPECT_EQ(ErrorOf(), "text `b` lacks in English");
}

TEST_F(TextFolder, OtherPlacesInOneLanguageAreRefused) {
  Write("nl", "[a]\nvóór {deadline}\n");
  Write("en", "[a]\nbefore {moment}\n");
  EXPECT_EQ(ErrorOf(), "text `a` has other places in English");
}

TEST_F(TextFolder, AKeyGivenTwiceIsRefused) {
  Write("nl", "[a]\neen\n[a]\ntwee\n");
  Write("en", "[a]\none\n");
  EXPECT_EQ(ErrorOf(), "text `a` is given twice");
}

TEST_F(TextFolder, TextsMayHaveSeveralLines) {
  Write("nl", "// wat dit is\n[a]\neen\n\ntwee\n\n[b]\ndrie\n");
  Write("en", "[a]\none\n[b]\nthree\n");
  const auto loaded = TextCatalogue::Load(root_.string());
  ASSERT_TRUE(loaded.ok());
  EXPECT_EQ(*loaded.value().Find(Language::kDutch, "a"), "een\n\ntwee");
}

TEST(Texts, ShippedTextsAreCompleteInBothLanguages) { EXPECT_GT(Shipped().Keys().size(), 400u); }

TEST(Texts, EveryValueOfEveryInputHasWords) {
  for (const auto& input : ShippedGuideline()->catalogue().definitions()) {
    using guideline::InputType;
    if (input.type != InputType::kBoolean && input.type != InputType::kEnumeration &&
        input.type != InputType::kSet) {
      continue;
    }
    for (const std::string& value : input.allowed_values) {
      if (value.size() <= 2) continue;  // `1a`, `B`: said as it is
      const bool known = Shipped().Find(Language::kDutch, "value." + value) != nullptr ||
                         Shipped().Find(Language::kDutch, "value." + input.id + "." + value);
      EXPECT_TRUE(known) << input.id << " " << value;
    }
  }
}

TEST(Texts, AValueIsNeverSearchedForPlaces) {
  const Words words(Shipped(), Language::kDutch);
  EXPECT_EQ(words.Say("check.rule", {{"rule", "{rule}{deadline}"}}),
            "Controle: `{rule}{deadline}`.");
}

TEST(Texts, NoTextHoldsRawHtml) {
  for (const std::string_view key : Shipped().Keys()) {
    for (const Language language : {Language::kDutch, Language::kEnglish}) {
      EXPECT_EQ(Shipped().Find(language, key)->find('<'), std::string::npos) << key;
    }
  }
}

TEST(Moments, DatesKeepTheirPrecision) {
  const Words words(Shipped(), Language::kDutch);
  const TimeZone zone = TimeZone::Amsterdam();
  EXPECT_EQ(FormatRecordDate(words, zone, "2026"), "2026");
  EXPECT_EQ(FormatRecordDate(words, zone, "2026-11"), "11-2026");
  EXPECT_EQ(FormatRecordDate(words, zone, "2026-11-05"), "5-11-2026");
  EXPECT_EQ(FormatRecordDate(words, zone, "2026-11-05T23:30:00Z"), "6-11-2026 00:30");
  EXPECT_EQ(FormatRecordDate(words, zone, "2026-13"), "");
  EXPECT_EQ(FormatRecordDate(words, zone, "<b>"), "");
}

TEST(Moments, DeadlinesAreInTheZoneAndTheLanguage) {
  const TimeZone zone = TimeZone::Amsterdam();
  const TimePoint now = Moment(kNow);
  const TimePoint deadline = Moment("2026-11-22T02:10:00Z");
  EXPECT_EQ(FormatMoment(Words(Shipped(), Language::kDutch), zone, deadline, now),
            "zo 22-11 03:10");
  EXPECT_EQ(FormatMoment(Words(Shipped(), Language::kEnglish), zone, deadline, now),
            "Sun 22 Nov 03:10");
  EXPECT_EQ(FormatMoment(Words(Shipped(), Language::kDutch), zone,
                         Moment("2027-01-04T08:00:00+01:00"), now),
            "ma 4-1-2027 08:00");
}

}  // namespace
}  // namespace wervelwijzer::cards
