#include "hooks/request.h"

#include "hooks/outgoing.h"
#include "hooks/text.h"

namespace wervelwijzer::hooks {
namespace {

constexpr std::string_view kEvaluation = "nl.wervelwijzer.evaluation";
constexpr std::string_view kEpicFhirVersion = "com.epic.cdshooks.request.fhir-version";

// Takes members off the body; what does not fit becomes an issue.
class Reader {
 public:
  explicit Reader(Issues& issues) : issues_(issues) {}

  void Fail(std::string path, std::string message) {
    issues_.push_back({Severity::kError, std::move(message), std::move(path)});
  }
  void Warn(std::string path, std::string message) {
    issues_.push_back({Severity::kWarning, std::move(message), std::move(path)});
  }

  // A text that has to be there and holds more than blanks.
  std::string_view Required(JsonValue object, std::string_view name, const std::string& path) {
    const JsonValue value = object.Get(name);
    if (!value.exists()) {
      Fail(path, "required member is missing");
    } else if (!value.is_string()) {
      Fail(path, "is not a string");
    } else if (Trimmed(*value.string()).empty()) {
      Fail(path, "is empty");
    } else {
      return Trimmed(*value.string());
    }
    return {};
  }
  // A text that may be absent or null.
  std::string_view Optional(JsonValue object, std::string_view name, const std::string& path) {
    const JsonValue value = object.Get(name);
    if (!value.exists() || value.is_null()) return {};
    if (!value.is_string()) Fail(path, "is not a string");
    return Trimmed(value.string_or({}));
  }
  // An object that may be absent or null.
  JsonValue OptionalObject(JsonValue object, std::string_view name, const std::string& path) {
    const JsonValue value = object.Get(name);
    if (!value.exists() || value.is_null()) return {};
    if (value.is_object()) return value;
    Fail(path, "is not an object");
    return {};
  }

