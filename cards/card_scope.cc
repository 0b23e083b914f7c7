#include "cards/card_functions.h"
#include "cards/imaging_advice.h"
#include "cards/suggestions.h"

namespace wervelwijzer::cards {

using guideline::CodeList;
using guideline::Decision;

namespace {

// The reason, or all that are possible when several may hold (age not known, lesion excluded).
std::vector<std::string> ReasonsOf(const Decision& scope) {
  const std::string certain(scope.result.Text("reason"));
  if (!certain.empty()) return {certain};
  std::vector<std::string> reasons;
  for (const auto& [member, values] : scope.open_details) {
    if (member != "reason") continue;
    for (const guideline::OutputValue& value : values) reasons.push_back(value.text);
  }
  return reasons;
}

}  // namespace

std::optional<CardDraft> OutOfScopeCard(const Consultation& consultation) {
  const Decision* scope = consultation.Find("scope-check");
  if (scope == nullptr || !consultation.IsOutOfScope()) return std::nullopt;
  const std::vector<std::string> reasons = ReasonsOf(*scope);
  // A child without anything of the spine needs no card; a lesion that was named does.
  if (reasons == std::vector<std::string>{"paediatric"} && !consultation.IsSpineRelevant())
    return std::nullopt;
  const bool urgent = consultation.HasCompressionSigns();
  CardDraft card;
  card.topic = "out-of-scope";
  card.indicator = urgent ? Indicator::kWarning : Indicator::kInfo;
  card.summary =
      consultation.words().Say(urgent ? "out-of-scope.summary.urgent" : "out-of-scope.summary");
  card.decisions = {"scope-check"};
  card.facts =
      PositiveFirst(consultation, {"lesion-type", "age-years", "clinical-cord-cauda-compression",
                                   "paraplegia-completeness", "neurological-deficit"});
  Detail detail(consultation);
  for (const std::string& reason : reasons) detail.Say("out-of-scope.reason." + reason);
  if (urgent) detail.Say("call.neurologist-now");
  // The guideline holds for no lesion of a child.
  if (reasons != std::vector<std::string>{"paediatric"}) detail.Say("out-of-scope.each-lesion");
  detail.Facts(card.facts).NotSupplied();
  detail.Basis("basis.scope", card.decisions);
  card.detail = std::move(detail).Take();
  return card;
}

namespace {

std::string_view LimitKey(TreatmentLimit limit) {
  switch (limit) {
    case TreatmentLimit::kDying:
      return "comfort.dying";
    case TreatmentLimit::kTwoWeeks:
      return "comfort.two-weeks";
    case TreatmentLimit::kNoWish:
    case TreatmentLimit::kNone:
      break;
  }
  return "comfort.no-wish";
}

}  // namespace

std::optional<CardDraft> ComfortCard(const Consultation& consultation) {
  const TreatmentLimit limit = consultation.FindTreatmentLimit();
  if (limit == TreatmentLimit::kNone || !consultation.IsSpineRelevant()) return std::nullopt;
  const bool red_flag = consultation.HasCertainRedFlag();
  if (!red_flag && !consultation.HasSign() && !FindImagingAdvice(consultation) &&
      !consultation.HasEstablishedMetastases()) {
    return std::nullopt;
  }
  const bool established = consultation.HasEstablishedMetastases();
  const std::string limit_key(LimitKey(limit));
  CardDraft card;
  card.topic = established ? "red-flag" : "imaging";
  card.indicator = Indicator::kInfo;
  card.summary = consultation.words().Say(limit_key + ".summary");
  card.decisions = {established ? std::string_view("red-flags-2026") : "imaging-urgency",
                    "referral-flow-2026", "paraplegia-care"};
  card.facts =
      PositiveFirst(consultation, {"treatment-wish", "patient-phase", "life-expectancy-months",
                                   "new-neurological-deficit", "clinical-cord-cauda-compression",
                                   "paraplegia-completeness", "radiological-mescc", "bilsky-grade",
                                   "radicular-deficit", "neurological-deficit", "sins-total"});
  Detail detail(consultation);
  detail.Say(limit_key).Say("comfort.found");
  if (const Decision* flags = consultation.Find("red-flags-2026")) {
    if (const CodeList* list = flags->List("flags")) {
      for (const std::string& flag : list->certain) detail.Item("red-flag.flag." + flag);
    }
  }
  detail.Facts(card.facts);
  detail.Say("comfort.measures").Item("comfort.pain").Item("comfort.bladder");
  if (!HasCorticosteroidAllergy(consultation)) detail.Item("comfort.steroid");
  detail.Item("comfort.team");
  detail.Say("comfort.confirm").NotSupplied();
  detail.Basis("basis.chart-2026", card.decisions);
  card.detail = std::move(detail).Take();
  return card;
}

}  // namespace wervelwijzer::cards
