#pragma once

// The path of a call: find, read, check, bind, decide, compose, write.

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <variant>

#include "base/json.h"
#include "hooks/card_service.h"
#include "hooks/knowledge.h"
#include "hooks/record_fetcher.h"
#include "hooks/server_versions.h"
#include "hooks/silence_book.h"

namespace wervelwijzer::hooks {

struct GuidelineServiceSettings {
  JsonLimits json;
  // For reading, deciding and writing, what is fetched apart; a call that takes longer is answered
  // with kTimeout, and so is one whose client went.
  std::chrono::milliseconds time_per_call{2000};
  std::string base_url;           // of this server, for links in cards; no slash at the end
  std::string hospital;           // URA or AGB of who asks when a call does not tell; may be empty
  cards::ClientAbilities client;  // what clients do with suggestions
  SilenceBook* silences = nullptr;           // cards that rest; borrowed; null: every card is shown
  bool open_is_one = false;                  // open access is on loopback only (caller.h)
  RecordFetcher* fetcher = nullptr;          // borrowed; null: nothing is fetched
  const ServerVersions* versions = nullptr;  // of clients' servers; borrowed; null: not known
};

class GuidelineService final : public CardService {
 public:
  GuidelineService(std::shared_ptr<const Knowledge> knowledge, GuidelineServiceSettings settings,
                   cards::UuidSource uuid = cards::RandomUuid);

  ServiceResult Respond(const ServiceCall& call) const override;
  void Begin(const ServiceCall& call, ServiceDone done) const override;

  // Calls that begin from now on use `knowledge`; those under way keep theirs.
  void Exchange(std::shared_ptr<const Knowledge> knowledge);

 private:
  struct Work;
  std::variant<std::shared_ptr<Work>, ServiceRefusal> Read(const ServiceCall& call) const;
  FetchPlan PlanFor(const Work& work) const;
  ServiceResult Answer(const Work& work) const;
  std::shared_ptr<const Knowledge> Current() const;

  GuidelineServiceSettings settings_;
  cards::UuidSource uuid_;
  mutable std::mutex mutex_;  // of the pointer only
  std::shared_ptr<const Knowledge> knowledge_;
};

}  // namespace wervelwijzer::hooks
