#include "fhir/coding.h"

namespace wervelwijzer::fhir {

void CollectCodings(JsonValue value, std::vector<Coding>& out) {
  if (value.is_array()) {
    for (JsonValue element : value.elements()) CollectCodings(element, out);
    return;
  }
  // One look at the members, which are few, instead of one for each name.
  JsonValue codings;
  Coding coding;
  for (const auto [name, member] : value.members()) {
    if (name == "concept" && member.is_object()) return CollectCodings(member, out);
    if (name == "coding") codings = member;
    if (name == "system") coding.system = member.string_or({});
    if (name == "code") coding.code = member.string_or({});
    if (name == "display") coding.display = member.string_or({});
  }
  if (codings.exists()) return CollectCodings(codings, out);
  if (!coding.code.empty()) out.push_back(coding);
}

std::vector<Coding> Codings(JsonValue value) {
  std::vector<Coding> codings;
  CollectCodings(value, codings);
  return codings;
}

std::string_view DisplayText(JsonValue concept_value) {
  if (concept_value.is_array()) concept_value = concept_value.At(0);
  if (JsonValue inner = concept_value.Get("concept"); inner.is_object()) concept_value = inner;
  if (auto text = concept_value.Get("text").string(); text && !text->empty()) return *text;
  for (const Coding& coding : Codings(concept_value)) {
    if (!coding.display.empty()) return coding.display;
  }
  return {};
}

}  // namespace wervelwijzer::fhir
