// tests/terminology/spellings.tsv: by which spellings a code system is known.

#include "terminology/spelling.h"

#include <gtest/gtest.h>

#include <array>

#include "terminology/system_table.h"
#include "terminology/table_file.h"

namespace wervelwijzer::terminology {
namespace {

const std::string kRoot = WERVELWIJZER_SOURCE_DIR;

const SystemTable& Shipped() {
  static const SystemTable systems =
      SystemTable::Read(kRoot + "/terminology/data/systems.tsv").value();
  return systems;
}

std::vector<TableLine> Spellings() {
  constexpr std::array<std::string_view, 3> kColumns{"system", "spelling", "kind"};
  auto rows = ReadTableFile(kRoot + "/tests/terminology/spellings.tsv", kColumns);
  EXPECT_TRUE(rows.ok()) << rows.error().ToString();
  return std::move(rows).value();
}

std::string WithBlanks(std::string text) {
  for (const auto& [name, blank] : {std::pair("\\s", " "), std::pair("\\t", "\t")}) {
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name)) {
      text.replace(at, 2, blank);
    }
  }
  return text;
}

TEST(SpellingTest, EachSpellingIsItsSystem) {
  for (const TableLine& row : Spellings()) {
    const auto system = Shipped().FindUri(WithBlanks(row.cells[1]));
    const std::string_view name = system ? Shipped().Name(*system) : "-";
    EXPECT_EQ(name, row.cells[0]) << "line " << row.number << ": " << row.cells[1];
  }
}

// What does not count may be done to every address of the table at once.
TEST(SpellingTest, EveryAddressIsKnownInEverySpelling) {
  constexpr std::array<std::string_view, 5> kColumns{"system", "form", "match", "uri", "note"};
  const auto rows = ReadTableFile(kRoot + "/terminology/data/systems.tsv", kColumns);
  ASSERT_TRUE(rows.ok());
  for (const TableLine& row : *rows) {
    const std::string& uri = row.cells[3];
    std::string bare(Spelling(uri).text());
    std::string upper = uri;
    for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    for (const std::string& spelling :
         {uri, upper, bare, " " + uri + "\t", uri + "/", uri + "#", uri + "|2.1", "http://" + bare,
          "https://www." + bare + "/"}) {
      const auto system = Shipped().FindUri(spelling);
      ASSERT_TRUE(system) << spelling;
      EXPECT_EQ(Shipped().Name(*system), row.cells[0]) << spelling;
    }
  }
}

TEST(SpellingTest, WhatIsTooLongIsNoSpelling) {
  EXPECT_EQ(Spelling("http://" + std::string(kLongestSpelling, 'a')).text(), "");
  EXPECT_EQ(Spelling(std::string(kLongestSpelling, 'a')).text().size(), kLongestSpelling);
}

}  // namespace
}  // namespace wervelwijzer::terminology
