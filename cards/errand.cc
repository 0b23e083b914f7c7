#include "cards/errand.h"

#include <algorithm>
#include <array>

#include "cards/resource_parts.h"
#include "fhir/view.h"
#include "terminology/spelling.h"

namespace wervelwijzer::cards {

using fhir::Version;

namespace {

constexpr std::string_view kOrderSystem = "https://wervelwijzer.nl/fhir/CodeSystem/order";

void WritePeople(JsonWriter& json, const Situation& situation, Errand::Kind kind) {
  const bool is_stu3 = situation.fhir_version == Version::kStu3;
  WriteReference(json, kind == Errand::Kind::kTask ? "for" : "subject",
                 situation.record->patient_reference);
  WriteEncounter(json, is_stu3 ? "context" : "encounter", situation);
  json.Member("authoredOn", FormatInstant(situation.now, situation.zone));
  WriteRequester(json, situation);
}

// https://hl7.org/fhir/R4/communicationrequest.html; R5 takes no plain text as payload and asks for
// an intent.
void WriteCommunication(JsonWriter& json, const Situation& situation, const Errand& errand) {
  const bool is_r5 = situation.fhir_version == Version::kR5;
  json.Member("resourceType", "CommunicationRequest");
  json.Member("status", "draft");
  if (is_r5) json.Member("intent", IntentOf(situation));
  json.Key("category").BeginArray();
  WriteConcept(json, errand.code);
  json.EndArray();
  json.Member("priority", "routine");
  WritePeople(json, situation, errand.kind);
  json.Key("payload").BeginArray().BeginObject();
  if (is_r5) {
    json.Key("contentCodeableConcept");
    WriteConcept(json, {{}, errand.text});
  } else {
    json.Member("contentString", errand.text);
  }
  json.EndObject().EndArray();
}

// https://hl7.org/fhir/R4/task.html
void WriteTask(JsonWriter& json, const Situation& situation, const Errand& errand) {
  json.Member("resourceType", "Task");
  json.Member("status", "draft");
  json.Member("intent", IntentOf(situation));
  json.Member("priority", "routine");
  json.Key("code");
  WriteConcept(json, errand.code);
  json.Member("description", errand.text);
  WritePeople(json, situation, errand.kind);
}

// Its code (a service, a task) or category (a notice), in the places of every FHIR version.
bool IsAbout(const fhir::Resource& resource, std::string_view code) {
  std::vector<fhir::Coding> codings;
  fhir::CollectCodings(resource, fhir::Field::kCode, codings);
  fhir::CollectCodings(resource.Get("category"), codings);
  return std::ranges::any_of(codings, [&](const fhir::Coding& coding) {
    return coding.code == code && terminology::Spelling(coding.system).text() ==
                                      terminology::Spelling(kOrderSystem).text();
  });
}

bool IsErrandType(std::string_view type) {
  static constexpr std::array<std::string_view, 7> kTypes = {
      "ServiceRequest", "ProcedureRequest",     "DiagnosticOrder", "ReferralRequest",
      "Task",           "CommunicationRequest", "Communication"};
  return std::ranges::find(kTypes, type) != kTypes.end();
}

// A proposal is nobody's order yet; a Task and a CommunicationRequest may say so in R4 and R5.
bool IsUnderWay(JsonValue resource) {
  static constexpr std::array<std::string_view, 9> kStatuses = {
      "active",      "requested",   "received", "accepted", "ready",
      "in-progress", "preparation", "on-hold",  "completed"};
  const std::string_view status = resource.Get("status").string_or("");
  const std::string_view intent = resource.Get("intent").string_or("");
  return intent != "proposal" && intent != "plan" &&
         std::ranges::find(kStatuses, status) != kStatuses.end();
}

}  // namespace

std::string WriteErrand(const Consultation& consultation, const Errand& errand) {
  const Situation& situation = consultation.situation();
  JsonWriter json;
  json.BeginObject();
  if (errand.kind == Errand::Kind::kCommunication) {
    WriteCommunication(json, situation, errand);
  } else {
    WriteTask(json, situation, errand);
  }
  WriteNotes(json, errand.notes);
  json.EndObject();
  return std::move(json).Take();
}

bool IsErrandAsked(const Consultation& consultation, std::string_view code) {
  const fhir::Record* record = consultation.situation().resources;
  if (record == nullptr) return false;
  const auto& resources = record->resources();
  return std::ranges::any_of(resources, [&](const fhir::Resource& resource) {
    return IsErrandType(resource.type) && IsUnderWay(resource.json) && IsAbout(resource, code);
  });
}

}  // namespace wervelwijzer::cards
