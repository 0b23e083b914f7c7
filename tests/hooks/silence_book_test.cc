#include "hooks/silence_book.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace wervelwijzer::hooks {
namespace {

using cards::Card;
using cards::Indicator;

const TimePoint kNow = *ParseInstant("2026-11-20T14:10:00+01:00");
constexpr SilenceContext kContext = {"https://ehr.example/fhir", "p-1", "spinal-metastases"};

Card CardOf(std::string topic, Indicator indicator, std::string state = "state") {
  Card card;
  card.uuid = "uuid-of-" + topic;
  card.indicator = indicator;
  card.source.topic.code = topic;
  card.identity = {"view/" + topic, std::move(state)};
  return card;
}

SilenceBook NewBook(std::size_t most_shown = 100) {
  return SilenceBook(RandomHashKey(), DefaultSilenceHours(), most_shown);
}

// For how many whole hours the card rests after the override; 0: not at all.
int HoursOfRest(const Card& card, std::string_view reason) {
  SilenceBook book = NewBook();
  book.NoteShown(kContext, card);
  const auto silence = book.SilenceFor(card.uuid, reason, kNow);
  if (!silence) return 0;
  book.Begin(*silence);
  EXPECT_TRUE(book.IsSilenced(kContext, card.identity, kNow));
  EXPECT_FALSE(book.IsSilenced(kContext, card.identity, silence->until));
  return static_cast<int>((silence->until - kNow) / std::chrono::hours(1));
}

TEST(SilenceBook, LetsACardRestForTheTimeOfTheReason) {
  EXPECT_EQ(HoursOfRest(CardOf("care", Indicator::kInfo), "already-done"), 7 * 24);
  EXPECT_EQ(HoursOfRest(CardOf("imaging", Indicator::kWarning), "not-fit"), 3 * 24);
  EXPECT_EQ(HoursOfRest(CardOf("care", Indicator::kInfo), "other"), 24);
  EXPECT_EQ(HoursOfRest(CardOf("care", Indicator::kInfo), "a reason of somebody else"), 0);
  EXPECT_EQ(HoursOfRest(CardOf("care", Indicator::kInfo), ""), 0);
}

TEST(SilenceBook, NeverSilencesWhatIsCriticalForLongerThanADay) {
  for (const auto& [reason, hours] : DefaultSilenceHours()) {
    EXPECT_LE(HoursOfRest(CardOf("imaging", Indicator::kCritical), reason), 24) << reason;
    EXPECT_LE(HoursOfRest(CardOf("brain-radiotherapy", Indicator::kCritical), reason), 24)
        << reason;
    EXPECT_LE(HoursOfRest(CardOf("brain-radiotherapy", Indicator::kInfo), reason), 24) << reason;
    if (reason != "patient-declines") {
      EXPECT_LE(HoursOfRest(CardOf("red-flag", Indicator::kCritical), reason), 24) << reason;
    }
  }
}

TEST(SilenceBook, ARedFlagThatThePatientDeclinesRestsUntilSomethingChanges) {
  EXPECT_GT(HoursOfRest(CardOf("red-flag", Indicator::kCritical), "patient-declines"), 365 * 24);
}

class Silenced : public testing::Test {
 protected:
  void SetUp() override {
    book_.NoteShown(kContext, card_);
    book_.Begin(*book_.SilenceFor(card_.uuid, "not-relevant", kNow));
  }
  SilenceBook book_ = NewBook();
  Card card_ = CardOf("care", Indicator::kInfo);
};

TEST_F(Silenced, SpeaksAgainAtOnceWhenWhatItRestsOnChanges) {
  EXPECT_TRUE(book_.IsSilenced(kContext, card_.identity, kNow));
  EXPECT_FALSE(book_.IsSilenced(kContext, {card_.identity.name, "changed"}, kNow));
}

TEST_F(Silenced, ConcernsThatCardOfThatPatientAtThatClientOnly) {
  EXPECT_FALSE(book_.IsSilenced(kContext, {"view/mdo", card_.identity.state}, kNow));
  for (const SilenceContext& other :
       {SilenceContext{"https://other.example/fhir", "p-1", "spinal-metastases"},
        SilenceContext{kContext.client, "p-2", "spinal-metastases"},
        SilenceContext{kContext.client, "p-1", "brain-metastases"},
        SilenceContext{"https://ehr.example/fhirp-1", "", "spinal-metastases"}}) {
    EXPECT_FALSE(book_.IsSilenced(other, card_.identity, kNow));
  }
}

TEST(SilenceBook, KnowsOnlyCardsThatWereShownLately) {
  SilenceBook book = NewBook(1);
  const Card first = CardOf("care", Indicator::kInfo);
  const Card second = CardOf("mdo", Indicator::kInfo);
  EXPECT_FALSE(book.SilenceFor(first.uuid, "other", kNow));
  book.NoteShown(kContext, first);
  book.NoteShown(kContext, second);
  EXPECT_FALSE(book.SilenceFor(first.uuid, "other", kNow));
  EXPECT_TRUE(book.SilenceFor(second.uuid, "other", kNow));
}

TEST(SilenceBook, HoldsNoPatientInWhatIsStored) {
  SilenceBook one = NewBook(), other = NewBook();
  const Card card = CardOf("care", Indicator::kInfo);
  one.NoteShown(kContext, card);
  other.NoteShown(kContext, card);
  // Another key, other hashes: without the key nobody can look a patient up.
  EXPECT_NE(one.SilenceFor(card.uuid, "other", kNow)->subject,
            other.SilenceFor(card.uuid, "other", kNow)->subject);
}

TEST(SilenceHours, TakeSettingsOfTheOperator) {
  const auto hours = SilenceHoursOf({"already-done=48", "other=0"});
  ASSERT_TRUE(hours.ok());
  EXPECT_EQ(hours->at("already-done"), 48);
  EXPECT_EQ(hours->at("other"), 0);
  EXPECT_EQ(hours->at("not-fit"), 72);
  for (const char* bad :
       {"already-done", "nonsense=3", "other=-1", "other=9000", "other=1h", "other=", "=24", ""}) {
    EXPECT_FALSE(SilenceHoursOf({bad}).ok()) << bad;
  }
}

TEST(SilenceKey, IsMadeOnceAndForItsOwnerOnly) {
  const std::string path = testing::TempDir() + "silence_book_test.key";
  std::filesystem::remove(path);
  const auto made = LoadOrMakeKey(path);
  ASSERT_TRUE(made.ok()) << made.error().ToString();
  const auto again = LoadOrMakeKey(path);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(*made, *again);
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(path).permissions(), perms::owner_read | perms::owner_write);
  std::ofstream(path, std::ios::app) << "too long";
  EXPECT_FALSE(LoadOrMakeKey(path).ok());
  std::filesystem::remove(path);
  EXPECT_FALSE(LoadOrMakeKey("/nowhere/at/all/key").ok());
}

}  // namespace
}  // namespace wervelwijzer::hooks
