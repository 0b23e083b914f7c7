#include <algorithm>

#include "cards/card_functions.h"
#include "cards/centre.h"
#include "cards/imaging_advice.h"
#include "cards/order_match.h"
#include "cards/refusal.h"
#include "cards/suggestions.h"

namespace wervelwijzer::cards {

using guideline::CodeList;
using guideline::Decision;
using guideline::Order;
using guideline::OrderKind;

namespace {

constexpr const char* kTerm = "PT12H";  // in which the centre has to be consulted

InputList Facts(const Consultation& consultation) {
  return PositiveFirst(
      consultation,
      {"new-neurological-deficit", "bladder-bowel-dysfunction", "radiological-mescc",
       "bilsky-grade", "absolute-canal-stenosis", "sins-total", "neurological-deficit",
       "clinical-cord-cauda-compression", "paraplegia-completeness", "radicular-deficit",
       "spinal-metastases-established", "treatment-wish"});
}

// The oldest record of a flag's findings: an order from before them answers another question.
ClockStart FlagStart(const Consultation& consultation) {
  std::optional<ClockStart> start;
  for (const std::string_view input :
       {"new-neurological-deficit", "bladder-bowel-dysfunction", "radiological-mescc",
        "bilsky-grade", "absolute-canal-stenosis", "sins-total"}) {
    for (const auto& evidence : consultation.inputs().Get(input).evidence) {
      if (!evidence.time || *evidence.time > consultation.now()) continue;
      if (start && start->at <= *evidence.time) continue;
      start = ClockStart{ClockStart::From::kOldestRecord, *evidence.time, evidence.reference};
    }
  }
  return start ? *start : ClockStart{ClockStart::From::kCall, consultation.now(), {}};
}

// `red-flag.summary.deficit`, `…compression`, `…sins`, or `…several`.
std::string SummaryKey(const std::vector<std::string>& flags, const std::optional<Centre>& centre) {
  const std::string key = IsInHouse(centre) ? "red-flag.summary.in-house." : "red-flag.summary.";
  return key + (flags.size() == 1 ? flags.front() : "several");
}

// The requests for this consultation so far; null when there is none of that kind.
struct Requests {
  const Order* open = nullptr;
  const Order* refused = nullptr;
};

void WriteDetail(const Consultation& consultation, const Decision& decision,
                 const std::vector<std::string>& flags, bool is_certain, const Requests& requests,
                 const std::optional<Centre>& centre, CardDraft& card) {
  Detail detail(consultation);
  // A number that is known stands first: who reads one line only, calls.
  if (centre) SayWhomToCall(consultation, centre, detail);
  if (!is_certain) {
    const bool is_compressed = consultation.Is("radiological-mescc", "true");
    detail.Say(is_compressed ? "red-flag.check-compression" : "red-flag.check-now");
  }
  for (const std::string& flag : flags) detail.Item("red-flag.flag." + flag);
  if (is_certain) {
    if (const CodeList* list = decision.List("flags")) {
      for (const std::string& flag : list->undetermined) {
        detail.Item("red-flag.open." + flag);
      }
    }
  }
  if (!centre) SayWhomToCall(consultation, centre, detail);
  if (requests.open != nullptr) {
    detail.Say("red-flag.asked-not-answered");
  } else if (requests.refused != nullptr) {
    SayRefusal(consultation, *requests.refused, detail);
  }
  detail.Say("red-flag.have-ready");
  const bool steroid_is_open = consultation.HasSign() &&
                               consultation.Outcome("steroid-indication").empty() &&
                               consultation.OutcomeMayBe("steroid-indication", "start-now");
  if (steroid_is_open) {
    detail.Say(HasCorticosteroidAllergy(consultation) ? "imaging.steroids.allergy"
                                                      : "red-flag.ask-steroid");
  }
  if (!consultation.inputs().IsKnown("treatment-wish")) detail.Say("red-flag.ask-wish");
  if (consultation.OutcomeMayBe("stability-discussion", "executing-centre") ||
      consultation.Outcome("stability-discussion") == "spine-surgeon") {
    detail.Say("red-flag.stability");
  }
  if (!consultation.inputs().IsKnown("very-short-life-expectancy")) {
    detail.Say("red-flag.ask-expectancy");
  }
  card.joins_at = detail.size();
  detail.Facts(card.facts);
  if (!is_certain) detail.Questions("red-flags-2026");
  detail.NotSupplied();
  detail.Basis("basis.chart-2026", {"red-flags-2026"});
  card.detail = std::move(detail).Take();
}

}  // namespace

std::optional<CardDraft> RedFlagCard(const Consultation& consultation) {
  if (!consultation.HasEstablishedMetastases()) return std::nullopt;
  const Decision* decision = consultation.Find("red-flags-2026");
  if (decision == nullptr) return std::nullopt;
  const bool is_certain = decision->IsCertainly("consult-executing-centre");
  const bool is_open = decision->status == guideline::DecisionStatus::kUndetermined ||
                       decision->status == guideline::DecisionStatus::kInconsistent;
  // Compression in somebody whose metastases are not on the list yet is one until it is excluded.
  const bool is_compressed = consultation.Is("radiological-mescc", "true");
  const bool is_possible = is_open && (consultation.HasSign() || is_compressed);
  if (!is_certain && !is_possible) return std::nullopt;
  const CodeList* list = decision->List("flags");
  std::vector<std::string> flags;
  if (list != nullptr) flags = is_certain ? list->certain : list->undetermined;
  // Consulted means that somebody answered: a request that nobody picked up is not enough.
  const ClockStart start = FlagStart(consultation);
  if (FindOrder(consultation, OrderKind::kReferralSpine, OrderState::kDone, start) != nullptr) {
    return std::nullopt;
  }
  const Requests requests{
      FindOrder(consultation, OrderKind::kReferralSpine, OrderState::kAsked, start),
      FindRefusal(consultation, OrderKind::kReferralSpine, start)};
  CardDraft card;
  card.topic = "red-flag";
  card.indicator = Indicator::kCritical;
  card.decisions = {"red-flags-2026", "stability-discussion", "sins-score", "bilsky-class"};
  card.facts = Facts(consultation);
  const auto centre = FindCentre(consultation, RequestedService::kExecutingCentre, kTerm);
  card.summary = consultation.words().Say(
      is_certain ? SummaryKey(flags, centre)
                 : std::string(is_compressed ? "red-flag.summary.compression-recorded"
                                             : "red-flag.summary.check-now"));
  WriteDetail(consultation, *decision, flags, is_certain, requests, centre, card);
  card.route = RouteExtension(consultation, centre);
  if (requests.open != nullptr) return card;
  const OrderBasis basis{"red-flags-2026", card.facts, kTerm, std::nullopt};
  if (auto suggestion = SuggestService(consultation, basis, RequestedService::kExecutingCentre)) {
    suggestion->is_recommended = is_certain;
    card.suggestions.push_back(std::move(*suggestion));
  }
  return card;
}

}  // namespace wervelwijzer::cards
