#include "fhir/record.h"

#include <gtest/gtest.h>

namespace wervelwijzer::fhir {
namespace {

class RecordTest : public ::testing::Test {
 protected:
  void Add(std::string_view json, ResourceOrigin origin = ResourceOrigin::kPrefetch) {
    auto document = JsonDocument::Parse(json);
    ASSERT_TRUE(document.ok()) << document.error().ToString();
    documents_.push_back(std::move(document).value());
    record_.Add(documents_.back().root(), origin, "$.prefetch.x", issues_);
  }

  std::vector<JsonDocument> documents_;
  Record record_;
  Issues issues_;
};

TEST_F(RecordTest, ResourcesOfNestedBundlesAreAddedOnce) {
  Add(R"({"resourceType":"Bundle","entry":[
        {"resource":{"resourceType":"Condition","id":"1"}},
        {"resource":{"resourceType":"Bundle","entry":[
          {"resource":{"resourceType":"Condition","id":"1"}},
          {"resource":{"resourceType":"Observation","id":"1"}}]}}]})");
  EXPECT_EQ(record_.resources().size(), 2u);
  EXPECT_TRUE(issues_.empty());
}

TEST_F(RecordTest, SelectedOrderBeatsItsTwin) {
  Add(R"({"resourceType":"ServiceRequest","id":"7","status":"active"})");
  Add(R"({"resourceType":"ServiceRequest","id":"7","status":"draft"})",
      ResourceOrigin::kSelectedOrder);
  Add(R"({"resourceType":"ServiceRequest","id":"7","status":"draft"})",
      ResourceOrigin::kDraftOrder);
  ASSERT_EQ(record_.resources().size(), 1u);
  EXPECT_EQ(record_.resources()[0].origin, ResourceOrigin::kSelectedOrder);
  EXPECT_EQ(record_.resources()[0].json.Get("status").string_or(""), "draft");
}

TEST_F(RecordTest, WhatIsNoResourceBecomesAnIssueWithItsPath) {
  Add(R"({"resourceType":"Bundle","entry":[{"resource":{"id":"x"}},{"resource":[1]}]})");
  ASSERT_EQ(issues_.size(), 2u);
  EXPECT_EQ(issues_[0].path, "$.prefetch.x.entry[0].resource");
  EXPECT_EQ(issues_[1].path, "$.prefetch.x.entry[1].resource");
}

TEST_F(RecordTest, AnIssueWithinABundleOfABundleHasThePathOfBoth) {
  Add(R"({"resourceType":"Bundle","entry":[{},{"resource":
        {"resourceType":"Bundle","entry":[{},{},{"resource":{"id":"x"}}]}}]})");
  ASSERT_EQ(issues_.size(), 1u);
  EXPECT_EQ(issues_[0].path, "$.prefetch.x.entry[1].resource.entry[2].resource");
}

TEST_F(RecordTest, EachOfManyResourcesIsFoundAndNoneAddedTwice) {
  constexpr int kMany = 300;
  std::string json;
  for (int i = 0; i < 2 * kMany; ++i) {
    const std::string id = std::to_string(i % kMany);
    json +=
        (i == 0 ? "" : ",") + (R"({"resource":{"resourceType":"Observation","id":")" + id) + "\"}}";
  }
  Add(R"({"resourceType":"Bundle","entry":[)" + json + "]}");
  ASSERT_EQ(record_.resources().size(), std::size_t{kMany});
  for (const Resource& resource : record_.resources()) {
    EXPECT_EQ(record_.Resolve(resource.Reference(), resource).identity(), resource.json.identity());
  }
  EXPECT_FALSE(record_.Resolve("Observation/none", record_.resources()[0]).exists());
}

TEST_F(RecordTest, BundlesWithoutBottomAreCutOff) {
  std::string json = R"({"resourceType":"Condition","id":"deep"})";
  for (int i = 0; i < 8; ++i) {
    json = R"({"resourceType":"Bundle","entry":[{"resource":)" + json + "}]}";
  }
  Add(json);
  EXPECT_TRUE(record_.resources().empty());
  EXPECT_EQ(issues_.size(), 1u);
}

TEST_F(RecordTest, PatientIsFoundByIdElseWhenThereIsOne) {
  Add(R"({"resourceType":"Patient","id":"a"})");
  EXPECT_NE(record_.FindPatient("other"), nullptr);
  Add(R"({"resourceType":"Patient","id":"b"})");
  EXPECT_EQ(record_.FindPatient("other"), nullptr);
  ASSERT_NE(record_.FindPatient("b"), nullptr);
  EXPECT_EQ(record_.FindPatient("b")->Reference(), "Patient/b");
}

