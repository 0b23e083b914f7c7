#include "cards/record_hints.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace wervelwijzer::cards {
namespace {

using guideline::Hint;

constexpr std::size_t kMostHints = 3;

constexpr std::array<std::string_view, 2> kSpinalInputs = {"spinal-metastases-established",
                                                           "radiological-mescc"};
constexpr std::array<std::string_view, 1> kBrainInputs = {"brain-metastases-present"};
// A wider code alone is no reason: bone metastases are seldom in the spine only. Brain or meninges
// share one code, which is how brain metastases are usually written down.
constexpr std::array<std::string_view, 3> kReasons = {"report-mentions", "text-mentions",
                                                      "suspected"};
constexpr std::string_view kWiderCode = "imprecise-code";

// Signs, the most urgent first.
constexpr std::array<std::string_view, 6> kSigns = {"clinical-cord-cauda-compression",
                                                    "radiological-mescc",
                                                    "bladder-bowel-dysfunction",
                                                    "radicular-deficit",
                                                    "neurological-deficit",
                                                    "paraplegia-completeness"};
// Ways of pointing that say nothing of the present.
constexpr std::array<std::string_view, 2> kOfThePast = {"older-record", "treated-since"};

template <typename List>
bool Contains(const List& list, std::string_view text) {
  return std::ranges::find(list, text) != list.end();
}

}  // namespace

std::vector<const Hint*> OpenHints(const Consultation& consultation,
                                   std::span<const std::string_view> inputs) {
  std::vector<const Hint*> open;
  for (const std::string_view input : inputs) {
    if (open.size() == kMostHints || consultation.inputs().IsKnown(input)) continue;
    for (const Hint& hint : consultation.situation().record->hints) {
      if (hint.input != input) continue;
      open.push_back(&hint);
      break;
    }
  }
  return open;
}

std::vector<std::string> InputsWorthAsking(const Consultation& consultation) {
  const bool brain = consultation.situation().service == Service::kBrain;
  std::vector<std::string> inputs;
  for (const Hint& hint : consultation.situation().record->hints) {
    const bool relevant =
        brain ? Contains(kBrainInputs, hint.input) : Contains(kSpinalInputs, hint.input);
    const bool reason = Contains(kReasons, hint.what) || (brain && hint.what == kWiderCode);
    if (!relevant || !reason || Contains(inputs, hint.input)) continue;
    if (consultation.inputs().Get(hint.input).origin == guideline::Origin::kUnknown) {
      inputs.push_back(hint.input);
    }
  }
  return inputs;
}

std::vector<std::string_view> PointedSigns(const Consultation& consultation) {
  std::vector<std::string_view> signs;
  if (!consultation.HasRecorded("malignancy-status", "none")) return signs;
  for (const std::string_view sign : kSigns) {
    if (consultation.inputs().IsKnown(OwnName(sign))) continue;
    const bool is_pointed = std::ranges::any_of(
        consultation.situation().record->hints,
        [&](const Hint& hint) { return hint.input == sign && !Contains(kOfThePast, hint.what); });
    if (is_pointed) signs.push_back(sign);
  }
  return signs;
}

const Hint* PointedBrainSymptom(const Consultation& consultation) {
  constexpr std::string_view kSymptomatic = "brain-metastases-symptomatic";
  if (consultation.inputs().IsKnown(OwnName(kSymptomatic))) return nullptr;
  for (const Hint& hint : consultation.situation().record->hints) {
    if (hint.input == kSymptomatic && !Contains(kOfThePast, hint.what)) return &hint;
  }
  return nullptr;
}

}  // namespace wervelwijzer::cards
