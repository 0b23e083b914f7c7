// Whose resource it is, where the answer lies in a Bundle.

#include <gtest/gtest.h>

#include "tests/bindings/record_builder.h"

namespace wervelwijzer::guideline {
namespace {

// A Bundle with another Patient, named by its fullUrl only, and a diagnosis of `subject`.
std::string Family(const std::string& subject) {
  return R"({"resourceType":"Bundle","entry":[)"
         R"({"fullUrl":"urn:uuid:q","resource":{"resourceType":"Patient","id":"q"}},)"
         R"({"fullUrl":"urn:uuid:p","resource":{"resourceType":"Patient","id":"p"}},)"
         R"({"resource":{"resourceType":"Condition","id":"1","code":{"coding":[{"system":)"
         R"("http://snomed.info/sct","code":"94225005"}]},"subject":{"reference":")" +
         subject + R"("}}}]})";
}

TEST(SubjectTest, FullUrlOfAnotherPatientOfTheBundleIsSomebodyElse) {
  const BoundPatient patient({Family("urn:uuid:q")});
  EXPECT_EQ(patient.Value("brain-metastases-present"), "unknown");
  ASSERT_EQ(patient.bound().issues.size(), 1u);
  EXPECT_EQ(patient.bound().issues[0].message,
            "resource is about somebody else and was passed over");
}

TEST(SubjectTest, FullUrlOfThePatientIsThePatientWhereverElseItWasSupplied) {
  const BoundPatient patient({Family("urn:uuid:p")});
  EXPECT_EQ(patient.Value("brain-metastases-present"), "true");
}

TEST(SubjectTest, FullUrlThatNamesNobodyIsThePatientOfTheRequestUnlessItHasOne) {
  EXPECT_EQ(BoundPatient({Family("urn:uuid:x")}).Value("brain-metastases-present"), "unknown");
  const std::string alone =
      R"({"resourceType":"Condition","id":"1","code":{"coding":[{"system":"http://snomed.info/sct",)"
      R"("code":"94225005"}]},"subject":{"reference":"urn:uuid:x"}})";
  EXPECT_EQ(BoundPatient({alone}).Value("brain-metastases-present"), "true");
}

TEST(SubjectTest, PatientWhoHasDiedIsToldFromAllFormsOfTheElement) {
  const auto is_deceased = [](const std::string& member) {
    const BoundPatient patient({}, fhir::ResourceOrigin::kPrefetch,
                               R"({"resourceType":"Patient","id":"p")" + member + "}");
    return patient.bound().is_deceased;
  };
  EXPECT_TRUE(is_deceased(R"(,"deceasedBoolean":true)"));
  EXPECT_TRUE(is_deceased(R"(,"deceasedDateTime":"2026-11")"));
  EXPECT_TRUE(is_deceased(R"(,"deceasedDateTime":"2026-11-19T23:50:00.000+0100")"));
  EXPECT_TRUE(is_deceased(R"(,"deceasedBoolean":true,"deceasedDateTime":"unknown")"));
  for (const std::string_view date :
       {"9999-12-31", "2126-01-01", "2127", "", "unknown", "0000-00-00"}) {
    EXPECT_FALSE(is_deceased(R"(,"deceasedDateTime":")" + std::string(date) + "\"")) << date;
  }
  EXPECT_FALSE(is_deceased(R"(,"deceasedBoolean":false,"deceasedDateTime":"2026-11")"));
  EXPECT_FALSE(is_deceased(R"(,"deceasedBoolean":"false","deceasedDateTime":"2026-11")"));
  EXPECT_FALSE(is_deceased(R"(,"deceasedBoolean":false)"));
  EXPECT_FALSE(is_deceased(""));
}

}  // namespace
}  // namespace wervelwijzer::guideline
