#pragma once

// Cards that rest because a user overrode them with a reason (feedback), until the time for that
// reason is over or something that the card rests on changes. No patient is named in here: cards
// are known by keyed hashes.

#include <cstdint>
#include <deque>
#include <functional>
#include <initializer_list>
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
  std::string owner;  // name of the client whose card it is (caller.h)
  KeyedHash subject;  // client, its FHIR server, patient, service, card
  KeyedHash state;    // birth date, and what the card rested on when it was overridden
  TimePoint begun, until;
};

// For how many hours a card rests, by the code of the reason (CodeSystem override-reason); 0: not
// at all. A critical card never rests longer than 24 hours, but for `patient-declines` on the red
// flag: that rests until the wish or a finding changes.
using SilenceHours = std::map<std::string, int, std::less<>>;
SilenceHours DefaultSilenceHours();
// The defaults with `already-done=48` put in place. Errors name the entry.
Result<SilenceHours> SilenceHoursOf(const std::vector<std::string>& entries);

// Who asks about whom; views into the request and the caller.
struct SilenceContext {
  std::string_view owner;       // name of the client (caller.h); empty: nobody's cards ever rest
  std::string_view teller;      // by whose feedback they rest (caller.h)
  std::string_view server;      // by which the owner's patient ids are told apart; may be empty
  std::string_view patient;     // id
  std::string_view birth_date;  // as the record has it, so that an id given again is another person
  std::string_view service;     // id of ours, without the hook: `spinal-metastases`
};

// Time that only goes forward, whatever is done to the clock, and that counts sleep, too.
using Uptime = std::function<Duration()>;
Duration UptimeOfSystem();

// Any thread. Each client has room of its own: what one is shown or lets rest puts out nothing of
// another.
class SilenceBook {
 public:
  // Remembers which cards were shown for the last `most_shown` of each client: feedback names a
  // card only.
  SilenceBook(HashKey key, SilenceHours hours, std::size_t most_shown = 50'000,
              Uptime uptime = UptimeOfSystem);

  // False before a rest has begun, too: then the clock was set back. However it is set, a rest
  // lasts no longer than it was begun for.
  bool IsSilenced(const SilenceContext& context, const cards::CardIdentity& identity,
                  TimePoint now) const;
  // Feedback on `card` is about this from now on.
  void NoteShown(const SilenceContext& context, const cards::Card& card);

  // The rest that overriding the card for `reason` gives, from `at`. Nothing for a card that was
  // not shown lately or not to `teller`, and for a reason that gives none.
  std::optional<Silence> SilenceFor(std::string_view teller, std::string_view card_uuid,
                                    std::string_view reason, TimePoint at) const;
  void Begin(const Silence& silence, TimePoint now);

 private:
  struct Shown {
    KeyedHash subject, state;
    bool is_red_flag = false;
    bool is_bounded = false;  // critical: no more than 24 hours
  };
  struct Rest {
    KeyedHash state;
    TimePoint begun, until;
    Duration until_uptime;
  };
  // What one client was shown and lets rest.
  struct Shelf {
    std::string teller;
    std::unordered_map<std::uint64_t, Shown> shown;  // by a hash of the uuid
    std::deque<std::uint64_t> order;                 // of shown, oldest first
    std::map<KeyedHash, Rest> resting;
  };

  KeyedHash HashOf(std::initializer_list<std::string_view> parts) const;
  KeyedHash SubjectOf(const SilenceContext& context, std::string_view name) const;
  Shelf& ShelfOf(std::string_view owner);

  HashKey key_;
  SilenceHours hours_;
  std::size_t most_shown_;
  Uptime uptime_;
  mutable std::mutex mutex_;                           // of what follows
  std::map<std::string, Shelf, std::less<>> shelves_;  // by owner
};

}  // namespace wervelwijzer::hooks
