#include <algorithm>
#include <array>

#include "cards/escape.h"
#include "cards/moment.h"
#include "cards/order_match.h"
#include "cards/suggestions.h"
#include "cards/value_words.h"
#include "guideline/bindings/patient.h"

namespace wervelwijzer::cards {

using guideline::Decision;

namespace {

constexpr std::string_view kAtc = "http://www.whocc.no/atc";

std::string LowerCase(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return lower;
}

// `geen allergie voor dexamethason`; `geen dexamethason` alone is a warning, no denial.
bool DeniesAllergy(std::string_view lower) {
  static constexpr std::array<std::string_view, 9> kDenials = {
      "geen allerg",     "geen bekende allerg", "geen overgevoelig", "niet allergisch", "no allerg",
      "no known allerg", "not allergic",        "no known drug",     "no hypersens"};
  return std::ranges::any_of(
      kDenials, [lower](std::string_view denial) { return lower.find(denial) != lower.npos; });
}

// By code or by word: here a false alarm only costs a click.
bool NamesCorticosteroid(JsonValue concept_value) {
  static constexpr std::array<std::string_view, 5> kWordsOfSteroids = {
      "dexamet", "cortico", "prednis", "glucocort", "steroid"};
  const auto names = [&](std::string_view text) {
    const std::string lower = LowerCase(text);
    return !DeniesAllergy(lower) &&
           std::ranges::any_of(kWordsOfSteroids, [&](std::string_view word) {
             return lower.find(word) != lower.npos;
           });
  };
  if (names(concept_value.Get("text").string_or(""))) return true;
  for (const JsonValue coding : concept_value.Get("coding").elements()) {
    const std::string_view code = coding.Get("code").string_or("");
    const bool is_atc = coding.Get("system").string_or("") == kAtc;
    if (is_atc && code.starts_with("H02A")) return true;
    if (code == "372584003" || names(coding.Get("display").string_or(""))) return true;
  }
  return false;
}

bool IsRuledOut(JsonValue allergy) {
  const auto rules_out = [](std::string_view code) {
    return code == "refuted" || code == "entered-in-error";
  };
  // A CodeableConcept since R4, a code in STU3.
  const JsonValue status = allergy.Get("verificationStatus");
  if (rules_out(status.string_or(""))) return true;
  for (const JsonValue coding : status.Get("coding").elements()) {
    if (rules_out(coding.Get("code").string_or(""))) return true;
  }
  return false;
}

Action Create(std::string description, std::string resource) {
  return {Action::Type::kCreate, std::move(description), std::move(resource), {}};
}

MedicationOrder NewMedication(const Consultation& consultation, const OrderBasis& basis) {
  const Words& words = consultation.words();
  MedicationOrder order;
  order.priority = "stat";
  order.reason = words.Say("order.dexamethasone.reason");
  order.reason_references = EvidenceReferences(consultation, basis.facts);
  if (const Decision* decision = consultation.Find(basis.decision)) {
    order.notes.push_back(words.Say(
        "note.rule", {{"rules", JoinCells(decision->rules)}, {"model", decision->model}}));
  }
  return order;
}

MedicationOrder Dexamethasone(const Consultation& consultation, const OrderBasis& basis) {
  MedicationOrder order = NewMedication(consultation, basis);
  order.medication = {{{std::string(kAtc), "H02AB02", "dexamethasone"},
                       {"http://snomed.info/sct", "372584003", "Dexamethasone (substance)"}},
                      consultation.words().Say("order.dexamethasone.text")};
  const ClientAbilities& client = consultation.situation().client;
  if (client.medication_codes == MedicationCodes::kWithRxNorm) {
    order.medication.codings.push_back(
        {"http://www.nlm.nih.gov/research/umls/rxnorm", "3264", "dexamethasone"});
  }
  return order;
}

// The day after the bolus, in the region's time zone.
std::string Tomorrow(const Situation& situation) {
  const CivilTime today = situation.zone.ToCivil(situation.now);
  return IsoDate(DateOfDayNumber(DayNumber(today.year, today.month, today.day) + 1));
}

// The guideline names no agent and no dose: the order leaves both to the hospital.
Action CreateProtection(const Consultation& consultation, const OrderBasis& basis) {
  const Words& words = consultation.words();
  MedicationOrder protection = NewMedication(consultation, basis);
  protection.priority = "routine";
  protection.medication = {{{std::string(kAtc), "A02BC", "Proton pump inhibitors"}},
                           words.Say("order.ppi.text")};
  protection.reason = words.Say("order.ppi.reason");
  protection.steps.push_back({words.Say("order.ppi.dosage"),
                              0,
                              DosageStep::Route::kOral,
                              DosageStep::Frequency::kDailyInTheMorning,
                              {}});
  return Create(words.Say("order.ppi.label"), consultation.writer()->Write(protection));
}

bool NeedsStomachProtection(const Consultation& consultation) {
  if (HasProtonPumpInhibitor(consultation)) return false;
  const Decision* regimen = consultation.Find("steroid-regimen");
  if (regimen == nullptr || regimen->outcome().empty()) return false;
  const guideline::OutputValue* ppi = regimen->result.Find("ppi");
  if (ppi == nullptr || ppi->kind != guideline::OutputValue::Kind::kBoolean || !ppi->boolean) {
    return false;
  }
  return std::ranges::none_of(regimen->open_details,
                              [](const auto& open) { return open.first == "ppi"; });
}

bool IsAboutSomebodyElse(const Consultation& consultation, const fhir::Resource& resource) {
  const fhir::Record& record = *consultation.situation().resources;
  const fhir::Resource* const patient =
      record.FindPatient(consultation.situation().record->patient_reference);
  return patient != nullptr && !guideline::IsAbout(resource, *patient, record);
}

}  // namespace

bool HasCorticosteroidAllergy(const Consultation& consultation) {
  const fhir::Record* record = consultation.situation().resources;
  if (record == nullptr) return false;
  for (const fhir::Resource& resource : record->resources()) {
    if (resource.type != "AllergyIntolerance" || IsRuledOut(resource.json)) continue;
    if (IsAboutSomebodyElse(consultation, resource)) continue;
    if (NamesCorticosteroid(resource.Get("code"))) return true;
    for (const JsonValue reaction : resource.Get("reaction").elements()) {
      if (NamesCorticosteroid(reaction.Get("substance"))) return true;
    }
  }
  return false;
}

bool HoldsAllergies(const Consultation& consultation) {
  const fhir::Record* record = consultation.situation().resources;
  if (record == nullptr) return false;
  return std::ranges::any_of(record->resources(), [&](const auto& resource) {
    return resource.type == "AllergyIntolerance" && !IsAboutSomebodyElse(consultation, resource);
  });
}

std::optional<Suggestion> SuggestDexamethasone(const Consultation& consultation,
                                               const OrderBasis& basis, int daily_milligrams) {
  if (consultation.writer() == nullptr) return std::nullopt;
  const Words& words = consultation.words();
  const std::string daily = std::to_string(daily_milligrams);
  MedicationOrder bolus = Dexamethasone(consultation, basis);
  bolus.steps.push_back({words.Say("order.dexamethasone.bolus"),
                         10,
                         DosageStep::Route::kIntravenous,
                         DosageStep::Frequency::kOnce,
                         {}});
  MedicationOrder oral = Dexamethasone(consultation, basis);
  oral.steps.push_back({words.Say("order.dexamethasone.daily", {{"milligrams", daily}}),
                        static_cast<double>(daily_milligrams), DosageStep::Route::kOral,
                        DosageStep::Frequency::kDailyInTheMorning,
                        Tomorrow(consultation.situation())});
  oral.steps.push_back({words.Say("order.dexamethasone.taper-step"),
                        0,
                        DosageStep::Route::kOral,
                        DosageStep::Frequency::kTaper,
                        {}});
  oral.notes.push_back(words.Say("order.dexamethasone.taper"));
  Suggestion suggestion;
  suggestion.act = "order.dexamethasone";
  suggestion.label = words.Say("order.dexamethasone.label", {{"milligrams", daily}});
  suggestion.actions.push_back(
      Create(words.Say("order.dexamethasone.bolus"), consultation.writer()->Write(bolus)));
  suggestion.actions.push_back(
      Create(words.Say("order.dexamethasone.daily", {{"milligrams", daily}}),
             consultation.writer()->Write(oral)));
  if (NeedsStomachProtection(consultation)) {
    suggestion.actions.push_back(CreateProtection(consultation, basis));
  }
  return suggestion;
}

std::optional<Suggestion> SuggestStomachProtection(const Consultation& consultation,
                                                   const OrderBasis& basis) {
  if (consultation.writer() == nullptr) return std::nullopt;
  Suggestion suggestion;
  suggestion.act = "order.ppi";
  suggestion.label = consultation.words().Say("order.ppi.label");
  suggestion.is_recommended = true;
  suggestion.actions.push_back(CreateProtection(consultation, basis));
  return suggestion;
}

}  // namespace wervelwijzer::cards
