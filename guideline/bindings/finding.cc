#include "guideline/bindings/finding.h"

#include <algorithm>
#include <array>
#include <utility>

#include "fhir/quantity.h"
#include "fhir/view.h"
#include "guideline/bindings/courses.h"
#include "guideline/bindings/interpretation.h"
#include "guideline/bindings/modifiers.h"
#include "guideline/bindings/statuses.h"

namespace wervelwijzer::guideline {
namespace {

using fhir::Field;
using terminology::Terminology;

// How far the codings of one element could be compared.
struct Comparison {
  bool some_checked = false;
  bool some_listed_only = false;
  // A coding that no hierarchy and no row places, beside none that is placed.
  bool is_unplaced() const { return some_listed_only && !some_checked; }
  // Nothing about the codings is known, whatever is loaded.
  bool is_unread() const { return !some_listed_only && !some_checked; }
};

// Adds the concepts of the codings; `how` receives the first coding that is known.
Comparison AddConcepts(const std::vector<fhir::Coding>& codings, const Terminology& terminology,
                       std::vector<ConceptId>& out, std::string* how) {
  Comparison comparison;
  for (const fhir::Coding& coding : codings) {
    const std::size_t before = out.size();
    const terminology::Reach reach = terminology.Read(coding, out);
    if (how != nullptr && how->empty() && out.size() > before) {
      *how = HowByCode(coding, terminology);
    }
    if (reach == terminology::Reach::kChecked) comparison.some_checked = true;
    if (reach == terminology::Reach::kListedOnly) comparison.some_listed_only = true;
  }
  if (out.size() > 1) {
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
  }
  return comparison;
}

bool HasAny(const std::vector<ConceptId>& sorted, const std::vector<ConceptId>& wanted) {
  return std::ranges::any_of(
      wanted, [&](ConceptId id) { return std::binary_search(sorted.begin(), sorted.end(), id); });
}

// Site and reason of the resource: its codings, and those of the Conditions it refers to as far as
// they were not refuted and no modifier makes something else of them.
std::vector<ConceptId> Context(const fhir::Resource& resource, const fhir::Record& record,
                               const BindingTables& tables, const Terminology& terminology,
                               const BindOptions& options) {
  std::vector<fhir::Coding> codings = fhir::Sites(resource, record);
  fhir::CollectCodings(resource, Field::kReason, codings);
  for (JsonValue link : fhir::Values(resource, Field::kReasonLink)) {
    const JsonValue reason = record.Resolve(link.Get("reference").string_or({}), resource);
    const fhir::Resource linked{reason.Get("resourceType").string_or({}), {}, {}, reason};
    const ModifierEffect effect = EffectOfModifiers(reason, linked.type, tables.modifiers);
    if (effect != ModifierEffect::kNone) continue;
    if (linked.type == "Condition" &&
        StateOf(linked, SourceKind::kFinding, options) == FactState::kExcluded) {
      continue;
    }
    fhir::CollectCodings(reason.Get("code"), codings);
    for (const fhir::Coding& site : fhir::Sites(linked, record)) codings.push_back(site);
  }
  std::vector<ConceptId> concepts;
  AddConcepts(codings, terminology, concepts, nullptr);
  return concepts;
}

void AddComposites(Finding& finding, const fhir::Record& record, const BindingTables& tables,
                   const Terminology& terminology, const BindOptions& options) {
  if (!tables.parts_of_composites.HasAny(finding.concepts)) return;
  const std::vector<ConceptId> context =
      Context(*finding.resource, record, tables, terminology, options);
  std::vector<ConceptId> added;
  for (const Composite& composite : tables.composites) {
    if (HasAny(finding.concepts, composite.concepts) && HasAny(context, composite.with)) {
      added.push_back(composite.gives);
    }
  }
  for (ConceptId id : added) {
    if (!std::binary_search(finding.concepts.begin(), finding.concepts.end(), id)) {
      finding.concepts.insert(
          std::lower_bound(finding.concepts.begin(), finding.concepts.end(), id), id);
    }
  }
}

// A value that says so: true, or a code for "present" or "yes".
bool IsAffirmedBy(JsonValue value, const BindingTables& tables, const Terminology& terminology) {
  if (value.boolean().value_or(false)) return true;
  std::vector<ConceptId> answer;
  AddConcepts(fhir::Codings(value), terminology, answer, nullptr);
  return tables.affirmed && HasAny(answer, {*tables.affirmed});
}

bool IsDeniedBy(JsonValue value, const BindingTables& tables, const Terminology& terminology) {
  std::vector<ConceptId> answer;
  AddConcepts(fhir::Codings(value), terminology, answer, nullptr);
  return tables.denied && HasAny(answer, {*tables.denied});
}

// Words, or codes that are not known: they may say anything.
bool IsInWords(JsonValue value) {
  return !value.string_or({}).empty() || value.Get("text").exists() || value.Get("coding").exists();
}

// Its parts or members tell what it found.
bool IsPanel(JsonValue json) {
  return json.Get("component").size() > 0 || json.Get("hasMember").size() > 0 ||
         json.Get("related").size() > 0;
}

// An Observation (`json`: itself or a component) affirms its code when its value or its
// interpretation says so, or when it has neither; a generic question affirms the finding that is
// its value. Where only an interpretation is given that does not say whether the finding is there,
// the result is open or in words, or its parts are the result, it is asked.
void KeepWhatObservationAffirms(Finding& finding, JsonValue json, const BindingTables& tables,
                                const Terminology& terminology) {
  const JsonValue value = fhir::Choice(json, "value");
  const bool is_withheld = !value.exists() && fhir::Choice(json, "_value").exists();
  const auto interpretation = InterpretationOf(json, tables, terminology);
  const bool generic =
      tables.generic_question && HasAny(finding.concepts, {*tables.generic_question});
  const bool is_affirmed = IsAffirmedBy(value, tables, terminology);
  const bool is_denied = interpretation == Interpretation::kDenies;
  if (json.Get("dataAbsentReason").exists() || is_withheld || (is_denied && !is_affirmed)) {
    finding.concepts.clear();
    return;
  }
  bool is_open = is_denied || interpretation == Interpretation::kDoubts;
  if (generic) {
    finding.concepts.clear();
    finding.how.clear();
    AddConcepts(fhir::Codings(value), terminology, finding.concepts, &finding.how);
  } else if (value.exists() && !is_affirmed) {
    if (!IsInWords(value) || IsDeniedBy(value, tables, terminology)) finding.concepts.clear();
    is_open = true;
  } else if (!value.exists()) {
    is_open =
        is_open || interpretation == Interpretation::kOther || (!interpretation && IsPanel(json));
  }
  if (is_open && finding.doubt.empty()) finding.doubt = "unclear-result";
}

// What modifiers make of the resource, and of the Medication or Device that it names.
void ApplyModifiers(Finding& finding, const fhir::Record& record, const BindingTables& tables) {
  const fhir::Resource& resource = *finding.resource;
  const ModifierEffect own = EffectOfModifiers(resource, tables.modifiers);
  if (own == ModifierEffect::kNegates) finding.state = FactState::kExcluded;
  bool is_known = own != ModifierEffect::kUnknown &&
                  !HasModifiedPart(resource.json, resource.type, tables.modifiers);
  for (const JsonValue link : fhir::Values(resource, Field::kItem)) {
    const JsonValue item = record.Resolve(link.Get("reference").string_or({}), resource);
    const std::string_view type = item.Get("resourceType").string_or({});
    is_known = is_known && EffectOfModifiers(item, type, tables.modifiers) == ModifierEffect::kNone;
    if (item.Get("status").string_or({}) == "entered-in-error") finding.doubt = "unclear-entry";
  }
  if (!is_known) finding.doubt = "modified";
}

// A medicine that stays in one place (eye, ear, skin, nose, airways, a joint), by its code or by
// every route that is given, is no systemic one, however else it is coded.
void DropLocalForms(Finding& finding, const BindingTables& tables, const Terminology& terminology) {
  std::size_t given = 0, local = 0;
  for (JsonValue value : fhir::Values(*finding.resource, Field::kRoute)) {
    std::vector<ConceptId> route;
    AddConcepts(fhir::Codings(value), terminology, route, nullptr);
    ++given;
    local += tables.local_routes.HasAny(route) ? 1 : 0;
  }
  const bool local_route = given > 0 && local == given;
  if (local_route || tables.local_forms.HasAny(finding.concepts)) finding.concepts.clear();
}

std::optional<fhir::TimeRange> FirstTime(const fhir::Resource& resource, Field field,
                                         const BindOptions& options) {
  for (JsonValue value : fhir::Values(resource, field)) {
    if (auto time = fhir::ReadTime(value, options.zone)) return time;
  }
  return std::nullopt;
}

// Of an onset that is told as an age, the time at which the patient had it.
std::optional<fhir::TimeRange> TimeOfAge(JsonValue age, const fhir::Record& record,
                                         const BindOptions& options) {
  const auto years = fhir::ReadNumber(age, "a");
  const fhir::Resource* patient = years ? record.FindPatient(options.patient_id) : nullptr;
  if (patient == nullptr) return std::nullopt;
  const auto birth = fhir::ReadTime(patient->Get("birthDate"), options.zone);
  if (!birth || !birth->first || !birth->last) return std::nullopt;
  const auto after = [](TimePoint moment, double count) {
    constexpr double kLifetime = 150;
    const double days = std::clamp(count, 0.0, kLifetime) * 365.25;
    return moment + std::chrono::duration_cast<Duration>(std::chrono::hours(24) * days);
  };
  return fhir::TimeRange{
      {}, after(*birth->first, years->low), after(*birth->last, years->high + 1)};
}

void ReadWhen(Finding& finding, const BindOptions& options) {
  const bool is_result =
      finding.source == SourceKind::kFinding || finding.source == SourceKind::kImaging;
  finding.weak = is_result && IsWeakStatus(fhir::Code(*finding.resource, Field::kStatus));
  finding.time = FirstTime(*finding.resource, Field::kTime, options);
  finding.recorded = FirstTime(*finding.resource, Field::kRecorded, options);
}

}  // namespace

std::string HowByCode(const fhir::Coding& coding, const Terminology& terminology) {
  constexpr std::string_view kBefore = "code ", kBetween = " of ";
  const std::string_view system = terminology.KnownUri(coding.system);
  std::string how;
  how.reserve(kBefore.size() + coding.code.size() + kBetween.size() + system.size());
  how.append(kBefore);
  for (char c : coding.code) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                       c == '.' || c == '-';
    if (plain) how.push_back(c);
  }
  return how.append(kBetween).append(system);
}