 private:
  Issues& issues_;
};

// Some clients send a reference where the specification asks for the bare id.
std::string_view BareId(std::string_view id, std::string_view type_and_slash) {
  if (id.starts_with(type_and_slash)) id.remove_prefix(type_and_slash.size());
  return id;
}

void ReadHook(Reader& reader, JsonValue body, const ServiceDescription& service) {
  const std::string_view hook = reader.Required(body, "hook", "$.hook");
  if (!hook.empty() && hook != service.hook) {
    reader.Fail("$.hook", "hook " + Quoted(hook) + " does not belong to service `" +
                              std::string(service.id) + "`");
  }
}

std::string_view ReadHookInstance(Reader& reader, JsonValue body) {
  const std::string_view instance = reader.Required(body, "hookInstance", "$.hookInstance");
  // Nothing here depends on its form, so that a client with ids of its own is served.
  if (!instance.empty() && !IsUuid(instance)) reader.Warn("$.hookInstance", "is not a uuid");
  return instance;
}

// https://cds-hooks.hl7.org/2.0/#passing-the-access-token-to-the-cds-service
std::optional<FhirAuthorization> ReadAuthorization(Reader& reader, JsonValue body) {
  const JsonValue json = reader.OptionalObject(body, "fhirAuthorization", "$.fhirAuthorization");
  if (!json.exists()) return std::nullopt;
  if (!body.Get("fhirServer").is_string()) {
    reader.Fail("$.fhirServer", "is required beside fhirAuthorization");
  }
  FhirAuthorization authorization;
  const std::string_view token =
      reader.Required(json, "access_token", "$.fhirAuthorization.access_token");
  if (!token.empty() && !IsB64Token(token)) {
    reader.Fail("$.fhirAuthorization.access_token", "is no token of RFC 6750");
  }
  authorization.access_token = Personal<std::string>(std::string(token));
  const std::string_view type =
      reader.Optional(json, "token_type", "$.fhirAuthorization.token_type");
  if (type != "Bearer") {
    reader.Warn("$.fhirAuthorization.token_type", "is not `Bearer`; the token is not used");
    return std::nullopt;
  }
  authorization.scope = json.Get("scope").string_or({});
  authorization.subject = json.Get("subject").string_or({});
  authorization.patient = Personal<std::string>(std::string(json.Get("patient").string_or({})));
  authorization.expires_in_seconds = json.Get("expires_in").integer().value_or(0);
  return authorization;
}

// A missing list means all: the text of order-select requires it, test tools leave it out.
std::optional<std::vector<std::string_view>> ReadSelections(Reader& reader, JsonValue context) {
  const JsonValue json = context.Get("selections");
  if (!json.exists() || json.is_null()) {
    reader.Warn("$.context.selections", "is missing; every draft order counts as selected");
    return std::nullopt;
  }
  if (!json.is_array()) reader.Fail("$.context.selections", "is not an array");
  std::vector<std::string_view> selections;
  std::size_t index = 0;
  for (const JsonValue item : json.elements()) {
    const std::string path = "$.context.selections[" + std::to_string(index++) + "]";
    if (item.is_string()) {
      selections.push_back(*item.string());
    } else {
      reader.Warn(path, "is not a string");
    }
  }
  return selections;
}

JsonValue ReadDraftOrders(Reader& reader, JsonValue context) {
  const JsonValue bundle = context.Get("draftOrders");
  if (!bundle.exists() || bundle.is_null()) {
    reader.Fail("$.context.draftOrders", "required member is missing");
  } else if (!bundle.is_object() || bundle.Get("resourceType").string_or({}) != "Bundle") {
    reader.Fail("$.context.draftOrders", "is not a Bundle");
  }
  return bundle;
}

void ReadContext(Reader& reader, JsonValue body, const ServiceDescription& service,
                 CdsRequest& request) {
  const JsonValue context = body.Get("context");
  if (!context.is_object()) {
    reader.Fail("$.context", context.exists() ? "is not an object" : "required member is missing");
    return;
  }
  const std::string_view patient = reader.Required(context, "patientId", "$.context.patientId");
  request.patient_id = Personal(BareId(patient, "Patient/"));
  request.user_id = Personal(reader.Required(context, "userId", "$.context.userId"));
  const std::string_view encounter =
      reader.Optional(context, "encounterId", "$.context.encounterId");
  request.encounter_id = Personal(BareId(encounter, "Encounter/"));
  if (service.hook_kind == cards::Hook::kPatientView) return;
  request.draft_orders = ReadDraftOrders(reader, context);
  if (service.hook_kind == cards::Hook::kOrderSelect) {
    request.selections = ReadSelections(reader, context);
  }
}

std::optional<fhir::Version> VersionNamed(std::string_view name) {
  if (name == "DSTU2") return fhir::Version::kDstu2;
  if (name == "STU3") return fhir::Version::kStu3;
  if (name == "R4") return fhir::Version::kR4;
  if (name == "R5") return fhir::Version::kR5;
  return std::nullopt;
}

}  // namespace

RequestReading ReadRequest(JsonValue body, const ServiceDescription& service) {
  RequestReading reading;
  Reader reader(reading.issues);
  if (!body.is_object()) {
    reader.Fail("$", "request is not a json object");
    return reading;
  }
  CdsRequest& request = reading.request;
  ReadHook(reader, body, service);
  request.hook_instance = ReadHookInstance(reader, body);
  request.fhir_server = reader.Optional(body, "fhirServer", "$.fhirServer");
  request.authorization = ReadAuthorization(reader, body);
  ReadContext(reader, body, service, request);
  request.prefetch = reader.OptionalObject(body, "prefetch", "$.prefetch");
  const JsonValue extension = body.Get("extension");
  request.wants_evaluation = extension.Get(kEvaluation).boolean().value_or(false);
  request.fhir_version = VersionNamed(extension.Get(kEpicFhirVersion).string_or({}));
  return reading;
}

}  // namespace wervelwijzer::hooks
