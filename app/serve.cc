#include "app/serve.h"

#include <algorithm>
#include <csignal>
#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include "app/input_file.h"
#include "app/listen_address.h"
#include "app/places.h"
#include "base/log.h"
#include "hooks/authenticator.h"
#include "hooks/definitions.h"
#include "hooks/feedback_store.h"
#include "hooks/guideline_service.h"
#include "hooks/host_name.h"
#include "hooks/http_client.h"
#include "hooks/knowledge.h"
#include "hooks/metrics.h"
#include "hooks/router.h"
#include "hooks/server_versions.h"
#include "hooks/transport_beast.h"
#include "hooks/transport_cpprest.h"

namespace wervelwijzer::app {
namespace {

using KnowledgePointer = std::shared_ptr<const hooks::Knowledge>;

int Complain(const Error& error) {
  std::cerr << "wervelwijzer serve: " << error.ToString() << "\n";
  return kFindings;
}

Result<KnowledgePointer> LoadKnowledge(const ServeSettings& settings) {
  Result<hooks::KnowledgePlaces> places = FindData(settings.data);
  if (!places.ok()) return places.error();
  if (places->hierarchies.empty()) {
    if (const auto folder = FindStateDirectory(settings.state_dir); folder.ok()) {
      places->look_up = *folder;
    }
  }
  cards::ComposerSettings composer;
  composer.max_cards = settings.max_cards;
  Result<KnowledgePointer> knowledge = hooks::Knowledge::Load(*places, composer);
  if (!knowledge.ok() || !settings.require_token) return knowledge;
  const auto& clients = (*knowledge)->clients().clients();
  const bool anybody = std::ranges::any_of(
      clients, [](const hooks::ClientPointer& client) { return client->can_show_itself(); });
  if (anybody) return knowledge;
  return InvalidInput("no registered client has `issuers` and `key-set` or `key-set-url`",
                      "require-token");
}

Result<std::unique_ptr<hooks::FeedbackStore>> OpenFeedback(const ServeSettings& settings) {
  const Result<std::string> folder = FindStateDirectory(settings.state_dir);
  if (!folder.ok()) return folder.error();
  return hooks::OpenFeedbackStore(*folder + "/feedback.sqlite3");
}

// What rested before a restart rests after it.
Result<std::unique_ptr<hooks::SilenceBook>> OpenSilences(const ServeSettings& settings,
                                                         const hooks::FeedbackStore& feedback) {
  const Result<hooks::SilenceHours> hours = hooks::SilenceHoursOf(settings.silence);
  if (!hours.ok()) return hours.error();
  const Result<std::string> folder = FindStateDirectory(settings.state_dir);
  if (!folder.ok()) return folder.error();
  const Result<HashKey> key = hooks::LoadOrMakeKey(*folder + "/silence.key");
  if (!key.ok()) return key.error();
  auto book = std::make_unique<hooks::SilenceBook>(*key, *hours);
  for (const hooks::Silence& silence : feedback.StoredSilences()) book->Begin(silence);
  return book;
}

// The host of `https://host:port/path`.
std::string HostOfUrl(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  return hooks::HostOf(url.substr(0, url.find('/')));
}

hooks::RouterSettings RouterSettingsOf(const ServeSettings& settings, const std::string& base_url) {
  hooks::RouterSettings router;
  router.hosts = {HostOfUrl(base_url)};
  router.allowed_origins = settings.allowed_origins;
  // Open access holds nothing that a browser could abuse: no session, no stored record.
  if (router.allowed_origins.empty() && !settings.require_token) router.allowed_origins = {"*"};
  router.language = settings.language == "en" ? cards::Language::kEnglish : cards::Language::kDutch;
  router.json.max_bytes = settings.max_body_bytes;
  if (const auto places = FindData(settings.data); places.ok()) {
    if (auto text = ReadInput(places->terminology + "/../NOTICE.md"); text.ok()) {
      router.notice = std::move(text).value();
    }
  }
  return router;
}

hooks::TransportLimits LimitsOf(const ServeSettings& settings) {
  hooks::TransportLimits limits;
  limits.body_bytes = settings.max_body_bytes;
  limits.threads = settings.threads;
  limits.drain = std::chrono::milliseconds(settings.drain_ms);
  // All connections come from the front, which shares out by addresses that only it sees.
  if (settings.behind_proxy) limits.connections_each = limits.connections;
  return limits;
}

std::unique_ptr<hooks::Transport> MakeTransport(const ServeSettings& settings,
                                                const hooks::ListenAddress& address) {
  const hooks::TransportLimits limits = LimitsOf(settings);
  return settings.listener == "cpprest" ? hooks::MakeCpprestTransport(address, limits)
                                        : hooks::MakeBeastTransport(address, limits);
}

// The signals that main waits for; blocked before the first thread starts, so that all inherit it.
sigset_t BlockSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return signals;
}

// What talks to the servers of registered clients; nothing when no file of clients is set.
struct Outside {
  Outside(const ServeSettings& settings, const std::string& base_url) {
    if (settings.data.clients.empty()) return;
    http = hooks::MakeHttpClient();
    versions = std::make_unique<hooks::ServerVersions>(*http);
    fetcher = std::make_unique<hooks::RecordFetcher>(*http, hooks::FetchLimits(), settings.threads);
    if (!settings.require_token) return;
    hooks::AuthenticatorSettings tokens;
    tokens.base_url = base_url;
    authenticator = std::make_unique<hooks::Authenticator>(*http, tokens);
  }
  void Watch(const hooks::ClientRegistry& clients) const {
    if (versions != nullptr) versions->Watch(clients);
    if (authenticator != nullptr) authenticator->Watch(clients, SystemClock().Now());
  }

