#include "tests/samples/outcome.h"

#include <algorithm>

#include "fhir/view.h"
#include "guideline/bindings/finding.h"
#include "guideline/bindings/intake.h"
#include "guideline/bindings/patient.h"

namespace wervelwijzer::samples {
namespace {

using guideline::FactState;
using guideline::SourceKind;

constexpr std::string_view kOwnCodes = "https://wervelwijzer.nl/fhir/CodeSystem/";

// A coded answer; the code of a Quantity is its unit.
void CollectAnswer(JsonValue part, std::vector<fhir::Coding>& codings) {
  const JsonValue value = fhir::Choice(part, "value");
  if (!value.Get("value").exists()) fhir::CollectCodings(value, codings);
}

// Codes of the resource, of the answers of an Observation and of its components.
std::vector<fhir::Coding> AllCodings(const fhir::Resource& resource, const fhir::Record& record) {
  std::vector<fhir::Coding> codings = fhir::SubjectMatter(resource, record);
  if (resource.type != "Observation") return codings;
  CollectAnswer(resource.json, codings);
  for (const JsonValue component : resource.json.Get("component").elements()) {
    fhir::CollectCodings(component.Get("code"), codings);
    CollectAnswer(component, codings);
  }
  return codings;
}

bool IsKnown(const fhir::Coding& coding, const terminology::Terminology& terminology) {
  std::vector<terminology::ConceptId> ids;
  terminology.Lookup(coding, ids);
  return !ids.empty() || coding.system.starts_with(kOwnCodes);
}

}  // namespace

Judgement Judge(const fhir::Resource& resource, const fhir::Record& record,
                const terminology::Terminology& terminology,
                const guideline::BindOptions& options) {
  if (resource.type == "Patient" || resource.type == "Encounter") return {Outcome::kSpeaks, {}};
  if (resource.type == "QuestionnaireResponse") {
    return {guideline::IsIntake(resource) ? Outcome::kSpeaks : Outcome::kForm, {}};
  }
  const SourceKind source = guideline::SourceOf(resource.type);
  if (source == SourceKind::kNone) return {Outcome::kType, {}};
  const fhir::Resource* patient = record.FindPatient({});
  if (patient != nullptr && !guideline::IsAbout(resource, *patient, record)) {
    return {Outcome::kOther, {}};
  }
  Judgement judgement{Outcome::kNoCode, AllCodings(resource, record)};
  if (judgement.codings.empty()) return judgement;
  const auto any = [&](auto&& holds) {
    return std::any_of(judgement.codings.begin(), judgement.codings.end(), holds);
  };
  const bool known = any([&](const fhir::Coding& coding) { return IsKnown(coding, terminology); });
  const bool covered = any(
      [&](const fhir::Coding& coding) { return !terminology.SystemName(coding.system).empty(); });
  if (known) {
    const bool excluded = guideline::StateOf(resource, source, options) == FactState::kExcluded;
    judgement.outcome = excluded ? Outcome::kState : Outcome::kSpeaks;
  } else {
    judgement.outcome = covered ? Outcome::kNoConcern : Outcome::kNotCovered;
  }
  return judgement;
}

}  // namespace wervelwijzer::samples
