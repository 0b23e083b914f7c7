#pragma once

// Parts that the resources of a suggestion share.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "cards/resource_writer.h"
#include "fhir/record.h"

namespace wervelwijzer::cards {

enum class Keep { kThese, kOthers };
// Those of `references` that name a resource of one of `types`, or the rest.
std::vector<std::string> OfTypes(const std::vector<std::string>& references,
                                 std::span<const std::string_view> types, Keep keep);

void WriteConcept(JsonWriter& json, const Concept& what);
// `"name": {"reference": …}`; nothing when the reference is empty.
void WriteReference(JsonWriter& json, std::string_view name, std::string_view reference);
// R5 wraps some references once more, `{"reference": {"reference": …}}`.
enum class Wrap { kNo, kYes };
void WriteReferences(JsonWriter& json, std::string_view name,
                     const std::vector<std::string>& references, Wrap wrap);
// `occurrencePeriod` from `start` to `end`; when `end` lies before it only the start; nothing
// without an end.
void WriteOccurrence(JsonWriter& json, TimePoint start, std::optional<TimePoint> end,
                     const Situation& situation);
// A Reference with address, type (not in STU3), identifier and display, as far as there is one.
void WritePerformerReference(JsonWriter& json, const Performer& performer, fhir::Version version);
void WriteNotes(JsonWriter& json, const std::vector<std::string>& notes);
void WriteDosage(JsonWriter& json, const DosageStep& step, int sequence, fhir::Version version);

}  // namespace wervelwijzer::cards
