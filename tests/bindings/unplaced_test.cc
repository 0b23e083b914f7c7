// Codes that could be below one of ours, for all that is known.

#include <gtest/gtest.h>

#include <string>
#include <vector>

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

TEST(UnplacedTest, MedicinesInUseThatNobodyUnderstandsAreNamedOnce) {
  const BoundPatient patient(
      BuildResources("MedicationRequest id=a status=active medname=PREDNISON~TABLET~5MG; "
                     "MedicationRequest id=b status=active medname=PREDNISON~TABLET~5MG; "
                     "MedicationRequest id=c status=stopped medname=OMEPRAZOL~CAPSULE~20MG; "
                     "MedicationRequest id=d status=active med=local:1; "
                     "MedicationRequest id=e status=active med=atc:A10BA02; "
                     "MedicationRequest id=f status=active med=atc:M02AA15; "
                     "Condition text=Prednison"));
  const std::vector<std::string> expected{"PREDNISON TABLET 5MG", "MedicationRequest/d"};
  EXPECT_EQ(patient.bound().unread_medicines, expected);
}

// What has no code at all is not of an unknown system, and what is over is nobody's concern.
TEST(UnplacedTest, DiagnosesOfAnUnknownSystemAreNamedOnce) {
  const BoundPatient patient(
      BuildResources("Condition named=Klapvoet~links; Condition named=Klapvoet~links; "
                     "Condition code=local:9 clinical=resolved; Condition text=Rugpijn; "
                     "Condition id=k code=local:10; Condition code=icd:I10; "
                     "Condition code=local:11 verification=refuted"));
  const std::vector<std::string> expected{"Klapvoet links", "Condition/k"};
  EXPECT_EQ(patient.bound().unread_diagnoses, expected);
}

}  // namespace
}  // namespace wervelwijzer::guideline
