#include "cards/stated_moment.h"

#include <map>
#include <string>

namespace wervelwijzer::cards {
namespace {

std::optional<TimePoint> AsInstant(JsonValue value, const TimeZone& zone) {
  const std::optional<WrittenTime> written = ParseWrittenTime(value.string_or(""));
  if (!written || !written->has_time()) return std::nullopt;
  return MomentsOf(*written, zone).first;
}

// Items may be nested in items (groups) and in answers (R4 QuestionnaireResponse).
std::optional<TimePoint> FindAnswer(JsonValue holder, std::string_view input,
                                    const TimeZone& zone) {
  for (const JsonValue item : holder.Get("item").elements()) {
    const bool is_it = item.Get("linkId").string_or("") == input;
    for (const JsonValue answer : item.Get("answer").elements()) {
      if (is_it) {
        if (auto moment = AsInstant(answer.Get("valueDateTime"), zone)) return moment;
      }
      if (auto nested = FindAnswer(answer, input, zone)) return nested;
    }
    if (auto nested = FindAnswer(item, input, zone)) return nested;
  }
  return std::nullopt;
}

}  // namespace

std::optional<TimePoint> FindStatedMoment(const Consultation& consultation,
                                          std::string_view input) {
  const fhir::Record* record = consultation.situation().resources;
  if (record == nullptr) return std::nullopt;
  std::map<std::string, const fhir::Resource*> stating;  // by reference
  for (const fhir::Resource& resource : record->resources()) {
    if (resource.type == "QuestionnaireResponse" || resource.type == "Observation") {
      stating.emplace(resource.Reference(), &resource);
    }
  }
  for (const guideline::Evidence& evidence : consultation.inputs().Get(input).evidence) {
    const auto found = stating.find(evidence.reference);
    if (evidence.reference.empty() || found == stating.end()) continue;
    const fhir::Resource& resource = *found->second;
    if (resource.type == "QuestionnaireResponse")
      return FindAnswer(resource.json, input, consultation.situation().zone);
    return AsInstant(resource.Get("valueDateTime"), consultation.situation().zone);
  }
  return std::nullopt;
}

}  // namespace wervelwijzer::cards
