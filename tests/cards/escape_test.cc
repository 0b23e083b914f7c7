#include "cards/escape.h"

#include <gtest/gtest.h>

#include "cards/phone.h"
#include "tests/cards/patient.h"

namespace wervelwijzer::cards {
namespace {

struct EscapeCase {
  const char* what;
  std::string_view text;
  std::string_view escaped;
};

TEST(ReadablePhone, ADutchNumberIsSpacedAndAnyOtherKeptAsWritten) {
  EXPECT_EQ(ReadablePhone("+31880000102"), "088 000 01 02");
  EXPECT_EQ(ReadablePhone("+31612345678"), "06 12 34 56 78");
  EXPECT_EQ(ReadablePhone("+31201234567"), "020 123 45 67");
  EXPECT_EQ(ReadablePhone("+31702345678"), "070 234 56 78");
  EXPECT_EQ(ReadablePhone("+31113123456"), "0113 12 34 56");
  for (const char* other : {"+32880000102", "088-0000102", "+31 88 000 01 02", "+3188000010", ""}) {
    EXPECT_EQ(ReadablePhone(other), other);
  }
}

TEST(EscapeMarkdown, NothingFromTheRecordKeepsItsMeaning) {
  const EscapeCase cases[] = {
      {"plain", "rugpijn, links (sinds 3 dgn)", "rugpijn, links (sinds 3 dgn)"},
      {"reference", "Observation/sint-jan-12.3", "Observation/sint-jan-12.3"},
      {"blanks", " a  b ", "a b"},
      {"blank first", " a", "a"},
      {"minus first", "-a", "\\-a"},
      {"address", "zie www.evil.example", "zie www .evil.example"},
      {"html", "<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"},
      {"entity", "a&lt;b", "a&amp;lt;b"},
      {"link", "[klik](https://evil.example)", "\\[klik\\](https: //evil.example)"},
      {"image", "![x](http://evil.example/y.png)", "\\!\\[x\\](http: //evil.example/y.png)"},
      {"emphasis", "**let op** _nu_", "\\*\\*let op\\*\\* \\_nu\\_"},
      {"table", "a | b", "a \\| b"},
      {"code", "`x`", "\\`x\\`"},
      {"heading", "# Kop", "\\# Kop"},
      {"list", "- punt", "\\- punt"},
      {"a word with a w", "zwakte, sinds woensdag", "zwakte, sinds woensdag"},
      {"two of them", "Nieuwwijk", "Nieuwwijk"},
      {"mixed", "wWw.evil.example", "www .evil.example"},
      {"autolink", "www.evil.example", "www .evil.example"},
      {"mail", "a@evil.example", "a(at)evil.example"},
      {"lines", "een\r\n\r\n## twee", "een \\#\\# twee"},
      {"right to left", "\u202Egnineve\u202C x\u200F", "gnineve x"},
      {"zero width", "a\u200Bb\uFEFFc", "abc"},
      {"control", std::string_view("a\0\x1b[31mb", 8), "a\\[31mb"},
      {"not UTF-8", "a\xC3(b", "a\uFFFD(b"},
      {"strike", "~~weg~~", "\\~\\~weg\\~\\~"},
      {"backslash", "\\[x]", "\\\\\\[x\\]"},
  };
  for (const EscapeCase& one : cases) {
    EXPECT_EQ(EscapeMarkdown(one.text), one.escaped) << one.what;
  }
}

TEST(EscapeMarkdown, TenThousandCharactersAreCut) {
  const std::string escaped = EscapeMarkdown(std::string(10000, 'a'));
  EXPECT_EQ(CountCodePoints(escaped), 81u);
  EXPECT_TRUE(escaped.ends_with("…"));
}

TEST(EscapeMarkdown, CodePointsAreCountedNotBytes) {
  EXPECT_EQ(CountCodePoints("vóór ≥ 7"), 8u);
  EXPECT_EQ(CountCodePoints("\xFF\xFE"), 2u);
}

TEST(EscapeMarkdown, HostileTextsOnACardStayText) {
  Patient patient;
  patient.With("malignancy-status=active adequate-imaging-available=false");
  patient.Has("clinical-cord-cauda-compression", "true")
      .Saying("</td><img src=x onerror=alert(1)> [klik](https://evil.example) | **x** \u202E");
  patient.Ordered(guideline::OrderKind::kPlainFilmSpine, "draft", "routine").Selected();
  patient.InOrderSelect();
  const auto cards = patient.Cards();
  ASSERT_FALSE(cards.empty());
  for (const Card& card : cards) {
    EXPECT_EQ(card.detail.find("<img"), std::string::npos);
    EXPECT_EQ(card.detail.find("](https://evil"), std::string::npos);
    EXPECT_EQ(card.detail.find("\u202E"), std::string::npos);
    EXPECT_EQ(card.detail.find("**x**"), std::string::npos);
    EXPECT_NE(card.detail.find("&lt;img"), std::string::npos);
  }
}

TEST(EscapeMarkdown, StandsBehindWhatIsThere) {
  for (const std::string_view text : {"Condition/con-1", "*a* | b", "see www.x", ""}) {
    std::string out = "| ";
    EscapeMarkdown(text, 60, out);
    EXPECT_EQ(out, "| " + EscapeMarkdown(text, 60)) << text;
  }
}

}  // namespace
}  // namespace wervelwijzer::cards