TEST_F(RecordTest, ReferencesAreResolvedInAllTheirForms) {
  Add(R"({"resourceType":"Bundle","entry":[
        {"fullUrl":"urn:uuid:0b1","resource":{"resourceType":"Medication","code":{"text":"m"}}},
        {"fullUrl":"https://x/fhir/Medication/9",
         "resource":{"resourceType":"Medication","id":"9","code":{"text":"n"}}},
        {"resource":{"resourceType":"MedicationRequest","id":"1","contained":[
          {"resourceType":"Medication","id":"c","code":{"text":"o"}}]}}]})");
  const Resource& request = record_.resources()[2];
  const auto text = [&](std::string_view reference) {
    return record_.Resolve(reference, request).Path("code", "text").string_or("none");
  };
  EXPECT_EQ(text("urn:uuid:0b1"), "m");
  EXPECT_EQ(text("Medication/9"), "n");
  EXPECT_EQ(text("https://other/fhir/Medication/9/_history/2"), "n");
  EXPECT_EQ(text("#c"), "o");
  EXPECT_EQ(text("Medication/8"), "none");
  EXPECT_EQ(text(""), "none");
}

TEST_F(RecordTest, EntryWithAModifierIsPassedOverAndReported) {
  Add(R"({"resourceType":"Bundle","entry":[
        {"resource":{"resourceType":"Condition","id":"1"},
         "modifierExtension":[{"url":"http://example.org/x","valueBoolean":true}]},
        {"resource":{"resourceType":"Condition","id":"2"}}]})");
  ASSERT_EQ(record_.resources().size(), 1u);
  EXPECT_EQ(record_.resources()[0].id, "2");
  ASSERT_EQ(issues_.size(), 1u);
  EXPECT_EQ(issues_[0].message, "entry has a modifier extension and was passed over");
}

TEST_F(RecordTest, StateThatTheServerChangedLastCountsWhereverItStands) {
  Add(R"({"resourceType":"Condition","id":"1","meta":{"lastUpdated":"2026-01-01T00:00:00Z"},
          "verificationStatus":"confirmed"})");
  Add(R"({"resourceType":"Condition","id":"1","meta":{"lastUpdated":"2026-02-01T00:00:00+01:00"},
          "verificationStatus":"refuted"})");
  Add(R"({"resourceType":"Condition","id":"1","meta":{"lastUpdated":"2025-12-01T00:00:00Z"},
          "verificationStatus":"provisional"})");
  Add(R"({"resourceType":"Condition","id":"2","meta":{"versionId":"9"},"code":{"text":"old"}})");
  Add(R"({"resourceType":"Condition","id":"2","meta":{"versionId":"10"},"code":{"text":"new"}})");
  Add(R"({"resourceType":"Condition","id":"3","code":{"text":"first"}})");
  Add(R"({"resourceType":"Condition","id":"3","code":{"text":"second"}})");
  ASSERT_EQ(record_.resources().size(), 3u);
  EXPECT_EQ(record_.resources()[0].json.Get("verificationStatus").string_or(""), "refuted");
  EXPECT_EQ(record_.resources()[1].json.Path("code", "text").string_or(""), "new");
  EXPECT_EQ(record_.resources()[2].json.Path("code", "text").string_or(""), "first");
}

TEST_F(RecordTest, WhatAHistoryDeletedIsNotThere) {
  Add(R"({"resourceType":"Bundle","type":"history","entry":[
        {"fullUrl":"https://x/fhir/Condition/1","request":{"method":"DELETE","url":"Condition/1"}},
        {"fullUrl":"https://x/fhir/Condition/1","request":{"method":"PUT","url":"Condition/1"},
         "resource":{"resourceType":"Condition","id":"1"}},
        {"fullUrl":"https://x/fhir/Condition/2","request":{"method":"PUT","url":"Condition/2"},
         "resource":{"resourceType":"Condition","id":"2"}}]})");
  ASSERT_EQ(record_.resources().size(), 1u);
  EXPECT_EQ(record_.resources()[0].id, "2");
}

TEST_F(RecordTest, FullUrlNamesAResourceWithoutId) {
  Add(R"({"resourceType":"Bundle","entry":[{"fullUrl":"https://x/fhir/Medication/77",
        "resource":{"resourceType":"Medication","code":{"text":"m"}}}]})");
  const Resource& medication = record_.resources()[0];
  EXPECT_EQ(record_.Resolve("Medication/77", medication).Path("code", "text").string_or(""), "m");
  EXPECT_FALSE(record_.Resolve("Medication/7", medication).exists());
  EXPECT_FALSE(record_.Resolve("Device/77", medication).exists());
}

}  // namespace
}  // namespace wervelwijzer::fhir
