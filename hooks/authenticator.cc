#include "hooks/authenticator.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/log.h"
#include "hooks/key_set.h"
#include "hooks/state_folder.h"
#include "hooks/text.h"

namespace wervelwijzer::hooks {
namespace {

constexpr std::size_t kMostWaiting = 64;  // calls that wait for one set of keys
constexpr std::size_t kMostKeyBytes = 256u << 10;
constexpr std::string_view kBearer = "Bearer ";

using KeySetPointer = std::shared_ptr<const KeySet>;

Error Refuse(const char* reason) { return {ErrorKind::kUnauthorized, reason, {}}; }

// Anybody may write anything there: printable letters of ASCII, and no more than tells it apart.
std::string ForLog(std::string_view issuer) {
  constexpr std::size_t kMostLetters = 100;
  std::string text(issuer.substr(0, kMostLetters));
  std::ranges::replace_if(
      text, [](char c) { return c <= ' ' || c > '~'; }, '?');
  return issuer.size() > kMostLetters ? text + "..." : text;
}

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

struct Authenticator::State : std::enable_shared_from_this<State> {
  State(HttpClient& http_in, UsedTokens& used_in, AuthenticatorSettings settings_in)
      : http(http_in), used(used_in), settings(std::move(settings_in)) {}

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
    if (client.key_set_url.empty()) return Refused(*inquiry, Refuse("client has no keys"));
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
  void Finish(Inquiry& inquiry, const KeySet* keys) {
    const Result<ClientPointer> judged = Judge(inquiry, keys);
    if (!judged.ok()) return Refused(inquiry, judged.error());
    inquiry.done(TokenVerdict{*judged, {}, ForLog(inquiry.token.issuer), (*judged)->id});
  }
  static void Refused(Inquiry& inquiry, const Error& why) {
    inquiry.done(TokenVerdict{nullptr, why.message, ForLog(inquiry.token.issuer),
                              inquiry.client == nullptr ? std::string() : inquiry.client->id});
  }
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
    switch (used.Use(inquiry.client->id, token.id, until, inquiry.now)) {
      case UsedTokens::Answer::kFirst:
        return inquiry.client;
      case UsedTokens::Answer::kAgain:
        return Refuse("was used before");
      case UsedTokens::Answer::kNoRoom:
        break;
    }
    return Refuse("more of this client's tokens are used than can be remembered");
  }

  // A future mark says that the clock was set back: nothing tells how old the keys are.
  bool IsWithin(TimePoint fetched_at, std::chrono::seconds limit, TimePoint now) const {
    return fetched_at <= now + settings.limits.leeway && now < fetched_at + limit;
  }

  // Those of the address that are not too old; ones that are no longer fresh are asked for again.
  KeySetPointer CurrentKeys(const std::string& url, TimePoint now) {
    KeySetPointer keys;
    bool is_old = false;
    {
      const std::lock_guard lock(mutex);
      const FetchedKeys& entry = fetched[url];
      if (entry.keys != nullptr && IsWithin(entry.fetched, settings.stale, now)) keys = entry.keys;
      is_old = keys != nullptr && !IsWithin(entry.fetched, settings.fresh, now);
    }
    if (is_old) (void)Refresh(url, now, {});
    return keys;
  }

  bool HasKeys(const Client& client, TimePoint now) const {
    if (client.keys != nullptr) return true;
    const auto found = fetched.find(client.key_set_url);
    return found != fetched.end() && found->second.keys != nullptr &&
           IsWithin(found->second.fetched, settings.stale, now);
  }

  // No longer fresh, or not there: to be asked for by itself.
  std::vector<std::string> OldUrls(TimePoint now) {
    std::vector<std::string> urls;
    const std::lock_guard lock(mutex);
    for (const ClientPointer& client : registry.clients()) {
      if (client->keys != nullptr || client->key_set_url.empty()) continue;
      const FetchedKeys& entry = fetched[client->key_set_url];
      if (entry.keys == nullptr || !IsWithin(entry.fetched, settings.fresh, now)) {
        urls.push_back(client->key_set_url);
      }
    }
    return urls;
  }

