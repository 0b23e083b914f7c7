#include "cards/companions.h"

#include <array>

#include "cards/resource_parts.h"

namespace wervelwijzer::cards {

using fhir::Version;

namespace {

constexpr char kSnomed[] = "http://snomed.info/sct";

std::string ReferenceTo(const ServiceOrder& order, Version version) {
  return std::string(TypeOf(order, version)) + "/" + order.id;
}

void WritePeriod(JsonWriter& json, TimePoint start, std::optional<TimePoint> end,
                 const Situation& situation) {
  json.BeginObject();
  json.Member("start", FormatInstant(start, situation.zone));
  // A deadline that has passed makes no period; that it has stands in the note of the request.
  if (end && *end >= start) json.Member("end", FormatInstant(*end, situation.zone));
  json.EndObject();
}

// "Fulfil the focus" for who follows the order workflow, "referral" for who goes by SNOMED CT, and
// what the order itself is called.
Concept FulfilmentCode(const ServiceOrder& order) {
  Concept code;
  code.codings.push_back({"http://hl7.org/fhir/CodeSystem/task-code", "fulfill", {}});
  code.codings.push_back({kSnomed, "3457005", "Patient referral (procedure)"});
  for (const Coding& coding : order.code.codings) code.codings.push_back(coding);
  code.text = order.code.text;
  return code;
}

// Who carries it out. In STU3 and R5 a service cannot own a Task, the organization behind it can.
void WriteOwner(JsonWriter& json, const Situation& situation, const ServiceOrder& order) {
  const bool takes_service = situation.fhir_version == Version::kR4;
  const Performer* owner = takes_service ? PerformerOf(order, situation) : nullptr;
  if (!takes_service && order.provider) owner = &*order.provider;
  if (owner != nullptr) {
    json.Key("owner");
    WritePerformerReference(json, *owner, situation.fhir_version);
  }
  if (situation.fhir_version != Version::kR5 || !order.performer) return;
  json.Key("requestedPerformer").BeginArray().BeginObject().Key("reference");
  WritePerformerReference(json, *order.performer, situation.fhir_version);
  json.EndObject().EndArray();
}

// Evidence that may stand as the reason of an Appointment; the rest supports it.
std::span<const std::string_view> ReasonsOfAppointment(Version version) {
  static constexpr std::array<std::string_view, 3> kTypes = {"Condition", "Procedure",
                                                             "Observation"};
  return std::span(kTypes).first(version == Version::kStu3 ? 2 : 3);
}

void WriteReason(JsonWriter& json, const Situation& situation, const ServiceOrder& order) {
  const Version version = situation.fhir_version;
  const auto types = ReasonsOfAppointment(version);
  const auto evidence = OfTypes(order.reason_references, types, Keep::kThese);
  if (version == Version::kR5) {
    WriteReasonOfR5(json, order.reason, evidence);
  } else {
    json.Key(version == Version::kStu3 ? "reason" : "reasonCode").BeginArray();
    WriteConcept(json, {{}, order.reason});
    json.EndArray();
    WriteReferences(json, version == Version::kStu3 ? "indication" : "reasonReference", evidence,
                    Wrap::kNo);
  }
  WriteReferences(json, "supportingInformation",
                  OfTypes(order.reason_references, types, Keep::kOthers), Wrap::kNo);
}

// `required` is a code up to R4 and a boolean in R5, which has no `information-only`.
void WriteNeed(JsonWriter& json, Version version, std::string_view need) {
  if (version == Version::kR5) {
    json.Key("required").Boolean(need == "required");
  } else {
    json.Member("required", need);
  }
  json.Member("status", "needs-action");
}

void WriteParticipants(JsonWriter& json, const Situation& situation, const ServiceOrder& order) {
  const Version version = situation.fhir_version;
  json.Key("participant").BeginArray();
  if (order.performer) {
    json.BeginObject().Key("actor");
    WritePerformerReference(json, *order.performer, version);
    WriteNeed(json, version, "required");
    json.EndObject();
  }
  for (const Attendee& attendee : order.attendees) {
    json.BeginObject().Key("type").BeginArray();
    WriteConcept(json, {{}, attendee.role});
    json.EndArray();
    WriteNeed(json, version, attendee.need == Attendee::Need::kRequired ? "required" : "optional");
    json.EndObject();
  }
  json.BeginObject();
  WriteReference(json, "actor", situation.record->patient_reference);
  WriteNeed(json, version, "information-only");
  json.EndObject();
  json.EndArray();
}

void WriteServiceType(JsonWriter& json, const Situation& situation, const ServiceOrder& order) {
  json.Key("serviceType").BeginArray();
  if (situation.fhir_version == Version::kR5) {
    json.BeginObject().Key("concept");
    WriteConcept(json, order.code);
    json.EndObject();
  } else {
    WriteConcept(json, order.code);
  }
  json.EndArray();
}

void WriteRemarks(JsonWriter& json, const Situation& situation, const ServiceOrder& order) {
  if (situation.fhir_version == Version::kR5) return WriteNotes(json, order.notes);
  std::string comment;
  for (const std::string& note : order.notes) comment += (comment.empty() ? "" : "\n") + note;
  json.MemberIfAny("comment", comment);
}

// STU3 can only say which ReferralRequest it follows, and a meeting is none.
void WriteRequestOf(JsonWriter& json, const Situation& situation, const ServiceOrder& order) {
  if (situation.fhir_version == Version::kStu3) return;
  WriteReferences(json, "basedOn",
                  std::vector<std::string_view>{ReferenceTo(order, situation.fhir_version)},
                  Wrap::kNo);
}

}  // namespace

std::string WriteFulfilment(const Situation& situation, const ServiceOrder& order) {
  const bool is_stu3 = situation.fhir_version == Version::kStu3;
  JsonWriter json;
  json.BeginObject();
  json.Member("resourceType", "Task");
  json.Member("status", "draft");
  json.Member("intent", "order");
  json.Member("priority", order.priority);
  json.Key("code");
  WriteConcept(json, FulfilmentCode(order));
  json.MemberIfAny("description", order.reason);
  WriteReference(json, "focus", ReferenceTo(order, situation.fhir_version));
  WriteReference(json, "for", situation.record->patient_reference);
  WriteEncounter(json, is_stu3 ? "context" : "encounter", situation);
  json.Member("authoredOn", FormatInstant(situation.now, situation.zone));
  WriteRequester(json, situation);
  WriteOwner(json, situation, order);
  if (order.end && *order.end >= situation.now) {
    json.Key("restriction").BeginObject().Key("period");
    WritePeriod(json, situation.now, order.end, situation);
    json.EndObject();
  }
  WriteNotes(json, order.notes);
  json.EndObject();
  return std::move(json).Take();
}

std::string WriteAppointment(const Situation& situation, const ServiceOrder& order) {
  JsonWriter json;
  json.BeginObject();
  json.Member("resourceType", "Appointment");
  json.Member("status", "proposed");
  WriteServiceType(json, situation, order);
  WriteReason(json, situation, order);
  json.MemberIfAny("description", order.code.text);
  if (order.start && order.end) {
    json.Member("start", FormatInstant(*order.start, situation.zone));
    json.Member("end", FormatInstant(*order.end, situation.zone));
  }
  if (!order.slot.empty())
    WriteReferences(json, "slot", std::vector<std::string_view>{order.slot}, Wrap::kNo);
  json.Member("created", FormatInstant(situation.now, situation.zone));
  WriteRemarks(json, situation, order);
  WriteRequestOf(json, situation, order);
  if (situation.fhir_version == Version::kR5) {
    WriteReference(json, "subject", situation.record->patient_reference);
  }
  WriteParticipants(json, situation, order);
  json.Key("requestedPeriod").BeginArray();
  WritePeriod(json, situation.now, order.end, situation);
  json.EndArray();
  json.EndObject();
  return std::move(json).Take();
}

}  // namespace wervelwijzer::cards
