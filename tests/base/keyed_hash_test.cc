#include "base/keyed_hash.h"

#include <gtest/gtest.h>

namespace wervelwijzer {
namespace {

HashKey CountingKey() {
  HashKey key;
  for (std::size_t i = 0; i < key.size(); ++i) key[i] = static_cast<std::uint8_t>(i);
  return key;
}

// The published vectors give bytes; words are little-endian.
std::string Bytes(const KeyedHash& hash) {
  std::string hex;
  for (const std::uint64_t word : {hash.first, hash.second}) {
    for (int i = 0; i < 8; ++i) {
      const auto byte = static_cast<unsigned>(word >> (8 * i) & 0xff);
      hex += "0123456789abcdef"[byte >> 4];
      hex += "0123456789abcdef"[byte & 15];
    }
  }
  return hex;
}

TEST(KeyedHash, IsThePublishedFunction) {
  EXPECT_EQ(Bytes(HashWithKey(CountingKey(), "")), "a3817f04ba25a8e66df67214c7550293");
  EXPECT_EQ(Bytes(HashWithKey(CountingKey(), std::string_view("\0", 1))),
            "da87c1d86b99af44347659119b22fc45");
}

TEST(KeyedHash, DependsOnEveryByteAndOnTheKey) {
  const KeyedHash hash = HashWithKey(CountingKey(), "client|patient|card");
  EXPECT_EQ(hash, HashWithKey(CountingKey(), "client|patient|card"));
  EXPECT_NE(hash, HashWithKey(CountingKey(), "client|patient|care"));
  EXPECT_NE(hash, HashWithKey(RandomHashKey(), "client|patient|card"));
}

TEST(KeyedHash, IsReadBackFromItsDigits) {
  const KeyedHash hash = HashWithKey(CountingKey(), "text");
  EXPECT_EQ(KeyedHash::FromHex(hash.ToHex()), hash);
  EXPECT_FALSE(KeyedHash::FromHex("12"));
  EXPECT_FALSE(KeyedHash::FromHex(std::string(32, 'g')));
}

}  // namespace
}  // namespace wervelwijzer
