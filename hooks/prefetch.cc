#include "hooks/prefetch.h"

#include <algorithm>

#include "fhir/view.h"
#include "hooks/text.h"

namespace wervelwijzer::hooks {
namespace {

using fhir::ResourceOrigin;
using fhir::Supply;

bool IsOutcome(JsonValue resource) {
  return resource.Get("resourceType").string_or({}) == "OperationOutcome";
}

Supply SupplyOfBundle(JsonValue bundle) {
  for (const JsonValue entry : bundle.Get("entry").elements()) {
    if (!IsOutcome(entry.Get("resource"))) return Supply::kValue;
  }
  return Supply::kKnownEmpty;
}

// True for `MedicationRequest/1`, `1` and an address that ends so.
bool Names(std::string_view selection, std::string_view type, std::string_view id) {
  if (id.empty() || !selection.ends_with(id)) return false;
  selection.remove_suffix(id.size());
  if (selection.empty()) return true;
  if (!selection.ends_with('/')) return false;
  selection.remove_suffix(1);
  return selection == type ||
         (selection.ends_with(type) && selection[selection.size() - type.size() - 1] == '/');
}

// The selections of a call, so that asking for each draft order looks at few of them.
class Selections {
 public:
  explicit Selections(const std::vector<std::string_view>& selections) : ends_(selections) {
    for (std::string_view& end : ends_) end = End(end);
    std::ranges::sort(ends_);
  }

  // As Names() for any of them; of an id with a slash in it, which FHIR does not have, none.
  bool Name(std::string_view type, std::string_view id) const {
    if (id.empty()) return false;
    if (std::ranges::binary_search(ends_, id)) return true;
    return std::ranges::binary_search(ends_, std::string(type) + "/" + std::string(id));
  }

 private:
  // `type/id` of an address that ends so; else all of it.
  static std::string_view End(std::string_view selection) {
    const std::size_t last = selection.rfind('/');
    if (last == selection.npos || last == 0) return selection;
    const std::size_t before = selection.rfind('/', last - 1);
    return before == selection.npos ? selection : selection.substr(before + 1);
  }

  std::vector<std::string_view> ends_;
};

// Hooks without selections are about all their draft orders.
void AddDraftOrders(const CdsRequest& request, SuppliedRecord& supplied) {
  constexpr std::string_view kPath = "$.context.draftOrders";
  if (!request.draft_orders.exists()) return;
  if (!request.selections) {
    supplied.record.Add(request.draft_orders, ResourceOrigin::kSelectedOrder, kPath,
                        supplied.issues);
    return;
  }
  supplied.record.Add(request.draft_orders, ResourceOrigin::kDraftOrder, kPath, supplied.issues);
  const Selections selections(*request.selections);
  for (const JsonValue entry : request.draft_orders.Get("entry").elements()) {
    const JsonValue order = entry.Get("resource");
    const std::string_view type = order.Get("resourceType").string_or({});
    const std::string_view id = order.Get("id").string_or({});
    if (selections.Name(type, id)) {
      supplied.record.Add(order, ResourceOrigin::kSelectedOrder, kPath, supplied.issues);
    }
  }
}

void AddPrefetch(const CdsRequest& request, SuppliedRecord& supplied) {
  for (const auto [key, value] : request.prefetch.members()) {
    const std::string path = "$.prefetch." + std::string(key);
    switch (SupplyOf(value)) {
      case Supply::kValue:
        supplied.record.Add(value, ResourceOrigin::kPrefetch, path, supplied.issues);
        break;
      case Supply::kFailed:
        supplied.issues.push_back({Severity::kWarning, "holds no data", path});
        break;
      case Supply::kKnownEmpty:
      case Supply::kAbsent:
        break;
    }
  }
}

void AddFetched(const FetchedRecord& fetched, SuppliedRecord& supplied) {
  for (const FetchedRecord::Part& part : fetched.parts) {
    supplied.record.Add(part.document.root(), ResourceOrigin::kPrefetch, "fetched." + part.key,
                        supplied.issues);
  }
}

// More were found than are there, and no further page is named.
bool IsIncomplete(JsonValue value) {
  const auto total = value.Get("total").integer();
  if (!total) return false;
  for (const JsonValue link : value.Get("link").elements()) {
    if (link.Get("relation").string_or({}) == "next") return false;
  }
  return *total > static_cast<std::int64_t>(value.Get("entry").size());
}

void ListNotHad(const CdsRequest& request, const FetchedRecord& fetched, SuppliedRecord& supplied) {
  for (const PrefetchTemplate& prefetch : PrefetchTemplates()) {
    const std::string key(prefetch.key);
    const JsonValue value = request.prefetch.Get(prefetch.key);
    if (const auto lacking = fetched.lacking.find(key); lacking != fetched.lacking.end()) {
      supplied.not_had.emplace_back(key, lacking->second);
    } else if (fetched.whole.contains(key)) {
      continue;
    } else if (SupplyOf(value) == Supply::kFailed) {
      supplied.not_had.emplace_back(key, "failed");
    } else if (IsIncomplete(value)) {
      supplied.not_had.emplace_back(key, "incomplete");
    }
  }
}

void ListNotSupplied(const CdsRequest& request, const FetchedRecord& fetched,
                     SuppliedRecord& supplied) {
  supplied.not_supplied.reserve(PrefetchTemplates().size());
  for (const PrefetchTemplate& prefetch : PrefetchTemplates()) {
    // Without an encounter in the context its template cannot be filled in.
    if (prefetch.key == "encounter" && request.encounter_id.Reveal().empty()) continue;
    const Supply supply = SupplyOf(request.prefetch.Get(prefetch.key));
    if (supply != Supply::kFailed && supply != Supply::kAbsent) continue;
    if (!fetched.whole.contains(std::string(prefetch.key))) {
      supplied.not_supplied.emplace_back(prefetch.key);
    }
  }
}

// A Patient of another id is another patient: advice must not mix the two.
bool HasPatient(const fhir::Record& record, std::string_view patient_id) {
  const fhir::Resource* patient = record.FindPatient(patient_id);
  if (patient == nullptr) return false;
  return patient->id.empty() || Names(patient_id, "Patient", patient->id) ||
         patient->full_url == patient_id;
}

}  // namespace

Supply SupplyOf(JsonValue value) {
  if (!value.exists()) return Supply::kAbsent;
  if (value.is_null()) return Supply::kKnownEmpty;
  const auto type = value.Get("resourceType").string();
  if (!type || IsOutcome(value)) return Supply::kFailed;
  return *type == "Bundle" ? SupplyOfBundle(value) : Supply::kValue;
}

SuppliedRecord ReadSupplied(const CdsRequest& request, std::optional<fhir::Version> known,
                            const FetchedRecord& fetched) {
  const std::optional<fhir::Version> stated = request.fhir_version ? request.fhir_version : known;
  SuppliedRecord supplied(stated.value_or(fhir::Version::kR4));
  AddPrefetch(request, supplied);
  AddFetched(fetched, supplied);
  AddDraftOrders(request, supplied);
  if (!stated) supplied.record.set_version(fhir::DetectVersion(supplied.record));
  ListNotSupplied(request, fetched, supplied);
  ListNotHad(request, fetched, supplied);
  supplied.has_patient = HasPatient(supplied.record, request.patient_id.Reveal());
  return supplied;
}

}  // namespace wervelwijzer::hooks
