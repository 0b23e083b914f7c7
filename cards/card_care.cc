#include <algorithm>

#include "cards/card_functions.h"
#include "cards/imaging_advice.h"
#include "cards/suggestions.h"

namespace wervelwijzer::cards {

using guideline::CodeList;
using guideline::Decision;

namespace {

// Pain on loading that nobody judged, an unstable spine or SINS above 12: then nobody mobilises.
bool MayMobilise(const Consultation& consultation) {
  const auto sins = consultation.Bounds("sins-total");
  if (sins && sins->high > 12) return false;
  if (consultation.HasRecorded("spine-stability", "stable")) return false;
  return !consultation.Is("pain-on-loading", "true");
}

// Items of every patient with spinal metastases: no reason for a card by themselves.
bool IsStanding(std::string_view code) {
  return code == "name-coordinator" || code == "inform-patient" || code == "leaflet-b" ||
         code == "leaflet-c";
}

class CareList {
 public:
  explicit CareList(const Consultation& consultation) : consultation_(&consultation) {}

  // The certain codes of a decision whose outcome is a list.
  void AddList(std::string_view decision) {
    const Decision* found = consultation_->Find(decision);
    const CodeList* list = found == nullptr ? nullptr : found->List("outcome");
    if (list == nullptr) return;
    for (const std::string& code : list->certain) Add(decision, code);
  }
  // In a paraplegia of which nobody said that it is irreversible the acute care is due.
  void AddParaplegiaCare() {
    const Decision* found = consultation_->Find("paraplegia-care");
    const CodeList* list = found == nullptr ? nullptr : found->List("outcome");
    if (list == nullptr) return;
    const bool recorded = consultation_->HasRecorded("paraplegia-completeness", "none");
    for (const std::string& code : list->undetermined) {
      const bool acute = code == "pain-control" || code == "thromboprophylaxis";
      if (recorded && acute) Add("paraplegia-care", code);
    }
    AddList("paraplegia-care");
  }
  void AddOutcome(std::string_view decision) { Add(decision, consultation_->Outcome(decision)); }

  bool is_due() const { return due_; }
  bool Holds(std::string_view key) const { return std::ranges::find(keys_, key) != keys_.end(); }
  const std::vector<std::string>& keys() const { return keys_; }
  const std::vector<std::string_view>& decisions() const { return decisions_; }
  std::vector<Suggestion> TakeSuggestions() { return std::move(suggestions_); }

 private:
  void Add(std::string_view decision, std::string_view code) {
    if (code == "thromboprophylaxis" && consultation_->Is("anticoagulant-use", "true")) {
      code = "thromboprophylaxis-in-use";
    }
    if (code == "mobilise-on-pain" && !MayMobilise(*consultation_)) return;
    if (code == "can-be-considered") code = decision;  // radionuclides, vertebroplasty
    const std::string key = "care." + std::string(code);
    // Codes without a text are answers that ask for nothing.
    if (code.empty() || !consultation_->words().Knows(key)) return;
    if (IsCareAsked(*consultation_, code)) return;
    keys_.push_back(key);
    due_ = due_ || !IsStanding(code);
    if (std::ranges::find(decisions_, decision) == decisions_.end()) {
      decisions_.push_back(decision);
    }
    if (auto suggestion = SuggestCare(*consultation_, code, decision)) {
      suggestions_.push_back(std::move(*suggestion));
    }
  }

  const Consultation* consultation_;
  std::vector<std::string> keys_;
  std::vector<std::string_view> decisions_;
  std::vector<Suggestion> suggestions_;
  bool due_ = false;
};

bool IsAcute(std::string_view key) {
  return key == "care.pain-control" || key.starts_with("care.thromboprophylaxis") ||
         key == "care.bladder-catheter" || key == "care.laxative-scheme";
}

// In acute paraplegia bladder, bowel and skin are looked after whatever is recorded of them.
void SayUnasked(const CareList& care, Detail& detail) {
  if (!care.Holds("care.bladder-catheter")) detail.Item("care.bladder");
  if (!care.Holds("care.laxative-scheme")) detail.Item("care.bowel");
  detail.Item("care.pressure-sores");
}

}  // namespace

std::optional<CardDraft> CareCard(const Consultation& consultation) {
  if (!consultation.HasEstablishedMetastases()) return std::nullopt;
  CareList care(consultation);
  care.AddParaplegiaCare();  // what is due today stands first
  care.AddList("pain-score");
  care.AddOutcome("pain-team");
  care.AddOutcome("immobilisation");
  care.AddOutcome("rehabilitation");
  care.AddOutcome("bone-agents");
  care.AddOutcome("radionuclides");
  care.AddOutcome("follow-up-imaging");
  care.AddOutcome("distress-screening");
  care.AddOutcome("surprise-question");
  care.AddList("patient-leaflet");
  care.AddList("care-coordination");
  if (!care.is_due()) return std::nullopt;
  CardDraft card;
  card.topic = "care";
  // Retention, thrombosis and pressure sores harm within the day: they do not wait behind the rest.
  const bool acute = care.Holds("care.pain-control");
  card.indicator = acute ? Indicator::kWarning : Indicator::kInfo;
  card.keeps_place = acute;
  card.summary = consultation.words().Say(acute ? "care.summary.acute" : "care.summary");
  card.decisions = care.decisions();
  card.facts = PositiveFirst(
      consultation, {"pain-nrs", "pain-present", "paraplegia-completeness", "paraplegia-phase",
                     "lastmeter-done", "surprise-question-answer", "rehabilitation-indication",
                     "situation-changed", "spinal-metastases-established"});
  Detail detail(consultation);
  detail.Say("care.intro");
  bool unasked = acute;
  for (const std::string& key : care.keys()) {
    if (unasked && !IsAcute(key)) {
      SayUnasked(care, detail);
      unasked = false;
    }
    detail.Item(key);
  }
  detail.Facts(card.facts).NotSupplied();
  detail.Basis("basis.care-2015", {});
  card.detail = std::move(detail).Take();
  card.suggestions = care.TakeSuggestions();
  card.choose_one = false;
  return card;
}

}  // namespace wervelwijzer::cards
