#include "app/places.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

namespace wervelwijzer::app {
namespace {

namespace fs = std::filesystem;

TEST(Places, DataAreFoundBelowTheRoot) {
  DataSettings settings;
  settings.data_dir = WERVELWIJZER_SOURCE_DIR;
  const auto places = FindData(settings);
  ASSERT_TRUE(places.ok()) << places.error().ToString();
  EXPECT_TRUE(fs::exists(fs::path(places->models) / "inputs.tsv"));
}

TEST(Places, RootWithoutDataIsNamed) {
  DataSettings settings;
  settings.data_dir = "/nowhere";
  const auto places = FindData(settings);
  ASSERT_FALSE(places.ok());
  EXPECT_EQ(places.error().kind, ErrorKind::kNotFound);
  EXPECT_NE(places.error().message.find("/nowhere"), std::string::npos);
}

TEST(Places, FolderThatIsNamedBeatsTheRoot) {
  DataSettings settings;
  settings.data_dir = WERVELWIJZER_SOURCE_DIR;
  settings.models = fs::temp_directory_path().string();
  EXPECT_EQ(FindData(settings)->models, settings.models);
}

TEST(Places, StateFolderIsMade) {
  const fs::path folder =
      fs::temp_directory_path() / ("state-" + std::to_string(::getpid())) / "deep";
  const auto found = FindStateDirectory(folder.string());
  ASSERT_TRUE(found.ok());
  EXPECT_TRUE(fs::is_directory(*found));
  fs::remove_all(folder.parent_path());
}

TEST(Places, StateFolderThatCannotBeMadeIsAnError) {
  EXPECT_FALSE(FindStateDirectory("/proc/wervelwijzer").ok());
}

}  // namespace
}  // namespace wervelwijzer::app
