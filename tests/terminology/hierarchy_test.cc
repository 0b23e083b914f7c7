// The tables with hierarchies: what is below a listed code, what certainly is not, and the file of
// the look-up, which is made again when it no longer holds.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "release_files.h"
#include "terminology/import_claml.h"
#include "terminology/import_rf2.h"
#include "terminology/terminology.h"
#include "terminology/verify.h"

namespace wervelwijzer::terminology {
namespace {

using ::testing::HasSubstr;

const std::string kData = std::string(WERVELWIJZER_SOURCE_DIR) + "/terminology/data";
const std::string kRoot = "138875005";
const std::string kBone = "94222008";
const std::string kSpine = "94602001";
constexpr const char* kSnomed = "http://snomed.info/sct";
constexpr const char* kIcd10Nl = "http://hl7.org/fhir/sid/icd-10-nl";

// Every SNOMED CT code of the table below the root, and three made-up ones: below the metastasis of
// the spine, below nothing listed, and retired.
class HierarchyTest : public ::testing::Test {
 protected:
  static constexpr int kBelowSpine = 2000, kElsewhere = 2001, kRetired = 2002, kUnheardOf = 2003;

  void SetUp() override {
    folder_ = NewFolder("hierarchy");
    std::vector<Rf2Concept> concepts{{kRoot}};
    std::vector<Rf2IsA> is_a;
    const auto plain = Terminology::Load(kData);
    ASSERT_TRUE(plain.ok());
    std::set<std::string> seen{kRoot};
    for (const Row& row : plain->rows()) {
      if (row.system != "snomed" || !seen.insert(row.code).second) continue;
      concepts.push_back({row.code});
      is_a.push_back({row.code, kRoot});
    }
    for (const int number : {kBelowSpine, kElsewhere}) concepts.push_back({MadeUpConcept(number)});
    concepts.push_back({MadeUpConcept(kRetired), false});
    is_a.push_back({MadeUpConcept(kBelowSpine), kSpine});
    is_a.push_back({MadeUpConcept(kElsewhere), kRoot});
    const std::string release = NewFolder("hierarchy-release");
    WriteRf2(release, "INT_20260901", concepts, is_a);
    const auto import = ImportRf2({release});
    ASSERT_TRUE(import.ok()) << import.error().ToString();
    WriteFile(folder_ + "/snomed.codes.tsv", import->text);
  }

  Terminology Loaded() const {
    auto loaded = Terminology::Load(kData, folder_);
    EXPECT_TRUE(loaded.ok()) << loaded.error().ToString();
    return std::move(loaded).value();
  }

  static Answer Ask(const Terminology& terminology, const char* concept_name, const char* system,
                    const std::string& code) {
    return terminology.Is(terminology.Find(concept_name).value(), {system, code, {}});
  }

  std::string index() const { return folder_ + "/codes.idx"; }

