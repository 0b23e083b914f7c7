#include "hooks/definitions.h"

#include <utility>
#include <vector>

#include "base/json.h"
#include "guideline/tsv.h"
#include "hooks/mdo_forms.h"
#include "hooks/own_codes.h"
#include "hooks/questionnaire.h"

namespace wervelwijzer::hooks {
namespace {

using guideline::InputDefinition;

constexpr std::string_view kAskPath = "Questionnaire/ask-";
constexpr std::string_view kSomeTitle = "Vragen die beslissen";
constexpr std::string_view kSomeTitleEnglish = "Questions that decide";
constexpr std::size_t kMostQuestions = 12;

// All ids of inputs, as codes for an Observation.
std::string InputCodes(const guideline::InputCatalogue& catalogue) {
  JsonWriter writer;
  writer.BeginObject();
  WriteDefinitionHead(writer, "CodeSystem", "guideline-input", "Gegevens van de richtlijn");
  writer.Key("caseSensitive").Boolean(true);
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

std::string ValueCodes(const InputDefinition& input, const guideline::IntakeForm& form) {
  JsonWriter writer;
  writer.BeginObject();
  WriteDefinitionHead(writer, "CodeSystem", input.id,
                      input.name_nl.empty() ? input.id : input.name_nl);
  WriteEnglish(writer, "title", input.name_en);
  writer.MemberIfAny("description", input.definition_nl);
  WriteEnglish(writer, "description", input.definition_en);
  writer.Key("caseSensitive").Boolean(true);
  writer.Member("content", "complete").Key("concept").BeginArray();
  for (const std::string& code : input.allowed_values) {
    writer.BeginObject().Member("code", code);
    if (const guideline::Wording* name = form.FindValueName(input.id, code)) {
      writer.Member("display", name->nl);
      writer.Key("designation").BeginArray().BeginObject().Member("language", "en");
      writer.Member("value", name->en).EndObject().EndArray();
    }
    writer.EndObject();
  }
  writer.EndArray().EndObject();
  return std::move(writer).Take();
}

// One form for each question, and one for all that the tables of a decision ask.
void AddParts(const guideline::Guideline& guideline, const guideline::IntakeForm& form,
              DefinitionTable& table) {
  const guideline::InputCatalogue& catalogue = guideline.catalogue();
  const auto add = [&](const FormTitle& title, std::span<const guideline::CatalogueIndex> inputs) {
    table.Add("Questionnaire/" + title.name, PartQuestionnaire(title, inputs, form, catalogue));
  };
  for (const InputDefinition& input : catalogue.definitions()) {
    const guideline::CatalogueIndex index = *catalogue.Find(input.id);
    add({"ask-" + input.id, input.name_nl, input.name_en}, {&index, 1});
  }
  for (const std::string& decision : guideline.decision_ids()) {
    std::vector<guideline::CatalogueIndex> inputs;
    for (const std::string& id : guideline.TableInputs(decision)) {
      if (const auto index = catalogue.Find(id)) inputs.push_back(*index);
    }
    const guideline::Wording* name = form.FindDecisionName(decision);
    if (inputs.empty() || name == nullptr) continue;
    add({"ask-" + decision, name->nl, name->en}, inputs);
  }
}

// The table, and the forms of some questions that are made when they are asked for.
class IntakeDefinitions final : public Definitions {
 public:
  IntakeDefinitions(const guideline::InputCatalogue& catalogue, guideline::IntakeForm form)
      : catalogue_(catalogue), form_(std::move(form)) {}

  DefinitionTable& table() { return table_; }

  SharedBytes Find(std::string_view path) const override {
    if (SharedBytes known = table_.Find(path)) return known;
    if (!path.starts_with(kAskPath)) return nullptr;
    std::vector<guideline::CatalogueIndex> inputs;
    for (const std::string& id : guideline::SplitText(path.substr(kAskPath.size()), '+')) {
      const auto index = catalogue_.Find(id);
      if (!index || inputs.size() == kMostQuestions) return nullptr;
      inputs.push_back(*index);
    }
    if (inputs.empty()) return nullptr;
    const std::string name(path.substr(kAskPath.find('/') + 1));
    return std::make_shared<const std::string>(
        PartQuestionnaire({name, kSomeTitle, kSomeTitleEnglish}, inputs, form_, catalogue_));
  }

 private:
  const guideline::InputCatalogue catalogue_;  // copies: the knowledge may be exchanged meanwhile
  const guideline::IntakeForm form_;
  DefinitionTable table_;
};

}  // namespace

void DefinitionTable::Add(std::string path, std::string json) {
  by_path_[std::move(path)] = std::make_shared<const std::string>(std::move(json));
}

SharedBytes DefinitionTable::Find(std::string_view path) const {
  const auto found = by_path_.find(path);
  return found == by_path_.end() ? nullptr : found->second;
}

std::shared_ptr<const Definitions> DefinitionsOf(const guideline::Guideline& guideline,
                                                 const guideline::IntakeForm& form) {
  const guideline::InputCatalogue& catalogue = guideline.catalogue();
  auto definitions = std::make_shared<IntakeDefinitions>(catalogue, form);
  DefinitionTable& table = definitions->table();
  table.Add("Questionnaire/intake", IntakeQuestionnaire(form, catalogue));
  table.Add("Questionnaire/brain-mdo-information", BrainMdoForm(form, catalogue));
  table.Add("Questionnaire/spinal-mdo-information", SpinalMdoForm(form, catalogue));
  AddParts(guideline, form, table);
  for (OwnCodeSystem& system : OwnCodeSystems()) {
    table.Add("CodeSystem/" + system.id, std::move(system.json));
  }
  table.Add("CodeSystem/guideline-input", InputCodes(catalogue));
  for (const InputDefinition& input : catalogue.definitions()) {
    if (HasCodes(input)) table.Add("CodeSystem/" + input.id, ValueCodes(input, form));
  }
  return definitions;
}

}  // namespace wervelwijzer::hooks
