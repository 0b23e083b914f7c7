// The states: which word in which status element means what. One table for all versions.

#include <algorithm>
#include <bit>
#include <utility>

#include "base/short_text.h"
#include "fhir/view.h"
#include "guideline/bindings/finding.h"
#include "guideline/bindings/mentions.h"
#include "guideline/bindings/statuses.h"

namespace wervelwijzer::guideline {
namespace {

using fhir::Field;

constexpr std::pair<std::string_view, SourceKind> kSourceOfType[] = {
    {"Condition", SourceKind::kFinding},
    {"Observation", SourceKind::kFinding},
    {"Flag", SourceKind::kFinding},
    {"Procedure", SourceKind::kProcedure},
    {"ImagingStudy", SourceKind::kImaging},
    {"DiagnosticReport", SourceKind::kImaging},
    {"ServiceRequest", SourceKind::kRequest},
    {"ProcedureRequest", SourceKind::kRequest},
    {"DiagnosticOrder", SourceKind::kRequest},
    {"DiagnosticRequest", SourceKind::kRequest},
    {"ReferralRequest", SourceKind::kRequest},
    {"Appointment", SourceKind::kRequest},
    {"Task", SourceKind::kRequest},
    {"Consent", SourceKind::kWish},
    {"Goal", SourceKind::kWish},
    {"MedicationRequest", SourceKind::kMedication},
    {"MedicationOrder", SourceKind::kMedication},
    {"MedicationStatement", SourceKind::kMedication},
    {"MedicationAdministration", SourceKind::kMedication},
    {"MedicationDispense", SourceKind::kMedication},
    {"Device", SourceKind::kDevice},
    {"DeviceUseStatement", SourceKind::kDevice},
    {"DeviceUsage", SourceKind::kDevice},
};

// What one word of a Condition's statuses claims.
enum class Claim { kConfirmed, kDoubted, kRefuted, kError, kPresent, kPast };

struct ConditionWord {
  Field field;
  std::string_view code;
  Claim claim;
};

// FHIR's own words, and the SNOMED CT codes that Dutch profiles use for the same elements.
constexpr ConditionWord kConditionWords[] = {
    {Field::kVerification, "confirmed", Claim::kConfirmed},
    {Field::kVerification, "unconfirmed", Claim::kDoubted},
    {Field::kVerification, "provisional", Claim::kDoubted},
    {Field::kVerification, "differential", Claim::kDoubted},
    {Field::kVerification, "refuted", Claim::kRefuted},
    {Field::kVerification, "entered-in-error", Claim::kError},
    {Field::kVerification, "410605003", Claim::kConfirmed},  // confirmed present
    {Field::kVerification, "415684004", Claim::kDoubted},    // suspected
    {Field::kVerification, "410590009", Claim::kDoubted},    // known possible
    {Field::kVerification, "410593006", Claim::kDoubted},    // probable
    {Field::kVerification, "2931005", Claim::kDoubted},      // probable diagnosis
    {Field::kVerification, "410516002", Claim::kRefuted},    // known absent
    {Field::kClinical, "active", Claim::kPresent},
    {Field::kClinical, "recurrence", Claim::kPresent},
    {Field::kClinical, "relapse", Claim::kPresent},
    {Field::kClinical, "inactive", Claim::kPast},
    {Field::kClinical, "remission", Claim::kPast},
    {Field::kClinical, "resolved", Claim::kPast},
    {Field::kClinical, "55561003", Claim::kPresent},  // active
    {Field::kClinical, "73425007", Claim::kPast},     // inactive
};

// The certainty that German records add to a code of ICD-10-GM.
constexpr std::string_view kCertaintyUrl =
    "http://fhir.de/StructureDefinition/icd-10-gm-diagnosesicherheit";

struct CertaintyLetter {
  std::string_view code;
  Field field;  // the element that says the same
  Claim claim;
};

constexpr CertaintyLetter kCertaintyLetters[] = {
    {"G", Field::kVerification, Claim::kConfirmed},
    {"V", Field::kVerification, Claim::kDoubted},
    {"A", Field::kVerification, Claim::kRefuted},
    {"Z", Field::kClinical, Claim::kPast},
};

// Members that turn a resource into its opposite when true.
constexpr std::string_view kNegations[] = {"doNotPerform", "notDone",     "notPerformed",
                                           "notGiven",     "wasNotTaken", "wasNotGiven"};

// Those, and two that do so by a word.
constexpr NameSketch::Bit kNegationBits = [] {
  NameSketch::Bit bits = NameSketch::BitOf("taken") | NameSketch::BitOf("adherence");
  for (const std::string_view member : kNegations) bits |= NameSketch::BitOf(member);
  return bits;
}();

enum class Ending { kNone, kMaybe, kOver };

// Whether what has this end is over. A month or a year of which a part has passed, a Period of
// ending that is not closed, and words, say only that it may be.
Ending EndingBy(JsonValue end, const BindOptions& options) {
  if (!end.exists() || end.is_null()) return Ending::kNone;
  if (const auto flag = end.boolean()) return *flag ? Ending::kOver : Ending::kNone;
  if (end.Get("value").exists() || end.Get("low").exists() || end.Get("high").exists()) {
    return Ending::kOver;  // the age or ages at which it ended
  }
  const auto time = fhir::ReadTime(end, options.zone);
  if (time && time->last && *time->last < options.now) return Ending::kOver;
  const bool lies_ahead = time && time->first && *time->first > options.now;
  return lies_ahead ? Ending::kNone : Ending::kMaybe;
}

// True when periods of use are given and all of them are over: a taper has several.
bool IsUseOver(const fhir::Resource& resource, const BindOptions& options) {
  bool has_period = false;
  for (JsonValue period : fhir::Values(resource, Field::kTime)) {
    if (!period.is_object()) continue;
    const auto time = fhir::ReadTime(period, options.zone);
    if (!time || !time->last || *time->last >= options.now) return false;
    has_period = true;
  }
  return has_period;
}

// What all codings of one status element, and the certainty beside the code, claim together.
class StatusClaims {
 public:
  StatusClaims(const fhir::Resource& resource, Field field) : field_(field) {
    for (const JsonValue value : fhir::Values(resource, field)) ReadStatus(value);
    const bool is_verification = field == Field::kVerification;
    given_ = given_ ||
             resource.Get(is_verification ? "_verificationStatus" : "_clinicalStatus").exists();
    for (const JsonValue code : fhir::Values(resource, Field::kCode)) {
      for (const JsonValue coding : code.Get("coding").elements()) ReadCertainty(coding);
    }
  }

