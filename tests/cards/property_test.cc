// What holds for every patient, also those that nobody thought of: thousands of random records in
// both languages, every hook and every version, with hostile texts wherever a record has a text.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>

#include "cards/escape.h"
#include "tests/cards/patient.h"

namespace wervelwijzer::cards {
namespace {

using guideline::InputDefinition;
using guideline::InputType;
using guideline::OrderKind;

constexpr int kPatients = 4000;

const std::array<std::string, 6> kHostile = {
    "<img src=x onerror=alert(1)><script>alert(2)</script>",
    "[klik hier](https://kwaad.example) ![x](https://kwaad.example/x.png)",
    "\u202Eomgedraaid\u202C\u200B\u2066isolaat\u2069\uFEFF",
    "a\n\n# kop\n| tabel | x |\n**vet** `code` ~~weg~~ https://kwaad.example www.kwaad.example",
    "{deadline} {order} ${x} @iedereen",
    std::string(10'000, 'x')};

class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}
  int Below(int bound) { return static_cast<int>(engine_() % static_cast<unsigned>(bound)); }
  bool OneIn(int count) { return Below(count) == 0; }
  template <typename List>
  const auto& Of(const List& list) {
    return list[static_cast<std::size_t>(Below(static_cast<int>(list.size())))];
  }

 private:
  std::mt19937 engine_;
};

std::string DateNear(Dice& dice) {
  static const std::array<std::string, 8> kDates = {"2026-11-20", "2026-11-19", "2026-11-18",
                                                    "2026-11-10", "2026-10-25", "2026-03-29",
                                                    "2025-06-30", "2026-12-01"};
  return dice.Of(kDates);
}

std::string NumberFor(const InputDefinition& input, Dice& dice) {
  static const std::array<double, 14> kNumbers = {0,  0.3, 0.4, 1,  2,  3,  4,
                                                  10, 12,  13,  24, 48, 72, 200};
  for (int attempt = 0; attempt < 20; ++attempt) {
    const double number = dice.Of(kNumbers);
    const bool whole = number == static_cast<int>(number);
    if (input.Allows(number) && (whole || !input.whole)) return std::to_string(number);
  }
  return std::to_string(input.minimum_open ? input.minimum + 1 : input.minimum);
}

std::string ValueFor(const InputDefinition& input, Dice& dice) {
  if (input.type == InputType::kDate) return DateNear(dice);
  if (input.allowed_values.empty()) return NumberFor(input, dice);
  std::string value = dice.Of(input.allowed_values);
  if (dice.OneIn(6)) value += "|" + dice.Of(input.allowed_values);
  return value;
}

// The inputs that open the door to the cards, more often than the rest.
constexpr std::array<std::string_view, 12> kDoors = {"spinal-metastases-established=true",
                                                     "malignancy-status=active",
                                                     "clinical-cord-cauda-compression=true",
                                                     "clinician-states-suspicion=true",
                                                     "brain-metastases-present=true",
                                                     "new-neurological-deficit=true",
                                                     "radiological-mescc=true",
                                                     "treatment-wish=false",
                                                     "radicular-deficit=unilateral",
                                                     "primary-tumour-known=known",
                                                     "adequate-imaging-available=false",
                                                     "brain-metastases-symptomatic=true"};

void Record(Patient& patient, Dice& dice) {
  const auto definitions = ShippedGuideline()->catalogue().definitions();
  const int share = 2 + dice.Below(30);
  for (const InputDefinition& input : definitions) {
    if (!dice.OneIn(share)) continue;
    const std::string value = ValueFor(input, dice);
    const std::string when = DateNear(dice) + "T09:00:00+01:00";
    const bool conflicts = dice.OneIn(12) && value.find('|') != std::string::npos;
    if (conflicts) {
      patient.HasConflicting(input.id, value);
    } else {
      patient.Has(input.id, value, when);
    }
    if (dice.OneIn(2)) patient.Saying(dice.Of(kHostile));
    if (dice.OneIn(10)) patient.WithoutDate();
  }
  for (const std::string_view door : kDoors) {
    if (dice.OneIn(3)) patient.With(door);
  }
}

std::string ResourceNamed(const std::string& text, int number) {
  JsonWriter name;
  name.String(text);
  const std::string quoted = std::move(name).Take();
  return R"({"resourceType":"ServiceRequest","id":")" + std::to_string(number) +
         R"(","status":"draft","intent":"order","code":{"text":)" + quoted +
         R"(},"reasonCode":[{"text":)" + quoted + R"(}],"note":[{"text":"5 x 4 Gy"}]})";
}

void Order(Patient& patient, Hook hook, Dice& dice) {
  static constexpr std::array<std::string_view, 5> kStatuses = {"draft", "active", "completed",
                                                                "revoked", "on-hold"};
  static constexpr std::array<std::string_view, 5> kPriorities = {"", "routine", "urgent", "asap",
                                                                  "stat"};
  const int count = dice.Below(4);
  for (int at = 0; at < count; ++at) {
    const auto kind = static_cast<OrderKind>(dice.Below(static_cast<int>(OrderKind::kOther) + 1));
    patient.Ordered(kind, dice.Of(kStatuses), dice.Of(kPriorities), kThisMorning,
                    dice.OneIn(2) ? "2026-11-27T09:00:00+01:00" : "");
    const std::string& text = dice.Of(kHostile);
    patient.Named(text);
    if (hook != Hook::kPatientView && !dice.OneIn(3)) {
      patient.Selected(ResourceNamed(text, at + 1));
    }
  }
}

Patient RandomPatient(unsigned seed) {
  Dice dice(seed);
  Patient patient;
  static constexpr std::array<Hook, 3> kHooks = {Hook::kPatientView, Hook::kOrderSelect,
                                                 Hook::kOrderSign};
  static constexpr std::array<fhir::Version, 4> kVersions = {
      fhir::Version::kR4, fhir::Version::kR5, fhir::Version::kStu3, fhir::Version::kDstu2};
  const Hook hook = dice.Of(kHooks);
  patient.Service(dice.OneIn(3) ? Service::kBrain : Service::kSpinal).In(hook);
  patient.In(dice.Of(kVersions));
  if (dice.OneIn(4)) patient.Taking(SuggestionForm::kOneAction);
  Record(patient, dice);
  Order(patient, hook, dice);
  return patient;
}

// Nothing that a browser, a Markdown renderer or an eye takes for something else than text.
void ExpectHarmless(const std::string& text, const char* what, unsigned seed) {
  for (const std::string_view bad :
       {"<img", "<script", "](https://kwaad", "![x", "\u202E", "\u202C", "\u200B", "\u2066",
        "\uFEFF", "\n# kop", "\n| tabel", "**vet**", "`code`", "~~weg~~", "https://kwaad",
        "www.kwaad", "@iedereen", "⟦", "{deadline}xx"}) {
    EXPECT_EQ(text.find(bad), std::string::npos) << what << " of " << seed << ": " << bad;
  }
  EXPECT_EQ(text.find(std::string(300, 'x')), std::string::npos) << what << " of " << seed;
}

// One card carries the situation; beside it only an act of its own is critical.
void ExpectOneLead(const std::vector<Card>& cards, unsigned seed) {
  int critical = 0;
  for (const Card& card : cards) {
    if (card.indicator != Indicator::kCritical) continue;
    const std::string& topic = card.source.topic.code;
    const bool yields = topic == "mdo" || topic == "referral" || topic == "treatment";
    EXPECT_TRUE(critical == 0 || !yields) << seed << Describe(cards);
    ++critical;
  }
  EXPECT_LE(critical, 3) << seed << Describe(cards);
}

// Labels are shown as plain text: Markdown means nothing there, the direction of writing does.
void ExpectPlain(const std::string& text, unsigned seed) {
  EXPECT_LT(CountCodePoints(text), 200u) << seed << ": " << text;
  for (const std::string_view bad : {"\u202E", "\u202C", "\u200B", "\u2066", "\uFEFF", "\n", "⟦"}) {
    EXPECT_EQ(text.find(bad), std::string::npos) << seed << ": " << text;
  }
}

void ExpectSoundCard(const Card& card, Language language, unsigned seed) {
  EXPECT_LT(CountCodePoints(card.summary), 140u) << seed << ": " << card.summary;
  EXPECT_FALSE(card.summary.empty()) << seed;
  ExpectHarmless(card.summary, "summary", seed);
  ExpectHarmless(card.detail, "detail", seed);
  const std::string_view urgent = language == Language::kDutch ? "Spoed" : "Urgent";
  EXPECT_EQ(card.summary.starts_with(urgent), card.indicator == Indicator::kCritical)
      << seed << ": " << card.summary;
  for (const Suggestion& suggestion : card.suggestions) {
    ExpectPlain(suggestion.label, seed);
    EXPECT_FALSE(suggestion.uuid.empty()) << seed;
    for (const Action& action : suggestion.actions) ExpectPlain(action.description, seed);
  }
}

TEST(EveryPatient, GetsCardsThatAreShortHarmlessAndTheSameAgain) {
  int shown = 0;
  for (unsigned seed = 1; seed <= kPatients && !testing::Test::HasFailure(); ++seed) {
    for (const Language language : {Language::kDutch, Language::kEnglish}) {
      Patient patient = RandomPatient(seed);
      patient.Speaking(language);
      const std::vector<Card> cards = patient.Cards();
      EXPECT_LE(cards.size(), 4u) << seed;
      if (!patient.IsOrderHook()) ExpectOneLead(cards, seed);
      for (const Card& card : cards) ExpectSoundCard(card, language, seed);
      EXPECT_EQ(Describe(cards), Describe(patient.Cards())) << seed;
      shown += static_cast<int>(cards.size());
    }
  }
  EXPECT_GT(shown, kPatients) << "the records must give cards";
}

TEST(EveryPatient, IsOfferedNothingAgainstTheWish) {
  for (unsigned seed = 1; seed <= 300; ++seed) {
    Patient patient = RandomPatient(seed);
    patient.With(seed % 2 == 0 ? "treatment-wish=false" : "patient-phase=dying");
    for (const Card& card : patient.Cards()) {
      for (const Suggestion& suggestion : card.suggestions) {
        for (const Action& action : suggestion.actions) {
          // Stomach protection beside a corticosteroid is comfort.
          EXPECT_NE(action.resource_json.find("A02BC"), std::string::npos)
              << seed << " " << card.summary << ": " << suggestion.label;
        }
      }
    }
  }
}

}  // namespace
}  // namespace wervelwijzer::cards
