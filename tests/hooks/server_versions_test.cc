#include "hooks/server_versions.h"

#include <gtest/gtest.h>

#include "tests/hooks/fake_http.h"

namespace wervelwijzer::hooks {
namespace {

using fhir::Version;

constexpr char kStatement[] = R"({"resourceType":"CapabilityStatement","fhirVersion":"3.0.2"})";

Client ClientWith(std::string id, std::string server, std::optional<Version> version = {}) {
  Client client;
  client.id = std::move(id);
  client.fhir_servers = {std::move(server)};
  client.fhir_version = version;
  return client;
}

TEST(ServerVersions, NumbersAreVersions) {
  const struct {
    const char* number;
    std::optional<Version> wanted;
  } rows[] = {{"1.0.2", Version::kDstu2}, {"3.0.1", Version::kStu3}, {"3.0.2", Version::kStu3},
              {"4.0.1", Version::kR4},    {"4.3.0", Version::kR4},   {"5.0.0", Version::kR5},
              {"0.5.0", std::nullopt},    {"3.5.0", std::nullopt},   {"6.0.0", std::nullopt},
              {"", std::nullopt},         {"R4", std::nullopt},      {"14.0.1", std::nullopt}};
  for (const auto& row : rows) EXPECT_EQ(VersionOfNumber(row.number), row.wanted) << row.number;
}

TEST(ServerVersions, OnlyStatementsTellAVersion) {
  EXPECT_EQ(VersionOfStatement(kStatement), Version::kStu3);
  EXPECT_EQ(VersionOfStatement(R"({"resourceType":"Conformance","fhirVersion":"1.0.2"})"),
            Version::kDstu2);
  for (const char* text : {"", "{", "[]", "<CapabilityStatement/>", R"({"fhirVersion":"4.0.1"})",
                           R"({"resourceType":"Patient","fhirVersion":"4.0.1"})",
                           R"({"resourceType":"CapabilityStatement","fhirVersion":4})"}) {
    EXPECT_EQ(VersionOfStatement(text), std::nullopt) << text;
  }
}

TEST(ServerVersions, OnlyServersWithoutARegisteredVersionAreAsked) {
  FakeHttp http;
  ServerVersions versions(http);
  versions.Watch(ClientRegistry({ClientWith("a", "https://a.example/r4", Version::kR5),
                                 ClientWith("b", "https://b.example/fhir")}));
  ASSERT_EQ(http.asked.size(), 1u);
  EXPECT_EQ(http.asked[0].address, "https://b.example/fhir/metadata");
  EXPECT_EQ(http.asked[0].bearer, "");
  EXPECT_EQ(versions.Find("https://a.example/r4"), Version::kR5);
  EXPECT_EQ(versions.Find("https://b.example/fhir"), std::nullopt);
  http.Answer(0, 200, kStatement);
  EXPECT_EQ(versions.Find("https://b.example/fhir"), Version::kStu3);
  EXPECT_EQ(versions.Find("https://c.example"), std::nullopt);
}

TEST(ServerVersions, FailedTriesAreRepeatedAFewTimes) {
  FakeHttp http;
  MetadataSettings settings;
  settings.pauses = {std::chrono::seconds(1), std::chrono::seconds(7)};
  ServerVersions versions(http, settings);
  versions.Watch(ClientRegistry({ClientWith("a", "https://a.example")}));
  http.Fail(0);
  ASSERT_EQ(http.later.size(), 1u);
  http.later[0]();
  http.Answer(1, 500, kStatement);
  ASSERT_EQ(http.later.size(), 2u);
  EXPECT_EQ(http.waits[1], std::chrono::seconds(7));
  http.later[1]();
  http.Answer(2, 200, "{}");
  EXPECT_EQ(http.later.size(), 2u) << "the third try was the last";
  EXPECT_EQ(versions.Find("https://a.example"), std::nullopt);
}

TEST(ServerVersions, WhatWasAskedBeforeAReloadCountsNoMore) {
  FakeHttp http;
  ServerVersions versions(http);
  const ClientRegistry registry({ClientWith("a", "https://a.example")});
  versions.Watch(registry);
  versions.Watch(registry);
  ASSERT_EQ(http.asked.size(), 2u);
  http.Fail(0);
  EXPECT_TRUE(http.later.empty());
  http.Answer(1, 200, kStatement);
  EXPECT_EQ(versions.Find("https://a.example"), Version::kStu3);
  versions.Watch(registry);
  EXPECT_EQ(versions.Find("https://a.example"), Version::kStu3) << "known until it says otherwise";
  versions.Watch(ClientRegistry());
  EXPECT_EQ(versions.Find("https://a.example"), std::nullopt);
}

TEST(ServerVersions, LateAnswerAfterTheEndIsDropped) {
  FakeHttp http;
  auto versions = std::make_unique<ServerVersions>(http);
  versions->Watch(ClientRegistry({ClientWith("a", "https://a.example")}));
  versions.reset();
  http.Fail(0);
  EXPECT_TRUE(http.later.empty());
}

TEST(ServerVersions, MetricsNameTheClientAndNotTheAddress) {
  FakeHttp http;
  ServerVersions versions(http);
  EXPECT_EQ(versions.ToText(), "");
  versions.Watch(ClientRegistry({ClientWith("west", "https://a.example/secret")}));
  EXPECT_NE(versions.ToText().find("{client=\"west\",server=\"0\",version=\"unknown\","
                                   "from=\"metadata\"} 0\n"),
            std::string::npos)
      << versions.ToText();
  http.Answer(0, 200, kStatement);
  EXPECT_NE(versions.ToText().find("version=\"STU3\",from=\"metadata\"} 1\n"), std::string::npos);
  EXPECT_EQ(versions.ToText().find("secret"), std::string::npos);
}

}  // namespace
}  // namespace wervelwijzer::hooks
