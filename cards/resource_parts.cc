#include "cards/resource_parts.h"

#include <algorithm>

#include "cards/compose.h"

namespace wervelwijzer::cards {

std::vector<std::string_view> OfTypes(const std::vector<std::string>& references,
                                      std::span<const std::string_view> types, Keep keep) {
  std::vector<std::string_view> kept;
  kept.reserve(references.size());
  for (const std::string& reference : references) {
    const bool is_one = std::ranges::any_of(types, [&](std::string_view type) {
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

void WriteReference(JsonWriter& json, const JsonName& name, std::string_view reference) {
  if (reference.empty()) return;
  json.Key(name).BeginObject();
  json.Member("reference", reference);
  json.EndObject();
}

void WriteReferences(JsonWriter& json, const JsonName& name,
                     std::span<const std::string_view> references, Wrap wrap) {
  if (references.empty()) return;
  json.Key(name).BeginArray();
  for (const std::string_view reference : references) {
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

void WriteReasonOfR5(JsonWriter& json, const std::string& text,
                     std::span<const std::string_view> references) {
  if (text.empty() && references.empty()) return;
  json.Key("reason").BeginArray();
  if (!text.empty()) {
    json.BeginObject().Key("concept");
    WriteConcept(json, {{}, text});
    json.EndObject();
  }
  for (const std::string_view one : references) {
    json.BeginObject();
    WriteReference(json, "reference", one);
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

void WriteEncounter(JsonWriter& json, const JsonName& name, const Situation& situation) {
  const std::string& called_in = situation.encounter_reference;
  WriteReference(json, name, called_in.empty() ? situation.record->encounter_reference : called_in);
}

void WriteRequester(JsonWriter& json, const Situation& situation) {
  // The requester of some older order is somebody else; only a draft of now names the user.
  const bool ordering = situation.hook != Hook::kPatientView;
  std::string_view requester = situation.user_reference;
  if (requester.empty() && ordering) requester = situation.record->requester_reference;
  if (situation.fhir_version != fhir::Version::kStu3) {
    WriteReference(json, "requester", requester);
  } else if (!requester.empty() && !requester.starts_with("PractitionerRole/")) {
    json.Key("requester").BeginObject();
    WriteReference(json, "agent", requester);
    json.EndObject();
  }
}

const char* TypeOf(const ServiceOrder& order, fhir::Version version) {
  if (version != fhir::Version::kStu3) return "ServiceRequest";
  return order.is_referral ? "ReferralRequest" : "ProcedureRequest";
}

const Performer* PerformerOf(const ServiceOrder& order, const Situation& situation) {
  const bool wants_organization = situation.client.performer == PerformerForm::kOrganization;
  if (wants_organization && order.provider) return &*order.provider;
  return order.performer ? &*order.performer : nullptr;
}

const char* IntentOf(const Situation& situation) {
  return situation.client.intent == OrderIntent::kOrder ? "order" : "proposal";
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

void WriteDays(JsonWriter& json, const JsonName& name, int days) {
  json.Key(name).BeginObject();
  json.Key("value").Integer(days);
  json.Member("unit", "d");
  json.Member("system", "http://unitsofmeasure.org");
  json.Member("code", "d");
  json.EndObject();
}

void WriteTiming(JsonWriter& json, const DosageStep& step) {
  json.Key("timing").BeginObject().Key("repeat").BeginObject();
  if (!step.first_day.empty()) {
    json.Key("boundsPeriod").BeginObject();
    json.Member("start", step.first_day);
    json.EndObject();
  }
  if (step.frequency == DosageStep::Frequency::kOnce) {
    json.Key("count").Integer(1);
  } else if (step.frequency == DosageStep::Frequency::kTaper) {
    json.Key("boundsRange").BeginObject();
    WriteDays(json, "low", 7);
    WriteDays(json, "high", 14);
    json.EndObject();
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
  WriteTiming(json, step);
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
