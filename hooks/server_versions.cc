#include "hooks/server_versions.h"

#include <map>
#include <mutex>
#include <utility>

#include "base/json.h"
#include "base/log.h"

namespace wervelwijzer::hooks {
namespace {

struct Server {
  std::string client;
  std::size_t index = 0;  // in the client's list
  std::optional<fhir::Version> registered, told;
};

Result<fhir::Version> VersionIn(const Result<HttpReply>& reply) {
  if (!reply.ok()) return reply.error();
  if (reply->status != 200) {
    return Error{ErrorKind::kUnavailable, "status " + std::to_string(reply->status), {}};
  }
  const auto version = VersionOfStatement(reply->body);
  if (version) return *version;
  return Error{ErrorKind::kUnsupported, "no statement with a version that is read", {}};
}

}  // namespace

std::optional<fhir::Version> VersionOfNumber(std::string_view number) {
  if (number.starts_with("1.0.")) return fhir::Version::kDstu2;
  if (number.starts_with("3.0.")) return fhir::Version::kStu3;
  if (number.starts_with("4.0.") || number.starts_with("4.1.") || number.starts_with("4.3.")) {
    return fhir::Version::kR4;
  }
  if (number.starts_with("5.0.")) return fhir::Version::kR5;
  return std::nullopt;
}

std::optional<fhir::Version> VersionOfStatement(std::string_view json) {
  JsonLimits limits;
  limits.max_bytes = json.size();
  const Result<JsonDocument> document = JsonDocument::Parse(json, limits);
  if (!document.ok()) return std::nullopt;
  const std::string_view type = document->root().Get("resourceType").string_or({});
  if (type != "CapabilityStatement" && type != "Conformance") return std::nullopt;
  return VersionOfNumber(document->root().Get("fhirVersion").string_or({}));
}

struct ServerVersions::State : std::enable_shared_from_this<State> {
  State(HttpClient& http_in, MetadataSettings settings_in)
      : http(http_in), settings(std::move(settings_in)) {}

  void Ask(const std::string& base, std::size_t tries, std::uint64_t round) {
    const Result<WebAddress> address = ParseWebAddress(base + "/metadata");
    if (!address.ok()) return;  // a registered base is one
    HttpFetch fetch{*address};
    fetch.limit = settings.limit;
    fetch.max_bytes = settings.max_bytes;
    http.Get(std::move(fetch),
             [self = shared_from_this(), base, tries, round](const Result<HttpReply>& reply) {
               self->Take(base, tries, round, VersionIn(reply));
             });
  }

  void Take(const std::string& base, std::size_t tries, std::uint64_t round,
            const Result<fhir::Version>& version) {
    const std::lock_guard lock(mutex);
    const auto found = servers.find(base);
    if (round != rounds || found == servers.end()) return;  // Watch was called since
    const std::string place = found->second.client + " " + std::to_string(found->second.index);
    if (version.ok()) {
      found->second.told = *version;
      return Log(LogLevel::kInfo, "fhir-server-version",
                 {{"server", place}, {"version", fhir::VersionName(*version)}});
    }
    Log(LogLevel::kWarning, "fhir-server-version-unknown",
        {{"server", place}, {"tries", tries}, {"reason", version.error().message}});
    if (tries > settings.pauses.size()) return;
    http.After(settings.pauses[tries - 1], [self = shared_from_this(), base, tries, round] {
      if (self->IsCurrent(round)) self->Ask(base, tries + 1, round);
    });
  }

  bool IsCurrent(std::uint64_t asked_in) {
    const std::lock_guard lock(mutex);
    return asked_in == rounds;
  }

  HttpClient& http;
  const MetadataSettings settings;
  mutable std::mutex mutex;                            // of what follows
  std::uint64_t rounds = 0;                            // how often Watch was called
  std::map<std::string, Server, std::less<>> servers;  // by base
};

ServerVersions::ServerVersions(HttpClient& http, MetadataSettings settings)
    : state_(std::make_shared<State>(http, std::move(settings))) {}

ServerVersions::~ServerVersions() {
  const std::lock_guard lock(state_->mutex);
  ++state_->rounds;  // what is under way finds nobody
}

void ServerVersions::Watch(const ClientRegistry& registry) {
  std::map<std::string, Server, std::less<>> servers;
  std::vector<std::string> unknown;
  for (const ClientPointer& client : registry.clients()) {
    for (std::size_t i = 0; i < client->fhir_servers.size(); ++i) {
      const std::string& base = client->fhir_servers[i];
      servers[base] = {client->id, i, client->fhir_version, Find(base)};
      if (!client->fhir_version) unknown.push_back(base);
    }
  }
  std::uint64_t round = 0;
  {
    const std::lock_guard lock(state_->mutex);
    state_->servers = std::move(servers);
    round = ++state_->rounds;
  }
  for (const std::string& base : unknown) state_->Ask(base, 1, round);
}

std::optional<fhir::Version> ServerVersions::Find(std::string_view base) const {
  const std::lock_guard lock(state_->mutex);
  const auto found = state_->servers.find(base);
  if (found == state_->servers.end()) return std::nullopt;
  return found->second.registered ? found->second.registered : found->second.told;
}

std::string ServerVersions::ToText() const {
  const std::lock_guard lock(state_->mutex);
  if (state_->servers.empty()) return {};
  std::string text =
      "# HELP wervelwijzer_fhir_server_known Whether the version of a registered FHIR server is "
      "known.\n# TYPE wervelwijzer_fhir_server_known gauge\n";
  for (const auto& [base, server] : state_->servers) {
    const auto version = server.registered ? server.registered : server.told;
    const char* from = server.registered ? "registration" : "metadata";
    text += "wervelwijzer_fhir_server_known{client=\"" + server.client + "\",server=\"" +
            std::to_string(server.index) + "\",version=\"" +
            (version ? fhir::VersionName(*version) : "unknown") + "\",from=\"" + from + "\"} " +
            (version ? "1" : "0") + "\n";
  }
  return text;
}

}  // namespace wervelwijzer::hooks
