#pragma once

// The resources of a directory Bundle, each once in its newest version, and the references between
// them.

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/issue.h"
#include "base/json.h"
#include "base/result.h"
#include "cards/region/region.h"

namespace wervelwijzer::region {

// Lists may stand alone (FHIR XML turned into JSON does not know which elements repeat): the
// elements of an array, the value itself when it is none, nothing when it is missing.
std::vector<JsonValue> Items(JsonValue value);
// A boolean or its text; nothing for anything else.
std::optional<bool> Truth(JsonValue value);
// A whole number or its text.
std::optional<int> Whole(JsonValue value);

// The Identifiers of an element `identifier`; those without a value are left out.
std::vector<Identifier> ReadIdentifiers(JsonValue list);

struct DirectoryEntry {
  std::string reference;  // `Organization/a`
  std::string full_url;
  std::string_view type;
  JsonValue json;
};

class DirectoryBundle {
 public:
  // Of a Bundle of type transaction, batch, collection, searchset or history. A resource that comes
  // more than once counts in its newest version (meta.lastUpdated, else meta.versionId, else the
  // first in a history and the last elsewhere); an entry that deletes takes away. Views into
  // `bundle`, which must outlive it. kInvalidInput when it is no such Bundle.
  static Result<DirectoryBundle> Read(JsonValue bundle);

  const std::vector<DirectoryEntry>& entries() const { return entries_; }
  // The entry that a Reference of type `type` means: by fullUrl, by `Type/id`, then by logical
  // identifier. Null when it names none.
  const DirectoryEntry* Resolve(JsonValue reference, std::string_view type) const;

 private:
  void IndexEntries();
  std::vector<DirectoryEntry> entries_;
  std::unordered_map<std::string, std::size_t> by_reference_;
  std::unordered_map<std::string, std::size_t> by_full_url_;
};

}  // namespace wervelwijzer::region
