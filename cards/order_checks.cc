#include "cards/order_checks.h"

#include <algorithm>
#include <array>

#include "cards/card_functions.h"
#include "cards/escape.h"

namespace wervelwijzer::cards {

using guideline::Order;

namespace {

using Check = std::optional<CardDraft> (*)(const Consultation&, const Order&);

// The first check of a line that speaks is shown; what is wrong in kind comes before what is late.
constexpr std::array<Check, 12> kChecks = {
    CheckImagingModality,       // the wrong examination: its date does not matter
    CheckImagingDeadline,       // the right one, too late
    CheckSteroidTissueFirst,    // not now: then its protection does not matter
    CheckSteroidTaper,          // no longer: then its dose does not matter
    CheckSteroidDose,           // now, but another dose
    CheckSteroidProtection,     // now, but incomplete
    CheckReferralRoutine,       // the right one, without haste
    CheckRadiotherapyUnstable,  // who must be consulted comes before when it may start
    CheckRadiotherapyInterval, CheckSurgeryConditions, CheckSystemicOnly, CheckVertebroplasty,
};

// All text of a reason: `reasonCode` (R4, STU3) or `reason` (R5), words and displays.
std::string ReasonText(JsonValue resource) {
  std::string text;
  const auto add = [&](JsonValue concept_value) {
    text += concept_value.Get("text").string_or("");
    text += ' ';
    for (const JsonValue coding : concept_value.Get("coding").elements()) {
      text += coding.Get("display").string_or("");
      text += ' ';
    }
  };
  for (const JsonValue reason : resource.Get("reasonCode").elements()) add(reason);
  for (const JsonValue reason : resource.Get("reason").elements()) add(reason.Get("concept"));
  for (const JsonValue note : resource.Get("note").elements()) {
    text += note.Get("text").string_or("");
    text += ' ';
  }
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

}  // namespace

std::string OrderInWords(const Consultation& consultation, const Order& order) {
  const std::string text = EscapeMarkdown(order.text, 60);
  return text.empty() ? consultation.words().Say("order.unnamed") : text;
}

bool ReasonSpeaksOf(const Order& order, std::initializer_list<std::string_view> words) {
  const std::string reason = ReasonText(order.resource);
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return reason.find(word) != std::string::npos; });
}

std::vector<CardDraft> CheckSelections(const Consultation& consultation) {
  std::vector<CardDraft> cards;
  for (const Order& order : consultation.orders()) {
    if (!order.selected) continue;
    for (const Check check : kChecks) {
      std::optional<CardDraft> card = check(consultation, order);
      if (!card) continue;
      const bool is_new = std::none_of(cards.begin(), cards.end(), [&](const CardDraft& other) {
        return other.topic == card->topic && other.summary == card->summary;
      });
      if (is_new) cards.push_back(std::move(*card));
      break;
    }
  }
  return cards;
}

}  // namespace wervelwijzer::cards
