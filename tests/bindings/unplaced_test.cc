// Codes that could be below one of ours, for all that is known.

#include <gtest/gtest.h>

#include "tests/bindings/record_builder.h"

namespace wervelwijzer::guideline {
namespace {

TEST(UnplacedTest, UnplacedCodesAreCountedAndNeverNo) {
  const BoundPatient patient(BuildResources(
      "Condition code=snomed:38341003; Procedure status=completed code=snomed:80146002"));
  EXPECT_EQ(patient.bound().unplaced, 2u);
  EXPECT_EQ(patient.Value("malignancy-status"), "unknown");
}

TEST(UnplacedTest, PlacedCodesAndSystemsThatNeedNoHierarchyAreNotCounted) {
  const BoundPatient patient(BuildResources(
      "Condition code=snomed:94602001; Condition code=icd:I10; Condition code=loinc:1-8"));
  EXPECT_EQ(patient.bound().unplaced, 0u);
}

}  // namespace
}  // namespace wervelwijzer::guideline
