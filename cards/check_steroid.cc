#include <chrono>

#include "cards/card_functions.h"
#include "cards/imaging_advice.h"
#include "cards/order_checks.h"
#include "cards/order_match.h"

namespace wervelwijzer::cards {

using guideline::Order;
using guideline::OrderKind;

namespace {

// Given for something else: substitution, allergy, airways, raised pressure in the head, vomiting.
bool HasOtherPurpose(const Order& order) {
  return ReasonSpeaksOf(
      order,
      {"substitu",      "addison",     "bijnier",      "adrenal",  "allerg",     "anafyla",
       "anaphyla",      "astma",       "asthma",       "copd",     "luchtweg",   "airway",
       "hersenoedeem",  "brain edema", "brain oedema", "cerebral", "intracrani", "hersenmeta",
       "brain meta",    "braken",      "misselijk",    "nausea",   "emesis",     "emeti",
       "myeloomschema", "kahler"});
}

InputList Facts(const Consultation& consultation) {
  return PositiveFirst(
      consultation, {"primary-tumour-known", "primary-tumour-type", "haematological-suspicion",
                     "tissue-diagnosis-obtained", "clinical-state-allows-waiting",
                     "clinical-cord-cauda-compression", "cord-compression-status", "ulcer-history",
                     "nsaid-use", "anticoagulant-use"});
}

bool SpineIsConcerned(const Consultation& consultation) {
  return consultation.IsSuspected() || consultation.HasEstablishedMetastases() ||
         consultation.HasCompressionSigns();
}

// The last day of local treatment: radiotherapy or operation, whichever came later.
std::optional<TimePoint> EndOfTreatment(const Consultation& consultation) {
  std::optional<double> last;
  for (const std::string_view input : {"radiotherapy-end-date", "spine-surgery-date"}) {
    const auto day = consultation.Bounds(input);
    if (day && (!last || day->high > *last)) last = day->high;
  }
  if (!last) return std::nullopt;
  return consultation.situation().zone.ToInstant(DateOfDayNumber(static_cast<std::int64_t>(*last)));
}

}  // namespace

std::optional<CardDraft> CheckSteroidTaper(const Consultation& consultation, const Order& order) {
  if (order.kind != OrderKind::kCorticosteroid || !UsesCorticosteroid(consultation) ||
      !SpineIsConcerned(consultation) || HasOtherPurpose(order)) {
    return std::nullopt;
  }
  if (ReasonSpeaksOf(order, {"afbouw", "taper"})) return std::nullopt;
  const bool has_steps = order.resource.Get("dosageInstruction").size() > 1;
  const auto end = EndOfTreatment(consultation);
  const auto two_weeks = std::chrono::hours(15 * 24);  // from the end of the fourteenth day
  if (has_steps || !end || consultation.now() < *end + two_weeks) return std::nullopt;
  if (consultation.FindTreatmentLimit() != TreatmentLimit::kNone) return std::nullopt;
  CardDraft card;
  card.topic = "steroid";
  card.indicator = Indicator::kWarning;
  card.summary = consultation.words().Say("check.taper.summary");
  card.decisions = {"steroid-regimen"};
  card.facts = {"radiotherapy-end-date", "spine-surgery-date"};
  Detail detail(consultation);
  detail.Say("check.taper", {{"order", OrderInWords(consultation, order)}});
  detail.Say("steroid.start.taper").Facts(card.facts).NotSupplied();
  detail.Say("check.rule", {{"rule", "order-steroid-taper"}});
  detail.Basis("basis.steroid-2015", card.decisions);
  card.detail = std::move(detail).Take();
  return card;
}

std::optional<CardDraft> CheckSteroidTissueFirst(const Consultation& consultation,
                                                 const Order& order) {
  if (order.kind != OrderKind::kCorticosteroid || HasOtherPurpose(order)) return std::nullopt;
  if (!SpineIsConcerned(consultation) || consultation.IsOutOfScope()) return std::nullopt;
  // When no diagnosis will be pursued palliative dexamethasone need not wait for one.
  if (consultation.FindTreatmentLimit() != TreatmentLimit::kNone) return std::nullopt;
  if (UsesCorticosteroid(consultation)) return std::nullopt;  // not new
  const bool origin_open = !consultation.Is("primary-tumour-known", "known") ||
                           consultation.Is("haematological-suspicion", "true");
  if (!origin_open || consultation.Is("tissue-diagnosis-obtained", "true")) return std::nullopt;
  const bool may_wait = consultation.Is("clinical-state-allows-waiting", "true");
  const bool cannot_wait = consultation.Is("clinical-state-allows-waiting", "false");
  const bool asks = consultation.May("primary-tumour-known", "known") &&
                    !consultation.Is("haematological-suspicion", "true");
  CardDraft card;
  card.topic = "steroid";
  card.indicator = cannot_wait ? Indicator::kCritical : Indicator::kWarning;
  const std::string key = cannot_wait ? "check.tissue-first.cannot-wait"
                          : asks      ? "check.tissue-first.ask"
                                      : "check.tissue-first";
  card.summary = consultation.words().Say(key + ".summary");
  card.decisions = {"steroid-before-imaging", "steroid-indication"};
  card.facts = Facts(consultation);
  Detail detail(consultation);
  detail.Say(key, {{"order", OrderInWords(consultation, order)}});
  if (cannot_wait || !may_wait) detail.Say("check.tissue-first.deteriorating");
  if (cannot_wait) detail.Say("call.neurologist");
  detail.Facts(card.facts).NotSupplied();
  detail.Say("check.rule", {{"rule", "order-steroid-tissue-first"}});
  detail.Basis("basis.steroid-2015", card.decisions);
  card.detail = std::move(detail).Take();
  // Taking the order back is only offered while the record states that the picture allows waiting.
  if (!may_wait || asks) return card;
  if (auto removal = DeleteDraft(consultation, order)) {
    Suggestion hold;
    hold.label = consultation.words().Say("check.tissue-first.hold-label");
    hold.is_recommended = true;
    hold.actions.push_back(std::move(*removal));
    const OrderBasis basis{"steroid-before-imaging", card.facts, "P7D", std::nullopt};
    if (auto biopsy = SuggestService(consultation, basis, RequestedService::kBiopsy)) {
      hold.actions.push_back(std::move(biopsy->actions.front()));
    }
    card.suggestions.push_back(std::move(hold));
  }
  return card;
}

std::optional<CardDraft> CheckSteroidProtection(const Consultation& consultation,
                                                const Order& order) {
  if (order.kind != OrderKind::kCorticosteroid || !SpineIsConcerned(consultation)) {
    return std::nullopt;
  }
  const bool at_risk = consultation.Is("ulcer-history", "true") ||
                       consultation.Is("nsaid-use", "true") ||
                       consultation.Is("anticoagulant-use", "true");
  if (!at_risk) return std::nullopt;
  if (HasProtonPumpInhibitor(consultation)) return std::nullopt;
  CardDraft card;
  card.topic = "steroid";
  card.indicator = Indicator::kWarning;
  card.summary = consultation.words().Say("check.protection.summary");
  card.decisions = {"steroid-regimen"};
  card.facts = {"ulcer-history", "nsaid-use", "anticoagulant-use"};
  Detail detail(consultation);
  detail.Say("check.protection", {{"order", OrderInWords(consultation, order)}});
  detail.Facts(card.facts).NotSupplied();
  detail.Say("check.rule", {{"rule", "order-steroid-protection"}});
  detail.Basis("basis.steroid-2015", card.decisions);
  card.detail = std::move(detail).Take();
  if (auto suggestion = SuggestStomachProtection(
          consultation, {"steroid-regimen", card.facts, "", std::nullopt})) {
    card.suggestions.push_back(std::move(*suggestion));
  }
  return card;
}

}  // namespace wervelwijzer::cards
