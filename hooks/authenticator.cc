#include "hooks/authenticator.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/log.h"
#include "hooks/key_set.h"
#include "hooks/text.h"

namespace wervelwijzer::hooks {
namespace {

constexpr std::size_t kMostWaiting = 64;  // calls that wait for one set of keys
constexpr std::size_t kMostKeyBytes = 256u << 10;
constexpr std::string_view kBearer = "Bearer ";

using KeySetPointer = std::shared_ptr<const KeySet>;

Error Refuse(const char* reason) { return {ErrorKind::kUnauthorized, reason, {}}; }

// What came from one address.
struct FetchedKeys {
  KeySetPointer keys;  // null: none so far
  TimePoint fetched;   // when they came
  TimePoint asked;     // when somebody last asked for them
  bool is_asking = false;
  std::vector<MoveOnlyFunction<void()>> waiting;
};

Result<KeySet> KeysIn(const Result<HttpReply>& reply) {
  if (!reply.ok()) return reply.error();
  if (reply->status != 200) {
    return Error{ErrorKind::kUnavailable, "status " + std::to_string(reply->status), {}};
  }
  return KeySet::Read(reply->body);
}

}  // namespace

bool UsedTokens::Use(std::string_view client, std::string_view id, TimePoint until, TimePoint now) {
  const KeyedHash hash = HashWithKey(key_, std::string(client) + "\n" + std::string(id));
  const std::lock_guard lock(mutex_);
  if (used_.size() >= std::min(sweep_at_, most_)) {
    std::erase_if(used_, [now](const auto& entry) { return entry.second <= now; });
    sweep_at_ = std::max<std::size_t>(1024, 2 * used_.size());
  }
  const auto found = used_.find(hash);
  if (found != used_.end() && found->second > now) return false;
  if (used_.size() >= most_) return false;
  used_[hash] = until;
  return true;
}

struct Authenticator::State : std::enable_shared_from_this<State> {
  State(HttpClient& http_in, AuthenticatorSettings settings_in)
      : http(http_in), settings(std::move(settings_in)) {}

  // One call on its way to a client or a refusal.
  struct Inquiry {
    Token token;
    std::string audience;
    TimePoint now;
    ClientPointer client;
    Done done;
  };
  using InquiryPointer = std::shared_ptr<Inquiry>;

  Result<ClientPointer> FindClient(const Token& token) {
    const std::lock_guard lock(mutex);
    ClientPointer client = registry.FindByIssuer(token.issuer, token.tenant);
    if (client == nullptr) return Refuse("issuer is not registered");
    return client;
  }

  // Everything that can be said without a key.
  Status CheckBeforeKey(const Token& token, const Client& client) const {
    if (std::ranges::find(client.algorithms, token.algorithm) == client.algorithms.end()) {
      return Refuse("algorithm is not accepted");
    }
    if (!token.key_url.empty() && token.key_url != client.key_set_url) {
      return Refuse("address of keys is not registered");
    }
    return {};
  }

  void Begin(const InquiryPointer& inquiry) {
    const Client& client = *inquiry->client;
    if (client.keys != nullptr) return Finish(*inquiry, client.keys.get());
    if (client.key_set_url.empty()) return inquiry->done(Refuse("client has no keys"));
    const KeySetPointer keys = CurrentKeys(client.key_set_url, inquiry->now);
    const bool known = keys != nullptr && keys->Find(inquiry->token.key_id) != nullptr;
    const bool waits = !known && Refresh(client.key_set_url, inquiry->now, [this, inquiry] {
      const KeySetPointer fresh = CurrentKeys(inquiry->client->key_set_url, inquiry->now);
      Finish(*inquiry, fresh.get());
    });
    if (!waits) Finish(*inquiry, keys.get());
  }

  // Signature, claims, and that it is the first time, in this order: only what a client has signed
  // is remembered.
  void Finish(Inquiry& inquiry, const KeySet* keys) { inquiry.done(Judge(inquiry, keys)); }
  Result<ClientPointer> Judge(const Inquiry& inquiry, const KeySet* keys) {
    const Token& token = inquiry.token;
    const NamedKey* key = keys == nullptr ? nullptr : keys->Find(token.key_id);
    if (key == nullptr) return Refuse("key is not known");
    if (key->algorithm && *key->algorithm != token.algorithm) {
      return Refuse("key is for another algorithm");
    }
    if (!key->key.Verifies(token.algorithm, token.signed_text, token.signature)) {
      return Refuse("signature is wrong");
    }
    const Status claims = CheckClaims(token, inquiry.audience, inquiry.now, settings.limits);
    if (!claims.ok()) return claims.error();
    const TimePoint until = token.expires + settings.limits.leeway;
    if (!used.Use(inquiry.client->id, token.id, until, inquiry.now)) {
      return Refuse("was used before");
    }
    return inquiry.client;
  }

