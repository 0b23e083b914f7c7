#include "app/places.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <vector>

#include "app/parameters.h"

namespace wervelwijzer::app {
namespace {

namespace fs = std::filesystem;

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::vector<fs::path> Roots(const DataSettings& settings) {
  if (!settings.data_dir.empty()) return {settings.data_dir};
  std::error_code failed;
  const fs::path binary = fs::read_symlink("/proc/self/exe", failed);
  if (failed) return {};
  const fs::path folder = binary.parent_path();
  return {folder.parent_path().parent_path(), folder.parent_path() / "share" / "wervelwijzer"};
}

bool IsFolder(const fs::path& path) {
  std::error_code failed;
  return fs::is_directory(path, failed);
}

}  // namespace

Result<hooks::KnowledgePlaces> FindData(const DataSettings& settings) {
  const auto parameters = ParametersOf(settings.parameters);
  if (!parameters.ok()) return parameters.error();
  std::string tried;
  std::vector<fs::path> roots = Roots(settings);
  if (roots.empty()) roots.emplace_back(".");
  for (const fs::path& root : roots) {
    const auto place = [&](const std::string& set, const char* below) {
      return set.empty() ? (root / below).string() : set;
    };
    hooks::KnowledgePlaces places;
    places.models = place(settings.models, "guideline/models");
    places.bindings = place(settings.bindings, "guideline/bindings");
    places.terminology = place(settings.terminology, "terminology/data");
    places.texts = place(settings.texts, "cards/text");
    places.region = settings.region;
    places.clients = settings.clients;
    places.hierarchies = settings.hierarchies;
    const bool all = IsFolder(places.models) && IsFolder(places.bindings) &&
                     IsFolder(places.terminology) && IsFolder(places.texts);
    places.parameters = *parameters;
    if (all) return places;
    tried += (tried.empty() ? "`" : ", `") + root.string() + "`";
  }
  return Error{ErrorKind::kNotFound,
               "no models, bindings, terminology and texts below " + tried +
                   "; name their root with `--data-dir`",
               {}};
}

Result<std::string> FindDemonstrationRegion(const std::string& data_dir) {
  std::string tried;
  DataSettings settings;
  settings.data_dir = data_dir;
  for (const fs::path& root : Roots(settings)) {
    const fs::path file = root / "deploy" / "region-demonstration.json";
    std::error_code failed;
    if (fs::is_regular_file(file, failed)) return file.string();
    tried += (tried.empty() ? "`" : ", `") + file.string() + "`";
  }
  return Error{
      ErrorKind::kNotFound, "no region file: tried " + tried + "; name one with `--region`", {}};
}

Result<std::string> FindStateDirectory(const std::string& state_dir) {
  fs::path folder = state_dir;
  if (folder.empty()) folder = Environment("STATE_DIRECTORY");
  if (folder.empty() && !Environment("XDG_STATE_HOME").empty()) {
    folder = fs::path(Environment("XDG_STATE_HOME")) / "wervelwijzer";
  }
  if (folder.empty() && !Environment("HOME").empty()) {
    folder = fs::path(Environment("HOME")) / ".local" / "state" / "wervelwijzer";
  }
  if (folder.empty()) {
    return InvalidInput("no folder to keep feedback in; name one with `--state-dir`");
  }
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed) {
    return Error{ErrorKind::kUnavailable, "cannot make the folder: " + failed.message(),
                 folder.string()};
  }
  return folder.string();
}

}  // namespace wervelwijzer::app
