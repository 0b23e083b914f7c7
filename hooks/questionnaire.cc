#include "hooks/questionnaire.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>
#include <vector>

namespace wervelwijzer::hooks {
namespace {

using guideline::InputDefinition;
using guideline::InputType;
using guideline::IntakeCondition;
using guideline::IntakeForm;
using guideline::IntakeGroup;
using guideline::IntakeQuestion;

constexpr std::string_view kExtensions = "http://hl7.org/fhir/StructureDefinition/";
constexpr std::string_view kUcum = "http://unitsofmeasure.org";
constexpr std::string_view kNotice =
    "Geen gecertificeerd medisch hulpmiddel; klinisch gebruik vraagt lokale validatie. Wat niet is "
    "beantwoord, is onbekend en nooit nee.";
constexpr std::string_view kNoticeEnglish =
    "Not a certified medical device; clinical use needs local validation. What is not answered is "
    "unknown and never no.";

struct Unit {
  std::string_view code, nl;
};
// In which units an input in the first unit may be answered as well; the first is the default.
constexpr Unit kHours[] = {{"h", "uur"}, {"d", "dagen"}, {"wk", "weken"}};
constexpr Unit kDays[] = {{"d", "dagen"}, {"h", "uur"}, {"wk", "weken"}, {"mo", "maanden"}};
constexpr Unit kMonths[] = {{"mo", "maanden"}, {"wk", "weken"}, {"a", "jaar"}};
constexpr Unit kYears[] = {{"a", "jaar"}};
constexpr Unit kLengths[] = {{"mm", "mm"}, {"cm", "cm"}};
constexpr Unit kFractions[] = {{"%", "%"}, {"1", "deel van 1"}};
constexpr std::span<const Unit> kUnits[] = {kHours, kDays, kMonths, kYears, kLengths};

std::span<const Unit> UnitsOf(const InputDefinition& input) {
  if (input.ucum == "1") return kFractions;
  for (const std::span<const Unit> units : kUnits) {
    if (units.front().code == input.ucum) return units;
  }
  return {};
}

// http://hl7.org/fhir/R4/datatypes.html#id
bool IsFhirId(std::string_view text) {
  constexpr std::size_t kLongest = 64;
  return text.size() <= kLongest && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-' || c == '.';
         });
}

std::string Url(std::string_view path) { return std::string(kDefinitionBase).append(path); }

std::string_view ItemType(const InputDefinition& input) {
  switch (input.type) {
    case InputType::kBoolean:
      return "boolean";
    case InputType::kEnumeration:
    case InputType::kSet:
      return "choice";
    case InputType::kDate:
      return "dateTime";  // the time of day counts where hours do
    case InputType::kDuration:
      return "quantity";
    case InputType::kNumber:
      if (!input.allowed_values.empty()) return "integer";
      if (!UnitsOf(input).empty()) return "quantity";
      return input.whole ? "integer" : "decimal";
  }
  return "string";
}

class ItemWriter {
 public:
  ItemWriter(JsonWriter& writer, const IntakeForm& form, const guideline::InputCatalogue& catalogue)
      : writer_(writer), form_(form), catalogue_(catalogue) {}

  void WriteGroup(const IntakeGroup& group) {
    writer_.BeginObject().Member("linkId", "group-" + group.id).Member("text", group.title_nl);
    WriteEnglish(writer_, "text", group.title_en);
    writer_.Member("type", "group").Key("item").BeginArray();
    for (const IntakeQuestion& question : group.questions) {
      WriteQuestion(question.input, question.when);
    }
    writer_.EndArray().EndObject();
  }

  void WriteQuestion(guideline::CatalogueIndex index, const std::vector<IntakeCondition>& when) {
    const InputDefinition& input = catalogue_.definitions()[index];
    writer_.BeginObject().Member("linkId", input.id);
    WriteExtensions(input);
    writer_.Key("code").BeginArray().BeginObject();
    writer_.Member("system", Url("CodeSystem/guideline-input")).Member("code", input.id);
    writer_.EndObject().EndArray();
    writer_.Member("text", input.name_nl.empty() ? input.id : input.name_nl);
    WriteEnglish(writer_, "text", input.name_en);
    writer_.Member("type", ItemType(input));
    WriteConditions(when);
    if (input.type == InputType::kSet) writer_.Key("repeats").Boolean(true);
    WriteOptions(input);
    WriteHelp(input);
    writer_.EndObject();
  }

