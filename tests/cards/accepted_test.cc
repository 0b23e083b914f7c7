// A suggestion that is accepted is found again in the record, by the shipped codes and bindings,
// and its card is gone: for each kind of suggestion, in the views and in the order hooks.

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/cards/chart.h"
#include "tests/cards/patient.h"

namespace wervelwijzer::cards {
namespace {

using fhir::Version;

struct AcceptedCase {
  const char* name;
  const char* topic;
  Service service;
  std::string_view statements;
  std::size_t first = 0;  // which suggestion is taken, of those that exclude each other
  Version version = Version::kR4;
};

constexpr std::string_view kCompression =
    "malignancy-status=active clinical-cord-cauda-compression=true "
    "paraplegia-completeness=none adequate-imaging-available=false";
constexpr std::string_view kKnownPrimary =
    "malignancy-status=active clinical-cord-cauda-compression=true paraplegia-completeness=none "
    "adequate-imaging-available=false primary-tumour-known=known haematological-suspicion=false "
    "nsaid-use=true";
constexpr std::string_view kWorkup =
    "imaging-fits-metastases=true primary-tumour-known=unknown radiological-mescc=true "
    "recent-petct-available=false spinal-metastases-established=true "
    "tissue-diagnosis-obtained=false";
constexpr std::string_view kBrain =
    "brain-metastases-present=true brain-metastases-symptomatic=true treatment-wish=true "
    "suspected-radionecrosis=true";
constexpr std::string_view kMeeting =
    "spinal-metastases-established=true symptomatic=true progressive-neurological-deficit=true "
    "neurological-deficit=true";
constexpr std::string_view kCare =
    "spinal-metastases-established=true radiological-mescc=false neurological-deficit=false "
    "new-neurological-deficit=false pain-present=true pain-nrs=6 lastmeter-done=false "
    "situation-changed=true symptomatic=true treatment-wish=true sins-total=5 "
    "very-short-life-expectancy=false pain-on-loading=false life-expectancy-months=14";

const AcceptedCase kCases[] = {
    {"mri", "imaging", Service::kSpinal, kCompression},
    {"mri_r5", "imaging", Service::kSpinal, kCompression, 0, Version::kR5},
    {"mri_stu3", "imaging", Service::kSpinal, kCompression, 0, Version::kStu3},
    {"ct", "imaging", Service::kSpinal,
     "malignancy-status=active clinical-cord-cauda-compression=true paraplegia-completeness=none "
     "adequate-imaging-available=false mri-possible=false"},
    {"dexamethasone_8", "steroid", Service::kSpinal, kKnownPrimary},
    {"dexamethasone_16", "steroid", Service::kSpinal, kKnownPrimary, 1},
    {"dexamethasone_r5", "steroid", Service::kSpinal, kKnownPrimary, 0, Version::kR5},
    {"dexamethasone_stu3", "steroid", Service::kSpinal, kKnownPrimary, 0, Version::kStu3},
    {"surgeon", "referral", Service::kSpinal,
     "spinal-metastases-established=true radiological-mescc=false treatment-wish=true "
     "very-short-life-expectancy=false pain-on-loading=true neurological-deficit=false "
     "symptomatic=true"},
    {"radiotherapist", "referral", Service::kSpinal,
     "spinal-metastases-established=true radiological-mescc=false treatment-wish=true "
     "very-short-life-expectancy=false pain-on-loading=false pain-present=true "
     "neurological-deficit=false symptomatic=true"},
    {"radiotherapist_stu3", "referral", Service::kSpinal,
     "spinal-metastases-established=true radiological-mescc=false treatment-wish=true "
     "very-short-life-expectancy=false pain-on-loading=false pain-present=true "
     "neurological-deficit=false symptomatic=true",
     0, Version::kStu3},
    {"spinal_mdo", "mdo", Service::kSpinal, kMeeting},
    {"spinal_mdo_stu3", "mdo", Service::kSpinal, kMeeting, 0, Version::kStu3},
    {"petct_and_biopsy", "workup", Service::kSpinal, kWorkup},
    {"petct_and_biopsy_r5", "workup", Service::kSpinal, kWorkup, 0, Version::kR5},
    {"brain_mdo_and_referral", "brain-mdo", Service::kBrain, kBrain},
    {"brain_mdo_and_referral_stu3", "brain-mdo", Service::kBrain, kBrain, 0, Version::kStu3},
    {"brain_mdo_and_referral_r5", "brain-mdo", Service::kBrain, kBrain, 0, Version::kR5},
};

std::string NameOf(const testing::TestParamInfo<AcceptedCase>& tested) { return tested.param.name; }

class Accepted : public testing::TestWithParam<AcceptedCase> {};

void ExpectSilence(Chart& chart, const AcceptedCase& one) {
  const auto card = chart.CardOf(one.topic, one.service);
  ASSERT_TRUE(card);
  ASSERT_GT(card->suggestions.size(), one.first);
  const bool all = card->selection_behavior == "any";
  for (std::size_t at = one.first; at < (all ? card->suggestions.size() : one.first + 1); ++at) {
    chart.Accept(card->suggestions[at]);
  }
  const auto again = chart.CardOf(one.topic, one.service);
  EXPECT_FALSE(again) << again->summary << "\n" << again->detail;
}

TEST_P(Accepted, SilencesItsCard) {
  Chart chart(GetParam().statements, GetParam().version);
  ExpectSilence(chart, GetParam());
}

TEST_P(Accepted, SilencesItsCardInARegionAndInTheCentreItself) {
  for (const std::string_view ura : {"90000003", "90000001"}) {
    Chart chart(GetParam().statements, GetParam().version);
    chart.InRegion(ura);
    ExpectSilence(chart, GetParam());
  }
}

TEST_P(Accepted, RefersOnlyToWhatIsInTheRecord) {
  const AcceptedCase& one = GetParam();
  Chart chart(one.statements, one.version);
  const auto card = chart.CardOf(one.topic, one.service);
  ASSERT_TRUE(card);
  chart.Accept(card->suggestions.at(one.first));
  for (const std::string& reference : chart.References()) {
    const bool known = reference == "Patient/p" || reference.starts_with("Observation/o");
    EXPECT_TRUE(known) << reference;
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds, Accepted, testing::ValuesIn(kCases), NameOf);

TEST(AcceptedCare, EachItemLeavesTheListWhenItIsSeenTo) {
  for (const Version version : {Version::kR4, Version::kR5, Version::kStu3}) {
    Chart chart(kCare, version);
    auto card = chart.CardOf("care", Service::kSpinal);
    ASSERT_TRUE(card);
    std::size_t left = card->suggestions.size();
    ASSERT_GE(left, 3u) << card->detail;
    while (card && !card->suggestions.empty()) {
      ASSERT_EQ(card->suggestions.size(), left) << card->suggestions.front().label;
      chart.Accept(card->suggestions.front());
      card = chart.CardOf("care", Service::kSpinal);
      --left;
    }
    if (!card) left = 0;
    EXPECT_EQ(left, 0u);
  }
}

// "Direct" is a telephone call: the request alone does not end the red flag, its answer does.
constexpr std::string_view kFlag =
    "spinal-metastases-established=true new-neurological-deficit=true";

TEST(AcceptedConsultation, StaysOnTheCardUntilItIsAnswered) {
  Chart chart(kFlag);
  const auto card = chart.CardOf("red-flag", Service::kSpinal);
  ASSERT_TRUE(card);
  chart.Accept(card->suggestions.at(0));
  const auto asked = chart.CardOf("red-flag", Service::kSpinal);
  ASSERT_TRUE(asked);
  EXPECT_TRUE(asked->suggestions.empty());
  EXPECT_NE(asked->detail.find("Die telt niet als overleg"), std::string::npos);
  chart.SetStatus("ServiceRequest", "completed");
  EXPECT_FALSE(chart.CardOf("red-flag", Service::kSpinal));
}

std::string TaskAbout(std::string_view request, std::string_view status) {
  return R"({"resourceType":"Task","id":"t","intent":"order","status":")" + std::string(status) +
         R"(","lastModified":"2026-11-20T14:00:00+01:00","focus":{"reference":")" +
         std::string(request) + R"("}})";
}

