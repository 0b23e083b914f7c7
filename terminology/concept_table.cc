#include "terminology/concept_table.h"

#include <algorithm>
#include <utility>

#include "terminology/table_file.h"

namespace wervelwijzer::terminology {
namespace {

std::optional<Match> MatchOfName(std::string_view name) {
  if (name == "exact") return Match::kExact;
  if (name == "descendants") return Match::kDescendants;
  if (name == "prefix") return Match::kPrefix;
  return std::nullopt;
}

// `C00-C97`; a code of OPS has its dash elsewhere.
bool IsRange(std::string_view code) { return code.size() == 7 && code[3] == '-'; }

}  // namespace

void AddOnce(std::vector<ConceptId>& ids, ConceptId id) {
  if (std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
}

Result<ConceptTable> ConceptTable::Read(const std::string& path, const SystemTable& systems) {
  static constexpr std::array<std::string_view, 8> kColumns{"concept", "role",  "system", "code",
                                                            "display", "match", "status", "source"};
  const auto lines = ReadTableFile(path, kColumns);
  if (!lines.ok()) return lines.error();
  ConceptTable table;
  table.rows_.reserve(lines->size());
  for (const TableLine& line : *lines) {
    const std::string where = path + ":" + std::to_string(line.number);
    const auto system = systems.FindName(line.cells[2]);
    if (!system) {
      return InvalidInput("system `" + line.cells[2] + "` is not in systems.tsv", where);
    }
    const auto match = MatchOfName(line.cells[5]);
    if (!match) return InvalidInput("match `" + line.cells[5] + "` is not known", where);
    const CodeForm form = systems.Form(*system);
    if (*match == Match::kPrefix && !IsClass(form)) {
      return InvalidInput("codes of `" + line.cells[2] + "` have no prefixes", where);
    }
    Row row{.concept_id = table.Intern(line.cells[0]),
            .role = line.cells[1],
            .system = line.cells[2],
            .code = line.cells[3],
            .display = line.cells[4],
            .match = *match,
            .status = line.cells[6],
            .source = line.cells[7]};
    table.Index(row, *system, form);
    table.rows_.push_back(std::move(row));
  }
  return table;
}

ConceptId ConceptTable::Intern(const std::string& name) {
  const auto [entry, added] = ids_.emplace(name, static_cast<ConceptId>(names_.size()));
  if (added) {
    names_.push_back(name);
    coverage_.emplace_back();
  }
  return entry->second;
}

void ConceptTable::Index(const Row& row, SystemIndex system, CodeForm form) {
  // Below a code of ICD-10 or ATC lies what begins with it: no hierarchy is needed.
  const bool needs_hierarchy = row.match == Match::kDescendants && !IsClass(form);
  // An unverified row says neither yes nor no, so that its code stays not covered.
  const bool is_complete = row.is_used() && !needs_hierarchy;
  RowCoverage& coverage = coverage_[row.concept_id][system];
  if (coverage == RowCoverage::kNoRow) ++with_rows_[system];
  coverage =
      std::max(coverage, is_complete ? RowCoverage::kComplete : RowCoverage::kNeedsHierarchy);
  needs_hierarchy_[system] = needs_hierarchy_[system] || (row.is_used() && needs_hierarchy);
  if (!IsClass(form) || row.match == Match::kExact || !row.is_used()) return;
  if (IsRange(row.code)) {
    ranges_.push_back({system, row.code.substr(0, 3), row.code.substr(4), row.concept_id});
  } else if (const auto key = PackCode(system, form, ComparedForm(form, row.code))) {
    AddOnce(leading_[*key], row.concept_id);
  }
}

std::optional<ConceptId> ConceptTable::Find(std::string_view concept_name) const {
  const auto found = ids_.find(std::string(concept_name));
  if (found == ids_.end()) return std::nullopt;
  return found->second;
}

void ConceptTable::CollectLeading(SystemIndex system, std::string_view code,
                                  std::vector<ConceptId>& out) const {
  if (code.size() > kLongestClassCode) return;
  auto key = PackCode(system, CodeForm::kClass, code);
  for (std::size_t length = code.size(); key && length > 0; --length) {
    if (const auto found = leading_.find(*key); found != leading_.end()) {
      for (const ConceptId id : found->second) AddOnce(out, id);
    }
    key = PackedWithoutLast(*key);
  }
  const std::string_view category = code.substr(0, 3);
  for (const Range& range : ranges_) {
    if (range.system == system && category >= range.low && category <= range.high) {
      AddOnce(out, range.concept_id);
    }
  }
}

}  // namespace wervelwijzer::terminology
