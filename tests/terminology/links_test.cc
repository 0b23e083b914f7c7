// Links of an operator's own codes. The numbers of the source are made up: they are none of the
// G-Standaard.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "release_files.h"
#include "terminology/import_links.h"
#include "terminology/terminology.h"

namespace wervelwijzer::terminology {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

const std::string kData = WERVELWIJZER_SOURCE_DIR "/terminology/data";
constexpr std::string_view kGpk = "urn:oid:2.16.840.1.113883.2.4.4.1";
constexpr std::string_view kHeader = "system\tcode\ttarget-system\ttarget-code\n";

std::string GpkRow(const std::string& code, const std::string& target) {
  return std::string(kGpk) + "\t" + code + "\t" + target + "\n";
}

class LinksTest : public ::testing::Test {
 protected:
  LinksTest() : folder_(NewFolder("links")), into_(folder_ + "/hierarchies") {
    std::filesystem::create_directories(into_);
  }

  Result<LinkImport> Import(const std::string& text, const std::string& name = "gpk-atc.tsv") {
    WriteFile(folder_ + "/" + name, text);
    return ImportLinks(folder_ + "/" + name, systems_);
  }
  // Imports, keeps and loads.
  Terminology With(const std::string& text, const std::string& name = "gpk-atc.tsv") {
    const auto import = Import(text, name);
    EXPECT_TRUE(import.ok()) << import.error().ToString();
    WriteFile(into_ + "/" + import->name + std::string(kLinkFileEnding), import->text);
    auto loaded = Terminology::Load(kData, into_);
    EXPECT_TRUE(loaded.ok()) << loaded.error().ToString();
    return std::move(loaded).value();
  }
  // The error of a table with that row.
  std::string Refusal(const std::string& row) {
    const auto import = Import(std::string(kHeader) + GpkRow("99900001", "atc\tH02AB02") + row);
    return import.ok() ? "taken" : import.error().ToString();
  }

  static std::vector<std::string> Meaning(const Terminology& codes, std::string_view system,
                                          std::string_view code) {
    std::vector<ConceptId> ids;
    codes.Lookup({system, code, {}}, ids);
    std::vector<std::string> names;
    for (const ConceptId id : ids) names.emplace_back(codes.Name(id));
    return names;
  }

