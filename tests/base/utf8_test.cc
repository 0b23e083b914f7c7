#include "base/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace wervelwijzer {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

struct Row {
  const char* what;
  std::string bytes;
  std::size_t first_bad;
};

// Cases after RFC 3629 and the well-known decoder stress list.
const Row kRows[] = {
    {"nothing", "", kNone},
    {"ascii", "abc", kNone},
    {"two bytes, first and last", "\xC2\x80\xDF\xBF", kNone},
    {"three bytes, first and last", "\xE0\xA0\x80\xEF\xBF\xBF", kNone},
    {"four bytes, first and last", "\xF0\x90\x80\x80\xF4\x8F\xBF\xBF", kNone},
    {"last before and first after the surrogates", "\xED\x9F\xBF\xEE\x80\x80", kNone},
    {"lone continuation", "a\x80", 1},
    {"overlong slash in two bytes", "\xC0\xAF", 0},
    {"overlong in two bytes, last", "\xC1\xBF", 0},
    {"overlong in three bytes", "ab\xE0\x9F\xBF", 2},
    {"overlong in four bytes", "\xF0\x8F\xBF\xBF", 0},
    {"high surrogate", "\xED\xA0\x80", 0},
    {"low surrogate", "\xED\xBF\xBF", 0},
    {"above the last code point", "\xF4\x90\x80\x80", 0},
    {"first byte F5", "\xF5\x80\x80\x80", 0},
    {"first byte FF", "x\xFF", 1},
    {"cut after one of two", "ab\xC3", 2},
    {"cut after two of three", "\xE2\x82", 0},
    {"cut after three of four", "\xF0\x9F\x98", 0},
    {"ascii where a continuation belongs", "\xE2\x82 ", 0},
    {"fourth byte is none", "\xF0\x9F\x98 ", 0},
};

TEST(Utf8, TableOfSequencesIsJudged) {
  for (const Row& row : kRows) EXPECT_EQ(FindInvalidUtf8(row.bytes), row.first_bad) << row.what;
}

TEST(Utf8, BadByteIsFoundAtEveryDistanceFromABlock) {
  for (std::size_t at = 0; at < 100; ++at) {
    std::string text(100, 'a');
    text[at] = '\xFE';
    EXPECT_EQ(FindInvalidUtf8(text), at);
  }
}

TEST(Utf8, PrefixIsCutBetweenCharacters) {
  EXPECT_EQ(Utf8Prefix("a\xC3\xABz", 2), "a");
  EXPECT_EQ(Utf8Prefix("a\xC3\xABz", 3), "a\xC3\xAB");
  EXPECT_EQ(Utf8Prefix("abc", 9), "abc");
}

}  // namespace
}  // namespace wervelwijzer
