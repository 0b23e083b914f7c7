#include "cards/imaging_advice.h"

#include <algorithm>
#include <array>

namespace wervelwijzer::cards {

using guideline::Decision;
using guideline::DecisionResult;
using guideline::DecisionStatus;
using guideline::InputState;
using guideline::Origin;

namespace {

bool IsEarlier(std::string_view one, std::string_view other) {
  return HoursOf(one) < HoursOf(other);
}

// The terms of all results that ask for imaging; `may_be_imaged` when one of them asks for none.
std::vector<std::string_view> TermsOf(const Decision& decision, bool& may_be_imaged) {
  std::vector<std::string_view> terms;
  const auto add = [&](const DecisionResult& result) {
    const std::string_view term = result.Text("deadline");
    if (term.empty()) {
      may_be_imaged = true;
    } else if (std::ranges::find(terms, term) == terms.end()) {
      terms.push_back(term);
    }
  };
  if (decision.status == DecisionStatus::kDetermined) add(decision.result);
  for (const DecisionResult& result : decision.possible) add(result);
  return terms;
}

// The findings contradict each other and one of them is a sign: the most cautious term is shown
// next to the contradiction (decision-tables, section 0.3).
std::vector<std::string_view> CautiousTerms(const Consultation& consultation) {
  if (!consultation.HasSign() || consultation.Is("adequate-imaging-available", "true")) return {};
  return {"PT12H", "P14D"};
}

// Compression was seen on images that are no older than the signs. Whether they are adequate is not
// recorded, but the next step is the red flag's, not another scan.
bool IsImagedSince(const Consultation& consultation) {
  if (consultation.inputs().IsKnown("adequate-imaging-available")) return false;
  // Images without compression do not explain the signs: then another scan may be what is needed.
  if (!consultation.Is("radiological-mescc", "true")) return false;
  const ClockStart start = ImagingStart(consultation);
  for (const std::string_view input : {"bilsky-grade", "radiological-mescc"}) {
    if (!consultation.inputs().IsKnown(input)) continue;
    for (const guideline::Evidence& evidence : consultation.inputs().Get(input).evidence) {
      if (evidence.time && *evidence.time >= start.at) return true;
    }
  }
  return false;
}

bool IsDue(const Consultation& consultation) {
  if (consultation.IsSuspected() || consultation.HasCompressionSigns()) return true;
  return consultation.MayBeSuspected() && consultation.HasSign();
}

}  // namespace

std::optional<ImagingAdvice> FindImagingAdvice(const Consultation& consultation) {
  if (!IsDue(consultation) || IsImagedSince(consultation)) return std::nullopt;
  const Decision* decision = consultation.Find("imaging-urgency");
  if (decision == nullptr) return std::nullopt;
  ImagingAdvice advice;
  const std::vector<std::string_view> terms = decision->status == DecisionStatus::kInconsistent
                                                  ? CautiousTerms(consultation)
                                                  : TermsOf(*decision, advice.may_be_imaged);
  if (terms.empty()) return std::nullopt;
  advice.term = *std::min_element(terms.begin(), terms.end(), IsEarlier);
  advice.latest_term = *std::max_element(terms.begin(), terms.end(), IsEarlier);
  advice.is_open = terms.size() > 1;
  const auto deadline = DeadlineAfter(consultation, ImagingStart(consultation), advice.term);
  if (!deadline) return std::nullopt;
  advice.deadline = *deadline;
  advice.has_late_paraplegia =
      advice.term == "P14D" && consultation.Is("paraplegia-completeness", "complete");
  advice.facts = ImagingFacts(consultation);
  // Only when MRI is known to be impossible: a pacemaker alone is a question, not an answer.
  if (consultation.Is("mri-possible", "false")) advice.modality = Modality::kCt;
  return advice;
}

InputList PositiveFirst(const Consultation& consultation, std::initializer_list<OwnName> inputs) {
  // Findings first; in both parts what was stated before what follows from it.
  constexpr std::size_t kParts = 4;
  std::array<InputList, kParts> parts;
  for (const OwnName& input : inputs) {
    const InputState& state = consultation.inputs().Get(input);
    if (state.origin == Origin::kUnknown) continue;
    const std::size_t stated = state.origin == Origin::kStated ? 0 : 1;
    const std::size_t found = consultation.IsFinding(input.text(), state) ? 0 : 2;
    parts[found + stated].push_back(input.text());
  }
  InputList sorted = std::move(parts[0]);
  for (std::size_t part = 1; part < kParts; ++part) {
    sorted.insert(sorted.end(), parts[part].begin(), parts[part].end());
  }
  return sorted;
}

InputList ImagingFacts(const Consultation& consultation) {
  return PositiveFirst(consultation, {"clinical-cord-cauda-compression",
                                      "paraplegia-completeness",
                                      "paraplegia-duration",
                                      "lhermitte",
                                      "radicular-deficit",
                                      "progressive-complaints-duration",
                                      "radicular-pain",
                                      "suspicion-date",
                                      "malignancy-status",
                                      "clinician-states-suspicion",
                                      "alarm-nocturnal-pain",
                                      "alarm-progressive-pain",
                                      "alarm-new-local-pain",
                                      "alarm-percussion-pain",
                                      "alarm-moderate-condition",
                                      "alarm-severe-all-postures",
                                      "alarm-interscapular-pain",
                                      "back-or-neck-pain",
                                      "adequate-imaging-available",
                                      "mri-possible"});
}

Indicator IndicatorOf(const ImagingAdvice& advice) {
  const int hours = HoursOf(advice.term);
  if (hours <= 24 || advice.deadline.has_passed) return Indicator::kCritical;
  if (hours <= 7 * 24 || advice.has_late_paraplegia) return Indicator::kWarning;
  return Indicator::kInfo;
}

OrderBasis BasisOf(const ImagingAdvice& advice) {
  return {"imaging-urgency", advice.facts, advice.term, advice.deadline};
}

}  // namespace wervelwijzer::cards
