#include <algorithm>
#include <array>

#include "cards/card_functions.h"
#include "cards/imaging_advice.h"
#include "cards/order_checks.h"
#include "cards/order_match.h"

namespace wervelwijzer::cards {

using guideline::Order;
using guideline::OrderKind;

namespace {

bool IsOtherExamination(const Consultation& consultation, OrderKind kind) {
  if (kind == OrderKind::kCtSpine) return !consultation.Is("mri-possible", "false");
  return kind == OrderKind::kPlainFilmSpine || kind == OrderKind::kBoneScan ||
         kind == OrderKind::kMriPartOfSpine;
}

// Made for another purpose than to look at a suspicion: planning, response, before surgery.
bool HasOtherPurpose(const Order& order) {
  return ReasonSpeaksOf(
      order, {"planning", "respons", "evaluatie", "evaluation", "preoperat", "pre-operat",
              "volumescan", "volume scan", "navigat", "stadiëring", "staging", "dissemina"});
}

std::string_view KeyOf(OrderKind kind) {
  switch (kind) {
    case OrderKind::kPlainFilmSpine:
      return "check.modality.plain-film";
    case OrderKind::kBoneScan:
      return "check.modality.bone-scan";
    case OrderKind::kCtSpine:
      return "check.modality.ct";
    default:
      return "check.modality.part-of-spine";
  }
}

bool IsServiceRequest(const Order& order) {
  static constexpr std::array<std::string_view, 4> kTypes = {"ServiceRequest", "ProcedureRequest",
                                                             "DiagnosticOrder", "ReferralRequest"};
  return std::ranges::find(kTypes, order.resource_type) != kTypes.end();
}

// Its category says so.
bool IsCalledImaging(const Order& order) {
  const JsonValue listed = order.resource.Get("category");
  for (std::size_t i = 0; i < std::max<std::size_t>(listed.size(), 1); ++i) {
    const JsonValue category = listed.is_array() ? listed.At(i) : listed;
    for (const JsonValue coding : category.Get("coding").elements()) {
      const std::string_view code = coding.Get("code").string_or("");
      if (code == "363679005" || code == "RAD" || code == "imaging") return true;
    }
  }
  return false;
}

bool HasRightImaging(const Consultation& consultation, const Deadline& deadline) {
  return FindImagingInTime(consultation, deadline, Drafts::kCount) != nullptr;
}

CardDraft Begin(const Consultation& consultation, const ImagingAdvice& advice) {
  CardDraft card;
  card.topic = "imaging";
  card.indicator = IndicatorOf(advice);
  const bool examine_first =
      advice.is_open && !consultation.HasSign() && !advice.deadline.has_passed;
  if (examine_first) card.indicator = OneStepLower(card.indicator);
  card.overdue = advice.deadline.has_passed;
  card.facts = advice.facts;
  card.decisions = {"imaging-modality", "imaging-urgency"};
  return card;
}

// Suspicion is not recorded, but an order of the spine in a patient with cancer speaks of it.
std::optional<CardDraft> AskForSuspicion(const Consultation& consultation, const Order& order) {
  const bool may_be = consultation.HasRecorded("malignancy-status", "none") &&
                      consultation.OutcomeMayBe("clinical-suspicion", "suspicion") &&
                      consultation.Outcome("imaging-urgency") != "no-mri-needed" &&
                      !consultation.HasEstablishedMetastases();
  if (!may_be) return std::nullopt;
  CardDraft card;
  card.topic = "imaging";
  card.indicator = Indicator::kWarning;
  card.summary = consultation.words().Say("check.modality.ask-suspicion");
  card.facts = ImagingFacts(consultation);
  card.decisions = {"clinical-suspicion", "imaging-modality"};
  Detail detail(consultation);
  detail.Say(KeyOf(order.kind), {{"order", OrderInWords(consultation, order)}});
  detail.Say("check.modality.ask-suspicion.why").Facts(card.facts);
  detail.Questions("clinical-suspicion").Say("imaging.caveat").NotSupplied();
  detail.Say("check.rule", {{"rule", "order-imaging-modality"}});
  detail.Basis("basis.diagnostics-2015", card.decisions);
  card.detail = std::move(detail).Take();
  return card;
}

}  // namespace

std::optional<CardDraft> CheckImagingModality(const Consultation& consultation,
                                              const Order& order) {
  if (!IsOtherExamination(consultation, order.kind) || HasOtherPurpose(order)) return std::nullopt;
  // Wish and phase first: no examination is pressed on who does not want treatment.
  if (consultation.FindTreatmentLimit() != TreatmentLimit::kNone) return std::nullopt;
  const auto advice = FindImagingAdvice(consultation);
  if (!advice) return AskForSuspicion(consultation, order);
  // The right examination is asked for beside this one: then this one is the clinician's choice.
  if (HasRightImaging(consultation, advice->deadline)) return std::nullopt;
  CardDraft card = Begin(consultation, *advice);
  const std::string& when = consultation.SayMoment(advice->deadline.at);
  card.summary = consultation.words().Say(
      advice->deadline.has_passed              ? "check.modality.summary.overdue"
      : card.indicator == Indicator::kCritical ? "check.modality.summary.urgent"
                                               : "check.modality.summary",
      {{"deadline", when}});
  Detail detail(consultation);
  detail.Say(KeyOf(order.kind), {{"order", OrderInWords(consultation, order)}});
  detail.When(advice->deadline);
  if (advice->may_be_imaged) detail.Say("imaging.unless-imaged");
  detail.Say("imaging.technique.mri");
  if (advice->modality == Modality::kMri) detail.Implants();
  detail.Facts(card.facts).Questions("imaging-urgency").Say("imaging.caveat").NotSupplied();
  detail.Say("check.rule", {{"rule", "order-imaging-modality"}});
  detail.Basis("basis.diagnostics-2015", card.decisions);
  card.detail = std::move(detail).Take();
  const OrderBasis basis = BasisOf(*advice);
  if (auto suggestion = SuggestReplacingImaging(consultation, basis, advice->modality, order)) {
    card.suggestions.push_back(std::move(*suggestion));
  }
  return card;
}

std::optional<CardDraft> CheckImagingDeadline(const Consultation& consultation,
                                              const Order& order) {
  if (!IsRightImaging(consultation, order.kind)) return std::nullopt;
  if (consultation.FindTreatmentLimit() != TreatmentLimit::kNone) return std::nullopt;
  const auto advice = FindImagingAdvice(consultation);
  if (!advice || HasRightImaging(consultation, advice->deadline)) return std::nullopt;
  CardDraft card = Begin(consultation, *advice);
  card.decisions = {"imaging-urgency", "imaging-modality"};
  const std::string& when = consultation.SayMoment(advice->deadline.at);
  card.summary = consultation.words().Say(
      advice->deadline.has_passed              ? "check.deadline.summary.overdue"
      : card.indicator == Indicator::kCritical ? "check.deadline.summary.urgent"
                                               : "check.deadline.summary",
      {{"deadline", when}});
  Detail detail(consultation);
  const auto asked = AskedFor(order);
  if (asked) {
    detail.Say("check.deadline.asked-for", {{"order", OrderInWords(consultation, order)},
                                            {"moment", consultation.SayMoment(*asked)}});
  } else {
    detail.Say("check.deadline.no-moment", {{"order", OrderInWords(consultation, order)}});
  }
  if (consultation.IsInconsistent("imaging-urgency")) {
    detail.Say("imaging.contradictory");
  } else if (advice->is_open) {
    detail.Say("imaging.open");
  } else {
    detail.Why("imaging-urgency");
  }
  detail.When(advice->deadline);
  if (advice->may_be_imaged) detail.Say("imaging.unless-imaged");
  if (HoursOf(advice->term) <= 24) detail.Say("call.neurologist");
  detail.Facts(card.facts).Questions("imaging-urgency").NotSupplied();
  detail.Say("check.rule", {{"rule", "order-imaging-deadline"}});
  detail.Basis("basis.diagnostics-2015", card.decisions);
  card.detail = std::move(detail).Take();
  const OrderBasis basis = BasisOf(*advice);
  if (auto suggestion =
          SuggestHastening(consultation, basis, order, "check.deadline.update-label")) {
    card.suggestions.push_back(std::move(*suggestion));
  }
  return card;
}

// An order of a code that nobody here knows, without words or called imaging, may be the scan that
// is due, or another one. Words that speak of something else are an order of something else.
std::optional<CardDraft> CheckNotUnderstood(const Consultation& consultation, const Order& order) {
  if (!order.is_unread || !IsServiceRequest(order)) return std::nullopt;
  if (!order.text.empty() && !IsCalledImaging(order)) return std::nullopt;
  if (consultation.FindTreatmentLimit() != TreatmentLimit::kNone) return std::nullopt;
  const auto advice = FindImagingAdvice(consultation);
  if (!advice || IndicatorOf(*advice) != Indicator::kCritical) return std::nullopt;
  if (HasRightImaging(consultation, advice->deadline)) return std::nullopt;
  CardDraft card = Begin(consultation, *advice);
  card.indicator = Indicator::kWarning;
  const std::string& when = consultation.SayMoment(advice->deadline.at);
  card.summary = consultation.words().Say("check.unknown.summary", {{"deadline", when}});
  Detail detail(consultation);
  detail.Say("check.unknown", {{"order", OrderInWords(consultation, order)}});
  detail.When(advice->deadline);
  detail.Facts(card.facts).Say("imaging.caveat").NotSupplied();
  detail.Say("check.rule", {{"rule", "order-not-understood"}});
  detail.Basis("basis.diagnostics-2015", card.decisions);
  card.detail = std::move(detail).Take();
  return card;
}

}  // namespace wervelwijzer::cards
