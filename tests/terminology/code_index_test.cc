#include "terminology/code_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "release_files.h"

namespace wervelwijzer::terminology {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(CodeIndexTest, FindsWhatWasPutInAndNothingElse) {
  CodeIndexBuilder builder;
  std::map<std::string, ConceptId> put;
  std::mt19937 random(7);
  for (std::uint64_t n = 1000; n < 6000; ++n) {
    const std::string code = MadeUpConcept(n * 37);
    const auto id = static_cast<ConceptId>(random() % 300);
    put.emplace(code, id);
    builder.Add({0, CodeForm::kNumber, code, {id}, {7, 9}, n % 2 == 0, true});
  }
  const auto index = CodeIndex::FromBytes(std::move(builder).Finish(1), 1);
  ASSERT_TRUE(index.ok()) << index.error().ToString();
  EXPECT_EQ(index->code_count(), put.size());
  for (const auto& [code, id] : put) {
    const CodeMeaning meaning = index->Find(0, CodeForm::kNumber, code);
    EXPECT_THAT(meaning.is, ElementsAre(id));
    EXPECT_THAT(meaning.is_not, ElementsAre(7, 9));
    EXPECT_TRUE(meaning.is_in_snapshot);
    EXPECT_FALSE(index->Find(1, CodeForm::kNumber, code).is_in_snapshot) << "another system";
  }
  for (std::uint64_t n = 1000; n < 2000; ++n) {
    const std::string code = MadeUpConcept(n * 37 + 1);
    EXPECT_FALSE(index->Find(0, CodeForm::kNumber, code).is_in_snapshot) << code;
  }
}

TEST(CodeIndexTest, CodesThatDoNotFitIntoANumberAreFoundToo) {
  CodeIndexBuilder builder;
  builder.Add({3, CodeForm::kText, "referral-spine-surgeon", {4}, {}, true, false});
  builder.Add({3, CodeForm::kText, "a.b", {5}, {}, true, false});
  builder.Add({4, CodeForm::kText, "a.b", {6}, {}, true, false});
  builder.Add({3, CodeForm::kText, "LA9622-7", {8}, {}, true, false});
  builder.Add({17, CodeForm::kText, "x", {9}, {}, true, false});  // of a late system
  const auto index = CodeIndex::FromBytes(std::move(builder).Finish(1), 1);
  ASSERT_TRUE(index.ok());
  EXPECT_THAT(index->Find(3, CodeForm::kText, "referral-spine-surgeon").is, ElementsAre(4));
  EXPECT_THAT(index->Find(3, CodeForm::kText, "a.b").is, ElementsAre(5));
  EXPECT_THAT(index->Find(4, CodeForm::kText, "a.b").is, ElementsAre(6));
  EXPECT_THAT(index->Find(3, CodeForm::kText, "LA9622-7").is, ElementsAre(8));
  EXPECT_THAT(index->Find(3, CodeForm::kText, "referral-spine-surgeo").is, IsEmpty());
  EXPECT_THAT(index->Find(3, CodeForm::kText, "").is, IsEmpty());
  EXPECT_THAT(index->Find(17, CodeForm::kText, "x").is, ElementsAre(9));
  EXPECT_THAT(index->Find(1, CodeForm::kText, "x").is, IsEmpty());
}

TEST(CodeIndexTest, EmptyIndexKnowsNothing) {
  const auto index = CodeIndex::FromBytes(CodeIndexBuilder().Finish(1), 1);
  ASSERT_TRUE(index.ok());
  EXPECT_FALSE(index->Find(0, CodeForm::kNumber, "94602001").is_listed);
}

TEST(CodeIndexTest, PackedCodesDifferWhenCodesDo) {
  std::map<std::uint64_t, std::string> seen;
  for (const SystemIndex system : std::initializer_list<SystemIndex>{0, 1, 15}) {
    for (const char* code :
         {"1", "10", "01", "A", "a", "-", "A0", "0A", "zzzzzzzzzz", "LA9622-7"}) {
      const auto key = PackCode(system, CodeForm::kText, code);
      ASSERT_TRUE(key);
      EXPECT_NE(*key, 0u);
      EXPECT_TRUE(seen.emplace(*key, code).second) << code << " and " << seen[*key];
    }
  }
  EXPECT_FALSE(PackCode(0, CodeForm::kNumber, "094602001"));  // else it would be 94602001
  EXPECT_FALSE(PackCode(0, CodeForm::kNumber, "9460200x"));
  EXPECT_FALSE(PackCode(0, CodeForm::kNumber, "1234567890123456789"));
  EXPECT_FALSE(PackCode(0, CodeForm::kText, "elevenchars"));
}

TEST(CodeIndexTest, OtherSourcesAndOtherFilesAreRefusedWithTheReason) {
  CodeIndexBuilder builder;
  const std::string bytes = std::move(builder).Finish(1);
  EXPECT_THAT(CodeIndex::FromBytes(bytes, 2).error().message, HasSubstr("other tables"));
  EXPECT_THAT(CodeIndex::FromBytes("", 1).error().message, HasSubstr("cut short"));
  EXPECT_THAT(CodeIndex::FromBytes(std::string(500, 'x'), 1).error().message,
              HasSubstr("another format"));
  EXPECT_EQ(CodeIndex::Open(NewFolder("index") + "/none", 1).error().kind, ErrorKind::kNotFound);
}

}  // namespace
}  // namespace wervelwijzer::terminology
