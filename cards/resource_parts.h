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
std::vector<std::string_view> OfTypes(const std::vector<std::string>& references,
                                      std::span<const std::string_view> types, Keep keep);

void WriteConcept(JsonWriter& json, const Concept& what);
// `"name": {"reference": …}`; nothing when the reference is empty.
void WriteReference(JsonWriter& json, const JsonName& name, std::string_view reference);
// R5 wraps some references once more, `{"reference": {"reference": …}}`.
enum class Wrap { kNo, kYes };
void WriteReferences(JsonWriter& json, const JsonName& name,
                     std::span<const std::string_view> references, Wrap wrap);
// `reason` of R5: what it is for in words, and what it rests on; nothing without either.
void WriteReasonOfR5(JsonWriter& json, const std::string& text,
                     std::span<const std::string_view> references);
// `occurrencePeriod` from `start` to `end`; when `end` lies before it only the start; nothing
// without an end.
void WriteOccurrence(JsonWriter& json, TimePoint start, std::optional<TimePoint> end,
                     const Situation& situation);
// A Reference with address, type (not in STU3), identifier and display, as far as there is one.
void WritePerformerReference(JsonWriter& json, const Performer& performer, fhir::Version version);
// `name` with a reference to the contact in which is asked; nothing when there is none.
void WriteEncounter(JsonWriter& json, const JsonName& name, const Situation& situation);
// `requester`: the user, in an order hook else who drafted the orders. STU3 names an agent, which
// cannot be a role.
void WriteRequester(JsonWriter& json, const Situation& situation);
// Type of the resource that an order for a service becomes in that version.
const char* TypeOf(const ServiceOrder& order, fhir::Version version);
// The one that the client wants as performer: the service, or the organization behind it. Null when
// there is none.
const Performer* PerformerOf(const ServiceOrder& order, const Situation& situation);
// `order` or `proposal`.
const char* IntentOf(const Situation& situation);
void WriteNotes(JsonWriter& json, const std::vector<std::string>& notes);
void WriteDosage(JsonWriter& json, const DosageStep& step, int sequence, fhir::Version version);

}  // namespace wervelwijzer::cards
