#include "hooks/client_file.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <utility>

#include "base/json.h"
#include "hooks/caller.h"
#include "hooks/text.h"
#include "hooks/web_address.h"

namespace wervelwijzer::hooks {
namespace {

constexpr int kLeastDeadline = 50, kMostDeadline = 10'000;  // milliseconds

Result<std::string> ReadText(const std::string& file) {
  constexpr std::size_t kMostBytes = 4u << 20;
  std::ifstream stream(file, std::ios::binary | std::ios::ate);
  if (!stream) return Error{ErrorKind::kNotFound, "cannot be opened", file};
  const std::streamoff size = stream.tellg();
  if (size < 0 || static_cast<std::size_t>(size) > kMostBytes) {
    return Error{ErrorKind::kTooLarge, "is no file of at most 4 MiB", file};
  }
  stream.seekg(0);
  std::string text(static_cast<std::size_t>(size), '\0');
  stream.read(text.data(), size);
  if (!stream) return Error{ErrorKind::kUnavailable, "cannot be read", file};
  return text;
}

// Takes one client off its object; what does not fit becomes an issue.
class ClientReader {
 public:
  ClientReader(JsonValue json, std::string path, const std::string& folder, Issues& issues)
      : json_(json), path_(std::move(path)), folder_(folder), issues_(issues) {}

  Client Read();

 private:
  using Take = void (ClientReader::*)(JsonValue, const std::string&);

  void Fail(const std::string& path, std::string message) {
    issues_.push_back({Severity::kError, std::move(message), path});
  }
  // A text of at least one visible character; empty, with an issue, when it is none.
  std::string Text(JsonValue value, const std::string& path) {
    const std::string_view text = Trimmed(value.string_or({}));
    if (text.empty()) Fail(path, value.is_string() ? "is empty" : "is not a string");
    return std::string(text);
  }
  std::vector<std::string> Texts(JsonValue value, const std::string& path);
  // One of the names; nothing, with an issue, when it is none of them.
  template <typename Value>
  std::optional<Value> OneOf(const std::map<std::string_view, Value>& names, JsonValue value,
                             const std::string& path) {
    const std::string text = Text(value, path);
    const auto found = names.find(text);
    if (found != names.end()) return found->second;
    if (!text.empty()) Fail(path, Quoted(text) + " is none of" + ListOf(names));
    return std::nullopt;
  }
  template <typename Value>
  static std::string ListOf(const std::map<std::string_view, Value>& names) {
    std::string list;
    for (const auto& [name, value] : names) list.append(" `").append(name).append("`");
    return list;
  }

  void TakeId(JsonValue value, const std::string& path);
  void TakeIssuers(JsonValue value, const std::string& path) {
    client_.issuers = Texts(value, path);
  }
  void TakeTenants(JsonValue value, const std::string& path) {
    client_.tenants = Texts(value, path);
  }
  void TakeKeySet(JsonValue value, const std::string& path);
  void TakeKeySetUrl(JsonValue value, const std::string& path);
  void TakeAlgorithms(JsonValue value, const std::string& path);
  void TakeServers(JsonValue value, const std::string& path);
  void TakeVersion(JsonValue value, const std::string& path);
  void TakeLanguage(JsonValue value, const std::string& path);
  void TakeOneAction(JsonValue value, const std::string& path);
  void TakeIntent(JsonValue value, const std::string& path);
  void TakePerformer(JsonValue value, const std::string& path);
  void TakeMedicationCodes(JsonValue value, const std::string& path);
  void TakeKinds(JsonValue value, const std::string& path);
  void TakeHospital(JsonValue value, const std::string& path) {
    client_.hospital = Text(value, path);
  }
  void TakeDeadline(JsonValue value, const std::string& path);
  void TakeFetch(JsonValue value, const std::string& path);

  static const std::map<std::string_view, Take>& Members();

