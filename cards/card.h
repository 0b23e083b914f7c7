#pragma once

// A CDS Hooks card (https://cds-hooks.hl7.org/2.0/#card-attributes) before it is written. Texts are
// final: in the client's language, checked for length, everything from the request escaped.

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace wervelwijzer::cards {

enum class Indicator { kInfo, kWarning, kCritical };
const char* IndicatorName(Indicator indicator);  // `info`, `warning`, `critical`

struct Coding {
  std::string system, code, display;
};

// The CodeSystem of the reasons for which a user overrides a card.
inline constexpr char kOverrideReasonSystem[] =
    "https://wervelwijzer.nl/fhir/CodeSystem/override-reason";

// The reasons that a card offers, and the same as a JSON array: they are written again and again.
struct OverrideReasons {
  std::vector<Coding> codings;
  std::string json;
};

struct Source {
  std::string label;
  std::string url;   // may be empty
  std::string icon;  // may be empty
  Coding topic;      // the card id
};

struct Action {
  enum class Type { kCreate, kUpdate, kDelete };
  Type type = Type::kCreate;
  std::string description;
  std::string resource_json;  // create, update: a complete resource
  std::string resource_id;    // delete: `ServiceRequest/12`
};

struct Suggestion {
  std::string uuid;
  // What it gets done, `order.spinal-mdo`: two suggestions of the same act are the same to whoever
  // reads the cards. Not written; empty: an act like no other.
  std::string act;
  std::string label;
  bool is_recommended = false;
  std::vector<Action> actions;
};

struct Link {
  enum class Type { kAbsolute, kSmart };
  std::string label, url;
  Type type = Type::kAbsolute;
  std::string app_context;  // smart only; may be empty
};

// Which card this is beyond its uuid. Two cards of one patient are the same when their names are
// equal; nothing of what they rest on has changed when their states are equal too. The state holds
// data of the patient: it is hashed at once, never kept or logged.
struct CardIdentity {
  std::string name;   // `view/red-flag`, `order/steroid/order-steroid-dose`
  std::string state;  // changes with the inputs of its decisions, its urgency and the order judged
};

struct Card {
  std::string uuid;
  std::string summary;  // fewer than 140 code points
  std::string detail;   // GitHub-flavoured Markdown
  Indicator indicator = Indicator::kInfo;
  Source source;
  std::vector<Suggestion> suggestions;
  std::string selection_behavior;  // `at-most-one` or `any`; set when there are suggestions
  std::shared_ptr<const OverrideReasons> override_reasons;  // those of all cards; may be null
  std::vector<Link> links;
  std::string decision_extension_json;  // `nl.wervelwijzer.decision`: an array
  std::string route_extension_json;     // `nl.wervelwijzer.route`: an object; may be empty
  CardIdentity identity;                // empty unless Situation::is_silenced is set; not written
};

}  // namespace wervelwijzer::cards
