// tests/bindings/sample_codes.tsv: the codes of public samples, judged by us, against the table.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <iostream>
#include <set>
#include <string>

#include "terminology/table_file.h"
#include "terminology/terminology.h"

namespace wervelwijzer::terminology {
namespace {

std::set<std::string> LicensedSystems(const std::string& root) {
  constexpr std::array<std::string_view, 2> kColumns{"system", "reason"};
  const auto rows = ReadTableFile(root + "/tests/bindings/sample_licences.tsv", kColumns);
  EXPECT_TRUE(rows.ok()) << rows.error().ToString();
  std::set<std::string> systems;
  for (const TableLine& row : *rows) systems.insert(row.cells[0]);
  return systems;
}

TEST(SampleCodesTest, NineOfTenCodesThatMeanAConceptAreKnownAndNoOtherIs) {
  const std::string root = WERVELWIJZER_SOURCE_DIR;
  const auto codes = Terminology::Load(root + "/terminology/data");
  ASSERT_TRUE(codes.ok());
  constexpr std::array<std::string_view, 5> kColumns{"system", "code", "display", "means",
                                                     "reason"};
  const auto rows = ReadTableFile(root + "/tests/bindings/sample_codes.tsv", kColumns);
  ASSERT_TRUE(rows.ok()) << rows.error().ToString();
  const std::set<std::string> licensed_systems = LicensedSystems(root);
  int meant = 0, known = 0, licensed = 0;
  for (const TableLine& row : *rows) {
    const bool is_licensed = licensed_systems.contains(row.cells[0]);
    std::vector<ConceptId> ids;
    const std::string_view uri = codes->SystemUri(row.cells[0]);
    codes->Lookup({uri.empty() ? row.cells[0] : uri, row.cells[1], {}}, ids);
    if (row.cells[3] != "yes") {
      EXPECT_TRUE(ids.empty()) << row.cells[1] << " " << row.cells[2];
      EXPECT_TRUE(row.cells[3] == "no" || row.cells[3] == "not-known") << row.number;
      meant += row.cells[3] == "not-known" ? 1 : 0;
      licensed += is_licensed && row.cells[3] == "not-known" ? 1 : 0;
      continue;
    }
    EXPECT_FALSE(is_licensed) << row.cells[1];
    ++meant;
    bool all = true;
    for (const std::string& name : SplitList(row.cells[4], ',')) {
      const auto id = codes->Find(name);
      all = all && id && std::find(ids.begin(), ids.end(), *id) != ids.end();
    }
    EXPECT_TRUE(all) << row.cells[1] << " is not " << row.cells[4];
    known += all ? 1 : 0;
  }
  std::cout << known << " of " << meant
            << " codes that mean a concept are known: " << known * 100 / meant << " %; without the "
            << licensed << " that may not be listed: " << known * 100 / (meant - licensed)
            << " %\n";
  EXPECT_GT(meant, 300);
  EXPECT_GE(known * 100, (meant - licensed) * 90);
}

}  // namespace
}  // namespace wervelwijzer::terminology