  JsonValue json_;
  std::string path_;
  const std::string& folder_;
  Issues& issues_;
  Client client_;
};

const std::map<std::string_view, ClientReader::Take>& ClientReader::Members() {
  static const std::map<std::string_view, Take> kMembers = {
      {"id", &ClientReader::TakeId},
      {"issuers", &ClientReader::TakeIssuers},
      {"tenants", &ClientReader::TakeTenants},
      {"key-set", &ClientReader::TakeKeySet},
      {"key-set-url", &ClientReader::TakeKeySetUrl},
      {"algorithms", &ClientReader::TakeAlgorithms},
      {"fhir-servers", &ClientReader::TakeServers},
      {"fhir-version", &ClientReader::TakeVersion},
      {"language", &ClientReader::TakeLanguage},
      {"one-action", &ClientReader::TakeOneAction},
      {"intent", &ClientReader::TakeIntent},
      {"performer", &ClientReader::TakePerformer},
      {"medication-codes", &ClientReader::TakeMedicationCodes},
      {"takes", &ClientReader::TakeKinds},
      {"hospital", &ClientReader::TakeHospital},
      {"deadline-ms", &ClientReader::TakeDeadline},
      {"fetch", &ClientReader::TakeFetch},
  };
  return kMembers;
}

Client ClientReader::Read() {
  if (!json_.is_object()) {
    Fail(path_, "is not an object");
    return client_;
  }
  for (const auto [name, value] : json_.members()) {
    const std::string path = path_ + "." + std::string(name);
    const auto found = Members().find(name);
    if (found == Members().end()) {
      Fail(path, "no such member; known are" + ListOf(Members()));
    } else {
      (this->*found->second)(value, path);
    }
  }
  if (!json_.Get("id").exists()) Fail(path_ + ".id", "required member is missing");
  if (client_.issuers.empty() && client_.fhir_servers.empty()) {
    Fail(path_, "has neither `issuers` nor `fhir-servers`; no call could be recognised");
  }
  return std::move(client_);
}

std::vector<std::string> ClientReader::Texts(JsonValue value, const std::string& path) {
  std::vector<std::string> texts;
  if (!value.is_array() || value.size() == 0) Fail(path, "is not a list of texts");
  for (std::size_t i = 0; i < (value.is_array() ? value.size() : 0); ++i) {
    const std::string here = path + "[" + std::to_string(i) + "]";
    std::string text = Text(value.At(i), here);
    if (std::ranges::find(texts, text) != texts.end()) Fail(here, "stands there twice");
    if (!text.empty()) texts.push_back(std::move(text));
  }
  return texts;
}

// It stands in the log and as a label in the metrics.
void ClientReader::TakeId(JsonValue value, const std::string& path) {
  constexpr std::string_view kLetters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
  client_.id = Text(value, path);
  if (client_.id.size() > 64 || client_.id.find_first_not_of(kLetters) != std::string::npos) {
    Fail(path, "is not made of at most 64 letters, digits, `-`, `_` and `.`");
  }
  if (client_.id == kOpenClient) Fail(path, "is the name of those who call openly");
}

void ClientReader::TakeKeySet(JsonValue value, const std::string& path) {
  const std::string name = Text(value, path);
  if (name.empty()) return;
  client_.key_set_file = name.starts_with('/') ? name : folder_ + name;
  const Result<std::string> text = ReadText(client_.key_set_file);
  if (!text.ok()) return Fail(path, Quoted(name) + " " + text.error().message);
  Result<KeySet> keys = KeySet::Read(*text);
  if (!keys.ok()) {
    return Fail(path, Quoted(name) + " " + keys.error().path + " " + keys.error().message);
  }
  client_.keys = std::make_shared<const KeySet>(std::move(keys).value());
}

void ClientReader::TakeKeySetUrl(JsonValue value, const std::string& path) {
  client_.key_set_url = Text(value, path);
  const Result<WebAddress> address = ParseWebAddress(client_.key_set_url);
  if (!address.ok()) Fail(path, address.error().message);
}

void ClientReader::TakeAlgorithms(JsonValue value, const std::string& path) {
  client_.algorithms.clear();
  for (const std::string& name : Texts(value, path)) {
    const auto algorithm = AlgorithmNamed(name);
    if (!algorithm) {
      Fail(path, Quoted(name) + " is none of `ES256` `ES384` `RS256` `RS384`");
    } else {
      client_.algorithms.push_back(*algorithm);
    }
  }
}

void ClientReader::TakeServers(JsonValue value, const std::string& path) {
  const std::vector<std::string> texts = Texts(value, path);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    Result<std::string> base = NormalBase(texts[i]);
    if (base.ok()) {
      client_.fhir_servers.push_back(std::move(base).value());
    } else {
      Fail(path + "[" + std::to_string(i) + "]", base.error().message);
    }
  }
}

void ClientReader::TakeVersion(JsonValue value, const std::string& path) {
  using fhir::Version;
  static const std::map<std::string_view, Version> kVersions = {{"DSTU2", Version::kDstu2},
                                                                {"STU3", Version::kStu3},
                                                                {"R4", Version::kR4},
                                                                {"R4B", Version::kR4},
                                                                {"R5", Version::kR5}};
  client_.fhir_version = OneOf(kVersions, value, path);
}

void ClientReader::TakeLanguage(JsonValue value, const std::string& path) {
  static const std::map<std::string_view, cards::Language> kLanguages = {
      {"nl", cards::Language::kDutch}, {"en", cards::Language::kEnglish}};
  client_.language = OneOf(kLanguages, value, path);
}

void ClientReader::TakeOneAction(JsonValue value, const std::string& path) {
  const std::optional<bool> one = value.boolean();
  if (!one) return Fail(path, "is neither true nor false");
  client_.suggestion_form =
      *one ? cards::SuggestionForm::kOneAction : cards::SuggestionForm::kWhole;
}

void ClientReader::TakeIntent(JsonValue value, const std::string& path) {
  static const std::map<std::string_view, cards::OrderIntent> kIntents = {
      {"proposal", cards::OrderIntent::kProposal}, {"order", cards::OrderIntent::kOrder}};
  client_.intent = OneOf(kIntents, value, path);
}

void ClientReader::TakePerformer(JsonValue value, const std::string& path) {
  static const std::map<std::string_view, cards::PerformerForm> kForms = {
      {"HealthcareService", cards::PerformerForm::kService},
      {"Organization", cards::PerformerForm::kOrganization}};
  client_.performer = OneOf(kForms, value, path);
}

void ClientReader::TakeMedicationCodes(JsonValue value, const std::string& path) {
  static const std::map<std::string_view, cards::MedicationCodes> kCodes = {
      {"atc-snomed", cards::MedicationCodes::kAtcAndSnomed},
      {"with-rxnorm", cards::MedicationCodes::kWithRxNorm}};
  client_.medication_codes = OneOf(kCodes, value, path);
}

void ClientReader::TakeKinds(JsonValue value, const std::string& path) {
  for (const std::string& kind : Texts(value, path)) {
    if (kind == "Task") {
      client_.takes_tasks = true;
    } else if (kind == "Appointment") {
      client_.takes_appointments = true;
    } else {
      Fail(path, Quoted(kind) + " is none of `Appointment` `Task`");
    }
  }
}

void ClientReader::TakeDeadline(JsonValue value, const std::string& path) {
  const auto ms = value.integer();
  if (!ms || *ms < kLeastDeadline || *ms > kMostDeadline) {
    return Fail(path, "is no whole number from " + std::to_string(kLeastDeadline) + " to " +
                          std::to_string(kMostDeadline));
  }
  client_.deadline = std::chrono::milliseconds(*ms);
}

void ClientReader::TakeFetch(JsonValue value, const std::string& path) {
  if (!value.boolean()) return Fail(path, "is neither true nor false");
  client_.fetches = *value.boolean();
}

// A call must lead to one client.
class Uniqueness {
 public:
  explicit Uniqueness(Issues& issues) : issues_(issues) {}

