#include <algorithm>

#include "cards/centre.h"
#include "cards/companions.h"
#include "cards/order_parts.h"
#include "cards/value_words.h"

namespace wervelwijzer::cards {

using guideline::CodeList;
using guideline::Decision;

namespace {

enum class Nature { kReferral, kMeeting, kExamination };

struct ServiceWords {
  std::string_view key;
  std::vector<Coding> codings;
  Nature nature;
};

constexpr char kConference[] =
    "Multidisciplinary care conference for cancer care planning (procedure)";

ServiceWords Describe(RequestedService service) {
  switch (service) {
    case RequestedService::kExecutingCentre:
      return {"order.centre",
              {OrderCoding("consult-executing-centre"), ServiceCoding("spinal-expert-centre")},
              Nature::kReferral};
    case RequestedService::kRadiotherapist:
      return {"order.radiotherapist",
              {SnomedCoding("306256000", "Referral to radiotherapist (procedure)"),
               ServiceCoding("radiotherapy")},
              Nature::kReferral};
    case RequestedService::kSpineSurgeon:
      return {"order.spine-surgeon", {ServiceCoding("spine-surgery")}, Nature::kReferral};
    case RequestedService::kSpinalMdo:
      return {"order.spinal-mdo",
              {SnomedCoding("399414003", kConference), OrderCoding("spinal-mdo"),
               ServiceCoding("spinal-mdo")},
              Nature::kMeeting};
    case RequestedService::kNeuroOncology:
      return {"order.neuro-oncology",
              {SnomedCoding("183521007", "Referral to neurology service (procedure)"),
               OrderCoding("referral-neuro-oncology"), ServiceCoding("neuro-oncology")},
              Nature::kReferral};
    case RequestedService::kBrainMdo:
      return {"order.brain-mdo",
              {SnomedCoding("399414003", kConference), OrderCoding("brain-mdo"),
               ServiceCoding("neuro-oncology-mdo")},
              Nature::kMeeting};
    case RequestedService::kPetCt:
      return {"order.petct",
              {SnomedCoding("443271005",
                            "Positron emission tomography with computed tomography using "
                            "fluorodeoxyglucose (18-F) (procedure)")},
              Nature::kExamination};
    case RequestedService::kBiopsy:
      return {"order.biopsy", {OrderCoding("biopsy")}, Nature::kExamination};
  }
  return {};
}

std::optional<Concept> CategoryOf(RequestedService service, Nature nature) {
  if (service == RequestedService::kPetCt) {
    return Concept{{SnomedCoding("363679005", "Imaging")}, {}};
  }
  if (nature == Nature::kExamination) return std::nullopt;
  return Concept{{SnomedCoding("3457005", "Patient referral (procedure)")}, {}};
}

void AddAttendees(const Consultation& consultation, std::string_view participant,
                  Attendee::Need need, ServiceOrder& order) {
  order.attendees.push_back(
      {need, consultation.words().Say("participant." + std::string(participant))});
}

// Spinal: whom the chart names for this patient. Brain: whom the law wants at the meeting.
std::vector<Attendee> AttendeesOf(const Consultation& consultation, RequestedService service) {
  ServiceOrder order;
  if (service == RequestedService::kBrainMdo) {
    for (const std::string_view who :
         {"neurosurgeon", "radiation-oncologist", "neurologist", "neuroradiologist"}) {
      AddAttendees(consultation, who, Attendee::Need::kRequired, order);
    }
    return order.attendees;
  }
  const Decision* decision = consultation.Find("spinal-mdo");
  const CodeList* list = decision == nullptr ? nullptr : decision->List("participants");
  if (list == nullptr) return {};
  for (const std::string& who : list->certain) {
    AddAttendees(consultation, who, Attendee::Need::kRequired, order);
  }
  for (const std::string& who : list->undetermined) {
    AddAttendees(consultation, who, Attendee::Need::kOptional, order);
  }
  return order.attendees;
}

// A deadline of its own, else the end of its term; never after the treatment must have begun.
void SetTime(const Consultation& consultation, const OrderBasis& basis, ServiceOrder& order) {
  order.priority = PriorityFor(basis.term, basis.deadline && basis.deadline->has_passed);
  if (basis.deadline) {
    order.end = basis.deadline->at;
    return;
  }
  order.end = LatestFor(consultation, basis.term);
  const std::optional<Deadline> therapy = TherapyDeadline(consultation);
  if (!therapy || !order.end) return;
  const Situation& situation = consultation.situation();
  const std::string& moment = consultation.SayMoment(therapy->at);
  if (therapy->has_passed) {
    order.priority = "stat";
    order.notes.push_back(consultation.words().Say("note.treatment-overdue", {{"moment", moment}}));
  } else if (therapy->at < TermAfter(situation.now, basis.term, situation.zone)) {
    order.priority = PriorityUntil(*order.end - situation.now);
    order.notes.push_back(consultation.words().Say("note.before-treatment", {{"moment", moment}}));
  }
}

ServiceOrder NewOrder(const Consultation& consultation, const OrderBasis& basis,
                      const ServiceWords& what, RequestedService service) {
  const Words& words = consultation.words();
  const std::string key(what.key);
  ServiceOrder order;
  order.is_referral = what.nature == Nature::kReferral;
  order.category = CategoryOf(service, what.nature);
  order.code = {what.codings, words.Say(key + ".text")};
  const std::string reason = ReasonOf(consultation, basis.facts);
  order.reason = reason.empty() ? words.Say(key + ".reason") : reason;
  order.reason_references = EvidenceReferences(consultation, basis.facts);
  order.notes = NotesOf(consultation, basis);
  SetTime(consultation, basis, order);
  order.notes.push_back(words.Say(key + ".reason"));
  if (words.Knows(key + ".note")) order.notes.push_back(words.Say(key + ".note"));
  if (what.nature == Nature::kMeeting) order.attendees = AttendeesOf(consultation, service);
  return order;
}

// What goes with the request for a client that takes it. Who carries out one action only gets the
// request: its companions would refer to nothing.
void AddCompanions(const Consultation& consultation, Nature nature, ServiceOrder& order,
                   Suggestion& suggestion) {
  const Situation& situation = consultation.situation();
  const ClientAbilities& client = situation.client;
  const bool may_go_with =
      client.suggestion_form == SuggestionForm::kWhole && nature != Nature::kExamination;
  const bool with_task = may_go_with && client.takes_tasks;
  const bool with_appointment =
      may_go_with && client.takes_appointments && nature == Nature::kMeeting;
  if (with_task || with_appointment) order.id = consultation.NewUuid();
  suggestion.actions.push_back(CreateAction(suggestion.label, consultation.writer()->Write(order)));
  const Words& words = consultation.words();
  if (with_task) {
    suggestion.actions.push_back(
        CreateAction(words.Say("order.task.label"), WriteFulfilment(situation, order)));
  }
  if (with_appointment) {
    suggestion.actions.push_back(
        CreateAction(words.Say("order.appointment.label"), WriteAppointment(situation, order)));
  }
}

}  // namespace

std::optional<Suggestion> SuggestService(const Consultation& consultation, const OrderBasis& basis,
                                         RequestedService service) {
  if (consultation.writer() == nullptr) return std::nullopt;
  const ServiceWords what = Describe(service);
  ServiceOrder order = NewOrder(consultation, basis, what, service);
  const auto centre = FindCentre(consultation, service, basis.term, basis.deadline);
  if (centre) AddCentre(consultation, *centre, order);
  const Words& words = consultation.words();
  const std::string key(what.key);
  const bool in_house = IsInHouse(centre) && words.Knows(key + ".in-house-label");
  Suggestion suggestion;
  suggestion.act = key;
  suggestion.label = words.Say(key + (in_house ? ".in-house-label" : ".label"));
  AddCompanions(consultation, what.nature, order, suggestion);
  return suggestion;
}

}  // namespace wervelwijzer::cards