TEST(AcceptedConsultation, IsAnsweredWhenTheCentreHasTakenItUp) {
  constexpr char kRequest[] =
      R"({"resourceType":"ServiceRequest","id":"r","status":"active","intent":"order",
          "priority":"stat","subject":{"reference":"Patient/p"},
          "authoredOn":"2026-11-20T13:40:00+01:00","code":{"coding":[
          {"system":"https://wervelwijzer.nl/fhir/CodeSystem/order",
           "code":"consult-executing-centre"}]}})";
  const auto card_with = [&](std::string_view status) {
    Chart chart(kFlag);
    chart.Add(kRequest);
    chart.Add(TaskAbout("ServiceRequest/r", status));
    return chart.CardOf("red-flag", Service::kSpinal);
  };
  EXPECT_TRUE(card_with("requested"));
  EXPECT_FALSE(card_with("accepted"));
  EXPECT_FALSE(card_with("completed"));
  const auto refused = card_with("rejected");
  ASSERT_TRUE(refused);
  EXPECT_FALSE(refused->suggestions.empty()) << "asking anew is offered";
  EXPECT_NE(refused->detail.find("afgewezen of geannuleerd"), std::string::npos);
}

TEST(Booked, AnAppointmentOfTheMeetingSilencesItsCardAndACancelledOneDoesNot) {
  const auto card_with = [&](std::string_view status) {
    Chart chart(kMeeting);
    chart.Add(R"({"resourceType":"Appointment","id":"a","status":")" + std::string(status) +
              R"(","created":"2026-11-20T13:50:00+01:00","start":"2026-11-20T16:30:00+01:00",
              "serviceType":[{"coding":[{"system":"https://wervelwijzer.nl/fhir/CodeSystem/order",
              "code":"spinal-mdo"}]}],"participant":[{"actor":{"reference":"Patient/p"},
              "status":"accepted"}]})");
    return chart.CardOf("mdo", Service::kSpinal);
  };
  EXPECT_FALSE(card_with("booked"));
  EXPECT_TRUE(card_with("cancelled"));
  EXPECT_TRUE(card_with("proposed")) << "for an urgent meeting a proposal is nothing yet";
}

