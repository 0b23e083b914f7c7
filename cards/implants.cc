#include "cards/implants.h"

#include <cstddef>
#include <map>

#include "cards/detail.h"
#include "cards/escape.h"
#include "fhir/view.h"

namespace wervelwijzer::cards {
namespace {

using fhir::Field;

std::string NameOf(const fhir::Resource& resource, const fhir::Record& record) {
  std::string name(fhir::DisplayText(fhir::First(resource, Field::kCode)));
  for (const JsonValue item : fhir::Values(resource, Field::kItem)) {
    if (name.empty()) name = item.Get("display").string_or("");
    const JsonValue device = record.Resolve(item.Get("reference").string_or(""), resource);
    if (name.empty()) name = fhir::DisplayText(device.Get("type"));
  }
  for (const JsonValue one : resource.Get("deviceName").elements()) {
    if (name.empty()) name = one.Get("name").string_or("");
  }
  return name;
}

}  // namespace

std::vector<Implant> FindImplants(const Consultation& consultation) {
  std::vector<Implant> implants;
  std::map<std::string, std::size_t> places;  // in `implants`, by reference
  for (const guideline::Hint& hint : consultation.situation().record->hints) {
    if (hint.input != "mri-possible" || hint.what != "device-present") continue;
    if (places.emplace(hint.reference, implants.size()).second) {
      implants.push_back({hint.reference, {}});
    }
  }
  const fhir::Record* record = consultation.situation().resources;
  if (record == nullptr || implants.empty()) return implants;
  for (const fhir::Resource& resource : record->resources()) {
    const auto place = places.find(resource.Reference());
    if (place == places.end()) continue;
    implants[place->second].name = NameOf(resource, *record);
    places.erase(place);  // the first of that name
  }
  return implants;
}

Detail& Detail::Implants() {
  const std::vector<Implant> implants = FindImplants(*consultation_);
  for (const Implant& implant : implants) {
    const std::string name = EscapeMarkdown(implant.name, 80);
    Say("imaging.implant",
        {{"device", name.empty() ? consultation_->words().Say("implant.unnamed") : name},
         {"reference", EscapeMarkdown(implant.reference, 80)}});
  }
  const bool is_open = !consultation_->inputs().IsKnown("mri-possible");
  if (implants.empty() && is_open) Say("imaging.ask-implants");
  return *this;
}

}  // namespace wervelwijzer::cards
