#include "guideline/bindings/observations.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "fhir/quantity.h"
#include "fhir/view.h"
#include "guideline/bindings/modifiers.h"
#include "guideline/bindings/read_value.h"
#include "guideline/bindings/statuses.h"
#include "terminology/spelling.h"

namespace wervelwijzer::guideline {
namespace {

using fhir::Field;

constexpr std::string_view kInputSystem = "https://wervelwijzer.nl/fhir/CodeSystem/guideline-input";

bool IsInputSystem(std::string_view system) {
  if (system == kInputSystem) return true;
  if (system.size() + std::string_view("https://").size() < kInputSystem.size()) return false;
  return terminology::Spelling(system).text() == terminology::Spelling(kInputSystem).text();
}

class ObservationReader {
 public:
  ObservationReader(const fhir::Resource& resource, const fhir::Record& record,
                    const std::optional<fhir::TimeRange>& said, const BindingTables& tables,
                    const terminology::Terminology& terminology, const InputCatalogue& catalogue,
                    const BindOptions& options, Statements& statements, std::vector<Hint>& hints,
                    Issues& issues)
      : resource_(resource),
        record_(record),
        said_(said),
        tables_(tables),
        terminology_(terminology),
        catalogue_(catalogue),
        options_(options),
        statements_(statements),
        hints_(hints),
        issues_(issues) {}

  void Read() {
    const ModifierEffect own = EffectOfModifiers(resource_, tables_.modifiers);
    if (own == ModifierEffect::kNegates) return;
    doubted_ = own != ModifierEffect::kNone;
    ReadPart(resource_.json);
    const bool doubted = doubted_;
    for (JsonValue component : resource_.Get("component").elements()) {
      const ModifierEffect effect = EffectOf(component);
      if (effect == ModifierEffect::kNegates) continue;
      doubted_ = doubted || effect != ModifierEffect::kNone;
      ReadPart(component);
    }
  }

 private:
  ModifierEffect EffectOf(JsonValue part) const {
    return EffectOfModifiers(part, resource_.type, tables_.modifiers);
  }

  // The Observation itself or one component: both have a code, a value and a reason for its
  // absence.
  void ReadPart(JsonValue part) {
    if (part.Get("dataAbsentReason").exists()) return;  // unknown, whatever else stands there
    std::vector<ConceptId> questions;
    for (const fhir::Coding& coding : fhir::Codings(part.Get("code"))) {
      if (IsInputSystem(coding.system)) {
        ReadLocal(coding, part);
      } else {
        terminology_.Lookup(coding, questions);
        if (how_.empty() && tables_.questions.HasAny(questions)) {
          how_ = HowByCode(coding, terminology_);
        }
      }
    }
    if (tables_.questions.HasAny(questions)) ReadAnswers(questions, part);
    how_.clear();
  }

  void ReadLocal(const fhir::Coding& coding, JsonValue part) {
    const auto input = catalogue_.Find(coding.code);
    if (!input) return Report(Severity::kWarning, "code is not an input of the guideline");
    Result<ReadValueResult> value =
        ReadInputValue(catalogue_.definitions()[*input], part, options_, yes_or_no());
    if (!value.ok()) return Report(Severity::kError, value.error().message);
    if (doubted_) return Ask(*input, "modified");
    Statement statement = NewStatement(Road::kDirect, "local-observation");
    statement.values = std::move(value->values);
    if (value->time) {
      statement.evidence.time = value->time;
      statement.evidence.date = value->date;
    }
    statements_.Add(*input, std::move(statement));
  }

  static bool Asks(const Answer& answer, const std::vector<ConceptId>& questions) {
    return std::ranges::any_of(questions, [&](ConceptId id) {
      return std::ranges::find(answer.questions, id) != answer.questions.end();
    });
  }