  // True when `then` is called once the keys have come or failed to. False, and it is dropped,
  // when they were asked for lately, unless they are wanted `at_once`, or too many wait.
  bool Refresh(const std::string& url, TimePoint now, MoveOnlyFunction<void()> then,
               bool at_once = false) {
    const Result<WebAddress> address = ParseWebAddress(url);
    if (!address.ok()) return false;  // a registered one is one
    {
      const std::lock_guard lock(mutex);
      FetchedKeys& entry = fetched[url];
      const auto pause = std::min(settings.refresh_pause, settings.fresh);
      const bool was_lately = entry.asked <= now && now < entry.asked + pause;
      if (!entry.is_asking && was_lately && !at_once) return false;
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
  UsedTokens& used;
  const AuthenticatorSettings settings;
  std::mutex mutex;  // of what follows
  ClientRegistry registry;
  std::map<std::string, FetchedKeys> fetched;  // by address
};

Authenticator::Authenticator(HttpClient& http, UsedTokens& used, AuthenticatorSettings settings)
    : state_(std::make_shared<State>(http, used, std::move(settings))) {}
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
    // What nobody has registered any more; what is being asked for stays until its answer.
    std::erase_if(state_->fetched, [&urls](const auto& entry) {
      return !entry.second.is_asking && std::ranges::find(urls, entry.first) == urls.end();
    });
  }
  for (const std::string& url : urls) (void)state_->Refresh(url, now, {}, true);
}

void Authenticator::Tend(TimePoint now) {
  for (const std::string& url : state_->OldUrls(now)) (void)state_->Refresh(url, now, {});
}

std::string Authenticator::Problem(TimePoint now) const {
  std::vector<std::string> files;
  bool anybody = false;
  {
    const std::lock_guard lock(state_->mutex);
    for (const ClientPointer& client : state_->registry.clients()) {
      if (!client->key_set_file.empty()) files.push_back(client->key_set_file);
      anybody = anybody || (client->can_show_itself() && state_->HasKeys(*client, now));
    }
  }
  if (!anybody) return "no client has keys that can be used";
  const bool all = std::ranges::all_of(
      files, [](const std::string& file) { return IdentityOf(file).is_file(); });
  return all ? "" : "a file of a client's keys is gone";
}

std::string Authenticator::ToText(TimePoint now) const {
  std::string text =
      "# HELP wervelwijzer_client_keys Whether a client's tokens can be verified.\n"
      "# TYPE wervelwijzer_client_keys gauge\n";
  std::string ages =
      "# HELP wervelwijzer_client_keys_age_seconds Since its keys were last fetched.\n"
      "# TYPE wervelwijzer_client_keys_age_seconds gauge\n";
  const std::lock_guard lock(state_->mutex);
  for (const ClientPointer& client : state_->registry.clients()) {
    if (!client->can_show_itself()) continue;
    const std::string label = "{client=\"" + client->id + "\"} ";
    text += "wervelwijzer_client_keys" + label + (state_->HasKeys(*client, now) ? "1" : "0") + "\n";
    const auto found = state_->fetched.find(client->key_set_url);
    if (found == state_->fetched.end() || found->second.keys == nullptr) continue;
    const auto age = std::chrono::duration_cast<std::chrono::seconds>(now - found->second.fetched);
    ages += "wervelwijzer_client_keys_age_seconds" + label + std::to_string(age.count()) + "\n";
  }
  return text + ages;
}

void Authenticator::Check(std::string_view authorization, std::string_view path, TimePoint now,
                          Done done) {
  auto inquiry = std::make_shared<State::Inquiry>();
  inquiry->audience = state_->settings.base_url + std::string(path);
  inquiry->now = now;
  inquiry->done = std::move(done);
  if (authorization.size() <= kBearer.size() ||
      !EqualsIgnoringCase(authorization.substr(0, kBearer.size()), kBearer)) {
    return State::Refused(*inquiry, Refuse(authorization.empty() ? "no token" : "no bearer token"));
  }
  Result<Token> token = ReadToken(Trimmed(authorization.substr(kBearer.size())));
  if (!token.ok()) return State::Refused(*inquiry, token.error());
  inquiry->token = std::move(token).value();
  const Result<ClientPointer> client = state_->FindClient(inquiry->token);
  if (!client.ok()) return State::Refused(*inquiry, client.error());
  inquiry->client = *client;
  const Status fits = state_->CheckBeforeKey(inquiry->token, **client);
  if (!fits.ok()) return State::Refused(*inquiry, fits.error());
  state_->Begin(inquiry);
}

}  // namespace wervelwijzer::hooks
