#include "guideline/bindings/bind.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>
#include <utility>

#include "fhir/view.h"
#include "guideline/bindings/care_team.h"
#include "guideline/bindings/courses.h"
#include "guideline/bindings/denials.h"
#include "guideline/bindings/facts.h"
#include "guideline/bindings/intake.h"
#include "guideline/bindings/medicine.h"
#include "guideline/bindings/mentions.h"
#include "guideline/bindings/modifiers.h"
#include "guideline/bindings/observations.h"
#include "guideline/bindings/order_reader.h"
#include "guideline/bindings/patient.h"
#include "guideline/bindings/reopening.h"
#include "guideline/bindings/tables.h"

namespace wervelwijzer::guideline {
namespace {

using fhir::Field;

// Local choices, as the look-backs of facts.tsv.
constexpr Duration kRecentStudy = std::chrono::hours(24 * 60);
constexpr Duration kRecentReport = std::chrono::hours(24 * 180);

constexpr std::size_t kUsualFindings = 8;

constexpr std::size_t kBetweenLooks = 16;  // resources, between two looks at the clock

// One pass over the resources of one request.
class Pass {
 public:
  Pass(const fhir::Record& record, const BindOptions& options, const InputCatalogue& catalogue,
       const terminology::Terminology& terminology, const BindingTables& tables)
      : record_(record),
        options_(options),
        catalogue_(catalogue),
        terminology_(terminology),
        tables_(tables),
        courses_(record, tables.modifiers, options),
        bound_{Inputs(catalogue), {}, {}, {}, {}, {}, {}} {}

  BoundRecord Run() {
    patient_ = record_.FindPatient(options_.patient_id);
    if (patient_ != nullptr) {
      bound_.patient_reference = patient_->Reference();
      bound_.is_deceased = IsDeceased(*patient_, options_, bound_.issues);
      ReadPerson(*patient_);
    }
    findings_.reserve(kUsualFindings);
    std::size_t read = 0;
    for (const fhir::Resource& resource : record_.resources()) {
      if (read++ % kBetweenLooks == 0 && IsSpent()) return std::move(bound_);
      ReadResource(resource);
    }
    if (IsSpent()) return std::move(bound_);
    DoubtWhatIsDenied();
    const KnownConcepts known = ConceptsOf(findings_, options_.now);
    for (const Finding& finding : findings_) {
      ApplyFacts(finding, known, tables_, catalogue_, options_, statements_, bound_.hints);
    }
    AskWhatIsMentioned(known);
    RestTreated(statements_, tables_.rests, catalogue_, bound_.hints);
    Settle(statements_, tables_, bound_.inputs, bound_.issues);
    DropIdleHints();
    return std::move(bound_);
  }

 private:
  bool IsSpent() const { return options_.budget != nullptr && options_.budget->IsSpent(); }

  void DoubtWhatIsDenied() {
    std::set<std::string> doubted;  // references
    for (Finding& finding : findings_) {
      if (!finding.doubt.empty() || finding.state != FactState::kActive) continue;
      if (!denials_.Contradict(finding)) continue;
      finding.doubt =
          finding.source == SourceKind::kMedication ? "unclear-status" : "unclear-entry";
      doubted.insert(finding.resource->Reference());
    }
    if (doubted.empty()) return;
    for (Order& order : bound_.orders) {
      const bool is_doubted = !order.reference.empty() && doubted.contains(order.reference);
      if (!order.draft && is_doubted) order.status = "unknown";
    }
  }

  void ReadPerson(const fhir::Resource& patient) {
    const ModifierEffect effect = EffectOfModifiers(patient, tables_.modifiers);
    if (effect == ModifierEffect::kNone) {
      return ReadPatient(patient, catalogue_, options_, statements_, bound_.issues);
    }
    for (const char* input : {"age-years", "sex"}) {
      bound_.hints.push_back({input, patient.Reference(), "modified"});
    }
  }

