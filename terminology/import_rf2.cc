#include "terminology/import_rf2.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <span>
#include <system_error>
#include <unordered_map>
#include <utility>

#include "terminology/code_form.h"
#include "terminology/file_bytes.h"

namespace wervelwijzer::terminology {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kIsA = "116680003";
constexpr std::string_view kStated = "900000000000010007";
constexpr std::string_view kConceptFile = "sct2_Concept_Snapshot";
constexpr std::string_view kRelationshipFile = "sct2_Relationship_Snapshot";
constexpr std::array<std::string_view, 5> kConceptColumns{"id", "effectiveTime", "active",
                                                          "moduleId", "definitionStatusId"};
constexpr std::array<std::string_view, 10> kRelationshipColumns{"id",
                                                                "effectiveTime",
                                                                "active",
                                                                "moduleId",
                                                                "sourceId",
                                                                "destinationId",
                                                                "relationshipGroup",
                                                                "typeId",
                                                                "characteristicTypeId",
                                                                "modifierId"};

// The state of a component at its latest effectiveTime.
struct Seen {
  std::uint32_t time = 0;
  bool active = false;
};

struct Relationship {
  Seen seen;
  std::uint64_t from = 0, to = 0;
};

struct Files {
  std::vector<std::string> concepts, relationships;
};

std::string NameOf(const std::string& path) { return fs::path(path).filename().string(); }

Result<Files> FindFiles(const std::vector<std::string>& folders) {
  Files files;
  for (const std::string& folder : folders) {
    std::error_code failed;
    for (fs::recursive_directory_iterator entry(folder, failed), end; !failed && entry != end;
         entry.increment(failed)) {
      const std::string name = entry->path().filename().string();
      if (!name.ends_with(".txt")) continue;
      if (name.starts_with(kConceptFile)) files.concepts.push_back(entry->path().string());
      if (name.starts_with(kRelationshipFile))
        files.relationships.push_back(entry->path().string());
    }
    if (failed) {
      return Error{ErrorKind::kNotFound, "folder cannot be read: " + failed.message(), folder};
    }
  }
  if (files.concepts.empty() || files.relationships.empty()) {
    return Error{ErrorKind::kNotFound,
                 "no `sct2_Concept_Snapshot…` with its `sct2_Relationship_Snapshot…` below",
                 folders.empty() ? "" : folders.front()};
  }
  std::ranges::sort(files.concepts);
  std::ranges::sort(files.relationships);
  return files;
}

// `sct2_Concept_Snapshot_INT_20260901.txt` is `INT_20260901`.
std::string VersionOf(const std::string& path) {
  std::string name = NameOf(path).substr(kConceptFile.size());
  name.resize(name.size() - std::string_view(".txt").size());
  name.erase(0, name.find('_') + 1);
  return name;
}

bool ReadNumber(std::string_view text, std::uint64_t& number) {
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  return failed == std::errc() && end == text.data() + text.size();
}

// Reads the identifier and state with which every row begins.
bool ReadState(std::span<const std::string_view> cells, std::uint64_t& id, Seen& seen) {
  std::uint64_t time = 0;
  if (!ReadNumber(cells[0], id) || cells[1].size() != 8 || !ReadNumber(cells[1], time))
    return false;
  if (cells[2] != "0" && cells[2] != "1") return false;
  seen = {static_cast<std::uint32_t>(time), cells[2] == "1"};
  return true;
}

// Cuts a row into exactly the expected number of cells; false when it has another.
template <std::size_t kCount>
bool Cut(std::string_view line, std::array<std::string_view, kCount>& cells) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  for (std::size_t i = 0; i < kCount; ++i) {
    const std::size_t tab = line.find('\t');
    if ((tab == std::string_view::npos) != (i + 1 == kCount)) return false;
    cells[i] = line.substr(0, tab);
    line.remove_prefix(std::min(line.size(), tab == std::string_view::npos ? tab : tab + 1));
  }
  return true;
}

// Hands each row to `take`, which tells what is wrong with it: nothing, when all is well.
template <std::size_t kCount, typename Take>
Status ReadRows(const std::string& path, const std::array<std::string_view, kCount>& columns,
                Take take) {
  const Result<MappedFile> file = MappedFile::Open(path);
  if (!file.ok()) return file.error();
  std::string_view text = file->bytes();
  std::array<std::string_view, kCount> cells;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    const char* wrong = nullptr;
    if (!Cut(line, cells)) {
      wrong = "row has another number of cells";
    } else if (number == 1) {
      wrong = cells == columns ? nullptr : "header has other columns";
    } else {
      wrong = take(cells);
    }
    if (wrong != nullptr) return InvalidInput(wrong, path + ":" + std::to_string(number));
  }
  return {};
}

class Release {
 public:
  Status ReadConcepts(const std::string& path) {
    return ReadRows(path, kConceptColumns, [this](const auto& cells) -> const char* {
      std::uint64_t id = 0;
      Seen seen;
      if (!ReadState(cells, id, seen)) return "row is no component";
      if (!IsSnomedConceptId(cells[0])) return "identifier fails its check digit or form";
      Seen& known = concepts_[id];
      if (seen.time >= known.time) known = seen;
      return nullptr;
    });
  }

  Status ReadRelationships(const std::string& path) {
    return ReadRows(path, kRelationshipColumns, [this](const auto& cells) -> const char* {
      if (cells[7] != kIsA || cells[8] == kStated) return nullptr;
      std::uint64_t id = 0;
      Relationship one;
      if (!ReadState(cells, id, one.seen) || !ReadNumber(cells[4], one.from) ||
          !ReadNumber(cells[5], one.to)) {
        return "row is no component";
      }
      Relationship& known = relationships_[id];
      if (one.seen.time >= known.seen.time) known = one;
      return nullptr;
    });
  }

  Result<Rf2Import> Finish(std::string version) const {
    Rf2Import import;
    SnapshotBuilder builder;
    for (const auto& [id, seen] : concepts_) {
      ++(seen.active ? import.counts.active : import.counts.inactive);
      builder.AddCode(std::to_string(id),
                      seen.active ? CodeState::kComplete : CodeState::kInactive);
    }
    for (const auto& [id, one] : relationships_) {
      if (!one.seen.active) continue;
      if (IsRetired(one.from) || IsRetired(one.to)) {
        ++import.counts.of_inactive;
        continue;
      }
      ++import.counts.is_a;
      builder.AddAbove(std::to_string(one.from), std::to_string(one.to));
    }
    Result<std::string> text = builder.Finish({"snomed", version, "rf2", 0, 0});
    if (!text.ok()) return text.error();
    import.text = std::move(text).value();
    import.version = std::move(version);
    return import;
  }

 private:
  bool IsRetired(std::uint64_t id) const {
    const auto found = concepts_.find(id);
    return found != concepts_.end() && !found->second.active;
  }

  std::unordered_map<std::uint64_t, Seen> concepts_;
  std::unordered_map<std::uint64_t, Relationship> relationships_;
};

}  // namespace

Result<Rf2Import> ImportRf2(const std::vector<std::string>& folders) {
  const Result<Files> files = FindFiles(folders);
  if (!files.ok()) return files.error();
  Release release;
  std::string version;
  for (const std::string& path : files->concepts) {
    if (Status read = release.ReadConcepts(path); !read.ok()) return read.error();
    version += (version.empty() ? "" : " + ") + VersionOf(path);
  }
  for (const std::string& path : files->relationships) {
    if (Status read = release.ReadRelationships(path); !read.ok()) return read.error();
  }
  return release.Finish(std::move(version));
}

}  // namespace wervelwijzer::terminology
