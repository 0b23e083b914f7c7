#include "hooks/client.h"

#include <algorithm>
#include <utility>

#include "hooks/web_address.h"

namespace wervelwijzer::hooks {

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
  const Result<std::string> base = NormalBase(fhir_server);
  if (!base.ok()) return nullptr;
  for (const ClientPointer& client : clients_) {
    if (std::ranges::find(client->fhir_servers, *base) != client->fhir_servers.end()) {
      return client;
    }
  }
  return nullptr;
}

}  // namespace wervelwijzer::hooks
