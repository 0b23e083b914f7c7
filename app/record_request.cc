#include "app/record_request.h"

#include <utility>

#include "base/json.h"
#include "base/xml_text.h"
#include "fhir/record.h"
#include "fhir/xml_reader.h"

namespace wervelwijzer::app {
namespace {

// Nothing depends on it: one call has no other instance to be told from.
constexpr std::string_view kInstance = "00000000-0000-4000-8000-000000000000";

// The id of the only Patient, else its fullUrl, by which it is found as well.
Result<std::string> OnlyPatient(JsonValue resource) {
  fhir::Record record;
  Issues issues;
  record.Add(resource, fhir::ResourceOrigin::kPrefetch, "$", issues);
  const fhir::Resource* patient = nullptr;
  for (const fhir::Resource& each : record.resources()) {
    if (each.type != "Patient") continue;
    if (patient != nullptr) return InvalidInput("record holds more than one Patient");
    patient = &each;
  }
  if (patient == nullptr) return InvalidInput("record holds no Patient");
  const std::string_view id = patient->id.empty() ? patient->full_url : patient->id;
  if (id.empty()) return InvalidInput("Patient has neither id nor fullUrl");
  return std::string(id);
}

std::string PatientView(JsonValue resource, const std::string& patient_id) {
  JsonWriter writer;
  writer.BeginObject().Member("hook", "patient-view").Member("hookInstance", kInstance);
  writer.Key("context").BeginObject().Member("userId", "Practitioner/unknown");
  writer.Member("patientId", patient_id).EndObject();
  writer.Key("prefetch").BeginObject().Key("record").Value(resource).EndObject();
  // Who hands in a record wants to see every decision, not only those that make a card.
  writer.Key("extension").BeginObject().Key("nl.wervelwijzer.evaluation").Boolean(true).EndObject();
  writer.EndObject();
  return std::move(writer).Take();
}

}  // namespace

Result<std::string> RequestOf(std::string text) {
  if (IsXml(text)) {
    Result<std::string> json = fhir::XmlToJson(text);
    if (!json.ok()) return json.error();
    text = std::move(json).value();
  }
  const Result<JsonDocument> document = JsonDocument::Parse(text);
  // What is no JSON is refused later, with the offset, as in a call over HTTP.
  if (!document.ok() || !document->root().Get("resourceType").is_string()) return text;
  const Result<std::string> patient_id = OnlyPatient(document->root());
  if (!patient_id.ok()) return patient_id.error();
  return PatientView(document->root(), *patient_id);
}

}  // namespace wervelwijzer::app