  std::string folder_, into_;
  SystemTable systems_ = SystemTable::Read(kData + "/systems.tsv").value();
};

TEST_F(LinksTest, LinkedCodeMeansWhatItsTargetMeansAndAnUnlinkedOneNothing) {
  const Terminology codes = With(std::string(kHeader) + GpkRow("99900001", "atc\tH02AB02") +
                                 GpkRow("99900002", "http://www.whocc.no/atc\tA10BA02"));
  EXPECT_THAT(Meaning(codes, kGpk, "99900001"), ::testing::Contains("dexamethasone"));
  EXPECT_THAT(Meaning(codes, std::string(kGpk) + "|2026", "99900001"),
              ::testing::Contains("dexamethasone"));
  EXPECT_THAT(Meaning(codes, kGpk, "99900002"), ::testing::IsEmpty());
  EXPECT_THAT(Meaning(codes, kGpk, "99900003"), ::testing::IsEmpty());
  EXPECT_THAT(Meaning(codes, "urn:oid:2.16.840.1.113883.2.4.4.10", "99900001"),
              ::testing::IsEmpty());
  EXPECT_EQ(codes.ReachOf({kGpk, "99900002", {}}), Reach::kChecked);
  EXPECT_EQ(codes.ReachOf({kGpk, "99900003", {}}), Reach::kUnknownSystem);
  EXPECT_EQ(codes.KnownUri(std::string(kGpk) + "|2026"), kGpk);
}

TEST_F(LinksTest, LinkNeverMakesANo) {
  const Terminology codes = With(std::string(kHeader) + GpkRow("99900002", "atc\tA10BA02"));
  const ConceptId dexamethasone = *codes.Find("dexamethasone");
  EXPECT_EQ(codes.Is(dexamethasone, {"http://www.whocc.no/atc", "A10BA02", {}}), Answer::kNo);
  EXPECT_EQ(codes.Is(dexamethasone, {kGpk, "99900002", {}}), Answer::kNotCovered);
}

TEST_F(LinksTest, TargetsOfOneCodeAddUp) {
  const Terminology codes =
      With(std::string(kHeader) + GpkRow("99900001", "atc\tB01AC06") +
           GpkRow("99900001", "atc\tN02BA01") + GpkRow("99900001", "atc\tN02BA01"));
  EXPECT_THAT(Meaning(codes, kGpk, "99900001"),
              ::testing::IsSupersetOf({"aspirin-antiplatelet", "aspirin-analgesic"}));
}

// A covered system may have links, too; a link is one step, so that none leads in a circle.
TEST_F(LinksTest, LinkIsOneStepAndAddsToWhatACodeMeansItself) {
  const std::string ndc = "http://hl7.org/fhir/sid/ndc\t";
  const Terminology codes =
      With(std::string(kHeader) + ndc + "0056-0172-70\tatc\tN02AA01\n" + ndc +
           "9999-0001-01\tndc\t0056-0172\n" + GpkRow("99900001", "ndc\t9999-0001"));
  EXPECT_THAT(Meaning(codes, "urn:oid:2.16.840.1.113883.6.69", "00056-0172-90"),
              ::testing::IsSupersetOf({"vitamin-k-antagonist", "opioid"}));
  EXPECT_THAT(Meaning(codes, "http://hl7.org/fhir/sid/ndc", "9999-0001-99"),
              ::testing::ElementsAre("vitamin-k-antagonist"));
  EXPECT_THAT(Meaning(codes, kGpk, "99900001"), ::testing::IsEmpty());
}

TEST_F(LinksTest, BadRowIsRefusedWithFileAndLine) {
  const std::string gpk = std::string(kGpk) + "\t";
  for (const auto& [row, message] : std::vector<std::pair<std::string, std::string>>{
           {gpk + "1\tatc\n", "line has 3 cells in place of 4"},
           {gpk + "1\tatc\tH02AB02\tx\n", "line has 5 cells in place of 4"},
           {gpk + "\tatc\tH02AB02\n", "a cell is empty or has blanks at its ends"},
           {gpk + "1 \tatc\tH02AB02\n", "a cell is empty or has blanks at its ends"},
           {"gpk\t1\tatc\tH02AB02\n", "system `gpk` is no uri"},
           {gpk + "1\turn:oid:1.2.3\tx\n", "target system `urn:oid:1.2.3` is not covered"},
           {gpk + "1\t" + gpk + "2\n", "is not covered"},
           {gpk + "1\tatc\tH02AB2\n", "target code `H02AB2` fails the form"},
           {gpk + "1\tsnomed\t94222009\n", "target code `94222009` fails the form"},
           {gpk + "1\tloinc\t89243-1\n", "target code `89243-1` fails the form"},
           {gpk + "1\tndc\t0056017270\n", "target code `0056017270` fails the form"}}) {
    const std::string refusal = Refusal(row);
    EXPECT_THAT(refusal, HasSubstr(message)) << row;
    EXPECT_THAT(refusal, HasSubstr("gpk-atc.tsv:3")) << row;
  }
  EXPECT_THAT(Import("system\tcode\n").error().ToString(), HasSubstr("header has other columns"));
  EXPECT_THAT(Import(std::string(kHeader)).error().ToString(), HasSubstr("no link was found"));
}

std::string ConceptMap(const std::string& member, const std::string& targets) {
  return R"({"resourceType": "ConceptMap", "version": "2026-11", "group": [{"source": ")" +
         std::string(kGpk) + R"(", "target": "http://www.whocc.no/atc|2026", "element": [)" +
         R"({"code": "99900001", "target": [{"code": "H02AB02", ")" + member + R"(": ")" + targets +
         R"("}]}, {"code": "99900009", "target": [{"code": "N02AA01", ")" + member +
         R"(": "equivalent"}]}]}]})";
}

TEST_F(LinksTest, ConceptMapCountsByTheRelationshipsThatSayWhatTheCodeMeans) {
  for (const auto& [member, relation, counts] :
       std::vector<std::tuple<std::string, std::string, bool>>{
           {"equivalence", "equal", true},
           {"equivalence", "equivalent", true},
           {"equivalence", "wider", true},
           {"equivalence", "subsumes", true},
           {"equivalence", "narrower", false},
           {"equivalence", "specializes", false},
           {"equivalence", "inexact", false},
           {"equivalence", "relatedto", false},
           {"equivalence", "unmatched", false},
           {"equivalence", "disjoint", false},
           {"relationship", "equivalent", true},
           {"relationship", "source-is-narrower-than-target", true},
           {"relationship", "source-is-broader-than-target", false},
           {"relationship", "related-to", false},
           {"relationship", "not-related-to", false}}) {
    const auto import = Import(ConceptMap(member, relation), "map.json");
    ASSERT_TRUE(import.ok()) << import.error().ToString();
    EXPECT_EQ(import->links, counts ? 2u : 1u) << relation;
    EXPECT_EQ(import->left_out, counts ? 0u : 1u) << relation;
    EXPECT_EQ(import->version, "2026-11");
    const Terminology codes = With(ConceptMap(member, relation), "map.json");
    EXPECT_EQ(!Meaning(codes, kGpk, "99900001").empty(), counts) << relation;
  }
}

