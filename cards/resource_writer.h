#pragma once

// Orders as FHIR resources in the client's version. What is ordered is said once, in the structs
// below; where its parts go is the business of one writer per version.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "cards/card.h"

namespace wervelwijzer::cards {

struct Situation;

// A coded thing with words; FHIR CodeableConcept.
struct Concept {
  std::vector<Coding> codings;
  std::string text;
};

// Who is asked: FHIR Reference, by address, by identifier, or both.
struct Performer {
  std::string type;           // `HealthcareService`
  std::string reference;      // absolute address; may be empty
  std::string system, value;  // identifier; may be empty
  std::string display;
};

// Somebody whose presence at a meeting is asked, by role.
struct Attendee {
  enum class Need { kRequired, kOptional } need = Need::kRequired;
  std::string role;  // in words
};

// A request for an examination, consultation or meeting.
struct ServiceOrder {
  // Set when another resource of the same suggestion refers to it. Clients process the actions of a
  // suggestion as a transaction and give it an id of their own.
  std::string id;
  bool is_referral = false;  // somebody else is asked in: STU3 has a resource of its own for it
  std::optional<Concept> category;
  Concept code;
  std::string priority;                        // `stat`, `asap`, `urgent`, `routine`
  std::optional<TimePoint> start;              // of a meeting; absent: the period begins now
  std::optional<TimePoint> end;                // latest moment
  std::optional<Performer> performer;          // the service of the region that is asked
  std::optional<Performer> provider;           // the organization behind it
  std::string slot;                            // address of the Slot of a meeting; may be empty
  std::vector<Attendee> attendees;             // of a meeting
  std::vector<std::string> orderables;         // canonicals of what the performer offers
  std::string body_site;                       // in words; may be empty
  std::string reason;                          // one clinical line; may be empty
  std::vector<std::string> reason_references;  // evidence, as received
  std::vector<std::string> support;            // other records to look at, as received
  std::vector<std::string> notes;              // rule id first
};

// One step of a dosage scheme, in order.
struct DosageStep {
  std::string text;
  double milligrams = 0;
  enum class Route { kOral, kIntravenous } route = Route::kOral;
  // kTaper: to nothing in one to two weeks; from when depends on a treatment to come.
  enum class Frequency { kOnce, kDailyInTheMorning, kTaper } frequency = Frequency::kOnce;
  std::string first_day;  // `2026-11-21`; empty: at once
};

struct MedicationOrder {
  Concept medication;
  std::string priority;
  std::vector<DosageStep> steps;
  std::string reason;
  std::vector<std::string> reason_references;
  std::vector<std::string> notes;
};

class ResourceWriter {
 public:
  virtual ~ResourceWriter() = default;
  // JSON texts of complete resources: status `draft`, intent as the client wants it, subject,
  // encounter and requester as the request names them.
  virtual std::string Write(const ServiceOrder& order) const = 0;
  virtual std::string Write(const MedicationOrder& order) const = 0;
};

// The writer for the situation's version; null for DSTU2, for which no suggestions are written, and
// when the request names no patient. The situation must outlive it.
std::unique_ptr<ResourceWriter> NewResourceWriter(const Situation& situation);

// A copy of a drafted request for a service with another priority and latest moment; everything
// else is kept. A priority that is already higher is not lowered.
std::string WithPriorityAndEnd(const Situation& situation, JsonValue drafted,
                               std::string_view priority, std::optional<TimePoint> end);

}  // namespace wervelwijzer::cards
