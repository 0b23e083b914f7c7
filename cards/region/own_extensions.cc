#include "cards/region/own_extensions.h"

#include <algorithm>
#include <array>
#include <string>

namespace wervelwijzer::region {
namespace {

struct Own {
  std::string_view name, type;
};
constexpr std::array<Own, 4> kOwn = {{{kAffiliationRank, "OrganizationAffiliation"},
                                      {kMeetingRule, "Schedule"},
                                      {kOperationsPerYear, "HealthcareService"},
                                      {kRegistrationClosesBefore, "Schedule"}}};

const Own* FindOwn(std::string_view name) {
  const auto found = std::ranges::find(kOwn, name, &Own::name);
  return found == kOwn.end() ? nullptr : found;
}

// How many letters have to be put in, taken out or changed.
std::size_t Distance(std::string_view one, std::string_view other) {
  std::vector<std::size_t> row(other.size() + 1);
  for (std::size_t at = 0; at < row.size(); ++at) row[at] = at;
  for (std::size_t i = 1; i <= one.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j < row.size(); ++j) {
      const std::size_t change = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({change, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

std::string Suggestion(std::string_view name) {
  constexpr std::size_t kTypingError = 3;
  const auto nearest =
      std::ranges::min_element(kOwn, {}, [&](const Own& one) { return Distance(name, one.name); });
  if (Distance(name, nearest->name) > kTypingError) return {};
  return "; is `" + std::string(nearest->name) + "` meant?";
}

void Check(Reading& reading, const DirectoryEntry& entry, JsonValue extension) {
  constexpr std::size_t kLongest = 60;  // no name is longer, and a file may hold anything
  const std::string_view url = extension.Get("url").string_or({}).substr(0, 200);
  const std::string_view name = OwnExtensionName(extension).substr(0, kLongest);
  const std::string_view last = url.substr(url.rfind('/') + 1).substr(0, kLongest);
  const auto complain = [&](std::string_view about, const std::string& message) {
    reading.Complain(Severity::kError, entry, ".extension(" + std::string(about) + ")", message);
  };
  if (name.empty()) {
    if (FindOwn(last) != nullptr) {
      complain(last, "is not below " + std::string(kExtensions) + ", so it is not read");
    }
    return;
  }
  const Own* own = FindOwn(name);
  if (own == nullptr) {
    complain(name, "is no extension of a region file" + Suggestion(name));
  } else if (own->type != entry.type) {
    complain(name, "belongs to " + std::string(own->type) + " and is not read here");
  }
}

}  // namespace

std::string_view OwnExtensionName(JsonValue extension) {
  const std::string_view url = extension.Get("url").string_or({});
  return url.starts_with(kExtensions) ? url.substr(kExtensions.size()) : std::string_view();
}

JsonValue OwnExtension(JsonValue element, std::string_view name) {
  for (const JsonValue extension : Items(element.Get("extension"))) {
    if (OwnExtensionName(extension) == name) return extension;
  }
  return {};
}

void CheckOwnExtensions(Reading& reading) {
  for (const DirectoryEntry& entry : reading.bundle().entries()) {
    for (const JsonValue extension : Items(entry.json.Get("extension"))) {
      Check(reading, entry, extension);
    }
  }
}

}  // namespace wervelwijzer::region
