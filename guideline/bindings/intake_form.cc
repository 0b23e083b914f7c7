#include "guideline/bindings/intake_form.h"

#include <algorithm>
#include <utility>

#include "guideline/tsv.h"

namespace wervelwijzer::guideline {
namespace {

constexpr std::string_view kValuePrefix = "value.", kDecisionPrefix = "decision.";

bool HasCodes(const InputDefinition& input) {
  return input.type == InputType::kEnumeration || input.type == InputType::kSet;
}

class FormReader {
 public:
  explicit FormReader(const InputCatalogue& catalogue)
      : catalogue_(catalogue), asked_(catalogue.definitions().size(), false) {}

  Status ReadGroups(const std::string& path) {
    const auto table = TsvTable::Load(path, {"group", "title_nl", "title_en"});
    if (!table.ok()) return table.error();
    for (const TsvRow& row : table->rows()) {
      IntakeGroup group{table->Cell(row, "group"),
                        table->Cell(row, "title_nl"),
                        table->Cell(row, "title_en"),
                        {}};
      if (group.id.empty() || group.title_nl.empty() || group.title_en.empty()) {
        return InvalidInput("group without id or title", table->Place(row));
      }
      groups.push_back(std::move(group));
    }
    return {};
  }

  Status ReadQuestions(const std::string& path) {
    const auto table = TsvTable::Load(path, {"group", "input", "when"});
    if (!table.ok()) return table.error();
    for (const TsvRow& row : table->rows()) {
      Status status = ReadQuestion(table->Cell(row, "group"), table->Cell(row, "input"),
                                   table->Cell(row, "when"));
      if (!status.ok()) return InvalidInput(status.error().message, table->Place(row));
    }
    for (std::size_t i = 0; i < asked_.size(); ++i) {
      if (!asked_[i]) {
        return InvalidInput("input `" + catalogue_.definitions()[i].id + "` is not asked", path);
      }
    }
    for (const IntakeGroup& group : groups) {
      if (group.questions.empty()) {
        return InvalidInput("group `" + group.id + "` has no question", path);
      }
    }
    return {};
  }

  std::vector<IntakeGroup> groups;

 private:
  Status ReadQuestion(const std::string& group_id, const std::string& id, const std::string& when) {
    const auto group =
        std::ranges::find_if(groups, [&](const IntakeGroup& each) { return each.id == group_id; });
    if (group == groups.end()) return InvalidInput("group `" + group_id + "` is not known");
    const auto input = catalogue_.Find(id);
    if (!input) return InvalidInput("input `" + id + "` is not known");
    if (asked_[*input]) return InvalidInput("input `" + id + "` is asked twice");
    IntakeQuestion question{*input, {}};
    for (const std::string& part : SplitText(when == "-" ? "" : when, '|')) {
      Result<IntakeCondition> condition = ReadCondition(part);
      if (!condition.ok()) return condition.error();
      question.when.push_back(std::move(condition).value());
    }
    asked_[*input] = true;
    group->questions.push_back(std::move(question));
    return {};
  }

  Result<IntakeCondition> ReadCondition(const std::string& part) const {
    const std::size_t equals = part.find('=');
    const auto input = catalogue_.Find(part.substr(0, equals));
    if (equals == std::string::npos || !input || !asked_[*input]) {
      return InvalidInput("`" + part + "` is no earlier question");
    }
    const std::string value = part.substr(equals + 1);
    if (!catalogue_.definitions()[*input].Allows(std::string_view(value))) {
      return InvalidInput("value `" + value + "` is not known");
    }
    return IntakeCondition{*input, value};
  }

  const InputCatalogue& catalogue_;
  std::vector<bool> asked_;  // by CatalogueIndex
};

// Adds the texts of values and decisions in one language.
Status AddWordings(const std::string& path, std::string Wording::*language,
                   std::map<std::string, Wording, std::less<>>& wordings) {
  const auto table = TsvTable::Load(path, {"key", "text"});
  if (!table.ok()) return table.error();
  for (const TsvRow& row : table->rows()) {
    const std::string& key = table->Cell(row, "key");
    if (key.starts_with(kValuePrefix) || key.starts_with(kDecisionPrefix)) {
      wordings[key].*language = table->Cell(row, "text");
    }
  }
  return {};
}

}  // namespace

const Wording* IntakeForm::Find(const std::string& key) const {
  const auto found = wordings_.find(key);
  return found == wordings_.end() ? nullptr : &found->second;
}

const Wording* IntakeForm::FindValueName(std::string_view input, std::string_view value) const {
  return Find(std::string(kValuePrefix).append(input).append(".").append(value));
}

const Wording* IntakeForm::FindDecisionName(std::string_view decision) const {
  return Find(std::string(kDecisionPrefix).append(decision));
}

Result<IntakeForm> IntakeForm::Load(const std::string& bindings, const std::string& models,
                                    const InputCatalogue& catalogue) {
  FormReader reader(catalogue);
  IntakeForm form;
  for (const Status& status :
       {reader.ReadGroups(bindings + "/intake_groups.tsv"),
        reader.ReadQuestions(bindings + "/intake.tsv"),
        AddWordings(models + "/text.nl.tsv", &Wording::nl, form.wordings_),
        AddWordings(models + "/text.en.tsv", &Wording::en, form.wordings_)}) {
    if (!status.ok()) return status.error();
  }
  form.groups_ = std::move(reader.groups);
  for (const InputDefinition& input : catalogue.definitions()) {
    if (!HasCodes(input)) continue;
    for (const std::string& value : input.allowed_values) {
      const Wording* name = form.FindValueName(input.id, value);
      if (name == nullptr || name->nl.empty() || name->en.empty()) {
        return InvalidInput("value `" + value + "` of `" + input.id + "` has no words", models);
      }
    }
  }
  return form;
}

}  // namespace wervelwijzer::guideline
