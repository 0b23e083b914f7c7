#include "cards/suggestions.h"

#include "cards/centre.h"
#include "cards/escape.h"
#include "cards/moment.h"
#include "cards/value_words.h"

namespace wervelwijzer::cards {

using guideline::Decision;
using guideline::Order;

namespace {

constexpr std::string_view kSnomed = "http://snomed.info/sct";
constexpr std::string_view kOrder = "https://wervelwijzer.nl/fhir/CodeSystem/order";
constexpr std::string_view kRegionService =
    "https://wervelwijzer.nl/fhir/CodeSystem/region-service";

Coding Snomed(std::string_view code, std::string_view display) {
  return {std::string(kSnomed), std::string(code), std::string(display)};
}

// The code that the region's services are routed by, and the one by which the order is recognised.
Coding Service(std::string_view code) {
  return {std::string(kRegionService), std::string(code), {}};
}
Coding Own(std::string_view code) { return {std::string(kOrder), std::string(code), {}}; }

// Rule ids and model, then the deadline in words and what it counts from.
std::vector<std::string> NotesOf(const Consultation& consultation, const OrderBasis& basis) {
  std::vector<std::string> notes;
  const Words& words = consultation.words();
  if (const Decision* decision = consultation.Find(basis.decision)) {
    notes.push_back(words.Say("note.rule", {{"rules", JoinCells(decision->rules)},
                                            {"model", std::string(decision->model)}}));
  }
  if (basis.deadline) {
    const Situation& situation = consultation.situation();
    const Deadline& deadline = *basis.deadline;
    notes.push_back(words.Say(
        deadline.has_passed ? "note.deadline-passed" : "note.deadline",
        {{"deadline", FormatMoment(words, situation.zone, deadline.at, situation.now)},
         {"from", FormatMoment(words, situation.zone, deadline.start.at, situation.now)}}));
  }
  return notes;
}

// One line of positive findings: `dwarslaesie: incompleet; …`.
std::string ReasonOf(const Consultation& consultation, const InputList& facts) {
  constexpr int kMost = 4;
  std::string reason;
  int count = 0;
  for (const std::string_view fact : facts) {
    const auto& state = consultation.inputs().Get(fact);
    const bool is_positive = !state.values.codes.empty() &&
                             consultation.HasRecorded(fact, "false") &&
                             consultation.HasRecorded(fact, "none");
    if (!is_positive || count == kMost) continue;
    const std::string name = InputName(consultation, fact);
    const bool is_yes = consultation.Is(fact, "true");
    reason +=
        (count == 0 ? "" : "; ") + (is_yes ? name : name + ": " + ValueInWords(consultation, fact));
    ++count;
  }
  return reason;
}

std::optional<TimePoint> EndOf(const OrderBasis& basis) {
  if (!basis.deadline) return std::nullopt;
  return basis.deadline->at;
}

ServiceOrder ImagingOrder(const Consultation& consultation, const OrderBasis& basis,
                          Modality modality) {
  const Words& words = consultation.words();
  const bool mri = modality == Modality::kMri;
  ServiceOrder order;
  order.category = Concept{{Snomed("363679005", "Imaging")}, {}};
  order.code = {{mri ? Snomed("411611000119102",
                              "Magnetic resonance imaging of cervical, thoracic, and lumbar spine "
                              "without contrast (procedure)")
                     : Snomed("429875006", "Computed tomography of whole spine (procedure)"),
                 Own(mri ? "mri-whole-spine" : "ct-whole-spine")},
                words.Say(mri ? "order.mri.text" : "order.ct.text")};
  order.priority = PriorityFor(basis.term, basis.deadline && basis.deadline->has_passed);
  order.end = EndOf(basis);
  order.body_site = words.Say("order.whole-spine");
  order.reason = ReasonOf(consultation, basis.facts);
  order.reason_references = EvidenceReferences(consultation, basis.facts);
  order.notes = NotesOf(consultation, basis);
  order.notes.push_back(words.Say(mri ? "note.mri-technique" : "note.ct-technique"));
  if (mri && !consultation.Is("mri-possible", "true")) {
    order.notes.push_back(words.Say("note.ask-implants"));
  }
  order.notes.push_back(words.Say("note.contrast"));
  return order;
}

struct ServiceWords {
  std::string_view key;
  std::vector<Coding> codings;
  bool is_referral;
};

ServiceWords Describe(RequestedService service) {
  switch (service) {
    case RequestedService::kExecutingCentre:
      return {
          "order.centre", {Own("consult-executing-centre"), Service("spinal-expert-centre")}, true};
    case RequestedService::kRadiotherapist:
      return {
          "order.radiotherapist",
          {Snomed("306256000", "Referral to radiotherapist (procedure)"), Service("radiotherapy")},
          true};
    case RequestedService::kSpineSurgeon:
      return {"order.spine-surgeon", {Service("spine-surgery")}, true};
    case RequestedService::kSpinalMdo:
      return {"order.spinal-mdo",
              {Snomed("399414003",
                      "Multidisciplinary care conference for cancer care planning (procedure)"),
               Own("spinal-mdo"), Service("spinal-mdo")},
              false};
    case RequestedService::kNeuroOncology:
      return {"order.neuro-oncology",
              {Snomed("183521007", "Referral to neurology service (procedure)"),
               Own("referral-neuro-oncology")},
              true};
    case RequestedService::kBrainMdo:
      return {"order.brain-mdo",
              {Snomed("399414003",
                      "Multidisciplinary care conference for cancer care planning (procedure)"),
               Own("brain-mdo"), Service("neuro-oncology-mdo")},
              false};
    case RequestedService::kPetCt:
      return {"order.petct",
              {Snomed("443271005",
                      "Positron emission tomography with computed tomography using "
                      "fluorodeoxyglucose (18-F) (procedure)")},
              false};
    case RequestedService::kBiopsy:
      return {"order.biopsy", {Own("biopsy")}, false};
  }
  return {};
}

Action Create(std::string description, std::string resource) {
  return {Action::Type::kCreate, std::move(description), std::move(resource), {}};
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
  suggestion.is_recommended = true;
  suggestion.actions.push_back(
      Create(label, consultation.writer()->Write(ImagingOrder(consultation, basis, modality))));
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

std::optional<Suggestion> SuggestService(const Consultation& consultation, const OrderBasis& basis,
                                         RequestedService service) {
  if (consultation.writer() == nullptr) return std::nullopt;
  const Words& words = consultation.words();
  const ServiceWords what = Describe(service);
  const std::string key(what.key);
  ServiceOrder order;
  order.is_referral = what.is_referral;
  if (what.is_referral) {
    order.category = Concept{{Snomed("3457005", "Patient referral (procedure)")}, {}};
  }
  order.code = {what.codings, words.Say(key + ".text")};
  order.priority = PriorityFor(basis.term, basis.deadline && basis.deadline->has_passed);
  order.end = EndOf(basis);
  const std::string reason = ReasonOf(consultation, basis.facts);
  order.reason = reason.empty() ? words.Say(key + ".reason") : reason;
  order.reason_references = EvidenceReferences(consultation, basis.facts);
  order.notes = NotesOf(consultation, basis);
  order.notes.push_back(words.Say(key + ".reason"));
  if (words.Knows(key + ".note")) order.notes.push_back(words.Say(key + ".note"));
  if (const auto centre = FindCentre(consultation, service, basis.term, basis.deadline)) {
    AddCentre(consultation, *centre, order);
  }
  Suggestion suggestion;
  suggestion.label = words.Say(key + ".label");
  suggestion.actions.push_back(Create(suggestion.label, consultation.writer()->Write(order)));
  return suggestion;
}

}  // namespace wervelwijzer::cards