// An order from before the signs answers another question.
TEST(Booked, WhatIsOlderThanTheSignsDoesNotCount) {
  Chart chart(kMeeting);
  chart.Add(R"({"resourceType":"ServiceRequest","id":"old","status":"completed","intent":"order",
      "subject":{"reference":"Patient/p"},"authoredOn":"2026-10-01T09:00:00+02:00",
      "code":{"coding":[{"system":"https://wervelwijzer.nl/fhir/CodeSystem/order",
      "code":"spinal-mdo"}]}})");
  EXPECT_TRUE(chart.CardOf("mdo", Service::kSpinal));
}

TEST(AcceptedHastening, BringsTheExistingOrderForward) {
  for (const auto& [version, type] :
       {std::pair{Version::kR4, "ServiceRequest"}, std::pair{Version::kStu3, "ProcedureRequest"}}) {
    Chart chart(kCompression, version);
    chart.Add(R"({"resourceType":")" + std::string(type) +
              R"(","id":"m","status":"active","intent":"order","priority":"routine",
      "subject":{"reference":"Patient/p"},"authoredOn":"2026-11-20T13:40:00+01:00",
      "occurrenceDateTime":"2026-11-27T09:00:00+01:00","note":[{"text":"blijft"}],
      "code":{"coding":[{"system":"https://wervelwijzer.nl/fhir/CodeSystem/order",
      "code":"mri-whole-spine"}]}})");
    const auto card = chart.CardOf("imaging", Service::kSpinal);
    ASSERT_TRUE(card);
    ASSERT_EQ(card->suggestions.at(0).actions.at(0).type, Action::Type::kUpdate);
    EXPECT_NE(card->suggestions[0].actions[0].resource_json.find("blijft"), std::string::npos);
    chart.Accept(card->suggestions[0]);
    EXPECT_FALSE(chart.CardOf("imaging", Service::kSpinal));
  }
}

