#include "app/serve.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/input_file.h"
#include "app/listen_address.h"
#include "app/places.h"
#include "app/supervisor.h"
#include "base/log.h"
#include "hooks/authenticator.h"
#include "hooks/definitions.h"
#include "hooks/feedback_store.h"
#include "hooks/guideline_service.h"
#include "hooks/host_name.h"
#include "hooks/http_client.h"
#include "hooks/knowledge.h"
#include "hooks/metrics.h"
#include "hooks/readiness.h"
#include "hooks/router.h"
#include "hooks/server_versions.h"
#include "hooks/state_folder.h"
#include "hooks/transport_beast.h"
#include "hooks/transport_cpprest.h"
#include "hooks/used_tokens.h"

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

// What the server keeps beyond its own life, all in one folder that is its own.
struct Kept {
  std::unique_ptr<hooks::StateFolder> folder;
  std::unique_ptr<hooks::FeedbackStore> feedback;
  std::unique_ptr<hooks::SilenceBook> silences;
  std::unique_ptr<hooks::UsedTokens> used;
};

hooks::FeedbackLimits FeedbackLimitsOf(const ServeSettings& settings) {
  hooks::FeedbackLimits limits;
  limits.bytes = std::uint64_t{settings.feedback_mib} << 20;
  limits.client_bytes = std::uint64_t{settings.feedback_client_mib} << 20;
  limits.min_free = std::uint64_t{settings.min_free_mib} << 20;
  return limits;
}

// What rested before a restart rests after it, and what was used stays used.
Result<Kept> OpenKept(const ServeSettings& settings) {
  const TimePoint now = SystemClock().Now();
  const Result<hooks::SilenceHours> hours = hooks::SilenceHoursOf(settings.silence);
  if (!hours.ok()) return hours.error();
  const Result<std::string> path = FindStateDirectory(settings.state_dir);
  if (!path.ok()) return path.error();
  Kept kept;
  auto folder = hooks::StateFolder::Take(*path);
  if (!folder.ok()) return folder.error();
  kept.folder = std::move(folder).value();
  auto feedback =
      hooks::OpenFeedbackStore(*path + "/feedback.sqlite3", FeedbackLimitsOf(settings), now);
  if (!feedback.ok()) return feedback.error();
  kept.feedback = std::move(feedback).value();
  kept.silences = std::make_unique<hooks::SilenceBook>(kept.folder->key(), *hours);
  for (const hooks::Silence& silence : kept.feedback->StoredSilences()) {
    kept.silences->Begin(silence, now);
  }
  kept.used = std::make_unique<hooks::UsedTokens>(*path, kept.folder->key());
  if (const Status loaded = kept.used->Load(now); !loaded.ok()) return loaded.error();
  return kept;
}

// Open access from this machine only: who calls is one.
bool OpenIsOne(const ServeSettings& settings) {
  return !settings.require_token && !settings.behind_proxy;
}

// The host of `https://host:port/path`.
std::string HostOfUrl(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  return hooks::HostOf(url.substr(0, url.find('/')));
}

hooks::RouterSettings RouterSettingsOf(const ServeSettings& settings, const std::string& base_url) {
  hooks::RouterSettings router;
  router.client_header = settings.client_header;
  router.hosts = {HostOfUrl(base_url)};
  router.allowed_origins = settings.allowed_origins;
  // Open access holds nothing that a browser could abuse: no session, no stored record.
  if (router.allowed_origins.empty() && !settings.require_token) router.allowed_origins = {"*"};
  router.language = settings.language == "en" ? cards::Language::kEnglish : cards::Language::kDutch;
  router.json.max_bytes = settings.max_body_bytes;
  router.open_is_one = OpenIsOne(settings);
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
  limits.all_body_bytes = std::max(limits.all_body_bytes, 8 * limits.body_bytes);
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
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may grow no more is an error like a full disk
  return signals;
}

// Waits for one of them. While nothing comes the supervisor hears that all is well, when it
// asked and when it is.
int NextSignal(const sigset_t& signals, const hooks::Transport& transport) {
  const auto interval = WatchdogInterval();
  if (!interval) {
    int signal = 0;
    return sigwait(&signals, &signal) == 0 ? signal : SIGTERM;
  }
  const auto turn = *interval / 3;
  const auto seconds = std::chrono::floor<std::chrono::seconds>(turn);
  const timespec patience = {seconds.count(), std::chrono::nanoseconds(turn - seconds).count()};
  for (;;) {
    const int signal = sigtimedwait(&signals, nullptr, &patience);
    if (signal > 0) return signal;
    if (errno == EAGAIN && transport.IsAlive()) TellSupervisor("WATCHDOG=1");
  }
}

