#include "cards/card_functions.h"
#include "cards/imaging_advice.h"
#include "cards/implants.h"
#include "cards/order_checks.h"
#include "cards/order_match.h"
#include "cards/value_words.h"

namespace wervelwijzer::cards {

using guideline::Decision;
using guideline::DecisionStatus;
using guideline::Order;

namespace {

std::string KeyOfTerm(std::string_view term) {
  const int hours = HoursOf(term);
  return hours <= 12    ? "12h"
         : hours <= 24  ? "24h"
         : hours <= 48  ? "48h"
         : hours <= 168 ? "7d"
                        : "14d";
}

std::string Summary(const Consultation& consultation, const ImagingAdvice& advice) {
  const Words& words = consultation.words();
  std::string key = advice.modality == Modality::kMri ? "imaging.mri." : "imaging.ct.";
  if (advice.deadline.has_passed) {
    key += "overdue";
  } else if (consultation.IsInconsistent("imaging-urgency")) {
    key += "contradictory";
  } else if (advice.is_open && !consultation.HasSign()) {
    key += "examine-first";
  } else if (advice.is_open && advice.term == "PT24H" && advice.latest_term == "PT48H") {
    key += "24h-or-48h";
  } else {
    key += KeyOfTerm(advice.term);
    if (advice.is_open) {
      key += ".open";
    } else if (advice.may_be_imaged) {
      key += ".unless-imaged";
    }
  }
  return words.Say(key, {{"deadline", consultation.SayMoment(advice.deadline.at)}});
}

std::string_view UncertainKey(const Consultation& consultation) {
  return consultation.HasDeficit() ? "imaging.steroids.deficit" : "imaging.steroids.uncertain";
}

// A start that the imaging asks for, unless the record holds a reason against it.
void SaySteroidStart(const Consultation& consultation, Detail& detail) {
  if (HasCorticosteroidAllergy(consultation)) {
    detail.Say("imaging.steroids.allergy");
  } else if (const Order* course = CorticosteroidInUse(consultation)) {
    detail.Say("imaging.steroids.in-use", {{"order", CourseInWords(consultation, *course)}});
  } else {
    detail.Say("imaging.steroids.start-dexamethasone-now");
  }
}

// The question of the corticosteroid, as the imaging table asks it.
void SaySteroids(const Consultation& consultation, Detail& detail) {
  const Decision* imaging = consultation.Find("imaging-urgency");
  const auto* asked = imaging->result.Find("steroids");
  if (imaging->status == DecisionStatus::kDetermined && asked != nullptr &&
      asked->text == "uncertain") {
    detail.Say(UncertainKey(consultation));
    return;
  }
  const Decision* steroid = consultation.Find("steroid-before-imaging");
  if (steroid == nullptr || steroid->status == DecisionStatus::kNotApplicable) return;
  if (steroid->status == DecisionStatus::kUndetermined) {
    detail.Say("imaging.steroids.ask");
  } else if (steroid->outcome() == "start-dexamethasone-now" &&
             !ImagingAsksForSteroid(consultation)) {
    detail.Say(UncertainKey(consultation));
  } else if (steroid->outcome() == "start-dexamethasone-now") {
    SaySteroidStart(consultation, detail);
  } else if (!steroid->outcome().empty()) {
    detail.Say("imaging.steroids." + std::string(steroid->outcome()));
  }
}

// The acute care is named whatever is recorded: looking for it is part of the care.
void SayParaplegiaCare(const Consultation& consultation, std::string_view intro, Detail& detail) {
  detail.Say(intro);
  detail.Item("care.pain-control");
  detail.Item(consultation.Is("anticoagulant-use", "true") ? "care.thromboprophylaxis-in-use"
                                                           : "care.thromboprophylaxis");
  detail.Item("care.bladder");
  detail.Item("care.bowel");
  detail.Item("care.pressure-sores");
}

// The last examination of the right kind from before the signs: why it does not count is said.
const Order* FindOlderImaging(const Consultation& consultation, const ClockStart& start) {
  const Order* last = nullptr;
  for (const Order& order : consultation.orders()) {
    if (!IsRightImaging(consultation, order.kind) || IsYoungerThan(order, start)) continue;
    if (!order.authored || StateIn(consultation, order) == OrderState::kRefused) continue;
    if (last == nullptr || *order.authored > *last->authored) last = &order;
  }
  return last;
}

void SayOlderImaging(const Consultation& consultation, const ClockStart& start, Detail& detail) {
  const Order* older = FindOlderImaging(consultation, start);
  if (older == nullptr) return;
  detail.Say("imaging.older", {{"order", OrderInWords(consultation, *older)},
                               {"moment", consultation.SayMoment(*older->authored)}});
}

std::string DetailOf(const Consultation& consultation, const ImagingAdvice& advice,
                     const Order* late_order) {
  Detail detail(consultation);
  if (consultation.IsInconsistent("imaging-urgency")) {
    detail.Say("imaging.contradictory");
  } else if (advice.is_open) {
    detail.Say(consultation.HasSign() ? "imaging.open" : "imaging.open-without-sign");
  } else {
    detail.Why("imaging-urgency");
  }
  detail.When(advice.deadline);
  if (const Order* open = FindOverdueImaging(consultation, advice.deadline.start)) {
    detail.Say("imaging.ordered-not-made",
               {{"order", OrderInWords(consultation, *open)},
                {"moment", open->authored ? consultation.SayMoment(*open->authored) : "?"}});
  } else if (late_order != nullptr) {
    detail.Say("imaging.ordered-late");
  }
  SayOlderImaging(consultation, advice.deadline.start, detail);
  if (advice.may_be_imaged) detail.Say("imaging.unless-imaged");
  // With established metastases a recent paraplegia has the care card.
  if (advice.has_late_paraplegia) {
    SayParaplegiaCare(consultation, "imaging.late-paraplegia", detail);
  } else if (consultation.HasRecorded("paraplegia-completeness", "none") &&
             !consultation.HasEstablishedMetastases()) {
    SayParaplegiaCare(consultation, "imaging.paraplegia-care", detail);
  }
  detail.Say(advice.modality == Modality::kMri ? "imaging.technique.mri" : "imaging.technique.ct");
  if (advice.modality == Modality::kMri) detail.Implants();
  SaySteroids(consultation, detail);
  if (HoursOf(advice.term) <= 24) detail.Say("call.neurologist");
  detail.Facts(advice.facts);
  detail.Questions("imaging-urgency");
  detail.Say("imaging.caveat").NotSupplied();
  detail.Basis("basis.diagnostics-2015", {"imaging-urgency", "clinical-suspicion"});
  return std::move(detail).Take();
}

// Signs of compression without known cancer: outside the text, yet an emergency.
CardDraft NotCovered(const Consultation& consultation) {
  const ClockStart start = ImagingStart(consultation);
  const auto deadline = DeadlineAfter(consultation, start, "PT12H");
  CardDraft card;
  card.topic = "imaging";
  card.indicator = Indicator::kCritical;
  card.overdue = deadline->has_passed;
  card.summary = consultation.words().Say("imaging.not-covered");
  card.decisions = {"clinical-suspicion"};
  card.facts = ImagingFacts(consultation);
  Detail detail(consultation);
  detail.Say("imaging.not-covered.why").When(*deadline).Say("call.neurologist");
  if (!FindImplants(consultation).empty()) detail.Implants();
  detail.Facts(card.facts).NotSupplied();
  detail.Basis("basis.diagnostics-2015", {"clinical-suspicion"});
  card.detail = std::move(detail).Take();
  const OrderBasis basis{"clinical-suspicion", card.facts, "PT12H", deadline};
  const bool ordered = FindImaging(consultation, start) != nullptr;
  const Modality modality =
      consultation.Is("mri-possible", "false") ? Modality::kCt : Modality::kMri;
  if (!ordered && !consultation.Is("adequate-imaging-available", "true")) {
    if (auto suggestion = SuggestImaging(consultation, basis, modality)) {
      card.suggestions.push_back(std::move(*suggestion));
    }
  }
  return card;
}

}  // namespace

std::optional<CardDraft> ImagingCard(const Consultation& consultation) {
  const bool not_covered = consultation.Outcome("clinical-suspicion") == "not-covered";
  if (not_covered && consultation.HasCompressionSigns()) {
    if (consultation.HasEstablishedMetastases()) return std::nullopt;
    return NotCovered(consultation);
  }
  const auto advice = FindImagingAdvice(consultation);
  if (!advice) return std::nullopt;
  CardDraft card;
  card.topic = "imaging";
  card.indicator = IndicatorOf(*advice);
  const bool examine_first =
      advice->is_open && !consultation.HasSign() && !advice->deadline.has_passed;
  if (examine_first) card.indicator = OneStepLower(card.indicator);
  const Drafts drafts =
      card.indicator == Indicator::kCritical ? Drafts::kDoNotCount : Drafts::kCount;
  if (FindImagingInTime(consultation, advice->deadline, drafts) != nullptr) return std::nullopt;
  const Order* late = FindImaging(consultation, advice->deadline.start);
  card.overdue = advice->deadline.has_passed;
  card.summary = Summary(consultation, *advice);
  card.decisions = {"imaging-urgency", "clinical-suspicion", "imaging-modality",
                    "steroid-before-imaging"};
  card.facts = advice->facts;
  card.detail = DetailOf(consultation, *advice, late);
  const OrderBasis basis = BasisOf(*advice);
  auto suggestion = late != nullptr
                        ? SuggestHastening(consultation, basis, *late, "order.hasten.label")
                        : SuggestImaging(consultation, basis, advice->modality);
  if (suggestion) {
    if (examine_first) suggestion->is_recommended = false;
    card.suggestions.push_back(std::move(*suggestion));
  }
  return card;
}

}  // namespace wervelwijzer::cards