  // Codes for two scales beside each other: it is not known of which one the number is.
  bool HasTwoScales(const std::vector<ConceptId>& questions) const {
    std::optional<CatalogueIndex> scale;
    for (const Answer& answer : tables_.answers) {
      if (!answer.number || !Asks(answer, questions)) continue;
      if (scale && *scale != answer.input) return true;
      scale = answer.input;
    }
    return false;
  }

  // For each input the first row that fits; values of several codes that disagree are one of them.
  void ReadAnswers(const std::vector<ConceptId>& questions, JsonValue part) {
    const bool two_scales = HasTwoScales(questions);
    std::vector<const Answer*> fitting;
    for (const Answer& answer : tables_.answers) {
      if (!Asks(answer, questions) || !HasMethod(answer.method) || !HasSite(answer)) continue;
      const auto same = [&](const Answer* other) { return other->input == answer.input; };
      const bool is_answered = std::ranges::any_of(fitting, same);
      if (answer.number) {
        if (is_answered || !ReadNumberAnswer(answer, part, two_scales)) continue;
      } else if (!IsAnswer(answer, part)) {
        continue;
      }
      fitting.push_back(&answer);
    }
    AddCodedAnswers(fitting);
  }

  void AddCodedAnswers(const std::vector<const Answer*>& fitting) {
    std::vector<CatalogueIndex> added;
    for (const Answer* answer : fitting) {
      if (answer->number || std::ranges::find(added, answer->input) != added.end()) {
        continue;
      }
      added.push_back(answer->input);
      ValueSet values;
      for (const Answer* other : fitting) {
        if (other->input == answer->input && !other->number) {
          values = Union(values, other->values);
        }
      }
      if (answer->hint.empty()) {
        Add(*answer, std::move(values));
      } else {
        Ask(answer->input, answer->hint);
      }
    }
  }

  bool HasMethod(const std::string& method) const {
    if (method.empty()) return true;
    const auto codings = fhir::Codings(resource_.Get("method"));
    return std::ranges::any_of(codings,
                               [&](const fhir::Coding& coding) { return coding.code == method; });
  }

  bool HasSite(const Answer& answer) {
    if (!answer.without_site && answer.sites.empty()) return true;
    if (!sites_) {
      sites_.emplace();
      const std::vector<fhir::Coding> codings = fhir::Sites(resource_, record_);
      has_site_ = !codings.empty() || fhir::First(resource_, Field::kBodySite).exists() ||
                  fhir::First(resource_, Field::kSiteLink).exists();
      for (const fhir::Coding& coding : codings) terminology_.Lookup(coding, *sites_);
    }
    if (answer.without_site) return !has_site_;
    return std::ranges::any_of(*sites_, [&](ConceptId id) {
      return std::ranges::find(answer.sites, id) != answer.sites.end();
    });
  }

  // The number in the answer's own unit where it names one, else in that of the input.
  std::optional<fhir::NumberRange> NumberOf(const Answer& answer, JsonValue value) const {
    if (answer.unit.empty()) {
      return fhir::ReadNumber(value, UnitOf(catalogue_.definitions()[answer.input]));
    }
    if (LacksUnit(value)) return std::nullopt;
    return fhir::ReadNumber(value, answer.unit);
  }

  bool ReadNumberAnswer(const Answer& answer, JsonValue part, bool two_scales) {
    const InputDefinition& definition = catalogue_.definitions()[answer.input];
    const JsonValue value = fhir::Choice(part, "value");
    if (!value.exists() || (value.is_object() && value.Get("coding").exists())) return false;
    const auto range = NumberOf(answer, value);
    if (!range && !answer.unit.empty()) return false;
    ValueSet values;
    if (range) {
      const double high =
          answer.at_least ? std::numeric_limits<double>::infinity() : range->high * answer.factor;
      values = AllowedPart(definition, {range->low * answer.factor, high, range->low_open,
                                        range->high_open && !answer.at_least});
    } else if (answer.factor == 1 && value.is_string()) {
      if (auto read = ReadInputValue(definition, part, options_, yes_or_no()); read.ok())
        values = read->values;
    }
    if (two_scales) {
      Ask(answer.input, "unclear-result");
    } else if (IsEmpty(values)) {
      Report(Severity::kError, "value does not fit input `" + definition.id + "`");
    } else {
      Add(answer, std::move(values));
    }
    return true;
  }

