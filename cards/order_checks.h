#pragma once

// Checks on what is being ordered: each is one rule with an id, one function in a file of its own,
// and one line in the list in order_checks.cc. Only selections are judged, against the record and
// the other drafts; an order that fits gets no card.

#include <optional>
#include <vector>

#include "cards/card_draft.h"
#include "cards/consultation.h"
#include "guideline/bindings/bind.h"

namespace wervelwijzer::cards {

// order-imaging-modality: another examination than the guideline asks at suspicion.
std::optional<CardDraft> CheckImagingModality(const Consultation&, const guideline::Order&);
// order-imaging-deadline: the right examination, too late.
std::optional<CardDraft> CheckImagingDeadline(const Consultation&, const guideline::Order&);
// order-not-understood: a code that nobody knows, where a scan is due within a day.
std::optional<CardDraft> CheckNotUnderstood(const Consultation&, const guideline::Order&);
// order-steroid-tissue-first: a new corticosteroid that can spoil the diagnosis.
std::optional<CardDraft> CheckSteroidTissueFirst(const Consultation&, const guideline::Order&);
// order-steroid-taper: a corticosteroid more than two weeks after local treatment without a taper.
std::optional<CardDraft> CheckSteroidTaper(const Consultation&, const guideline::Order&);
// order-steroid-protection: a corticosteroid without the stomach protection that is due.
std::optional<CardDraft> CheckSteroidProtection(const Consultation&, const guideline::Order&);
// order-referral-routine: a routine referral while a red flag stands.
std::optional<CardDraft> CheckReferralRoutine(const Consultation&, const guideline::Order&);
// order-rt-unstable: radiotherapy of an unstable spine without consultation.
std::optional<CardDraft> CheckRadiotherapyUnstable(const Consultation&, const guideline::Order&);
// order-vertebroplasty: vertebroplasty or kyphoplasty against the table.
std::optional<CardDraft> CheckVertebroplasty(const Consultation&, const guideline::Order&);

// order-steroid-dose: dexamethasone for compression outside 10 mg once and 8 to 16 mg a day.
std::optional<CardDraft> CheckSteroidDose(const Consultation&, const guideline::Order&);
// True when the order is dexamethasone of 8 to 16 mg a day, read with certainty.
bool IsDailyDoseOfRegimen(const guideline::Order& order);
// order-surgery-conditions: spine surgery while a condition fails or an examination lacks.
std::optional<CardDraft> CheckSurgeryConditions(const Consultation&, const guideline::Order&);
// order-rt-interval: radiotherapy within three weeks after surgery with sufficient recovery.
std::optional<CardDraft> CheckRadiotherapyInterval(const Consultation&, const guideline::Order&);
// order-rt-schedule: a dose or number of fractions that the guideline does not name here.
std::optional<CardDraft> CheckRadiotherapySchedule(const Consultation&, const guideline::Order&);
// order-systemic-only: systemic therapy alone for symptomatic compression.
std::optional<CardDraft> CheckSystemicOnly(const Consultation&, const guideline::Order&);

// The cards of all checks on all selections; the same card is not given twice.
std::vector<CardDraft> CheckSelections(const Consultation& consultation);

// The order's own words, escaped, for use in a detail.
std::string OrderInWords(const Consultation& consultation, const guideline::Order& order);
// The same with the dose in the words of the record, when it has them.
std::string CourseInWords(const Consultation& consultation, const guideline::Order& course);
// True when the order's reason speaks of one of `words` (lower case).
bool ReasonSpeaksOf(const guideline::Order& order, std::initializer_list<std::string_view> words);
// The same for everything that the order says of itself: reason, note, name and details.
// The same of its body sites, words and displays.
bool SiteSpeaksOf(const guideline::Order& order, std::initializer_list<std::string_view> words);
bool OrderSpeaksOf(const guideline::Order& order, std::initializer_list<std::string_view> words);

}  // namespace wervelwijzer::cards
