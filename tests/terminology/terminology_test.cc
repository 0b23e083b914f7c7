#include "terminology/terminology.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "terminology/verify.h"

namespace wervelwijzer::terminology {
namespace {

using ::testing::Contains;
using ::testing::Not;

constexpr const char* kSnomed = "http://snomed.info/sct";
constexpr const char* kIcd10 = "http://hl7.org/fhir/sid/icd-10";
constexpr const char* kIcd10Nl = "http://hl7.org/fhir/sid/icd-10-nl";
constexpr const char* kIcd10Cm = "http://hl7.org/fhir/sid/icd-10-cm";
constexpr const char* kIcd10Gm = "http://fhir.de/CodeSystem/bfarm/icd-10-gm";
constexpr const char* kAtc = "http://www.whocc.no/atc";

class TerminologyTest : public ::testing::Test {
 protected:
  static const Terminology& Shipped() {
    static const Terminology terminology = [] {
      auto loaded = Terminology::Load(std::string(WERVELWIJZER_SOURCE_DIR) + "/terminology/data");
      if (!loaded.ok()) ADD_FAILURE() << loaded.error().ToString();
      return std::move(loaded).value();
    }();
    return terminology;
  }

  static std::vector<std::string> Meanings(const char* system, const char* code) {
    std::vector<ConceptId> ids;
    Shipped().Lookup({system, code, {}}, ids);
    std::vector<std::string> names;
    for (ConceptId id : ids) names.emplace_back(Shipped().Name(id));
    return names;
  }

