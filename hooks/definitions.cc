#include "hooks/definitions.h"

#include "base/json.h"

namespace wervelwijzer::hooks {
namespace {

using guideline::InputDefinition;
using guideline::InputType;

constexpr std::string_view kBase = "https://wervelwijzer.nl/fhir/";
constexpr std::string_view kTranslation = "http://hl7.org/fhir/StructureDefinition/translation";
constexpr std::string_view kUnitOption =
    "http://hl7.org/fhir/StructureDefinition/questionnaire-unitOption";
constexpr std::string_view kUcum = "http://unitsofmeasure.org";

std::string Url(std::string_view path) { return std::string(kBase).append(path); }

void WriteHead(JsonWriter& writer, std::string_view type, std::string_view id,
               std::string_view title) {
  const std::string path = std::string(type) + "/" + std::string(id);
  writer.Member("resourceType", type).Member("id", id).Member("language", "nl");
  writer.Member("url", Url(path)).Member("title", title).Member("status", "active");
  writer.Key("experimental").Boolean(true);
  writer.Member("publisher", "Wervelwijzer");
}

// `_name` beside a text: the same in English.
void WriteEnglish(JsonWriter& writer, std::string_view member, std::string_view text) {
  if (text.empty()) return;
  writer.Key("_" + std::string(member)).BeginObject().Key("extension").BeginArray().BeginObject();
  writer.Member("url", kTranslation).Key("extension").BeginArray();
  writer.BeginObject().Member("url", "lang").Member("valueCode", "en").EndObject();
  writer.BeginObject().Member("url", "content").Member("valueString", text).EndObject();
  writer.EndArray().EndObject().EndArray().EndObject();
}

bool HasCodes(const InputDefinition& input) {
  return input.type == InputType::kEnumeration || input.type == InputType::kSet;
}

std::string_view ItemType(const InputDefinition& input) {
  switch (input.type) {
    case InputType::kBoolean:
      return "boolean";
    case InputType::kEnumeration:
    case InputType::kSet:
      return "choice";
    case InputType::kDate:
      return "date";
    case InputType::kDuration:
      return "quantity";
    case InputType::kNumber:
      return input.whole ? "integer" : input.ucum.empty() ? "decimal" : "quantity";
  }
  return "string";
}

void WriteItem(JsonWriter& writer, const InputDefinition& input) {
  const std::string_view type = ItemType(input);
  writer.BeginObject().Member("linkId", input.id);
  if (type == "quantity" && !input.ucum.empty()) {
    writer.Key("extension").BeginArray().BeginObject().Member("url", kUnitOption);
    writer.Key("valueCoding").BeginObject().Member("system", kUcum).Member("code", input.ucum);
    writer.MemberIfAny("display", input.unit).EndObject().EndObject().EndArray();
  }
  writer.Key("code").BeginArray().BeginObject();
  writer.Member("system", Url("CodeSystem/guideline-input")).Member("code", input.id);
  writer.EndObject().EndArray();
  writer.Member("text", input.name_nl.empty() ? input.id : input.name_nl);
  WriteEnglish(writer, "text", input.name_en);
  writer.Member("type", type);
  if (input.type == InputType::kSet) writer.Key("repeats").Boolean(true);
  if (HasCodes(input) && !input.allowed_values.empty()) {
    writer.Key("answerOption").BeginArray();
    for (const std::string& code : input.allowed_values) {
      writer.BeginObject().Key("valueCoding").BeginObject();
      writer.Member("system", Url("CodeSystem/" + input.id)).Member("code", code);
      writer.EndObject().EndObject();
    }
    writer.EndArray();
  }
  writer.EndObject();
}

std::string IntakeQuestionnaire(const guideline::InputCatalogue& catalogue) {
  JsonWriter writer;
  writer.BeginObject();
  WriteHead(writer, "Questionnaire", "intake", "Gegevens voor de richtlijn");
  WriteEnglish(writer, "title", "Data for the guideline");
  writer.Key("subjectType").BeginArray().String("Patient").EndArray();
  writer.Key("item").BeginArray();
  for (const InputDefinition& input : catalogue.definitions()) WriteItem(writer, input);
  writer.EndArray().EndObject();
  return std::move(writer).Take();
}

// All ids of inputs, as codes for an Observation.
std::string InputCodes(const guideline::InputCatalogue& catalogue) {
  JsonWriter writer;
  writer.BeginObject();
  WriteHead(writer, "CodeSystem", "guideline-input", "Gegevens van de richtlijn");
  writer.Member("content", "complete").Key("concept").BeginArray();
  for (const InputDefinition& input : catalogue.definitions()) {
    writer.BeginObject().Member("code", input.id).MemberIfAny("display", input.name_nl);
    writer.MemberIfAny("definition", input.definition_nl);
    if (!input.name_en.empty()) {
      writer.Key("designation").BeginArray().BeginObject().Member("language", "en");
      writer.Member("value", input.name_en).EndObject().EndArray();
    }
    writer.EndObject();
  }
  writer.EndArray().EndObject();
  return std::move(writer).Take();
}

std::string ValueCodes(const InputDefinition& input) {
  JsonWriter writer;
  writer.BeginObject();
  WriteHead(writer, "CodeSystem", input.id, input.name_nl.empty() ? input.id : input.name_nl);
  WriteEnglish(writer, "title", input.name_en);
  writer.MemberIfAny("description", input.definition_nl);
  WriteEnglish(writer, "description", input.definition_en);
  writer.Member("content", "complete").Key("concept").BeginArray();
  for (const std::string& code : input.allowed_values) {
    writer.BeginObject().Member("code", code).EndObject();
  }
  writer.EndArray().EndObject();
  return std::move(writer).Take();
}

}  // namespace

void DefinitionTable::Add(std::string path, std::string json) {
  by_path_[std::move(path)] = std::make_shared<const std::string>(std::move(json));
}

SharedBytes DefinitionTable::Find(std::string_view path) const {
  const auto found = by_path_.find(path);
  return found == by_path_.end() ? nullptr : found->second;
}

std::shared_ptr<const Definitions> DefinitionsOf(const guideline::InputCatalogue& catalogue) {
  auto table = std::make_shared<DefinitionTable>();
  table->Add("Questionnaire/intake", IntakeQuestionnaire(catalogue));
  table->Add("CodeSystem/guideline-input", InputCodes(catalogue));
  for (const InputDefinition& input : catalogue.definitions()) {
    if (HasCodes(input)) table->Add("CodeSystem/" + input.id, ValueCodes(input));
  }
  return table;
}

}  // namespace wervelwijzer::hooks
