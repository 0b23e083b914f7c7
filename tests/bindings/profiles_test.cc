// tests/bindings/profiles.tsv, one test per row: what is bound of fixtures that are shaped after
// public profiles.

#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <sstream>

#include "terminology/table_file.h"
#include "tests/bindings/record_builder.h"

namespace wervelwijzer::guideline {
namespace {

using terminology::TableLine;

const std::string kFolder = std::string(WERVELWIJZER_SOURCE_DIR) + "/tests/bindings/";

std::vector<TableLine> Rows() {
  constexpr std::array<std::string_view, 5> kColumns{"name", "file", "input", "expected",
                                                     "evidence"};
  auto rows = terminology::ReadTableFile(kFolder + "profiles.tsv", kColumns);
  if (!rows.ok()) {
    ADD_FAILURE() << rows.error().ToString();
    return {};
  }
  return std::move(rows).value();
}

BoundPatient PatientOf(const std::string& file) {
  std::ostringstream text;
  text << std::ifstream(kFolder + "profiles/" + file).rdbuf();
  return BoundPatient({}, fhir::ResourceOrigin::kPrefetch, text.str());
}

class ProfileTest : public ::testing::TestWithParam<TableLine> {};

TEST_P(ProfileTest, GivesTheExpectedValueAndEvidence) {
  const std::vector<std::string>& cells = GetParam().cells;
  const std::string &input = cells[2], &expected = cells[3];
  const BoundPatient patient = PatientOf(cells[1]);
  const std::vector<Evidence>& evidence = patient.bound().inputs.Get(input).evidence;
  if (expected.starts_with('?')) {
    EXPECT_EQ(patient.Value(input), "unknown");
    EXPECT_EQ(patient.Hints(input), expected.substr(1));
  } else {
    EXPECT_EQ(patient.Value(input), expected);
  }
  EXPECT_EQ(evidence.empty() ? "-" : evidence.front().reference, cells[4]);
}

INSTANTIATE_TEST_SUITE_P(Profiles, ProfileTest, ::testing::ValuesIn(Rows()),
                         [](const auto& row) { return row.param.cells[0]; });

}  // namespace
}  // namespace wervelwijzer::guideline
