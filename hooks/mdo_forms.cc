#include "hooks/mdo_forms.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/json.h"
#include "hooks/questionnaire.h"
#include "hooks/questionnaire_items.h"

namespace wervelwijzer::hooks {

using guideline::InputCatalogue;
using guideline::IntakeForm;

namespace {

constexpr std::string_view kItems = "brain-mdo-information-items";

// Which items are wanted under a condition (decision `brain-mdo-information`).
struct ConditionalItem {
  std::string_view code;
  ItemCondition when;
};
constexpr std::array<ConditionalItem, 3> kConditional = {{
    {"systemic-options", {"brain-extracranial-progressive", true}},
    {"deficit-epilepsy", {"brain-metastases-symptomatic", true}},
    {"critical-location", {"brain-metastases-symptomatic", false}},
}};

// What the meeting on spinal metastases decides on: tumour and prognosis, neurology and since when,
// stability, imaging, what was given before, whether an operation can be borne.
constexpr std::array<std::string_view, 38> kSpinal = {
    "spinal-metastases-diagnosis-date",
    "kps",
    "patient-condition",
    "treatment-wish",
    "life-expectancy-months",
    "primary-tumour-known",
    "primary-tumour-type",
    "tissue-diagnosis-obtained",
    "symptomatic",
    "pain-nrs",
    "pain-progressive-severe",
    "pain-on-loading",
    "neurological-deficit",
    "progressive-neurological-deficit",
    "radicular-deficit",
    "paraplegia-completeness",
    "paraplegia-duration",
    "asia-grade",
    "walks-independently",
    "bladder-bowel-dysfunction",
    "mri-whole-spine-done",
    "recent-petct-available",
    "radiological-mescc",
    "bilsky-grade",
    "sins-location",
    "sins-pain",
    "sins-bone-lesion",
    "sins-alignment",
    "sins-collapse",
    "sins-posterolateral",
    "sins-total",
    "severe-instability",
    "metastases-count",
    "visceral-metastases",
    "prior-rt-same-site",
    "condition-allows-surgery",
    "surgery-considered",
    "anticoagulant-use",
};

// The patient in whose context a form is filled.
void WriteLaunchContext(JsonWriter& writer) {
  constexpr std::string_view kSdc = "http://hl7.org/fhir/uv/sdc/";
  writer.Key("extension").BeginArray().BeginObject();
  writer.Member("url", std::string(kSdc) + "StructureDefinition/sdc-questionnaire-launchContext");
  writer.Key("extension").BeginArray();
  writer.BeginObject().Member("url", "name").Key("valueCoding").BeginObject();
  writer.Member("system", std::string(kSdc) + "CodeSystem/launchContext");
  writer.Member("code", "patient").EndObject().EndObject();
  writer.BeginObject().Member("url", "type").Member("valueCode", "Patient").EndObject();
  writer.EndArray().EndObject().EndArray();
}

std::optional<ItemCondition> ConditionOf(std::string_view code) {
  for (const ConditionalItem& item : kConditional) {
    if (item.code == code) return item.when;
  }
  return std::nullopt;
}

}  // namespace

std::string BrainMdoForm(const IntakeForm& form, const InputCatalogue& catalogue) {
  JsonWriter writer;
  writer.BeginObject();
  WriteQuestionnaireHead(writer,
                         {"brain-mdo-information", "Informatie voor het neuro-oncologisch MDO",
                          "Information for the neuro-oncology MDT meeting"});
  WriteLaunchContext(writer);
  writer.Key("item").BeginArray();
  ItemWriter items(writer, form, catalogue, ItemWriter::Prefill::kFromRecord);
  for (const std::string_view asked :
       {"brain-metastases-symptomatic", "brain-extracranial-progressive"}) {
    if (const auto index = catalogue.Find(asked)) items.WriteQuestion(*index, {});
  }
  const auto list = catalogue.Find(kItems);
  if (list) {
    for (const std::string& code : catalogue.definitions()[*list].allowed_values) {
      // What is an input as well is asked as that input.
      if (const auto index = catalogue.Find(code)) {
        items.WriteQuestion(*index, {});
      } else {
        items.WriteText(kItems, code, ConditionOf(code));
      }
    }
  }
  writer.EndArray().EndObject();
  return std::move(writer).Take();
}

std::string SpinalMdoForm(const IntakeForm& form, const InputCatalogue& catalogue) {
  JsonWriter writer;
  writer.BeginObject();
  WriteQuestionnaireHead(writer,
                         {"spinal-mdo-information", "Informatie voor het MDO wervelmetastasen",
                          "Information for the spinal metastases MDT meeting"});
  WriteLaunchContext(writer);
  writer.Key("item").BeginArray();
  ItemWriter items(writer, form, catalogue, ItemWriter::Prefill::kFromRecord);
  for (const std::string_view input : kSpinal) {
    if (const auto index = catalogue.Find(input)) items.WriteQuestion(*index, {});
  }
  writer.EndArray().EndObject();
  return std::move(writer).Take();
}

}  // namespace wervelwijzer::hooks
