#include "base/seeded_hash.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

namespace wervelwijzer {
namespace {

TEST(SeededHash, SameTextHasTheSameHashAndAnotherHasAnother) {
  EXPECT_EQ(SeededHash("Condition/1"), SeededHash(std::string("Condition/1")));
  std::set<std::uint64_t> hashes;
  const int count = 100'000;
  for (int i = 0; i < count; ++i) hashes.insert(SeededHash("id-" + std::to_string(i)));
  EXPECT_EQ(hashes.size(), static_cast<std::size_t>(count));
  EXPECT_NE(SeededHash(""), SeededHash(std::string(1, '\0')));
  EXPECT_NE(SeededHash("12345678"), SeededHash(std::string("12345678") + '\0'));
}

TEST(SeededHash, TwoTextsAreMoreThanTheirJoin) {
  EXPECT_NE(SeededHash("ab", "c"), SeededHash("a", "bc"));
  EXPECT_NE(SeededHash("", "a"), SeededHash("a", ""));
}

// A table as long as a power of two takes the lowest bits.
TEST(SeededHash, LowBitsSpread) {
  std::multiset<std::uint64_t> low;
  for (int i = 0; i < 1024; ++i) low.insert(SeededHash(std::to_string(i)) & 1023);
  std::size_t most = 0;
  for (const std::uint64_t bits : low) most = std::max(most, low.count(bits));
  EXPECT_LT(most, 12u);
}

}  // namespace
}  // namespace wervelwijzer
