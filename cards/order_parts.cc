#include "cards/order_parts.h"

#include "cards/moment.h"
#include "cards/value_words.h"

namespace wervelwijzer::cards {

using guideline::Decision;

Coding OrderCoding(std::string_view code) {
  return {"https://wervelwijzer.nl/fhir/CodeSystem/order", std::string(code), {}};
}

Coding ServiceCoding(std::string_view code) {
  return {"https://wervelwijzer.nl/fhir/CodeSystem/region-service", std::string(code), {}};
}

Coding SnomedCoding(std::string_view code, std::string_view display) {
  return {"http://snomed.info/sct", std::string(code), std::string(display)};
}

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

Action CreateAction(std::string description, std::string resource) {
  return {Action::Type::kCreate, std::move(description), std::move(resource), {}};
}

}  // namespace wervelwijzer::cards
