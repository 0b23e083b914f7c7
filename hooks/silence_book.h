#pragma once

// Cards that rest because a user overrode them with a reason (feedback), until the time for that
// reason is over or something that the card rests on changes. No patient is named in here: cards
// are known by keyed hashes.

#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/keyed_hash.h"
#include "base/result.h"
#include "cards/card.h"

namespace wervelwijzer::hooks {

// One card of one patient at one client that rests.
struct Silence {
  KeyedHash subject;  // client, patient, service, card
  KeyedHash state;    // what the card rested on when it was overridden
  TimePoint until;
};

// For how many hours a card rests, by the code of the reason (CodeSystem override-reason); 0: not
// at all. A critical card never rests longer than 24 hours, but for `patient-declines` on the red
// flag: that rests until the wish or a finding changes.
using SilenceHours = std::map<std::string, int, std::less<>>;
SilenceHours DefaultSilenceHours();
// The defaults with `already-done=48` put in place. Errors name the entry.
Result<SilenceHours> SilenceHoursOf(const std::vector<std::string>& entries);

// Who asks about whom; views into the request.
struct SilenceContext {
  std::string_view client;   // by which patient ids are told apart: the FHIR server of the call
  std::string_view patient;  // id
  std::string_view service;  // id of ours, without the hook: `spinal-metastases`
};

// Any thread.
class SilenceBook {
 public:
  // Remembers which cards were shown for the last `most_shown` of them: feedback names a card only.
  SilenceBook(HashKey key, SilenceHours hours, std::size_t most_shown = 50'000);

  bool IsSilenced(const SilenceContext& context, const cards::CardIdentity& identity,
                  TimePoint now) const;
  // Feedback on `card` is about this from now on.
  void NoteShown(const SilenceContext& context, const cards::Card& card);

  // The rest that overriding the card for `reason` gives, from `at`. Nothing for a card that was
  // not shown lately and for a reason that gives none.
  std::optional<Silence> SilenceFor(std::string_view card_uuid, std::string_view reason,
                                    TimePoint at) const;
  void Begin(const Silence& silence);

 private:
  struct Shown {
    KeyedHash subject, state;
    bool is_red_flag = false;
    bool is_bounded = false;  // critical: no more than 24 hours
  };
  struct Rest {
    KeyedHash state;
    TimePoint until;
  };

  KeyedHash SubjectOf(const SilenceContext& context, std::string_view name) const;

  HashKey key_;
  SilenceHours hours_;
  std::size_t most_shown_;
  mutable std::mutex mutex_;  // of what follows
  std::unordered_map<std::uint64_t, Shown> shown_;
  std::deque<std::uint64_t> order_;  // of shown_, oldest first
  std::map<KeyedHash, Rest> resting_;
};

// The key of the hashes, kept in `path` with access for its owner only; made when it is not there.
Result<HashKey> LoadOrMakeKey(const std::string& path);

}  // namespace wervelwijzer::hooks