  bool given() const { return given_; }
  bool Has(Claim claim) const { return (claims_ & BitOf(claim)) != 0; }
  // Something is said, and it is contradictory or no word of it is known.
  bool is_unclear() const { return given_ && !std::has_single_bit(claims_); }

 private:
  static unsigned BitOf(Claim claim) { return 1u << static_cast<unsigned>(claim); }

  void ReadStatus(JsonValue value) {
    given_ = given_ || value.is_string() || value.Get("text").exists() ||
             value.Get("extension").size() > 0;  // a reason why there is no word
    if (const auto code = value.string()) return ReadWord(*code);
    for (const fhir::Coding& coding : fhir::Codings(value)) ReadWord(coding.code);
  }

  void ReadWord(std::string_view code) {
    given_ = true;
    const std::string lower = LowerCase(code);
    for (const ConditionWord& word : kConditionWords) {
      if (word.field == field_ && word.code == lower) Add(word.claim);
    }
  }

  void ReadCertainty(JsonValue coding) {
    for (const JsonValue extension : coding.Get("extension").elements()) {
      if (extension.Get("url").string_or({}) != kCertaintyUrl) continue;
      const std::string_view code = extension.Get("valueCoding").Get("code").string_or({});
      given_ = given_ || field_ == Field::kVerification;
      for (const CertaintyLetter& letter : kCertaintyLetters) {
        if (letter.code != code) continue;
        // What a patient is in the state after was a diagnosis once.
        if (letter.claim == Claim::kPast && field_ == Field::kVerification) Add(Claim::kConfirmed);
        if (letter.field == field_) Add(letter.claim);
      }
    }
  }

  void Add(Claim claim) {
    given_ = true;
    claims_ |= BitOf(claim);
  }