Finding ReadFinding(const fhir::Resource& resource, const fhir::Record& record,
                    const Courses& courses, const BindingTables& tables,
                    const Terminology& terminology, const BindOptions& options) {
  Finding finding;
  finding.resource = &resource;
  finding.source = SourceOf(resource.type);
  if (finding.source == SourceKind::kNone) return finding;
  const std::vector<fhir::Coding> codings = fhir::SubjectMatter(resource, record);
  const Comparison comparison = AddConcepts(codings, terminology, finding.concepts, &finding.how);
  if (finding.concepts.empty()) {
    finding.is_unplaced = comparison.is_unplaced();
    finding.is_unread = comparison.is_unread();
    return finding;
  }
  finding.state = finding.source == SourceKind::kMedication
                      ? courses.StateOf(resource)
                      : StateOf(resource, finding.source, options);
  if (finding.state == FactState::kUnclear) {
    finding.state =
        finding.source == SourceKind::kRequest ? FactState::kPlanned : FactState::kActive;
    finding.doubt = finding.source == SourceKind::kMedication ? "unclear-status"
                    : resource.type == "Condition"            ? "suspected"
                                                              : "unclear-entry";
  }
  finding.maybe_past = finding.state == FactState::kActiveOrInactive;
  if (finding.maybe_past) finding.state = FactState::kActive;
  ApplyModifiers(finding, record, tables);
  if (resource.type == "Observation") {
    KeepWhatObservationAffirms(finding, resource.json, tables, terminology);
  }
  if (finding.source == SourceKind::kMedication) DropLocalForms(finding, tables, terminology);
  AddComposites(finding, record, tables, terminology, options);
  ReadWhen(finding, options);
  if (!finding.time) finding.time = TimeOfAge(resource.Get("onsetAge"), record, options);
  finding.text = fhir::DisplayText(fhir::First(resource, Field::kCode));
  return finding;
}

