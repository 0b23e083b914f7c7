#pragma once

// A fictitious patient in a few lines: what is recorded, what is ordered, and the cards that follow
// from the shipped guideline and texts. It is Friday 20 November 2026, 14:10 in Amsterdam.

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cards/compose.h"
#include "guideline/bindings/bind.h"
#include "guideline/evaluate.h"

namespace wervelwijzer::cards {

// The shipped knowledge, loaded once; a failure ends the test program.
std::shared_ptr<const guideline::Guideline> ShippedGuideline();
const Composer& ShippedComposer();

TimePoint Moment(std::string_view instant);  // aborts on a text that is no instant
inline constexpr std::string_view kNow = "2026-11-20T14:10:00+01:00";
inline constexpr std::string_view kThisMorning = "2026-11-20T09:00:00+01:00";

class Patient {
 public:
  Patient();

  // A code of a boolean, enumeration or set, or a number; several codes with `|` are "one of
  // these".
  Patient& Has(std::string_view input, std::string_view value,
               std::string_view when = kThisMorning);
  // The same, as two statements of one moment that contradict each other.
  Patient& HasConflicting(std::string_view input, std::string_view values);
  // Displayed text of the last statement, as the record has it.
  Patient& Saying(std::string_view text);
  Patient& WithoutDate();  // the last statement has none
  // Several inputs at once: `a=true b=unilateral c=5`.
  Patient& With(std::string_view statements);

  Patient& Ordered(guideline::OrderKind kind, std::string_view status, std::string_view priority,
                   std::string_view authored = kThisMorning, std::string_view due = {});
  Patient& Named(std::string_view text);  // the last order, as the record displays it
  // The last order is drafted in the request's context and selected; `json` is its resource.
  Patient& Selected(std::string_view json = {});
  Patient& InUse();  // the last order is active, with the resource that it got
  Patient& WithResource(std::string_view json);  // into the record itself, for allergies
  Patient& NotSupplied(std::vector<std::string> keys);

  // The record points to the input without saying it, for that reason.
  Patient& Hinted(std::string_view input, std::string_view what);
  // The last order is one of which no code and no word is known.
  Patient& NotUnderstood();
  // Medicines in use that nobody understands.
  Patient& Unread(std::vector<std::string> medicines);

  Patient& Resting(std::vector<std::string> names);  // cards that were overridden, `view/red-flag`

  Patient& Service(Service service);
  Patient& InOrderSelect();
  Patient& In(Hook hook);
  Patient& At(std::string_view now);
  Patient& In(fhir::Version version);
  Patient& Speaking(Language language);
  // A region is loaded, and the hospital with that URA asks (none: the call does not tell).
  Patient& InRegion(const region::Region& region, std::string_view ura);
  Patient& Taking(SuggestionForm form);
  Patient& Asking(const ClientAbilities& client);

  bool IsOrderHook() const { return situation_.hook != Hook::kPatientView; }
  std::vector<Card> Cards() const;
  std::vector<Card> CardsBy(const Composer& composer) const;
  // The card of that topic, when there is one.
  std::optional<Card> CardOf(std::string_view topic) const;
  // Topics in order: `imaging steroid`.
  std::string Topics() const;

 private:
  guideline::BoundRecord record_;
  guideline::CatalogueIndex last_ = 0;  // of the last statement
  Situation situation_;
  std::vector<std::shared_ptr<JsonDocument>> documents_;
  fhir::Record resources_;
};

// Number of cards, summaries and details: for failures.
std::string Describe(const std::vector<Card>& cards);

// The resource of the nth action of a suggestion; missing when there is none. `storage` keeps it.
JsonValue ResourceOf(const Suggestion& suggestion, std::size_t action,
                     std::shared_ptr<JsonDocument>& storage);

}  // namespace wervelwijzer::cards
