#include "cards/order_checks.h"

#include <algorithm>
#include <array>

#include "cards/card_functions.h"
#include "cards/escape.h"

namespace wervelwijzer::cards {

using guideline::Order;

namespace {

struct Check {
  std::string_view rule;
  std::optional<CardDraft> (*speak)(const Consultation&, const Order&);
};

// The first check of a line that speaks is shown; what is wrong in kind comes before what is late.
// One more, order-brain-rt-mdo, is the brain service's card (card_brain_radiotherapy.cc).
constexpr std::array<Check, 14> kChecks = {{
    // The wrong examination: its date does not matter.
    {"order-imaging-modality", CheckImagingModality},
    {"order-imaging-deadline", CheckImagingDeadline},
    // Not now: then its dose and protection do not matter.
    {"order-steroid-tissue-first", CheckSteroidTissueFirst},
    {"order-steroid-taper", CheckSteroidTaper},
    {"order-steroid-dose", CheckSteroidDose},
    {"order-steroid-protection", CheckSteroidProtection},
    {"order-referral-routine", CheckReferralRoutine},
    // Who must be consulted comes before when it may start, and that before how much.
    {"order-rt-unstable", CheckRadiotherapyUnstable},
    {"order-rt-interval", CheckRadiotherapyInterval},
    {"order-rt-schedule", CheckRadiotherapySchedule},
    {"order-surgery-conditions", CheckSurgeryConditions},
    {"order-systemic-only", CheckSystemicOnly},
    {"order-vertebroplasty", CheckVertebroplasty},
    {"order-not-understood", CheckNotUnderstood},
}};

void AddConcept(JsonValue concept_value, std::string& text) {
  text += concept_value.Get("text").string_or("");
  text += ' ';
  for (const JsonValue coding : concept_value.Get("coding").elements()) {
    text += coding.Get("display").string_or("");
    text += ' ';
  }
}

// All text of a reason: `reasonCode` (R4, STU3) or `reason` (R5), words and displays.
void AddReasons(JsonValue resource, std::string& text) {
  for (const JsonValue reason : resource.Get("reasonCode").elements()) AddConcept(reason, text);
  for (const JsonValue reason : resource.Get("reason").elements()) {
    AddConcept(reason.Get("concept"), text);
  }
  for (const JsonValue note : resource.Get("note").elements()) {
    text += note.Get("text").string_or("");
    text += ' ';
  }
}

bool Holds(std::string text, std::initializer_list<std::string_view> words) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return std::ranges::any_of(
      words, [&](std::string_view word) { return text.find(word) != std::string::npos; });
}

}  // namespace

std::string OrderInWords(const Consultation& consultation, const Order& order) {
  const std::string text = EscapeMarkdown(order.text, 60);
  return text.empty() ? consultation.words().Say("order.unnamed") : text;
}

bool ReasonSpeaksOf(const Order& order, std::initializer_list<std::string_view> words) {
  std::string text;
  AddReasons(order.resource, text);
  return Holds(std::move(text), words);
}

bool OrderSpeaksOf(const Order& order, std::initializer_list<std::string_view> words) {
  std::string text = order.text + " ";
  AddReasons(order.resource, text);
  const JsonValue code = order.resource.Get("code");
  AddConcept(code.Get("concept").exists() ? code.Get("concept") : code, text);
  for (const JsonValue detail : order.resource.Get("orderDetail").elements()) {
    AddConcept(detail, text);
  }
  return Holds(std::move(text), words);
}

bool SiteSpeaksOf(const Order& order, std::initializer_list<std::string_view> words) {
  std::string text;
  const JsonValue sites = order.resource.Get("bodySite");
  if (sites.is_object()) AddConcept(sites, text);
  for (const JsonValue site : sites.elements()) AddConcept(site, text);
  return Holds(std::move(text), words);
}

std::vector<CardDraft> CheckSelections(const Consultation& consultation) {
  std::vector<CardDraft> cards;
  for (const Order& order : consultation.orders()) {
    if (!order.selected) continue;
    for (const Check& check : kChecks) {
      std::optional<CardDraft> card = check.speak(consultation, order);
      if (!card) continue;
      card->rule = check.rule;
      const bool is_new = std::ranges::none_of(cards, [&](const CardDraft& other) {
        return other.topic == card->topic && other.summary == card->summary;
      });
      if (is_new) cards.push_back(std::move(*card));
      break;
    }
  }
  return cards;
}

}  // namespace wervelwijzer::cards
