#include "fhir/record.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "base/clock.h"
#include "fhir/type_shape.h"

namespace wervelwijzer::fhir {
namespace {

constexpr int kMaxBundleDepth = 4;

// `Patient/1` of `https://server/fhir/Patient/1/_history/2`.
std::string_view WithoutHistory(std::string_view reference) {
  return reference.substr(0, reference.find("/_history/"));
}

bool EndsInTypeAndId(std::string_view reference, std::string_view type, std::string_view id) {
  if (type.empty() || id.empty() || reference.size() < type.size() + id.size() + 1) return false;
  if (!reference.ends_with(id)) return false;
  reference.remove_suffix(id.size());
  if (!reference.ends_with('/')) return false;
  reference.remove_suffix(1);
  if (!reference.ends_with(type)) return false;
  reference.remove_suffix(type.size());
  return reference.empty() || reference.back() == '/';
}

std::size_t KeyOf(std::string_view type, std::string_view id) {
  const std::hash<std::string_view> hash;
  return hash(id) * 31 + hash(type);
}

std::size_t KeyOf(const Resource& resource) {
  return KeyOf(resource.type, resource.id.empty() ? resource.full_url : resource.id);
}

bool SameResource(const Resource& a, const Resource& b) {
  if (a.type != b.type) return false;
  if (!a.id.empty() || !b.id.empty()) return a.id == b.id;
  return !a.full_url.empty() && a.full_url == b.full_url;
}

std::optional<int> VersionOf(JsonValue json) {
  const std::string_view text = json.Path("meta", "versionId").string_or({});
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// Whether the server changed `other` after `known`, as far as both tell when or which version.
bool IsLater(JsonValue other, JsonValue known) {
  const auto changed = [](JsonValue json) {
    return ParseInstant(json.Path("meta", "lastUpdated").string_or({}));
  };
  const Result<TimePoint> at = changed(other), known_at = changed(known);
  if (at.ok() && known_at.ok() && *at != *known_at) return *at > *known_at;
  const auto version = VersionOf(other), known_version = VersionOf(known);
  return version && known_version && *version > *known_version;
}

// What a history (newest first) says was deleted: the deletion itself, which `gone` receives, and
// the older states of what is deleted.
bool IsGone(JsonValue entry, std::vector<std::string_view>& gone) {
  const JsonValue request = entry.Get("request");
  if (!request.exists()) return false;
  const std::string_view names[] = {entry.Get("fullUrl").string_or({}),
                                    request.Get("url").string_or({})};
  const bool is_deletion = request.Get("method").string_or({}) == "DELETE";
  for (const std::string_view name : names) {
    if (name.empty()) continue;
    if (is_deletion) gone.push_back(name);
    if (!is_deletion && std::find(gone.begin(), gone.end(), name) != gone.end()) return true;
  }
  return is_deletion;
}

}  // namespace

const char* VersionName(Version version) {
  switch (version) {
    case Version::kDstu2:
      return "DSTU2";
    case Version::kStu3:
      return "STU3";
    case Version::kR4:
      return "R4";
    case Version::kR5:
      return "R5";
  }
  return "R4";
}

std::string Resource::Reference() const {
  if (!id.empty()) return std::string(type) + "/" + std::string(id);
  return std::string(full_url);
}

void Record::Add(JsonValue resource_or_bundle, ResourceOrigin origin, std::string_view path,
                 Issues& issues) {
  std::string begin(path);
  AddNested(resource_or_bundle, {}, origin, begin, 0, issues);
}

void Record::AddNested(JsonValue json, std::string_view full_url, ResourceOrigin origin,
                       std::string& path, int depth, Issues& issues) {
  const auto report = [&](std::string message) {
    issues.push_back({Severity::kWarning, std::move(message), path});
  };
  if (!json.exists() || json.is_null()) return;
  if (!json.is_object()) return report("value is no resource");
  const auto type = json.Get("resourceType").string();
  if (!type || type->empty()) return report("resource has no resourceType");
  if (*type == "OperationOutcome") return;
  if (*type != "Bundle") return AddOne(*type, json, full_url, origin);
  if (depth >= kMaxBundleDepth) return report("Bundles are nested too deeply");
  const JsonValue entries = json.Get("entry");
  if (entries.exists() && !entries.is_array()) return report("`entry` is no array");
  std::size_t index = 0;
  std::vector<std::string_view> gone;
  for (JsonValue entry : entries.elements()) {
    const JsonValue inner = IsGone(entry, gone) ? JsonValue() : entry.Get("resource");
    if (inner.exists() && entry.Get("modifierExtension").size() > 0) {
      report("entry has a modifier extension and was passed over");
    } else if (inner.exists()) {
      const std::size_t length = path.size();
      path.append(".entry[").append(std::to_string(index)).append("].resource");
      AddNested(inner, entry.Get("fullUrl").string_or({}), origin, path, depth + 1, issues);
      path.resize(length);
    }
    ++index;
  }
}

void Record::AddOne(std::string_view type, JsonValue json, std::string_view full_url,
                    ResourceOrigin origin) {
  const Resource resource{
      type, json.Get("id").string_or({}), full_url, json, origin, json.Names(), &ShapeOf(type)};
  if (resource.id.empty() && full_url.empty()) {
    resources_.push_back(resource);
    return;
  }
  const std::size_t key = KeyOf(resource);
  const auto [first, last] = by_key_.equal_range(key);
  for (auto twin = first; twin != last; ++twin) {
    Resource& known = resources_[twin->second];
    if (!SameResource(known, resource)) continue;
    if (known.full_url.empty()) known.full_url = full_url;
    // Selected over draft over prefetch; of one origin the later state.
    if (origin > known.origin || (origin == known.origin && IsLater(json, known.json))) {
      if (!full_url.empty()) known.full_url = full_url;
      known.json = json;
      known.names = resource.names;
      known.origin = origin;
    }
    return;
  }
  by_key_.emplace(key, resources_.size());
  resources_.push_back(resource);
}

const Resource* Record::FindPatient(std::string_view patient_id) const {
  const Resource* only = nullptr;
  int patients = 0;
  for (const Resource& resource : resources_) {
    if (resource.type != "Patient") continue;
    if (!patient_id.empty() && (resource.id == patient_id || resource.full_url == patient_id ||
                                EndsInTypeAndId(patient_id, "Patient", resource.id))) {
      return &resource;
    }
    only = &resource;
    ++patients;
  }
  return patients == 1 ? only : nullptr;
}

JsonValue Record::Resolve(std::string_view reference, const Resource& from) const {
  if (reference.empty()) return {};
  if (reference.front() == '#') {
    for (JsonValue contained : from.Get("contained").elements()) {
      std::string_view id = contained.Get("id").string_or({});
      if (id.starts_with('#')) id.remove_prefix(1);  // a frequent mistake
      if (!id.empty() && id == reference.substr(1)) return contained;
    }
    return {};
  }
  reference = WithoutHistory(reference);
  const std::size_t slash = reference.rfind('/');
  const std::string_view id = slash == std::string_view::npos ? "" : reference.substr(slash + 1);
  std::string_view type = slash == std::string_view::npos ? "" : reference.substr(0, slash);
  type = type.substr(type.rfind('/') == std::string_view::npos ? 0 : type.rfind('/') + 1);
  const auto [first, last] = by_key_.equal_range(KeyOf(type, id));
  for (auto entry = first; !id.empty() && entry != last; ++entry) {
    const Resource& resource = resources_[entry->second];
    if (resource.type == type && resource.id == id) return resource.json;
  }
  for (const Resource& resource : resources_) {
    if (resource.full_url.empty()) continue;
    const bool is_named = resource.full_url == reference ||
                          (resource.id.empty() && EndsInTypeAndId(resource.full_url, type, id));
    if (is_named) return resource.json;
  }
  return {};
}

}  // namespace wervelwijzer::fhir
