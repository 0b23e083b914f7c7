#include "hooks/silence_book.h"

#include <gtest/gtest.h>

#include <string>

namespace wervelwijzer::hooks {
namespace {

using cards::Card;
using cards::Indicator;

const TimePoint kNow = *ParseInstant("2026-11-20T14:10:00+01:00");
constexpr SilenceContext kContext = {"west", "west",       "https://ehr.example/fhir",
                                     "p-1",  "1964-03-02", "spinal-metastases"};

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
  const auto silence = book.SilenceFor(kContext.teller, card.uuid, reason, kNow);
  if (!silence) return 0;
  book.Begin(*silence, kNow);
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
    book_.Begin(*book_.SilenceFor(kContext.teller, card_.uuid, "not-relevant", kNow), kNow);
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
  const auto with = [](std::string_view SilenceContext::*member, std::string_view text) {
    SilenceContext other = kContext;
    other.*member = text;
    return other;
  };
  using Context = SilenceContext;
  for (const SilenceContext& other :
       {with(&Context::owner, "east"), with(&Context::owner, "server:west"),
        with(&Context::owner, ""), with(&Context::server, "https://other.example/fhir"),
        with(&Context::server, ""), with(&Context::patient, "p-2"),
        with(&Context::birth_date, "1964-03-03"), with(&Context::birth_date, ""),
        with(&Context::service, "brain-metastases"),
        SilenceContext{"west", "west", "https://ehr.example/fhirp-1", "", "1964-03-02",
                       "spinal-metastases"}}) {
    EXPECT_FALSE(book_.IsSilenced(other, card_.identity, kNow));
  }
}

TEST(SilenceBook, KnowsOnlyCardsThatWereShownLately) {
  SilenceBook book = NewBook(1);
  const Card first = CardOf("care", Indicator::kInfo);
  const Card second = CardOf("mdo", Indicator::kInfo);
  EXPECT_FALSE(book.SilenceFor(kContext.teller, first.uuid, "other", kNow));
  book.NoteShown(kContext, first);
  book.NoteShown(kContext, second);
  EXPECT_FALSE(book.SilenceFor(kContext.teller, first.uuid, "other", kNow));
  EXPECT_TRUE(book.SilenceFor(kContext.teller, second.uuid, "other", kNow));
}

TEST(SilenceBook, HoldsNoPatientInWhatIsStored) {
  SilenceBook one = NewBook(), other = NewBook();
  const Card card = CardOf("care", Indicator::kInfo);
  one.NoteShown(kContext, card);
  other.NoteShown(kContext, card);
  // Another key, other hashes: without the key nobody can look a patient up.
  EXPECT_NE(one.SilenceFor(kContext.teller, card.uuid, "other", kNow)->subject,
            other.SilenceFor(kContext.teller, card.uuid, "other", kNow)->subject);
}

TEST(SilenceBook, HearsOnlyWhomItShowedTheCard) {
  SilenceBook book = NewBook();
  const Card card = CardOf("care", Indicator::kInfo);
  book.NoteShown(kContext, card);
  EXPECT_FALSE(book.SilenceFor("east", card.uuid, "other", kNow));
  EXPECT_FALSE(book.SilenceFor("", card.uuid, "other", kNow));
  ASSERT_TRUE(book.SilenceFor("west", card.uuid, "other", kNow));
  EXPECT_EQ(book.SilenceFor("west", card.uuid, "other", kNow)->owner, "west");
}

TEST(SilenceBook, LetsNothingRestOfNobody) {
  SilenceBook book = NewBook();
  const Card card = CardOf("care", Indicator::kInfo);
  SilenceContext nobody = kContext;
  nobody.owner = nobody.teller = "";
  book.NoteShown(nobody, card);
  EXPECT_FALSE(book.SilenceFor("", card.uuid, "other", kNow));
}

TEST(SilenceBook, AFloodOfOneClientPutsOutNothingOfAnother) {
  SilenceBook book = NewBook(3);
  const Card card = CardOf("care", Indicator::kInfo);
  book.NoteShown(kContext, card);
  SilenceContext east = kContext;
  east.owner = east.teller = "east";
  for (int i = 0; i < 10; ++i) {
    Card other = card;
    other.uuid = std::to_string(i);
    book.NoteShown(east, other);
  }
  EXPECT_TRUE(book.SilenceFor("west", card.uuid, "other", kNow));
  EXPECT_FALSE(book.SilenceFor("east", "6", "other", kNow));
  EXPECT_TRUE(book.SilenceFor("east", "7", "other", kNow));
}

// The clock is set to `wall` hours after the override while `passed` hours have gone by.
bool RestsAt(int wall, int passed, std::string_view reason = "already-done") {
  Duration uptime{1000};
  SilenceBook book(RandomHashKey(), DefaultSilenceHours(), 10, [&uptime] { return uptime; });
  const Card card = CardOf("red-flag", Indicator::kCritical);
  book.NoteShown(kContext, card);
  book.Begin(*book.SilenceFor("west", card.uuid, reason, kNow), kNow);
  uptime += std::chrono::hours(passed);
  return book.IsSilenced(kContext, card.identity, kNow + std::chrono::hours(wall));
}

TEST(SilenceBook, NoClockThatIsSetLetsARestLastLonger) {
  for (int wall = -300; wall <= 300; wall += 4) {
    for (int passed = 0; passed <= 300; passed += 4) {
      const bool may_rest = wall >= 0 && wall < 24 && passed < 24;
      EXPECT_EQ(RestsAt(wall, passed), may_rest) << wall << " " << passed;
    }
  }
}

TEST(SilenceBook, ARestOfTheLastStartLastsWhatIsLeftOfIt) {
  Duration uptime{0};
  SilenceBook book(RandomHashKey(), DefaultSilenceHours(), 10, [&uptime] { return uptime; });
  const Card card = CardOf("care", Indicator::kInfo);
  book.NoteShown(kContext, card);
  const auto silence = book.SilenceFor("west", card.uuid, "other", kNow);
  const TimePoint start = kNow + std::chrono::hours(20);
  book.Begin(*silence, start);
  EXPECT_TRUE(book.IsSilenced(kContext, card.identity, start));
  uptime += std::chrono::hours(4);
  EXPECT_FALSE(book.IsSilenced(kContext, card.identity, start)) << "the clock stood still";
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

}  // namespace
}  // namespace wervelwijzer::hooks