TEST_F(LinksTest, ConceptMapWithABadTargetIsRefusedWithItsPlace) {
  const std::string bad = R"({"resourceType": "ConceptMap", "group": [{"source": "urn:x", )"
                          R"("target": "http://snomed.info/sct", "element": [{"code": "1", )"
                          R"("target": [{"code": "94222009", "equivalence": "equal"}]}]}]})";
  EXPECT_THAT(Import(bad, "map.json").error().ToString(),
              HasSubstr("map.json group[0].element[0]"));
  EXPECT_THAT(Import(R"({"resourceType": "ValueSet"})", "map.json").error().ToString(),
              HasSubstr("resource is no ConceptMap"));
  EXPECT_THAT(Import("{", "map.json").error().ToString(), HasSubstr("map.json"));
}

// Under a condition, of a whole value set, or without a relationship: nobody says that it holds.
TEST_F(LinksTest, TargetUnderAConditionIsLeftOut) {
  const std::string map =
      R"({"resourceType": "ConceptMap", "group": [{"source": "urn:x", "target": )"
      R"("http://www.whocc.no/atc", "element": [{"code": "1", "target": [)"
      R"({"code": "H02AB02", "equivalence": "equal", "dependsOn": [{"property": "route"}]},)"
      R"({"equivalence": "equal"}, {"code": "N02AA01"}, {"code": "N02AA05", "equivalence": )"
      R"("equal"}]}, {"code": "2", "noMap": true}]}]})";
  const auto import = Import(map, "map.json");
  ASSERT_TRUE(import.ok()) << import.error().ToString();
  EXPECT_EQ(import->links, 1u);
  EXPECT_EQ(import->left_out, 3u);
}

// What is wider than a SNOMED CT code that no hierarchy places says no more than it does.
TEST_F(LinksTest, LinkIsComparedNoFurtherThanItsTarget) {
  const Terminology codes = With(std::string(kHeader) + GpkRow("1", "snomed\t138875005") +
                                 GpkRow("2", "snomed\t94222008"));
  EXPECT_EQ(codes.ReachOf({kGpk, "1", {}}), Reach::kListedOnly);
  EXPECT_EQ(codes.ReachOf({kGpk, "2", {}}), Reach::kChecked);
}

TEST_F(LinksTest, LookUpIsMappedAndMadeAgainWhenLinksChangeOrItIsDamaged) {
  With(std::string(kHeader) + GpkRow("99900001", "atc\tH02AB02"));
  const std::string file = into_ + "/links.idx";
  const auto made = std::filesystem::last_write_time(file);
  ASSERT_TRUE(Terminology::Load(kData, into_).ok());
  EXPECT_EQ(std::filesystem::last_write_time(file), made);
  const Terminology changed = With(std::string(kHeader) + GpkRow("99900001", "atc\tN02AA01"));
  EXPECT_THAT(Meaning(changed, kGpk, "99900001"), ::testing::Contains("opioid"));
  const std::string whole = ReadFile(file);
  WriteFile(file, whole.substr(0, whole.size() / 2));
  const auto again = Terminology::Load(kData, into_);
  ASSERT_TRUE(again.ok());
  EXPECT_THAT(Meaning(*again, kGpk, "99900001"), ::testing::Contains("opioid"));
  EXPECT_EQ(ReadFile(file), whole);
}

TEST_F(LinksTest, VersionIsKeptAndDamagedFileIsRefusedWithItsName) {
  const Terminology codes = With("# version G-Standaard 2026-11, fictitious\n" +
                                 std::string(kHeader) + GpkRow("99900001", "atc\tH02AB02"));
  ASSERT_EQ(codes.links().size(), 1u);
  EXPECT_EQ(codes.links()[0].name, "gpk-atc");
  EXPECT_EQ(codes.links()[0].version, "G-Standaard 2026-11, fictitious");
  const std::string file = into_ + "/gpk-atc.links.tsv";
  const std::string whole = ReadFile(file);
  std::filesystem::remove(into_ + "/links.idx");
  WriteFile(file, whole.substr(0, whole.size() - 3) + "1\n");
  const auto damaged = Terminology::Load(kData, into_);
  ASSERT_FALSE(damaged.ok());
  EXPECT_THAT(damaged.error().path, HasSubstr("gpk-atc.links.tsv"));
}

TEST_F(LinksTest, AMillionLinksAreFound) {
  std::string text(kHeader);
  for (int number = 0; number < 1'000'000; ++number) {
    text += std::string(kGpk) + "\t" + std::to_string(number) + "\tatc\t" +
            (number % 1000 == 7 ? "H02AB02" : "A10BA02") + "\n";
  }
  const Terminology codes = With(text);
  EXPECT_EQ(codes.links()[0].links, 1'000'000u);
  EXPECT_THAT(Meaning(codes, kGpk, "999007"), ::testing::Contains("dexamethasone"));
  EXPECT_THAT(Meaning(codes, kGpk, "999008"), ::testing::IsEmpty());
  EXPECT_EQ(codes.ReachOf({kGpk, "999008", {}}), Reach::kChecked);
  EXPECT_EQ(codes.ReachOf({kGpk, "1000000", {}}), Reach::kUnknownSystem);
}

}  // namespace
}  // namespace wervelwijzer::terminology
