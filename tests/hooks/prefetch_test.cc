#include "hooks/prefetch.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace wervelwijzer::hooks {
namespace {

using fhir::Supply;

// A request made of a prefetch object and, for orders, a context.
class Supplied {
 public:
  explicit Supplied(const std::string& prefetch, const std::string& context = "",
                    std::string_view service = "spinal-metastases-patient-view")
      : document_(std::move(JsonDocument::Parse(
                                "{\"context\":{\"patientId\":\"p1\",\"userId\":\"Practitioner/1\"" +
                                context + "},\"prefetch\":" + prefetch + "}"))
                      .value()),
        reading_(ReadRequest(document_.root(), *FindService(service))),
        supplied_(ReadSupplied(reading_.request)) {}

  const SuppliedRecord& operator*() const { return supplied_; }
  const SuppliedRecord* operator->() const { return &supplied_; }
  bool Lacks(std::string_view key) const {
    return std::count(supplied_.not_supplied.begin(), supplied_.not_supplied.end(), key) == 1;
  }
  const fhir::Resource* Find(std::string_view id) const {
    for (const fhir::Resource& resource : supplied_.record.resources()) {
      if (resource.id == id) return &resource;
    }
    return nullptr;
  }

 private:
  JsonDocument document_;
  RequestReading reading_;
  SuppliedRecord supplied_;
};

constexpr char kOutcome[] =
    R"({"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"timeout"}]})";

TEST(Prefetch, StatesOfAKeyAreTold) {
  const std::string outcome_bundle =
      R"({"resourceType":"Bundle","total":0,"entry":[{"search":{"mode":"outcome"},"resource":)" +
      std::string(kOutcome) + "}]}";
  const struct {
    std::string value;
    Supply wanted;
  } rows[] = {
      {"null", Supply::kKnownEmpty},
      {R"({"resourceType":"Bundle","total":0})", Supply::kKnownEmpty},
      {R"({"resourceType":"Bundle","entry":[]})", Supply::kKnownEmpty},
      {outcome_bundle, Supply::kKnownEmpty},  // PREF-30
      {kOutcome, Supply::kFailed},
      {"7", Supply::kFailed},
      {"[]", Supply::kFailed},
      {R"({"response":{"status":"200"},"resource":{}})", Supply::kFailed},  // PREF-36
      {R"({"resourceType":"Condition","id":"c"})", Supply::kValue},
      {R"({"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Condition"}}]})",
       Supply::kValue},
  };
  for (const auto& row : rows) {
    const auto document = JsonDocument::Parse(row.value);
    ASSERT_TRUE(document.ok());
    EXPECT_EQ(SupplyOf(document->root()), row.wanted) << row.value;
  }
  EXPECT_EQ(SupplyOf(JsonValue()), Supply::kAbsent);
}

TEST(Prefetch, AbsentAndFailedKeysAreListedEmptyOnesAreNot) {
  const Supplied supplied(R"({"patient":{"resourceType":"Patient","id":"p1"},"conditions":null,)"
                          R"("observations":)" +
                          std::string(kOutcome) + "}");
  EXPECT_TRUE(supplied.Lacks("observations"));
  EXPECT_TRUE(supplied.Lacks("procedures"));
  EXPECT_FALSE(supplied.Lacks("conditions"));
  EXPECT_FALSE(supplied.Lacks("patient"));
  EXPECT_FALSE(supplied.Lacks("encounter")) << "the context has no encounter";
  EXPECT_FALSE(supplied->issues.empty());
}

