#pragma once

// Tables in files: UTF-8, tab separated, one header line; `#` begins a comment line. The form of
// terminology/data and of guideline/bindings.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace wervelwijzer::terminology {

struct TableLine {
  std::size_t number = 0;          // 1 is the header
  std::vector<std::string> cells;  // as many as there are columns
};

// The lines below the header. The header must name exactly `columns`, in that order, and each line
// must have a cell for each. kNotFound when the file cannot be read.
Result<std::vector<TableLine>> ReadTableFile(const std::string& path,
                                             std::span<const std::string_view> columns);

// `text` cut at `separator`, the parts without surrounding blanks; none for the empty text.
std::vector<std::string> SplitList(std::string_view text, char separator);

}  // namespace wervelwijzer::terminology
