#include "app/config_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace wervelwijzer::app {
namespace {

namespace fs = std::filesystem;

Result<std::vector<ConfigEntry>> ReadText(const std::string& text) {
  const fs::path path = fs::temp_directory_path() / ("config-" + std::to_string(::getpid()));
  std::ofstream(path) << text;
  auto entries = ReadConfigFile(path.string());
  fs::remove(path);
  return entries;
}

TEST(ConfigFile, ValuesComeAsOnTheCommandLine) {
  const auto entries = ReadText(R"({"language":"en","max-cards":3,"behind-proxy":true,
                                    "allow-origin":["https://a","https://b"]})");
  ASSERT_TRUE(entries.ok()) << entries.error().ToString();
  ASSERT_EQ(entries->size(), 4u);
  EXPECT_EQ((*entries)[0].key, "language");
  EXPECT_EQ((*entries)[0].values, std::vector<std::string>{"en"});
  EXPECT_EQ((*entries)[1].values, std::vector<std::string>{"3"});
  EXPECT_EQ((*entries)[2].values, std::vector<std::string>{"true"});
  EXPECT_EQ((*entries)[3].values, (std::vector<std::string>{"https://a", "https://b"}));
}

TEST(ConfigFile, ObjectOfNumbersIsAListOfNamesAndNumbers) {
  const auto entries = ReadText(R"({"parameter":{"brain-kps-threshold":80,"b":7.5}})");
  ASSERT_TRUE(entries.ok()) << entries.error().ToString();
  EXPECT_EQ(entries->front().values, (std::vector<std::string>{"brain-kps-threshold=80", "b=7.5"}));
}

TEST(ConfigFile, WhatIsNoSettingIsRefused) {
  for (const char* text : {"", "[]", "{", R"({"a":{"b":"c"}})", R"({"a":null})", R"({"a":[[1]]})",
                           R"({"a":1,"a":2})"}) {
    EXPECT_FALSE(ReadText(text).ok()) << text;
  }
}

TEST(ConfigFile, MissingFileIsNamed) {
  const auto entries = ReadConfigFile("/nowhere/config.json");
  ASSERT_FALSE(entries.ok());
  EXPECT_EQ(entries.error().path, "/nowhere/config.json");
}

}  // namespace
}  // namespace wervelwijzer::app
