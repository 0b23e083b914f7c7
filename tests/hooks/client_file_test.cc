#include "hooks/client_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace wervelwijzer::hooks {
namespace {

constexpr char kWhole[] = R"({"clients": [
  {"id": "west", "issuers": ["https://west.example"], "fhir-servers": ["https://WEST.example/r4/"],
   "fhir-version": "R4B", "one-action": true, "hospital": "90000003", "deadline-ms": 900,
   "intent": "order", "performer": "Organization", "medication-codes": "with-rxnorm",
   "takes": ["Task", "Appointment"],
   "language": "en"},
  {"id": "east", "fhir-servers": ["https://east.example/stu3", "http://127.0.0.1:81/x"]}]})";

std::string OneClient(const std::string& members) { return "{\"clients\":[{" + members + "}]}"; }

// The first issue of a file with one client of these members, as `path: message`.
std::string FirstIssue(const std::string& members) {
  const auto reading = ReadClients(OneClient(members));
  if (!reading.ok()) return reading.error().ToString();
  if (reading->issues.empty()) return "none";
  return reading->issues[0].path + ": " + reading->issues[0].message;
}

TEST(ClientFile, EveryMemberIsRead) {
  const auto reading = ReadClients(kWhole);
  ASSERT_TRUE(reading.ok());
  EXPECT_TRUE(reading->issues.empty());
  ASSERT_EQ(reading->registry.clients().size(), 2u);
  const Client& west = *reading->registry.clients()[0];
  EXPECT_EQ(west.id, "west");
  EXPECT_EQ(west.issuers, std::vector<std::string>{"https://west.example"});
  EXPECT_EQ(west.fhir_servers, std::vector<std::string>{"https://west.example/r4"});
  EXPECT_EQ(west.fhir_version, fhir::Version::kR4);
  const cards::ClientAbilities abilities = west.AbilitiesOver({});
  EXPECT_EQ(abilities.suggestion_form, cards::SuggestionForm::kOneAction);
  EXPECT_EQ(abilities.intent, cards::OrderIntent::kOrder);
  EXPECT_EQ(abilities.performer, cards::PerformerForm::kOrganization);
  EXPECT_EQ(abilities.medication_codes, cards::MedicationCodes::kWithRxNorm);
  EXPECT_TRUE(abilities.takes_tasks);
  EXPECT_TRUE(abilities.takes_appointments);
  EXPECT_EQ(west.hospital, "90000003");
  EXPECT_EQ(west.deadline, std::chrono::milliseconds(900));
  EXPECT_EQ(west.language, cards::Language::kEnglish);
}

TEST(ClientFile, WhatIsLeftOutIsLeftToOthers) {
  const auto reading = ReadClients(kWhole);
  ASSERT_TRUE(reading.ok());
  const Client& east = *reading->registry.clients()[1];
  EXPECT_FALSE(east.fhir_version);
  cards::ClientAbilities of_server;
  of_server.suggestion_form = cards::SuggestionForm::kOneAction;
  EXPECT_EQ(east.AbilitiesOver(of_server).suggestion_form, cards::SuggestionForm::kOneAction);
  EXPECT_FALSE(east.AbilitiesOver(of_server).takes_tasks);
  EXPECT_FALSE(east.language);
  EXPECT_EQ(east.hospital, "");
  EXPECT_EQ(east.deadline, std::chrono::milliseconds(450));
}

TEST(ClientFile, ClientIsFoundByItsServerHoweverWritten) {
  const auto reading = ReadClients(kWhole);
  ASSERT_TRUE(reading.ok());
  const ClientRegistry& registry = reading->registry;
  for (const char* server : {"https://west.example/r4", "https://West.Example:443/r4/"}) {
    ASSERT_NE(registry.FindByServer(server), nullptr) << server;
    EXPECT_EQ(registry.FindByServer(server)->id, "west");
  }
  EXPECT_EQ(registry.FindByServer("http://127.0.0.1:81/x")->id, "east");
  for (const char* server :
       {"", "https://west.example", "https://west.example/r4/x",
        "https://west.example.evil.example/r4", "https://west.example@e.example/r4",
        "http://west.example/r4", "https://west.example:8443/r4"}) {
    EXPECT_EQ(registry.FindByServer(server), nullptr) << server;
  }
  EXPECT_EQ(ClientRegistry().FindByServer("https://west.example/r4"), nullptr);
}

