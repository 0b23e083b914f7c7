#include "terminology/system_table.h"

#include <algorithm>
#include <array>

#include "terminology/spelling.h"
#include "terminology/table_file.h"

namespace wervelwijzer::terminology {

Result<SystemTable> SystemTable::Read(const std::string& path) {
  static constexpr std::array<std::string_view, 5> kColumns{"system", "form", "match", "uri",
                                                            "note"};
  const auto lines = ReadTableFile(path, kColumns);
  if (!lines.ok()) return lines.error();
  SystemTable table;
  for (const TableLine& line : *lines) {
    const std::string where = path + ":" + std::to_string(line.number);
    const std::string& uri = line.cells[3];
    const auto form = CodeFormOfName(line.cells[1]);
    if (!form) return InvalidInput("form `" + line.cells[1] + "` is not known", where);
    const SystemIndex system = table.Intern(line.cells[0], uri, *form);
    if (table.size() > kMostSystems) return InvalidInput("more than 64 systems", where);
    if (table.Form(system) != *form) {
      return InvalidInput("system `" + line.cells[0] + "` has two forms", where);
    }
    if (IsClass(*form) && system >= kPackedSystems) {
      return InvalidInput("classification is not among the first 16 systems", where);
    }
    const std::string spelling(Spelling(uri).text());
    if (spelling.empty()) return InvalidInput("uri `" + uri + "` is too long or empty", where);
    if (line.cells[2] == "prefix") {
      table.beginnings_.push_back({spelling + "/", system});
    } else if (line.cells[2] != "exact") {
      return InvalidInput("match `" + line.cells[2] + "` is not known", where);
    } else if (!table.by_uri_.emplace(uri, system).second) {
      return InvalidInput("uri `" + uri + "` stands twice", where);
    } else if (table.by_spelling_.emplace(spelling, system).first->second != system) {
      return InvalidInput("uri `" + uri + "` spells another system", where);
    }
  }
  return table;
}

SystemIndex SystemTable::Intern(const std::string& name, const std::string& uri, CodeForm form) {
  if (const auto known = FindName(name)) return *known;
  systems_.push_back({name, uri, form});
  return static_cast<SystemIndex>(systems_.size() - 1);
}

std::optional<SystemIndex> SystemTable::FindUri(std::string_view uri) const {
  const std::string_view plain = uri.substr(0, uri.find('|'));
  if (const auto found = by_uri_.find(plain); found != by_uri_.end()) return found->second;
  const Spelling spelling(uri);
  const std::string_view text = spelling.text();
  if (text.empty()) return std::nullopt;
  if (const auto found = by_spelling_.find(text); found != by_spelling_.end()) {
    return found->second;
  }
  for (const Beginning& beginning : beginnings_) {
    if (text.starts_with(beginning.spelling)) return beginning.system;
  }
  return std::nullopt;
}

std::optional<SystemIndex> SystemTable::FindName(std::string_view name) const {
  const auto found =
      std::ranges::find_if(systems_, [name](const System& system) { return system.name == name; });
  if (found == systems_.end()) return std::nullopt;
  return static_cast<SystemIndex>(found - systems_.begin());
}

}  // namespace wervelwijzer::terminology
