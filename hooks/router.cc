#include "hooks/router.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include "base/log.h"
#include "hooks/host_name.h"
#include "hooks/language.h"
#include "hooks/page_headers.h"
#include "hooks/questionnaire_page.h"
#include "hooks/reply.h"
#include "hooks/request_id.h"
#include "hooks/start_page.h"
#include "hooks/text.h"
#include "hooks/watch_paths.h"

namespace wervelwijzer::hooks {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

constexpr std::string_view kServicesPath = "/cds-services";
constexpr std::string_view kFhirPath = "/fhir/";
constexpr std::string_view kFeedback = "/feedback";

std::size_t IndexOf(cards::Language language) {
  return language == cards::Language::kEnglish ? 1 : 0;
}

// The same address for a program and for who follows a card's link in a browser.
Response DefinitionAnswer(const RequestView& request, const SharedBytes& definition,
                          cards::Language language) {
  Response response = Answer(200, kFhirJson, definition);
  if (PrefersPage(request.HeaderValue("Accept"))) {
    if (auto page = QuestionnairePage(*definition, language)) {
      response = Answer(200, kHtml, std::move(*page));
    }
  }
  response.extra.emplace_back("Vary", "Accept, Accept-Language");
  return response;
}

std::string TagOf(std::string_view bytes) {
  return "\"" + std::to_string(std::hash<std::string_view>()(bytes)) + "\"";
}

// `application/json`, `application/fhir+json`, with or without parameters.
bool IsJsonType(std::string_view content_type) {
  const std::string_view type = Trimmed(content_type.substr(0, content_type.find(';')));
  return EqualsIgnoringCase(type, "application/json") ||
         (type.size() > 5 && EqualsIgnoringCase(type.substr(type.size() - 5), "+json"));
}

// A 415 for a body in another form than plain JSON.
std::optional<Response> RefuseMedia(const RequestView& request) {
  if (!IsJsonType(request.HeaderValue("Content-Type"))) {
    return HttpRefusal(415, "not-supported", "content type is not `application/json`");
  }
  const std::string_view coding = Trimmed(request.HeaderValue("Content-Encoding"));
  if (coding.empty() || EqualsIgnoringCase(coding, "identity")) return std::nullopt;
  Response refusal = HttpRefusal(415, "not-supported", "compressed bodies are not read");
  refusal.extra.emplace_back("Accept-Encoding", "identity");
  return refusal;
}

}  // namespace

// Where a path leads. A path without a kind leads nowhere.
struct Router::Route {
  enum class Kind {
    kNone,
    kStart,
    kLive,
    kReady,
    kMetrics,
    kNotice,
    kDiscovery,
    kService,
    kFeedback,
    kDefinition
  };
  Kind kind = Kind::kNone;
  const ServiceDescription* service = nullptr;
  SharedBytes definition;

  // What a client has to show who it is for, when access is not open.
  bool is_for_clients() const {
    return kind == Kind::kDiscovery || kind == Kind::kService || kind == Kind::kFeedback;
  }
  bool takes_post() const { return kind == Kind::kService || kind == Kind::kFeedback; }
  std::string_view method() const { return takes_post() ? "POST" : "GET"; }
  // What the metrics call it.
  std::string_view label() const {
    if (kind == Kind::kDiscovery) return "discovery";
    if (kind == Kind::kFeedback) return "feedback";
    return kind == Kind::kService ? service->id : "other";
  }
};

// One request on its way to one answer.
struct Router::Exchange {
  Reply reply;
  std::string id;
  ClientPointer client;  // by its token; null while access is open
  SharePlace place;      // of the client, until there is an answer
  std::string caller;    // name (caller.h); empty while it is not known
  std::string origin;
  std::string_view label;
  SteadyTime begin = std::chrono::steady_clock::now();
  std::size_t request_bytes = 0;
  std::size_t cards = 0;
  bool chatter = false;  // health and metrics: logged only when debugging
};

