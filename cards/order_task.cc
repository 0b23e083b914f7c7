#include "cards/order_task.h"

#include "fhir/date.h"
#include "fhir/identity.h"

namespace wervelwijzer::cards {
namespace {

const fhir::Resource* ResourceOf(const fhir::Record& record, const guideline::Order& order) {
  for (const fhir::Resource& resource : record.resources()) {
    if (resource.json.identity() == order.resource.identity()) return &resource;
  }
  return nullptr;
}

// When the Task was changed last, at the latest.
std::optional<TimePoint> ChangedAt(const fhir::Resource& task, const TimeZone& zone) {
  for (const char* name : {"lastModified", "authoredOn"}) {
    const auto time = fhir::ReadTime(task.Get(name), zone);
    if (time && time->last) return time->last;
  }
  return std::nullopt;
}

}  // namespace

JsonValue NewestTaskAbout(const Consultation& consultation, const guideline::Order& order) {
  const std::size_t slash = order.reference.find_last_of("/:");
  const auto tasks = consultation.TasksNaming(
      std::string_view(order.reference).substr(slash == std::string::npos ? 0 : slash + 1));
  if (tasks.empty()) return {};
  const fhir::Resource* const about = ResourceOf(*consultation.situation().resources, order);
  if (about == nullptr) return {};
  JsonValue found;
  std::optional<TimePoint> newest;
  for (const auto& [id, task] : tasks) {
    const fhir::Resource& resource = *task;
    if (!fhir::AnyRefersTo(resource.Get("focus"), *about) &&
        !fhir::AnyRefersTo(resource.Get("basedOn"), *about)) {
      continue;
    }
    const auto changed = ChangedAt(resource, consultation.situation().zone);
    if (found.exists() && changed < newest) continue;
    newest = changed;
    found = resource.json;
  }
  return found;
}

}  // namespace wervelwijzer::cards
