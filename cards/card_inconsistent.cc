#include <algorithm>

#include "cards/card_functions.h"
#include "cards/imaging_advice.h"

namespace wervelwijzer::cards {

using guideline::Decision;
using guideline::DecisionStatus;

namespace {

// The inputs that each rule compares (decision-tables, section 11), for the table of facts.
InputList InputsOfRule(std::string_view rule) {
  if (rule == "C01") {
    return {"symptomatic",
            "pain-present",
            "pain-nrs",
            "pain-severity",
            "radicular-pain",
            "neurological-deficit",
            "radicular-deficit",
            "clinical-cord-cauda-compression",
            "paraplegia-completeness",
            "cord-compression-status"};
  }
  if (rule == "C02") return {"pain-present", "pain-nrs", "pain-severity"};
  if (rule == "C03") return {"paraplegia-completeness", "walks-independently"};
  if (rule == "C04") return {"asia-grade", "paraplegia-completeness"};
  if (rule == "C05") {
    return {"neurological-deficit",
            "radicular-deficit",
            "clinical-cord-cauda-compression",
            "paraplegia-completeness",
            "new-neurological-deficit",
            "progressive-cord-deficit",
            "progressive-neurological-deficit"};
  }
  if (rule == "C06") return {"kps", "ecog"};
  if (rule == "C07") {
    return {"sins-total",     "sins-location", "sins-pain",          "sins-bone-lesion",
            "sins-alignment", "sins-collapse", "sins-posterolateral"};
  }
  if (rule == "C08") return {"bilsky-grade", "radiological-mescc"};
  if (rule == "C09") return {"very-short-life-expectancy", "life-expectancy-months"};
  if (rule == "C10") return {"oligometastases", "metastases-count", "metastatic-organs-count"};
  if (rule == "C11") return {"primary-tumour-known", "primary-tumour-type"};
  if (rule == "C12") {
    return {"cord-compression-status", "radiological-mescc", "clinical-cord-cauda-compression"};
  }
  return {"paraplegia-completeness", "clinical-cord-cauda-compression"};  // C13
}

// A contradiction matters when a decision behind a card cannot be given because of it.
std::vector<std::string_view> Touched(const Consultation& consultation) {
  std::vector<std::string_view> touched;
  for (const Decision& decision : consultation.situation().decisions->all()) {
    if (decision.status == DecisionStatus::kInconsistent && decision.id != "consistency-check") {
      touched.push_back(decision.id);
    }
  }
  return touched;
}

}  // namespace

std::optional<CardDraft> InconsistentCard(const Consultation& consultation) {
  const bool relevant = consultation.situation().service == Service::kBrain
                            ? consultation.IsBrainRelevant()
                            : consultation.IsSpineRelevant();
  if (!relevant) return std::nullopt;
  const Decision* check = consultation.Find("consistency-check");
  if (check == nullptr || check->rules.empty() || check->outcome() == "consistent") {
    return std::nullopt;
  }
  std::vector<std::string_view> touched = Touched(consultation);
  if (touched.empty()) return std::nullopt;
  CardDraft card;
  card.topic = "inconsistent";
  card.indicator = Indicator::kWarning;
  const bool urgent =
      consultation.HasSign() && consultation.situation().service == Service::kSpinal;
  card.summary =
      consultation.words().Say(urgent ? "inconsistent.summary.sign" : "inconsistent.summary");
  card.decisions = {"consistency-check"};
  card.decisions.insert(card.decisions.end(), touched.begin(), touched.end());
  Detail detail(consultation);
  detail.Say("inconsistent.why");
  for (const std::string_view rule : check->rules) {
    detail.Item("consistency." + std::string(rule));
    for (const std::string_view input : InputsOfRule(rule)) {
      if (std::ranges::find(card.facts, input) == card.facts.end()) {
        card.facts.push_back(input);
      }
    }
  }
  if (urgent) detail.Say("inconsistent.treat-as-urgent").Say("call.neurologist");
  detail.Facts(card.facts).Say("inconsistent.what-to-do").NotSupplied();
  detail.Basis("basis.consistency", {"consistency-check"});
  card.detail = std::move(detail).Take();
  return card;
}

}  // namespace wervelwijzer::cards