Router::Router(RouterParts parts, std::shared_ptr<const Definitions> definitions,
               RouterSettings settings)
    : parts_(parts),
      definitions_(std::move(definitions)),
      settings_(std::move(settings)),
      feedback_desk_(parts_.clock, parts_.feedback, parts_.silences, settings_.json),
      open_calls_(settings_.open_calls, settings_.open_calls_each) {
  if (!settings_.notice.empty()) notice_ = std::make_shared<const std::string>(settings_.notice);
  for (const auto language : {cards::Language::kDutch, cards::Language::kEnglish}) {
    const std::size_t index = IndexOf(language);
    discovery_[index] = std::make_shared<const std::string>(DiscoveryDocument(language));
    discovery_tag_[index] = TagOf(*discovery_[index]);
  }
}

void Router::Handle(const RequestView& request, Reply reply) {
  const Route route = FindRoute(request.path());
  auto exchange = std::make_shared<Exchange>();
  exchange->reply = std::move(reply);
  exchange->id = RequestId(request.HeaderValue("X-Request-Id"));
  exchange->origin = request.HeaderValue("Origin");
  exchange->label = route.label();
  exchange->request_bytes = request.body.size();
  exchange->chatter = route.kind == Route::Kind::kLive || route.kind == Route::Kind::kReady ||
                      route.kind == Route::Kind::kMetrics;
  if (parts_.authenticator == nullptr &&
      !NamesThisServer(request.HeaderValue("Host"), settings_.hosts)) {
    return Finish(*exchange, HttpRefusal(421, "forbidden", "`Host` is not that of this server"));
  }
  // A browser sends no token with the question whether it may call (Fetch, CORS-preflight).
  if (parts_.authenticator != nullptr && route.is_for_clients() && request.method != "OPTIONS") {
    return Authenticate(request, route, std::move(exchange));
  }
  Serve(request, route, std::move(exchange));
}

// The caller is told that the token is not good enough, only the log why.
void Router::Authenticate(const RequestView& request, const Route& route,
                          std::shared_ptr<Exchange> exchange) {
  const auto names_token = [](const Header& header) {
    return EqualsIgnoringCase(header.name, "Authorization");
  };
  const bool has_token = std::ranges::any_of(request.headers, names_token);
  const bool is_one = std::ranges::count_if(request.headers, names_token) == 1;
  // The views of the request live until its reply, the request itself only until here.
  parts_.authenticator->Check(
      is_one ? request.HeaderValue("Authorization") : std::string_view(), request.path(),
      parts_.clock.Now(), [this, request, route, exchange, has_token](TokenVerdict verdict) {
        if (verdict.client != nullptr && !CameWithCertificateOf(*verdict.client, request)) {
          verdict.client = nullptr;
          verdict.reason = "came with the certificate of another client";
        }
        if (verdict.client != nullptr) {
          exchange->client = std::move(verdict.client);
          exchange->caller = exchange->client->id;
          return Serve(request, route, exchange);
        }
        Log(LogLevel::kWarning, "token-refused",
            {{"id", exchange->id},
             {"reason", verdict.reason},
             {"address", request.peer.address},
             {"issuer", verdict.issuer},
             {"client", verdict.named}});
        Response refusal =
            HttpRefusal(401, "login", "a valid token of a registered client is needed");
        refusal.extra.emplace_back("WWW-Authenticate",
                                   has_token ? R"(Bearer error="invalid_token")" : "Bearer");
        Finish(*exchange, std::move(refusal));
      });
}

bool Router::CameWithCertificateOf(const Client& client, const RequestView& request) const {
  return settings_.client_header.empty() ||
         request.HeaderValue(settings_.client_header) == client.id;
}

void Router::Serve(const RequestView& request, const Route& route,
                   std::shared_ptr<Exchange> exchange) {
  if (exchange->client != nullptr && route.takes_post() &&
      !exchange->place.Take(open_calls_, exchange->client->id)) {
    return Finish(*exchange,
                  HttpRefusal(503, "throttled", "too many calls of this client are open"));
  }
  if (route.kind == Route::Kind::kFeedback && request.method == "POST") {
    return TakeFeedback(request, *route.service, std::move(exchange));
  }
  if (route.kind == Route::Kind::kService && request.method == "POST") {
    return CallService(request, *route.service, std::move(exchange));
  }
  Finish(*exchange, Dispatch(request, route));
}

void Router::ExchangeDefinitions(std::shared_ptr<const Definitions> definitions) {
  const std::lock_guard lock(mutex_);
  definitions_ = std::move(definitions);
}

