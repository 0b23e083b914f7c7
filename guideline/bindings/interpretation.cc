#include "guideline/bindings/interpretation.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "fhir/coding.h"

namespace wervelwijzer::guideline {
namespace {

constexpr std::pair<std::string_view, Interpretation> kNames[] = {
    {"affirms", Interpretation::kAffirms},
    {"denies", Interpretation::kDenies},
    {"doubts", Interpretation::kDoubts},
    {"other", Interpretation::kOther},
};

constexpr std::string_view kSystem = "hl7-interpretation";

// A code of HL7 by the table, any other coding by the concepts `answer-present` and
// `answer-absent`. A code without a system is taken for one of HL7: no other system is usual here.
Interpretation MeaningOf(const fhir::Coding& coding, const BindingTables& tables,
                         const terminology::Terminology& terminology) {
  if (coding.system.empty() || terminology.SystemName(coding.system) == kSystem) {
    for (const auto& [code, says] : tables.interpretations) {
      if (code == coding.code) return says;
    }
    return Interpretation::kOther;
  }
  std::vector<ConceptId> answer;
  terminology.Lookup(coding, answer);
  const auto has = [&](std::optional<ConceptId> wanted) {
    return wanted && std::ranges::find(answer, *wanted) != answer.end();
  };
  if (has(tables.denied)) return Interpretation::kDenies;
  return has(tables.affirmed) ? Interpretation::kAffirms : Interpretation::kOther;
}

}  // namespace

std::optional<Interpretation> InterpretationOfName(std::string_view name) {
  for (const auto& [known, says] : kNames) {
    if (known == name) return says;
  }
  return std::nullopt;
}

std::optional<Interpretation> InterpretationOf(JsonValue part, const BindingTables& tables,
                                               const terminology::Terminology& terminology) {
  const JsonValue interpretation = part.Get("interpretation");
  if (!interpretation.exists() || interpretation.is_null()) return std::nullopt;
  std::vector<Interpretation> said;
  for (const fhir::Coding& coding : fhir::Codings(interpretation)) {
    said.push_back(MeaningOf(coding, tables, terminology));
  }
  const auto has = [&](Interpretation wanted) {
    return std::ranges::find(said, wanted) != said.end();
  };
  const bool affirmed = has(Interpretation::kAffirms), denied = has(Interpretation::kDenies);
  if (has(Interpretation::kDoubts) || (affirmed && denied)) return Interpretation::kDoubts;
  if (denied) return Interpretation::kDenies;
  return affirmed ? Interpretation::kAffirms : Interpretation::kOther;
}

}  // namespace wervelwijzer::guideline
