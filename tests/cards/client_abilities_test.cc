// What a client can do with suggestions: Tasks, Appointments, intent, performer, drug codes. And
// that each companion of a request, alone in the record, tells that the request was made.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/cards/chart.h"
#include "tests/cards/patient.h"
#include "tests/cards/region/small_region.h"

namespace wervelwijzer::cards {
namespace {

using fhir::Version;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kMeeting =
    "spinal-metastases-established=true symptomatic=true progressive-neurological-deficit=true "
    "neurological-deficit=true";
constexpr std::string_view kWeekly =
    "spinal-metastases-established=true symptomatic=true progressive-neurological-deficit=false "
    "pain-progressive-severe=false severe-instability=false radiological-mescc=false";
constexpr std::string_view kSurgeon =
    "spinal-metastases-established=true radiological-mescc=false treatment-wish=true "
    "very-short-life-expectancy=false pain-on-loading=true neurological-deficit=false "
    "symptomatic=true";
constexpr std::string_view kBrain =
    "brain-metastases-present=true brain-metastases-symptomatic=true treatment-wish=true "
    "suspected-radionecrosis=true";
constexpr std::string_view kTerpzicht = "90000003";

ClientAbilities TakesAll() {
  ClientAbilities client;
  client.takes_tasks = true;
  client.takes_appointments = true;
  return client;
}

std::string TypesOf(const Suggestion& suggestion) {
  std::string types;
  for (std::size_t at = 0; at < suggestion.actions.size(); ++at) {
    std::shared_ptr<JsonDocument> storage;
    const JsonValue resource = ResourceOf(suggestion, at, storage);
    types += (at == 0 ? "" : " ") + std::string(resource.Get("resourceType").string_or(""));
  }
  return types;
}

struct KeptCase {
  const char* name;
  const char* topic;
  Service service;
  std::string_view statements;
  std::string_view kept;  // the only companion that the record shows
};

const KeptCase kKept[] = {
    {"meeting_task", "mdo", Service::kSpinal, kMeeting, "Task"},
    {"meeting_appointment", "mdo", Service::kSpinal, kMeeting, "Appointment"},
    {"weekly_task", "mdo", Service::kSpinal, kWeekly, "Task"},
    {"weekly_appointment", "mdo", Service::kSpinal, kWeekly, "Appointment"},
    {"surgeon_task", "referral", Service::kSpinal, kSurgeon, "Task"},
    {"brain_task", "brain-mdo", Service::kBrain, kBrain, "Task"},
};

class Companion : public testing::TestWithParam<std::tuple<KeptCase, Version>> {};

TEST_P(Companion, AloneInTheRecordSilencesTheCard) {
  const auto& [one, version] = GetParam();
  Chart chart(one.statements, version);
  chart.InRegion(kTerpzicht);
  chart.Asking(TakesAll());
  const auto card = chart.CardOf(one.topic, one.service);
  ASSERT_TRUE(card);
  for (const Suggestion& suggestion : card->suggestions) chart.Accept(suggestion);
  chart.KeepOnly(one.kept);
  const auto again = chart.CardOf(one.topic, one.service);
  EXPECT_FALSE(again) << again->summary;
}

TEST_P(Companion, RefersToWhatTheSuggestionMakes) {
  const auto& [one, version] = GetParam();
  Chart chart(one.statements, version);
  chart.InRegion(kTerpzicht);
  chart.Asking(TakesAll());
  const auto card = chart.CardOf(one.topic, one.service);
  ASSERT_TRUE(card);
  for (const Suggestion& suggestion : card->suggestions) {
    chart.Accept(suggestion);
  }
  bool refers_to_new = false;
  for (const std::string& reference : chart.References()) {
    const bool is_new =
        reference.find("Re") != reference.npos && reference.find("/new") != reference.npos;
    refers_to_new = refers_to_new || is_new;
    const bool known = is_new || reference == "Patient/p" ||
                       reference.starts_with("Observation/o") ||
                       reference.starts_with("https://regio-demonstratie.example/fhir/");
    EXPECT_TRUE(known) << reference;
  }
  EXPECT_TRUE(refers_to_new);
}

INSTANTIATE_TEST_SUITE_P(Kinds, Companion,
                         testing::Combine(testing::ValuesIn(kKept),
                                          testing::Values(Version::kStu3, Version::kR4,
                                                          Version::kR5)),
                         [](const auto& tested) {
                           const Version version = std::get<1>(tested.param);
                           return std::string(std::get<0>(tested.param).name) +
                                  (version == Version::kStu3 ? "_stu3"
                                   : version == Version::kR4 ? "_r4"
                                                             : "_r5");
                         });

TEST(ClientAbilities, WithoutThemARequestComesAlone) {
  Patient patient;
  const auto alone = patient.With(kMeeting).CardOf("mdo");
  EXPECT_EQ(TypesOf(alone->suggestions.front()), "ServiceRequest");
  const auto with = patient.Asking(TakesAll()).CardOf("mdo");
  EXPECT_EQ(TypesOf(with->suggestions.front()), "ServiceRequest Task Appointment");
}

TEST(ClientAbilities, WhoCarriesOutOneActionGetsNoCompanionThatRefersToNothing) {
  ClientAbilities client = TakesAll();
  client.suggestion_form = SuggestionForm::kOneAction;
  Patient patient;
  const auto card = patient.With(kMeeting).Asking(client).CardOf("mdo");
  ASSERT_EQ(card->suggestions.size(), 1u);
  EXPECT_EQ(TypesOf(card->suggestions.front()), "ServiceRequest");
}

TEST(ClientAbilities, AnExaminationHasNoCompanion) {
  Patient patient;
  patient.With(
      "malignancy-status=active clinical-cord-cauda-compression=true "
      "paraplegia-completeness=none adequate-imaging-available=false");
  const auto card = patient.Asking(TakesAll()).CardOf("imaging");
  EXPECT_EQ(TypesOf(card->suggestions.front()), "ServiceRequest");
}

TEST(ClientAbilities, AMeetingIsProposedAtItsTimeWithWhoIsNeeded) {
  Patient patient;
  patient.With(kWeekly).InRegion(region::Demonstration(), kTerpzicht).Asking(TakesAll());
  const auto card = patient.CardOf("mdo");
  std::shared_ptr<JsonDocument> storage;
  const JsonValue appointment = ResourceOf(card->suggestions.front(), 2, storage);
  EXPECT_EQ(appointment.Get("status").string_or(""), "proposed");
  EXPECT_EQ(appointment.Get("start").string_or(""), "2026-11-23T16:30:00+01:00");
  EXPECT_EQ(appointment.Get("end").string_or(""), "2026-11-23T17:30:00+01:00");
  EXPECT_EQ(appointment.Get("requestedPeriod").At(0).Get("start").string_or(""), kNow);
  const std::string participants = appointment.Get("participant").ToText();
  EXPECT_THAT(participants, HasSubstr("HealthcareService/duinhaven-mdo-wervel"));
  EXPECT_THAT(participants, HasSubstr("wervelkolomchirurg"));
  EXPECT_THAT(participants, HasSubstr(R"("required":"information-only")"));
}

TEST(ClientAbilities, AnOrderIsAnOrderForWhoWantsIt) {
  ClientAbilities client;
  client.intent = OrderIntent::kOrder;
  Patient patient;
  patient.With(kMeeting);
  const auto intent = [&] {
    std::shared_ptr<JsonDocument> storage;
    const auto card = patient.CardOf("mdo");
    return std::string(
        ResourceOf(card->suggestions.front(), 0, storage).Get("intent").string_or(""));
  };
  EXPECT_EQ(intent(), "proposal");
  patient.Asking(client);
  EXPECT_EQ(intent(), "order");
}

TEST(ClientAbilities, ThePerformerIsTheOrganizationForWhoCannotStoreAService) {
  ClientAbilities client;
  client.performer = PerformerForm::kOrganization;
  Patient patient;
  patient.With(kMeeting).InRegion(region::Demonstration(), kTerpzicht).Asking(client);
  std::shared_ptr<JsonDocument> storage;
  const auto card = patient.CardOf("mdo");
  const JsonValue performer =
      ResourceOf(card->suggestions.front(), 0, storage).Get("performer").At(0);
  EXPECT_EQ(performer.Get("type").string_or(""), "Organization");
  EXPECT_EQ(performer.Path("identifier", "value").string_or(""), "90000001");
  EXPECT_EQ(performer.Path("identifier", "system").string_or(""), region::kUra);
}

TEST(ClientAbilities, RxNormStandsBesideTheOtherCodesOnlyWhenAskedFor) {
  ClientAbilities client;
  Patient patient;
  patient.With(
      "malignancy-status=active clinical-cord-cauda-compression=true paraplegia-completeness=none "
      "adequate-imaging-available=false primary-tumour-known=known "
      "haematological-suspicion=false");
  const auto bolus = [&] {
    return patient.CardOf("steroid")->suggestions.front().actions.front().resource_json;
  };
  EXPECT_THAT(bolus(), Not(HasSubstr("rxnorm")));
  client.medication_codes = MedicationCodes::kWithRxNorm;
  patient.Asking(client);
  EXPECT_THAT(bolus(), HasSubstr(R"("http://www.nlm.nih.gov/research/umls/rxnorm","code":"3264")"));
}

}  // namespace
}  // namespace wervelwijzer::cards
