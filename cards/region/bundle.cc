#include "cards/region/bundle.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace wervelwijzer::region {

std::vector<JsonValue> Items(JsonValue value) {
  if (!value.exists() || value.is_null()) return {};
  if (!value.is_array()) return {value};
  std::vector<JsonValue> items;
  for (const JsonValue item : value.elements()) items.push_back(item);
  return items;
}

std::optional<bool> Truth(JsonValue value) {
  if (const auto truth = value.boolean()) return truth;
  if (value.string_or({}) == "true") return true;
  if (value.string_or({}) == "false") return false;
  return std::nullopt;
}

std::optional<int> Whole(JsonValue value) {
  constexpr std::int64_t kMost = 1'000'000;
  if (const auto number = value.integer()) {
    if (*number < -kMost || *number > kMost) return std::nullopt;
    return static_cast<int>(*number);
  }
  const std::string_view text = value.string_or({});
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number > kMost || number < -kMost ? std::nullopt : std::optional<int>(number);
}

std::vector<Identifier> ReadIdentifiers(JsonValue list) {
  std::vector<Identifier> identifiers;
  for (const JsonValue item : Items(list)) {
    const std::string_view value = item.Get("value").string_or({});
    if (value.empty()) continue;
    identifiers.push_back({std::string(item.Get("system").string_or({})), std::string(value)});
  }
  return identifiers;
}

namespace {

constexpr std::array<std::string_view, 5> kBundleTypes = {"transaction", "batch", "collection",
                                                          "searchset", "history"};

// How new an entry is; compared by the first of these that both have.
struct Age {
  std::optional<TimePoint> changed;
  std::optional<int> version;
};

Age AgeOf(JsonValue entry) {
  const JsonValue meta = entry.Get("resource").Get("meta");
  Age age;
  for (const JsonValue text : {meta.Get("lastUpdated"), entry.Path("response", "lastModified")}) {
    if (age.changed) break;
    if (const auto instant = ParseInstant(text.string_or({})); instant.ok()) age.changed = *instant;
  }
  age.version = Whole(meta.Get("versionId"));
  return age;
}

enum class Order { kNewestFirst, kNewestLast };

bool IsNewer(const Age& later, const Age& earlier, Order order) {
  if (later.changed && earlier.changed && *later.changed != *earlier.changed) {
    return *later.changed > *earlier.changed;
  }
  if (later.version && earlier.version && *later.version != *earlier.version) {
    return *later.version > *earlier.version;
  }
  return order == Order::kNewestLast;
}

// `Organization/a` of the address of a resource, whatever stands before and after it.
std::string RelativeReference(std::string_view url) {
  if (const std::size_t history = url.find("/_history/"); history != url.npos) {
    url = url.substr(0, history);
  }
  const std::size_t id = url.rfind('/');
  if (id == url.npos || id == 0) return {};
  const std::size_t type = url.rfind('/', id - 1);
  return std::string(type == url.npos ? url : url.substr(type + 1));
}

std::string ReferenceOf(JsonValue entry) {
  const JsonValue resource = entry.Get("resource");
  const std::string_view type = resource.Get("resourceType").string_or({});
  const std::string_view id = resource.Get("id").string_or({});
  if (!type.empty() && !id.empty()) return std::string(type) + "/" + std::string(id);
  if (!type.empty()) return std::string(entry.Get("fullUrl").string_or({}));
  return RelativeReference(entry.Path("request", "url").string_or({}));
}

struct Candidate {
  std::string reference;
  Age age;
  JsonValue entry;
  bool deletes = false;
};

}  // namespace

Result<DirectoryBundle> DirectoryBundle::Read(JsonValue bundle) {
  if (bundle.Get("resourceType").string_or({}) != "Bundle") {
    return InvalidInput("is no Bundle", "$.resourceType");
  }
  const std::string_view kind = bundle.Get("type").string_or({});
  if (std::ranges::find(kBundleTypes, kind) == kBundleTypes.end()) {
    return InvalidInput("`" + std::string(kind.substr(0, 40)) +
                            "` is not transaction, batch, collection, searchset or history",
                        "$.type");
  }
  const Order order = kind == "history" ? Order::kNewestFirst : Order::kNewestLast;
  std::vector<Candidate> newest;
  std::unordered_map<std::string, std::size_t> places;
  for (const JsonValue entry : Items(bundle.Get("entry"))) {
    Candidate one{ReferenceOf(entry), AgeOf(entry), entry,
                  entry.Path("request", "method").string_or({}) == "DELETE"};
    if (one.reference.empty()) continue;
    const auto [place, is_new] = places.try_emplace(one.reference, newest.size());
    if (is_new) {
      newest.push_back(std::move(one));
    } else if (IsNewer(one.age, newest[place->second].age, order)) {
      newest[place->second] = std::move(one);
    }
  }
  DirectoryBundle directory;
  for (Candidate& one : newest) {
    const JsonValue resource = one.entry.Get("resource");
    const std::string_view type = resource.Get("resourceType").string_or({});
    if (one.deletes || type.empty()) continue;
    directory.entries_.push_back({std::move(one.reference),
                                  std::string(one.entry.Get("fullUrl").string_or({})), type,
                                  resource});
  }
  directory.IndexEntries();
  return directory;
}

void DirectoryBundle::IndexEntries() {
  for (std::size_t at = 0; at < entries_.size(); ++at) {
    by_reference_.emplace(entries_[at].reference, at);
    if (!entries_[at].full_url.empty()) by_full_url_.emplace(entries_[at].full_url, at);
  }
}

const DirectoryEntry* DirectoryBundle::Resolve(JsonValue reference, std::string_view type) const {
  const auto fits = [&](std::size_t at) { return entries_[at].type == type; };
  const std::string literal(reference.Get("reference").string_or({}));
  if (!literal.empty()) {
    const auto whole = by_full_url_.find(literal.substr(0, literal.find("/_history/")));
    if (whole != by_full_url_.end() && fits(whole->second)) return &entries_[whole->second];
    const auto relative = by_reference_.find(
        literal.find('/') == literal.npos ? literal : RelativeReference(literal));
    if (relative != by_reference_.end() && fits(relative->second)) {
      return &entries_[relative->second];
    }
  }
  for (const Identifier& wanted : ReadIdentifiers(reference.Get("identifier"))) {
    for (const DirectoryEntry& entry : entries_) {
      if (entry.type != type) continue;
      for (const Identifier& known : ReadIdentifiers(entry.json.Get("identifier"))) {
        if (SameIdentifier(wanted, known)) return &entry;
      }
    }
  }
  return nullptr;
}

}  // namespace wervelwijzer::region
