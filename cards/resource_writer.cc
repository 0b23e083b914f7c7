#include "cards/resource_writer.h"

#include <algorithm>
#include <array>

#include "cards/compose.h"
#include "cards/resource_parts.h"

namespace wervelwijzer::cards {
namespace {

constexpr std::size_t kUsualBytes = 2u << 10;

// Where the versions differ; everything else is the same in R4 and R5 and nearly so in STU3.
// https://hl7.org/fhir/R4/servicerequest.html, /R4/medicationrequest.html, the same under R5, and
// https://hl7.org/fhir/STU3/procedurerequest.html.
class VersionedWriter final : public ResourceWriter {
 public:
  explicit VersionedWriter(const Situation& situation)
      : situation_(&situation), version_(situation.fhir_version) {}

  std::string Write(const ServiceOrder& order) const override {
    const bool is_stu3 = version_ == fhir::Version::kStu3;
    JsonWriter json(kUsualBytes);
    json.BeginObject();
    json.Member("resourceType", TypeOf(order, version_));
    json.MemberIfAny("id", order.id);
    WriteFrame(json, order.priority);
    if (is_stu3 && order.is_referral) {
      WriteReferralSubject(json, order);
    } else {
      if (order.category) {
        json.Key("category").BeginArray();
        WriteConcept(json, *order.category);
        json.EndArray();
      }
      WriteConceptOrReference(json, "code", order.code);
    }
    WriteOccurrence(json, order.start.value_or(situation_->now), order.end, *situation_);
    WritePerformer(json, order);
    WriteReasons(json, order.reason, order.reason_references, ReasonsOfService());
    std::vector<std::string_view> support =
        OfTypes(order.reason_references, ReasonsOfService(), Keep::kOthers);
    support.insert(support.end(), order.support.begin(), order.support.end());
    WriteReferences(json, "supportingInfo", support,
                    version_ == fhir::Version::kR5 ? Wrap::kYes : Wrap::kNo);
    if (!order.body_site.empty()) {
      json.Key("bodySite").BeginArray();
      WriteConcept(json, {{}, order.body_site});
      json.EndArray();
    }
    WriteNotes(json, order.notes);
    json.EndObject();
    return std::move(json).Take();
  }

  std::string Write(const MedicationOrder& order) const override {
    JsonWriter json(kUsualBytes);
    json.BeginObject();
    json.Member("resourceType", "MedicationRequest");
    WriteFrame(json, order.priority);
    const bool is_r5 = version_ == fhir::Version::kR5;
    WriteConceptOrReference(json, is_r5 ? "medication" : "medicationCodeableConcept",
                            order.medication);
    static constexpr std::array<std::string_view, 2> kReasons = {"Condition", "Observation"};
    WriteReasons(json, order.reason, order.reason_references, kReasons);
    WriteReferences(json, "supportingInformation",
                    OfTypes(order.reason_references, kReasons, Keep::kOthers), Wrap::kNo);
    WriteNotes(json, order.notes);
    json.Key("dosageInstruction").BeginArray();
    for (std::size_t at = 0; at < order.steps.size(); ++at) {
      WriteDosage(json, order.steps[at], static_cast<int>(at) + 1, version_);
    }
    json.EndArray();
    json.EndObject();
    return std::move(json).Take();
  }

 private:
  using Types = std::span<const std::string_view>;

  Types ReasonsOfService() const {
    static constexpr std::array<std::string_view, 4> kTypes = {
        "Condition", "Observation", "DiagnosticReport", "DocumentReference"};
    return Types(kTypes).first(version_ == fhir::Version::kStu3 ? 2 : 4);
  }

  // https://hl7.org/fhir/STU3/referralrequest.html
  static void WriteReferralSubject(JsonWriter& json, const ServiceOrder& order) {
    if (order.category) {
      json.Key("type");
      WriteConcept(json, *order.category);
    }
    json.Key("serviceRequested").BeginArray();
    WriteConcept(json, order.code);
    json.EndArray();
  }

  void WriteFrame(JsonWriter& json, std::string_view priority) const {
    const guideline::BoundRecord& record = *situation_->record;
    json.Member("status", "draft");
    json.Member("intent", IntentOf(*situation_));
    json.MemberIfAny("priority", priority);
    WriteReference(json, "subject", record.patient_reference);
    const bool is_stu3 = version_ == fhir::Version::kStu3;
    WriteEncounter(json, is_stu3 ? "context" : "encounter", *situation_);
    json.Member("authoredOn", FormatInstant(situation_->now, situation_->zone));
    WriteRequester(json, *situation_);
  }

