#include "cards/one_action.h"

#include <gtest/gtest.h>

#include "tests/cards/patient.h"

namespace wervelwijzer::cards {
namespace {

using guideline::OrderKind;

constexpr std::string_view kCompression =
    "malignancy-status=active adequate-imaging-available=false mri-possible=true nsaid-use=true "
    "clinical-cord-cauda-compression=true paraplegia-completeness=none "
    "primary-tumour-known=known haematological-suspicion=false";

void ExpectOneActionEach(const Card& card) {
  for (const Suggestion& suggestion : card.suggestions) {
    EXPECT_EQ(suggestion.actions.size(), 1u) << suggestion.label;
    EXPECT_FALSE(suggestion.label.empty());
    EXPECT_FALSE(suggestion.uuid.empty());
  }
}

TEST(OneAction, EveryDrugIsASuggestionOfItsOwn) {
  Patient patient;
  patient.With(kCompression);
  const auto whole = patient.CardOf("steroid");
  const auto single = patient.Taking(SuggestionForm::kOneAction).CardOf("steroid");
  ASSERT_TRUE(whole && single);
  ASSERT_EQ(whole->suggestions.size(), 2u);  // 8 mg, 16 mg
  EXPECT_EQ(whole->suggestions[0].actions.size(), 3u);
  EXPECT_EQ(whole->selection_behavior, "at-most-one");
  ExpectOneActionEach(*single);
  // Bolus and stomach protection once, the two daily doses.
  EXPECT_EQ(single->suggestions.size(), 4u);
  EXPECT_EQ(single->selection_behavior, "any");
}

TEST(OneAction, TheRightOrderIsMadeBeforeTheWrongOneIsTakenAway) {
  Patient patient;
  patient.With(kCompression).InOrderSelect().Taking(SuggestionForm::kOneAction);
  patient.Ordered(OrderKind::kPlainFilmSpine, "draft", "stat").Selected();
  const auto card = patient.CardOf("imaging");
  ASSERT_TRUE(card);
  ExpectOneActionEach(*card);
  ASSERT_EQ(card->suggestions.size(), 2u);
  EXPECT_EQ(card->suggestions[0].actions[0].type, Action::Type::kCreate);
  EXPECT_EQ(card->suggestions[1].actions[0].type, Action::Type::kDelete);
}

TEST(OneAction, WhatHasOneActionStaysAsItIs) {
  Patient patient;
  patient.With(kCompression);
  const auto whole = patient.CardOf("imaging");
  const auto single = patient.Taking(SuggestionForm::kOneAction).CardOf("imaging");
  ASSERT_TRUE(whole && single);
  ASSERT_EQ(single->suggestions.size(), whole->suggestions.size());
  EXPECT_EQ(single->suggestions[0].label, whole->suggestions[0].label);
  EXPECT_EQ(single->selection_behavior, whole->selection_behavior);
}

}  // namespace
}  // namespace wervelwijzer::cards
