#include "terminology/load_index.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include "base/log.h"
#include "terminology/build_index.h"
#include "terminology/content_hash.h"
#include "terminology/link_file.h"

namespace wervelwijzer::terminology {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSnapshotEnding = ".codes.tsv";

// By name, so that the order does not depend on the folder.
Result<std::vector<std::string>> FilesOf(const std::string& folder, std::string_view ending) {
  std::vector<std::string> files;
  std::error_code failed;
  for (fs::directory_iterator entry(folder, failed), end; !failed && entry != end;
       entry.increment(failed)) {
    if (entry->path().string().ends_with(ending)) files.push_back(entry->path().string());
  }
  if (failed) {
    return Error{ErrorKind::kNotFound, "folder of snapshots cannot be read: " + failed.message(),
                 folder};
  }
  std::ranges::sort(files);
  return files;
}

Result<std::vector<SnapshotHead>> ReadHeads(const std::vector<std::string>& files,
                                            const SystemTable& systems) {
  std::vector<SnapshotHead> heads;
  std::set<std::string> seen;
  for (const std::string& file : files) {
    Result<SnapshotHead> head = ReadSnapshotHead(file);
    if (!head.ok()) return head.error();
    if (!systems.FindName(head->system)) {
      return InvalidInput("system `" + head->system + "` is not in systems.tsv", file);
    }
    if (!seen.insert(head->system).second) {
      return InvalidInput("system `" + head->system + "` has two snapshots", file);
    }
    heads.push_back(std::move(head).value());
  }
  return heads;
}

std::uint64_t SourcesOf(std::string_view tables, const std::vector<SnapshotHead>& heads) {
  std::uint64_t hash = ContentHash(tables);
  for (const SnapshotHead& head : heads) {
    hash = ContentHash(head.system + "\n" + head.version + "\n" + HexOf(head.content), hash);
  }
  return hash;
}

Result<std::string> Build(const SystemTable& systems, const ConceptTable& concepts,
                          const std::vector<std::string>& files, std::uint64_t sources) {
  std::vector<Snapshot> snapshots;
  for (const std::string& file : files) {
    Result<Snapshot> snapshot = Snapshot::Read(file);
    if (!snapshot.ok()) return snapshot.error();
    snapshots.push_back(std::move(snapshot).value());
  }
  return BuildCodeIndex(systems, concepts, snapshots, sources);
}

// Written and mapped; when that does not go, kept in memory.
Result<CodeIndex> Keep(std::string bytes, const std::string& path, std::uint64_t sources,
                       const std::string& reason) {
  Status kept = WriteFileAtomically(path, bytes);
  if (kept.ok()) {
    Result<CodeIndex> index = CodeIndex::Open(path, sources);
    if (index.ok()) {
      Log(LogLevel::kInfo, "code-index-built",
          {{"file", path.substr(path.rfind('/') + 1)},
           {"reason", reason},
           {"codes", index->code_count()},
           {"bytes", index->size_in_bytes()}});
      return index;
    }
    kept = index.error();
  }
  Log(LogLevel::kWarning, "code-index-in-memory",
      {{"reason", reason}, {"not-kept", kept.error().ToString()}});
  return CodeIndex::FromBytes(std::move(bytes), sources);
}

}  // namespace

Result<CodeIndex> OpenOrBuild(const std::string& folder, std::string_view name,
                              std::uint64_t sources,
                              const std::function<Result<std::string>()>& build) {
  const std::string path = folder + "/" + std::string(name);
  Result<CodeIndex> index = folder.empty() ? Error{ErrorKind::kNotFound, "no folder to keep it", {}}
                                           : CodeIndex::Open(path, sources);
  if (index.ok()) return index;
  Result<std::string> bytes = build();
  if (!bytes.ok()) return bytes.error();
  if (folder.empty()) return CodeIndex::FromBytes(std::move(bytes).value(), sources);
  return Keep(std::move(bytes).value(), path, sources, index.error().message);
}

Result<LoadedIndex> LoadIndex(const SystemTable& systems, const ConceptTable& concepts,
                              std::string_view tables, const IndexPlaces& places) {
  std::vector<std::string> files, link_files;
  if (!places.snapshots.empty()) {
    auto found = FilesOf(places.snapshots, kSnapshotEnding);
    if (!found.ok()) return found.error();
    files = std::move(found).value();
    auto links = FilesOf(places.snapshots, kLinkFileEnding);
    if (!links.ok()) return links.error();
    link_files = std::move(links).value();
  }
  auto heads = ReadHeads(files, systems);
  if (!heads.ok()) return heads.error();
  const std::uint64_t sources = SourcesOf(tables, *heads);
  const std::string& folder = places.kept.empty() ? places.snapshots : places.kept;
  Result<CodeIndex> index = OpenOrBuild(folder, "codes.idx", sources,
                                        [&] { return Build(systems, concepts, files, sources); });
  if (!index.ok()) return index.error();
  return LoadedIndex{std::move(index).value(), std::move(heads).value(), sources,
                     std::move(link_files)};
}

}  // namespace wervelwijzer::terminology
