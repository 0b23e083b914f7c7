#include "guideline/bindings/intake.h"

#include <utility>

#include "fhir/view.h"
#include "guideline/bindings/read_value.h"

namespace wervelwijzer::guideline {
namespace {

using fhir::Field;

constexpr std::string_view kIntake = "https://wervelwijzer.nl/fhir/Questionnaire/intake";
constexpr std::string_view kPart = "https://wervelwijzer.nl/fhir/Questionnaire/ask-";

class IntakeReader {
 public:
  IntakeReader(const fhir::Resource& resource, const InputCatalogue& catalogue,
               const BindOptions& options, Statements& statements, Issues& issues)
      : resource_(resource),
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

 private:
  void ReadItem(JsonValue item) {
    const std::string_view link_id = item.Get("linkId").string_or({});
    const JsonValue answers = item.Get("answer");
    if (const auto input = catalogue_.Find(link_id); input && answers.size() > 0) {
      ReadAnswers(*input, answers);
    } else if (!input && answers.size() > 0) {
      Report(Severity::kWarning, "linkId of an answer is not an input of the guideline");
    }
    for (JsonValue answer : answers.elements()) ReadItems(answer);
    ReadItems(item);
  }

  void ReadAnswers(CatalogueIndex input, JsonValue answers) {
    const InputDefinition& definition = catalogue_.definitions()[input];
    Statement statement = NewStatement();
    bool answered = false;
    for (JsonValue answer : answers.elements()) {
      Result<ReadValueResult> value = ReadInputValue(definition, answer, options_);
      if (!value.ok()) {
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
    if (answered) statements_.Add(input, std::move(statement));
  }

  Statement NewStatement() const {
    Statement statement;
    statement.road = Road::kDirect;
    statement.weak = fhir::Code(resource_, Field::kStatus) == "in-progress";
    if (const auto time = fhir::ReadTime(fhir::First(resource_, Field::kTime), options_.zone)) {
      statement.first = time->first;
      statement.last = time->last;
      statement.evidence.date = time->text;
      statement.evidence.time = time->first;
    }
    statement.evidence.reference = resource_.Reference();
    statement.evidence.how = statement.weak ? "intake-in-progress" : "intake";
    return statement;
  }

  void Report(Severity severity, std::string message) {
    issues_.push_back({severity, std::move(message), resource_.Reference()});
  }

  const fhir::Resource& resource_;
  const InputCatalogue& catalogue_;
  const BindOptions& options_;
  Statements& statements_;
  Issues& issues_;
};

}  // namespace

bool IsIntake(const fhir::Resource& resource) {
  if (resource.type != "QuestionnaireResponse") return false;
  const JsonValue questionnaire = resource.json.Get("questionnaire");  // STU3: a Reference
  std::string_view canonical =
      questionnaire.string_or(questionnaire.Get("reference").string_or({}));
  canonical = canonical.substr(0, canonical.find('|'));
  return canonical == kIntake || canonical.starts_with(kPart);
}

void ReadIntake(const fhir::Resource& resource, const InputCatalogue& catalogue,
                const BindOptions& options, Statements& statements, Issues& issues) {
  const std::string_view status = fhir::Code(resource, Field::kStatus);
  if (status != "completed" && status != "amended" && status != "in-progress") return;
  IntakeReader(resource, catalogue, options, statements, issues).ReadItems(resource.json);
}

}  // namespace wervelwijzer::guideline
