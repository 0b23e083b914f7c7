#pragma once

// Decisions to cards: which card is due, in which order, in whose words, with what to click.

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "cards/card.h"
#include "cards/client_abilities.h"
#include "cards/region/region.h"
#include "fhir/record.h"
#include "guideline/bindings/bind.h"
#include "guideline/evaluate.h"

namespace wervelwijzer::cards {

enum class Service { kSpinal, kBrain };
enum class Hook { kPatientView, kOrderSelect, kOrderSign };
enum class Language { kDutch, kEnglish };

// Everything a composition depends on. Same situation, same cards, but for the uuids.
struct Situation {
  Service service = Service::kSpinal;
  Hook hook = Hook::kPatientView;
  Language language = Language::kDutch;
  ClientAbilities client;  // of the record system that asks
  fhir::Version fhir_version = fhir::Version::kR4;
  TimePoint now;
  TimeZone zone = TimeZone::Amsterdam();
  const guideline::BoundRecord* record = nullptr;  // inputs are completed by Decide
  const guideline::Decisions* decisions = nullptr;
  // All resources of the request; optional. Allergies are looked up here before a corticosteroid is
  // suggested, and the hour of a suspicion date; without it the card says that nobody looked.
  const fhir::Record* resources = nullptr;
  // Who asks and in which contact, from the call's context (`Practitioner/2`, `Encounter/1`). What
  // is empty is taken from the record, the requester only from what is ordered now.
  std::string user_reference;
  std::string encounter_reference;
  // Where a patient can go; null when no region is loaded. `hospital` is the one that asks, kNone
  // when the call does not tell: then cards say whom to call in words only.
  const region::Region* region = nullptr;
  region::Index hospital = region::kNone;
  std::string base_url;                   // of this server, for links; no slash at the end
  std::vector<std::string> not_supplied;  // prefetch keys that failed or were absent
  std::vector<std::string> not_had;       // those that somebody tried to get in vain, or got in part
  // True for a card that was overridden with a reason and is to rest; empty: none is.
  std::function<bool(const CardIdentity&)> is_silenced;
};

struct ComposerSettings {
  std::size_t max_cards = 4;  // what is critical never folds
};

// Source of card and suggestion ids (RFC 4122 version 4); tests bring a counting one.
using UuidSource = std::function<std::string()>;
std::string RandomUuid();

// Loads the catalogues (cards/text) once; immutable afterwards, shared by threads.
class Composer {
 public:
  static Result<Composer> Load(const std::string& text_directory,
                               std::shared_ptr<const guideline::Guideline> guideline,
                               ComposerSettings settings = {});
  Composer(Composer&&) noexcept;
  Composer& operator=(Composer&&) noexcept;
  ~Composer();

  // The cards that are due, the most pressing first. None for a patient who has died.
  std::vector<Card> Compose(const Situation& situation, const UuidSource& uuid) const;

 private:
  struct Impl;
  explicit Composer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// A FHIR Coding, without what is empty.
void WriteCoding(JsonWriter& writer, const Coding& coding);
// Writes one card as the specification's JSON object: no null, no empty member.
void WriteCard(JsonWriter& writer, const Card& card);

}  // namespace wervelwijzer::cards
