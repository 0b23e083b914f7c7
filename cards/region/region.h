#pragma once

// The region: which hospitals and networks there are, who offers what at which hours under which
// number, and when the meetings are. Plain values, read from a FHIR R4 directory Bundle (IHE mCSD;
// read_region.h), immutable afterwards and shared by threads. Holds no person.

#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace wervelwijzer::region {

// Systems of identifiers and codes.
inline constexpr std::string_view kUra = "http://fhir.nl/fhir/NamingSystem/ura";
inline constexpr std::string_view kAgb = "http://fhir.nl/fhir/NamingSystem/agb-z";
inline constexpr std::string_view kServiceSystem =
    "https://wervelwijzer.nl/fhir/CodeSystem/region-service";
inline constexpr std::string_view kRegionSystem = "https://wervelwijzer.nl/fhir/CodeSystem/region";

// Extensions of our own, below this address.
inline constexpr std::string_view kExtensions = "https://wervelwijzer.nl/fhir/StructureDefinition/";

// Place in one of the lists of Region; kNone: no such thing.
using Index = int;
inline constexpr Index kNone = -1;

struct Identifier {
  std::string system, value;
};

// Moments from `first` to `last`, both included; an end that is absent is open.
struct Span {
  std::optional<TimePoint> first, last;

  bool Includes(TimePoint at) const { return (!first || *first <= at) && (!last || at <= *last); }
};

struct Organization {
  std::string reference;  // `Organization/ziekenhuis-a`
  std::string full_url;   // of the Bundle entry; may be empty
  std::string name;
  std::vector<Identifier> identifiers;
  bool is_active = true;
  bool is_network = false;  // type `network` of kRegionSystem
  Index part_of = kNone;
};

// One line of opening hours, in the local time of the service: on `days` (0 = Sunday) from `from`
// up to, not including, `to`, in minutes after midnight (0 to 1440). `to` not after `from`: until
// that time of the next day.
struct OpeningTime {
  std::bitset<7> days;
  int from = 0;
  int to = 1440;
};

// Closed for a stated time: a public holiday, a move.
struct Closure {
  std::string description;
  Span during;
};

// A number to call, while it is in use.
struct Phone {
  std::string number;  // as written
  Span period;
};

// How long before its start the registration for a meeting closes. Hours and minutes are absolute,
// days are calendar days: the same time of day.
struct ClosesBefore {
  int days = 0;
  int minutes = 0;
};

// A meeting that returns every `weeks` weeks on `days` at `times` (minutes after midnight, local).
struct MeetingRule {
  std::bitset<7> days;
  std::vector<int> times;
  int minutes = 60;  // duration
  int weeks = 1;
  std::int64_t anchor_day = 0;  // a day in a week that counts; only with weeks > 1
  Span bounds;                  // meetings start inside
};

struct Slot {
  TimePoint start, end;
  bool is_free = true;
  std::string full_url;  // of the Bundle entry; may be empty
};

// A Schedule of a meeting: slots, or a rule, or both.
struct MeetingPlan {
  std::string reference;
  std::vector<MeetingRule> rules;
  std::vector<Slot> slots;
  std::optional<ClosesBefore> closes_before;  // absent: open until the start
};

// A HealthcareService: something that can be asked for.
struct Service {
  std::string reference;  // `HealthcareService/mdo-wervel-noord`
  std::string full_url;
  std::string name;
  std::string comment;
  std::vector<Identifier> identifiers;
  std::vector<std::string> codes;  // of kServiceSystem; may be empty
  bool is_active = true;
  Index provider = kNone;     // organization
  std::vector<Phone> phones;  // the first to be called first
  bool has_electronic_address = false;
  std::vector<OpeningTime> hours;  // empty: not stated
  std::vector<Closure> closures;
  std::vector<MeetingPlan> meetings;
  std::vector<std::string> orderables;  // canonicals of ActivityDefinitions
  std::optional<int> operations_per_year;
  int operations_year = 0;                // the year that they were counted in; 0: not stated
  TimeZone zone = TimeZone::Amsterdam();  // of its hours, closures and meetings

  bool Offers(std::string_view code) const;
  // The numbers that are in use at that moment, the first to be called first.
  std::vector<std::string> PhonesAt(TimePoint at) const;
};

// An OrganizationAffiliation: a hospital is a member of a network, or a centre serves a network or
// one hospital.
struct Affiliation {
  enum class Role { kMember, kProvider };
  std::string reference;
  Role role = Role::kMember;
  bool is_active = true;
  Index organization = kNone;  // the network, or the hospital that is served
  Index participant = kNone;   // the member, or the centre
  // The services that it is about; with `all_services`, every one that the participant provides.
  std::vector<Index> services;
  bool all_services = false;
  std::optional<int> rank;  // 1 is asked first; absent: after those with a rank
  Span period;
};

struct Region {
  std::vector<Organization> organizations;
  std::vector<Service> services;
  std::vector<Affiliation> affiliations;

  // The organization with that identifier. An empty system means URA, else AGB. URA and AGB are
  // compared without leading zeros; kNone when there is none.
  Index FindOrganization(const Identifier& identifier) const;
  // The organization and those that it is part of, itself first; ends at a circle.
  std::vector<Index> Chain(Index organization) const;
  // The nearest of the chain with a URA, else the organization itself: the legal hospital.
  Index LegalHospital(Index organization) const;
};

// The value with the leading zeros of a URA or AGB taken off; other systems as they are.
std::string_view Comparable(const Identifier& identifier);
bool SameIdentifier(const Identifier& one, const Identifier& other);

}  // namespace wervelwijzer::region
