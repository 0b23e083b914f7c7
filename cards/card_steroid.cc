#include <array>

#include "cards/card_functions.h"
#include "cards/imaging_advice.h"
#include "cards/order_checks.h"
#include "cards/order_match.h"

namespace wervelwijzer::cards {

using guideline::Decision;
using guideline::DecisionStatus;
using guideline::Order;

namespace {

InputList Facts(const Consultation& consultation) {
  return PositiveFirst(
      consultation,
      {"cord-compression-status", "clinical-cord-cauda-compression", "radicular-deficit",
       "root-compression-symptomatic", "primary-tumour-known", "tissue-diagnosis-obtained",
       "haematological-suspicion", "clinical-state-allows-waiting", "planned-local-treatment",
       "ulcer-history", "nsaid-use", "anticoagulant-use"});
}

struct Answer {
  std::string_view decision;
  std::string_view outcome;
};

// Before imaging and around treatment ask the same question at different moments; the first that is
// certain answers. A table whose precondition does not hold is silent.
std::optional<Answer> CertainAnswer(const Consultation& consultation) {
  static constexpr std::array<std::string_view, 2> kQuestions = {"steroid-before-imaging",
                                                                 "steroid-indication"};
  for (const std::string_view id : kQuestions) {
    if (id == "steroid-before-imaging" && !ImagingAsksForSteroid(consultation)) continue;
    const std::string_view outcome = consultation.Outcome(id);
    if (outcome == "start-dexamethasone-now" || outcome == "start-now" ||
        outcome == "wait-until-after-biopsy" || outcome == "tissue-first" ||
        outcome == "individual-decision") {
      return Answer{id, outcome};
    }
  }
  return std::nullopt;
}

// Biopsy done in a primary that is not known: infection looks the same and gets worse by steroids.
bool AsksForInfection(const Consultation& consultation) {
  return !consultation.Is("primary-tumour-known", "known") ||
         consultation.May("haematological-suspicion", "true");
}

void SayStart(const Consultation& consultation, Detail& detail) {
  detail.Say("steroid.start.scheme");
  if (AsksForInfection(consultation)) detail.Say("steroid.start.infection-questions");
  const Decision* regimen = consultation.Find("steroid-regimen");
  const guideline::OutputValue* ppi = regimen == nullptr ? nullptr : regimen->result.Find("ppi");
  const bool ppi_certain = regimen != nullptr && regimen->open_details.empty() && ppi != nullptr;
  if (HasProtonPumpInhibitor(consultation)) {
    detail.Say("steroid.start.ppi-in-use");
  } else if (ppi_certain && ppi->boolean) {
    detail.Say("steroid.start.ppi");
  } else if (!ppi_certain) {
    detail.Say("steroid.start.ask-ppi");
  }
  detail.Say("steroid.start.watch").Say("steroid.start.taper");
  if (!HoldsAllergies(consultation)) detail.Say("steroid.start.allergy-not-seen");
}

bool HasDailyDoseOfRegimen(const Consultation& consultation) {
  for (const Order& order : consultation.orders()) {
    const bool in_use = !order.selected && StateOf(order) == OrderState::kAsked;
    if (in_use && IsDailyDoseOfRegimen(order)) return true;
  }
  return false;
}

// What is wrong with a course in use: its dose while a start is due (`decision`, else empty), no
// stomach protection though it is due, or no taper long after treatment. No second course.
std::optional<CardDraft> InUse(const Consultation& consultation, const Order& course,
                               std::string_view decision) {
  const bool wrong_dose = !decision.empty() && !HasDailyDoseOfRegimen(consultation);
  auto protection = CheckSteroidProtection(consultation, course);
  const auto taper = CheckSteroidTaper(consultation, course);
  if (!wrong_dose && !protection && !taper) return std::nullopt;
  const Words& words = consultation.words();
  const std::string order = CourseInWords(consultation, course);
  CardDraft card;
  card.topic = "steroid";
  card.indicator = Indicator::kWarning;
  card.summary = words.Say(wrong_dose   ? "steroid.summary.in-use"
                           : protection ? "steroid.summary.in-use.protection"
                                        : "steroid.summary.in-use.taper");
  card.decisions = {"steroid-regimen"};
  if (wrong_dose) card.decisions.insert(card.decisions.begin(), decision);
  card.facts = wrong_dose ? Facts(consultation) : protection ? protection->facts : taper->facts;
  Detail detail(consultation);
  detail.Say(wrong_dose ? "imaging.steroids.in-use" : "steroid.in-use", {{"order", order}});
  if (protection) detail.Say("steroid.in-use.protection");
  if (taper) detail.Say("steroid.in-use.taper").Say("steroid.start.taper");
  if (HasCorticosteroidAllergy(consultation)) detail.Say("steroid.allergy");
  detail.Facts(card.facts).NotSupplied();
  detail.Basis("basis.steroid-2015", card.decisions);
  card.detail = std::move(detail).Take();
  if (protection) card.suggestions = std::move(protection->suggestions);
  return card;
}

}  // namespace

bool ImagingAsksForSteroid(const Consultation& consultation) {
  const Decision* imaging = consultation.Find("imaging-urgency");
  if (imaging == nullptr) return false;
  const auto asks = [](const guideline::DecisionResult& result) {
    const guideline::OutputValue* steroids = result.Find("steroids");
    return steroids != nullptr && steroids->kind == guideline::OutputValue::Kind::kBoolean &&
           steroids->boolean;
  };
  if (imaging->status == DecisionStatus::kDetermined) return asks(imaging->result);
  bool any = false;
  for (const guideline::DecisionResult& result : imaging->possible) {
    if (result.Text("deadline").empty()) continue;  // imaged already: the question stays the same
    if (!asks(result)) return false;
    any = true;
  }
  return any;
}

std::optional<CardDraft> SteroidCard(const Consultation& consultation) {
  const bool relevant = consultation.IsSuspected() || consultation.HasCompressionSigns() ||
                        consultation.HasEstablishedMetastases();
  const std::optional<Answer> answer =
      relevant ? CertainAnswer(consultation) : std::optional<Answer>();
  const bool start =
      answer && (answer->outcome == "start-dexamethasone-now" || answer->outcome == "start-now");
  // No second course, and a course in use is never held up.
  if (const Order* course = relevant ? CorticosteroidInUse(consultation) : nullptr) {
    return InUse(consultation, *course, start ? answer->decision : std::string_view());
  }
  if (!answer) return std::nullopt;
  const bool call = answer->outcome == "individual-decision";
  const bool allergic = start && HasCorticosteroidAllergy(consultation);
  CardDraft card;
  card.topic = "steroid";
  // A root alone is never more urgent than its scan; the cord and the cauda are.
  const bool at_once = call || (start && consultation.HasCompressionSigns());
  card.indicator = at_once ? Indicator::kCritical : start ? Indicator::kWarning : Indicator::kInfo;
  const std::string key = allergic ? "steroid.summary.allergy"
                          : start  ? "steroid.summary.start"
                          : call   ? "steroid.summary.call"
                                   : "steroid.summary.tissue-first";
  const bool calm = start && !at_once;
  card.summary = consultation.words().Say(calm ? key + ".beside" : key);
  if (at_once) card.summary_beside = consultation.words().Say(key + ".beside");
  card.is_own_act = true;
  card.decisions = {answer->decision, "steroid-regimen"};
  card.facts = Facts(consultation);
  Detail detail(consultation);
  // The rule may say that dexamethasone starts now, which an allergy forbids.
  if (!allergic) detail.Why(answer->decision);
  if (allergic) detail.Say("steroid.allergy");
  if (start && !allergic) SayStart(consultation, detail);
  if (call) detail.Say("steroid.call").Say("call.neurologist");
  if (!start && !call) detail.Say("steroid.tissue-first");
  const Order* drafted = start && !allergic ? DraftedCorticosteroid(consultation) : nullptr;
  if (drafted != nullptr) {
    detail.Say("steroid.drafted", {{"order", CourseInWords(consultation, *drafted)}});
  }
  detail.Facts(card.facts).NotSupplied();
  detail.Basis("basis.steroid-2015", card.decisions);
  card.detail = std::move(detail).Take();
  if (!start || allergic || drafted != nullptr) return card;
  const OrderBasis basis{answer->decision, card.facts, "", std::nullopt};
  for (const int daily : {8, 16}) {
    if (auto suggestion = SuggestDexamethasone(consultation, basis, daily)) {
      card.suggestions.push_back(std::move(*suggestion));
    }
  }
  return card;
}

}  // namespace wervelwijzer::cards
