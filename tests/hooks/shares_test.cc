#include "hooks/shares.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <vector>

namespace wervelwijzer::hooks {
namespace {

TEST(Shares, NobodyHoldsMoreThanItsShareNorAllMoreThanThereAre) {
  constexpr std::size_t kMost = 10, kEach = 4;
  Shares shares(kMost, kEach);
  std::map<std::string, std::size_t> held;
  std::size_t all = 0;
  std::mt19937 random(1);
  for (int step = 0; step < 20'000; ++step) {
    const std::string owner(1, static_cast<char>('a' + random() % 5));
    if (random() % 2 == 0) {
      const bool fits = all < kMost && held[owner] < kEach;
      ASSERT_EQ(shares.Take(owner), fits) << step;
      held[owner] += fits ? 1 : 0;
      all += fits ? 1 : 0;
    } else if (held[owner] > 0) {
      shares.Give(owner);
      --held[owner];
      --all;
    }
    ASSERT_EQ(shares.IsCrowded(), all > 7);
  }
}

TEST(Shares, GivingWhatNobodyTookMakesNoRoom) {
  Shares shares(1, 1);
  shares.Give("a");
  EXPECT_TRUE(shares.Take("a"));
  EXPECT_FALSE(shares.Take("b"));
}

TEST(Shares, ANetworkOfOneHostIsOneOwner) {
  EXPECT_EQ(ShareOwner("192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(ShareOwner("::ffff:192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(ShareOwner("2001:db8:1:2:3:4:5:6"), ShareOwner("2001:db8:1:2::9"));
  EXPECT_NE(ShareOwner("2001:db8:1:2::9"), ShareOwner("2001:db8:1:3::9"));
  EXPECT_EQ(ShareOwner("fe80::1%eth0"), ShareOwner("fe80::2%eth1"));
  EXPECT_EQ(ShareOwner(""), "");
}

}  // namespace
}  // namespace wervelwijzer::hooks
