// Region files with something changed somewhere, and strange but well-formed ones: reading, lint
// and routing end without harm.

#include <gtest/gtest.h>

#include <random>

#include "cards/region/lint.h"
#include "cards/region/route.h"
#include "cards/region/service_codes.h"
#include "tests/cards/region/small_region.h"

namespace wervelwijzer::region {
namespace {

// Uses all that was read; the number of routes found.
int Use(const Region& region) {
  const TimePoint now = At("2026-11-20T16:05:00+01:00");
  LintRegion(region, now);
  int found = 0;
  for (std::size_t hospital = 0; hospital < region.organizations.size(); ++hospital) {
    for (const OwnCode& code : ServiceCodes()) {
      const RouteQuestion question{static_cast<Index>(hospital), std::string(code.code), now, {}};
      found += FindRoute(region, question).found() ? 1 : 0;
    }
  }
  return found;
}

// True when the text could be read.
bool ReadAndUse(const std::string& text) {
  const auto reading = ReadRegion(text);
  if (reading.ok()) Use(reading->region);
  return reading.ok();
}

TEST(RegionMutation, AChangedByteNeverDoesHarm) {
  static constexpr std::string_view kBytes = "0129-:+.\"{}[],abTZ \\";
  ASSERT_GT(Use(Demonstration()), 40);
  std::mt19937 dice(20261120);
  int read = 0;
  for (int round = 0; round < 150; ++round) {
    std::string changed = DemonstrationText();
    for (int change = 0; change < 4; ++change) {
      changed[dice() % changed.size()] = kBytes[dice() % kBytes.size()];
    }
    read += ReadAndUse(changed) ? 1 : 0;
  }
  EXPECT_GT(read, 10);
}

// With the structure kept, every file is read and only values differ.
TEST(RegionMutation, ChangedDigitsAndLettersNeverDoHarm) {
  std::mt19937 dice(1);
  int read = 0;
  for (int round = 0; round < 60; ++round) {
    std::string changed = DemonstrationText();
    for (int change = 0; change < 300; ++change) {
      char& byte = changed[dice() % changed.size()];
      if (byte >= '0' && byte <= '9') byte = static_cast<char>('0' + dice() % 10);
    }
    read += ReadAndUse(changed) ? 1 : 0;
  }
  EXPECT_GE(read, 50) << "a number that gets a leading zero is no JSON any more; most are read";
}

// One resource of each type whose element is something else than it should be.
std::string OddResources(std::string_view element, std::string_view odd) {
  std::string resources;
  for (const std::string_view type : {"Organization", "HealthcareService", "Location", "Schedule",
                                      "Slot", "OrganizationAffiliation"}) {
    resources += std::string(resources.empty() ? "" : ",") + R"({"resourceType":")" +
                 std::string(type) + R"(","id":"1",")" + std::string(element) + R"(":)" +
                 std::string(odd) + "}";
  }
  return BundleOf(resources);
}

TEST(RegionMutation, ElementsOfAnotherTypeAreNotUsed) {
  for (const std::string_view odd : {"1", "true", "null", R"("x")", "[]", "{}", "[[1]]", "[null]",
                                     R"({"start":1})", R"([{"a":[]}])", "-1e300"}) {
    for (const std::string_view element : {"identifier",
                                           "active",
                                           "type",
                                           "name",
                                           "partOf",
                                           "telecom",
                                           "availableTime",
                                           "notAvailable",
                                           "providedBy",
                                           "location",
                                           "endpoint",
                                           "extension",
                                           "actor",
                                           "schedule",
                                           "start",
                                           "organization",
                                           "participatingOrganization",
                                           "code",
                                           "healthcareService",
                                           "period",
                                           "planningHorizon",
                                           "contact",
                                           "meta"}) {
      const auto reading = ReadRegion(OddResources(element, odd));
      ASSERT_TRUE(reading.ok()) << element << " " << odd;
      EXPECT_EQ(Use(reading->region), 0);
    }
  }
}

}  // namespace
}  // namespace wervelwijzer::region
