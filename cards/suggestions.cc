#include "cards/suggestions.h"

#include "cards/escape.h"
#include "cards/implants.h"
#include "cards/order_parts.h"
#include "cards/value_words.h"

namespace wervelwijzer::cards {

using guideline::Order;

namespace {

std::optional<TimePoint> EndOf(const OrderBasis& basis) {
  if (!basis.deadline) return std::nullopt;
  return basis.deadline->at;
}

ServiceOrder ImagingOrder(const Consultation& consultation, const OrderBasis& basis,
                          Modality modality) {
  const Words& words = consultation.words();
  const bool mri = modality == Modality::kMri;
  ServiceOrder order;
  order.category.emplace().codings.push_back(SnomedCoding("363679005", "Imaging"));
  order.code.codings.reserve(2);
  order.code.codings.push_back(
      mri ? SnomedCoding("411611000119102",
                         "Magnetic resonance imaging of cervical, thoracic, and lumbar spine "
                         "without contrast (procedure)")
          : SnomedCoding("429875006", "Computed tomography of whole spine (procedure)"));
  order.code.codings.push_back(OrderCoding(mri ? "mri-whole-spine" : "ct-whole-spine"));
  words.Say(mri ? "order.mri.text" : "order.ct.text", {}, order.code.text);
  order.priority = PriorityFor(basis.term, basis.deadline && basis.deadline->has_passed);
  order.end = EndOf(basis);
  words.Say("order.whole-spine", {}, order.body_site);
  order.reason = ReasonOf(consultation, basis.facts);
  order.reason_references = EvidenceReferences(consultation, basis.facts);
  order.notes = NotesOf(consultation, basis);
  order.notes.push_back(words.Say(mri ? "note.mri-technique" : "note.ct-technique"));
  const std::vector<Implant> implants = mri ? FindImplants(consultation) : std::vector<Implant>();
  for (const Implant& implant : implants) {
    order.support.push_back(implant.reference);
    const std::string name = CleanText(implant.name, 80);
    order.notes.push_back(
        words.Say("note.implant", {{"device", name.empty() ? words.Say("implant.unnamed") : name},
                                   {"reference", CleanText(implant.reference, 80)}}));
  }
  if (mri && implants.empty() && !consultation.Is("mri-possible", "true")) {
    order.notes.push_back(words.Say("note.ask-implants"));
  }
  order.notes.push_back(words.Say("note.contrast"));
  return order;
}

}  // namespace

std::optional<Action> DeleteDraft(const Consultation& consultation, const Order& draft) {
  // Type and id; what else a client has put in the place of an id cannot be referred to.
  const std::size_t slash = draft.reference.find('/');
  const bool is_relative =
      slash != std::string::npos && slash + 1 < draft.reference.size() &&
      draft.reference.find_first_of("/: \t\n", slash + 1) == std::string::npos &&
      draft.reference.find(':') == std::string::npos;
  if (!is_relative) return std::nullopt;
  return Action{Action::Type::kDelete,
                consultation.words().Say("action.delete", {{"order", CleanText(draft.text, 60)}}),
                {},
                draft.reference};
}

std::optional<Suggestion> SuggestImaging(const Consultation& consultation, const OrderBasis& basis,
                                         Modality modality) {
  if (consultation.writer() == nullptr) return std::nullopt;
  const std::string label =
      consultation.words().Say(modality == Modality::kMri ? "order.mri.label" : "order.ct.label");
  Suggestion suggestion;
  suggestion.label = label;
  suggestion.act = "imaging";
  suggestion.is_recommended = true;
  suggestion.actions.push_back(CreateAction(
      label, consultation.writer()->Write(ImagingOrder(consultation, basis, modality))));
  return suggestion;
}

std::optional<Suggestion> SuggestReplacingImaging(const Consultation& consultation,
                                                  const OrderBasis& basis, Modality modality,
                                                  const Order& draft) {
  std::optional<Suggestion> suggestion = SuggestImaging(consultation, basis, modality);
  const std::optional<Action> removal = DeleteDraft(consultation, draft);
  if (!suggestion || !removal) return suggestion;
  suggestion->label = consultation.words().Say(
      modality == Modality::kMri ? "order.mri.replace-label" : "order.ct.replace-label");
  suggestion->actions.insert(suggestion->actions.begin(), *removal);
  return suggestion;
}

std::optional<Suggestion> SuggestHastening(const Consultation& consultation,
                                           const OrderBasis& basis, const Order& order,
                                           std::string_view label_key) {
  const bool is_ours = order.resource_type == "ServiceRequest" ||
                       order.resource_type == "ProcedureRequest" ||
                       order.resource_type == "ReferralRequest";
  if (consultation.writer() == nullptr || !order.resource.is_object() || !is_ours) {
    return std::nullopt;
  }
  if (order.resource.Get("id").string_or("").empty()) return std::nullopt;
  const std::string label = consultation.words().Say(label_key);
  Suggestion suggestion;
  suggestion.label = label;
  suggestion.is_recommended = true;
  const bool passed = basis.deadline && basis.deadline->has_passed;
  suggestion.actions.push_back({Action::Type::kUpdate,
                                label,
                                WithPriorityAndEnd(consultation.situation(), order.resource,
                                                   PriorityFor(basis.term, passed), EndOf(basis)),
                                {}});
  return suggestion;
}

}  // namespace wervelwijzer::cards
