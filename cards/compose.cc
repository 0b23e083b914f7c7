#include "cards/compose.h"

#include <array>
#include <utility>

#include "cards/card_draft.h"
#include "cards/card_identity.h"
#include "cards/card_list.h"
#include "cards/escape.h"
#include "cards/text.h"

namespace wervelwijzer::cards {

struct Composer::Impl {
  TextCatalogue texts;
  std::shared_ptr<const guideline::Guideline> guideline;
  ComposerSettings settings;
  // The same on every card: made once, by Language.
  std::array<std::shared_ptr<const OverrideReasons>, 2> override_reasons;
};

Composer::Composer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Composer::Composer(Composer&&) noexcept = default;
Composer& Composer::operator=(Composer&&) noexcept = default;
Composer::~Composer() = default;

Result<Composer> Composer::Load(const std::string& text_directory,
                                std::shared_ptr<const guideline::Guideline> guideline,
                                ComposerSettings settings) {
  Result<TextCatalogue> texts = TextCatalogue::Load(text_directory);
  if (!texts.ok()) return texts.error();
  auto impl =
      std::make_unique<Impl>(Impl{std::move(texts).value(), std::move(guideline), settings, {}});
  for (const Language language : {Language::kDutch, Language::kEnglish}) {
    impl->override_reasons[static_cast<std::size_t>(language)] =
        std::make_shared<const OverrideReasons>(ReasonsToOverride(Words(impl->texts, language)));
  }
  return Composer(std::move(impl));
}

std::vector<Card> Composer::Compose(const Situation& situation, const UuidSource& uuid) const {
  if (situation.record != nullptr && situation.record->is_deceased) return {};
  const Consultation consultation(situation, *impl_->guideline,
                                  Words(impl_->texts, situation.language), uuid);
  std::vector<CardDraft> due = DueCards(consultation);
  if (situation.is_silenced) {
    // Before folding: what rests takes no place, and a card is silenced as itself alone.
    for (CardDraft& draft : due) draft.identity = IdentityOf(consultation, draft);
    std::erase_if(due,
                  [&](const CardDraft& draft) { return situation.is_silenced(draft.identity); });
  }
  // After silencing: what rests joins nothing and offers nothing.
  due = JoinCards(std::move(due));
  OfferOnce(consultation, due);
  due = FoldCards(consultation, std::move(due), impl_->settings.max_cards);
  std::vector<Card> cards;
  cards.reserve(due.size());
  for (CardDraft& draft : due) {
    FinishCard(consultation, std::move(draft), cards);
    cards.back().override_reasons =
        impl_->override_reasons[static_cast<std::size_t>(situation.language)];
  }
  return cards;
}

}  // namespace wervelwijzer::cards
