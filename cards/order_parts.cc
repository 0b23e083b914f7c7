#include "cards/order_parts.h"

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
  constexpr std::size_t kUsualNotes = 6;
  std::vector<std::string> notes;
  notes.reserve(kUsualNotes);
  const Words& words = consultation.words();
  if (const Decision* decision = consultation.Find(basis.decision)) {
    notes.push_back(words.Say("note.rule",
                              {{"rules", JoinCells(decision->rules)}, {"model", decision->model}}));
  }
  if (basis.deadline) {
    const Deadline& deadline = *basis.deadline;
    notes.push_back(words.Say(deadline.has_passed ? "note.deadline-passed" : "note.deadline",
                              {{"deadline", consultation.SayMoment(deadline.at)},
                               {"from", consultation.SayMoment(deadline.start.at)}}));
  }
  return notes;
}

std::string ReasonOf(const Consultation& consultation, const InputList& facts) {
  constexpr int kMost = 4;
  constexpr std::size_t kUsualBytes = 120;
  std::string reason;
  reason.reserve(kUsualBytes);
  int count = 0;
  for (const std::string_view fact : facts) {
    const InputView input = consultation.Look(fact);
    const std::vector<std::string>& codes = input.state->values.codes;
    const bool is_positive = !codes.empty() && Consultation::HasRecorded(*input.state, "false") &&
                             Consultation::HasRecorded(*input.state, "none");
    if (!is_positive) continue;
    if (count++ > 0) reason.append("; ", 2);
    reason += InputName(consultation, input);
    if (!consultation.Is(fact, "true")) {
      reason.append(": ", 2);
      SayValue(consultation, input, reason);
    }
    if (count == kMost) break;
  }
  return reason;
}

Action CreateAction(std::string description, std::string resource) {
  return {Action::Type::kCreate, std::move(description), std::move(resource), {}};
}

}  // namespace wervelwijzer::cards