  void ReadResource(const fhir::Resource& resource) {
    if (resource.type == "Patient") return;
    if (patient_ != nullptr && !IsAbout(resource, *patient_, record_)) {
      return Report(resource, "resource is about somebody else and was passed over");
    }
    ReadReferences(resource);
    const std::optional<fhir::TimeRange> said = SaidAt(resource);
    if (said && said->first && *said->first > options_.now + kSmallSkew) {
      Report(resource, "statement is dated in the future and counts as of now, not for certain");
    }
    if (IsIntake(resource)) {
      ReadIntake(resource, tables_, terminology_, catalogue_, options_, statements_, bound_.issues);
    } else if (resource.type == "Observation") {
      ReadObservation(resource, record_, said, tables_, terminology_, catalogue_, options_,
                      statements_, bound_.hints, bound_.issues);
      std::ranges::move(ReadComponents(resource, tables_, terminology_, options_),
                        std::back_inserter(findings_));
    } else if (resource.type == "DiagnosticReport") {
      ReadReport(resource);
    }
    if (resource.type == "CareTeam") {
      if (auto hint = HintOfCareTeam(resource, tables_, options_)) {
        bound_.hints.push_back(std::move(*hint));
      }
      return;
    }
    Finding finding = ReadFinding(resource, record_, courses_, tables_, terminology_, options_);
    if (finding.is_unplaced) ++bound_.unplaced;
    if (resource.type == "Condition" && finding.concepts.empty()) {
      if (!IsOver(resource)) {
        ReadMentions(resource, fhir::DisplayText(resource.Get("code")), "text-mentions",
                     MentionPlace::kReport);
        NameUnread(resource, finding);
      }
    } else if ((finding.is_unread || finding.is_unplaced) &&
               finding.source == SourceKind::kMedication) {
      ReadUnknownMedicine(resource, finding.is_unread);
    } else if (finding.concepts.empty() && IsRecentStudy(resource, finding.source)) {
      ReadMentions(resource, TitleOf(resource), "title-mentions", MentionPlace::kTitle);
    }
    if (auto order = ReadOrder(finding, resource, record_, tables_, terminology_, options_)) {
      bound_.orders.push_back(std::move(*order));
    }
    denials_.Note(finding);
    if (!finding.concepts.empty() && finding.state != FactState::kExcluded) {
      findings_.push_back(std::move(finding));
    }
  }

  // Of codes whose systems nobody knows a person reads the name.
  void NameUnread(const fhir::Resource& resource, const Finding& finding) {
    const JsonValue code = resource.Get("code");
    if (!finding.is_unread || fhir::Codings(code).empty()) return;
    std::string shown(fhir::DisplayText(code));
    if (shown.empty()) shown = resource.Reference();
    std::vector<std::string>& names = bound_.unread_diagnoses;
    if (std::ranges::find(names, shown) == names.end()) names.push_back(std::move(shown));
  }

  // Refuted, entered in error or certainly over: its words ask nothing.
  bool IsOver(const fhir::Resource& resource) const {
    const FactState state = StateOf(resource, SourceKind::kFinding, options_);
    return state == FactState::kExcluded || state == FactState::kInactive;
  }

  // What a recent report concludes in words or in codes is asked.
  void ReadReport(const fhir::Resource& resource) {
    const bool is_void = StateOf(resource, SourceKind::kImaging, options_) == FactState::kExcluded;
    if (is_void || !IsWithin(resource, kRecentReport)) return;
    ReadMentions(resource, resource.Get("conclusion").string_or({}), "report-mentions",
                 MentionPlace::kReport);
    Finding conclusion = ReadConclusion(resource, terminology_, options_);
    if (!conclusion.concepts.empty()) findings_.push_back(std::move(conclusion));
  }

