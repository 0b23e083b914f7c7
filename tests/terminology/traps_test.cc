// tests/terminology/traps.tsv: what the codes can be mistaken for.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <regex>
#include <set>

#include "release_files.h"
#include "terminology/table_file.h"
#include "terminology/terminology.h"

namespace wervelwijzer::terminology {
namespace {

const std::string kRoot = WERVELWIJZER_SOURCE_DIR;

const Terminology& Shipped() {
  static const Terminology terminology = Terminology::Load(kRoot + "/terminology/data").value();
  return terminology;
}

std::vector<TableLine> Traps() {
  constexpr std::array<std::string_view, 8> kColumns{"part", "number", "trap",  "system",
                                                     "code", "means",  "never", "held_by"};
  auto rows = ReadTableFile(kRoot + "/tests/terminology/traps.tsv", kColumns);
  EXPECT_TRUE(rows.ok()) << rows.error().ToString();
  return std::move(rows).value();
}

std::vector<std::string> Names(const std::string& cell) {
  return cell == "-" || cell == "none" ? std::vector<std::string>() : SplitList(cell, ',');
}

// The rows of a table of the bindings, cut at tabs, without its comments and columns.
std::vector<std::vector<std::string>> BindingRows(const std::string& name) {
  std::vector<std::vector<std::string>> rows;
  for (const std::string& line : SplitList(ReadFile(kRoot + "/guideline/bindings/" + name), '\n')) {
    if (!line.starts_with("#")) rows.push_back(SplitList(line, '\t'));
  }
  return rows;
}

TEST(TrapsTest, EachCodeMeansWhatItShouldAndNothingThatItShouldNot) {
  for (const TableLine& row : Traps()) {
    const std::string& code = row.cells[4];
    if (code == "-") continue;
    const std::string where = "line " + std::to_string(row.number) + ": " + code;
    std::vector<ConceptId> ids;
    ASSERT_TRUE(Shipped().Lookup({Shipped().SystemUri(row.cells[3]), code, {}}, ids)) << where;
    const auto means = [&](const std::string& name) {
      const auto id = Shipped().Find(name);
      return id && std::find(ids.begin(), ids.end(), *id) != ids.end();
    };
    if (row.cells[5] == "none") {
      EXPECT_TRUE(ids.empty()) << where << " is " << Shipped().Name(ids[0]);
    }
    for (const std::string& name : Names(row.cells[5])) EXPECT_TRUE(means(name)) << where << name;
    for (const std::string& name : Names(row.cells[6])) EXPECT_FALSE(means(name)) << where << name;
  }
}

TEST(TrapsTest, EveryNamedTestIsThere) {
  std::set<std::string> known;
  const std::regex kTest(R"(TEST(?:_F|_P)?\(\s*\w+,\s*(\w+)\s*\))");
  for (const auto& entry : std::filesystem::recursive_directory_iterator(kRoot + "/tests")) {
    if (entry.path().extension() != ".cc") continue;
    const std::string text = ReadFile(entry.path().string());
    for (std::sregex_iterator test(text.begin(), text.end(), kTest), end; test != end; ++test) {
      known.insert((*test)[1]);
    }
  }
  for (const std::string& line : SplitList(ReadFile(kRoot + "/tests/bindings/rows.tsv"), '\n')) {
    known.insert(line.substr(0, line.find('\t')));
  }
  for (const TableLine& row : Traps()) {
    for (const std::string& name : Names(row.cells[7])) {
      EXPECT_TRUE(known.contains(name)) << "line " << row.number << ": " << name;
    }
    EXPECT_FALSE(row.cells[4] == "-" && row.cells[7] == "-") << "line " << row.number;
  }
}

// As many as the research on the codes has written down.
TEST(TrapsTest, NoGapDoubtTrapOrRuleIsLeftOut) {
  const std::map<std::string, int> kParts{{"rule", 9}, {"gap", 17}, {"doubt", 9}, {"trap", 9}};
  std::set<std::string> seen;
  for (const TableLine& row : Traps()) seen.insert(row.cells[0] + " " + row.cells[1]);
  for (const auto& [part, count] : kParts) {
    for (int number = 1; number <= count; ++number) {
      EXPECT_TRUE(seen.contains(part + " " + std::to_string(number))) << part << " " << number;
    }
  }
}

TEST(TrapsTest, EveryUriFormOfASystemIsTheSystem) {
  const std::pair<const char*, const char*> kForms[] = {
      {"urn:oid:2.16.840.1.113883.6.96", "snomed"},
      {"http://snomed.info/sct/11000146104/version/20260930", "snomed"},
      {"http://snomed.info/sct|http://snomed.info/sct/11000146104", "snomed"},
      {"urn:oid:2.16.840.1.113883.6.1", "loinc"},
      {"urn:oid:2.16.840.1.113883.6.3", "icd-10"},
      {"http://hl7.org/fhir/sid/icd-10-nl", "icd-10"},
      {"urn:oid:2.16.840.1.113883.6.3.2", "icd-10"},
      {"http://fhir.de/CodeSystem/bfarm/icd-10-gm|2026", "icd-10"},
      {"urn:oid:2.16.840.1.113883.6.90", "icd-10-cm"},
      {"urn:oid:2.16.840.1.113883.6.73", "atc"},
      {"urn:oid:2.16.840.1.113883.6.88", "rxnorm"},
      {"http://hl7.org/fhir/sid/icpc-1-nl", "icpc-1-nl"},
      {"urn:oid:2.16.840.1.113883.2.4.4.31.1", "icpc-1-nl"}};
  for (const auto& [uri, name] : kForms) EXPECT_EQ(Shipped().SystemName(uri), name) << uri;
  EXPECT_EQ(Shipped().SystemName("urn:oid:2.16.840.1.113883.6.960"), "");
  EXPECT_EQ(Shipped().SystemName("http://snomed.info/sctx"), "");
}

TEST(TrapsTest, IcpcIsKnownWhereItIsGivenAndCoversNoMore) {
  const char* icpc = "http://hl7.org/fhir/sid/icpc-1-nl";
  EXPECT_EQ(Shipped().Is(*Shipped().Find("back-pain"), {icpc, "L03", {}}), Answer::kYes);
  EXPECT_EQ(Shipped().Is(*Shipped().Find("cancer-breast"), {icpc, "X76", {}}), Answer::kNotCovered);
}

TEST(TrapsTest, DisplayIsNeverMatchedOn) {
  std::vector<ConceptId> right, wrong;
  Shipped().Lookup({"http://snomed.info/sct", "94602001", "Bone Scan"}, right);
  Shipped().Lookup({"http://snomed.info/sct", "273255001", "Metastasis to spine"}, wrong);
  EXPECT_FALSE(right.empty());
  EXPECT_TRUE(wrong.empty());
}

// Codes of ICPC-1-NL only where a public page quotes them; nothing of the G-Standaard, the CBV and
// the NZa. The lists of the zibs, which Nictiz publishes for all, are no such systems.
TEST(TrapsTest, NoRowHasContentOfALicensedNationalSystem) {
  std::size_t of_icpc = 0;
  for (const Row& row : Shipped().rows()) {
    const std::string_view uri = Shipped().SystemUri(row.system);
    for (const char* licensed : {"113883.2.4.4.", "113883.2.4.3.120.", "113883.2.4.3.27."}) {
      EXPECT_EQ(uri.find(licensed), std::string::npos) << row.code;
    }
    of_icpc += row.system == "icpc-1-nl" ? 1 : 0;
  }
  EXPECT_LE(of_icpc, 5u);
}

// Each is reached by the intake form or a local code; a public code would be a guess.
TEST(TrapsTest, NoConceptWithoutACodeHasOne) {
  for (const char* name :
       {"metastatic-spinal-cord-compression", "bilsky-grade", "sins-total", "asia-grade",
        "lhermitte", "weakness-lower-limb", "radiation-necrosis", "mri-contraindication"}) {
    EXPECT_FALSE(Shipped().Find(name)) << name;
  }
}

TEST(TrapsTest, NoFactConcludesACourseFromAnOrder) {
  for (const std::vector<std::string>& row : BindingRows("facts.tsv")) {
    if (row.size() < 5 || row[2] != "medication") continue;
    const bool course = row[4].find("corticosteroid") != std::string::npos ||
                        row[4].find("opioid") != std::string::npos ||
                        row[4].find("dexamethasone") != std::string::npos;
    EXPECT_FALSE(course && !row[1].starts_with("?")) << row[0] << " from " << row[4];
  }
}

// A size says of which lesion it is by its site; without one it is that much or more, which can
// alarm and never reassures.
TEST(TrapsTest, NoFactConcludesFromASizeOrCountThatNamesNoLesion) {
  const auto names_size = [](const std::vector<std::string>& row) {
    return std::ranges::any_of(row, [](const std::string& cell) {
      return cell.find("tumour-size") != std::string::npos ||
             cell.find("tumour-longest-dimension") != std::string::npos ||
             cell.find("lesion-count") != std::string::npos;
    });
  };
  EXPECT_TRUE(std::ranges::none_of(BindingRows("facts.tsv"), names_size));
  std::size_t sizes = 0;
  for (const std::vector<std::string>& row : BindingRows("answers.tsv")) {
    if (!names_size(row)) continue;
    ++sizes;
    const std::string &gives = row[3], &site = row[5];
    EXPECT_TRUE(site == "none" ? gives.ends_with("..") : site.starts_with("body-site-")) << row[0];
  }
  EXPECT_GT(sizes, 0u);
}

}  // namespace
}  // namespace wervelwijzer::terminology
