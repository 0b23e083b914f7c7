#pragma once

// Method and path to an answer. 404, 405, 415, CORS and the log line of a request are decided here
// and nowhere else. Sees no socket.

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "hooks/authenticator.h"
#include "hooks/card_service.h"
#include "hooks/definitions.h"
#include "hooks/feedback_desk.h"
#include "hooks/metrics.h"
#include "hooks/readiness.h"
#include "hooks/record_fetcher.h"
#include "hooks/server_versions.h"
#include "hooks/shares.h"
#include "hooks/transport.h"

namespace wervelwijzer::hooks {

struct RouterSettings {
  // Origins that a browser may call from; `*` lets every one, without credentials. Empty: none.
  std::vector<std::string> allowed_origins;
  cards::Language language = cards::Language::kDutch;  // when a client asks for none of ours
  JsonLimits json;                                     // of feedback
  // Hosts by which it is called, as HostOf (host_name.h) gives them, beside the loopback ones.
  // While access is open others are refused.
  std::vector<std::string> hosts;
  // Header by which a front tells whose certificate a call came with: the `id` of a client. Then
  // only a token of that client is taken with it. Empty: there is no such front.
  std::string client_header;
  // Calls and feedback that have no answer yet: of all clients, and of one that has shown itself.
  std::size_t open_calls = 512;
  std::size_t open_calls_each = 128;
  bool open_is_one = false;  // open access is on loopback only (caller.h)
  // The notices of the code systems (terminology/NOTICE.md), answered at /notice; empty: 404 there.
  std::string notice;
};

// Everything is borrowed and outlives the router; `feedback` may be null (feedback is then
// refused).
struct RouterParts {
  const CardService& cards;
  const Clock& clock;
  Metrics& metrics;
  FeedbackStore* feedback = nullptr;
  SilenceBook* silences = nullptr;           // null: an override silences nothing
  const RecordFetcher* fetcher = nullptr;    // shown in the metrics; null: nothing is
  const ServerVersions* versions = nullptr;  // shown in the metrics; null: nothing is
  // Who may discover, call and give feedback; null: access is open.
  Authenticator* authenticator = nullptr;
  const Readiness* readiness = nullptr;  // null: ready until Drain()
};

class Router {
 public:
  Router(RouterParts parts, std::shared_ptr<const Definitions> definitions,
         RouterSettings settings);

  // Any thread. Calls `reply` once, at once or (feedback) when it is stored.
  void Handle(const RequestView& request, Reply reply);

  // Definitions made from knowledge that was loaded again.
  void ExchangeDefinitions(std::shared_ptr<const Definitions> definitions);

  // From now on `/health/ready` answers 503, so that no new work is sent here.
  void Drain() { draining_ = true; }

 private:
  struct Exchange;
  struct Route;

  Route FindRoute(std::string_view path) const;
  void Authenticate(const RequestView& request, const Route& route,
                    std::shared_ptr<Exchange> exchange);
  bool CameWithCertificateOf(const Client& client, const RequestView& request) const;
  void Serve(const RequestView& request, const Route& route, std::shared_ptr<Exchange> exchange);
  Response Dispatch(const RequestView& request, const Route& route);
  void CallService(const RequestView& request, const ServiceDescription& service,
                   std::shared_ptr<Exchange> exchange);
  std::string MetricsText() const;
  Response Discovery(const RequestView& request, cards::Language language) const;
  Response Preflight(const RequestView& request, const Route& route) const;
  void TakeFeedback(const RequestView& request, const ServiceDescription& service,
                    std::shared_ptr<Exchange> exchange);
  Response AnswerReadiness() const;
  void Finish(Exchange& exchange, Response response);
  void AllowOrigin(std::string_view origin, Response& response) const;

  RouterParts parts_;
  mutable std::mutex mutex_;  // of the pointer only
  std::shared_ptr<const Definitions> definitions_;
  RouterSettings settings_;
  FeedbackDesk feedback_desk_;
  Shares open_calls_;         // by client
  SharedBytes notice_;        // null: none
  SharedBytes discovery_[2];  // by language
  std::string discovery_tag_[2];
  std::atomic<bool> draining_{false};
};

}  // namespace wervelwijzer::hooks
