#include "cards/resource_parts.h"

#include <algorithm>

#include "cards/compose.h"

namespace wervelwijzer::cards {

std::vector<std::string> OfTypes(const std::vector<std::string>& references,
                                 std::span<const std::string_view> types, Keep keep) {
  std::vector<std::string> kept;
  for (const std::string& reference : references) {
    const bool is_one = std::any_of(types.begin(), types.end(), [&](std::string_view type) {
      return std::string_view(reference).starts_with(type) && reference.size() > type.size() &&
             reference[type.size()] == '/';
    });
    if (is_one == (keep == Keep::kThese)) kept.push_back(reference);
  }
  return kept;
}

void WriteConcept(JsonWriter& json, const Concept& what) {
  json.BeginObject();
  if (!what.codings.empty()) {
    json.Key("coding").BeginArray();
    for (const Coding& coding : what.codings) {
      json.BeginObject();
      json.Member("system", coding.system);
      json.Member("code", coding.code);
      json.MemberIfAny("display", coding.display);
      json.EndObject();
    }
    json.EndArray();
  }
  json.MemberIfAny("text", what.text);
  json.EndObject();
}

void WriteReference(JsonWriter& json, std::string_view name, std::string_view reference) {
  if (reference.empty()) return;
  json.Key(name).BeginObject();
  json.Member("reference", reference);
  json.EndObject();
}

void WriteReferences(JsonWriter& json, std::string_view name,
                     const std::vector<std::string>& references, Wrap wrap) {
  if (references.empty()) return;
  json.Key(name).BeginArray();
  for (const std::string& reference : references) {
    json.BeginObject();
    if (wrap == Wrap::kYes) {
      WriteReference(json, "reference", reference);
    } else {
      json.Member("reference", reference);
    }
    json.EndObject();
  }
  json.EndArray();
}

void WriteOccurrence(JsonWriter& json, TimePoint start, std::optional<TimePoint> end,
                     const Situation& situation) {
  if (!end) return;
  json.Key("occurrencePeriod").BeginObject();
  json.Member("start", FormatInstant(start, situation.zone));
  // A period that ends before it starts is invalid; the passed moment stands in the note.
  if (*end >= start) json.Member("end", FormatInstant(*end, situation.zone));
  json.EndObject();
}

void WritePerformerReference(JsonWriter& json, const Performer& performer, fhir::Version version) {
  json.BeginObject();
  json.MemberIfAny("reference", performer.reference);
  if (version != fhir::Version::kStu3) json.MemberIfAny("type", performer.type);
  if (!performer.value.empty()) {
    json.Key("identifier").BeginObject();
    json.MemberIfAny("system", performer.system);
    json.Member("value", performer.value);
    json.EndObject();
  }
  json.MemberIfAny("display", performer.display);
  json.EndObject();
}

void WriteNotes(JsonWriter& json, const std::vector<std::string>& notes) {
  if (notes.empty()) return;
  json.Key("note").BeginArray();
  for (const std::string& note : notes) {
    json.BeginObject();
    json.Member("text", note);
    json.EndObject();
  }
  json.EndArray();
}

namespace {

void WriteDose(JsonWriter& json, double milligrams) {
  json.Key("doseQuantity").BeginObject();
  json.Key("value").Number(milligrams);
  json.Member("unit", "mg");
  json.Member("system", "http://unitsofmeasure.org");
  json.Member("code", "mg");
  json.EndObject();
}

void WriteTiming(JsonWriter& json, DosageStep::Frequency frequency) {
  json.Key("timing").BeginObject().Key("repeat").BeginObject();
  if (frequency == DosageStep::Frequency::kOnce) {
    json.Key("count").Integer(1);
  } else {
    json.Key("frequency").Integer(1);
    json.Key("period").Integer(1);
    json.Member("periodUnit", "d");
    json.Key("when").BeginArray().String("MORN").EndArray();
  }
  json.EndObject().EndObject();
}

}  // namespace

void WriteDosage(JsonWriter& json, const DosageStep& step, int sequence, fhir::Version version) {
  const bool is_oral = step.route == DosageStep::Route::kOral;
  json.BeginObject();
  json.Key("sequence").Integer(sequence);
  json.Member("text", step.text);
  WriteTiming(json, step.frequency);
  json.Key("route");
  WriteConcept(json, {{{"http://snomed.info/sct", is_oral ? "26643006" : "47625008",
                        is_oral ? "Oral route" : "Intravenous route"}},
                      {}});
  if (step.milligrams > 0 && version == fhir::Version::kStu3) {
    WriteDose(json, step.milligrams);
  } else if (step.milligrams > 0) {
    json.Key("doseAndRate").BeginArray().BeginObject();
    WriteDose(json, step.milligrams);
    json.EndObject().EndArray();
  }
  json.EndObject();
}

}  // namespace wervelwijzer::cards
