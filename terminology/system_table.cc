#include "terminology/system_table.h"

#include <algorithm>
#include <array>

#include "terminology/table_file.h"

namespace wervelwijzer::terminology {
namespace {

CodeForm FormOf(std::string_view name) {
  if (name == "snomed") return CodeForm::kNumber;
  return name.starts_with("icd") || name == "atc" ? CodeForm::kClass : CodeForm::kText;
}

}  // namespace

Result<SystemTable> SystemTable::Read(const std::string& path) {
  static constexpr std::array<std::string_view, 4> kColumns{"system", "match", "uri", "note"};
  const auto lines = ReadTableFile(path, kColumns);
  if (!lines.ok()) return lines.error();
  SystemTable table;
  for (const TableLine& line : *lines) {
    const std::string where = path + ":" + std::to_string(line.number);
    const std::string& uri = line.cells[2];
    const SystemIndex system = table.Intern(line.cells[0], uri);
    if (table.size() > kMostSystems) return InvalidInput("more than 64 systems", where);
    if (table.Form(system) == CodeForm::kClass && system >= kPackedSystems) {
      return InvalidInput("classification is not among the first 16 systems", where);
    }
    if (line.cells[1] == "prefix") {
      table.beginnings_.push_back({uri, system});
    } else if (line.cells[1] != "exact") {
      return InvalidInput("match `" + line.cells[1] + "` is not known", where);
    } else if (!table.by_uri_.emplace(uri, system).second) {
      return InvalidInput("uri `" + uri + "` stands twice", where);
    }
  }
  return table;
}

SystemIndex SystemTable::Intern(const std::string& name, const std::string& uri) {
  if (const auto known = FindName(name)) return *known;
  systems_.push_back({name, uri, FormOf(name)});
  return static_cast<SystemIndex>(systems_.size() - 1);
}

std::optional<SystemIndex> SystemTable::FindUri(std::string_view uri) const {
  uri = uri.substr(0, uri.find('|'));
  if (const auto found = by_uri_.find(uri); found != by_uri_.end()) return found->second;
  for (const Beginning& beginning : beginnings_) {
    if (uri.starts_with(beginning.uri)) return beginning.system;
  }
  return std::nullopt;
}

std::optional<SystemIndex> SystemTable::FindName(std::string_view name) const {
  const auto found = std::find_if(systems_.begin(), systems_.end(),
                                  [name](const System& system) { return system.name == name; });
  if (found == systems_.end()) return std::nullopt;
  return static_cast<SystemIndex>(found - systems_.begin());
}

}  // namespace wervelwijzer::terminology
