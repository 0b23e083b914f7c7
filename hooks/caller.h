#pragma once

// From whom a call comes, as far as that can be told. What a request says of itself never makes it
// another's: a token beats every address in the body, and an address leads only to a client that
// the operator has registered with it.

#include <string>
#include <string_view>

#include "hooks/client.h"

namespace wervelwijzer::hooks {

// The name of everybody who calls a server with open access on loopback, and of nobody else: no
// client can be registered by it.
inline constexpr std::string_view kOpenClient = "open";

struct Caller {
  enum class Kind {
    kNobody,  // open access from elsewhere, and a FHIR server that is not registered
    kOpen,    // open access on loopback: all are one
    kServer,  // open access, by the registered FHIR server that the call names
    kToken    // has shown who it is
  };
  Kind kind = Kind::kNobody;
  std::string client;  // id; empty unless a token or a registered server tells it
  // The FHIR server of that client, by which its patient ids are told apart; empty when the call
  // names none of its servers, or one that is not its own.
  std::string server;

  // `west` by its token, `server:west`, `open`, or empty for nobody. An id has no colon, so that
  // who names an address is never taken for who showed a token.
  std::string Name() const;
  // Whose feedback counts on what this caller was shown: its own name when it showed a token, else
  // empty, for feedback names no server.
  std::string Teller() const { return kind == Kind::kToken ? client : std::string(); }
};

// `by_token` is null while access is open, `by_server` while no registered server is named.
// `open_is_one` tells that open access is on loopback only.
Caller CallerOf(const Client* by_token, const Client* by_server, std::string_view fhir_server,
                bool open_is_one);

}  // namespace wervelwijzer::hooks
