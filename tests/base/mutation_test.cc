// Texts with bytes changed, cut out and doubled, through every door: nothing worse than a refusal.
// Seeded, so that a failure comes back; meant to run under the sanitizers too.

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "base/clock.h"
#include "base/json.h"
#include "base/utf8.h"
#include "base/xml.h"

namespace wervelwijzer {
namespace {

constexpr int kRounds = 20'000;

std::string Mutated(std::string text, std::mt19937& random) {
  for (int changes = static_cast<int>(random() % 4) + 1; changes > 0 && !text.empty(); --changes) {
    const std::size_t at = random() % text.size();
    const std::size_t size = random() % (text.size() - at) + 1;
    switch (random() % 4) {
      case 0:
        text[at] = static_cast<char>(random());
        break;
      case 1:
        text.erase(at, size % 16);
        break;
      case 2:
        text.insert(at, text.substr(at, size % 16));
        break;
      default:
        text.insert(at, 1, "{}[]\"\\,:u<>&;0eE-+."[random() % 19]);
    }
  }
  return text;
}

void Walk(JsonValue value, int depth) {
  ASSERT_LT(depth, 200);
  if (const auto text = value.string()) {
    ASSERT_EQ(FindInvalidUtf8(*text), std::string_view::npos);
  }
  for (const JsonValue element : value.elements()) Walk(element, depth + 1);
  for (const auto& [name, member] : value.members()) {
    ASSERT_EQ(value.Get(name).identity(), member.identity());
    Walk(member, depth + 1);
  }
}

TEST(Mutation, JsonIsReadWholeOrRefused) {
  std::mt19937 random(20261121);
  const std::string seed =
      R"({"a":[1,-2.5e3,true,null,"x\u00e9\ud83d\ude00\n"],"b":{"c":{},"d":[[],[{}]]},"e":"Zo’n"})";
  int parsed = 0;
  for (int round = 0; round < kRounds; ++round) {
    const auto document = JsonDocument::Parse(Mutated(seed, random));
    if (!document.ok()) continue;
    ++parsed;
    Walk(document->root(), 0);
    const std::string text = document->root().ToText();
    const auto again = JsonDocument::Parse(text);
    ASSERT_TRUE(again.ok()) << text;
    ASSERT_EQ(again->root().ToText(), text);
  }
  EXPECT_GT(parsed, kRounds / 100) << "too few texts survive to say anything";
}

// Counts, so that begin and end can be compared.
class Balance final : public XmlHandler {
 public:
  Status OnStart(std::string_view, std::string_view, std::span<const XmlAttribute>, int) override {
    ++open;
    return {};
  }
  Status OnEnd(std::string_view, std::string_view) override {
    --open;
    return {};
  }
  Status OnText(std::string_view text) override {
    utf8 = utf8 && FindInvalidUtf8(text) == std::string_view::npos;
    return {};
  }
  int open = 0;
  bool utf8 = true;
};

TEST(Mutation, XmlIsReadWholeOrRefused) {
  std::mt19937 random(20261121);
  const std::string seed =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a xmlns=\"urn:x\" "
      "b='1&amp;2'><c>t&#233;<![CDATA[x]]>"
      "</c><!-- y --><d e=\"f\"/></a>";
  for (int round = 0; round < kRounds / 4; ++round) {
    Balance balance;
    if (ReadXml(Mutated(seed, random), balance).ok()) {
      ASSERT_EQ(balance.open, 0);
      ASSERT_TRUE(balance.utf8);
    }
  }
}

TEST(Mutation, InstantsAreReadOrRefused) {
  std::mt19937 random(20261121);
  for (int round = 0; round < kRounds; ++round) {
    const auto instant = ParseInstant(Mutated("2026-11-21T14:05:00.125+01:00", random));
    if (instant.ok()) {
      const auto again = ParseInstant(FormatUtc(*instant));
      ASSERT_TRUE(again.ok());
      ASSERT_EQ(*again, *instant);
    }
  }
}

}  // namespace
}  // namespace wervelwijzer
