#include <algorithm>
#include <array>

#include "cards/errand.h"
#include "cards/suggestions.h"
#include "cards/value_words.h"

namespace wervelwijzer::cards {

using guideline::Decision;

namespace {

enum class Form { kService, kCommunication, kTask };

struct CareErrand {
  std::string_view item;  // code of the decision's outcome
  Form form;
  std::string_view service;  // code of region-service, for who is asked; may be empty
};

// The other items are things to look at, which no order does.
constexpr std::array<CareErrand, 8> kErrands = {{
    {"involve-pain-team", Form::kService, "pain-team"},
    {"involve-rehabilitation", Form::kService, "rehabilitation"},
    {"regular-paraplegia-programme", Form::kService, "rehabilitation"},
    {"inform-gp", Form::kCommunication, ""},
    {"leaflet-b", Form::kCommunication, ""},
    {"due", Form::kTask, ""},
    {"start-advance-care-conversation", Form::kTask, ""},
    {"name-coordinator", Form::kTask, ""},
}};

const CareErrand* FindErrand(std::string_view item) {
  const auto found =
      std::ranges::find_if(kErrands, [&](const CareErrand& one) { return one.item == item; });
  return found == kErrands.end() ? nullptr : &*found;
}

std::string CodeOf(std::string_view item) { return "care-" + std::string(item); }

Concept ConceptOf(const Words& words, const CareErrand& errand) {
  Concept what;
  what.codings.push_back(
      {"https://wervelwijzer.nl/fhir/CodeSystem/order", CodeOf(errand.item), {}});
  if (!errand.service.empty()) {
    what.codings.push_back({"https://wervelwijzer.nl/fhir/CodeSystem/region-service",
                            std::string(errand.service),
                            {}});
  }
  what.text = words.Say("order.care." + std::string(errand.item) + ".text");
  return what;
}

std::vector<std::string> NotesOf(const Consultation& consultation, std::string_view decision) {
  const Decision* found = consultation.Find(decision);
  if (found == nullptr) return {};
  return {consultation.words().Say("note.rule",
                                   {{"rules", JoinCells(found->rules)}, {"model", found->model}})};
}

std::string ResourceFor(const Consultation& consultation, const CareErrand& errand,
                        std::string_view decision) {
  const Concept what = ConceptOf(consultation.words(), errand);
  if (errand.form == Form::kService) {
    ServiceOrder order;
    order.is_referral = true;
    order.category =
        Concept{{{"http://snomed.info/sct", "3457005", "Patient referral (procedure)"}}, {}};
    order.code = what;
    order.priority = "routine";
    order.reason = consultation.words().Say("order.care.reason");
    order.notes = NotesOf(consultation, decision);
    return consultation.writer()->Write(order);
  }
  const auto kind = errand.form == Form::kTask ? Errand::Kind::kTask : Errand::Kind::kCommunication;
  return WriteErrand(consultation, {kind, what, what.text, NotesOf(consultation, decision)});
}

}  // namespace

bool IsCareAsked(const Consultation& consultation, std::string_view item) {
  return FindErrand(item) != nullptr && IsErrandAsked(consultation, CodeOf(item));
}

std::optional<Suggestion> SuggestCare(const Consultation& consultation, std::string_view item,
                                      std::string_view decision) {
  const CareErrand* errand = FindErrand(item);
  if (errand == nullptr || consultation.writer() == nullptr) return std::nullopt;
  Suggestion suggestion;
  suggestion.act = "order.care." + std::string(item);
  suggestion.label = consultation.words().Say(suggestion.act + ".label");
  suggestion.actions.push_back(
      {Action::Type::kCreate, suggestion.label, ResourceFor(consultation, *errand, decision), {}});
  return suggestion;
}

}  // namespace wervelwijzer::cards
