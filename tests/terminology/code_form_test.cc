#include "terminology/code_form.h"

#include <gtest/gtest.h>

namespace wervelwijzer::terminology {
namespace {

TEST(CodeFormTest, DotDaggerAndCaseDoNotMatter) {
  EXPECT_EQ(ComparedForm("C79.5"), "C795");
  EXPECT_EQ(ComparedForm("c79.5\xE2\x80\xA0"), "C795");
  EXPECT_EQ(ComparedForm("M49.5*"), "M495");
  EXPECT_EQ(ComparedForm("H02AB02"), "H02AB02");
}

TEST(CodeFormTest, PublishedSnomedIdPassesAndDamagedIdsFail) {
  EXPECT_TRUE(IsSnomedConceptId("94222008"));
  EXPECT_TRUE(IsSnomedConceptId("16581000146103"));
  EXPECT_FALSE(IsSnomedConceptId("94222009"));  // wrong check digit
  EXPECT_FALSE(IsSnomedConceptId("30367100"));  // seen damaged in a public value set
  EXPECT_FALSE(IsSnomedConceptId("76783986"));  // likewise
  EXPECT_FALSE(IsSnomedConceptId("9422200x"));
}

TEST(CodeFormTest, LoincCheckDigitIsHeld) {
  EXPECT_TRUE(IsLoincCode("89243-0"));
  EXPECT_TRUE(IsLoincCode("38208-5"));
  EXPECT_FALSE(IsLoincCode("89243-1"));
  EXPECT_FALSE(IsLoincCode("89243"));
  EXPECT_FALSE(IsLoincCode("LA29176-7"));
}

TEST(CodeFormTest, LoincAnswerCheckDigitIsHeldWhateverTheLength) {
  for (const char* code :
       {"LA2-8", "LA3-6", "LA33-6", "LA32-8", "LA9622-7", "LA9633-4", "LA29176-7", "LA33471-6"}) {
    EXPECT_TRUE(IsLoincAnswerCode(code)) << code;
  }
  for (const char* code :
       {"LA33-8", "LA9622-8", "LA29176-5", "LA-8", "LA", "33-6", "LA1234567-1"}) {
    EXPECT_FALSE(IsLoincAnswerCode(code)) << code;
  }
}

}  // namespace
}  // namespace wervelwijzer::terminology
