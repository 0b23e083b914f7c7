#include "hooks/outgoing.h"

#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <string>

#include "hooks/web_address.h"

namespace wervelwijzer::hooks {
namespace {

std::string Unescaped(const std::string& text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      plain += text[i];
      continue;
    }
    const char letter = text[++i];
    if (letter == 'r') plain += '\r';
    if (letter == 'n') plain += '\n';
    if (letter == 't') plain += '\t';
    if (letter == '0') plain += '\0';
    if (letter == 's') plain += ' ';
    if (letter == '\\') plain += '\\';
  }
  return plain;
}

TEST(Outgoing, EveryRowOfTheTableMayBeWhatItSays) {
  std::ifstream table(WERVELWIJZER_SOURCE_DIR "/tests/hooks/outgoing.tsv");
  std::size_t rows = 0;
  for (std::string line; std::getline(table, line);) {
    if (line.empty() || line.front() == '#') continue;
    const std::size_t tab = line.find('\t');
    ASSERT_NE(tab, std::string::npos) << line;
    const std::string text = Unescaped(line.substr(0, tab)), kinds = line.substr(tab + 1);
    EXPECT_EQ(IsB64Token(text), kinds.find('t') != std::string::npos) << line;
    EXPECT_EQ(IsHeaderValue(text), kinds.find('h') != std::string::npos) << line;
    EXPECT_EQ(IsTarget(text), kinds.find('p') != std::string::npos) << line;
    ++rows;
  }
  EXPECT_GT(rows, 30u);
}

TEST(Outgoing, BackslashIsNoPartOfATarget) { EXPECT_FALSE(IsTarget("/r4\\..\\x")); }

// Whatever the bytes: what passes cannot end a line, and what is made fit passes.
TEST(Outgoing, NothingThatPassesEndsALine) {
  std::mt19937 random(7);
  for (int i = 0; i < 200'000; ++i) {
    std::string text = i % 2 == 0 ? "/" : "";
    for (std::size_t size = random() % 6; size > 0; --size) {
      text += static_cast<char>(random() % 4 == 0 ? random() % 33 : random() % 256);
    }
    if (IsB64Token(text) || IsHeaderValue(text) || IsTarget(text)) {
      ASSERT_EQ(text.find_first_of(std::string("\r\n\0", 3)), std::string::npos);
    }
    ASSERT_EQ(AsHeaderValue(text).find_first_of(std::string("\r\n\0", 3)), std::string::npos);
    if (IsHeaderValue(text)) {
      ASSERT_EQ(AsHeaderValue(text), text);
    }
    if (const auto address = ParseWebAddress("https://a.example" + text); address.ok()) {
      ASSERT_TRUE(IsTarget(address->target)) << text;
      ASSERT_TRUE(IsHeaderValue(address->host)) << text;
    }
  }
}

}  // namespace
}  // namespace wervelwijzer::hooks