  // The value, else the interpretation (mCODE puts the score's class there).
  bool IsAnswer(const Answer& answer, JsonValue part) const {
    std::vector<fhir::Coding> codings = fhir::Codings(fhir::Choice(part, "value"));
    if (codings.empty()) fhir::CollectCodings(part.Get("interpretation"), codings);
    std::vector<ConceptId> found;
    for (const fhir::Coding& coding : codings) terminology_.Lookup(coding, found);
    return std::ranges::any_of(found, [&](ConceptId id) {
      return std::ranges::find(answer.answers, id) != answer.answers.end();
    });
  }

  void Add(const Answer& answer, ValueSet values) {
    if (doubted_) return Ask(answer.input, "modified");
    Statement statement = NewStatement(Road::kCode, how_);
    // A measurement reassures or not: the earliest moment at which it can have been made counts.
    const auto& made = statement.first ? statement.first : statement.last;
    if (answer.look_back && made && *made < options_.now - *answer.look_back) {
      return Ask(answer.input, "older-record");
    }
    statement.values = std::move(values);
    statements_.Add(answer.input, std::move(statement));
  }

  // A question, and a pointing that opens an older answer.
  void Ask(CatalogueIndex input, const std::string& what) {
    Statement pointing = NewStatement(Road::kCode, how_);
    pointing.certainty = Certainty::kPointing;
    hints_.push_back({catalogue_.definitions()[input].id, resource_.Reference(), what,
                      pointing.first, pointing.last, pointing.evidence.text});
    statements_.Add(input, std::move(pointing));
  }

  Statement NewStatement(Road road, std::string how) const {
    Statement statement;
    statement.road = road;
    const bool is_weak = IsWeakStatus(fhir::Code(resource_, Field::kStatus));
    statement.certainty = is_weak ? Certainty::kWeak : Certainty::kFirm;
    if (said_) {
      statement.first = said_->first;
      statement.last = said_->last;
      statement.evidence.date = said_->text;
      statement.evidence.time = statement.first;
    }
    Bound(statement, resource_, options_);
    statement.evidence.reference = resource_.Reference();
    statement.evidence.text = fhir::DisplayText(resource_.json.Get("code"));
    statement.evidence.how = std::move(how);
    return statement;
  }

  YesOrNo yes_or_no() const { return {terminology_, tables_.yes, tables_.no}; }

  void Report(Severity severity, std::string message) {
    issues_.push_back({severity, std::move(message), resource_.Reference()});
  }

  const fhir::Resource& resource_;
  const fhir::Record& record_;
  const std::optional<fhir::TimeRange>& said_;
  const BindingTables& tables_;
  const terminology::Terminology& terminology_;
  const InputCatalogue& catalogue_;
  const BindOptions& options_;
  Statements& statements_;
  std::vector<Hint>& hints_;
  Issues& issues_;
  std::string how_;       // the code that asked
  bool doubted_ = false;  // a modifier of the part that is read is not understood
  std::optional<std::vector<ConceptId>> sites_;  // once asked for
  bool has_site_ = false;
};

}  // namespace

void ReadObservation(const fhir::Resource& resource, const fhir::Record& record,
                     const std::optional<fhir::TimeRange>& said, const BindingTables& tables,
                     const terminology::Terminology& terminology, const InputCatalogue& catalogue,
                     const BindOptions& options, Statements& statements, std::vector<Hint>& hints,
                     Issues& issues) {
  if (StateOf(resource, SourceKind::kFinding, options) != FactState::kActive) return;
  ObservationReader(resource, record, said, tables, terminology, catalogue, options, statements,
                    hints, issues)
      .Read();
}

}  // namespace wervelwijzer::guideline
