#include "terminology/terminology.h"

#include <algorithm>
#include <array>
#include <functional>
#include <unordered_map>
#include <utility>

#include "terminology/code_form.h"
#include "terminology/table_file.h"

namespace wervelwijzer::terminology {
namespace {

using SystemIndex = std::uint8_t;

// Codes of ICD-10 with all its extensions and of ATC have at most seven characters without the dot.
constexpr std::size_t kLongestClassCode = 7;

struct CodeKey {
  SystemIndex system = 0;
  std::string_view code;  // into Tables::codes
  bool operator==(const CodeKey&) const = default;
};

struct CodeKeyHash {
  std::size_t operator()(const CodeKey& key) const {
    return std::hash<std::string_view>{}(key.code) * 31 + key.system;
  }
};

// Looks a view up without making a string of it.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>{}(text);
  }
};

struct CodeEntry {
  std::vector<ConceptId> whole;    // rows `exact` and `descendants`
  std::vector<ConceptId> leading;  // rows `prefix`
};

struct CodeRange {  // `C00-C97` of ICD-10: three-character categories, both ends included
  SystemIndex system = 0;
  std::string low, high;
  ConceptId concept_id = 0;
};

struct SystemForm {
  std::string uri;
  SystemIndex system = 0;
};

void AddOnce(std::vector<ConceptId>& ids, ConceptId id) {
  if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
}

}  // namespace

struct Terminology::Tables {
  std::vector<std::string> system_names;
  std::vector<bool> hierarchical_codes;  // by system: codes that are compared without dot
  std::unordered_map<std::string, SystemIndex, TextHash, std::equal_to<>> systems_by_uri;
  std::vector<SystemForm> system_prefixes;
  std::vector<std::string> system_uris;  // by system: the first form

  std::vector<Row> rows;
  std::vector<std::string> codes;  // by row: the compared form; reserved once, never moved
  std::unordered_map<CodeKey, CodeEntry, CodeKeyHash> by_code;
  std::vector<CodeRange> ranges;

  std::vector<std::string> concept_names;
  std::unordered_map<std::string, ConceptId> concept_ids;
  // By concept and system: 0 no row, 1 rows, 2 rows that only a hierarchy could exclude.
  std::vector<std::array<std::uint8_t, 16>> coverage;

  std::optional<SystemIndex> FindSystem(std::string_view uri) const {
    uri = uri.substr(0, uri.find('|'));
    if (auto found = systems_by_uri.find(uri); found != systems_by_uri.end()) {
      return found->second;
    }
    for (const SystemForm& form : system_prefixes) {
      if (uri.starts_with(form.uri)) return form.system;
    }
    return std::nullopt;
  }

  std::optional<SystemIndex> FindSystemName(std::string_view name) const {
    const auto found = std::find(system_names.begin(), system_names.end(), name);
    if (found == system_names.end()) return std::nullopt;
    return static_cast<SystemIndex>(found - system_names.begin());
  }

  ConceptId InternConcept(const std::string& name) {
    const auto [entry, added] =
        concept_ids.emplace(name, static_cast<ConceptId>(concept_names.size()));
    if (added) {
      concept_names.push_back(name);
      coverage.emplace_back();
    }
    return entry->second;
  }

  Status AddSystem(const TableLine& line, const std::string& path);
  Status AddRow(const TableLine& line, const std::string& path);
  void IndexRows();
  void CollectRanges(SystemIndex system, std::string_view code, std::vector<ConceptId>& out) const;
  void Collect(SystemIndex system, std::string_view code, std::vector<ConceptId>& out) const;
};

Status Terminology::Tables::AddSystem(const TableLine& line, const std::string& path) {
  const std::string& name = line.cells[0];
  const std::string& uri = line.cells[2];
  std::optional<SystemIndex> index = FindSystemName(name);
  if (!index) {
    if (system_names.size() >= 16) return InvalidInput("more than 16 systems", path);
    index = static_cast<SystemIndex>(system_names.size());
    system_names.push_back(name);
    system_uris.push_back(uri);
    hierarchical_codes.push_back(name.starts_with("icd") || name == "atc");
  }
  if (line.cells[1] == "prefix") {
    system_prefixes.push_back({uri, *index});
  } else if (!systems_by_uri.emplace(uri, *index).second) {
    return InvalidInput("uri `" + uri + "` stands twice", path + ":" + std::to_string(line.number));
  }
  return {};
}

Status Terminology::Tables::AddRow(const TableLine& line, const std::string& path) {
  const std::string where = path + ":" + std::to_string(line.number);
  if (!FindSystemName(line.cells[2])) {
    return InvalidInput("system `" + line.cells[2] + "` is not in systems.tsv", where);
  }
  Row row{.concept_id = InternConcept(line.cells[0]),
          .role = line.cells[1],
          .system = line.cells[2],
          .code = line.cells[3],
          .display = line.cells[4],
          .match = Match::kExact,
          .status = line.cells[6],
          .source = line.cells[7]};
  if (line.cells[5] == "descendants") {
    row.match = Match::kDescendants;
  } else if (line.cells[5] == "prefix") {
    row.match = Match::kPrefix;
  } else if (line.cells[5] != "exact") {
    return InvalidInput("match `" + line.cells[5] + "` is not known", where);
  }
  rows.push_back(std::move(row));
  return {};
}

