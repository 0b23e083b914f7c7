#pragma once

// What the record system that asks can do with a suggestion. It is a matter of configuration, not
// of what a request says; who asks is known before the cards are made.

namespace wervelwijzer::cards {

// What a client does with a suggestion: all of its actions, or one action only.
enum class SuggestionForm { kWhole, kOneAction };
// `intent` of an order that a user accepts. Some clients refuse a proposal.
enum class OrderIntent { kProposal, kOrder };
// Who stands as performer of a referral: the service of the region, or the organization that
// provides it, for clients that cannot store a service there.
enum class PerformerForm { kService, kOrganization };
// Codings of a drug: ATC and SNOMED CT, or RxNorm beside them.
enum class MedicationCodes { kAtcAndSnomed, kWithRxNorm };

// The defaults ask the least of a client.
struct ClientAbilities {
  SuggestionForm suggestion_form = SuggestionForm::kWhole;
  OrderIntent intent = OrderIntent::kProposal;
  PerformerForm performer = PerformerForm::kService;
  MedicationCodes medication_codes = MedicationCodes::kAtcAndSnomed;
  bool takes_tasks = false;  // a referral or a meeting comes with a Task for who carries it out
  bool takes_appointments = false;  // a meeting comes with a proposed Appointment
};

}  // namespace wervelwijzer::cards
