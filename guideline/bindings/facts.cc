#include "guideline/bindings/facts.h"

#include <algorithm>
#include <map>
#include <utility>

#include "fhir/view.h"
#include "guideline/bindings/read_value.h"

namespace wervelwijzer::guideline {
namespace {

using fhir::TimeRange;

// Present or past, as opposed to suspected, planned or excluded.
bool IsOrWas(FactState state) {
  return state == FactState::kActive || state == FactState::kInactive || state == FactState::kDone;
}

// What alarms is judged by the latest moment at which it can have been so; what reassures (marked
// with `!`) by the earliest.
bool IsBeyondLookBack(const Fact& fact, const Finding& finding, TimePoint now) {
  if (!fact.look_back) return false;
  const auto& time = finding.time ? finding.time : finding.recorded;
  if (fact.undated_is_old) return !time || !time->first || *time->first < now - *fact.look_back;
  const std::optional<TimePoint> moment =
      time ? (time->last ? time->last : time->first) : std::nullopt;
  return moment && *moment < now - *fact.look_back;
}

bool IsMet(const Need& need, const KnownConcepts& known) {
  return (need.now ? known.now : known.ever).HasAny(need.concepts) != need.none;
}

bool Has(const Fact& fact, FactState state) {
  return std::ranges::find(fact.states, state) != fact.states.end();
}

// What is suspected points at whatever it would say if it were certain.
bool IsOnlyPointing(const Fact& fact, const Finding& finding) {
  return finding.state == FactState::kSuspected && !Has(fact, finding.state) &&
         Has(fact, FactState::kActive);
}

bool Applies(const Fact& fact, const Finding& finding, const KnownConcepts& known) {
  if (fact.source != finding.source) return false;
  if (!Has(fact, finding.state) && !IsOnlyPointing(fact, finding)) return false;
  return std::ranges::all_of(fact.needs, [&](const Need& need) { return IsMet(need, known); });
}

// One moment of the resource's own time: of a Period one of its ends.
std::optional<TimeRange> MomentOf(const Finding& finding, std::string_view end_wanted,
                                  const BindOptions& options) {
  JsonValue when = fhir::First(*finding.resource, fhir::Field::kTime);
  if (when.is_object()) {
    const JsonValue wanted = when.Get(end_wanted);
    when = wanted.exists() ? wanted : when.Get("start");
  }
  return fhir::ReadTime(when, options.zone);
}

// Its end; what is over and has a start only ended at some moment between that and now.
std::optional<TimeRange> EndOf(const Finding& finding, const BindOptions& options) {
  auto moment = MomentOf(finding, "end", options);
  const JsonValue when = fhir::First(*finding.resource, fhir::Field::kTime);
  const bool is_started_only = when.is_object() && !when.Get("end").exists();
  if (is_started_only && moment && moment->first) {
    moment->last = std::max(*moment->first, options.now);
  }
  return moment;
}

// The moment that the fact is about.
std::optional<TimeRange> RangeFor(const Fact& fact, const Finding& finding,
                                  const BindOptions& options) {
  switch (fact.effect) {
    case Effect::kDateRecorded:
      if (finding.recorded) return finding.recorded;
      if (finding.state == FactState::kDraft) return TimeRange{{}, options.now, options.now};
      return MomentOf(finding, "start", options);
    case Effect::kEndDate:
    case Effect::kSinceEnd:
      return EndOf(finding, options);
    case Effect::kSince:
      // A course or an operation counts from its end, a complaint from its onset.
      return MomentOf(finding, finding.source == SourceKind::kFinding ? "start" : "end", options);
    case Effect::kDate: {
      const auto moment = MomentOf(finding, "start", options);
      return moment ? moment : finding.recorded;
    }
    case Effect::kValues:
    case Effect::kHint:
      break;
  }
  return std::nullopt;
}

// The values that the fact gives for this finding; empty when it lacks a date that it needs.
ValueSet ValuesFor(const Fact& fact, const Finding& finding, const InputDefinition& definition,
                   const BindOptions& options) {
  if (fact.effect == Effect::kValues) return fact.values;
  const std::optional<TimeRange> range = RangeFor(fact, finding, options);
  if (!range || !range->first || !range->last) return {};
  if (fact.effect == Effect::kSince || fact.effect == Effect::kSinceEnd) {
    return TimeSince(definition, range->first, range->last, options.now);
  }
  return ValueSet::Range(fhir::FirstDay(*range, options.zone), fhir::LastDay(*range, options.zone));
}

// A diagnosis or an order speaks from when it was written down, what was done from when it was.
const std::optional<TimeRange>& SaidOf(const Finding& finding) {
  const bool is_event =
      finding.source == SourceKind::kProcedure || finding.source == SourceKind::kImaging;
  if (is_event && finding.time) return finding.time;
  return finding.recorded ? finding.recorded : finding.time;
}

Statement StatementOf(const Finding& finding, const Fact& fact, ValueSet values,
                      const BindOptions& options) {
  Statement statement;
  statement.values = std::move(values);
  statement.certainty = finding.weak ? Certainty::kWeak : Certainty::kFirm;
  const auto& said = SaidOf(finding);
  if (said) {
    statement.first = said->first;
    statement.last = said->last;
    statement.evidence.date = said->text;
    statement.evidence.time = said->first;
  }
  Bound(statement, *finding.resource, options);
  statement.evidence.reference = finding.resource->Reference();
  statement.evidence.text = finding.text;
  statement.evidence.how = finding.how;
  statement.evidence.parameter = fact.look_back_parameter;
  if (fact.effect != Effect::kValues) {
    if (const auto range = RangeFor(fact, finding, options)) {
      statement.evidence.date = range->text;
      statement.evidence.time = range->first;
    }
    const bool is_since = fact.effect == Effect::kSince || fact.effect == Effect::kSinceEnd;
    if (is_since) statement.evidence.how += ", computed from the date";
  }
  return statement;
}

// What the record says for certain, and what it only points at; each input once.
struct Sayings {
  std::map<CatalogueIndex, Statement> said;
  std::vector<std::pair<CatalogueIndex, Statement>> pointed;
};

struct Scope {
  const KnownConcepts& known;
  const BindingTables& tables;
  const InputCatalogue& catalogue;
  const BindOptions& options;
};

// Two codes of one resource: what both allow, or either where they exclude each other.
void Join(ValueSet& values, const ValueSet& more) {
  ValueSet meet = Meet(values, more);
  values = IsEmpty(meet) ? Union(values, more) : std::move(meet);
}

// A question, and a pointing that opens an older answer.
void Point(const Finding& finding, const Fact& fact, const std::string& why, const Scope& scope,
           Sayings& sayings, std::vector<Hint>& hints) {
  const InputDefinition& definition = scope.catalogue.definitions()[fact.input];
  Statement pointing = StatementOf(finding, fact, {}, scope.options);
  pointing.certainty = Certainty::kPointing;
  hints.push_back({definition.id, finding.resource->Reference(), why, pointing.first, pointing.last,
                   finding.text});
  sayings.pointed.emplace_back(fact.input, std::move(pointing));
}

Sayings WhatIsSaid(const Finding& finding, const Scope& scope, std::vector<Hint>& hints) {
  std::vector<std::uint16_t> candidates;
  for (ConceptId id : finding.concepts) {
    const auto& facts = scope.tables.facts_by_concept[id];
    candidates.insert(candidates.end(), facts.begin(), facts.end());
  }
  std::ranges::sort(candidates);
  candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
  Sayings sayings;
  auto& said = sayings.said;
  for (std::uint16_t index : candidates) {
    const Fact& fact = scope.tables.facts[index];
    if (!Applies(fact, finding, scope.known)) continue;
    const InputDefinition& definition = scope.catalogue.definitions()[fact.input];
    if (!finding.doubt.empty()) {
      Point(finding, fact, finding.doubt, scope, sayings, hints);
      continue;
    }
    if (IsOnlyPointing(fact, finding)) {
      if (fact.effect != Effect::kHint) Point(finding, fact, "suspected", scope, sayings, hints);
      continue;
    }
    const bool old = IsBeyondLookBack(fact, finding, scope.options.now);
    if (fact.effect == Effect::kHint && old) continue;
    if (fact.effect == Effect::kHint || old) {
      Point(finding, fact, fact.hint, scope, sayings, hints);
      continue;
    }
    ValueSet values = ValuesFor(fact, finding, definition, scope.options);
    if (IsEmpty(values)) continue;
    const auto earlier = said.find(fact.input);
    if (earlier == said.end()) {
      said.emplace(fact.input, StatementOf(finding, fact, std::move(values), scope.options));
    } else {
      Join(earlier->second.values, values);
    }
  }
  return sayings;
}

// What holds whether the finding is present or past: what both readings say, as one of the two.
// What only one of them says is asked.
void KeepWhatBothSay(Sayings& sayings, const Finding& finding, const Scope& scope,
                     std::vector<Hint>& hints) {
  auto& said = sayings.said;
  Finding past = finding;
  past.state = FactState::kInactive;
  const auto if_past = WhatIsSaid(past, scope, hints).said;
  const auto ask = [&](CatalogueIndex input) {
    Statement pointing = StatementOf(finding, {}, {}, scope.options);
    pointing.certainty = Certainty::kPointing;
    hints.push_back({scope.catalogue.definitions()[input].id, finding.resource->Reference(),
                     "unclear-entry", pointing.first, pointing.last, finding.text});
    sayings.pointed.emplace_back(input, std::move(pointing));
  };
  for (const auto& [input, statement] : if_past) {
    if (!said.contains(input)) ask(input);
  }
  for (auto& [input, statement] : said) {
    const auto other = if_past.find(input);
    if (other == if_past.end()) {
      ask(input);
      statement.values = {};
    } else {
      statement.values = Union(statement.values, other->second.values);
    }
  }
}

}  // namespace

KnownConcepts ConceptsOf(const std::vector<Finding>& findings, TimePoint now) {
  constexpr Duration kThisYear = std::chrono::hours(24 * 365);
  KnownConcepts known;
  for (const Finding& finding : findings) {
    const bool speaks =
        finding.source == SourceKind::kFinding || finding.source == SourceKind::kProcedure;
    if (!speaks || !IsOrWas(finding.state) || !finding.doubt.empty()) continue;
    const auto& time = finding.time ? finding.time : finding.recorded;
    const bool is_old = time && time->last && *time->last < now - kThisYear;
    for (ConceptId id : finding.concepts) {
      known.ever.Add(id);
      if (finding.state == FactState::kActive && !is_old) known.now.Add(id);
    }
  }
  return known;
}

void ApplyFacts(const Finding& finding, const KnownConcepts& known, const BindingTables& tables,
                const InputCatalogue& catalogue, const BindOptions& options, Statements& statements,
                std::vector<Hint>& hints) {
  const Scope scope{known, tables, catalogue, options};
  Sayings sayings = WhatIsSaid(finding, scope, hints);
  if (finding.maybe_past) KeepWhatBothSay(sayings, finding, scope, hints);
  for (auto& [input, statement] : sayings.said) {
    if (!IsEmpty(statement.values)) statements.Add(input, std::move(statement));
  }
  for (auto& [input, pointing] : sayings.pointed) statements.Add(input, std::move(pointing));
}

}  // namespace wervelwijzer::guideline