std::vector<Finding> ReadComponents(const fhir::Resource& resource, const BindingTables& tables,
                                    const Terminology& terminology, const BindOptions& options) {
  std::vector<Finding> findings;
  const JsonValue components = resource.Get("component");
  if (components.size() == 0) return findings;
  const FactState state = StateOf(resource, SourceKind::kFinding, options);
  const ModifierEffect own = EffectOfModifiers(resource, tables.modifiers);
  if (state != FactState::kActive || own == ModifierEffect::kNegates) return findings;
  for (const JsonValue component : components.elements()) {
    Finding finding;
    finding.resource = &resource;
    finding.source = SourceKind::kFinding;
    finding.state = state;
    AddConcepts(fhir::Codings(component.Get("code")), terminology, finding.concepts, &finding.how);
    if (finding.concepts.empty()) continue;
    const ModifierEffect effect = EffectOfModifiers(component, resource.type, tables.modifiers);
    if (effect == ModifierEffect::kNegates) continue;
    const bool is_plain = own == ModifierEffect::kNone && effect == ModifierEffect::kNone &&
                          !HasModifiedPart(component, resource.type, tables.modifiers);
    if (!is_plain) finding.doubt = "modified";
    KeepWhatObservationAffirms(finding, component, tables, terminology);
    const bool has_result =
        fhir::Choice(component, "value").exists() || component.Get("interpretation").exists();
    if (!has_result || finding.concepts.empty()) continue;
    ReadWhen(finding, options);
    finding.text = fhir::DisplayText(component.Get("code"));
    findings.push_back(std::move(finding));
  }
  return findings;
}

Finding ReadConclusion(const fhir::Resource& resource, const Terminology& terminology,
                       const BindOptions& options) {
  Finding finding;
  finding.resource = &resource;
  std::vector<fhir::Coding> codings;
  fhir::CollectCodings(resource.Get("conclusionCode"), codings);
  fhir::CollectCodings(resource.Get("codedDiagnosis"), codings);  // DSTU2, STU3
  if (codings.empty()) return finding;
  AddConcepts(codings, terminology, finding.concepts, &finding.how);
  finding.source = SourceKind::kFinding;
  finding.state = FactState::kActive;
  const std::string_view status = fhir::Code(resource, Field::kStatus);
  constexpr std::array<std::string_view, 4> kFinal = {"final", "amended", "corrected", "appended"};
  if (std::ranges::find(kFinal, status) == kFinal.end()) finding.doubt = "report-mentions";
  ReadWhen(finding, options);
  return finding;
}

}  // namespace wervelwijzer::guideline
