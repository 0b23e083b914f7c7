#include "cards/text.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

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

// Keys written out in the code; those that are put together are in the next test.
TEST(Texts, EveryKeyInTheCodeExists) {
  const std::regex said(
      R"re((?:Say|Item|TreatmentWarning)\((?:consultation, )?"([A-Za-z0-9.-]+[a-z0-9])")re");
  int found = 0;
  for (const auto& file : std::filesystem::directory_iterator(WERVELWIJZER_SOURCE_DIR "/cards")) {
    if (file.path().extension() != ".cc") continue;
    std::ifstream stream(file.path());
    const std::string code(std::istreambuf_iterator<char>(stream), {});
    for (std::sregex_iterator at(code.begin(), code.end(), said), end; at != end; ++at) {
      ++found;
      const bool is_prefix = code.compare(at->position() + at->length(), 2, " +") == 0;
      EXPECT_TRUE(is_prefix || Shipped().Find(Language::kDutch, (*at)[1].str()))
          << file.path().filename() << " " << (*at)[1];
    }
  }
  EXPECT_GT(found, 100);
}

TEST(Texts, EveryKeyThatIsPutTogetherExists) {
  std::vector<std::string> keys;
  for (const std::string modality : {"imaging.mri.", "imaging.ct."}) {
    for (const std::string term : {"12h", "24h", "48h", "7d", "14d"}) {
      for (const std::string variant : {"", ".open", ".unless-imaged"}) {
        keys.push_back(modality + term + variant);
      }
    }
    for (const std::string other : {"overdue", "examine-first", "24h-or-48h", "contradictory"}) {
      keys.push_back(modality + other);
    }
  }
  for (const std::string who : {"spine-surgeon", "radiotherapist", "radiotherapist-or-other",
                                "radiotherapist-asymptomatic"}) {
    for (const std::string haste : {"", ".soon", ".urgent", ".beside"}) {
      keys.push_back("referral.summary." + who + haste);
    }
  }
  keys.insert(keys.end(), {"referral.summary.executing-centre-direct.urgent",
                           "referral.summary.executing-centre-asap.soon",
                           "referral.summary.executing-centre-asap.urgent",
                           "referral.summary.executing-centre-direct.beside",
                           "referral.summary.executing-centre-asap.beside",
                           "referral.summary.open-centre.urgent",
                           "referral.summary.open-centre.soon",
                           "referral.summary.open-centre.beside",
                           "referral.summary.open",
                           "referral.summary.open.soon",
                           "referral.summary.open.urgent",
                           "referral.summary.open.beside",
                           "workup.summary.biopsy-1d.beside",
                           "workup.summary.overdue.beside",
                           "treatment.summary.urgent.beside",
                           "treatment.summary.urgent.open.beside",
                           "treatment.summary.overdue.beside",
                           "treatment.summary.passed.beside",
                           "steroid.summary.start.beside",
                           "steroid.summary.call.beside",
                           "steroid.summary.allergy.beside",
                           "brain-mdo.summary.asymptomatic.neuro-onc-mdo",
                           "brain-mdo.summary.asymptomatic.organ-mdo",
                           "brain-mdo.summary.asymptomatic.restraint",
                           "brain-mdo.summary.symptomatic.neuro-onc-mdo",
                           "brain-mdo.summary.symptomatic.neuro-onc-mdo.urgent",
                           "brain-mdo.summary.symptomatic.not-on-mdo",
                           "brain-mdo.summary.symptomatic.open",
                           "brain-mdo.summary.symptomatic.open.urgent",
                           "brain-follow-up.summary.due",
                           "brain-follow-up.summary.mri-earlier"});
  for (const std::string flag : {"rf1-new-deficit", "rf2-compression", "rf3-sins"}) {
    for (const std::string place : {"summary.", "flag.", "open."}) {
      keys.push_back("red-flag." + place + flag);
    }
  }
  for (int rule = 1; rule <= 13; ++rule) {
    keys.push_back(std::string("consistency.C") + (rule < 10 ? "0" : "") + std::to_string(rule));
  }
  for (const std::string reason : {"paediatric", "leptomeningeal", "intramedullary",
                                   "nodal-ingrowth", "not-spinal-metastasis"}) {
    keys.push_back("out-of-scope.reason." + reason);
  }
  for (const std::string topic :
       {"red-flag", "imaging", "steroid", "workup", "referral", "mdo", "treatment", "care",
        "missing", "inconsistent", "out-of-scope", "brain-mdo", "brain-radiotherapy",
        "brain-mdo-information", "brain-follow-up"}) {
    for (const std::string part : {"topic.", "source.", "source-url."})
      keys.push_back(part + topic);
  }
  for (const std::string& key : keys) {
    EXPECT_TRUE(Shipped().Find(Language::kDutch, key)) << key;
  }
}

TEST(Texts, AKeyOfPartsIsTheKeyAndOneTooLongIsNone) {
  const Words words(Shipped(), Language::kDutch);
  EXPECT_EQ(words.Say(KeyText{"topic.", "imaging"}), words.Say("topic.imaging"));
  const std::string tail(200, 'x');
  EXPECT_FALSE(words.Knows(KeyText{"topic.imaging", tail}));
  EXPECT_FALSE(words.Knows(KeyText{"topic.imaging.", tail}.Append("topic.imaging")));
}

TEST(Texts, AValueIsNeverSearchedForPlaces) {
  const Words words(Shipped(), Language::kDutch);
  EXPECT_EQ(words.Say("check.rule", {{"rule", "{rule}{deadline}"}}),
            "Controle: `{rule}{deadline}`.");
}

TEST(Texts, ATextIsSaidBehindWhatIsThere) {
  const Words words(Shipped(), Language::kEnglish);
  const std::vector<KeptValue> kept = {{"rule", std::string(40, 'r')}};
  std::string said = "- ";
  words.Say("check.rule", ViewsOf(kept), said);
  EXPECT_EQ(said, "- " + words.Say("check.rule", {{"rule", kept[0].second}}));
  said = "- ";
  words.Say("no.such-key", {}, said);
  EXPECT_EQ(said, "- ⟦no.such-key⟧");
}

// What is said of a name is taken as it stands.
TEST(Texts, NamesHaveNoPlaces) {
  for (const std::string_view key : Shipped().Keys()) {
    const bool is_name = key.starts_with("value.") || key.starts_with("input.") ||
                         key.starts_with("result.") || key.starts_with("supply.");
    if (!is_name || key.starts_with("supply.not-")) continue;
    EXPECT_TRUE(Shipped().FindText(Language::kDutch, key)->places.empty()) << key;
    EXPECT_TRUE(Shipped().FindText(Language::kEnglish, key)->places.empty()) << key;
  }
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