  std::string folder_;
};

TEST_F(HierarchyTest, CodeBelowAListedOneMeansTheConcept) {
  const Terminology terminology = Loaded();
  EXPECT_EQ(Ask(terminology, "metastasis-spine", kSnomed, MadeUpConcept(kBelowSpine)),
            Answer::kYes);
  std::vector<ConceptId> ids;
  EXPECT_TRUE(terminology.Lookup({kSnomed, MadeUpConcept(kBelowSpine), {}}, ids));
  EXPECT_THAT(ids, ::testing::Contains(*terminology.Find("metastasis-spine")));
}

TEST_F(HierarchyTest, ReleaseTurnsNotCoveredIntoNo) {
  const auto plain = Terminology::Load(kData);
  ASSERT_TRUE(plain.ok());
  const std::string elsewhere = MadeUpConcept(kElsewhere);
  EXPECT_EQ(Ask(*plain, "metastasis-spine", kSnomed, elsewhere), Answer::kNotCovered);
  EXPECT_EQ(plain->ReachOf({kSnomed, elsewhere, {}}), Reach::kListedOnly);
  const Terminology terminology = Loaded();
  EXPECT_EQ(Ask(terminology, "metastasis-spine", kSnomed, elsewhere), Answer::kNo);
  EXPECT_EQ(terminology.ReachOf({kSnomed, elsewhere, {}}), Reach::kChecked);
}

TEST_F(HierarchyTest, RetiredCodeAndCodeThatTheReleaseDoesNotKnowStayNotCovered) {
  const Terminology terminology = Loaded();
  for (const int number : {kRetired, kUnheardOf}) {
    const std::string code = MadeUpConcept(number);
    EXPECT_EQ(Ask(terminology, "metastasis-spine", kSnomed, code), Answer::kNotCovered) << code;
    EXPECT_EQ(terminology.ReachOf({kSnomed, code, {}}), Reach::kListedOnly) << code;
  }
}

TEST_F(HierarchyTest, ListedCodesMeanTheSameWithAndWithoutHierarchy) {
  const auto plain = Terminology::Load(kData);
  ASSERT_TRUE(plain.ok());
  const Terminology terminology = Loaded();
  for (const Row& row : plain->rows()) {
    if (row.code.size() == 7 && row.code[3] == '-') continue;  // a range is no code
    const fhir::Coding coding{plain->SystemUri(row.system), row.code, {}};
    // A code of an unverified row alone may mean the concept: it is never excluded.
    const Answer expected = row.is_used() ? Answer::kYes : Answer::kNotCovered;
    EXPECT_EQ(plain->Is(row.concept_id, coding), expected) << row.code;
    EXPECT_EQ(terminology.Is(row.concept_id, coding), expected) << row.code;
  }
}

TEST_F(HierarchyTest, ListedCodeThatTheReleaseLacksLeavesItsConceptOpen) {
  const std::string release = NewFolder("hierarchy-small");
  WriteRf2(release, "INT_20260901", {{kRoot}, {kBone}, {MadeUpConcept(kElsewhere)}},
           {{kBone, kRoot}, {MadeUpConcept(kElsewhere), kRoot}});
  WriteFile(folder_ + "/snomed.codes.tsv", ImportRf2({release})->text);
  const Terminology terminology = Loaded();
  EXPECT_EQ(Ask(terminology, "metastasis-spine", kSnomed, MadeUpConcept(kElsewhere)),
            Answer::kNotCovered);
}

TEST_F(HierarchyTest, ListedCodeThatIsRetiredOrLackingIsAFinding) {
  const Terminology whole = Loaded();
  const auto release = Snapshot::Read(folder_ + "/snomed.codes.tsv");
  ASSERT_TRUE(release.ok());
  EXPECT_TRUE(VerifyAgainst(whole, *release).empty());
  const std::string small = NewFolder("hierarchy-small");
  WriteRf2(small, "INT_20270301", {{kRoot}, {kBone, false}}, {});
  const auto snapshot = Snapshot::Parse(ImportRf2({small})->text);
  ASSERT_TRUE(snapshot.ok());
  std::set<std::string> findings;
  for (const Issue& issue : VerifyAgainst(whole, *snapshot)) {
    findings.insert(issue.path + ": " + issue.message);
  }
  EXPECT_TRUE(findings.contains(
      "concepts.tsv: metastasis-bone 94222008: code is no longer in use in INT_20270301"));
  EXPECT_TRUE(
      findings.contains("concepts.tsv: metastasis-spine 94602001: code is not in INT_20270301"));
}

TEST_F(HierarchyTest, VersionOfTheReleaseIsKept) {
  const Terminology terminology = Loaded();
  ASSERT_EQ(terminology.snapshots().size(), 1u);
  EXPECT_EQ(terminology.snapshots()[0].version, "INT_20260901");
}

TEST_F(HierarchyTest, ClassificationExcludesOnlyCodesThatItKnows) {
  const auto import = ReadClaml(
      "<ClaML version=\"2.0.0\"><Title name=\"ICD-10\" version=\"2019\"/>"
      "<Class code=\"I10\"/><Class code=\"M80\"/></ClaML>",
      "icd-10");
  ASSERT_TRUE(import.ok());
  WriteFile(folder_ + "/icd-10.codes.tsv", import->text);
  const Terminology terminology = Loaded();
  EXPECT_EQ(Ask(terminology, "metastasis-bone", kIcd10Nl, "I10"), Answer::kNo);
  EXPECT_EQ(Ask(terminology, "metastasis-bone", kIcd10Nl, "M80.08"), Answer::kNo);  // finer
  EXPECT_EQ(Ask(terminology, "metastasis-bone", kIcd10Nl, "Q99.9"), Answer::kNotCovered);
  EXPECT_EQ(Ask(terminology, "metastasis-bone", kIcd10Nl, "C79.5"), Answer::kYes);
}

TEST_F(HierarchyTest, LookUpIsBuiltOnceAndThenMapped) {
  Loaded();
  const auto built = std::filesystem::last_write_time(index());
  const std::string bytes = ReadFile(index());
  EXPECT_EQ(Ask(Loaded(), "metastasis-spine", kSnomed, MadeUpConcept(kBelowSpine)), Answer::kYes);
  EXPECT_EQ(std::filesystem::last_write_time(index()), built);
  EXPECT_EQ(ReadFile(index()), bytes);
}

TEST_F(HierarchyTest, EveryDamageOfTheFileIsSeenAndMended) {
  Loaded();
  const std::string sound = ReadFile(index());
  for (std::size_t place = 0; place < sound.size(); place += sound.size() / 50 + 1) {
    std::string damaged = sound;
    damaged[place] = static_cast<char>(damaged[place] ^ 0x20);
    WriteFile(index(), damaged);
    ::testing::internal::CaptureStderr();
    Loaded();
    ::testing::internal::GetCapturedStderr();
    EXPECT_TRUE(ReadFile(index()) == sound) << "byte " << place;
  }
  for (const std::size_t size : {std::size_t{0}, std::size_t{50}, sound.size() - 1}) {
    WriteFile(index(), sound.substr(0, size));
    Loaded();
    EXPECT_TRUE(ReadFile(index()) == sound) << size;
  }
}

TEST_F(HierarchyTest, ChangedTablesMakeAnotherLookUp) {
  const std::string data = NewFolder("hierarchy-data");
  std::filesystem::copy(kData, data, std::filesystem::copy_options::recursive);
  const auto unchanged = Terminology::Load(data, folder_);
  ASSERT_TRUE(unchanged.ok()) << unchanged.error().ToString();
  const std::string before = ReadFile(index());
  WriteFile(data + "/concepts.tsv",
            ReadFile(data + "/concepts.tsv") + "metastasis-spine\tdiagnosis\tsnomed\t" +
                MadeUpConcept(kElsewhere) + "\tmade up\texact\town\tthis test\n");
  const auto terminology = Terminology::Load(data, folder_);
  ASSERT_TRUE(terminology.ok());
  EXPECT_EQ(Ask(*terminology, "metastasis-spine", kSnomed, MadeUpConcept(kElsewhere)),
            Answer::kYes);
  EXPECT_FALSE(ReadFile(index()) == before);
}

TEST_F(HierarchyTest, FolderThatCannotBeWrittenServesFromMemory) {
  std::filesystem::create_directories(index());  // a folder in the way of the file
  const Terminology terminology = Loaded();
  EXPECT_EQ(Ask(terminology, "metastasis-spine", kSnomed, MadeUpConcept(kBelowSpine)),
            Answer::kYes);
}

TEST_F(HierarchyTest, DamagedSnapshotIsRefusedAndNeverRead) {
  std::string text = ReadFile(folder_ + "/snomed.codes.tsv");
  text[text.size() / 2] = '7';
  WriteFile(folder_ + "/snomed.codes.tsv", text);
  const auto loaded = Terminology::Load(kData, folder_);
  ASSERT_FALSE(loaded.ok());
  EXPECT_THAT(loaded.error().ToString(), HasSubstr("snomed.codes.tsv: content does not fit"));
}

TEST_F(HierarchyTest, SecondSnapshotOfASystemAndUnknownSystemAndFolderAreRefused) {
  const std::string text = ReadFile(folder_ + "/snomed.codes.tsv");
  WriteFile(folder_ + "/zzz.codes.tsv", text);
  EXPECT_THAT(Terminology::Load(kData, folder_).error().message, HasSubstr("two snapshots"));
  std::string other = text;
  other.replace(other.find("snomed"), 6, "simple");
  WriteFile(folder_ + "/zzz.codes.tsv", other);
  EXPECT_THAT(Terminology::Load(kData, folder_).error().message, HasSubstr("`simple`"));
  EXPECT_EQ(Terminology::Load(kData, folder_ + "/no").error().kind, ErrorKind::kNotFound);
}

}  // namespace
}  // namespace wervelwijzer::terminology
