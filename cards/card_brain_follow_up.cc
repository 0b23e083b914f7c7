#include "cards/card_functions.h"
#include "cards/imaging_advice.h"
#include "cards/order_match.h"

namespace wervelwijzer::cards {

using guideline::CodeList;
using guideline::Decision;
using guideline::OrderKind;

std::optional<CardDraft> BrainMdoInformationCard(const Consultation& consultation) {
  if (!consultation.IsBrainRelevant()) return std::nullopt;
  if (consultation.FindTreatmentLimit() != TreatmentLimit::kNone) return std::nullopt;
  const Decision* chart = FindBrainChart(consultation);
  const ClockStart any{ClockStart::From::kCall, consultation.now(), {}};
  const bool booked =
      FindOrder(consultation, OrderKind::kBrainMdo, OrderState::kDraft, any) != nullptr;
  const bool due = chart != nullptr && chart->IsCertainly("neuro-onc-mdo") &&
                   !consultation.Is("brain-mdo-discussed", "true");
  if (!booked && !due) return std::nullopt;
  const Decision* decision = consultation.Find("brain-mdo-information");
  if (decision == nullptr || decision->outcome() == "complete") return std::nullopt;
  const CodeList* list = decision->List("missing");
  if (list == nullptr || (list->certain.empty() && list->undetermined.empty())) {
    return std::nullopt;
  }
  CardDraft card;
  card.topic = "brain-mdo-information";
  card.indicator = Indicator::kInfo;
  card.summary = consultation.words().Say("brain-mdo-information.summary");
  card.decisions = {"brain-mdo-information"};
  card.facts = {"brain-mdo-information-items"};
  Detail detail(consultation);
  if (!list->certain.empty()) detail.Say("brain-mdo-information.missing");
  for (const std::string& item : list->certain) detail.Item("mdo-item." + item);
  if (!list->undetermined.empty()) detail.Say("brain-mdo-information.unknown");
  for (const std::string& item : list->undetermined) detail.Item("mdo-item." + item);
  const auto& present = consultation.inputs().Get("brain-mdo-information-items").values.codes;
  if (!present.empty()) detail.Say("brain-mdo-information.present");
  for (const std::string& item : present) detail.Item("mdo-item." + item);
  detail.NotSupplied().Basis("basis.brain", card.decisions);
  card.detail = std::move(detail).Take();
  return card;
}

std::optional<CardDraft> BrainFollowUpCard(const Consultation& consultation) {
  // Follow-up goes on after the list says remission.
  const bool is_followed = consultation.Bounds("months-since-brain-treatment").has_value() ||
                           consultation.HasRecorded("brain-complaints", "false");
  if (!consultation.IsBrainRelevant() && !is_followed) return std::nullopt;
  const std::string_view outcome = consultation.Outcome("brain-follow-up-mri");
  if (outcome != "due" && outcome != "mri-earlier") return std::nullopt;
  if (consultation.FindTreatmentLimit() != TreatmentLimit::kNone) return std::nullopt;
  for (const auto& order : consultation.orders()) {
    if (order.kind == OrderKind::kMriBrain &&
        (StateOf(order) == OrderState::kAsked || StateOf(order) == OrderState::kDraft)) {
      return std::nullopt;
    }
  }
  CardDraft card;
  card.topic = "brain-follow-up";
  card.summary = consultation.words().Say("brain-follow-up.summary." + std::string(outcome));
  card.decisions = {"brain-follow-up-mri"};
  card.facts = {"brain-complaints", "months-since-brain-treatment", "months-since-last-brain-mri",
                "brain-metastases-symptomatic"};
  Detail detail(consultation);
  detail.Why("brain-follow-up-mri").Say("brain-follow-up.contact").Facts(card.facts);
  detail.NotSupplied().Basis("basis.brain", card.decisions);
  card.detail = std::move(detail).Take();
  return card;
}

}  // namespace wervelwijzer::cards
