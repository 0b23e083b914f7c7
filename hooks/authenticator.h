#pragma once

// Who calls: verifies the token of each call against the keys of the registered client that it
// names (https://cds-hooks.hl7.org/2.0/#trusting-cds-clients).
//
// Keys come from the file or the address that is registered, never from where a token says. A set
// of keys from an address is fetched in the background, again when a token names a key that it
// does not have (at most once a minute), when it is as old as the operator has set, and at once
// when he asks for it; without an answer it is used for as long as he has set.

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/function.h"
#include "base/result.h"
#include "hooks/client.h"
#include "hooks/http_client.h"
#include "hooks/token.h"
#include "hooks/used_tokens.h"

namespace wervelwijzer::hooks {

// What became of a token.
struct TokenVerdict {
  ClientPointer client;  // null: it was refused
  // For the log alone: why it was refused. The issuer as the token has it, printable and cut
  // short; `named` is the id of the registered client whose token it says to be.
  std::string reason, issuer, named;
};

struct AuthenticatorSettings {
  std::string base_url;  // by which clients call; no slash at the end
  TokenLimits limits;
  std::chrono::milliseconds patience{2000};  // of a call that waits for keys
  std::chrono::seconds refresh_pause{60};    // between two fetches of one address, but for `fresh`
  std::chrono::seconds fresh{3600};          // after which keys are fetched again
  std::chrono::seconds stale{86'400};        // after which keys are used no more
};

// Any thread. `http` and `used` live longer.
class Authenticator {
 public:
  using Done = MoveOnlyFunction<void(TokenVerdict)>;

  Authenticator(HttpClient& http, UsedTokens& used, AuthenticatorSettings settings);
  ~Authenticator();
  Authenticator(const Authenticator&) = delete;
  Authenticator& operator=(const Authenticator&) = delete;

  // From now on these clients are known; the keys at their addresses are fetched, at once.
  void Watch(const ClientRegistry& registry, TimePoint now);

  // Fetches again what is no longer fresh, whether anybody calls or not. Every second or so.
  void Tend(TimePoint now);

  // `authorization` is the header of a call to `path`. Calls `done` once, at once or when keys have
  // come. Why it was refused is not for the caller.
  void Check(std::string_view authorization, std::string_view path, TimePoint now, Done done);

  // Empty, or why nobody can be let in, now (there are no keys of any client) or at the next start
  // (a file of keys is gone). Looks at the disk.
  std::string Problem(TimePoint now) const;
  // In the text format of Prometheus: of each client with keys whether they can be used, their age.
  std::string ToText(TimePoint now) const;

 private:
  struct State;
  std::shared_ptr<State> state_;  // shared with what is under way
};

}  // namespace wervelwijzer::hooks
