#include "hooks/fetch_plan.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace wervelwijzer::hooks {
namespace {

using fhir::Version;

constexpr char kBase[] = "https://record.example/r4";
constexpr char kGood[] =
    R"("access_token":"word","token_type":"Bearer","expires_in":300,"scope":"patient/*.read",
       "subject":"s")";

// A request with an authorization and a prefetch, and the plan for it.
class Planned {
 public:
  explicit Planned(const std::string& authorization, const std::string& prefetch = "{}",
                   Version version = Version::kR4, const std::string& encounter = "",
                   std::string base = kBase)
      : document_(
            std::move(
                JsonDocument::Parse(
                    R"({"fhirServer":"https://record.example/r4","context":{"patientId":"p/1",)"
                    R"("userId":"Practitioner/1","encounterId":")" +
                    encounter + "\"},\"fhirAuthorization\":{" + authorization +
                    "},\"prefetch\":" + prefetch + "}"))
                .value()),
        reading_(ReadRequest(document_.root(), *FindService("spinal-metastases-patient-view"))),
        plan_(PlanFetch(reading_.request, std::move(base), version)) {}

  const FetchPlan* operator->() const { return &plan_; }
  std::vector<std::string> AddressesOf(std::string_view key) const {
    std::vector<std::string> addresses;
    for (const FetchQuestion& question : plan_.questions) {
      if (question.key == key) addresses.push_back(question.address.substr(plan_.base.size()));
    }
    return addresses;
  }

 private:
  JsonDocument document_;
  RequestReading reading_;
  FetchPlan plan_;
};

using Texts = std::vector<std::string>;

TEST(FetchPlan, WhatIsLackingIsAskedOnceWithItsTemplate) {
  const Planned all(kGood);
  EXPECT_EQ(all->questions.size(), 20u) << "there is no encounter";
  EXPECT_EQ(all->bearer.Reveal(), "word");
  EXPECT_EQ(all.AddressesOf("patient"), Texts{"/Patient/p%2F1"});
  EXPECT_EQ(all.AddressesOf("conditions"), Texts{"/Condition?patient=p%2F1&_count=200"});
  const Planned some(kGood, R"({"patient":{"resourceType":"Patient","id":"p/1"},"conditions":null,
      "procedures":{"resourceType":"Bundle"},
      "observations":{"resourceType":"OperationOutcome"}})");
  EXPECT_EQ(some->questions.size(), 17u);
  EXPECT_TRUE(some.AddressesOf("patient").empty());
  EXPECT_TRUE(some.AddressesOf("conditions").empty()) << "null is known to be empty";
  EXPECT_TRUE(some.AddressesOf("procedures").empty());
  EXPECT_EQ(some.AddressesOf("observations").size(), 1u) << "it failed";
  const Planned encounter(kGood, "{}", Version::kR4, "Encounter/e1");
  EXPECT_EQ(encounter.AddressesOf("encounter"), Texts{"/Encounter/e1"});
}

TEST(FetchPlan, WhatAVersionDoesNotHaveIsNotAsked) {
  EXPECT_EQ(Planned(kGood, "{}", Version::kR4).AddressesOf("tasks").size(), 1u);
  EXPECT_TRUE(Planned(kGood, "{}", Version::kDstu2).AddressesOf("tasks").empty());
  EXPECT_TRUE(Planned(kGood, "{}", Version::kDstu2).AddressesOf("consents").empty());
  for (const Version version : {Version::kDstu2, Version::kStu3}) {
    const Texts sites = Planned(kGood, "{}", version).AddressesOf("bodyStructures");
    ASSERT_EQ(sites.size(), 1u);
    EXPECT_TRUE(sites.front().starts_with("/BodySite?")) << sites.front();
  }
  const Planned given(kGood, R"({"tasks":{"resourceType":"Bundle","type":"searchset"}})",
                      Version::kDstu2);
  EXPECT_TRUE(given.AddressesOf("tasks").empty());
}

TEST(FetchPlan, NamesAreThoseOfTheVersion) {
  const Planned stu3(kGood, "{}", Version::kStu3);
  EXPECT_EQ(stu3.AddressesOf("serviceRequests"),
            (Texts{"/ProcedureRequest?patient=p%2F1&_count=100",
                   "/ReferralRequest?patient=p%2F1&_count=100"}));
  EXPECT_EQ(stu3.AddressesOf("medications").size(), 1u);
  const Planned dstu2(kGood, "{}", Version::kDstu2);
  EXPECT_EQ(dstu2.AddressesOf("medications"), Texts{"/MedicationOrder?patient=p%2F1&_count=100"});
  EXPECT_EQ(dstu2.AddressesOf("observations"), Texts{"/Observation?patient=p%2F1&_count=200"});
}

// What was one type in R4 is two in STU3: who may read one of them has not seen all requests.
TEST(FetchPlan, AKeyOfWhichTheScopesHideAPartIsNotWhole) {
  const std::string start = R"("access_token":"word","token_type":"Bearer","expires_in":300,)";
  const Planned part(start + R"("scope":"patient/ProcedureRequest.read patient/Condition.read")",
                     "{}", Version::kStu3);
  EXPECT_EQ(part.AddressesOf("serviceRequests").size(), 1u);
  EXPECT_TRUE(part->partial.contains("serviceRequests"));
  EXPECT_FALSE(part->partial.contains("conditions"));
  EXPECT_TRUE(Planned(kGood, "{}", Version::kStu3)->partial.empty());
}

TEST(FetchPlan, NothingIsAskedWithoutATokenForThisPatient) {
  const std::string start = R"("access_token":"word","token_type":)";
  for (const std::string& authorization :
       {start + R"("MAC","expires_in":300)", start + R"("Bearer","expires_in":0)",
        start + R"("Bearer","expires_in":-5)", start + R"("Bearer")",
        start + R"("Bearer","expires_in":300,"patient":"other")"}) {
    EXPECT_TRUE(Planned(authorization)->questions.empty()) << authorization;
  }
  for (const char* patient : {"p/1", "Patient/p/1"}) {
    EXPECT_FALSE(Planned(start + R"("Bearer","expires_in":300,"patient":")" + patient + "\"")
                     ->questions.empty());
  }
  EXPECT_TRUE(Planned(kGood, "{}", Version::kR4, "", "")->questions.empty())
      << "the server is not registered";
}

TEST(FetchPlan, ScopesOfSmartAreRespected) {
  const struct {
    const char *scope, *type, *interaction;
    bool wanted;
  } rows[] = {
      {"patient/Condition.read", "Condition", "s", true},
      {"patient/Condition.read", "Observation", "s", false},
      {"launch openid user/*.read", "Observation", "r", true},
      {"patient/*.*", "Observation", "s", true},
      {"user/Observation.rs", "Observation", "s", true},
      {"user/Observation.r", "Observation", "s", false},
      {"user/Observation.s", "Observation", "r", false},
      {"system/*.cruds", "Observation", "s", true},
      {"user/Observation.rs?category=laboratory", "Observation", "s", false},
      {"patient/Observation.write", "Observation", "s", false},
      {"patient/Observation.cud", "Observation", "s", false},
      {"", "Observation", "s", true},
      {"Some (Vendor) NAME [1.0]", "Observation", "s", true},
      {"vendor/thing.read patient/Condition.read", "Observation", "s", false},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(ScopeAllows(row.scope, row.type, row.interaction), row.wanted)
        << row.scope << " " << row.type << "." << row.interaction;
  }
  std::string narrow = kGood;
  narrow.replace(narrow.find("patient/*"), 9, "patient/Condition");
  EXPECT_EQ(Planned(narrow)->questions.size(), 1u);
}

std::optional<std::string> Next(const std::string& url) {
  const auto bundle = JsonDocument::Parse(
      R"({"resourceType":"Bundle","link":[{"relation":"self","url":"x"},{"relation":"next","url":")" +
      url + "\"}]}");
  return NextPage(bundle->root(), kBase);
}

TEST(FetchPlan, NextPageLiesBelowTheBase) {
  EXPECT_EQ(Next("https://record.example/r4?page=2"), "https://record.example/r4?page=2");
  EXPECT_EQ(Next("https://Record.example:443/r4/Condition?page=2"),
            "https://Record.example:443/r4/Condition?page=2");
  EXPECT_EQ(Next("Condition?page=2"), "https://record.example/r4/Condition?page=2");
  EXPECT_EQ(Next("?page=2"), "https://record.example/r4?page=2");
  EXPECT_EQ(Next(""), "");
  for (const char* url :
       {"https://evil.example/r4/Condition", "http://record.example/r4/Condition",
        "https://record.example/r4x/Condition", "https://record.example/r5/Condition",
        "https://record.example:8443/r4/Condition", "https://record.example/r4/../admin",
        "https://record.example/r4/%2e%2e/admin", "https://record.example/r4/..%2Fadmin",
        "https://record.example@evil.example/r4/x", "https://record.example/r4",
        "ftp://record.example/r4/x"}) {
    EXPECT_EQ(Next(url), std::nullopt) << url;
  }
}

TEST(FetchPlan, PageThatThePrefetchLacksIsAsked) {
  const Planned plan(kGood, R"({"conditions":{"resourceType":"Bundle",
      "link":[{"relation":"next","url":"https://record.example/r4?page=2"}],
      "entry":[{"resource":{"resourceType":"Condition","id":"c"}}]}})");
  EXPECT_EQ(plan.AddressesOf("conditions"), Texts{"?page=2"});
}

}  // namespace
}  // namespace wervelwijzer::hooks
