#pragma once

// The look-up from linked codes to concepts: one mapped block like that of the listed codes
// (code_index.h), made of the links, the tables and the hierarchies, and made again when one of
// them changed. What a target means is looked up while it is made; afterwards a link costs one
// search.

#include <array>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "fhir/coding.h"
#include "terminology/code_index.h"
#include "terminology/link_file.h"
#include "terminology/system_table.h"

namespace wervelwijzer::terminology {

// What the tables say of a target.
struct TargetMeaning {
  std::vector<ConceptId> is;  // sorted
  bool is_checked = false;    // compared as far as there is anything to compare with
};
using TargetReader = std::function<TargetMeaning(const fhir::Coding&)>;

// Immutable, shared by threads. Without links it knows nothing.
class LinkIndex {
 public:
  LinkIndex() = default;

  // Reads the heads of `files`; the rest only when the block `links.idx` in the folder `kept` was
  // made of other links or other `tables` (a hash). Without a folder it is made in memory. At most
  // 64 systems may have links. Errors: a file that cannot be read or is damaged, with its line.
  static Result<LinkIndex> Load(const std::vector<std::string>& files, const std::string& kept,
                                std::uint64_t tables, const SystemTable& systems,
                                const TargetReader& read);

  // What the links say about a coding whose system is `known` to the tables, or is not; nothing
  // when none names its code.
  std::optional<CodeMeaning> Find(const SystemTable& systems, std::optional<SystemIndex> known,
                                  const fhir::Coding& coding) const;
  // The uri by which a system that the tables do not know has links; empty when it has none.
  std::string_view UriOf(std::string_view uri) const;

  // Of each file, by name.
  const std::vector<LinkHead>& heads() const { return heads_; }

 private:
  std::optional<SystemIndex> NumberOf(std::optional<SystemIndex> known, std::string_view uri) const;
  void Number(const SystemTable& systems, const std::set<std::string>& uris);
  Result<std::string> Build(const std::vector<std::string>& files, const SystemTable& systems,
                            const TargetReader& read, std::uint64_t sources) const;

  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };

  std::optional<CodeIndex> index_;
  // The number by which a system goes in the block: of those of the tables by their own number, of
  // all others by their uri without version.
  std::array<std::optional<SystemIndex>, kMostSystems> known_;
  std::unordered_map<std::string, SystemIndex, TextHash, std::equal_to<>> others_;
  std::vector<LinkHead> heads_;
};

}  // namespace wervelwijzer::terminology