void Terminology::Tables::IndexRows() {
  codes.reserve(rows.size());
  for (const Row& row : rows) {
    const SystemIndex system = *FindSystemName(row.system);
    codes.push_back(hierarchical_codes[system] ? ComparedForm(row.code) : row.code);
    std::uint8_t& covered = coverage[row.concept_id][system];
    const bool needs_hierarchy = row.match == Match::kDescendants && !hierarchical_codes[system];
    covered = std::max<std::uint8_t>(covered, needs_hierarchy ? 2 : 1);
    const std::size_t dash = row.code.find('-');
    if (hierarchical_codes[system] && dash != std::string::npos) {
      ranges.push_back(
          {system, row.code.substr(0, dash), row.code.substr(dash + 1), row.concept_id});
      continue;
    }
    CodeEntry& entry = by_code[{system, codes.back()}];
    // Below a code of ICD-10 or ATC lies what begins with it: no hierarchy is needed.
    const bool leading = row.match == Match::kPrefix ||
                         (row.match == Match::kDescendants && hierarchical_codes[system]);
    AddOnce(leading ? entry.leading : entry.whole, row.concept_id);
  }
}

void Terminology::Tables::CollectRanges(SystemIndex system, std::string_view code,
                                        std::vector<ConceptId>& out) const {
  const std::string_view category = code.substr(0, 3);
  for (const CodeRange& range : ranges) {
    if (range.system == system && category >= range.low && category <= range.high) {
      AddOnce(out, range.concept_id);
    }
  }
}

void Terminology::Tables::Collect(SystemIndex system, std::string_view code,
                                  std::vector<ConceptId>& out) const {
  if (auto found = by_code.find({system, code}); found != by_code.end()) {
    for (ConceptId id : found->second.whole) AddOnce(out, id);
  }
  if (!hierarchical_codes[system] || code.size() > kLongestClassCode) return;
  for (std::size_t length = code.size(); length > 0; --length) {
    const auto found = by_code.find({system, code.substr(0, length)});
    if (found == by_code.end()) continue;
    for (ConceptId id : found->second.leading) AddOnce(out, id);
  }
  CollectRanges(system, code, out);
}

Terminology::Terminology(std::shared_ptr<const Tables> tables) : tables_(std::move(tables)) {}

Result<Terminology> Terminology::Load(const std::string& directory) {
  static constexpr std::array<std::string_view, 4> kSystemColumns{"system", "match", "uri", "note"};
  static constexpr std::array<std::string_view, 8> kConceptColumns{
      "concept", "role", "system", "code", "display", "match", "status", "source"};
  auto tables = std::make_shared<Tables>();
  const std::string systems_path = directory + "/systems.tsv";
  auto systems = ReadTableFile(systems_path, kSystemColumns);
  if (!systems.ok()) return systems.error();
  for (const TableLine& line : *systems) {
    if (Status status = tables->AddSystem(line, systems_path); !status.ok()) return status.error();
  }
  const std::string concepts_path = directory + "/concepts.tsv";
  auto concepts = ReadTableFile(concepts_path, kConceptColumns);
  if (!concepts.ok()) return concepts.error();
  for (const TableLine& line : *concepts) {
    if (Status status = tables->AddRow(line, concepts_path); !status.ok()) return status.error();
  }
  tables->IndexRows();
  return Terminology(std::move(tables));
}

std::optional<ConceptId> Terminology::Find(std::string_view concept_name) const {
  const auto found = tables_->concept_ids.find(std::string(concept_name));
  if (found == tables_->concept_ids.end()) return std::nullopt;
  return found->second;
}

std::string_view Terminology::Name(ConceptId id) const { return tables_->concept_names[id]; }
std::size_t Terminology::concept_count() const { return tables_->concept_names.size(); }
std::span<const Row> Terminology::rows() const { return tables_->rows; }

Answer Terminology::Is(ConceptId id, const fhir::Coding& coding) const {
  const std::optional<SystemIndex> system = tables_->FindSystem(coding.system);
  if (!system) return Answer::kNotCovered;
  std::vector<ConceptId> found;
  Lookup(coding, found);
  if (std::find(found.begin(), found.end(), id) != found.end()) return Answer::kYes;
  return tables_->coverage[id][*system] == 1 ? Answer::kNo : Answer::kNotCovered;
}

bool Terminology::Lookup(const fhir::Coding& coding, std::vector<ConceptId>& out) const {
  const std::optional<SystemIndex> system = tables_->FindSystem(coding.system);
  if (!system) return false;
  if (tables_->hierarchical_codes[*system]) {
    tables_->Collect(*system, ComparedForm(coding.code), out);
  } else {
    tables_->Collect(*system, coding.code, out);
  }
  return true;
}

std::string_view Terminology::SystemName(std::string_view uri) const {
  const std::optional<SystemIndex> system = tables_->FindSystem(uri);
  return system ? std::string_view(tables_->system_names[*system]) : std::string_view();
}

std::string_view Terminology::SystemUri(std::string_view name) const {
  const std::optional<SystemIndex> system = tables_->FindSystemName(name);
  return system ? std::string_view(tables_->system_uris[*system]) : std::string_view();
}

}  // namespace wervelwijzer::terminology
