#pragma once

// What a click does. Every function gives a complete suggestion with resources in the client's
// version, or nothing when the version or the request does not allow one.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cards/card.h"
#include "cards/consultation.h"
#include "cards/deadline.h"
#include "cards/detail.h"
#include "guideline/bindings/bind.h"

namespace wervelwijzer::cards {

// What an order rests on: which decision, which records, and by when.
struct OrderBasis {
  std::string_view decision;         // `imaging-urgency`; its rules and model go in the note
  InputList facts;                   // inputs whose records are the reason
  std::string term;                  // `PT12H`; empty when there is none
  std::optional<Deadline> deadline;  // of that term
};

enum class Modality { kMri, kCt };

// Request MRI (or CT, when MRI is known to be impossible) of the whole spine.
std::optional<Suggestion> SuggestImaging(const Consultation& consultation, const OrderBasis& basis,
                                         Modality modality);
// The same in place of a drafted order: the draft is deleted, the right order made.
std::optional<Suggestion> SuggestReplacingImaging(const Consultation& consultation,
                                                  const OrderBasis& basis, Modality modality,
                                                  const guideline::Order& draft);
// An order that is there already, with the priority and date of the deadline; the rest is kept.
std::optional<Suggestion> SuggestHastening(const Consultation& consultation,
                                           const OrderBasis& basis, const guideline::Order& order,
                                           std::string_view label_key);

// A service that is asked for by a request: key of its words (`order.<what>.label`, `.text`,
// `.reason`) and its own code in the CodeSystem region-service.
enum class RequestedService {
  kExecutingCentre,
  kRadiotherapist,
  kSpineSurgeon,
  kSpinalMdo,
  kNeuroOncology,
  kBrainMdo,
  kPetCt,
  kBiopsy
};
std::optional<Suggestion> SuggestService(const Consultation& consultation, const OrderBasis& basis,
                                         RequestedService service);

// Dexamethasone: 10 mg intravenously once, then `daily_milligrams` by mouth in the morning; with
// stomach protection when the regimen certainly asks for it. REQUIRES: the decision is a determined
// start, and HasCorticosteroidAllergy and UsesCorticosteroid (order_match.h) are false.
std::optional<Suggestion> SuggestDexamethasone(const Consultation& consultation,
                                               const OrderBasis& basis, int daily_milligrams);
// Stomach protection alone, beside a corticosteroid that is ordered already.
std::optional<Suggestion> SuggestStomachProtection(const Consultation& consultation,
                                                   const OrderBasis& basis);
// True when the request holds an allergy or intolerance for a corticosteroid.
bool HasCorticosteroidAllergy(const Consultation& consultation);
// True when the request holds any AllergyIntolerance; without one nothing is known of allergies.
bool HoldsAllergies(const Consultation& consultation);

// One item of the care card (code of its decision's outcome), as a request, a notice or a task.
// Nothing for an item that no order does.
std::optional<Suggestion> SuggestCare(const Consultation& consultation, std::string_view item,
                                      std::string_view decision);
// True when that item has been asked for or done, as SuggestCare writes it.
bool IsCareAsked(const Consultation& consultation, std::string_view item);

// Take a drafted order back. Nothing when it cannot be named as `Type/id`.
std::optional<Action> DeleteDraft(const Consultation& consultation, const guideline::Order& draft);

}  // namespace wervelwijzer::cards
