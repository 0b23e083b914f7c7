#include <algorithm>

#include "cards/card_functions.h"
#include "cards/detail.h"

namespace wervelwijzer::cards {
namespace {

// The patient may be one for this service, by what is known; without the diagnoses nobody can tell.
bool MayMatter(const Consultation& consultation) {
  const auto& keys = consultation.situation().not_had;
  if (std::ranges::find(keys, "conditions") != keys.end()) return true;
  if (consultation.HasRecorded("malignancy-status", "none") || consultation.HasSign()) return true;
  if (consultation.situation().service == Service::kBrain) return consultation.IsBrainRelevant();
  return consultation.IsSpineRelevant();
}

}  // namespace

std::optional<CardDraft> NotHadCard(const Consultation& consultation) {
  const Situation& situation = consultation.situation();
  if (situation.not_had.empty() || !MayMatter(consultation)) return std::nullopt;
  const Words& words = consultation.words();
  CardDraft card;
  card.topic = "not-had";
  card.indicator = Indicator::kInfo;
  card.summary = words.Say("not-had.summary");
  card.decisions = {situation.service == Service::kBrain ? "brain-symptomatic-mdo"
                                                         : "clinical-suspicion"};
  Detail detail(consultation);
  detail.Say("not-had");
  for (const std::string& key : situation.not_had) {
    const std::string* name = words.Find(KeyText{"supply.", key});
    if (name == nullptr) name = words.Find(KeyText{"had.", key});
    detail.Item("not-had.key", {{"key", name != nullptr ? std::string_view(*name) : "?"}});
  }
  detail.Say("missing.not-no").Basis({}, {});
  card.detail = std::move(detail).Take();
  return card;
}

}  // namespace wervelwijzer::cards
