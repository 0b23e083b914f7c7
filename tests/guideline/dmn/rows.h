#pragma once

// Rows of a table in a data file: fields parted by tabs, the first line names the columns.

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace wervelwijzer::dmn {

using Row = std::vector<std::string>;

// Rows of tests/guideline/dmn/data/FILE, each padded with empty fields to `columns`. Empty when the
// file cannot be read: a test must look at the count.
inline std::vector<Row> ReadRows(const std::string& file, std::size_t columns) {
  std::ifstream stream(std::string(WERVELWIJZER_SOURCE_DIR) + "/tests/guideline/dmn/data/" + file);
  std::vector<Row> rows;
  std::string line;
  std::getline(stream, line);
  while (std::getline(stream, line)) {
    Row row;
    std::istringstream fields(line);
    for (std::string field; std::getline(fields, field, '\t');) row.push_back(field);
    row.resize(columns);
    rows.push_back(row);
  }
  return rows;
}

}  // namespace wervelwijzer::dmn