  // What is used, or perhaps is, and no code of it could be compared: a person reads its name. Of a
  // system that is covered in part, what is not listed is named where its name asks something.
  void ReadUnknownMedicine(const fhir::Resource& resource, bool is_unread) {
    const FactState state = courses_.StateOf(resource);
    if (state != FactState::kActive && state != FactState::kUnclear) return;
    const std::string name = NameOfMedicine(resource, record_);
    const std::size_t asked = bound_.hints.size();
    ReadMentions(resource, name, "medication-mentions", MentionPlace::kMedication);
    const bool is_named =
        is_unread || name.empty() || bound_.hints.size() > asked || NamesSteroid(name);
    if (!is_named) return;
    const std::string shown = name.empty() ? resource.Reference() : name;
    if (unread_.insert(shown).second) bound_.unread_medicines.push_back(shown);
  }

  // When something was seen or answered, which cannot lie in the future; nothing for the rest:
  // orders and appointments can.
  std::optional<fhir::TimeRange> SaidAt(const fhir::Resource& resource) const {
    if (resource.type != "Observation" && resource.type != "QuestionnaireResponse") return {};
    JsonValue when = fhir::First(resource, Field::kTime);
    if (!when.exists()) when = fhir::First(resource, Field::kRecorded);
    return fhir::ReadTime(when, options_.zone);
  }

  void ReadReferences(const fhir::Resource& resource) {
    if (resource.type == "Encounter" && bound_.encounter_reference.empty()) {
      bound_.encounter_reference = resource.Reference();
    }
    if (resource.origin == fhir::ResourceOrigin::kPrefetch) return;
    const bool selected = resource.origin == fhir::ResourceOrigin::kSelectedOrder;
    const std::string_view requester = fhir::ReferenceText(resource, Field::kRequester);
    if (!requester.empty() && (selected || bound_.requester_reference.empty())) {
      bound_.requester_reference = requester;
    }
    const std::string_view encounter = fhir::ReferenceText(resource, Field::kEncounter);
    if (!encounter.empty() && (selected || bound_.encounter_reference.empty())) {
      bound_.encounter_reference = encounter;
    }
  }

  // A study or procedure of this episode that was done.
  bool IsRecentStudy(const fhir::Resource& resource, SourceKind source) const {
    if (source != SourceKind::kImaging && source != SourceKind::kProcedure) return false;
    return IsWithin(resource, kRecentStudy) &&
           StateOf(resource, source, options_) == FactState::kDone;
  }

  // Of this episode as far as its date tells.
  bool IsWithin(const fhir::Resource& resource, Duration age) const {
    const auto time = fhir::ReadTime(fhir::First(resource, Field::kTime), options_.zone);
    const std::optional<TimePoint> moment =
        time ? (time->last ? time->last : time->first) : std::nullopt;
    return !moment || *moment >= options_.now - age;
  }

  // What a person would call the study or procedure. A study without a title is called by its
  // modality (DICOM: `MR`) and body site.
  static std::string TitleOf(const fhir::Resource& resource) {
    std::string title(fhir::DisplayText(fhir::First(resource, Field::kCode)));
    if (title.empty()) title = resource.Get("description").string_or({});
    if (!title.empty() || resource.type != "ImagingStudy") return title;
    for (const JsonValue series : resource.Get("series").elements()) {
      for (const fhir::Coding& modality : fhir::Codings(series.Get("modality"))) {
        title.append(modality.code).append(" ");
      }
      const JsonValue site = series.Get("bodySite");  // a Coding; R5: a CodeableReference
      title.append(site.Get("display").string_or(fhir::DisplayText(site))).append("; ");
    }
    return title;
  }

  // Words only ask, whatever the text says about them; what else they need is known once the whole
  // record has been read.
  void ReadMentions(const fhir::Resource& resource, std::string_view words, const char* what,
                    MentionPlace place) {
    const std::string text = LowerCase(words);
    if (text.empty()) return;
    for (const Mention& mention : tables_.mentions) {
      if (mention.place != place || !IsWithinLookBack(resource, mention)) continue;
      const bool is_mentioned = std::ranges::any_of(
          mention.words, [&text](const std::string& word) { return Mentions(text, word); });
      if (is_mentioned) mentioned_.push_back({&resource, &mention, what});
    }
  }

