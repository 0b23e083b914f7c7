#include "fhir/record.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include <utility>

#include "base/clock.h"
#include "base/seeded_hash.h"
#include "fhir/identity.h"
#include "fhir/type_shape.h"

namespace wervelwijzer::fhir {
namespace {

constexpr int kMaxBundleDepth = 4;

// `Patient/1` of `https://server/fhir/Patient/1/_history/2`.
std::string_view WithoutHistory(std::string_view reference) {
  return reference.substr(0, reference.find("/_history/"));
}

struct TypeAndId {
  std::string_view type, id;
};

// `Patient` and `1` of `https://server/fhir/Patient/1`; empty where there is no slash.
TypeAndId EndOf(std::string_view reference) {
  const std::size_t slash = reference.rfind('/');
  if (slash == std::string_view::npos) return {};
  const std::string_view before = reference.substr(0, slash);
  const std::size_t begin = before.rfind('/');
  return {before.substr(begin == std::string_view::npos ? 0 : begin + 1),
          reference.substr(slash + 1)};
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

std::size_t KeyOf(std::string_view type, std::string_view id) { return SeededHash(type, id); }

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
bool IsGone(const Entry& entry, std::set<std::string_view>& gone) {
  if (!entry.request.exists()) return false;
  const std::string_view names[] = {entry.full_url, entry.request.Get("url").string_or({})};
  const bool is_deletion = entry.request.Get("method").string_or({}) == "DELETE";
  for (const std::string_view name : names) {
    if (name.empty()) continue;
    if (is_deletion) gone.insert(name);
    if (!is_deletion && gone.contains(name)) return true;
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
  std::set<std::string_view> gone;
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
  asked_.reset();
  by_url_.reset();
  if (resource.names.MayHave(NameSketch::BitOf("contained"))) AddContained(json);
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

// Few are compared one by one.
constexpr std::size_t kFewContained = 8;

std::string_view IdOfContained(JsonValue contained) {
  std::string_view id = contained.Get("id").string_or({});
  if (id.starts_with('#')) id.remove_prefix(1);  // a frequent mistake
  return id;
}

std::string_view TextOfPointer(const void* const& pointer) {
  return {reinterpret_cast<const char*>(&pointer), sizeof pointer};
}

void Record::AddContained(JsonValue holder) {
  const JsonValue contained = holder.Get("contained");
  if (contained.size() <= kFewContained) return;
  const void* const holder_id = holder.identity();
  // From the last to the first: of equal ids the first is found first.
  for (std::size_t i = contained.size(); i-- > 0;) {
    const std::string_view id = IdOfContained(contained.At(i));
    if (id.empty()) continue;
    by_contained_.Add(KeyOf(TextOfPointer(holder_id), id), contained_.size());
    contained_.emplace_back(holder_id, contained.At(i));
  }
}

JsonValue Record::ResolveContained(std::string_view id, const Resource& from) const {
  const JsonValue all = from.Get("contained");
  if (id.empty()) return {};
  if (all.size() <= kFewContained) {
    for (JsonValue contained : all.elements()) {
      if (IdOfContained(contained) == id) return contained;
    }
    return {};
  }
  const void* const holder = from.json.identity();
  const std::size_t key = KeyOf(TextOfPointer(holder), id);
  for (auto link = by_contained_.First(key); link != KeyTable::kEnd;
       link = by_contained_.Next(link)) {
    const auto& [of, contained] = contained_[by_contained_.IndexOf(link)];
    if (of == holder && IdOfContained(contained) == id) return contained;
  }
  return {};
}

const Resource* Record::FindPatient(std::string_view patient_id) const {
  if (!asked_ || asked_->patient_id != patient_id) {
    const Resource* found = LookForPatient(patient_id);
    asked_.emplace();
    asked_->patient_id = patient_id;
    if (found != nullptr) asked_->found = static_cast<std::size_t>(found - resources_.data());
  }
  return asked_->found ? &resources_[*asked_->found] : nullptr;
}

const Resource* Record::LookForPatient(std::string_view patient_id) const {
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
  if (reference.front() == '#') return ResolveContained(reference.substr(1), from);
  reference = WithoutHistory(reference);
  const auto [type, id] = EndOf(reference);
  for (auto link = id.empty() ? KeyTable::kEnd : by_key_.First(KeyOf(type, id));
       link != KeyTable::kEnd; link = by_key_.Next(link)) {
    const Resource& resource = resources_[by_key_.IndexOf(link)];
    if (resource.type == type && resource.id == id) return resource.json;
  }
  return ResolveByUrl(reference, type, id);
}

// A resource without id is also called by the end of its fullUrl.
bool Record::IsCalled(const Resource& resource, std::string_view reference, std::string_view type,
                      std::string_view id) {
  return resource.full_url == reference ||
         (resource.id.empty() && EndsInTypeAndId(resource.full_url, type, id));
}

void Record::IndexUrls() const {
  by_url_.emplace();
  const auto add = [this](std::size_t key, std::size_t index) {
    if (by_url_->First(key) == KeyTable::kEnd) by_url_->Add(key, index);
  };
  for (std::size_t i = 0; i < resources_.size(); ++i) {
    const std::string_view url = resources_[i].full_url;
    if (url.empty()) continue;
    add(KeyOf({}, url), i);
    if (!resources_[i].id.empty()) continue;
    const TypeAndId end = EndOf(url);
    if (!end.type.empty() && !end.id.empty()) add(KeyOf(end.type, end.id), i);
  }
}

JsonValue Record::ResolveByUrl(std::string_view reference, std::string_view type,
                               std::string_view id) const {
  constexpr std::size_t kFew = 16;
  if (resources_.size() <= kFew) {
    for (const Resource& resource : resources_) {
      if (IsCalled(resource, reference, type, id)) return resource.json;
    }
    return {};
  }
  if (!by_url_) IndexUrls();
  std::size_t first = resources_.size();
  for (const std::size_t key : {KeyOf({}, reference), KeyOf(type, id)}) {
    const std::uint32_t link = by_url_->First(key);
    const std::size_t index = link == KeyTable::kEnd ? resources_.size() : by_url_->IndexOf(link);
    const bool is_called = index < first && IsCalled(resources_[index], reference, type, id);
    if (is_called) first = index;
  }
  return first == resources_.size() ? JsonValue() : resources_[first].json;
}

}  // namespace wervelwijzer::fhir
