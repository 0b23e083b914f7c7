#include "hooks/web_address.h"

#include <gtest/gtest.h>

namespace wervelwijzer::hooks {
namespace {

TEST(WebAddress, PartsAreTold) {
  const auto address = ParseWebAddress("HTTPS://FHIR.Example.org:8443/r4/Patient?_id=1");
  ASSERT_TRUE(address.ok());
  EXPECT_TRUE(address->has_tls);
  EXPECT_EQ(address->host, "fhir.example.org");
  EXPECT_EQ(address->port, 8443);
  EXPECT_EQ(address->target, "/r4/Patient?_id=1");
  EXPECT_EQ(address->Origin(), "https://fhir.example.org:8443");
}

TEST(WebAddress, UsualPortsNeedNotBeNamed) {
  EXPECT_EQ(ParseWebAddress("https://a.example")->port, 443);
  EXPECT_EQ(ParseWebAddress("http://127.0.0.1/x")->port, 80);
  EXPECT_EQ(ParseWebAddress("https://a.example?x=1")->target, "/?x=1");
  EXPECT_EQ(ParseWebAddress("https://[2001:db8::1]:9/")->host, "[2001:db8::1]");
}

TEST(WebAddress, WhatIsNoneIsRefused) {
  for (const char* text : {"",
                           "fhir.example.org",
                           "ftp://a.example",
                           "file:///etc/passwd",
                           "https://",
                           "https:///path",
                           "https://user@a.example/",
                           "https://user:word@a.example/",
                           "https://a.example:0/",
                           "https://a.example:70000/",
                           "https://a.example:8a/",
                           "https://a.example/#x",
                           "https://a.example/a b",
                           "https://a.example/\r\nHost: b",
                           "https://a.example/r4/../admin",
                           "https://a.example/r4/%2E%2e",
                           "https://a.example/r4\\x",
                           "https://[::1",
                           "https://a_b!.example/",
                           "https://\xc3\xa9.example/"}) {
    EXPECT_FALSE(ParseWebAddress(text).ok()) << text;
  }
  EXPECT_FALSE(ParseWebAddress("https://a.example/" + std::string(3000, 'a')).ok());
}

TEST(WebAddress, WithoutTlsOnlyOnLoopback) {
  for (const char* text : {"http://127.0.0.1:8080/r4", "http://localhost/r4", "http://[::1]/r4"}) {
    EXPECT_TRUE(ParseWebAddress(text).ok()) << text;
  }
  for (const char* text : {"http://a.example/r4", "http://127.0.0.1.example.org/",
                           "http://10.0.0.1/", "http://169.254.169.254/latest"}) {
    EXPECT_FALSE(ParseWebAddress(text).ok()) << text;
  }
}

TEST(WebAddress, BasesThatMeanTheSameBecomeTheSame) {
  for (const char* text : {"https://a.example/r4", "https://A.Example/r4/",
                           "https://a.example:443/r4", "HTTPS://a.example:443/r4//"}) {
    const auto base = NormalBase(text);
    ASSERT_TRUE(base.ok()) << text;
    EXPECT_EQ(*base, "https://a.example/r4");
  }
  EXPECT_NE(*NormalBase("https://a.example/R4"), "https://a.example/r4") << "paths have case";
  EXPECT_FALSE(NormalBase("https://a.example/r4?x=1").ok());
}

}  // namespace
}  // namespace wervelwijzer::hooks
