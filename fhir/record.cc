#include "fhir/record.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "base/clock.h"
#include "fhir/identity.h"
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

struct Entry {
  JsonValue resource, request;
  std::string_view full_url;
  bool is_modified = false;
};

// One look at the members, which are few, instead of one for each name.
Entry ReadEntry(JsonValue json) {
  Entry entry;
  for (const auto [name, member] : json.members()) {
    if (name == "resource") entry.resource = member;
    if (name == "fullUrl") entry.full_url = member.string_or({});
    if (name == "request") entry.request = member;
    if (name == "modifierExtension") entry.is_modified = member.size() > 0;
  }
  return entry;
}

// What a history (newest first) says was deleted: the deletion itself, which `gone` receives, and
// the older states of what is deleted.
bool IsGone(const Entry& entry, std::vector<std::string_view>& gone) {
  if (!entry.request.exists()) return false;
  const std::string_view names[] = {entry.full_url, entry.request.Get("url").string_or({})};
  const bool is_deletion = entry.request.Get("method").string_or({}) == "DELETE";
  for (const std::string_view name : names) {
    if (name.empty()) continue;
    if (is_deletion) gone.push_back(name);
    if (!is_deletion && std::ranges::find(gone, name) != gone.end()) return true;
  }
  return is_deletion;
}

// What the record holds when `resource` comes as well, of the same type and id: selected over draft
// over prefetch; of one origin the later state.
void Merge(Resource& known, const Resource& resource) {
  const bool goes_before = resource.origin > known.origin ||
                           (resource.origin == known.origin && IsLater(resource.json, known.json));
  if (known.full_url.empty() || (goes_before && !resource.full_url.empty())) {
    known.full_url = resource.full_url;
  }
  if (!goes_before) return;
  known.json = resource.json;
  known.names = resource.names;
  known.origin = resource.origin;
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
  if (id.empty()) return std::string(full_url);
  std::string reference;
  reference.reserve(type.size() + 1 + id.size());
  return reference.append(type).append("/").append(id);
}

// An entry of a Bundle that stands in `outer`, or (without one) what was supplied at `path`. The
// text of it is made for an issue only.
struct Record::Place {
  std::string_view path;
  const Place* outer = nullptr;
  std::size_t entry = 0;
  int depth = 0;

  std::string Text() const {
    if (outer == nullptr) return std::string(path);
    return outer->Text() + ".entry[" + std::to_string(entry) + "].resource";
  }
  void Report(std::string message, Issues& issues) const {
    issues.push_back({Severity::kWarning, std::move(message), Text()});
  }
};

void Record::Add(JsonValue resource_or_bundle, ResourceOrigin origin, std::string_view path,
                 Issues& issues) {
  AddNested(resource_or_bundle, {}, origin, Place{path}, issues);
}

void Record::AddNested(JsonValue json, std::string_view full_url, ResourceOrigin origin,
                       const Place& place, Issues& issues) {
  if (!json.exists() || json.is_null()) return;
  if (!json.is_object()) return place.Report("value is no resource", issues);
  const std::string_view type = json.Get("resourceType").string_or({});
  if (type.empty()) return place.Report("resource has no resourceType", issues);
  if (type == "OperationOutcome") return;
  if (type != "Bundle") return AddOne(type, json, full_url, origin);
  if (place.depth >= kMaxBundleDepth) {
    return place.Report("Bundles are nested too deeply", issues);
  }
  AddEntries(json, origin, place, issues);
}

void Record::AddEntries(JsonValue bundle, ResourceOrigin origin, const Place& place,
                        Issues& issues) {
  const JsonValue entries = bundle.Get("entry");
  if (entries.exists() && !entries.is_array()) {
    return place.Report("`entry` is no array", issues);
  }
  std::vector<std::string_view> gone;
  Place inner{{}, &place, 0, place.depth + 1};
  for (const JsonValue json : entries.elements()) {
    const Entry entry = ReadEntry(json);
    const bool is_there = !IsGone(entry, gone) && entry.resource.exists();
    if (is_there && entry.is_modified) {
      place.Report("entry has a modifier extension and was passed over", issues);
    } else if (is_there) {
      AddNested(entry.resource, entry.full_url, origin, inner, issues);
    }
    ++inner.entry;
  }
}

void Record::AddOne(std::string_view type, JsonValue json, std::string_view full_url,
                    ResourceOrigin origin) {
  constexpr std::size_t kUsual = 32;
  if (resources_.empty()) resources_.reserve(kUsual);
  // Resources of one type mostly come together.
  const bool is_as_before = !resources_.empty() && resources_.back().type == type;
  const TypeShape* shape = is_as_before ? resources_.back().shape : &ShapeOf(type);
  const Resource resource{type, json.Get("id").string_or({}), full_url, json, origin, json.Names(),
                          shape};
  if (!resource.id.empty() || !full_url.empty()) {
    const std::size_t key = KeyOf(resource);
    if (Resource* known = FindTwin(resource, key)) return Merge(*known, resource);
    by_key_.Add(key, resources_.size());
  }
  resources_.push_back(resource);
}

Resource* Record::FindTwin(const Resource& resource, std::size_t key) {
  for (auto link = by_key_.First(key); link != KeyTable::kEnd; link = by_key_.Next(link)) {
    Resource& known = resources_[by_key_.IndexOf(link)];
    if (SameResource(known, resource)) return &known;
  }
  return nullptr;
}

std::uint32_t Record::KeyTable::First(std::size_t key) const {
  return begins_.empty() ? kEnd : Skip(begins_[key & (begins_.size() - 1)], key);
}

std::uint32_t Record::KeyTable::Skip(std::uint32_t link, std::size_t key) const {
  while (link != kEnd && links_[link].key != key) link = links_[link].next;
  return link;
}

void Record::KeyTable::Add(std::size_t key, std::size_t index) {
  if (links_.size() == begins_.size()) Grow();
  std::uint32_t& begin = begins_[key & (begins_.size() - 1)];
  links_.push_back({key, index, begin});
  begin = static_cast<std::uint32_t>(links_.size() - 1);
}

void Record::KeyTable::Grow() {
  constexpr std::size_t kSmallest = 32;
  begins_.assign(std::max(kSmallest, 2 * begins_.size()), kEnd);
  links_.reserve(begins_.size());
  for (std::size_t i = 0; i < links_.size(); ++i) {
    std::uint32_t& begin = begins_[links_[i].key & (begins_.size() - 1)];
    links_[i].next = std::exchange(begin, static_cast<std::uint32_t>(i));
  }
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
  for (auto link = id.empty() ? KeyTable::kEnd : by_key_.First(KeyOf(type, id));
       link != KeyTable::kEnd; link = by_key_.Next(link)) {
    const Resource& resource = resources_[by_key_.IndexOf(link)];
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
