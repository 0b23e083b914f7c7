#pragma once

// Tables as text: one row a line, columns between tabs, names of the columns in the first line.
// Lines that are empty or begin with `#` are passed over. No quoting: a cell holds no tab and no
// line end.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace wervelwijzer::guideline {

struct TsvRow {
  std::vector<std::string> cells;  // as many as the table has columns
  int line = 0;                    // counts from 1
};

class TsvTable {
 public:
  // Reads the file. Errors: kNotFound, or kInvalidInput with `file:line` as path when a row has
  // more cells than there are columns, or when one of `required` is no column.
  static Result<TsvTable> Load(const std::string& path,
                               const std::vector<std::string_view>& required);

  const std::vector<TsvRow>& rows() const { return rows_; }
  // The cell under the column; empty when there is no such column.
  const std::string& Cell(const TsvRow& row, std::string_view column) const;
  // `inputs.tsv:12`, for messages.
  std::string Place(const TsvRow& row) const;

 private:
  std::string file_;
  std::vector<std::string> columns_;
  std::vector<TsvRow> rows_;
};

// The parts between separators; none for the empty text. Parts are trimmed of blanks.
std::vector<std::string> SplitText(std::string_view text, char separator);

}  // namespace wervelwijzer::guideline
