#include "guideline/tsv.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace wervelwijzer::guideline {
namespace {

std::string_view Trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\r')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

// Unlike SplitText the empty text is one empty cell.
std::vector<std::string> Cells(std::string_view line) {
  std::vector<std::string> cells;
  while (true) {
    const std::size_t end = line.find('\t');
    cells.emplace_back(Trim(line.substr(0, end)));
    if (end == std::string_view::npos) return cells;
    line.remove_prefix(end + 1);
  }
}

}  // namespace

std::vector<std::string> SplitText(std::string_view text, char separator) {
  std::vector<std::string> parts;
  if (Trim(text).empty()) return parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.emplace_back(Trim(text.substr(0, end)));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

Result<TsvTable> TsvTable::Load(const std::string& path,
                                const std::vector<std::string_view>& required) {
  std::ifstream in(path);
  TsvTable table;
  table.file_ = std::filesystem::path(path).filename().string();
  if (!in) return Error{ErrorKind::kNotFound, "cannot open the file", path};
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (Trim(line).empty() || line.front() == '#') continue;
    if (table.columns_.empty()) {
      table.columns_ = Cells(line);
      continue;
    }
    TsvRow row{Cells(line), number};
    if (row.cells.size() > table.columns_.size())
      return InvalidInput("more cells than columns", table.Place(row));
    row.cells.resize(table.columns_.size());
    table.rows_.push_back(std::move(row));
  }
  for (std::string_view column : required) {
    if (std::ranges::find(table.columns_, column) == table.columns_.end())
      return InvalidInput("no column `" + std::string(column) + "`", table.file_ + ":1");
  }
  return table;
}

const std::string& TsvTable::Cell(const TsvRow& row, std::string_view column) const {
  static const std::string kEmpty;
  const auto found = std::ranges::find(columns_, column);
  if (found == columns_.end()) return kEmpty;
  return row.cells[static_cast<std::size_t>(found - columns_.begin())];
}

std::string TsvTable::Place(const TsvRow& row) const {
  return file_ + ":" + std::to_string(row.line);
}

}  // namespace wervelwijzer::guideline