  Field field_;
  bool given_ = false;
  unsigned claims_ = 0;  // a set of bits
};

// The end lies on the day of the onset, or of the record, or today: systems close the diagnoses of
// a visit with it, and a sign is not over for that.
bool IsEndOfVisit(const fhir::Resource& resource, const BindOptions& options) {
  const auto end = fhir::ReadTime(fhir::First(resource, Field::kEnd), options.zone);
  if (!end || !end->last) return false;
  const double day = fhir::LastDay(*end, options.zone);
  const CivilTime today = options.zone.ToCivil(options.now);
  if (day == static_cast<double>(DayNumber(today.year, today.month, today.day))) return true;
  for (const Field field : {Field::kTime, Field::kRecorded}) {
    const auto time = fhir::ReadTime(fhir::First(resource, field), options.zone);
    if (time && time->first && time->last && fhir::FirstDay(*time, options.zone) == day &&
        fhir::LastDay(*time, options.zone) == day) {
      return true;
    }
  }
  return false;
}

FactState ConditionState(const fhir::Resource& resource, const BindOptions& options) {
  const StatusClaims verification(resource, Field::kVerification);
  if (verification.Has(Claim::kError)) return FactState::kExcluded;
  if (verification.is_unclear()) return FactState::kUnclear;
  if (verification.Has(Claim::kRefuted)) return FactState::kExcluded;
  const StatusClaims clinical(resource, Field::kClinical);
  Ending ending = EndingBy(fhir::First(resource, Field::kEnd), options);
  if (ending == Ending::kOver && IsEndOfVisit(resource, options)) ending = Ending::kMaybe;
  const bool is_past = clinical.Has(Claim::kPast);
  const bool contradicts = clinical.given() && !is_past && ending != Ending::kNone;
  const bool is_open =
      clinical.is_unclear() || contradicts || (!is_past && ending == Ending::kMaybe);
  const bool over = !is_open && (is_past || ending == Ending::kOver);
  if (verification.Has(Claim::kDoubted)) {
    return over ? FactState::kExcluded : FactState::kSuspected;
  }
  if (is_open) return FactState::kActiveOrInactive;
  return over ? FactState::kInactive : FactState::kActive;
}

// Dated later than now: the end of a Period where it has one, else the moment itself.
bool IsYetToCome(const fhir::Resource& resource, const BindOptions& options) {
  JsonValue when = fhir::First(resource, Field::kTime);
  if (const JsonValue end = when.Get("end"); end.exists()) when = end;
  const auto time = fhir::ReadTime(when, options.zone);
  return time && time->first && *time->first > options.now + kClockSkew;
}

constexpr std::string_view kItemsNotDone[] = {"rejected", "cancelled", "suspended", "failed",
                                              "entered-in-error"};

// What the status word alone does not tell: a request that nobody made yet, a medicine of which it
// is not known whether it is taken, an order of which an item was refused (DSTU2), a Flag that is
// active after its time.
bool IsInDoubt(const fhir::Resource& resource, FactState state, const BindOptions& options) {
  if (resource.type == "Flag") return state == FactState::kActive && IsUseOver(resource, options);
  if (state == FactState::kPlanned) {
    const std::string_view intent = fhir::Code(resource, Field::kIntent);
    if (intent == "proposal" || intent == "option") return true;
  }
  if (resource.type != "DiagnosticOrder") {
    const std::string_view taken = resource.Get("taken").string_or("y");  // STU3
    return taken != "y" && state == FactState::kActive;
  }
  for (const JsonValue item : resource.Get("item").elements()) {
    const std::string_view status = item.Get("status").string_or({});
    const auto* const end = std::end(kItemsNotDone);
    if (std::find(std::begin(kItemsNotDone), end, status) != end) return true;
  }
  return false;
}

// A plan is use when it is reported: so US Core records what a patient takes without prescription.
bool IsOnlyPlanned(const fhir::Resource& resource) {
  if (fhir::Code(resource, Field::kIntent) != "plan") return false;
  const bool is_reported = resource.Get("reportedBoolean").boolean().value_or(false) ||
                           resource.Get("reported").boolean().value_or(false) ||
                           resource.Get("reportedReference").exists();
  return !is_reported;
}

}  // namespace

SourceKind SourceOf(std::string_view resource_type) {
  for (const auto& [type, source] : kSourceOfType) {
    if (IsSameText(type, resource_type)) return source;
  }
  return SourceKind::kNone;
}

bool IsNegated(const fhir::Resource& resource) {
  if (!resource.names.MayHave(kNegationBits)) return false;
  for (std::string_view member : kNegations) {
    const JsonValue said = resource.Get(member);
    if (said.boolean().value_or(false) || said.string_or({}) == "true") return true;
  }
  if (resource.Get("taken").string_or({}) == "n") return true;
  // R5: how a medicine is used, beside a status that only says that this was recorded.
  for (const fhir::Coding& coding : fhir::Codings(resource.Get("adherence").Get("code"))) {
    for (const std::string_view word : {"not-taking", "on-hold", "stopped"}) {
      if (coding.code.starts_with(word)) return true;
    }
  }
  return false;
}

FactState StateOf(const fhir::Resource& resource, SourceKind source, const BindOptions& options) {
  if (resource.type == "Condition") return ConditionState(resource, options);
  const std::string status = LowerCase(fhir::Code(resource, Field::kStatus));
  if (status == "entered-in-error" || IsNegated(resource)) {
    return FactState::kExcluded;
  }
  // What the user is about to order is a draft, whatever its status says already.
  if (resource.origin != fhir::ResourceOrigin::kPrefetch &&
      (source == SourceKind::kRequest || source == SourceKind::kMedication)) {
    return FactState::kDraft;
  }
  const FactState state = StateByStatus(resource.type, source, status);
  if (IsInDoubt(resource, state, options)) return FactState::kUnclear;
  const bool done = state == FactState::kDone &&
                    (source == SourceKind::kProcedure || source == SourceKind::kImaging ||
                     resource.type == "Appointment");
  if (done && IsYetToCome(resource, options)) return FactState::kPlanned;
  if (state != FactState::kActive) return state;
  if (source == SourceKind::kMedication && IsOnlyPlanned(resource)) return FactState::kUnclear;
  const bool has_course = source == SourceKind::kMedication || source == SourceKind::kWish;
  return has_course && IsUseOver(resource, options) ? FactState::kInactive : state;
}

}  // namespace wervelwijzer::guideline
