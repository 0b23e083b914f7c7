// Words for everything that can be printed, in both languages.

#include <set>
#include <utility>

#include "guideline/box.h"
#include "guideline/lint_parts.h"
#include "guideline/tsv.h"

namespace wervelwijzer::guideline {
namespace {

constexpr std::string_view kLists[] = {"codes", "flags", "missing", "participants"};

// The decision of the guideline that a table belongs to; empty for a step on the way.
std::string Owner(const std::string& table, const std::set<std::string>& ids) {
  const std::size_t dot = table.find('.');
  std::string owner = table.substr(0, dot);
  if (!ids.contains(owner)) return {};
  if (dot == std::string::npos) return owner;
  const std::string_view suffix = std::string_view(table).substr(dot + 1);
  for (std::string_view list : kLists)
    if (suffix == list) return owner;
  return {};
}

// Codes that are members of a set input have their words there.
bool IsSetMember(const InputCatalogue& catalogue, std::string_view code) {
  for (const InputDefinition& definition : catalogue.definitions())
    if (definition.type == InputType::kSet && definition.Allows(code)) return true;
  return false;
}

void AddResultKeys(const InputCatalogue& catalogue, const dmn::ProgramDecision& decision,
                   const std::string& owner, std::set<std::string>& keys) {
  const bool is_missing = decision.id.ends_with(".missing");
  for (const std::vector<dmn::OutputValue>& result : decision.results) {
    const std::string& code = result.front().text;
    if (code.empty() || (is_missing && IsSetMember(catalogue, code))) continue;
    keys.insert("result." + owner + "." + code);
  }
  for (std::size_t i = 1; i < decision.output_names.size(); ++i)
    keys.insert("member." + decision.output_names[i]);
}

void AddValueKeys(const InputCatalogue& catalogue, std::set<std::string>& keys) {
  for (const InputDefinition& definition : catalogue.definitions()) {
    const bool has_codes =
        definition.type == InputType::kEnumeration || definition.type == InputType::kSet;
    if (!has_codes) continue;
    for (const std::string& code : definition.allowed_values)
      keys.insert("value." + definition.id + "." + code);
  }
}

std::set<std::string> KeysOf(const GuidelineFiles& files, const dmn::Program& program) {
  std::set<std::string> ids, keys;
  const Result<TsvTable> table = TsvTable::Load(files.decisions_file, {"id"});
  if (!table.ok()) return keys;
  for (const TsvRow& row : table->rows()) {
    const std::string& id = table->Cell(row, "id");
    ids.insert(id);
    keys.insert("decision." + id);
    keys.insert("question." + id);
  }
  for (const dmn::ProgramDecision& decision : program.decisions()) {
    const std::string owner = Owner(decision.id, ids);
    if (!owner.empty()) AddResultKeys(files.catalogue, decision, owner, keys);
  }
  for (const char* status : {"determined", "undetermined", "inconsistent", "not-applicable"})
    keys.insert(std::string("status.") + status);
  AddValueKeys(files.catalogue, keys);
  return keys;
}

std::set<std::string> KeysWithWords(const TsvTable& table) {
  std::set<std::string> keys;
  for (const TsvRow& row : table.rows())
    if (!table.Cell(row, "text").empty()) keys.insert(table.Cell(row, "key"));
  return keys;
}

void Report(const std::string& file, const std::string& message, LintFindings& findings) {
  LintFinding finding;
  finding.check = "text";
  finding.file = file;
  finding.message = message;
  findings.push_back(std::move(finding));
}

}  // namespace

void CheckTexts(const std::string& directory, const GuidelineFiles& files,
                const dmn::Program& program, LintFindings& findings) {
  const std::set<std::string> wanted = KeysOf(files, program);
  std::set<std::string> all;
  std::vector<std::pair<std::string, std::set<std::string>>> found;
  for (const char* file : {"text.nl.tsv", "text.en.tsv"}) {
    const Result<TsvTable> table = TsvTable::Load(directory + "/" + file, {"key", "text"});
    if (!table.ok()) {
      Report(file, table.error().message, findings);
      continue;
    }
    found.emplace_back(file, KeysWithWords(*table));
    all.insert(found.back().second.begin(), found.back().second.end());
  }
  for (const auto& [file, keys] : found) {
    for (const std::string& key : wanted)
      if (!keys.contains(key)) Report(file, "no words for `" + key + "`", findings);
    for (const std::string& key : all)
      if (!keys.contains(key) && !wanted.contains(key))
        Report(file, "no words for `" + key + "`, which the other language has", findings);
  }
}

}  // namespace wervelwijzer::guideline
