#pragma once

// The tables of this folder in compiled form. What they mean stands at the head of each file.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "guideline/bindings/bind.h"
#include "guideline/inputs.h"
#include "terminology/terminology.h"

namespace wervelwijzer::guideline {

using terminology::ConceptId;

// A set of concepts, by id.
class ConceptSet {
 public:
  void Add(ConceptId id);
  bool Has(ConceptId id) const { return id < members_.size() && members_[id]; }
  bool HasAny(const std::vector<ConceptId>& ids) const;
  bool empty() const { return count_ == 0; }
  std::size_t size() const { return count_; }

 private:
  std::vector<bool> members_;
  std::size_t count_ = 0;
};

// What kind of resource speaks.
enum class SourceKind {
  kFinding,
  kProcedure,
  kImaging,
  kRequest,
  kMedication,
  kDevice,
  kWish,  // Consent, Goal: what the patient and the doctor agreed to do or to leave
  kNone
};

// What the resource says about its subject matter at this moment. kUnclear: its statuses contradict
// each other or none of them is known; whatever it would say is asked instead. kActiveOrInactive: a
// confirmed diagnosis of which it is not known whether it is over.
enum class FactState {
  kActive,
  kInactive,
  kSuspected,
  kDone,
  kPlanned,
  kDraft,
  kUnclear,
  kActiveOrInactive,
  kExcluded
};

enum class Effect {
  kValues,        // `values` of the fact
  kSince,         // the time from then to now, in the input's unit
  kSinceEnd,      // the same from the end of it; of what has a start only, some moment since
  kDate,          // when it was so, else when it was written down
  kDateRecorded,  // when it was written down; of a draft without a date, now
  kEndDate,       // the last moment of it; of what has a start only, some moment since
  kHint,          // a question only
};

// What else must be in the record.
struct Need {
  std::vector<ConceptId> concepts;  // any of them, present or past
  bool none = false;                // … or none of them
  bool now = false;                 // present and of this year only
};

struct Fact {
  CatalogueIndex input = 0;
  Effect effect = Effect::kValues;
  ValueSet values;
  std::string hint;  // `imprecise-code`, …; also what a fact older than its look-back becomes
  SourceKind source = SourceKind::kFinding;
  std::vector<FactState> states;
  std::vector<ConceptId> concepts;
  std::vector<Need> needs;  // all of them
  std::optional<Duration> look_back;
  std::string look_back_parameter;  // of parameters.tsv, in days; empty: a number in the table
  bool undated_is_old = false;      // what has no date is beyond the look-back
};

struct Answer {
  CatalogueIndex input = 0;
  std::vector<ConceptId> questions;
  bool number = false;    // else one of `answers`
  double factor = 1;      // of a number
  std::string unit;       // of a number: must be given in one of its kind; empty: the input's
  bool at_least = false;  // a number: that much or more
  std::vector<ConceptId> sites;  // Observation.bodySite must have one of them; empty: any
  bool without_site = false;     // no site may be given
  std::vector<ConceptId> answers;
  ValueSet values;     // of a coded answer
  std::string hint;    // when not empty: a question only
  std::string method;  // Observation.method must have this code; empty: any
  std::optional<Duration> look_back;
};

// Milligrams in one tablet of a code.
struct Strength {
  std::string system, code;  // short name of systems.tsv
  double milligrams = 0;
};

struct Composite {
  std::vector<ConceptId> concepts, with;
  ConceptId gives = 0;
};

struct OrderRule {
  OrderKind kind = OrderKind::kOther;
  std::vector<ConceptId> concepts;
  std::vector<std::string> words;  // any of them in the text, lower case; empty: whatever the text
};

// For how long an order of that kind counts for the present episode (events.tsv).
struct EventRule {
  OrderKind kind = OrderKind::kOther;
  std::optional<Duration> done_for, asked_for;  // absent: for ever
};

// How statements by code are joined: the newest; the earliest date; the best of an order; what all
// of them allow, or any of them where they exclude each other.
enum class JoinPolicy { kNewest, kEarliest, kFirst, kMeet };

struct Policy {
  JoinPolicy join = JoinPolicy::kNewest;
  std::vector<std::string> order;         // kFirst: the best first
  std::optional<CatalogueIndex> implied;  // stated when all statements by code agree
  std::string implied_value;
};

// An answer that a newer finding opens again (reopens.tsv).
struct Reopening {
  std::vector<CatalogueIndex> by;
  CatalogueIndex input = 0;
  ValueSet answer;
};

// Where words stand that raise a question: in the conclusion of a report or the text of a diagnosis
// without a known code, in the title of such a study or procedure, in the name of such a medicine.
enum class MentionPlace { kReport, kTitle, kMedication };

struct Mention {
  MentionPlace place = MentionPlace::kReport;
  std::vector<std::string> words;  // lower case
  CatalogueIndex input = 0;
  std::vector<ConceptId> needs;       // any of them in the record, present or past; empty: nothing
  std::optional<Duration> look_back;  // what is certainly older asks nothing
};

// What a modifier extension does to the element that holds it; a later one goes before an earlier.
enum class ModifierEffect { kNone, kInterrupts, kStops, kCancels, kNegates, kUnknown };

struct Modifier {
  std::string url;                     // up to the star where there is one
  std::optional<std::string> url_end;  // what follows the star
  std::vector<std::string> types;      // of resources; empty: all
  std::vector<std::string> values;     // empty: any
  ModifierEffect effect = ModifierEffect::kUnknown;
};

// What the interpretation of an Observation says about whether its finding is there.
enum class Interpretation {
  kAffirms,
  kDenies,
  kDoubts,  // the result itself is open: indeterminate, equivocal
  kOther    // how high, which way, how sensitive; also a code that is not known
};

// A finding that a treatment puts to rest (rests.tsv).
struct Rest {
  CatalogueIndex input = 0;
  std::vector<CatalogueIndex> by;
};

struct BindingTables {
  std::vector<Fact> facts;
  std::vector<std::vector<std::uint16_t>> facts_by_concept;  // indices into facts
  std::vector<Answer> answers;
  ConceptSet questions;  // of all answers
  std::vector<Composite> composites;
  ConceptSet parts_of_composites;  // their `concepts`
  std::vector<OrderRule> orders;
  std::vector<EventRule> events;
  std::vector<Policy> policies;  // by CatalogueIndex
  std::vector<Reopening> reopenings;
  std::vector<Rest> rests;
  std::vector<Mention> mentions;
  std::vector<Strength> strengths;
  std::vector<Modifier> modifiers;
  std::vector<std::pair<std::string, Interpretation>> interpretations;  // by HL7 code
  std::optional<ConceptId> affirmed;                                    // `answer-present`
  std::optional<ConceptId> denied;                                      // `answer-absent`
  std::optional<ConceptId> yes, no;           // `answer-yes`, `answer-no`: nothing wider
  std::optional<ConceptId> dexamethasone;     // `dexamethasone`
  std::optional<ConceptId> generic_question;  // `question-clinical-finding`
  ConceptSet local_forms;                     // medicines that are made for one place of the body
  ConceptSet local_routes;                    // ways of giving that reach one place of the body
};

// `mri-whole-spine` and so on; nothing for another name.
std::optional<OrderKind> OrderKindOfName(std::string_view name);
std::string_view OrderKindName(OrderKind kind);

// Reads groups, composites, facts, answers, orders, policies, mentions, modifiers and
// interpretations. Errors name file and
// line; a concept, input, value or parameter that is not known is an error. `parameters` are those
// that a look-back may name, in days.
Result<BindingTables> LoadBindingTables(const std::string& directory,
                                        const InputCatalogue& catalogue,
                                        const terminology::Terminology& terminology,
                                        std::span<const dmn::Parameter> parameters);

}  // namespace wervelwijzer::guideline
