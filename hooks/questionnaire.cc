#include "hooks/questionnaire.h"

#include <algorithm>
#include <utility>

#include "hooks/questionnaire_items.h"

namespace wervelwijzer::hooks {
namespace {

using guideline::IntakeForm;
using guideline::IntakeGroup;
using guideline::IntakeQuestion;

constexpr std::string_view kExtensions = "http://hl7.org/fhir/StructureDefinition/";
constexpr std::string_view kNotice =
    "Geen gecertificeerd medisch hulpmiddel; klinisch gebruik vraagt lokale validatie. Wat niet is "
    "beantwoord, is onbekend en nooit nee.";
constexpr std::string_view kNoticeEnglish =
    "Not a certified medical device; clinical use needs local validation. What is not answered is "
    "unknown and never no.";

// http://hl7.org/fhir/R4/datatypes.html#id
bool IsFhirId(std::string_view text) {
  constexpr std::size_t kLongest = 64;
  return text.size() <= kLongest && std::ranges::all_of(text, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-' || c == '.';
         });
}

std::string Url(std::string_view path) { return std::string(kDefinitionBase).append(path); }

}  // namespace

void WriteDefinitionHead(JsonWriter& writer, std::string_view type, std::string_view id,
                         std::string_view title) {
  const std::string path = std::string(type) + "/" + std::string(id);
  writer.Member("resourceType", type);
  if (IsFhirId(id)) writer.Member("id", id);
  writer.Member("language", "nl");
  writer.Member("url", Url(path)).Member("title", title).Member("status", "active");
  writer.Key("experimental").Boolean(true);
  writer.Member("publisher", "Wervelwijzer");
}

void WriteEnglish(JsonWriter& writer, std::string_view member, std::string_view text) {
  if (text.empty()) return;
  writer.Key("_" + std::string(member)).BeginObject().Key("extension").BeginArray().BeginObject();
  writer.Member("url", std::string(kExtensions).append("translation"));
  writer.Key("extension").BeginArray();
  writer.BeginObject().Member("url", "lang").Member("valueCode", "en").EndObject();
  writer.BeginObject().Member("url", "content").Member("valueString", text).EndObject();
  writer.EndArray().EndObject().EndArray().EndObject();
}

bool HasCodes(const guideline::InputDefinition& input) {
  using guideline::InputType;
  return input.type == InputType::kEnumeration || input.type == InputType::kSet;
}

void WriteQuestionnaireHead(JsonWriter& writer, const FormTitle& title) {
  WriteDefinitionHead(writer, "Questionnaire", title.name, title.nl);
  WriteEnglish(writer, "title", title.en);
  writer.Member("description", kNotice);
  WriteEnglish(writer, "description", kNoticeEnglish);
  writer.Key("subjectType").BeginArray().String("Patient").EndArray();
}

std::string IntakeQuestionnaire(const IntakeForm& form,
                                const guideline::InputCatalogue& catalogue) {
  JsonWriter writer;
  writer.BeginObject();
  WriteQuestionnaireHead(writer,
                         {"intake", "Gegevens voor de richtlijn", "Data for the guideline"});
  writer.Key("item").BeginArray();
  ItemWriter items(writer, form, catalogue);
  for (const IntakeGroup& group : form.groups()) items.WriteGroup(group);
  writer.EndArray().EndObject();
  return std::move(writer).Take();
}

std::string PartQuestionnaire(const FormTitle& title,
                              std::span<const guideline::CatalogueIndex> inputs,
                              const IntakeForm& form, const guideline::InputCatalogue& catalogue) {
  JsonWriter writer;
  writer.BeginObject();
  WriteQuestionnaireHead(writer, title);
  writer.Key("derivedFrom").BeginArray().String(Url("Questionnaire/intake")).EndArray();
  writer.Key("item").BeginArray();
  ItemWriter items(writer, form, catalogue);
  for (const IntakeGroup& group : form.groups()) {
    for (const IntakeQuestion& question : group.questions) {
      const bool wanted = std::ranges::find(inputs, question.input) != inputs.end();
      if (wanted) items.WriteQuestion(question.input, {});
    }
  }
  writer.EndArray().EndObject();
  return std::move(writer).Take();
}

}  // namespace wervelwijzer::hooks