  // Those of the address that are not too old; ones that are no longer fresh are asked for again.
  KeySetPointer CurrentKeys(const std::string& url, TimePoint now) {
    KeySetPointer keys;
    bool is_old = false;
    {
      const std::lock_guard lock(mutex);
      const FetchedKeys& entry = fetched[url];
      if (entry.keys != nullptr && entry.fetched + settings.stale > now) keys = entry.keys;
      is_old = keys != nullptr && entry.fetched + settings.fresh <= now;
    }
    if (is_old) (void)Refresh(url, now, {});
    return keys;
  }

  // True when `then` is called once the keys have come or failed to. False, and it is dropped,
  // when they were asked for lately or too many wait.
  bool Refresh(const std::string& url, TimePoint now, MoveOnlyFunction<void()> then) {
    const Result<WebAddress> address = ParseWebAddress(url);
    if (!address.ok()) return false;  // a registered one is one
    {
      const std::lock_guard lock(mutex);
      FetchedKeys& entry = fetched[url];
      if (!entry.is_asking && entry.asked + settings.refresh_pause > now) return false;
      if (then && entry.waiting.size() >= kMostWaiting) return false;
      if (then) entry.waiting.push_back(std::move(then));
      if (std::exchange(entry.is_asking, true)) return true;
      entry.asked = now;
    }
    HttpFetch fetch{*address};
    fetch.accept = "application/jwk-set+json, application/json";
    fetch.limit = settings.patience;
    fetch.max_bytes = kMostKeyBytes;
    http.Get(std::move(fetch),
             [self = shared_from_this(), url, now](const Result<HttpReply>& reply) {
               self->Take(url, now, KeysIn(reply));
             });
    return true;
  }

  void Take(const std::string& url, TimePoint asked, Result<KeySet> keys) {
    std::vector<MoveOnlyFunction<void()>> waiting;
    if (!keys.ok()) {
      Log(LogLevel::kWarning, "client-keys-unknown", {{"reason", keys.error().message}});
    }
    {
      const std::lock_guard lock(mutex);
      FetchedKeys& entry = fetched[url];
      entry.is_asking = false;
      waiting.swap(entry.waiting);
      if (keys.ok()) {
        entry.keys = std::make_shared<const KeySet>(std::move(keys).value());
        entry.fetched = asked;
      }
    }
    for (auto& then : waiting) then();
  }

  HttpClient& http;
  const AuthenticatorSettings settings;
  UsedTokens used;
  std::mutex mutex;  // of what follows
  ClientRegistry registry;
  std::map<std::string, FetchedKeys> fetched;  // by address
};

Authenticator::Authenticator(HttpClient& http, AuthenticatorSettings settings)
    : state_(std::make_shared<State>(http, std::move(settings))) {}
Authenticator::~Authenticator() = default;

void Authenticator::Watch(const ClientRegistry& registry, TimePoint now) {
  std::vector<std::string> urls;
  for (const ClientPointer& client : registry.clients()) {
    if (client->keys == nullptr && !client->key_set_url.empty())
      urls.push_back(client->key_set_url);
  }
  {
    const std::lock_guard lock(state_->mutex);
    state_->registry = registry;
  }
  for (const std::string& url : urls) (void)state_->Refresh(url, now, {});
}

void Authenticator::Check(std::string_view authorization, std::string_view path, TimePoint now,
                          Done done) {
  if (authorization.size() <= kBearer.size() ||
      !EqualsIgnoringCase(authorization.substr(0, kBearer.size()), kBearer)) {
    return done(Refuse(authorization.empty() ? "no token" : "no bearer token"));
  }
  Result<Token> token = ReadToken(Trimmed(authorization.substr(kBearer.size())));
  if (!token.ok()) return done(token.error());
  Result<ClientPointer> client = state_->FindClient(*token);
  if (!client.ok()) return done(client.error());
  if (const Status fits = state_->CheckBeforeKey(*token, **client); !fits.ok()) {
    return done(fits.error());
  }
  auto inquiry = std::make_shared<State::Inquiry>();
  inquiry->token = std::move(token).value();
  inquiry->audience = state_->settings.base_url + std::string(path);
  inquiry->now = now;
  inquiry->client = std::move(client).value();
  inquiry->done = std::move(done);
  state_->Begin(inquiry);
}

}  // namespace wervelwijzer::hooks
