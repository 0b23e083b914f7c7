#pragma once

// One function per card, each in its own file: the patient's situation in, the card or nothing out.
// Whether, in which order and how many are shown is the business of card_list and compose.

#include <optional>

#include "cards/card_draft.h"
#include "cards/consultation.h"

namespace wervelwijzer::cards {

// Spinal.
std::optional<CardDraft> OutOfScopeCard(const Consultation& consultation);
// In place of every card that treats: no treatment wish, dying phase, two weeks or less to live.
std::optional<CardDraft> ComfortCard(const Consultation& consultation);
std::optional<CardDraft> RedFlagCard(const Consultation& consultation);
std::optional<CardDraft> ImagingCard(const Consultation& consultation);
std::optional<CardDraft> SteroidCard(const Consultation& consultation);
// The imaging table certainly asks for a corticosteroid before the scan. With `uncertain`
// (Lhermitte, two-sided root pain) it stays a remark on the imaging card.
bool ImagingAsksForSteroid(const Consultation& consultation);
std::optional<CardDraft> WorkupCard(const Consultation& consultation);
std::optional<CardDraft> ReferralCard(const Consultation& consultation);
std::optional<CardDraft> SpinalMdoCard(const Consultation& consultation);
std::optional<CardDraft> TreatmentCard(const Consultation& consultation);
std::optional<CardDraft> CareCard(const Consultation& consultation);

// Brain.
std::optional<CardDraft> BrainRadiotherapyCard(const Consultation& consultation);
std::optional<CardDraft> BrainMdoCard(const Consultation& consultation);
std::optional<CardDraft> BrainMdoInformationCard(const Consultation& consultation);
std::optional<CardDraft> BrainFollowUpCard(const Consultation& consultation);

// The chart that holds: by symptoms; when those are not known, either of them if both agree. Null
// when the service does not evaluate them or when they would differ.
const guideline::Decision* FindBrainChart(const Consultation& consultation);

// Both.
std::optional<CardDraft> MissingCard(const Consultation& consultation);
// What somebody tried to get of the record in vain, when it can matter for this patient.
std::optional<CardDraft> NotHadCard(const Consultation& consultation);
std::optional<CardDraft> InconsistentCard(const Consultation& consultation);

}  // namespace wervelwijzer::cards
