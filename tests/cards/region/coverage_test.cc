// Who answers over a year: every gap that a minute-by-minute walk finds, and no other.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "cards/region/hours.h"
#include "cards/region/lint_coverage.h"
#include "tests/cards/region/small_region.h"

namespace wervelwijzer::region {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::string_view kCode = "spinal-expert-centre";
constexpr std::string_view kNow = "2026-12-01T10:00:00+01:00";

Service Centre(std::vector<OpeningTime> hours) {
  Service service;
  service.reference = "HealthcareService/s";
  service.codes = {std::string(kCode)};
  service.phones = {{"+31880000001", {}}};
  service.hours = std::move(hours);
  return service;
}

// A network (0) that a centre (1) serves with the services, each under an agreement of its own.
Region Served(std::vector<Service> services) {
  Region region;
  region.organizations.resize(2);
  region.organizations[0].reference = "Organization/n";
  region.organizations[0].is_network = true;
  region.organizations[1].reference = "Organization/c";
  for (Service& service : services) {
    service.provider = 1;
    Affiliation agreement;
    agreement.role = Affiliation::Role::kProvider;
    agreement.organization = 0;
    agreement.participant = 1;
    agreement.services = {static_cast<Index>(region.services.size())};
    region.services.push_back(std::move(service));
    region.affiliations.push_back(std::move(agreement));
  }
  return region;
}

std::bitset<7> EveryDay() { return std::bitset<7>().set(); }

Coverage Walked(const Region& region) { return CoverageOf(region, 0, kCode, At(kNow)); }

std::vector<std::string> Gaps(const Region& region, std::size_t most = 3) {
  std::vector<std::string> gaps;
  for (const Stretch& gap : Walked(region).gaps) {
    if (gaps.size() == most) break;
    gaps.push_back(FormatUtc(gap.first) + " " + FormatUtc(gap.end));
  }
  return gaps;
}

TEST(Coverage, RoundTheClockAndHoursThatAreNotStatedLeaveNoGap) {
  EXPECT_THAT(Gaps(Served({Centre({{EveryDay(), 0, 1440}})})), ElementsAre());
  EXPECT_THAT(Gaps(Served({Centre({})})), ElementsAre());
}

TEST(Coverage, AMinuteIsAGap) {
  EXPECT_THAT(
      Gaps(Served({Centre({{EveryDay(), 480, 1020}}), Centre({{EveryDay(), 1021, 480}})}), 1),
      ElementsAre("2026-12-01T16:00:00Z 2026-12-01T16:01:00Z"));
}

TEST(Coverage, AHolidayOfTheOnlyCentreIsAGap) {
  Service service = Centre({});
  service.closures = {
      {"kerst", {At("2026-12-25T00:00:00+01:00"), At("2026-12-25T23:59:59.999+01:00")}}};
  EXPECT_THAT(Gaps(Served({service})), ElementsAre("2026-12-24T23:00:00Z 2026-12-25T23:00:00Z"));
  EXPECT_THAT(Gaps(Served({service, Centre({})})), ElementsAre());
}

TEST(Coverage, AnAgreementOrANumberThatEndsIsAGapFromThen) {
  Region region = Served({Centre({})});
  region.affiliations[0].period.last = At("2027-03-31T23:59:59.999+02:00");
  EXPECT_THAT(Gaps(region), ElementsAre("2027-03-31T22:00:00Z 2027-12-02T09:00:00Z"));
  region = Served({Centre({})});
  region.services[0].phones[0].period.last = At("2027-03-31T23:59:59.999+02:00");
  EXPECT_THAT(Gaps(region), ElementsAre("2027-03-31T22:00:00Z 2027-12-02T09:00:00Z"));
}

TEST(Coverage, WhoIsKnownToBeBelowTheNormDoesNotAnswer) {
  Service small = Centre({});
  small.operations_per_year = 9;
  EXPECT_TRUE(Walked(Served({small})).is_only_below_norm);
  Region region = Served({small, Centre({{EveryDay(), 0, 720}})});
  region.services[1].provider = kNone;  // another location, whose number is not stated
  EXPECT_FALSE(Walked(region).is_only_below_norm);
  EXPECT_THAT(Gaps(region, 1), ElementsAre("2026-12-01T11:00:00Z 2026-12-01T23:00:00Z"));
  Issues issues;
  LintCoverage(Served({small}), At(kNow), issues);
  EXPECT_THAT(Lines(issues),
              HasSubstr("error Organization/n: every centre that serves this network "
                        "with `spinal-expert-centre` is below the norm"));
}

TEST(Coverage, TheOnlyOneWhoAnswersAtNightIsNamed) {
  Region region = Served({Centre({{EveryDay(), 480, 1020}}), Centre({})});
  EXPECT_THAT(Walked(region).alone, ElementsAre(1));
  EXPECT_THAT(Walked(Served({Centre({}), Centre({})})).alone, ElementsAre());
}

// Against a walk over every minute of the fortnights around the changes of the clock.
TEST(Coverage, GapsAreThoseOfAWalkOverEveryMinute) {
  std::mt19937 random(20261201);
  const auto minute = [&] { return static_cast<int>(random() % 96) * 15; };
  for (int round = 0; round < 40; ++round) {
    std::vector<Service> services;
    for (unsigned each = 0; each <= random() % 3; ++each) {
      Service service = Centre({});
      for (unsigned line = 0; line <= random() % 3; ++line) {
        const int from = minute();
        const int to = minute();
        if (from != to) service.hours.push_back({std::bitset<7>(random() | 1u), from, to});
      }
      if (random() % 3 == 0) {
        const TimePoint first =
            At("2027-03-26T07:30:00+01:00") + std::chrono::minutes(random() % 5000);
        service.closures.push_back({"", {first, first + std::chrono::minutes(random() % 900)}});
      }
      services.push_back(std::move(service));
    }
    const Region region = Served(services);
    const Coverage coverage = Walked(region);
    const auto in_gap = [&](TimePoint at) {
      return std::ranges::any_of(
          coverage.gaps, [at](const Stretch& gap) { return gap.first <= at && at < gap.end; });
    };
    for (const std::string_view start :
         {"2027-03-25T12:00:00+01:00", "2027-10-28T12:00:00+02:00"}) {
      for (int at = 0; at < 7 * 1440; at += 5) {
        const TimePoint moment = At(start) + std::chrono::minutes(at);
        const bool answered = std::ranges::any_of(region.services, [&](const Service& one) {
          return OpennessAt(one, moment) != Openness::kClosed;
        });
        ASSERT_EQ(in_gap(moment), !answered) << round << " " << FormatUtc(moment);
      }
    }
  }
}

}  // namespace
}  // namespace wervelwijzer::region
