#include "app/listen_address.h"

#include <gtest/gtest.h>

#include <string>

namespace wervelwijzer::app {
namespace {

ServeSettings Listening(const std::string& listen) {
  ServeSettings settings;
  settings.listen = listen;
  return settings;
}

TEST(ListenAddress, LoopbackIsBound) {
  for (const char* listen : {"127.0.0.1:8080", "localhost:1", "[::1]:65535", "127.9.9.9:80"}) {
    EXPECT_TRUE(ListenAddressOf(Listening(listen)).ok()) << listen;
  }
}

TEST(ListenAddress, OtherAddressIsRefusedAndTheReasonGiven) {
  for (const char* listen : {"0.0.0.0:8080", "[::]:8080", "192.168.1.1:80", "example.org:80",
                             "127.0.0.1.example.org:80"}) {
    const auto address = ListenAddressOf(Listening(listen));
    ASSERT_FALSE(address.ok()) << listen;
    EXPECT_NE(address.error().message.find("--behind-proxy"), std::string::npos);
  }
}

TEST(ListenAddress, ProxyInFrontAllowsEveryAddress) {
  ServeSettings settings = Listening("0.0.0.0:8080");
  settings.behind_proxy = true;
  const auto address = ListenAddressOf(settings);
  ASSERT_TRUE(address.ok());
  EXPECT_EQ(address->host, "0.0.0.0");
}

TEST(ListenAddress, PortAloneReplacesThatOfTheAddress) {
  ServeSettings settings;
  settings.port = 9000;
  EXPECT_EQ(ListenAddressOf(settings)->port, 9000);
  EXPECT_EQ(ListenAddressOf(settings)->host, "127.0.0.1");
}

TEST(ListenAddress, WhatIsNoAddressIsRefused) {
  for (const char* listen : {"", ":", "127.0.0.1", "127.0.0.1:", ":80", "127.0.0.1:0",
                             "127.0.0.1:65536", "127.0.0.1:8o"}) {
    EXPECT_FALSE(ListenAddressOf(Listening(listen)).ok()) << listen;
  }
}

}  // namespace
}  // namespace wervelwijzer::app
