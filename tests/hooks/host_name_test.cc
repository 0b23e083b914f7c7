#include "hooks/host_name.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace wervelwijzer::hooks {
namespace {

TEST(HostName, IsReadFromAnAuthority) {
  EXPECT_EQ(HostOf("CDS.Example.org:8443"), "cds.example.org");
  EXPECT_EQ(HostOf("localhost."), "localhost");
  EXPECT_EQ(HostOf("[::1]:8080"), "[::1]");
  EXPECT_EQ(HostOf("[2001:db8::1]"), "[2001:db8::1]");
}

TEST(HostName, OnlyThisServersNamesAreTaken) {
  const std::vector<std::string> own = {"cds.example.org"};
  for (const char* host :
       {"", "localhost", "LOCALHOST:8080", "127.0.0.1:1", "127.9.9.9", "[::1]:80",
        "cds.example.org", "cds.example.org:443", "CDS.example.org."}) {
    EXPECT_TRUE(NamesThisServer(host, own)) << host;
  }
  for (const char* host :
       {"x", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "127.0.0.1x",
        "cds.example.org.evil.example", "evil.example:8080", "192.0.2.1", "[::2]", "0.0.0.0",
        "127.0.0.1@evil.example", "cds.example.orgx", "[::1].evil.example"}) {
    EXPECT_FALSE(NamesThisServer(host, own)) << host;
  }
}

}  // namespace
}  // namespace wervelwijzer::hooks
