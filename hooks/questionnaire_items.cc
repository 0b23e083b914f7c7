#include "hooks/questionnaire_items.h"

#include <charconv>
#include <cmath>
#include <span>

#include "hooks/questionnaire.h"

namespace wervelwijzer::hooks {

using guideline::InputDefinition;
using guideline::InputType;
using guideline::IntakeCondition;
using guideline::IntakeGroup;
using guideline::IntakeQuestion;

namespace {

constexpr std::string_view kExtensions = "http://hl7.org/fhir/StructureDefinition/";
constexpr std::string_view kSdc =
    "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-";
constexpr std::string_view kUcum = "http://unitsofmeasure.org";

struct Unit {
  std::string_view code, nl, en;
};
// In which units an input in the first unit may be answered as well; the first is the default.
constexpr Unit kHour{"h", "uur", "hours"}, kDay{"d", "dagen", "days"},
    kWeek{"wk", "weken", "weeks"}, kMonth{"mo", "maanden", "months"}, kYear{"a", "jaar", "years"};
constexpr Unit kHours[] = {kHour, kDay, kWeek};
constexpr Unit kDays[] = {kDay, kHour, kWeek, kMonth};
constexpr Unit kMonths[] = {kMonth, kWeek, kYear};
constexpr Unit kYears[] = {kYear};
constexpr Unit kLengths[] = {{"mm", "mm", "mm"}, {"cm", "cm", "cm"}};
constexpr Unit kWholeDays[] = {kDay, kWeek};  // units that give whole days
constexpr Unit kFractions[] = {{"%", "%", "%"}, {"1", "deel van 1", "fraction of 1"}};
constexpr std::span<const Unit> kUnits[] = {kHours, kDays, kMonths, kYears, kLengths};

std::span<const Unit> UnitsOf(const InputDefinition& input) {
  if (input.ucum == "1") return kFractions;
  if (input.ucum == "d" && input.whole) return kWholeDays;
  for (const std::span<const Unit> units : kUnits) {
    if (units.front().code == input.ucum) return units;
  }
  return {};
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

}  // namespace

void ItemWriter::WriteGroup(const IntakeGroup& group) {
  writer_.BeginObject().Member("linkId", "group-" + group.id).Member("text", group.title_nl);
  WriteEnglish(writer_, "text", group.title_en);
  writer_.Member("type", "group").Key("item").BeginArray();
  for (const IntakeQuestion& question : group.questions) {
    WriteQuestion(question.input, question.when);
  }
  writer_.EndArray().EndObject();
}

void ItemWriter::WriteQuestion(guideline::CatalogueIndex index,
                               const std::vector<IntakeCondition>& when) {
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

void ItemWriter::WriteText(std::string_view input, const std::string& code,
                           const std::optional<ItemCondition>& when) {
  writer_.BeginObject().Member("linkId", code);
  writer_.Key("code").BeginArray().BeginObject();
  writer_.Member("system", Url("CodeSystem/" + std::string(input))).Member("code", code);
  writer_.EndObject().EndArray();
  const guideline::Wording* name = form_.FindValueName(input, code);
  writer_.Member("text", name == nullptr ? code : name->nl);
  if (name != nullptr) WriteEnglish(writer_, "text", name->en);
  writer_.Member("type", "text");
  if (when) {
    writer_.Key("enableWhen").BeginArray();
    writer_.BeginObject().Member("question", when->question).Member("operator", "=");
    writer_.Key("answerBoolean").Boolean(when->answer).EndObject();
    writer_.BeginObject().Member("question", when->question).Member("operator", "exists");
    writer_.Key("answerBoolean").Boolean(false).EndObject();
    writer_.EndArray().Member("enableBehavior", "any");
  }
  writer_.EndObject();
}

void ItemWriter::WriteExtensions(const InputDefinition& input) {
  const std::string_view type = ItemType(input);
  const std::span<const Unit> units = UnitsOf(input);
  const bool has_units = type == "quantity" && !units.empty();
  const bool has_bounds = (type == "integer" || type == "decimal") && input.allowed_values.empty();
  const bool has_prefill = prefill_ == Prefill::kFromRecord;
  if (!has_units && !has_bounds && !has_prefill) return;
  writer_.Key("extension").BeginArray();
  if (has_prefill) {
    // http://hl7.org/fhir/uv/sdc/populate.html#observation-based-population
    constexpr double kMostMonths = 1;  // older findings are not of today
    writer_.BeginObject().Member("url", std::string(kSdc) + "observationLinkPeriod");
    writer_.Key("valueDuration").BeginObject().Key("value").Number(kMostMonths);
    writer_.Member("unit", "mo").Member("system", kUcum).Member("code", "mo");
    writer_.EndObject().EndObject();
  }
  for (const Unit& unit : has_units ? units : std::span<const Unit>()) {
    BeginExtension("questionnaire-unitOption");
    writer_.Key("valueCoding").BeginObject().Member("system", kUcum).Member("code", unit.code);
    writer_.Member("display", unit.nl);
    if (unit.en != unit.nl) WriteEnglish(writer_, "display", unit.en);
    writer_.EndObject().EndObject();
  }
  if (has_bounds) {
    WriteBound("minValue", type, input.minimum);
    WriteBound("maxValue", type, input.maximum);
  }
  writer_.EndArray();
}

void ItemWriter::WriteBound(std::string_view name, std::string_view type, double bound) {
  if (!std::isfinite(bound)) return;
  BeginExtension(name);
  writer_.Key(type == "integer" ? JsonName("valueInteger") : JsonName("valueDecimal"))
      .Number(bound)
      .EndObject();
}

void ItemWriter::BeginExtension(std::string_view name) {
  writer_.BeginObject().Member("url", std::string(kExtensions).append(name));
}

void ItemWriter::WriteConditions(const std::vector<IntakeCondition>& when) {
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

void ItemWriter::WriteOptions(const InputDefinition& input) {
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

void ItemWriter::WriteCoding(const InputDefinition& input, const std::string& code) {
  writer_.Key("valueCoding").BeginObject();
  writer_.Member("system", Url("CodeSystem/" + input.id)).Member("code", code);
  if (const guideline::Wording* name = form_.FindValueName(input.id, code)) {
    writer_.Member("display", name->nl);
    WriteEnglish(writer_, "display", name->en);
  }
  writer_.EndObject();
}

// The definition of the input: http://hl7.org/fhir/questionnaire-item-control, `help`.
void ItemWriter::WriteHelp(const InputDefinition& input) {
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

}  // namespace wervelwijzer::hooks