Router::Route Router::FindRoute(std::string_view path) const {
  using Kind = Route::Kind;
  if (path == "/") return {Kind::kStart, nullptr, nullptr};
  if (path == kLivePath) return {Kind::kLive, nullptr, nullptr};
  if (path == kReadyPath) return {Kind::kReady, nullptr, nullptr};
  if (path == kMetricsPath) return {Kind::kMetrics, nullptr, nullptr};
  if (path == "/notice" && notice_ != nullptr) return {Kind::kNotice, nullptr, nullptr};
  if (path == kServicesPath) return {Kind::kDiscovery, nullptr, nullptr};
  if (path.starts_with(kFhirPath)) {
    const std::lock_guard lock(mutex_);
    SharedBytes found = definitions_->Find(path.substr(kFhirPath.size()));
    return {found == nullptr ? Kind::kNone : Kind::kDefinition, nullptr, std::move(found)};
  }
  if (!path.starts_with(kServicesPath) || path.size() <= kServicesPath.size() + 1) return {};
  std::string_view rest = path.substr(kServicesPath.size());
  if (rest.front() != '/') return {};
  rest.remove_prefix(1);
  const bool feedback = rest.ends_with(kFeedback);
  if (feedback) rest.remove_suffix(kFeedback.size());
  const ServiceDescription* service = FindService(rest);
  if (service == nullptr) return {};
  return {feedback ? Kind::kFeedback : Kind::kService, service, nullptr};
}

Response Router::Dispatch(const RequestView& request, const Route& route) {
  using Kind = Route::Kind;
  if (route.kind == Kind::kNone) return HttpRefusal(404, "not-found", "nothing by that path");
  if (request.method == "OPTIONS") return Preflight(request, route);
  // HEAD asks what GET would answer (RFC 9110, 9.3.2); the transport leaves the body out.
  const std::string_view method = request.method == "HEAD" ? "GET" : request.method;
  if (method != route.method()) {
    Response refusal = HttpRefusal(405, "not-supported", "method is not offered for this path");
    refusal.extra.emplace_back("Allow", std::string(route.method()) + ", OPTIONS");
    return refusal;
  }
  const cards::Language language =
      PreferredLanguage(request.HeaderValue("Accept-Language"), settings_.language);
  switch (route.kind) {
    case Kind::kStart:
      return Answer(200, kHtml, StartPage(language));
    case Kind::kLive:
      return Answer(200, kJson, R"({"status":"live"})");
    case Kind::kReady:
      return AnswerReadiness();
    case Kind::kMetrics:
      return Answer(200, kPlainText, MetricsText());
    case Kind::kNotice:
      return Answer(200, kMarkdown, notice_);
    case Kind::kDiscovery:
      return Discovery(request, language);
    case Kind::kDefinition:
      return DefinitionAnswer(request, route.definition, language);
    case Kind::kService:
    case Kind::kFeedback:
    case Kind::kNone:
      break;
  }
  return HttpRefusal(404, "not-found", "nothing by that path");
}

Response Router::AnswerReadiness() const {
  if (draining_) return HttpRefusal(503, "transient", "the server is stopping");
  Issues issues;
  if (parts_.readiness != nullptr) {
    for (const NotReady& lack : parts_.readiness->Lacks()) {
      issues.push_back({Severity::kError, lack.part + ": " + lack.reason, {}});
    }
  }
  if (!issues.empty()) return Refusal(ErrorKind::kUnavailable, issues);
  return Answer(200, kJson, R"({"status":"ready"})");
}

std::string Router::MetricsText() const {
  std::string text = parts_.metrics.ToText();
  if (parts_.feedback != nullptr) text += parts_.feedback->ToText();
  if (parts_.authenticator != nullptr) text += parts_.authenticator->ToText(parts_.clock.Now());
  if (parts_.readiness != nullptr) text += parts_.readiness->ToText();
  if (parts_.fetcher != nullptr) text += parts_.fetcher->ToText();
  if (parts_.versions != nullptr) text += parts_.versions->ToText();
  return text;
}