  ~Outside() { Stop(); }
  Outside(const Outside&) = delete;
  Outside& operator=(const Outside&) = delete;
  // Whoever waits is answered while everything is still there.
  void Stop() {
    if (http != nullptr) http->Stop();
    fetcher.reset();
  }

  std::unique_ptr<hooks::HttpClient> http;
  std::unique_ptr<hooks::ServerVersions> versions;
  std::unique_ptr<hooks::RecordFetcher> fetcher;
  std::unique_ptr<hooks::Authenticator> authenticator;  // null: access is open
};

// By which clients call, without a slash at the end.
std::string BaseUrlOf(const ServeSettings& settings, const std::string& url) {
  std::string base_url = settings.base_url.empty() ? url : settings.base_url;
  while (base_url.ends_with('/')) base_url.pop_back();
  return base_url;
}

hooks::GuidelineServiceSettings ServiceSettingsOf(const ServeSettings& settings,
                                                  const std::string& base_url,
                                                  const Outside& outside) {
  hooks::GuidelineServiceSettings service;
  service.json.max_bytes = settings.max_body_bytes;
  service.base_url = base_url;
  service.hospital = settings.hospital;
  if (settings.one_action) service.client.suggestion_form = cards::SuggestionForm::kOneAction;
  service.fetcher = outside.fetcher.get();
  service.versions = outside.versions.get();
  return service;
}

void Reload(const ServeSettings& settings, hooks::GuidelineService& service, hooks::Router& router,
            const Outside& outside) {
  Result<KnowledgePointer> knowledge = LoadKnowledge(settings);
  if (!knowledge.ok()) {
    const std::string reason = knowledge.error().ToString();
    return Log(LogLevel::kError, "reload-refused", {{"reason", reason}});
  }
  router.ExchangeDefinitions(
      hooks::DefinitionsOf((*knowledge)->guideline(), (*knowledge)->intake_form()));
  service.Exchange(*knowledge);
  outside.Watch((*knowledge)->clients());
  Log(LogLevel::kInfo, "reloaded");
}

void WarnAboutOpenAccess(const ServeSettings& settings) {
  if (!settings.require_token) {
    Log(LogLevel::kWarning, "open-access",
        {{"meaning",
          "no client has to identify itself; for demonstration and behind a proxy only"}});
  }
  Log(LogLevel::kWarning, "not-a-certified-medical-device",
      {{"meaning", "for evaluation; use in care needs local validation first"}});
}

}  // namespace

int Serve(const ServeSettings& settings) {
  SetLogLevel(settings.log_level);
  const Result<hooks::ListenAddress> address = ListenAddressOf(settings);
  if (!address.ok()) return Complain(address.error());
  const sigset_t signals = BlockSignals();
  Result<KnowledgePointer> knowledge = LoadKnowledge(settings);
  if (!knowledge.ok()) return Complain(knowledge.error());
  Result<std::unique_ptr<hooks::FeedbackStore>> feedback = OpenFeedback(settings);
  if (!feedback.ok()) return Complain(feedback.error());
  const auto silences = OpenSilences(settings, **feedback);
  if (!silences.ok()) return Complain(silences.error());

  const std::string url = "http://" + address->host + ":" + std::to_string(address->port);
  const std::string base_url = BaseUrlOf(settings, url);
  Outside outside(settings, base_url);
  hooks::GuidelineServiceSettings service_settings = ServiceSettingsOf(settings, base_url, outside);
  service_settings.silences = silences->get();
  hooks::GuidelineService service(*knowledge, service_settings);
  const SystemClock clock;
  hooks::Metrics metrics;
  hooks::Router router({service, clock, metrics, feedback->get(), silences->get(),
                        outside.fetcher.get(), outside.versions.get(), outside.authenticator.get()},
                       hooks::DefinitionsOf((*knowledge)->guideline(), (*knowledge)->intake_form()),
                       RouterSettingsOf(settings, base_url));
  outside.Watch((*knowledge)->clients());
  *knowledge = nullptr;  // from here the service keeps it, and lets go of it at a reload

  WarnAboutOpenAccess(settings);
  for (const std::string& parameter : settings.data.parameters) {
    Log(LogLevel::kInfo, "parameter-set", {{"value", parameter}});
  }
  const auto transport = MakeTransport(settings, *address);
  const Status started =
      transport->Start([&router](const hooks::RequestView& request, hooks::Reply reply) {
        router.Handle(request, std::move(reply));
      });
  if (!started.ok()) return Complain(started.error());
  Log(LogLevel::kInfo, "serving", {{"url", url}});

  int signal = 0;
  while (sigwait(&signals, &signal) == 0 && signal == SIGHUP) {
    Reload(settings, service, router, outside);
  }
  Log(LogLevel::kInfo, "stopping");
  router.Drain();
  transport->Stop();
  outside.Stop();
  feedback->reset();  // writes what waits while everything that it answers to is still there
  Log(LogLevel::kInfo, "stopped");
  return kDone;
}

}  // namespace wervelwijzer::app
