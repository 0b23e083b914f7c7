// Which inputs get other advice, and whether the changelog says so.

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <utility>

#include "guideline/dmn/cells.h"
#include "guideline/dmn/compare.h"
#include "guideline/lint_parts.h"
#include "guideline/tsv.h"

namespace wervelwijzer::guideline {
namespace {

constexpr std::string_view kStar = "★";

std::string OwnerOf(const std::string& table) { return table.substr(0, table.find('.')); }

bool IsWordByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

// True when `text` holds the word and not a longer one; a rule's number may follow.
bool HasWord(std::string_view text, std::string_view id) {
  for (std::size_t at = text.find(id); at != std::string_view::npos; at = text.find(id, at + 1)) {
    if (at > 0 && IsWordByte(text[at - 1])) continue;
    std::string_view rest = text.substr(at + id.size());
    if (rest.empty() || !IsWordByte(rest.front())) return true;
    const bool is_rule = rest.size() > 1 && rest[0] == '-' && rest[1] >= '0' && rest[1] <= '9';
    if (is_rule) return true;
  }
  return false;
}

// True when `text` names the decision or one of its rules: `imaging-urgency`, `imaging-urgency-5a`,
// and not `imaging-urgency-modality`; `C05` is a rule of consistency-check.
bool Names(std::string_view text, std::string_view id) {
  if (HasWord(text, id)) return true;
  if (id != "consistency-check") return false;
  for (int rule = 1; rule <= 13; ++rule)
    if (HasWord(text, (rule < 10 ? "C0" : "C") + std::to_string(rule))) return true;
  return false;
}

bool NamesEverything(std::string_view text) {
  return text.find("all decisions") != std::string_view::npos;
}

// Decisions and lists that are printed, preconditions and consistency rules, of both sides. Steps
// on the way show in those that require them.
std::vector<std::string> PrintedTables(const GuidelineFiles& before, const GuidelineFiles& after,
                                       std::set<std::string>& owners) {
  for (const GuidelineFiles* files : {&before, &after}) {
    const Result<TsvTable> table = TsvTable::Load(files->decisions_file, {"id"});
    if (!table.ok()) continue;
    for (const TsvRow& row : table->rows()) owners.insert(table->Cell(row, "id"));
  }
  std::set<std::string> tables;
  for (const GuidelineFiles* files : {&before, &after})
    for (const dmn::Model& model : files->set.models)
      for (const dmn::Decision& decision : model.decisions)
        if (owners.contains(OwnerOf(decision.name))) tables.insert(decision.name);
  return {tables.begin(), tables.end()};
}

std::string ChangeText(const dmn::DecisionComparison& comparison,
                       const dmn::Difference& difference) {
  return comparison.decision + ": " + difference.where + ": " + difference.before + " -> " +
         difference.after;
}

void AddChanges(const dmn::DecisionComparison& comparison, std::vector<std::string>& changes) {
  using Kind = dmn::DecisionComparison::Kind;
  if (comparison.kind == Kind::kNew) changes.push_back(comparison.decision + ": new");
  if (comparison.kind == Kind::kGone) changes.push_back(comparison.decision + ": gone");
  for (const std::string& note : comparison.notes)
    changes.push_back(comparison.decision + ": " + note);
  for (const dmn::Difference& difference : comparison.differences)
    changes.push_back(ChangeText(comparison, difference));
  // The share of the cells that differ is a fraction; the number of cells is whole.
  if (comparison.kind == Kind::kCompared && !comparison.same())
    changes.push_back(comparison.decision + ": other advice in " +
                      dmn::NumberText(std::round(comparison.differing_cells)) + " of " +
                      dmn::NumberText(comparison.cells) + " combinations");
}

// A member or a value that only one side has is another advice too, though no region shows it.
bool ChangesAdvice(const dmn::DecisionComparison& comparison) {
  return !comparison.same() || !comparison.notes.empty();
}

}  // namespace

std::vector<StarredEntry> StarredEntries(std::string_view changelog) {
  std::vector<StarredEntry> entries;
  bool in_section = false, in_entry = false;
  for (int line = 1; !changelog.empty(); ++line) {
    const std::size_t end = std::min(changelog.find('\n'), changelog.size());
    const std::string_view text = changelog.substr(0, end);
    changelog.remove_prefix(std::min(end + 1, changelog.size()));
    if (text.starts_with("## ")) {
      if (in_section) break;
      in_section = true;
      continue;
    }
    if (!in_section) continue;
    const bool starts = text.starts_with("* ") || text.starts_with("- ");
    if (starts) in_entry = text.find(kStar) != std::string_view::npos;
    if (starts && in_entry) entries.push_back({std::string(text), line});
    if (!starts && in_entry) entries.back().text += " " + std::string(text);
  }
  return entries;
}

void CheckChangelog(std::span<const StarredEntry> entries, const std::vector<std::string>& changed,
                    const std::vector<std::string>& all, const std::string& file,
                    LintFindings& findings) {
  const auto report = [&](int line, std::string message, std::string decision) {
    LintFinding finding;
    finding.check = "changelog";
    finding.file = file;
    finding.line = line;
    finding.decision = std::move(decision);
    finding.message = std::move(message);
    findings.push_back(std::move(finding));
  };
  const auto has_changed = [&](const std::string& id) {
    return std::ranges::find(changed, id) != changed.end();
  };
  for (const std::string& id : changed) {
    const bool said = std::ranges::any_of(entries, [&](const StarredEntry& entry) {
      return Names(entry.text, id) || NamesEverything(entry.text);
    });
    if (!said) report(0, "advice changed, but no entry with a star says so", id);
  }
  for (const StarredEntry& entry : entries) {
    // "All decisions" must mean all of them, lest one such entry cover whatever else changes.
    if (NamesEverything(entry.text) && !changed.empty() && changed.size() < all.size())
      report(entry.line, "a star for all decisions, but the advice of some did not change", {});
    bool names_any = false;
    for (const std::string& id : all) {
      if (!Names(entry.text, id)) continue;
      names_any = true;
      if (!has_changed(id)) report(entry.line, "a star, but the advice did not change", id);
    }
    if (!names_any && changed.empty()) report(entry.line, "a star, but no advice changed", {});
    if (!names_any && !changed.empty() && !NamesEverything(entry.text))
      report(entry.line, "a star without the decision or rules that changed", {});
  }
}

Result<GuidelineComparison> CompareGuidelines(const std::string& old_directory,
                                              const std::string& new_directory,
                                              const std::string& changelog_file) {
  Result<GuidelineFiles> before = ReadGuidelineFiles(old_directory, {});
  if (!before.ok()) return std::move(before).error();
  Result<GuidelineFiles> after = ReadGuidelineFiles(new_directory, {});
  if (!after.ok()) return std::move(after).error();
  std::set<std::string> owners;
  const std::vector<std::string> tables = PrintedTables(*before, *after, owners);
  Result<std::vector<dmn::DecisionComparison>> comparisons =
      dmn::CompareModels({before->set.models, {before->parameters, before->set.whole_inputs}},
                         {after->set.models, {after->parameters, after->set.whole_inputs}}, tables);
  if (!comparisons.ok()) return std::move(comparisons).error();
  GuidelineComparison result;
  std::set<std::string> changed;
  for (const dmn::DecisionComparison& comparison : *comparisons) {
    AddChanges(comparison, result.changes);
    if (ChangesAdvice(comparison)) changed.insert(OwnerOf(comparison.decision));
  }
  std::ifstream in(changelog_file);
  if (!in) return Error{ErrorKind::kNotFound, "cannot open the changelog", changelog_file};
  const std::string changelog{std::istreambuf_iterator<char>(in), {}};
  CheckChangelog(StarredEntries(changelog), {changed.begin(), changed.end()},
                 {owners.begin(), owners.end()},
                 std::filesystem::path(changelog_file).filename().string(), result.findings);
  return result;
}

}  // namespace wervelwijzer::guideline