// What talks to the servers of registered clients; nothing when no file of clients is set.
struct Outside {
  Outside(const ServeSettings& settings, const std::string& base_url, hooks::UsedTokens& used) {
    if (settings.data.clients.empty()) return;
    http = hooks::MakeHttpClient();
    versions = std::make_unique<hooks::ServerVersions>(*http);
    fetcher = std::make_unique<hooks::RecordFetcher>(*http, hooks::FetchLimits(), settings.threads);
    if (!settings.require_token) return;
    hooks::AuthenticatorSettings tokens;
    tokens.base_url = base_url;
    tokens.fresh = std::chrono::seconds(settings.key_refresh_s);
    tokens.stale = std::chrono::seconds(settings.key_stale_s);
    authenticator = std::make_unique<hooks::Authenticator>(*http, used, tokens);
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
  service.time_per_call = std::chrono::milliseconds(settings.call_ms);
  service.base_url = base_url;
  service.hospital = settings.hospital;
  service.open_is_one = OpenIsOne(settings);
  if (settings.one_action) service.client.suggestion_form = cards::SuggestionForm::kOneAction;
  service.fetcher = outside.fetcher.get();
  service.versions = outside.versions.get();
  return service;
}

// Every file that the next start, or SIGHUP, reads.
std::vector<std::string> KnowledgeFiles(const ServeSettings& settings) {
  const Result<hooks::KnowledgePlaces> found = FindData(settings.data);
  if (!found.ok()) return {};
  std::vector<std::string> files = {found->models, found->bindings, found->terminology,
                                    found->texts};
  for (const std::string& set : {found->region, found->clients, found->hierarchies}) {
    if (!set.empty()) files.push_back(set);
  }
  return files;
}

// Looked at by a thread of its own, which also does what is due every now and then.
void LookAfter(const ServeSettings& settings, const Kept& kept, const Outside& outside,
               hooks::Readiness& readiness) {
  readiness.Add("feedback", [&kept] { return kept.feedback->Problem(); });
  readiness.Add("state", [&kept] { return kept.folder->Problem(); });
  readiness.Add("knowledge", [files = KnowledgeFiles(settings)] {
    const bool all = std::ranges::all_of(
        files, [](const std::string& file) { return hooks::IdentityOf(file).is_file(); });
    return std::string(all ? "" : "a file or folder that it is read from is gone");
  });
  if (outside.authenticator == nullptr) return;
  readiness.Add("tokens", [&kept] {
    kept.used->Tend(SystemClock().Now());
    return kept.used->Problem();
  });
  readiness.Add("keys", [authenticator = outside.authenticator.get()] {
    const TimePoint now = SystemClock().Now();
    authenticator->Tend(now);
    return authenticator->Problem(now);
  });
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
  if (settings.key_stale_s < settings.key_refresh_s) {
    return Complain(InvalidInput("is less than `key-refresh-s`", "key-stale-s"));
  }
  if (!settings.client_header.empty() && !settings.require_token) {
    return Complain(InvalidInput("says nothing without `require-token`", "client-header"));
  }
  const sigset_t signals = BlockSignals();
  // First, for the look-up of codes is written there, too: never into a folder of another server.
  Result<Kept> kept = OpenKept(settings);
  if (!kept.ok() && kept.error().kind == ErrorKind::kUnavailable) return Complain(kept.error());
  Result<KnowledgePointer> knowledge = LoadKnowledge(settings);
  if (!knowledge.ok()) return Complain(knowledge.error());
  if (!kept.ok()) return Complain(kept.error());

  const std::string url = "http://" + address->host + ":" + std::to_string(address->port);
  const std::string base_url = BaseUrlOf(settings, url);
  Outside outside(settings, base_url, *kept->used);
  hooks::GuidelineServiceSettings service_settings = ServiceSettingsOf(settings, base_url, outside);
  service_settings.silences = kept->silences.get();
  hooks::GuidelineService service(*knowledge, service_settings);
  const SystemClock clock;
  hooks::Metrics metrics;
  hooks::Readiness readiness;
  LookAfter(settings, *kept, outside, readiness);
  hooks::Router router(
      {service, clock, metrics, kept->feedback.get(), kept->silences.get(), outside.fetcher.get(),
       outside.versions.get(), outside.authenticator.get(), &readiness},
      hooks::DefinitionsOf((*knowledge)->guideline(), (*knowledge)->intake_form()),
      RouterSettingsOf(settings, base_url));
  outside.Watch((*knowledge)->clients());
  readiness.Begin();
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

  TellSupervisor("READY=1");
  while (NextSignal(signals, *transport) == SIGHUP) {
    TellSupervisor("RELOADING=1");
    Reload(settings, service, router, outside);
    TellSupervisor("READY=1");
  }
  TellSupervisor("STOPPING=1");
  Log(LogLevel::kInfo, "stopping");
  router.Drain();
  transport->Stop();
  readiness.End();
  outside.Stop();
  kept->feedback.reset();  // writes what waits while everything that it answers to is still there
  Log(LogLevel::kInfo, "stopped");
  return kDone;
}

}  // namespace wervelwijzer::app