void Router::CallService(const RequestView& request, const ServiceDescription& service,
                         std::shared_ptr<Exchange> exchange) {
  if (auto refusal = RefuseMedia(request)) return Finish(*exchange, std::move(*refusal));
  const auto asked = AskedLanguage(request.HeaderValue("Accept-Language"));
  ServiceCall call{service, request.body, asked.value_or(settings_.language), parts_.clock.Now()};
  call.begin = exchange->begin;
  call.language_was_asked = asked.has_value();
  call.client = exchange->client;
  call.hang_up = request.hang_up;
  parts_.cards.Begin(call, [this, exchange](ServiceResult result) {
    if (const auto* refusal = std::get_if<ServiceRefusal>(&result)) {
      return Finish(*exchange, Refusal(refusal->kind, refusal->issues));
    }
    ServiceAnswer& answer = std::get<ServiceAnswer>(result);
    exchange->cards = answer.cards;
    exchange->caller = std::move(answer.caller);
    if (!answer.not_had.empty()) {
      Log(LogLevel::kWarning, "record-not-had",
          {{"id", exchange->id}, {"client", exchange->caller}, {"keys", answer.not_had}});
    }
    Response response = Answer(200, kJson, std::move(answer.json));
    response.extra.emplace_back("Cache-Control", "no-store");
    Finish(*exchange, std::move(response));
  });
}

Response Router::Discovery(const RequestView& request, cards::Language language) const {
  const std::size_t index = IndexOf(language);
  const bool same = request.HeaderValue("If-None-Match") == discovery_tag_[index];
  Response response = same ? Response{304, {}, nullptr, {}} : Answer(200, kJson, discovery_[index]);
  response.extra.emplace_back("ETag", discovery_tag_[index]);
  response.extra.emplace_back("Cache-Control", "no-cache");
  response.extra.emplace_back("Vary", "Accept-Language, Origin");
  return response;
}

// https://fetch.spec.whatwg.org/#http-cors-protocol
Response Router::Preflight(const RequestView& request, const Route& route) const {
  Response response{204, {}, nullptr, {}};
  response.extra.emplace_back("Allow", std::string(route.method()) + ", OPTIONS");
  const std::string_view origin = request.HeaderValue("Origin");
  if (origin.empty()) return response;
  response.extra.emplace_back("Access-Control-Allow-Methods",
                              std::string(route.method()) + ", OPTIONS");
  response.extra.emplace_back("Access-Control-Allow-Headers",
                              "Authorization, Content-Type, Accept-Language, X-Request-Id");
  response.extra.emplace_back("Access-Control-Max-Age", "3600");
  return response;
}

void Router::TakeFeedback(const RequestView& request, const ServiceDescription& service,
                          std::shared_ptr<Exchange> exchange) {
  if (parts_.feedback != nullptr) {
    if (auto refusal = RefuseMedia(request)) return Finish(*exchange, std::move(*refusal));
  }
  const Caller caller = CallerOf(exchange->client.get(), nullptr, {}, settings_.open_is_one);
  exchange->caller = caller.Name();
  feedback_desk_.Take(
      service, caller, exchange->id, request.body,
      [this, exchange](Response response) { Finish(*exchange, std::move(response)); });
}

void Router::AllowOrigin(std::string_view origin, Response& response) const {
  if (origin.empty()) return;
  for (const std::string& allowed : settings_.allowed_origins) {
    if (allowed != "*" && allowed != origin) continue;
    response.extra.emplace_back("Access-Control-Allow-Origin", allowed);
    response.extra.emplace_back("Access-Control-Expose-Headers", "X-Request-Id");
    return;
  }
}

// Who asked about whom is in no log: the line has the id by which the client can find its own.
void Router::Finish(Exchange& exchange, Response response) {
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - exchange.begin);
  AllowOrigin(exchange.origin, response);
  response.extra.emplace_back("X-Request-Id", exchange.id);
  AddBrowserHeaders(response);
  parts_.metrics.Count(exchange.label, response.status, took, exchange.cards);
  Log(exchange.chatter ? LogLevel::kDebug : LogLevel::kInfo, "request",
      {{"id", exchange.id},
       {"route", exchange.label},
       {"client", exchange.caller.empty() ? std::string_view("-") : exchange.caller},
       {"status", response.status},
       {"us", took.count()},
       {"bytes", exchange.request_bytes},
       {"cards", exchange.cards}});
  exchange.reply(std::move(response));
}

}  // namespace wervelwijzer::hooks
