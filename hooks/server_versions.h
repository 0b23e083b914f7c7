#pragma once

// The FHIR versions of the clients' servers, from `GET [base]/metadata`
// (https://hl7.org/fhir/http.html#capabilities): asked in the background of those whose version is
// not registered, and of nobody else.

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/record.h"
#include "hooks/client.h"
#include "hooks/http_client.h"

namespace wervelwijzer::hooks {

struct MetadataSettings {
  std::chrono::milliseconds limit{10'000};  // of one try
  std::size_t max_bytes = 16u << 20;        // some statements list every search parameter
  // Before the second, third … try; when all have failed nobody asks again until the next Watch.
  std::vector<std::chrono::milliseconds> pauses = {
      std::chrono::seconds(1), std::chrono::seconds(5), std::chrono::seconds(30),
      std::chrono::minutes(2), std::chrono::minutes(10)};
};

// `4.0.1` is R4, `4.3.0` (R4B) too, `3.0.2` STU3; nothing for a number that is none of ours.
std::optional<fhir::Version> VersionOfNumber(std::string_view number);
// Of a CapabilityStatement, or a Conformance as it was called in DSTU2, in JSON.
std::optional<fhir::Version> VersionOfStatement(std::string_view json);

// Any thread. Outlives nothing: `http` lives longer.
class ServerVersions {
 public:
  explicit ServerVersions(HttpClient& http, MetadataSettings settings = {});
  ~ServerVersions();
  ServerVersions(const ServerVersions&) = delete;
  ServerVersions& operator=(const ServerVersions&) = delete;

  // Asks from now on for these clients; what is known of their servers is kept until they answer
  // again. Returns at once.
  void Watch(const ClientRegistry& registry);
  // Of a base address in the form of NormalBase(). Nothing while it is not known.
  std::optional<fhir::Version> Find(std::string_view base) const;
  // One line for each server in the text format of Prometheus, by client and place in its list.
  std::string ToText() const;

 private:
  struct State;
  std::shared_ptr<State> state_;  // shared with what is under way
};

}  // namespace wervelwijzer::hooks
