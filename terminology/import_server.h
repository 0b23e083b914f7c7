#pragma once

// What a FHIR terminology server answered about SNOMED CT, saved in files: `$expand` of value sets
// that hold a code and all below it (http://hl7.org/fhir/R4/valueset-operation-expand.html), and
// `$subsumes` (http://hl7.org/fhir/R4/codesystem-operation-subsumes.html). Nothing is fetched here.

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "terminology/snapshot.h"
#include "terminology/system_table.h"

namespace wervelwijzer::terminology {

struct ServerImport {
  std::string text;     // of the snapshot file
  std::string version;  // as the server names it; `unknown` when it does not
  std::size_t codes = 0;
  std::size_t complete = 0;  // codes below which all is known
  std::size_t partial = 0;   // codes of which only a part of the expansion was there
  std::size_t pairs = 0;     // answers of `$subsumes`
  std::size_t refused = 0;   // entries that are an error of the server
};

// Collects answers and makes one snapshot of them.
//
// An expansion counts as complete when it holds as many codes as its `total`, over all its pages;
// or has no total, offset or count; and is not marked as unclosed or too costly.
class ServerAnswers {
 public:
  ServerAnswers(const SystemTable& systems, std::string system)
      : systems_(systems), system_(std::move(system)) {}

  // A ValueSet with its expansion, which must tell of what it is one: by a url or parameter
  // `…?fhir_vs=isa/CODE`, or a single filter `concept is-a CODE` or `<< CODE`. Or a Bundle of
  // answers, with the Bundle of questions (missing without one). Errors: kInvalidInput with the
  // place; codes of another system, or of two versions.
  Status Add(JsonValue answer, JsonValue questions = {});
  Result<ServerImport> Finish() &&;

 private:
  struct Expansion {
    std::string root;
    std::set<std::string, std::less<>> codes{};
    std::size_t total = 0;
    bool has_root = false;  // in use, and in the expansion as it should
    bool is_open = false;   // more may lie below the root than was told
  };

  Status AddBundle(JsonValue bundle, JsonValue questions);
  Status AddEntry(JsonValue resource, std::string_view question);
  Status AddExpansion(JsonValue value_set, std::string root);
  Status AddContained(JsonValue contains, Expansion& expansion);
  Status AddPair(JsonValue parameters, std::string_view question);
  Status SetVersion(std::string_view version);
  Expansion& ExpansionOf(const std::string& root);

  const SystemTable& systems_;
  std::string system_;
  std::string version_;
  SnapshotBuilder builder_;
  std::vector<Expansion> expansions_;
  std::size_t pairs_ = 0, refused_ = 0;
};

}  // namespace wervelwijzer::terminology