 private:
  void WriteExtensions(const InputDefinition& input) {
    const std::string_view type = ItemType(input);
    const std::span<const Unit> units = UnitsOf(input);
    const bool has_units = type == "quantity" && !units.empty();
    const bool has_bounds =
        (type == "integer" || type == "decimal") && input.allowed_values.empty();
    if (!has_units && !has_bounds) return;
    writer_.Key("extension").BeginArray();
    for (const Unit& unit : has_units ? units : std::span<const Unit>()) {
      BeginExtension("questionnaire-unitOption");
      writer_.Key("valueCoding").BeginObject().Member("system", kUcum).Member("code", unit.code);
      writer_.Member("display", unit.nl).EndObject().EndObject();
    }
    if (has_bounds) {
      WriteBound("minValue", type, input.minimum);
      WriteBound("maxValue", type, input.maximum);
    }
    writer_.EndArray();
  }

  void WriteBound(std::string_view name, std::string_view type, double bound) {
    if (!std::isfinite(bound)) return;
    BeginExtension(name);
    writer_.Key(type == "integer" ? "valueInteger" : "valueDecimal").Number(bound).EndObject();
  }

  // Leaves the object of the extension open.
  void BeginExtension(std::string_view name) {
    writer_.BeginObject().Member("url", std::string(kExtensions).append(name));
  }

  void WriteConditions(const std::vector<IntakeCondition>& when) {
    if (when.empty()) return;
    writer_.Key("enableWhen").BeginArray();
    for (const IntakeCondition& condition : when) {
      const InputDefinition& asked = catalogue_.definitions()[condition.input];
      writer_.BeginObject().Member("question", asked.id).Member("operator", "=");
      if (asked.type == InputType::kBoolean) {
        writer_.Key("answerBoolean").Boolean(condition.value == "true");
      } else {
        writer_.Key("answerCoding").BeginObject();
        writer_.Member("system", Url("CodeSystem/" + asked.id)).Member("code", condition.value);
        writer_.EndObject();
      }
      writer_.EndObject();
    }
    writer_.EndArray().Member("enableBehavior", "any");
  }

  void WriteOptions(const InputDefinition& input) {
    const bool numbers = ItemType(input) == "integer" && !input.allowed_values.empty();
    if (!HasCodes(input) && !numbers) return;
    writer_.Key("answerOption").BeginArray();
    for (const std::string& value : input.allowed_values) {
      writer_.BeginObject();
      if (numbers) {
        int number = 0;
        std::from_chars(value.data(), value.data() + value.size(), number);
        writer_.Key("valueInteger").Number(number);
      } else {
        WriteCoding(input, value);
      }
      writer_.EndObject();
    }
    writer_.EndArray();
  }

  void WriteCoding(const InputDefinition& input, const std::string& code) {
    writer_.Key("valueCoding").BeginObject();
    writer_.Member("system", Url("CodeSystem/" + input.id)).Member("code", code);
    if (const guideline::Wording* name = form_.FindValueName(input.id, code)) {
      writer_.Member("display", name->nl);
      WriteEnglish(writer_, "display", name->en);
    }
    writer_.EndObject();
  }

  // The definition of the input: http://hl7.org/fhir/questionnaire-item-control, `help`.
  void WriteHelp(const InputDefinition& input) {
    if (input.definition_nl.empty()) return;
    writer_.Key("item").BeginArray().BeginObject().Member("linkId", input.id + ".definition");
    writer_.Key("extension").BeginArray();
    BeginExtension("questionnaire-itemControl");
    writer_.Key("valueCodeableConcept").BeginObject().Key("coding").BeginArray().BeginObject();
    writer_.Member("system", "http://hl7.org/fhir/questionnaire-item-control");
    writer_.Member("code", "help").EndObject().EndArray().EndObject().EndObject().EndArray();
    writer_.Member("text", input.definition_nl);
    WriteEnglish(writer_, "text", input.definition_en);
    writer_.Member("type", "display").EndObject().EndArray();
  }

  JsonWriter& writer_;
  const IntakeForm& form_;
  const guideline::InputCatalogue& catalogue_;
};

void WriteQuestionnaireHead(JsonWriter& writer, const FormTitle& title) {
  WriteDefinitionHead(writer, "Questionnaire", title.name, title.nl);
  WriteEnglish(writer, "title", title.en);
  writer.Member("description", kNotice);
  WriteEnglish(writer, "description", kNoticeEnglish);
  writer.Key("subjectType").BeginArray().String("Patient").EndArray();
}

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

bool HasCodes(const InputDefinition& input) {
  return input.type == InputType::kEnumeration || input.type == InputType::kSet;
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
      const bool wanted = std::find(inputs.begin(), inputs.end(), question.input) != inputs.end();
      if (wanted) items.WriteQuestion(question.input, {});
    }
  }
  writer.EndArray().EndObject();
  return std::move(writer).Take();
}

}  // namespace wervelwijzer::hooks
