// tests/bindings/rows.tsv and fine_print.tsv, one test per row.

#include <gtest/gtest.h>

#include <array>

#include "terminology/table_file.h"
#include "tests/bindings/record_builder.h"

namespace wervelwijzer::guideline {
namespace {

using terminology::TableLine;

std::vector<TableLine> RowsOf(const std::string& file) {
  constexpr std::array<std::string_view, 4> kColumns{"name", "input", "expected", "record"};
  auto rows = terminology::ReadTableFile(
      std::string(WERVELWIJZER_SOURCE_DIR) + "/tests/bindings/" + file, kColumns);
  if (!rows.ok()) {
    ADD_FAILURE() << rows.error().ToString();
    return {};
  }
  return std::move(rows).value();
}

class RowTest : public ::testing::TestWithParam<TableLine> {};

TEST_P(RowTest, GivesTheExpectedValue) {
  const std::vector<std::string>& cells = GetParam().cells;
  const BoundPatient patient(BuildResources(cells[3]));
  if (cells[2].starts_with('?')) {
    EXPECT_EQ(patient.Value(cells[1]), "unknown") << cells[3];
    EXPECT_NE(("|" + patient.Hints(cells[1])).find("|" + cells[2].substr(1)), std::string::npos)
        << "hints: " << patient.Hints(cells[1]);
  } else if (cells[2] == "nothing") {
    EXPECT_EQ(patient.Value(cells[1]), "unknown") << cells[3];
    EXPECT_EQ(patient.Hints(cells[1]), "") << cells[3];
  } else {
    EXPECT_EQ(patient.Value(cells[1]), cells[2]) << cells[3];
  }
}

INSTANTIATE_TEST_SUITE_P(Rows, RowTest, ::testing::ValuesIn(RowsOf("rows.tsv")),
                         [](const auto& row) { return row.param.cells[0]; });
INSTANTIATE_TEST_SUITE_P(FinePrint, RowTest, ::testing::ValuesIn(RowsOf("fine_print.tsv")),
                         [](const auto& row) { return row.param.cells[0]; });

}  // namespace
}  // namespace wervelwijzer::guideline
