#include "fhir/coding.h"

namespace wervelwijzer::fhir {

void CollectCodings(JsonValue value, std::vector<Coding>& out) {
  if (value.is_array()) {
    for (JsonValue element : value.elements()) CollectCodings(element, out);
    return;
  }
  if (!value.is_object()) return;
  if (JsonValue concept_value = value.Get("concept"); concept_value.is_object()) {
    CollectCodings(concept_value, out);
    return;
  }
  if (JsonValue codings = value.Get("coding"); codings.exists()) {
    CollectCodings(codings, out);
    return;
  }
  const std::string_view code = value.Get("code").string_or({});
  if (code.empty()) return;
  out.push_back({value.Get("system").string_or({}), code, value.Get("display").string_or({})});
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
