#pragma once

// The record systems that the operator has registered, and what is known of each.

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cards/compose.h"
#include "fhir/record.h"
#include "hooks/key_set.h"

namespace wervelwijzer::hooks {

struct Client {
  std::string id;  // the operator's name for it; stands in logs and metrics
  // `iss` of its tokens; any text that is compared as it is.
  std::vector<std::string> issuers;
  // `tenant` of its tokens where one issuer speaks for many; empty: whatever it is.
  std::vector<std::string> tenants;
  // Where its keys come from: known ones, else an address. Neither: it cannot show who it is.
  std::shared_ptr<const KeySet> keys;
  std::string key_set_file;  // that the known ones were read from; empty: none
  std::string key_set_url;
  std::vector<SignatureAlgorithm> algorithms = {SignatureAlgorithm::kEs384,
                                                SignatureAlgorithm::kRs384};
  // FHIR base addresses in the form of NormalBase(); the only ones that are ever called for it.
  std::vector<std::string> fhir_servers;
  std::optional<fhir::Version> fhir_version;  // as registered; nothing: seen from elsewhere
  std::optional<cards::Language> language;    // for calls that ask for none of ours
  // What it does with a suggestion; nothing: what the server takes for granted.
  std::optional<cards::SuggestionForm> suggestion_form;
  std::optional<cards::OrderIntent> intent;
  std::optional<cards::PerformerForm> performer;
  std::optional<cards::MedicationCodes> medication_codes;
  bool takes_tasks = false;
  bool takes_appointments = false;
  std::string hospital;  // URA, AGB or `system|value` of who asks when a call does not say
  // From the arrival of a call to the end of waiting for anything outside.
  std::chrono::milliseconds deadline{450};
  bool fetches = true;  // what the prefetch lacks is asked of its FHIR server

  // It can be recognised by a token.
  bool can_show_itself() const {
    return !issuers.empty() && (keys != nullptr || !key_set_url.empty());
  }
  // The address of ours that means the same as `fhir_server`; for an empty one the only server that
  // there is. Empty when there is none: it must not be called.
  std::string ServerFor(std::string_view fhir_server) const;
  // What is registered here in place of the server's own.
  cards::ClientAbilities AbilitiesOver(cards::ClientAbilities of_server) const;
};
using ClientPointer = std::shared_ptr<const Client>;

// Immutable; shared by threads.
class ClientRegistry {
 public:
  ClientRegistry() = default;  // nobody is registered
  // Ids and addresses are unique (client_file.h sees to it).
  explicit ClientRegistry(std::vector<Client> clients);

  const std::vector<ClientPointer>& clients() const { return clients_; }
  bool empty() const { return clients_.empty(); }

  // The client with that FHIR server, whatever the case of its host and a slash at its end. Null
  // when there is none; then the address must not be called.
  ClientPointer FindByServer(std::string_view fhir_server) const;
  // The client whose tokens that issuer signs, one with that tenant before one for all tenants.
  ClientPointer FindByIssuer(std::string_view issuer, std::string_view tenant) const;

 private:
  std::vector<ClientPointer> clients_;
};

}  // namespace wervelwijzer::hooks