  bool IsWithinLookBack(const fhir::Resource& resource, const Mention& mention) const {
    if (!mention.look_back) return true;
    JsonValue when = fhir::First(resource, Field::kRecorded);
    if (!when.exists()) when = fhir::First(resource, Field::kTime);
    const auto time = fhir::ReadTime(when, options_.zone);
    return !time || !time->last || *time->last >= options_.now - *mention.look_back;
  }

  void AskWhatIsMentioned(const KnownConcepts& known) {
    for (const Mentioned& one : mentioned_) {
      if (!one.mention->needs.empty() && !known.ever.HasAny(one.mention->needs)) continue;
      Point(*one.resource, one.mention->input, one.what);
    }
  }

  void Point(const fhir::Resource& resource, CatalogueIndex input, const char* what) {
    Statement pointing;
    pointing.certainty = Certainty::kPointing;
    JsonValue when = fhir::First(resource, Field::kTime);
    if (!when.exists()) when = fhir::First(resource, Field::kRecorded);
    if (const auto time = fhir::ReadTime(when, options_.zone)) {
      pointing.first = time->first;
      pointing.last = time->last;
      pointing.evidence.date = time->text;
      pointing.evidence.time = time->first;
    }
    Bound(pointing, resource, options_);
    pointing.evidence.reference = resource.Reference();
    pointing.evidence.how = what;
    pointing.evidence.text = TitleOf(resource);
    bound_.hints.push_back({catalogue_.definitions()[input].id, resource.Reference(), what,
                            pointing.first, pointing.last, pointing.evidence.text});
    statements_.Add(input, std::move(pointing));
  }

  // The same question is asked once, and an old record asks nothing where a newer one answers.
  void DropIdleHints() {
    std::set<std::tuple<std::string, std::string, std::string>> asked;
    std::erase_if(bound_.hints, [&](const Hint& hint) {
      const bool answered =
          hint.what == "older-record" && bound_.inputs.Get(hint.input).origin == Origin::kStated;
      if (answered) return true;
      // Each implant matters by itself to who makes the scan.
      const bool each = hint.what == "device-present";
      return !asked.emplace(hint.input, hint.what, each ? hint.reference : std::string()).second;
    });
  }

  void Report(const fhir::Resource& resource, std::string message) {
    bound_.issues.push_back({Severity::kWarning, std::move(message), resource.Reference()});
  }

  const fhir::Record& record_;
  const BindOptions& options_;
  const InputCatalogue& catalogue_;
  const terminology::Terminology& terminology_;
  const BindingTables& tables_;
  const Courses courses_;
  const fhir::Resource* patient_ = nullptr;
  Statements statements_;
  std::vector<Finding> findings_;
  struct Mentioned {
    const fhir::Resource* resource;
    const Mention* mention;
    const char* what;
  };
  std::vector<Mentioned> mentioned_;
  std::set<std::string> unread_;  // the names of bound_.unread_medicines
  Denials denials_;
  BoundRecord bound_;
};

}  // namespace

struct Bindings::Impl {
  const InputCatalogue* catalogue;
  terminology::Terminology terminology;
  BindingTables tables;
};

Bindings::Bindings(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Bindings::Bindings(Bindings&&) noexcept = default;
Bindings& Bindings::operator=(Bindings&&) noexcept = default;
Bindings::~Bindings() = default;

Result<Bindings> Bindings::Load(const std::string& directory, const InputCatalogue& catalogue,
                                const terminology::Terminology& terminology,
                                std::span<const dmn::Parameter> parameters) {
  Result<BindingTables> tables = LoadBindingTables(directory, catalogue, terminology, parameters);
  if (!tables.ok()) return tables.error();
  return Bindings(std::make_unique<Impl>(Impl{&catalogue, terminology, std::move(tables).value()}));
}

BoundRecord Bindings::Bind(const fhir::Record& record, const BindOptions& options) const {
  return Pass(record, options, *impl_->catalogue, impl_->terminology, impl_->tables).Run();
}

}  // namespace wervelwijzer::guideline
