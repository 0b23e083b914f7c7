#include "hooks/client.h"

#include <algorithm>
#include <utility>

#include "hooks/web_address.h"

namespace wervelwijzer::hooks {

std::string Client::ServerFor(std::string_view fhir_server) const {
  if (fhir_server.empty()) return fhir_servers.size() == 1 ? fhir_servers.front() : "";
  const Result<std::string> base = NormalBase(fhir_server);
  const bool ours = base.ok() && std::ranges::find(fhir_servers, *base) != fhir_servers.end();
  return ours ? *base : "";
}

cards::ClientAbilities Client::AbilitiesOver(cards::ClientAbilities of_server) const {
  cards::ClientAbilities abilities = of_server;
  abilities.suggestion_form = suggestion_form.value_or(of_server.suggestion_form);
  abilities.intent = intent.value_or(of_server.intent);
  abilities.performer = performer.value_or(of_server.performer);
  abilities.medication_codes = medication_codes.value_or(of_server.medication_codes);
  abilities.takes_tasks = takes_tasks || of_server.takes_tasks;
  abilities.takes_appointments = takes_appointments || of_server.takes_appointments;
  return abilities;
}

ClientRegistry::ClientRegistry(std::vector<Client> clients) {
  for (Client& client : clients) {
    clients_.push_back(std::make_shared<const Client>(std::move(client)));
  }
}

ClientPointer ClientRegistry::FindByServer(std::string_view fhir_server) const {
  if (clients_.empty() || fhir_server.empty()) return nullptr;
  for (const ClientPointer& client : clients_) {
    if (!client->ServerFor(fhir_server).empty()) return client;
  }
  return nullptr;
}

ClientPointer ClientRegistry::FindByIssuer(std::string_view issuer, std::string_view tenant) const {
  ClientPointer for_all;
  for (const ClientPointer& client : clients_) {
    if (std::ranges::find(client->issuers, issuer) == client->issuers.end()) continue;
    const auto& tenants = client->tenants;
    if (std::ranges::find(tenants, tenant) != tenants.end()) return client;
    if (tenants.empty()) for_all = client;
  }
  return for_all;
}

}  // namespace wervelwijzer::hooks