  static Answer Ask(const char* concept_name, const char* system, const char* code) {
    return Shipped().Is(Shipped().Find(concept_name).value(), {system, code, {}});
  }
};

TEST_F(TerminologyTest, CodeSystemIsKnownByItsOidAndEditionForms) {
  EXPECT_EQ(Ask("metastasis-spine", "urn:oid:2.16.840.1.113883.6.96", "94602001"), Answer::kYes);
  EXPECT_EQ(Ask("metastasis-spine", "http://snomed.info/sct/11000146104", "94602001"),
            Answer::kYes);
  EXPECT_EQ(Ask("metastasis-spine",
                "http://snomed.info/sct|http://snomed.info/sct/900000000000207008", "94602001"),
            Answer::kYes);
}

TEST_F(TerminologyTest, DutchAndGermanIcd10FollowTheCodesOfTheWho) {
  EXPECT_EQ(Ask("metastasis-bone", kIcd10Nl, "C79.5"), Answer::kYes);
  EXPECT_EQ(Ask("metastasis-bone", kIcd10Gm, "C79.5"), Answer::kYes);
  EXPECT_EQ(Ask("cancer-breast", kIcd10Nl, "C50.9"), Answer::kYes);
}

TEST_F(TerminologyTest, CodesOfTheClinicalModificationAreNeverAppliedToDutchData) {
  EXPECT_EQ(Ask("metastasis-brain", kIcd10Cm, "C79.31"), Answer::kYes);
  EXPECT_NE(Ask("metastasis-brain", kIcd10Nl, "C79.31"), Answer::kYes);
}

TEST_F(TerminologyTest, BrainOrMeningesIsNotBrainAlone) {
  EXPECT_THAT(Meanings(kIcd10, "C79.3"), Contains("metastasis-brain-or-meninges"));
  EXPECT_THAT(Meanings(kIcd10, "C79.3"), Not(Contains("metastasis-brain")));
}

TEST_F(TerminologyTest, MetastasisToTheCordIsNotMetastasisOfTheSpine) {
  EXPECT_THAT(Meanings(kSnomed, "94600009"), Contains("metastasis-spinal-cord-intramedullary"));
  EXPECT_THAT(Meanings(kSnomed, "94600009"), Not(Contains("metastasis-spine")));
}

TEST_F(TerminologyTest, MetastasisToTheProstateIsNotMetastasisOfTheSpine) {
  EXPECT_THAT(Meanings(kSnomed, "94503003"), Not(Contains("metastasis-spine")));
}

TEST_F(TerminologyTest, CodeWithTwoFactsHasBothConcepts) {
  EXPECT_THAT(Meanings(kSnomed, "712849003"), Contains("metastasis-bone"));
}

TEST_F(TerminologyTest, DexamethasoneOutsideTheSystemicGroupIsNoSystemicCorticosteroid) {
  EXPECT_THAT(Meanings(kAtc, "H02AB02"), Contains("corticosteroid-systemic"));
  EXPECT_THAT(Meanings(kAtc, "H02AB02"), Contains("dexamethasone"));
  for (const char* code : {"A01AC02", "C05AA09", "D07AB19", "R01AD03", "S01BA01", "S03BA01"}) {
    EXPECT_THAT(Meanings(kAtc, code), Not(Contains("corticosteroid-systemic"))) << code;
    EXPECT_THAT(Meanings(kAtc, code), Contains("dexamethasone-not-systemic")) << code;
  }
}

TEST_F(TerminologyTest, RetiredAndCurrentAtcGroupOfCheckpointInhibitorsAreBothKnown) {
  EXPECT_EQ(Ask("immune-checkpoint-inhibitor", kAtc, "L01XC18"), Answer::kYes);
  EXPECT_EQ(Ask("immune-checkpoint-inhibitor", kAtc, "L01FF02"), Answer::kYes);
}

TEST_F(TerminologyTest, TopicalNsaidIsNoNsaid) {
  EXPECT_THAT(Meanings(kAtc, "M02AA15"), Not(Contains("nsaid")));
  EXPECT_THAT(Meanings(kAtc, "M01AB05"), Contains("nsaid"));
}

TEST_F(TerminologyTest, PlasmacytomaIsNotMyeloma) {
  EXPECT_THAT(Meanings(kIcd10, "C90.3"), Contains("plasmacytoma"));
  EXPECT_THAT(Meanings(kIcd10, "C90.3"), Not(Contains("multiple-myeloma")));
}

TEST_F(TerminologyTest, AbbreviatedInjuryScaleIsNothingWeKnow) {
  EXPECT_TRUE(Meanings(kSnomed, "273255001").empty());
}

TEST_F(TerminologyTest, RangeOfCategoriesCoversWhatLiesWithin) {
  EXPECT_EQ(Ask("malignancy-any", kIcd10, "C26.9"), Answer::kYes);
  EXPECT_EQ(Ask("malignancy-any", kIcd10, "D05.1"), Answer::kNo);
  EXPECT_EQ(Ask("cancer-head-neck", kIcd10, "C14.0"), Answer::kYes);
}

TEST_F(TerminologyTest, UnknownSystemIsNotCovered) {
  EXPECT_EQ(Ask("metastasis-bone", "http://example.org/local", "C79.5"), Answer::kNotCovered);
  std::vector<ConceptId> ids;
  EXPECT_FALSE(Shipped().Lookup({"http://example.org/local", "C79.5", {}}, ids));
}

TEST_F(TerminologyTest, WithoutHierarchyAnUnlistedSnomedCodeIsNotCovered) {
  EXPECT_EQ(Ask("metastasis-bone", kSnomed, "38341003"), Answer::kNotCovered);
  EXPECT_EQ(Ask("metastasis-bone", kIcd10, "I10"), Answer::kNo);
}

TEST_F(TerminologyTest, ShippedTableVerifies) {
  EXPECT_GT(Shipped().rows().size(), 700u);
  for (const Issue& issue : VerifyTerminology(Shipped())) {
    ADD_FAILURE() << issue.path << ": " << issue.message;
  }
}

TEST_F(TerminologyTest, DamagedCodeAndRowWithoutSourceAreFound) {
  const std::string directory = ::testing::TempDir() + "/wervelwijzer-damaged";
  std::filesystem::create_directories(directory);
  std::ofstream(directory + "/systems.tsv")
      << "system\tform\tmatch\turi\tnote\nsnomed\tnumber\texact\thttp://snomed.info/sct\t-\n";
  std::ofstream(directory + "/concepts.tsv")
      << "concept\trole\tsystem\tcode\tdisplay\tmatch\tstatus\tsource\n"
      << "a\tfinding\tsnomed\t30367100\tA\texact\tverified\t\n"
      << "a\twish\tsnomed\t94222008\tB\texact\tguessed\tx\n"
      << "a\tfinding\tsnomed\t94222008\tB\texact\tverified\tx\n";
  const auto loaded = Terminology::Load(directory);
  ASSERT_TRUE(loaded.ok());
  std::vector<std::string> messages;
  for (const Issue& issue : VerifyTerminology(*loaded)) messages.push_back(issue.message);
  EXPECT_THAT(messages, ::testing::ElementsAre("code fails its check digit or form",
                                               "row has no source", "status `guessed` is not known",
                                               "role `wish` is not known", "row stands twice"));
}

TEST_F(TerminologyTest, RowThatRestsOnExamplesIsFoundUnlessItIsUnverified) {
  const std::string directory = ::testing::TempDir() + "/wervelwijzer-examples";
  std::filesystem::create_directories(directory);
  std::ofstream(directory + "/systems.tsv")
      << "system\tform\tmatch\turi\tnote\nsnomed\tnumber\texact\thttp://snomed.info/sct\t-\n";
  std::ofstream(directory + "/concepts.tsv")
      << "concept\trole\tsystem\tcode\tdisplay\tmatch\tstatus\tsource\n"
      << "a\tfinding\tsnomed\t94222008\tA\texact\tverified\tan example ; test snapshots\n"
      << "b\tfinding\tsnomed\t94222008\tA\texact\tverified\tan example ; a value set\n"
      << "c\tfinding\tsnomed\t94222008\tA\texact\tunverified\tpublic FHIR examples\n";
  const auto loaded = Terminology::Load(directory);
  ASSERT_TRUE(loaded.ok());
  const Issues issues = VerifyTerminology(*loaded);
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].message, "row rests on examples only");
  EXPECT_EQ(issues[0].path, "concepts.tsv: a 94222008");
}

TEST_F(TerminologyTest, UnverifiedRowSaysNeitherYesNorNo) {
  for (const Row& row : Shipped().rows()) {
    if (row.status != "unverified") continue;
    const fhir::Coding coding{Shipped().SystemUri(row.system), row.code, {}};
    EXPECT_EQ(Shipped().Is(row.concept_id, coding), Answer::kNotCovered) << row.code;
    std::vector<ConceptId> ids;
    Shipped().Lookup(coding, ids);
    EXPECT_TRUE(ids.empty()) << row.code;
  }
}

TEST_F(TerminologyTest, BrokenTableIsRefusedWithFileAndLine) {
  const std::string directory = ::testing::TempDir();
  std::ofstream(directory + "/systems.tsv")
      << "system\tform\tmatch\turi\tnote\nx\ttext\texact\turn:x\t-\n";
  std::ofstream(directory + "/concepts.tsv")
      << "concept\trole\tsystem\tcode\tdisplay\tmatch\tstatus\tsource\n"
      << "a\tfinding\ty\t1\tA\texact\tverified\tz\n";
  const auto loaded = Terminology::Load(directory);
  ASSERT_FALSE(loaded.ok());
  EXPECT_THAT(loaded.error().path, ::testing::EndsWith("concepts.tsv:2"));
}

}  // namespace
}  // namespace wervelwijzer::terminology