  // STU3 knows one performer and no canonical definitions.
  void WritePerformer(JsonWriter& json, const ServiceOrder& order) const {
    const bool is_stu3 = version_ == fhir::Version::kStu3;
    if (!order.orderables.empty() && !is_stu3) {
      json.Key("instantiatesCanonical").BeginArray();
      for (const std::string& canonical : order.orderables) json.String(canonical);
      json.EndArray();
    }
    const Performer* performer = PerformerOf(order, *situation_);
    if (performer == nullptr) return;
    const bool is_referral = is_stu3 && order.is_referral;
    const bool is_list = !is_stu3 || is_referral;
    json.Key(is_referral ? JsonName("recipient") : JsonName("performer"));
    if (is_list) json.BeginArray();
    WritePerformerReference(json, *performer, version_);
    if (is_list) json.EndArray();
  }

  // R5 puts code, medication and reason in a CodeableReference.
  void WriteConceptOrReference(JsonWriter& json, const JsonName& name, const Concept& what) const {
    json.Key(name);
    if (version_ != fhir::Version::kR5) return WriteConcept(json, what);
    json.BeginObject();
    json.Key("concept");
    WriteConcept(json, what);
    json.EndObject();
  }

  void WriteReasons(JsonWriter& json, const std::string& reason,
                    const std::vector<std::string>& references, Types allowed) const {
    const std::vector<std::string_view> evidence = OfTypes(references, allowed, Keep::kThese);
    if (version_ == fhir::Version::kR5) return WriteReasonOfR5(json, reason, evidence);
    if (!reason.empty()) {
      json.Key("reasonCode").BeginArray();
      WriteConcept(json, {{}, reason});
      json.EndArray();
    }
    WriteReferences(json, "reasonReference", evidence, Wrap::kNo);
  }

  const Situation* situation_;
  fhir::Version version_;
};

// Drafts come as clients write them; null and what is empty is no FHIR and must not come back.
bool HoldsData(JsonValue value) {
  if (value.is_null() || !value.exists()) return false;
  if (value.is_string()) return !value.string()->empty();
  if (value.is_array()) {
    for (const JsonValue element : value.elements()) {
      if (HoldsData(element)) return true;
    }
    return false;
  }
  if (!value.is_object()) return true;
  for (const auto [name, member] : value.members()) {
    if (HoldsData(member)) return true;
  }
  return false;
}

// A null in a list stays where it pairs with a list of extensions, as FHIR has it.
void CopyData(JsonWriter& json, JsonValue value) {
  if (value.is_array()) {
    json.BeginArray();
    for (const JsonValue element : value.elements()) {
      if (HoldsData(element) || element.is_null()) CopyData(json, element);
    }
    json.EndArray();
  } else if (value.is_object()) {
    json.BeginObject();
    for (const auto [name, member] : value.members()) {
      if (HoldsData(member)) CopyData(json.Key(name), member);
    }
    json.EndObject();
  } else {
    json.Value(value);
  }
}

int RankOfPriority(std::string_view priority) {
  return priority == "stat" ? 4 : priority == "asap" ? 3 : priority == "urgent" ? 2 : 1;
}

}  // namespace

std::unique_ptr<ResourceWriter> NewResourceWriter(const Situation& situation) {
  if (situation.fhir_version == fhir::Version::kDstu2) return nullptr;
  if (situation.record->patient_reference.empty()) return nullptr;
  return std::make_unique<VersionedWriter>(situation);
}

std::string WithPriorityAndEnd(const Situation& situation, JsonValue drafted,
                               std::string_view priority, std::optional<TimePoint> end) {
  const std::string_view old = drafted.Get("priority").string_or("routine");
  JsonWriter json;
  json.BeginObject();
  for (const auto [name, value] : drafted.members()) {
    if (name == "priority" || name == "_priority" || name.starts_with("occurrence") ||
        name.starts_with("_occurrence")) {
      continue;
    }
    if (HoldsData(value)) CopyData(json.Key(name), value);
  }
  json.Member("priority", RankOfPriority(old) > RankOfPriority(priority) ? old : priority);
  WriteOccurrence(json, situation.now, end, situation);
  json.EndObject();
  return std::move(json).Take();
}

}  // namespace wervelwijzer::cards
