#pragma once

// A `value[x]` or answer as the values of an input: the direct roads of the contract.

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "guideline/bindings/bind.h"
#include "guideline/inputs.h"
#include "terminology/terminology.h"

namespace wervelwijzer::guideline {

inline constexpr std::string_view kCanonicalBase = "https://wervelwijzer.nl/fhir";

struct ReadValueResult {
  ValueSet values;
  std::string date;               // of a date, as written; empty for the other types
  std::optional<TimePoint> time;  // of a date with a time of day, or of a day its first moment
};

// The concepts that answer a question of yes or no (`answer-yes`, `answer-no`). A finding that is
// absent, or a test that is negative, is no "no": a biopsy that found nothing was done.
struct YesOrNo {
  const terminology::Terminology& terminology;
  std::optional<terminology::ConceptId> yes, no;
};

// Reads the member `value…` of `holder` (an Observation, a component, an answer):
//   boolean: valueBoolean, `true`/`false` as code or text, or a code for yes or no of a terminology
//   that we know; enumeration and set: a Coding of the
//   input's own code system, or the allowed value as code without system, text or whole number;
//   number and duration: integer, decimal, Quantity (converted, comparator respected), Range or a
//   number as text; a duration also as the moment since when (counted to now); date: date,
//   dateTime, instant or the start of a Period. A number between allowed steps may be either
//   neighbour.
// kNotFound when there is no value; kInvalidInput when it does not fit the input.
Result<ReadValueResult> ReadInputValue(const InputDefinition& definition, JsonValue holder,
                                       const BindOptions& options, const YesOrNo& yes_or_no);

// A range in the input's unit, cut to what is allowed; empty when nothing is left.
ValueSet AllowedPart(const InputDefinition& definition, const dmn::Interval& range);

// A bare number, or a Quantity or Range without any unit.
bool LacksUnit(JsonValue value);

// The unit in which the input counts, as fhir::ReadNumber wants it.
std::string_view UnitOf(const InputDefinition& definition);

// The time from `first`…`last` to `now` in the input's unit, cut to what is allowed.
ValueSet TimeSince(const InputDefinition& definition, std::optional<TimePoint> first,
                   std::optional<TimePoint> last, TimePoint now);

}  // namespace wervelwijzer::guideline
