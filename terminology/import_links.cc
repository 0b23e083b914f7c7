#include "terminology/import_links.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "terminology/code_form.h"
#include "terminology/file_bytes.h"
#include "terminology/link_file.h"

namespace wervelwijzer::terminology {
namespace {

constexpr std::size_t kMostBytes = 512u << 20;
constexpr std::size_t kMostCodeBytes = 128;
constexpr std::array<std::string_view, 4> kColumns{"system", "code", "target-system",
                                                   "target-code"};

// No cell may have blanks at its ends or control characters: such a code would never be met.
bool IsSound(std::string_view cell) {
  if (cell.empty() || cell.front() == ' ' || cell.back() == ' ') return false;
  return std::ranges::all_of(cell, [](char c) { return static_cast<unsigned char>(c) >= ' '; });
}

bool IsUri(std::string_view text) {
  return text.find(':') != std::string_view::npos && text.find(' ') == std::string_view::npos &&
         text.find('|') == std::string_view::npos;
}

// Collects what one source says.
class Collector {
 public:
  explicit Collector(const SystemTable& systems) : systems_(systems) {}

  // The views must live until the text is written.
  Status Add(std::string_view system, std::string_view code, LinkKind kind,
             std::string_view target_system, std::string_view target_code) {
    for (const std::string_view cell : {system, code, target_system, target_code}) {
      if (!IsSound(cell)) return InvalidInput("a cell is empty or has blanks at its ends");
    }
    if (!IsUri(system)) return InvalidInput("system `" + std::string(system) + "` is no uri");
    if (code.size() > kMostCodeBytes) return InvalidInput("code is too long");
    auto target = systems_.FindName(target_system);
    if (!target) target = systems_.FindUri(target_system);
    if (!target) {
      return InvalidInput("target system `" + std::string(target_system) + "` is not covered");
    }
    if (!IsSoundCode(systems_.Name(*target), systems_.Form(*target), target_code)) {
      return InvalidInput("target code `" + std::string(target_code) +
                          "` fails the form or check digit of its system");
    }
    links_.push_back({system, code, kind, systems_.Name(*target), target_code});
    return {};
  }

  // What names the same link twice counts once.
  std::vector<CodeLink> Sorted() && {
    std::ranges::sort(links_);
    links_.erase(std::unique(links_.begin(), links_.end()), links_.end());
    return std::move(links_);
  }

 private:
  const SystemTable& systems_;
  std::vector<CodeLink> links_;
};

std::vector<std::string_view> Cells(std::string_view line) {
  std::vector<std::string_view> cells;
  for (std::size_t tab = line.find('\t'); tab != std::string_view::npos; tab = line.find('\t')) {
    cells.push_back(line.substr(0, tab));
    line.remove_prefix(tab + 1);
  }
  cells.push_back(line);
  return cells;
}

// Returns the version.
Result<std::string> ReadTable(std::string_view text, const std::string& path,
                              Collector& collector) {
  constexpr std::string_view kVersion = "# version ";
  std::string version;
  bool header_seen = false;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.starts_with(kVersion)) version = line.substr(kVersion.size());
    if (line.empty() || line.front() == '#') continue;
    const std::string where = path + ":" + std::to_string(number);
    const std::vector<std::string_view> cells = Cells(line);
    if (!header_seen) {
      if (!std::equal(cells.begin(), cells.end(), kColumns.begin(), kColumns.end())) {
        return InvalidInput("header has other columns", where);
      }
      header_seen = true;
      continue;
    }
    if (cells.size() != kColumns.size()) {
      return InvalidInput("line has " + std::to_string(cells.size()) + " cells in place of 4",
                          where);
    }
    const Status added = collector.Add(cells[0], cells[1], LinkKind::kSame, cells[2], cells[3]);
    if (!added.ok()) return InvalidInput(added.error().message, where);
  }
  return version;
}

std::optional<LinkKind> KindOf(JsonValue target) {
  const std::string_view relation =
      target.Get(target.Get("relationship").exists() ? "relationship" : "equivalence")
          .string_or({});
  if (relation == "equal" || relation == "equivalent") return LinkKind::kSame;
  if (relation == "wider" || relation == "subsumes" ||
      relation == "source-is-narrower-than-target") {
    return LinkKind::kWithin;
  }
  return std::nullopt;
}

std::string_view WithoutVersion(std::string_view canonical) {
  return canonical.substr(0, canonical.find('|'));
}

Result<std::string> ReadConceptMap(JsonValue map, const std::string& path, Collector& collector,
                                   std::size_t& left_out) {
  if (map.Get("resourceType").string_or({}) != "ConceptMap") {
    return InvalidInput("resource is no ConceptMap", path);
  }
  std::size_t group_at = 0;
  for (const JsonValue group : map.Get("group").elements()) {
    const std::string_view system = WithoutVersion(group.Get("source").string_or({}));
    const std::string_view target_system = WithoutVersion(group.Get("target").string_or({}));
    std::size_t element_at = 0;
    for (const JsonValue element : group.Get("element").elements()) {
      for (const JsonValue target : element.Get("target").elements()) {
        const auto kind = KindOf(target);
        if (!kind || target.Get("dependsOn").exists() || !target.Get("code").exists()) {
          ++left_out;
          continue;
        }
        const Status added = collector.Add(system, element.Get("code").string_or({}), *kind,
                                           target_system, target.Get("code").string_or({}));
        if (!added.ok()) {
          return InvalidInput(added.error().message, path + " group[" + std::to_string(group_at) +
                                                         "].element[" + std::to_string(element_at) +
                                                         "]");
        }
      }
      ++element_at;
    }
    ++group_at;
  }
  return std::string(map.Get("version").string_or({}));
}

// The file's name without its ending, as far as it can be the name of a file again.
std::string NameOf(const std::string& path) {
  std::string name = std::filesystem::path(path).stem().string();
  std::replace_if(
      name.begin(), name.end(),
      [](char c) { return ClassCharacter(c) == '\0' && c != '-' && c != '_' && c != '.'; }, '-');
  return name;
}

}  // namespace

Result<LinkImport> ImportLinks(const std::string& path, const SystemTable& systems) {
  const Result<MappedFile> file = MappedFile::Open(path);
  if (!file.ok()) return file.error();
  const std::string_view text = file->bytes();
  if (text.size() > kMostBytes) return Error{ErrorKind::kTooLarge, "is above 512 MiB", path};
  Collector collector(systems);
  LinkImport import;
  std::optional<JsonDocument> document;
  Result<std::string> version = std::string();
  if (const auto first = text.find_first_not_of(" \t\r\n");
      first != text.npos && text[first] == '{') {
    JsonLimits limits;
    limits.max_bytes = kMostBytes;
    Result<JsonDocument> parsed = JsonDocument::Parse(std::string(text), limits);
    if (!parsed.ok()) {
      return InvalidInput(parsed.error().message, path + " " + parsed.error().path);
    }
    document.emplace(std::move(parsed).value());
    version = ReadConceptMap(document->root(), path, collector, import.left_out);
  } else {
    version = ReadTable(text, path, collector);
  }
  if (!version.ok()) return version.error();
  const std::vector<CodeLink> links = std::move(collector).Sorted();
  if (links.empty()) return InvalidInput("no link was found", path);
  import.name = NameOf(path);
  import.version = std::move(version).value();
  import.links = links.size();
  import.text = WriteLinkFile({import.name, import.version, {}, 0, 0}, links);
  return import;
}

}  // namespace wervelwijzer::terminology
