#pragma once

// Who calls: verifies the token of each call against the keys of the registered client that it
// names (https://cds-hooks.hl7.org/2.0/#trusting-cds-clients).
//
// Keys come from the file or the address that is registered, never from where a token says. A set
// of keys from an address is fetched in the background, again when a token names a key that it
// does not have (at most once a minute) and when it is an hour old; after a day without an answer
// it is used no more.

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.h"
#include "base/function.h"
#include "base/keyed_hash.h"
#include "base/result.h"
#include "hooks/client.h"
#include "hooks/http_client.h"
#include "hooks/token.h"

namespace wervelwijzer::hooks {

// The ids of tokens that were used, until they would be refused as expired. Any thread.
class UsedTokens {
 public:
  explicit UsedTokens(std::size_t most = 500'000) : most_(most) {}
  // False when the id was used before, or when so many are remembered that no more find room.
  bool Use(std::string_view client, std::string_view id, TimePoint until, TimePoint now);

 private:
  const std::size_t most_;
  const HashKey key_ = RandomHashKey();
  std::mutex mutex_;  // of what follows
  std::map<KeyedHash, TimePoint> used_;
  std::size_t sweep_at_ = 1024;
};

struct AuthenticatorSettings {
  std::string base_url;  // by which clients call; no slash at the end
  TokenLimits limits;
  std::chrono::milliseconds patience{2000};  // of a call that waits for keys
  std::chrono::seconds refresh_pause{60};
  std::chrono::seconds fresh{3600};
  std::chrono::seconds stale{86'400};
};

// Any thread. `http` lives longer.
class Authenticator {
 public:
  using Done = MoveOnlyFunction<void(Result<ClientPointer>)>;

  Authenticator(HttpClient& http, AuthenticatorSettings settings);
  ~Authenticator();
  Authenticator(const Authenticator&) = delete;
  Authenticator& operator=(const Authenticator&) = delete;

  // From now on these clients are known; the keys at their addresses are fetched.
  void Watch(const ClientRegistry& registry, TimePoint now);

  // `authorization` is the header of a call to `path`. Calls `done` once, at once or when keys have
  // come. Errors are kUnauthorized; their message, a reason for the log, is not for the caller.
  void Check(std::string_view authorization, std::string_view path, TimePoint now, Done done);

 private:
  struct State;
  std::shared_ptr<State> state_;  // shared with what is under way
};

}  // namespace wervelwijzer::hooks