TEST(Prefetch, WhatCouldNotBeHadIsNamedWithItsReason) {
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  const auto bundle = [](const std::string& more) {
    return R"({"resourceType":"Bundle","type":"searchset",)" + more + "}";
  };
  const std::string entry = R"("entry":[{"resource":{"resourceType":"Condition","id":"c"}}])";
  EXPECT_EQ(Supplied("{}")->not_had, Pairs{}) << "nobody tried";
  EXPECT_EQ(Supplied(R"({"conditions":null})")->not_had, Pairs{});
  EXPECT_EQ(Supplied("{\"conditions\":" + std::string(kOutcome) + "}")->not_had,
            (Pairs{{"conditions", "failed"}}));
  EXPECT_EQ(Supplied("{\"conditions\":" + bundle("\"total\":1," + entry) + "}")->not_had, Pairs{});
  EXPECT_EQ(Supplied("{\"conditions\":" + bundle("\"total\":2," + entry) + "}")->not_had,
            (Pairs{{"conditions", "incomplete"}}));
  const std::string next = R"("link":[{"relation":"next","url":"x?page=2"}],"total":2,)";
  EXPECT_EQ(Supplied("{\"conditions\":" + bundle(next + entry) + "}")->not_had, Pairs{})
      << "the next page is asked for";
}

TEST(Prefetch, PatientOfTheContextIsNeeded) {
  EXPECT_TRUE(Supplied(R"({"patient":{"resourceType":"Patient","id":"p1"}})")->has_patient);
  EXPECT_TRUE(Supplied(R"({"patient":{"resourceType":"Patient"}})")->has_patient);
  EXPECT_TRUE(Supplied(R"({"other":{"resourceType":"Patient","id":"p1"}})")->has_patient);
  EXPECT_TRUE(Supplied(R"({"all":{"resourceType":"Bundle","entry":[
      {"resource":{"resourceType":"Patient","id":"p2"}},
      {"resource":{"resourceType":"Patient","id":"p1"}}]}})")
                  ->has_patient);
  EXPECT_FALSE(Supplied(R"({"patient":{"resourceType":"Patient","id":"p2"}})")->has_patient);
  EXPECT_FALSE(Supplied(R"({"patient":{"resourceType":"Patient","id":"xp1"}})")->has_patient);
  EXPECT_FALSE(Supplied(R"({"patient":null})")->has_patient);
  EXPECT_FALSE(Supplied("{}")->has_patient);
}

constexpr char kTwoOrders[] = R"(,"draftOrders":{"resourceType":"Bundle","entry":[
    {"resource":{"resourceType":"ServiceRequest","id":"s1"}},
    {"resource":{"resourceType":"MedicationRequest","id":"m1"}}]})";

TEST(Prefetch, SelectedOrdersAreMarked) {
  for (const char* selection :
       {"\"ServiceRequest/s1\"", "\"s1\"", "\"https://ehr.example/fhir/ServiceRequest/s1\""}) {
    const Supplied supplied("{}", std::string(kTwoOrders) + ",\"selections\":[" + selection + "]",
                            "spinal-metastases-order-select");
    ASSERT_NE(supplied.Find("s1"), nullptr);
    EXPECT_EQ(supplied.Find("s1")->origin, fhir::ResourceOrigin::kSelectedOrder) << selection;
    EXPECT_EQ(supplied.Find("m1")->origin, fhir::ResourceOrigin::kDraftOrder) << selection;
  }
}

TEST(Prefetch, SelectionOfAnotherTypeSelectsNothing) {
  const Supplied supplied("{}",
                          std::string(kTwoOrders) + R"(,"selections":["MedicationRequest/s1"])",
                          "spinal-metastases-order-select");
  EXPECT_EQ(supplied.Find("s1")->origin, fhir::ResourceOrigin::kDraftOrder);
}

TEST(Prefetch, WithoutSelectionsEveryDraftOrderIsSelected) {
  for (const char* service : {"spinal-metastases-order-select", "brain-metastases-order-sign"}) {
    const Supplied supplied("{}", kTwoOrders, service);
    EXPECT_EQ(supplied.Find("s1")->origin, fhir::ResourceOrigin::kSelectedOrder);
    EXPECT_EQ(supplied.Find("m1")->origin, fhir::ResourceOrigin::kSelectedOrder);
  }
}

}  // namespace
}  // namespace wervelwijzer::hooks
