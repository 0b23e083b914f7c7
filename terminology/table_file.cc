#include "terminology/table_file.h"

#include <fstream>
#include <utility>

namespace wervelwijzer::terminology {
namespace {

std::vector<std::string> SplitTabs(std::string_view line) {
  std::vector<std::string> cells;
  std::size_t begin = 0;
  for (std::size_t tab = line.find('\t'); tab != std::string_view::npos;
       tab = line.find('\t', begin)) {
    cells.emplace_back(line.substr(begin, tab - begin));
    begin = tab + 1;
  }
  cells.emplace_back(line.substr(begin));
  return cells;
}

Error AtLine(std::string message, const std::string& path, std::size_t number) {
  return InvalidInput(std::move(message), path + ":" + std::to_string(number));
}

bool IsHeader(const std::vector<std::string>& cells, std::span<const std::string_view> columns) {
  if (cells.size() != columns.size()) return false;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (cells[i] != columns[i]) return false;
  }
  return true;
}

}  // namespace

Result<std::vector<TableLine>> ReadTableFile(const std::string& path,
                                             std::span<const std::string_view> columns) {
  std::ifstream file(path);
  if (!file) return Error{ErrorKind::kNotFound, "table cannot be read", path};
  std::vector<TableLine> lines;
  std::string text;
  bool header_seen = false;
  for (std::size_t number = 1; std::getline(file, text); ++number) {
    if (!text.empty() && text.back() == '\r') text.pop_back();
    if (text.empty() || text.front() == '#') continue;
    std::vector<std::string> cells = SplitTabs(text);
    if (!header_seen) {
      if (!IsHeader(cells, columns)) return AtLine("header has other columns", path, number);
      header_seen = true;
      continue;
    }
    if (cells.size() != columns.size()) {
      return AtLine("line has " + std::to_string(cells.size()) + " cells in place of " +
                        std::to_string(columns.size()),
                    path, number);
    }
    lines.push_back({number, std::move(cells)});
  }
  if (!header_seen) return AtLine("table is empty", path, 1);
  return lines;
}

std::vector<std::string> SplitList(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = text.find(separator);
    std::string_view part = text.substr(0, end);
    while (!part.empty() && part.front() == ' ') part.remove_prefix(1);
    while (!part.empty() && part.back() == ' ') part.remove_suffix(1);
    if (!part.empty()) parts.emplace_back(part);
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return parts;
}

}  // namespace wervelwijzer::terminology
