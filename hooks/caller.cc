#include "hooks/caller.h"

namespace wervelwijzer::hooks {

std::string Caller::Name() const {
  switch (kind) {
    case Kind::kNobody:
      return {};
    case Kind::kOpen:
      return std::string(kOpenClient);
    case Kind::kServer:
      return "server:" + client;
    case Kind::kToken:
      return client;
  }
  return {};
}

Caller CallerOf(const Client* by_token, const Client* by_server, std::string_view fhir_server,
                bool open_is_one) {
  using Kind = Caller::Kind;
  const Client* client = by_token != nullptr ? by_token : by_server;
  if (client == nullptr) return {open_is_one ? Kind::kOpen : Kind::kNobody, {}, {}};
  return {by_token != nullptr ? Kind::kToken : Kind::kServer, client->id,
          client->ServerFor(fhir_server)};
}

}  // namespace wervelwijzer::hooks