TEST(ClientFile, EachMistakeIsNamedWithItsPlace) {
  const std::string good = R"("id":"a","issuers":["i"])";
  const struct {
    std::string members, wanted;
  } rows[] = {
      {good, "none"},
      {R"("issuers":["i"])", "$.clients[0].id: required member is missing"},
      {R"("id":"a b","issuers":["i"])",
       "$.clients[0].id: is not made of at most 64 letters, digits, `-`, `_` and `.`"},
      {R"("id":"a")",
       "$.clients[0]: has neither `issuers` nor `fhir-servers`; no call could be recognised"},
      {R"("id":"a","issuers":[])", "$.clients[0].issuers: is not a list of texts"},
      {R"("id":"a","issuers":["i",7])", "$.clients[0].issuers[1]: is not a string"},
      {R"("id":"a","issuers":["i","i"])", "$.clients[0].issuers[1]: stands there twice"},
      {R"("id":"a","fhir-servers":["http://f.example"])",
       "$.clients[0].fhir-servers[0]: `http://f.example` is without tls; only a loopback address "
       "may be"},
      {good + R"(,"fhir-version":"R6")",
       "$.clients[0].fhir-version: `R6` is none of `DSTU2` `R4` `R4B` `R5` `STU3`"},
      {good + R"(,"fhir-version":4)", "$.clients[0].fhir-version: is not a string"},
      {good + R"(,"language":"fr")", "$.clients[0].language: `fr` is none of `en` `nl`"},
      {good + R"(,"one-action":"yes")", "$.clients[0].one-action: is neither true nor false"},
      {good + R"(,"deadline-ms":5)",
       "$.clients[0].deadline-ms: is no whole number from 50 to 10000"},
      {good + R"(,"deadline-ms":99.5)",
       "$.clients[0].deadline-ms: is no whole number from 50 to 10000"},
      {good + R"(,"intent":"plan")", "$.clients[0].intent: `plan` is none of `order` `proposal`"},
      {good + R"(,"performer":"x")",
       "$.clients[0].performer: `x` is none of `HealthcareService` `Organization`"},
      {good + R"(,"medication-codes":"x")",
       "$.clients[0].medication-codes: `x` is none of `atc-snomed` `with-rxnorm`"},
      {good + R"(,"takes":["Slot"])", "$.clients[0].takes: `Slot` is none of `Appointment` `Task`"},
      {good + R"(,"hospital":" ")", "$.clients[0].hospital: is empty"},
  };
  for (const auto& row : rows) EXPECT_EQ(FirstIssue(row.members), row.wanted) << row.members;
  EXPECT_EQ(
      FirstIssue(good + R"(,"fhirServer":"x")").find("$.clients[0].fhirServer: no such member"),
      0u);
}

TEST(ClientFile, ACallLeadsToOneClientOnly) {
  const auto reading = ReadClients(R"({"clients": [
      {"id": "a", "issuers": ["i"], "fhir-servers": ["https://a.example/r4"]},
      {"id": "a", "issuers": ["i"], "fhir-servers": ["https://A.example/r4/"]}]})");
  ASSERT_TRUE(reading.ok());
  ASSERT_EQ(reading->issues.size(), 3u);
  EXPECT_EQ(reading->issues[0].path, "$.clients[1].id");
  EXPECT_EQ(reading->issues[1].path, "$.clients[1].fhir-servers");
  EXPECT_EQ(reading->issues[2].path, "$.clients[1].issuers");
}

TEST(ClientFile, WhatIsNoFileOfClientsIsRefusedAsAWhole) {
  for (const char* text : {"", "[]", "{", "{}", R"({"clients":{}})", R"({"clients":[7})"}) {
    EXPECT_FALSE(ReadClients(text).ok()) << text;
  }
  EXPECT_TRUE(HasErrors(ReadClients(R"({"clients":[7]})")->issues));
  EXPECT_TRUE(HasErrors(ReadClients(R"({"clients":[],"client":[]})")->issues));
  EXPECT_TRUE(ReadClients(R"({"clients":[]})")->issues.empty());
}

TEST(ClientFile, FileWithAnIssueIsNotSound) {
  const std::string file = testing::TempDir() + "/clients-" + std::to_string(getpid()) + ".json";
  std::ofstream(file) << OneClient(R"("id":"a","issuers":["i"],"language":"fr")");
  const auto sound = LoadSoundClients(file);
  ASSERT_FALSE(sound.ok());
  EXPECT_EQ(sound.error().ToString(),
            file +
                " $.clients[0].language: `fr` is none of `en` `nl` (1 finding; see `lint "
                "--clients`)");
  std::ofstream(file) << kWhole;
  EXPECT_TRUE(LoadSoundClients(file).ok());
  std::filesystem::remove(file);
  EXPECT_EQ(LoadSoundClients(file).error().kind, ErrorKind::kNotFound);
}

TEST(ClientFile, NobodyIsNamedAsThoseWhoCallOpenly) {
  for (const auto& [id, is_good] : {std::pair{"open", false}, std::pair{"open-west", true}}) {
    const auto reading = ReadClients(R"({"clients": [{"id": ")" + std::string(id) +
                                     R"(", "fhir-servers": ["https://west.example/r4"]}]})");
    ASSERT_TRUE(reading.ok());
    EXPECT_EQ(reading->issues.empty(), is_good) << id;
  }
}

}  // namespace
}  // namespace wervelwijzer::hooks
