#include "guideline/bindings/intake.h"

#include <algorithm>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "fhir/view.h"
#include "guideline/bindings/modifiers.h"
#include "guideline/bindings/read_value.h"

namespace wervelwijzer::guideline {
namespace {

using fhir::Field;

constexpr std::string_view kIntake = "https://wervelwijzer.nl/fhir/Questionnaire/intake";
constexpr std::string_view kPart = "https://wervelwijzer.nl/fhir/Questionnaire/ask-";

// What a meeting wants to know beforehand; the brain form has an item for each code of its list.
constexpr std::string_view kSpinalForm =
    "https://wervelwijzer.nl/fhir/Questionnaire/spinal-mdo-information";
constexpr std::string_view kBrainForm =
    "https://wervelwijzer.nl/fhir/Questionnaire/brain-mdo-information";
constexpr std::string_view kBrainItems = "brain-mdo-information-items";

std::string_view CanonicalOf(const fhir::Resource& resource) {
  const JsonValue questionnaire = resource.Get("questionnaire");  // STU3: a Reference
  const std::string_view canonical =
      questionnaire.string_or(questionnaire.Get("reference").string_or({}));
  return canonical.substr(0, canonical.find('|'));
}

class IntakeReader {
 public:
  IntakeReader(const fhir::Resource& resource, const BindingTables& tables,
               const terminology::Terminology& terminology, const InputCatalogue& catalogue,
               const BindOptions& options, Statements& statements, Issues& issues)
      : resource_(resource),
        modifiers_(tables.modifiers),
        yes_or_no_{terminology, tables.yes, tables.no},
        catalogue_(catalogue),
        options_(options),
        statements_(statements),
        issues_(issues) {}

  // Items nest in items, and in STU3 and later in answers; DSTU2 says group and question.
  void ReadItems(JsonValue parent) {
    for (std::string_view name : {"item", "group", "question"}) {
      const JsonValue items = parent.Get(name);
      if (items.is_object()) ReadItem(items);
      for (JsonValue item : items.elements()) ReadItem(item);
    }
  }

  // True, and reported, when a modifier may turn what the part says into something else.
  bool IsModified(JsonValue part) {
    if (EffectOfModifiers(part, resource_.type, modifiers_) == ModifierEffect::kNone) return false;
    Report(Severity::kWarning, "an answer has a modifier extension and was passed over");
    return true;
  }

  // A completed brain form is the whole list: what it leaves out is not at hand.
  void AddBrainItems() {
    if (brain_items_.empty() || fhir::Code(resource_, Field::kStatus) == "in-progress") return;
    Statement statement = NewStatement();
    for (const std::string& code : ListedCodes()) {
      const bool given = std::ranges::find(brain_items_, code) != brain_items_.end();
      if (given) statement.values.codes.push_back(code);
    }
    statements_.Add(*catalogue_.Find(kBrainItems), std::move(statement));
  }

 private:
  std::span<const std::string> ListedCodes() const {
    const auto list = catalogue_.Find(kBrainItems);
    if (!list || CanonicalOf(resource_) != kBrainForm) return {};
    return catalogue_.definitions()[*list].allowed_values;
  }

  bool IsBrainItem(std::string_view link_id) const {
    const auto codes = ListedCodes();
    return std::ranges::find(codes, link_id) != codes.end();
  }

  // Something was filled in, other than that it is not there.
  static bool HasContent(JsonValue answers) {
    for (const JsonValue answer : answers.elements()) {
      const JsonValue value = fhir::Choice(answer, "value");
      const bool is_blank = !value.exists() || value.is_null() || !value.boolean().value_or(true) ||
                            value.string_or("x").empty();
      if (!is_blank) return true;
    }
    return false;
  }

  void ReadItem(JsonValue item) {
    if (IsModified(item)) return;
    const std::string_view link_id = item.Get("linkId").string_or({});
    const JsonValue answers = item.Get("answer");
    const bool is_listed = answers.size() > 0 && IsBrainItem(link_id);
    if (is_listed && HasContent(answers)) brain_items_.emplace_back(link_id);
    if (const auto input = catalogue_.Find(link_id); input && answers.size() > 0) {
      ReadAnswers(*input, answers);
    } else if (!input && !is_listed && answers.size() > 0) {
      Report(Severity::kWarning, "linkId of an answer is not an input of the guideline");
    }
    for (JsonValue answer : answers.elements()) ReadItems(answer);
    ReadItems(item);
  }

  void ReadAnswers(CatalogueIndex input, JsonValue answers) {
    const InputDefinition& definition = catalogue_.definitions()[input];
    Statement statement = NewStatement();
    bool answered = false, is_readable = true;
    for (JsonValue answer : answers.elements()) {
      if (IsModified(answer)) {
        is_readable = false;
        continue;
      }
      Result<ReadValueResult> value = ReadInputValue(definition, answer, options_, yes_or_no_);
      if (!value.ok()) {
        is_readable = false;
        Report(Severity::kError, value.error().message);
        continue;
      }
      statement.values = Union(statement.values, value->values);
      if (value->time) {
        statement.evidence.time = answered ? std::nullopt : value->time;
        statement.evidence.date = answered ? std::string() : value->date;
      }
      answered = true;
    }
    // What is left of a list says something else than the list.
    if (answered && is_readable) statements_.Add(input, std::move(statement));
  }

  Statement NewStatement() const {
    Statement statement;
    statement.road = Road::kDirect;
    const bool is_open = fhir::Code(resource_, Field::kStatus) == "in-progress";
    statement.certainty = is_open ? Certainty::kWeak : Certainty::kFirm;
    if (const auto time = fhir::ReadTime(fhir::First(resource_, Field::kTime), options_.zone)) {
      statement.first = time->first;
      statement.last = time->last;
      statement.evidence.date = time->text;
      statement.evidence.time = time->first;
    }
    Bound(statement, resource_, options_);
    statement.evidence.reference = resource_.Reference();
    statement.evidence.how = is_open ? "intake-in-progress" : "intake";
    return statement;
  }

  void Report(Severity severity, std::string message) {
    issues_.push_back({severity, std::move(message), resource_.Reference()});
  }

  const fhir::Resource& resource_;
  const std::vector<Modifier>& modifiers_;
  const YesOrNo yes_or_no_;
  const InputCatalogue& catalogue_;
  const BindOptions& options_;
  Statements& statements_;
  Issues& issues_;
  std::vector<std::string> brain_items_;  // answered codes of the brain form's list
};

}  // namespace

bool IsIntake(const fhir::Resource& resource) {
  if (resource.type != "QuestionnaireResponse") return false;
  const std::string_view canonical = CanonicalOf(resource);
  return canonical == kIntake || canonical.starts_with(kPart) || canonical == kSpinalForm ||
         canonical == kBrainForm;
}

void ReadIntake(const fhir::Resource& resource, const BindingTables& tables,
                const terminology::Terminology& terminology, const InputCatalogue& catalogue,
                const BindOptions& options, Statements& statements, Issues& issues) {
  const std::string_view status = fhir::Code(resource, Field::kStatus);
  if (status != "completed" && status != "amended" && status != "in-progress") return;
  IntakeReader reader(resource, tables, terminology, catalogue, options, statements, issues);
  if (reader.IsModified(resource.json)) return;
  reader.ReadItems(resource.json);
  reader.AddBrainItems();
}

}  // namespace wervelwijzer::guideline