  void Check(const Client& client, const std::string& path) {
    Note(client.id, "id", path + ".id");
    for (const std::string& server : client.fhir_servers) {
      Note(server, "server", path + ".fhir-servers");
    }
    std::vector<std::string> tenants = client.tenants;
    if (tenants.empty()) tenants.emplace_back();
    for (const std::string& issuer : client.issuers) {
      for (const std::string& tenant : tenants) {
        Note(issuer, ("tenant " + tenant).c_str(), path + ".issuers");
      }
    }
  }

 private:
  void Note(const std::string& text, const char* kind, const std::string& path) {
    if (text.empty() || seen_.emplace(kind + (" " + text), 0).second) return;
    issues_.push_back({Severity::kError, Quoted(text) + " is registered twice", path});
  }

  Issues& issues_;
  std::map<std::string, int> seen_;
};

Error In(const std::string& file, Error error) {
  error.path = error.path.empty() ? file : file + " " + error.path;
  return error;
}

}  // namespace

Result<ClientReading> ReadClients(std::string_view text, const std::string& folder) {
  const Result<JsonDocument> document = JsonDocument::Parse(text);
  if (!document.ok()) return document.error();
  const JsonValue root = document->root();
  if (!root.is_object()) return InvalidInput("is not a json object", "$");
  ClientReading reading;
  for (const auto [name, value] : root.members()) {
    if (name == "clients") continue;
    reading.issues.push_back(
        {Severity::kError, "no such member; known is `clients`", "$." + std::string(name)});
  }
  const JsonValue list = root.Get("clients");
  if (!list.is_array()) return InvalidInput("is not a list of clients", "$.clients");
  std::vector<Client> clients;
  Uniqueness uniqueness(reading.issues);
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string path = "$.clients[" + std::to_string(i) + "]";
    clients.push_back(ClientReader(list.At(i), path, folder, reading.issues).Read());
    uniqueness.Check(clients.back(), path);
  }
  reading.registry = ClientRegistry(std::move(clients));
  return reading;
}

Result<ClientReading> LoadClients(const std::string& file) {
  const Result<std::string> text = ReadText(file);
  if (!text.ok()) return text.error();
  Result<ClientReading> reading = ReadClients(*text, file.substr(0, file.rfind('/') + 1));
  if (!reading.ok()) return In(file, reading.error());
  return reading;
}

Result<ClientRegistry> LoadSoundClients(const std::string& file) {
  Result<ClientReading> reading = LoadClients(file);
  if (!reading.ok()) return reading.error();
  if (!HasErrors(reading->issues)) return std::move(reading->registry);
  const std::size_t count = reading->issues.size();
  const Issue& first = reading->issues.front();
  return In(file,
            InvalidInput(first.message + " (" + std::to_string(count) +
                             (count == 1 ? " finding" : " findings") + "; see `lint --clients`)",
                         first.path));
}

}  // namespace wervelwijzer::hooks
