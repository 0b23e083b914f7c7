#include <algorithm>

#include "cards/card_functions.h"
#include "cards/centre.h"
#include "cards/imaging_advice.h"
#include "cards/order_match.h"

namespace wervelwijzer::cards {

using guideline::CodeList;
using guideline::Decision;
using guideline::DecisionResult;
using guideline::DecisionStatus;
using guideline::OrderKind;

namespace {

InputList Facts(const Consultation& consultation) {
  return PositiveFirst(
      consultation,
      {"brain-metastases-present", "brain-metastases-symptomatic", "kps", "brain-prognosis-months",
       "brain-largest-diameter-mm", "brain-critical-location", "treatment-wish",
       "brain-rapid-kps-gain", "brain-local-qol-gain", "suspected-radionecrosis",
       "brain-systemic-switch-high-response", "brain-rt-referral", "ecog"});
}

bool MayNeedMeeting(const Decision& chart) {
  return chart.status != DecisionStatus::kNotApplicable && chart.MayBe("neuro-onc-mdo");
}

bool MeetingIsArranged(const Consultation& consultation, OrderState at_least) {
  const ClockStart any{ClockStart::From::kCall, consultation.now(), {}};
  return consultation.Is("brain-mdo-discussed", "true") ||
         FindOrder(consultation, OrderKind::kBrainMdo, at_least, any) != nullptr;
}

bool IsReferred(const Consultation& consultation, OrderState at_least) {
  const ClockStart any{ClockStart::From::kCall, consultation.now(), {}};
  return FindOrder(consultation, OrderKind::kReferralNeuroOncology, at_least, any) != nullptr;
}

Indicator IndicatorOf(const Consultation& consultation, bool symptomatic, bool needed) {
  if (consultation.FindTreatmentLimit() != TreatmentLimit::kNone) return Indicator::kInfo;
  if (!needed) return Indicator::kInfo;
  return symptomatic && consultation.HasDeficit() ? Indicator::kCritical : Indicator::kWarning;
}

void SayWarnings(const Decision& chart, Detail& detail) {
  const std::string_view warning = chart.result.Text("warning");
  if (warning == "kps-threshold-unconfirmed") {
    detail.SayOf(chart, chart.id == "brain-symptomatic-mdo" ? "brain-mdo.kps-60.symptomatic"
                                                            : "brain-mdo.kps-60.asymptomatic");
  } else if (warning == "prognosis-not-above-3-months") {
    detail.Say("brain-mdo.prognosis-short");
  }
}

void SayAllergy(const Consultation& consultation, Detail& detail) {
  if (HasCorticosteroidAllergy(consultation)) {
    detail.Say("brain-mdo.allergy");
  } else if (!HoldsAllergies(consultation)) {
    detail.Say("steroid.start.allergy-not-seen");
  }
}

std::string DetailOf(const Consultation& consultation, const Decision& chart, bool symptomatic,
                     const InputList& facts, const std::optional<Centre>& centre,
                     const std::optional<Centre>& clinic) {
  Detail detail(consultation);
  const bool determined = chart.status == DecisionStatus::kDetermined;
  if (determined) {
    detail.Why(chart.id);
    SayWarnings(chart, detail);
  } else {
    detail.Say("brain-mdo.open");
  }
  const bool limited = consultation.FindTreatmentLimit() != TreatmentLimit::kNone;
  if (limited) detail.Say("brain-mdo.no-wish");
  const std::string_view outcome = chart.outcome();
  if (outcome == "restraint") detail.Say("brain-mdo.restraint");
  if (outcome == "organ-mdo") detail.Say("brain-mdo.organ-mdo");
  if (outcome == "not-on-mdo") detail.Say("brain-mdo.not-on-mdo");
  // Both texts name dexamethasone.
  if (limited || outcome == "not-on-mdo") SayAllergy(consultation, detail);
  SayMeeting(consultation, centre, detail);
  // Without a wish for treatment the card proposes no referral, in words neither.
  if (symptomatic && !limited) detail.Say("brain-mdo.always-refer");
  SayWhereToRefer(consultation, clinic, detail);
  detail.Say("brain-mdo.emergency");
  detail.Facts(facts);
  if (!determined) detail.Questions(chart.id);
  detail.Say("brain-mdo.triage-aid").NotSupplied();
  detail.Basis("basis.brain", {chart.id});
  return std::move(detail).Take();
}

std::string SummaryKey(const Decision& chart, bool symptomatic, Indicator indicator, bool limited) {
  if (limited) return "brain-mdo.summary.no-wish";
  const std::string who = symptomatic ? "symptomatic" : "asymptomatic";
  const bool determined = chart.status == DecisionStatus::kDetermined;
  const std::string outcome = determined ? std::string(chart.outcome()) : "open";
  const bool urgent = indicator == Indicator::kCritical;
  return "brain-mdo.summary." + who + "." + outcome + (urgent ? ".urgent" : "");
}

}  // namespace

const Decision* FindBrainChart(const Consultation& consultation) {
  const Decision* with = consultation.Find("brain-symptomatic-mdo");
  const Decision* without = consultation.Find("brain-asymptomatic-mdo");
  if (with == nullptr || without == nullptr) return nullptr;
  if (consultation.HasRecorded("brain-metastases-symptomatic", "false")) return with;
  if (consultation.Is("brain-metastases-symptomatic", "false")) return without;
  const bool agree = !with->outcome().empty() && with->outcome() == without->outcome();
  return agree ? without : nullptr;
}

std::optional<CardDraft> BrainMdoCard(const Consultation& consultation) {
  if (!consultation.IsBrainRelevant()) return std::nullopt;
  const Decision* chart = FindBrainChart(consultation);
  if (chart == nullptr || chart->status == DecisionStatus::kInconsistent ||
      chart->status == DecisionStatus::kNotApplicable) {
    return std::nullopt;
  }
  const bool symptomatic = chart->id == "brain-symptomatic-mdo";
  // Without symptoms and without an answer the question comes first (card `missing`).
  if (!symptomatic && chart->status == DecisionStatus::kUndetermined) return std::nullopt;
  const bool limited = consultation.FindTreatmentLimit() != TreatmentLimit::kNone;
  const bool needed = MayNeedMeeting(*chart);
  CardDraft card;
  card.topic = "brain-mdo";
  card.indicator = IndicatorOf(consultation, symptomatic, needed);
  const OrderState at_least =
      card.indicator == Indicator::kCritical ? OrderState::kAsked : OrderState::kDraft;
  const bool arranged = !needed || MeetingIsArranged(consultation, at_least);
  const bool referred = !symptomatic || IsReferred(consultation, at_least);
  if (needed && !limited && arranged && referred) return std::nullopt;
  card.summary = consultation.words().Say(SummaryKey(*chart, symptomatic, card.indicator, limited));
  card.decisions = {chart->id, "brain-mdo-participants-check"};
  card.facts = Facts(consultation);
  const std::string term = card.indicator == Indicator::kCritical ? "PT24H" : "P7D";
  const bool names_meeting = needed && !limited && !arranged;
  const auto centre =
      names_meeting ? FindCentre(consultation, RequestedService::kBrainMdo, term) : std::nullopt;
  const auto clinic = referred || limited
                          ? std::nullopt
                          : FindCentre(consultation, RequestedService::kNeuroOncology, term);
  card.detail = DetailOf(consultation, *chart, symptomatic, card.facts, centre, clinic);
  card.route = RouteExtension(consultation, centre ? centre : clinic);
  if (limited) return card;
  card.choose_one = false;  // the meeting and the referral go together
  const OrderBasis basis{chart->id, card.facts, term, std::nullopt};
  const auto add = [&](RequestedService service, bool recommended) {
    if (auto suggestion = SuggestService(consultation, basis, service)) {
      suggestion->is_recommended = recommended;
      card.suggestions.push_back(std::move(*suggestion));
    }
  };
  if (!arranged) add(RequestedService::kBrainMdo, chart->IsCertainly("neuro-onc-mdo"));
  if (!referred) add(RequestedService::kNeuroOncology, true);
  return card;
}

}  // namespace wervelwijzer::cards
