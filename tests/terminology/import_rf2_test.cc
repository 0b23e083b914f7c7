#include "terminology/import_rf2.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "release_files.h"

namespace wervelwijzer::terminology {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

const std::string kRoot = "138875005";
const std::string kSpine = "94602001";
const std::string kBone = "94222008";

std::vector<std::string> Codes(const Snapshot& snapshot, const std::vector<Snapshot::Node>& nodes) {
  std::vector<std::string> codes;
  for (const Snapshot::Node node : nodes) codes.emplace_back(snapshot.Code(node));
  return codes;
}

Snapshot Parsed(const Result<Rf2Import>& import) {
  EXPECT_TRUE(import.ok()) << import.error().ToString();
  auto snapshot = Snapshot::Parse(import->text);
  EXPECT_TRUE(snapshot.ok()) << snapshot.error().ToString();
  return std::move(snapshot).value();
}

TEST(ImportRf2Test, ClosureOfAConceptHoldsWhatLiesBelowItNearAndFar) {
  const std::string folder = NewFolder("rf2-closure");
  const std::string near = MadeUpConcept(1000), far = MadeUpConcept(1001);
  WriteRf2(folder, "INT_20260901", {{kRoot}, {kBone}, {kSpine}, {near}, {far}},
           {{kBone, kRoot}, {kSpine, kBone}, {near, kSpine}, {far, near}, {far, kBone}});
  const auto import = ImportRf2({folder});
  const Snapshot snapshot = Parsed(import);
  EXPECT_EQ(snapshot.head().system, "snomed");
  EXPECT_EQ(snapshot.head().version, "INT_20260901");
  EXPECT_EQ(import->counts.active, 5u);
  EXPECT_EQ(import->counts.is_a, 5u);
  EXPECT_THAT(Codes(snapshot, snapshot.Closure(*snapshot.Find(kSpine))),
              UnorderedElementsAre(kSpine, near, far));
  EXPECT_THAT(Codes(snapshot, snapshot.Closure(*snapshot.Find(kRoot))),
              UnorderedElementsAre(kRoot, kBone, kSpine, near, far));
}

TEST(ImportRf2Test, OnlyActiveInferredIsARelationshipsCount) {
  const std::string folder = NewFolder("rf2-kinds");
  WriteRf2(folder, "INT_20260901", {{kRoot}, {kBone}, {kSpine}},
           {{kSpine, kRoot, false},
            {kSpine, kRoot, true, "363698007"},                        // finding site
            {kSpine, kRoot, true, "116680003", "900000000000010007"},  // stated
            {kBone, kRoot}});
  const auto import = ImportRf2({folder});
  const Snapshot snapshot = Parsed(import);
  EXPECT_EQ(import->counts.is_a, 1u);
  EXPECT_THAT(Codes(snapshot, snapshot.Closure(*snapshot.Find(kRoot))),
              UnorderedElementsAre(kRoot, kBone));
}

TEST(ImportRf2Test, RetiredConceptIsKnownAndLiesBelowNothing) {
  const std::string folder = NewFolder("rf2-retired");
  WriteRf2(folder, "INT_20260901", {{kBone}, {kSpine, false}}, {{kSpine, kBone}});
  const auto import = ImportRf2({folder});
  const Snapshot snapshot = Parsed(import);
  EXPECT_EQ(import->counts.inactive, 1u);
  EXPECT_EQ(import->counts.of_inactive, 1u);
  EXPECT_EQ(snapshot.State(*snapshot.Find(kSpine)), CodeState::kInactive);
  EXPECT_TRUE(snapshot.Above(*snapshot.Find(kSpine)).empty());
}

TEST(ImportRf2Test, ExtensionRestsOnTheInternationalReleaseAndItsLaterStateCounts) {
  const std::string international = NewFolder("rf2-int"), dutch = NewFolder("rf2-nl");
  const std::string own = "16581000146103";
  WriteRf2(international, "INT_20260901", {{kRoot}, {kBone, true, "20200101"}}, {{kBone, kRoot}});
  WriteRf2(dutch, "NL1000146_20260930", {{own}, {kBone, false, "20260101"}}, {});
  const auto import = ImportRf2({dutch, international});
  const Snapshot snapshot = Parsed(import);
  EXPECT_EQ(snapshot.size(), 3u);
  EXPECT_EQ(snapshot.State(*snapshot.Find(kBone)), CodeState::kInactive);
  EXPECT_THAT(import->version, HasSubstr("INT_20260901"));
  EXPECT_THAT(import->version, HasSubstr("NL1000146_20260930"));
}

TEST(ImportRf2Test, ExtensionWithoutWhatItRestsOnIsRefused) {
  const std::string folder = NewFolder("rf2-dangling");
  WriteRf2(folder, "NL1000146_20260930", {{kSpine}}, {{kSpine, kBone}});
  const auto import = ImportRf2({folder});
  ASSERT_FALSE(import.ok());
  EXPECT_THAT(import.error().message, HasSubstr("`94222008`"));
}

TEST(ImportRf2Test, CircleIsRefused) {
  const std::string folder = NewFolder("rf2-circle");
  WriteRf2(folder, "INT_20260901", {{kRoot}, {kBone}, {kSpine}},
           {{kBone, kRoot}, {kBone, kSpine}, {kSpine, kBone}});
  const auto import = ImportRf2({folder});
  ASSERT_FALSE(import.ok());
  EXPECT_THAT(import.error().message, HasSubstr("lies below itself"));
}

TEST(ImportRf2Test, DamagedRowsAreRefusedWithFileAndLine) {
  const std::string folder = NewFolder("rf2-damaged");
  const auto error_of = [&] {
    const auto import = ImportRf2({folder});
    return import.ok() ? std::string("no error") : import.error().ToString();
  };
  WriteRf2(folder, "INT_20260901", {{kRoot}, {"94602002"}}, {});
  EXPECT_THAT(error_of(), HasSubstr("_20260901.txt:3: identifier fails its check digit or form"));
  WriteRf2(folder, "INT_20260901", {{kRoot, true, "2026"}}, {});
  EXPECT_THAT(error_of(), HasSubstr(":2: row is no component"));
  WriteRf2(folder, "INT_20260901", {{kRoot}}, {{kSpine + "\t", kRoot}});
  EXPECT_THAT(error_of(), HasSubstr(":2: row has another number of cells"));
  WriteFile(folder + "/Snapshot/Terminology/sct2_Concept_Snapshot_INT_20260901.txt",
            "id\tactive\teffectiveTime\tmoduleId\tdefinitionStatusId\n");
  EXPECT_THAT(error_of(), HasSubstr(":1: header has other columns"));
}

TEST(ImportRf2Test, FolderWithoutSnapshotFilesIsRefused) {
  const std::string folder = NewFolder("rf2-none");
  WriteFile(folder + "/sct2_Concept_Full_INT_20260901.txt", "id\n");
  EXPECT_EQ(ImportRf2({folder}).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(ImportRf2({folder + "/nowhere"}).error().kind, ErrorKind::kNotFound);
}

}  // namespace
}  // namespace wervelwijzer::terminology
