#include "guideline/bindings/order_reader.h"

#include <algorithm>
#include <utility>

#include "fhir/view.h"
#include "guideline/bindings/medicine.h"
#include "guideline/bindings/mentions.h"
#include "guideline/bindings/modifiers.h"

namespace wervelwijzer::guideline {
namespace {

using fhir::Field;

bool HasConcept(const OrderRule& rule, const std::vector<ConceptId>& concepts) {
  return std::ranges::any_of(concepts, [&](ConceptId id) {
    return std::ranges::find(rule.concepts, id) != rule.concepts.end();
  });
}

// `mri+lumb+!brain`: all parts of it stand in the text, and none with a `!`.
bool HasAllParts(std::string_view text, std::string_view words) {
  for (std::size_t end = 0; end != std::string_view::npos;) {
    end = words.find('+');
    std::string_view part = words.substr(0, end);
    const bool is_unwanted = part.starts_with('!');
    if (is_unwanted) part.remove_prefix(1);
    if ((text.find(part) != std::string_view::npos) == is_unwanted) return false;
    if (end != std::string_view::npos) words.remove_prefix(end + 1);
  }
  return true;
}

bool HasWord(const OrderRule& rule, std::string_view text) {
  return std::ranges::any_of(rule.words,
                             [&](const std::string& words) { return HasAllParts(text, words); });
}

// By its concepts, narrowed by words where the rule has them; without any by its words alone.
OrderKind KindOf(const Finding& finding, bool by_words, std::string_view words,
                 const BindingTables& tables) {
  if (by_words ? words.empty() : finding.concepts.empty()) return OrderKind::kOther;
  const std::string text = LowerCase(words);
  for (const OrderRule& rule : tables.orders) {
    const bool fits = by_words ? rule.concepts.empty() && HasWord(rule, text)
                               : HasConcept(rule, finding.concepts) &&
                                     (rule.words.empty() || HasWord(rule, text));
    if (fits) return rule.kind;
  }
  return OrderKind::kOther;
}

// All that a person would read of what it asks for: texts and displays of its codes, its title.
std::string WordsOf(const fhir::Resource& resource, const fhir::Record& record) {
  std::string words = NameOfMedicine(resource, record);
  const auto add = [&words](std::string_view more) {
    if (!more.empty()) words.append(" ").append(more);
  };
  for (const fhir::Coding& coding : fhir::SubjectMatter(resource, record)) add(coding.display);
  add(resource.Get("description").string_or({}));
  return words;
}

// The time for which it is asked; of a Task its restriction, of a Timing its bounds or first event.
std::optional<fhir::TimeRange> AskedTime(const fhir::Resource& resource, SourceKind source,
                                         const BindOptions& options) {
  if (source != SourceKind::kRequest && source != SourceKind::kNone) return std::nullopt;
  JsonValue when = fhir::First(resource, Field::kTime);
  if (!when.exists()) when = resource.json.Path("restriction", "period");
  if (const JsonValue bounds = when.Path("repeat", "boundsPeriod"); bounds.exists()) {
    when = bounds;
  } else if (const JsonValue event = when.Get("event").At(0); event.exists()) {
    when = event;
  }
  return fhir::ReadTime(when, options.zone);
}

// True when it was done or asked for in an earlier episode.
bool IsPast(const Order& order, const Finding& finding, const BindingTables& tables,
            const BindOptions& options) {
  if (order.draft) return false;
  const auto rule = std::ranges::find(tables.events, order.kind, &EventRule::kind);
  if (rule == tables.events.end()) return false;
  const bool is_done = finding.state == FactState::kDone;
  const std::optional<Duration> counts = is_done ? rule->done_for : rule->asked_for;
  // What lies ahead, or lay so shortly before, is not past whenever it was asked for.
  const auto& moment =
      order.starts && (!is_done || !order.authored) ? order.starts : order.authored;
  return counts && moment && *moment < options.now - *counts;
}

// The status as in the record; of a course of medicine whose status says nothing or something else
// than its period and its stop, the word for the state that they come to.
std::string_view StatusOf(const Finding& finding, const fhir::Resource& resource) {
  const std::string_view status = fhir::Code(resource, Field::kStatus);
  if (!finding.doubt.empty() && finding.state != FactState::kDraft) return "unknown";
  if (finding.source != SourceKind::kMedication) return status;
  const bool is_bare = status.empty() || status == "unknown";
  if (finding.state == FactState::kActive || finding.state == FactState::kPlanned) {
    return is_bare || status == "completed" ? "active" : status;
  }
  if (finding.state == FactState::kInactive) {
    return is_bare || status == "active" ? "completed" : status;
  }
  const bool is_cancelled = finding.state == FactState::kExcluded && !finding.concepts.empty();
  return is_bare && is_cancelled ? "cancelled" : status;
}

std::string_view TextOf(const fhir::Resource& resource) {
  std::string_view text = fhir::DisplayText(fhir::First(resource, Field::kCode));
  if (text.empty()) text = fhir::First(resource, Field::kItem).Get("display").string_or({});
  if (text.empty()) text = resource.Get("description").string_or({});
  return text;
}

}  // namespace

std::optional<Order> ReadOrder(const Finding& finding, const fhir::Resource& resource,
                               const fhir::Record& record, const BindingTables& tables,
                               const terminology::Terminology& terminology,
                               const BindOptions& options) {
  const bool drafted = resource.origin != fhir::ResourceOrigin::kPrefetch;
  const bool orderable =
      finding.source == SourceKind::kRequest || finding.source == SourceKind::kMedication ||
      finding.source == SourceKind::kProcedure || finding.source == SourceKind::kImaging;
  if (!drafted && !orderable) return std::nullopt;
  const std::string_view text = finding.text.empty() ? TextOf(resource) : finding.text;
  // What was done counts by its code only: words ask (mentions.tsv).
  const bool in_words = (finding.is_unread || finding.is_unplaced) &&
                        (drafted || finding.source == SourceKind::kRequest ||
                         finding.source == SourceKind::kMedication);
  const OrderKind kind =
      KindOf(finding, in_words, in_words ? WordsOf(resource, record) : std::string(text), tables);
  if (kind == OrderKind::kOther && !drafted) return std::nullopt;
  const std::string_view status = StatusOf(finding, resource);
  const bool void_status = status == "entered-in-error" || status == "not-taken";
  if (void_status || IsNegated(resource) ||
      EffectOfModifiers(resource, tables.modifiers) == ModifierEffect::kNegates) {
    return std::nullopt;
  }
  std::optional<Order> read(std::in_place);
  Order& order = *read;
  order.kind = kind;
  order.is_unread = kind == OrderKind::kOther && finding.is_unread;
  order.text = text;
  order.status = status;
  order.resource_type = resource.type;
  order.reference = resource.Reference();
  order.intent = fhir::Code(resource, Field::kIntent);
  order.priority = fhir::Code(resource, Field::kPriority);
  const auto& authored = finding.recorded ? finding.recorded : finding.time;
  if (authored) order.authored = authored->first ? authored->first : authored->last;
  if (const auto asked = AskedTime(resource, finding.source, options)) {
    // Of a time without end its start is all that is known.
    order.due = asked->last ? asked->last : asked->first;
    order.starts = asked->first;
  }
  order.selected = resource.origin == fhir::ResourceOrigin::kSelectedOrder;
  order.draft = drafted;
  order.resource = resource.json;
  order.is_past = IsPast(order, finding, tables, options);
  if (kind == OrderKind::kCorticosteroid) {
    const bool by_code =
        tables.dexamethasone &&
        std::ranges::find(finding.concepts, *tables.dexamethasone) != finding.concepts.end();
    order.is_dexamethasone =
        by_code || LowerCase(WordsOf(resource, record)).find("dexamet") != std::string::npos;
    order.milligrams_each = MilligramsEach(resource, record, tables, terminology);
  }
  return read;
}

}  // namespace wervelwijzer::guideline
