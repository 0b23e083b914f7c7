#include <gtest/gtest.h>

#include "tests/guideline/loaded.h"

namespace wervelwijzer::guideline {
namespace {

std::string ErrorOf(std::string_view json) {
  const Result<JsonDocument> document = JsonDocument::Parse(json);
  const Result<Inputs> inputs =
      ReadInputs(ShippedCatalogue(), document->root(), TimeZone::Amsterdam());
  return inputs.ok() ? "" : inputs.error().ToString();
}

TEST(ReadInputsTest, NullAndLeftOutAreUnknown) {
  const Inputs inputs = InputsOf(R"({"kps": null})");
  EXPECT_EQ(inputs.Get("kps").origin, Origin::kUnknown);
  EXPECT_EQ(inputs.Get("ecog").origin, Origin::kUnknown);
}

TEST(ReadInputsTest, AnArrayIsOneOfThese) {
  const Inputs inputs =
      InputsOf(R"({"radicular-deficit": ["none", "bilateral"], "kps": [60, 70]})");
  EXPECT_EQ(inputs.Get("radicular-deficit").values.codes,
            (std::vector<std::string>{"none", "bilateral"}));
  EXPECT_EQ(inputs.Get("kps").values.ranges.size(), 2u);
}

TEST(ReadInputsTest, TheArrayOfASetInputIsTheSet) {
  const Inputs inputs = InputsOf(R"({"brain-mdo-participants": []})");
  EXPECT_EQ(inputs.Get("brain-mdo-participants").origin, Origin::kStated);
  EXPECT_FALSE(inputs.MayBe("brain-mdo-participants", "neurosurgeon"));
}

TEST(ReadInputsTest, ACodeThatLooksLikeANumberMayBeWrittenAsOne) {
  EXPECT_TRUE(InputsOf(R"({"bilsky-grade": 3})").IsCertainly("bilsky-grade", "3"));
}

TEST(ReadInputsTest, UnknownInputsAreNamed) {
  EXPECT_EQ(ErrorOf(R"({"shoe-size": 43})"), "$.shoe-size: unknown input `shoe-size`");
}

TEST(ReadInputsTest, UnknownValuesAreNamed) {
  EXPECT_EQ(ErrorOf(R"({"radicular-deficit": "both"})"),
            "$.radicular-deficit: input `radicular-deficit` does not know the value `both`, only "
            "none, unilateral, bilateral");
  EXPECT_EQ(ErrorOf(R"({"sins-total": 12.5})"),
            "$.sins-total: input `sins-total` does not know the value `12.5`, only whole numbers "
            "from 0 to 18");
}

TEST(ReadInputsTest, ValuesOfAnotherKindAreRefused) {
  for (std::string_view json :
       {R"({"symptomatic": "true"})", R"({"symptomatic": 1})", R"({"kps": "70"})", R"({"kps": 75})",
        R"({"kps": true})", R"({"pain-nrs": 11})", R"({"age-years": -1})",
        R"({"brain-largest-diameter-mm": 0})", R"({"radicular-deficit": []})",
        R"({"radicular-deficit": [null]})", R"({"radicular-deficit": {}})",
        R"({"radicular-deficit": [["none"]]})", R"({"brain-mdo-participants": "neurosurgeon"})",
        R"({"brain-mdo-participants": ["gardener"]})", R"({"metastases-count": 2.5})",
        R"({"paraplegia-duration": "PT24H"})", R"([])", R"("kps")"})
    EXPECT_NE(ErrorOf(json), "") << json;
}

TEST(ReadInputsTest, BoundsBelongToTheRange) {
  for (std::string_view json :
       {R"({"pain-nrs": 0})", R"({"pain-nrs": 10})", R"({"sins-total": 18})",
        R"({"epidural-canal-fraction": 1})", R"({"kps": 0})"})
    EXPECT_EQ(ErrorOf(json), "") << json;
}

struct DateCase {
  std::string_view text;
  double first, last;  // days since 1970-01-01
  bool has_instant;
};

TEST(ReadInputsTest, DatesBecomeTheRangeOfTheirDays) {
  const DateCase cases[] = {
      {"2025-07-01", 20270, 20270, true},
      {"2025-07", 20270, 20300, false},
      {"2025-12", 20423, 20453, false},
      {"2025", 20089, 20453, false},
      {"2025-07-01T08:30:00+02:00", 20270, 20270, true},
      // Still the evening of 30 June in Greenwich, already 1 July in Amsterdam.
      {"2025-06-30T22:30:00Z", 20270, 20270, true},
      // Without an offset the zone's own clock is meant.
      {"2025-06-30T23:59", 20269, 20269, true},
      {"2025-07-01T00:00:00", 20270, 20270, true},
      {"2025-07-01T08:30+02:00", 20270, 20270, true},
  };
  for (const DateCase& row : cases) {
    const Inputs inputs =
        InputsOf(R"({"brain-rt-referral-date": ")" + std::string(row.text) + R"("})");
    const InputState& state = inputs.Get("brain-rt-referral-date");
    ASSERT_EQ(state.values.ranges.size(), 1u) << row.text;
    EXPECT_EQ(state.values.ranges.front().low, row.first) << row.text;
    EXPECT_EQ(state.values.ranges.front().high, row.last) << row.text;
    EXPECT_EQ(state.evidence.front().time.has_value(), row.has_instant) << row.text;
    EXPECT_EQ(state.evidence.front().date, row.text);
  }
}

TEST(ReadInputsTest, DatesThatDoNotExistAreRefused) {
  for (std::string_view text :
       {"2025-02-30", "2025-13", "01-07-2025", "2025-7-1", "yesterday", "", "2025-07-01T25:00:00Z",
        "2025-07-01T25:00", "2025-07-01 noon", "2025-02-30T08:00", "2025/07/01", "20250701"})
    EXPECT_NE(ErrorOf(R"({"brain-rt-referral-date": ")" + std::string(text) + R"("})"), "") << text;
}

TEST(ReadInputsTest, ADayBeginsAtMidnightInTheZone) {
  const Inputs inputs = InputsOf(R"({"suspicion-date": "2026-11-21"})");
  ASSERT_TRUE(inputs.Get("suspicion-date").evidence.front().time);
  EXPECT_EQ(FormatUtc(*inputs.Get("suspicion-date").evidence.front().time), "2026-11-20T23:00:00Z");
}

TEST(ReadInputsTest, MessagesKeepToOneLine) {
  const std::string error = ErrorOf(R"({"radicular-deficit": "a\nb"})");
  EXPECT_EQ(error.find('\n'), std::string::npos) << error;
  EXPECT_LT(ErrorOf("{\"" + std::string(5000, 'x') + "\": 1}").size(), 250u);
}

TEST(ReadInputsTest, ALocalTimeIsOneOfTheZone) {
  const Inputs inputs = InputsOf(R"({"suspicion-date": "2026-07-21T14:05"})");
  EXPECT_EQ(FormatUtc(*inputs.Get("suspicion-date").evidence.front().time), "2026-07-21T12:05:00Z");
}

}  // namespace
}  // namespace wervelwijzer::guideline
