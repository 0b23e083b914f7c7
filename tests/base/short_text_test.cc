#include "base/short_text.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace wervelwijzer {
namespace {

TEST(ShortText, IsReadAsANumberWithTheFirstByteLowest) {
  const std::string_view text = "\x01\x02\x03\x04\x05\x06\x07\x08\x09";
  std::uint64_t expected = 0;
  for (std::size_t size = 0; size <= 8; ++size) {
    EXPECT_EQ(LoadShort(text.data(), size), expected) << size;
    if (size < 8) expected |= std::uint64_t{size + 1} << 8 * size;
  }
}

TEST(ShortText, ByteAboveAsciiIsNoNegativeNumber) {
  EXPECT_EQ(LoadShort("\xff\xfe\xfd", 3), 0xFDFEFFu);
}

// One changed, one added or one missing byte gives another hash.
TEST(ShortText, HashDependsOnEveryByteAndOnTheLength) {
  std::set<std::size_t> hashes;
  std::size_t count = 0;
  for (std::size_t size = 0; size <= 40; ++size) {
    std::string text(size, 'a');
    hashes.insert(HashOfOwnText(text));
    ++count;
    for (std::size_t at = 0; at < size; ++at) {
      text[at] = 'b';
      hashes.insert(HashOfOwnText(text));
      text[at] = 'a';
      ++count;
    }
  }
  EXPECT_EQ(hashes.size(), count);
}

// Against the comparison of the library: every length, every byte changed.
TEST(ShortText, IsTheSameOnlyWithEveryByteAndTheLength) {
  for (std::size_t size = 0; size <= 40; ++size) {
    const std::string text(size, 'a');
    std::string other = text;
    EXPECT_TRUE(IsSameText(text, other)) << size;
    EXPECT_FALSE(IsSameText(text, text + 'a')) << size;
    for (std::size_t at = 0; at < size; ++at) {
      other[at] = static_cast<char>(0x80 + at);
      EXPECT_FALSE(IsSameText(text, other)) << size << " " << at;
      other[at] = 'a';
    }
  }
}

TEST(ShortText, HashOfTheSameTextElsewhereIsTheSame) {
  const std::string text = "progressive-complaints-duration";
  const std::string longer = "x" + text;
  EXPECT_EQ(HashOfOwnText(text), HashOfOwnText(std::string_view(longer).substr(1)));
}

// The compiler reads byte by byte what the program reads in words.
TEST(ShortText, LiteralHasTheHashThatItsTextHasAtRunTime) {
  const OwnName literals[] = {"",
                              "a",
                              "ab",
                              "kps",
                              "ecog",
                              "input",
                              "lesion",
                              "fracture",
                              "lhermitte",
                              "radicular-pain",
                              "radicular-deficit",
                              "life-expectancy-months",
                              "progressive-complaints-duration"};
  std::set<std::size_t> hashes;
  for (const OwnName& literal : literals) {
    const std::string text(literal.text());
    EXPECT_EQ(literal.hash(), OwnName(text).hash()) << text;
    EXPECT_EQ(literal.hash(), OwnName(text.c_str()).hash()) << text;
    hashes.insert(literal.hash());
  }
  EXPECT_EQ(hashes.size(), std::size(literals));
}

}  // namespace
}  // namespace wervelwijzer
