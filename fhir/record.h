#pragma once

// The record of one patient as a request supplies it: the resources, each once, whatever prefetch
// key or Bundle they came in. Read-only views into the parsed request. Every text of a request may
// be chosen to be slow: what is looked up here takes about the same time however many there are.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/issue.h"
#include "base/json.h"

namespace wervelwijzer::fhir {

enum class Version { kDstu2, kStu3, kR4, kR5 };  // R4 stands for R4B too
const char* VersionName(Version version);        // `DSTU2`, `STU3`, `R4`, `R5`

enum class ResourceOrigin { kPrefetch, kDraftOrder, kSelectedOrder };

struct TypeShape;  // type_shape.h

struct Resource {
  std::string_view type;      // `Condition`
  std::string_view id;        // may be empty
  std::string_view full_url;  // of the Bundle entry; may be empty
  JsonValue json;
  ResourceOrigin origin = ResourceOrigin::kPrefetch;
  // What makes looking into `json` quicker; a Record sets both.
  NameSketch names{};                // of its members
  const TypeShape* shape = nullptr;  // of its type; null: to be looked up

  // The member by name; missing when there is none.
  JsonValue Get(std::string_view name) const {
    return names.MayHave(NameSketch::BitOf(name)) ? json.Get(name) : JsonValue();
  }
  // `Condition/12`, else the fullUrl, else empty.
  std::string Reference() const;
};

// What is known of a prefetch key (CDS Hooks: prefetch tokens; `fhir/record` only keeps the
// answer).
enum class Supply { kValue, kKnownEmpty, kFailed, kAbsent };

// One thread.
class Record {
 public:
  explicit Record(Version version = Version::kR4) : version_(version) {}

  Version version() const { return version_; }
  void set_version(Version version) { version_ = version; }

  // Adds a resource, or every resource of a Bundle (nested ones too, within limits). A resource
  // already there by type and id is not added again: a selected or draft order beats its twin, else
  // the state that the server changed last (meta.lastUpdated, else a higher meta.versionId), else
  // the first. What a Bundle says was deleted is not added.
  // What is no resource, and an entry with a modifier extension, becomes an issue with `path`,
  // never a failure.
  void Add(JsonValue resource_or_bundle, ResourceOrigin origin, std::string_view path,
           Issues& issues);

  std::span<const Resource> resources() const { return resources_; }
  // The patient: the Patient whose id is `patient_id`, else the only Patient. Null when none.
  const Resource* FindPatient(std::string_view patient_id) const;
  // By `Type/id`, absolute url ending so, or fullUrl (of a resource without id also one that ends
  // so); `contained` (`#id`) is looked up in `from`.
  JsonValue Resolve(std::string_view reference, const Resource& from) const;

 private:
  struct Place;  // where a resource stands in the request

  // Indices of resources by a hash of type and id, as chains that begin in a table as long as a
  // power of two. What has neither id nor fullUrl stands in none.
  class KeyTable {
   public:
    static constexpr std::uint32_t kEnd = 0xFFFFFFFF;

    void Add(std::size_t key, std::size_t index);
    // Every link with that key: for (link = First(key); link != kEnd; link = Next(link)).
    std::uint32_t First(std::size_t key) const;
    std::uint32_t Next(std::uint32_t link) const {
      return Skip(links_[link].next, links_[link].key);
    }
    std::size_t IndexOf(std::uint32_t link) const { return links_[link].index; }

   private:
    struct Link {
      std::size_t key, index;
      std::uint32_t next;
    };
    // From that link on the first with that key.
    std::uint32_t Skip(std::uint32_t link, std::size_t key) const;
    void Grow();

    std::vector<std::uint32_t> begins_;
    std::vector<Link> links_;
  };

  void AddNested(JsonValue json, std::string_view full_url, ResourceOrigin origin,
                 const Place& place, Issues& issues);
  void AddEntries(JsonValue bundle, ResourceOrigin origin, const Place& place, Issues& issues);
  void AddOne(std::string_view type, JsonValue json, std::string_view full_url,
              ResourceOrigin origin);
  // A resource that is there already; null when there is none.
  Resource* FindTwin(const Resource& resource, std::size_t key);

  void AddContained(JsonValue holder);
  JsonValue ResolveContained(std::string_view id, const Resource& from) const;
  static bool IsCalled(const Resource& resource, std::string_view reference, std::string_view type,
                       std::string_view id);
  void IndexUrls() const;
  JsonValue ResolveByUrl(std::string_view reference, std::string_view type,
                         std::string_view id) const;
  const Resource* LookForPatient(std::string_view patient_id) const;

  struct Asked {
    std::string patient_id;
    std::optional<std::size_t> found;  // in resources_
  };

  Version version_;
  std::vector<Resource> resources_;
  KeyTable by_key_;
  // Of resources that hold many: by the resource that holds them and their id.
  std::vector<std::pair<const void*, JsonValue>> contained_;
  KeyTable by_contained_;
  mutable std::optional<KeyTable> by_url_;  // the first resource of each fullUrl; when asked for
  mutable std::optional<Asked> asked_;      // the last answer of FindPatient
};

}  // namespace wervelwijzer::fhir
