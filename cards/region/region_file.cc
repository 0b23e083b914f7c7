#include "cards/region/region_file.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "cards/region/lint.h"
#include "cards/region/read_region.h"

namespace wervelwijzer::region {
namespace {

Error In(const std::string& file, Error error) {
  error.path = error.path.empty() ? file : file + " " + error.path;
  return error;
}

Result<std::string> ReadText(const std::string& file) {
  constexpr std::size_t kMostBytes = 64u << 20;
  std::ifstream stream(file, std::ios::binary | std::ios::ate);
  if (!stream) return Error{ErrorKind::kNotFound, "cannot be opened", file};
  const std::streamoff size = stream.tellg();
  if (size < 0 || static_cast<std::size_t>(size) > kMostBytes) {
    return Error{ErrorKind::kTooLarge, "is no file of at most 64 MiB", file};
  }
  stream.seekg(0);
  std::string text(static_cast<std::size_t>(size), '\0');
  stream.read(text.data(), size);
  if (!stream) return Error{ErrorKind::kUnavailable, "cannot be read", file};
  return text;
}

}  // namespace

Result<LoadedRegion> LoadRegion(const std::string& file, TimePoint now) {
  const Result<std::string> text = ReadText(file);
  if (!text.ok()) return text.error();
  Result<RegionReading> reading = ReadRegion(*text);
  if (!reading.ok()) return In(file, reading.error());
  LoadedRegion loaded;
  loaded.issues = std::move(reading->issues);
  Issues found = LintRegion(reading->region, now);
  std::move(found.begin(), found.end(), std::back_inserter(loaded.issues));
  loaded.region = std::make_shared<const Region>(std::move(reading->region));
  return loaded;
}

Result<std::shared_ptr<const Region>> LoadSoundRegion(const std::string& file, TimePoint now) {
  Result<LoadedRegion> loaded = LoadRegion(file, now);
  if (!loaded.ok()) return loaded.error();
  const auto is_error = [](const Issue& issue) { return issue.severity <= Severity::kError; };
  const auto first = std::ranges::find_if(loaded->issues, is_error);
  if (first == loaded->issues.end()) return std::move(loaded->region);
  const auto count = std::count_if(first, loaded->issues.end(), is_error);
  return In(file,
            InvalidInput(first->message + " (" + std::to_string(count) +
                             (count == 1 ? " finding" : " findings") + "; see `lint --region`)",
                         first->path));
}

}  // namespace wervelwijzer::region