struct OrderCase {
  const char* name;
  const char* topic;
  Service service;
  std::string_view statements;
  std::string_view code;  // of the drafted order: system|code
  std::string_view type;
  std::string_view more;  // further members of the draft
  std::size_t take = 0;
};

const OrderCase kOrderCases[] = {
    {"replace", "imaging", Service::kSpinal, kCompression, "http://snomed.info/sct|1290640000",
     "ServiceRequest", R"("priority":"routine",)"},
    {"bring_forward", "imaging", Service::kSpinal, kCompression,
     "https://wervelwijzer.nl/fhir/CodeSystem/order|mri-whole-spine", "ServiceRequest",
     R"("priority":"routine","occurrenceDateTime":"2026-11-27T09:00:00+01:00",)"},
    {"stomach_protection", "steroid", Service::kSpinal, kKnownPrimary,
     "http://www.whocc.no/atc|H02AB02", "MedicationRequest", ""},
    {"hold_until_biopsy", "steroid", Service::kSpinal,
     "malignancy-status=active clinician-states-suspicion=true haematological-suspicion=true "
     "tissue-diagnosis-obtained=false clinical-state-allows-waiting=true",
     "http://www.whocc.no/atc|H02AB02", "MedicationRequest", ""},
    {"hasten_referral", "referral", Service::kSpinal, kFlag,
     "https://wervelwijzer.nl/fhir/CodeSystem/order|consult-executing-centre", "ServiceRequest",
     R"("priority":"routine",)"},
    {"hold_until_meeting", "brain-radiotherapy", Service::kBrain,
     "brain-metastases-present=true brain-mdo-discussed=false",
     "https://wervelwijzer.nl/fhir/CodeSystem/order|radiotherapy-brain", "ServiceRequest", "", 1},
    {"consult_about_stability", "treatment", Service::kSpinal,
     "spinal-metastases-established=true spine-stability=unstable new-neurological-deficit=false",
     "https://wervelwijzer.nl/fhir/CodeSystem/order|radiotherapy-spine", "ServiceRequest", ""},
};

class AcceptedOrder : public testing::TestWithParam<std::tuple<OrderCase, Hook>> {};

TEST_P(AcceptedOrder, SilencesItsCardAsADraftAndWhenSigned) {
  const auto& [one, hook] = GetParam();
  const std::string code(one.code);
  const std::size_t bar = code.find('|');
  const bool is_drug = one.type == "MedicationRequest";
  Chart chart(one.statements);
  chart.Order(R"({"resourceType":")" + std::string(one.type) +
              R"(","id":"d1","status":"draft","intent":"order",)" + std::string(one.more) +
              R"("subject":{"reference":"Patient/p"},"authoredOn":"2026-11-20T14:05:00+01:00",")" +
              (is_drug ? "medicationCodeableConcept" : "code") + R"(":{"coding":[{"system":")" +
              code.substr(0, bar) + R"(","code":")" + code.substr(bar + 1) + R"("}]}})");
  const auto card = chart.CardOf(one.topic, one.service, hook);
  ASSERT_TRUE(card) << Describe(chart.Cards(one.service, hook));
  ASSERT_GT(card->suggestions.size(), one.take) << card->detail;
  chart.Accept(card->suggestions[one.take], Taken::kDrafted);
  const auto drafted = chart.CardOf(one.topic, one.service, hook);
  EXPECT_FALSE(drafted) << drafted->summary << "\n" << drafted->detail;
  chart.SignAll();
  const auto again = chart.CardOf(one.topic, one.service, hook);
  EXPECT_FALSE(again) << again->summary << "\n" << again->detail;
}

INSTANTIATE_TEST_SUITE_P(Kinds, AcceptedOrder,
                         testing::Combine(testing::ValuesIn(kOrderCases),
                                          testing::Values(Hook::kOrderSelect, Hook::kOrderSign)),
                         [](const auto& tested) {
                           return std::string(std::get<0>(tested.param).name) +
                                  (std::get<1>(tested.param) == Hook::kOrderSign ? "_at_sign"
                                                                                 : "_at_select");
                         });

}  // namespace
}  // namespace wervelwijzer::cards
