#include "cards/radiotherapy_schedule.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>
#include <vector>

namespace wervelwijzer::cards {
namespace {

constexpr double kTolerance = 0.05;  // Gy: rounding of a dose per fraction

// A number, a word in lower case or one sign.
struct Token {
  std::string text;
  double number = 0;
  bool is_number = false;
};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// The end of the number at `at`; a comma or full stop between digits belongs to it.
std::size_t EndOfNumber(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && IsDigit(text[end])) ++end;
  const bool has_part =
      end + 1 < text.size() && (text[end] == '.' || text[end] == ',') && IsDigit(text[end + 1]);
  if (!has_part) return end;
  for (++end; end < text.size() && IsDigit(text[end]);) ++end;
  return end;
}

Token NumberToken(std::string_view digits) {
  std::string text(digits.substr(0, 12));
  std::replace(text.begin(), text.end(), ',', '.');
  return {text, std::strtod(text.c_str(), nullptr), true};
}

std::vector<Token> TokensOf(std::string_view text) {
  std::vector<Token> tokens;
  for (std::size_t at = 0; at < text.size();) {
    if (IsDigit(text[at])) {
      const std::size_t end = EndOfNumber(text, at);
      tokens.push_back(NumberToken(text.substr(at, end - at)));
      at = end;
    } else if (IsLetter(text[at])) {
      Token word;
      for (; at < text.size() && IsLetter(text[at]); ++at) {
        word.text += static_cast<char>(text[at] | 0x20);
      }
      tokens.push_back(std::move(word));
    } else if (text.substr(at).starts_with("\u00D7")) {  // the sign of multiplication
      tokens.push_back({"x", 0, false});
      at += 2;
    } else {
      if (text[at] != ' ') tokens.push_back({std::string(1, text[at]), 0, false});
      ++at;
    }
  }
  return tokens;
}

class WordReader {
 public:
  explicit WordReader(std::string_view text) : tokens_(TokensOf(text)) {}

  // The schedule that begins at each token; two that differ make none.
  std::optional<Schedule> Read() const {
    std::optional<Schedule> found;
    for (std::size_t at = 0; at < tokens_.size(); ++at) {
      std::optional<Schedule> one = TimesDose(at);
      if (!one) one = TotalIn(at);
      if (!one) continue;
      const bool same = !found || (found->fractions == one->fractions &&
                                   std::abs(found->gray - one->gray) < kTolerance);
      if (!same) return std::nullopt;
      found = one;
    }
    return found;
  }

 private:
  bool Is(std::size_t at, std::initializer_list<std::string_view> words) const {
    return at < tokens_.size() && !tokens_[at].is_number &&
           std::ranges::find(words, tokens_[at].text) != words.end();
  }
  bool IsFraction(std::size_t at) const {
    return Is(at, {"fr", "fx", "fractie", "fracties", "fraction", "fractions", "keer", "maal"});
  }
  std::optional<double> Number(std::size_t at) const {
    if (at >= tokens_.size() || !tokens_[at].is_number) return std::nullopt;
    return tokens_[at].number;
  }
  // Gray of the number at `at` with the unit after it.
  std::optional<double> Dose(std::size_t at) const {
    const auto number = Number(at);
    if (!number) return std::nullopt;
    if (Is(at + 1, {"gy", "gray"})) return *number;
    if (Is(at + 1, {"cgy"})) return *number / 100;
    return std::nullopt;
  }
  std::optional<int> Count(std::size_t at) const {
    const auto number = Number(at);
    if (!number || *number < 1 || *number > 60 || *number != std::floor(*number)) {
      return std::nullopt;
    }
    return static_cast<int>(*number);
  }

  // `5 x 4 Gy`, `5 fracties van 4 Gy`.
  std::optional<Schedule> TimesDose(std::size_t at) const {
    const auto fractions = Count(at);
    const bool times = Is(at + 1, {"x", "*"});
    const bool of = IsFraction(at + 1) && Is(at + 2, {"van", "of", "a", "x"});
    if (!fractions || (!times && !of)) return std::nullopt;
    const auto dose = Dose(at + (times ? 2 : 3));
    if (!dose || *dose <= 0) return std::nullopt;
    return Schedule{*dose * *fractions, *fractions};
  }
  // `30 Gy in 10 fracties`, `20 Gy/5`.
  std::optional<Schedule> TotalIn(std::size_t at) const {
    const auto dose = Dose(at);
    const auto fractions = Count(at + 3);
    const bool parts = Is(at + 2, {"/"}) || (Is(at + 2, {"in"}) && IsFraction(at + 4));
    if (!dose || *dose <= 0 || !fractions || !parts) return std::nullopt;
    return Schedule{*dose, *fractions};
  }

  std::vector<Token> tokens_;
};

std::optional<double> GrayOf(JsonValue quantity) {
  const auto value = quantity.Get("value").number();
  const std::string_view unit = quantity.Get("code").exists() ? quantity.Get("code").string_or("")
                                                              : quantity.Get("unit").string_or("");
  if (!value || *value <= 0) return std::nullopt;
  if (unit == "Gy") return value;
  if (unit == "cGy") return *value / 100;
  return std::nullopt;
}

bool EndsWithOneOf(std::string_view url, std::initializer_list<std::string_view> ends) {
  return std::ranges::any_of(ends, [&](std::string_view end) { return url.ends_with(end); });
}

struct CodedDose {
  std::optional<double> total, each;
  std::optional<std::int64_t> fractions;
  int volumes = 0;
};

CodedDose ReadCodedDose(JsonValue resource) {
  CodedDose dose;
  for (const JsonValue extension : resource.Get("extension").elements()) {
    const std::string_view url = extension.Get("url").string_or("");
    if (EndsWithOneOf(url, {"codexrt-radiotherapy-fractions-planned",
                            "codexrt-radiotherapy-fractions-prescribed"})) {
      dose.fractions = extension.Get("valuePositiveInt").integer();
    }
    if (!EndsWithOneOf(url, {"codexrt-radiotherapy-dose-planned-to-volume",
                             "codexrt-radiotherapy-dose-prescribed-to-volume"})) {
      continue;
    }
    ++dose.volumes;
    for (const JsonValue part : extension.Get("extension").elements()) {
      const std::string_view name = part.Get("url").string_or("");
      if (name == "totalDose") dose.total = GrayOf(part.Get("valueQuantity"));
      if (name == "fractionDose") dose.each = GrayOf(part.Get("valueQuantity"));
      if (name == "fractions") dose.fractions = part.Get("valuePositiveInt").integer();
    }
  }
  return dose;
}

std::optional<Schedule> ReadCodedSchedule(JsonValue resource) {
  const CodedDose dose = ReadCodedDose(resource);
  if (dose.volumes != 1) return std::nullopt;  // several volumes: several schedules
  auto fractions = dose.fractions;
  if (!fractions && dose.total && dose.each) {
    fractions = static_cast<std::int64_t>(std::lround(*dose.total / *dose.each));
  }
  if (!fractions || *fractions < 1 || *fractions > 60) return std::nullopt;
  const int count = static_cast<int>(*fractions);
  if (dose.total) return Schedule{*dose.total, count};
  if (dose.each) return Schedule{*dose.each * count, count};
  return std::nullopt;
}

bool IsStereotactic(const Schedule& schedule) {
  return schedule.fractions <= 5 && schedule.gray > 18 - kTolerance &&
         schedule.gray < 35 + kTolerance;
}

}  // namespace

std::optional<Schedule> ReadScheduleInWords(std::string_view text) {
  return WordReader(text.substr(0, 4000)).Read();
}

std::optional<Schedule> ReadSchedule(const guideline::Order& order) {
  if (auto coded = ReadCodedSchedule(order.resource)) return coded;
  std::string words = order.text;
  const auto add = [&words](JsonValue text) { (words += " ; ") += text.string_or(""); };
  const JsonValue code = order.resource.Get("code");
  const JsonValue what = code.Get("concept").exists() ? code.Get("concept") : code;
  add(what.Get("text"));
  for (const JsonValue coding : what.Get("coding").elements()) add(coding.Get("display"));
  for (const JsonValue detail : order.resource.Get("orderDetail").elements()) {
    add(detail.Get("text"));
  }
  for (const JsonValue note : order.resource.Get("note").elements()) add(note.Get("text"));
  return ReadScheduleInWords(words);
}

bool MeetsSchedule(const Schedule& schedule, std::string_view outcome) {
  const auto is = [&](int fractions, double gray) {
    return schedule.fractions == fractions && std::abs(schedule.gray - gray) < kTolerance;
  };
  const bool ten_to_thirteen = schedule.fractions >= 10 && schedule.fractions <= 13;
  if (outcome == "rt-1x8") return is(1, 8);
  if (outcome == "rt-postop-short") return is(5, 20);
  // "At least": more of either is not less than what is asked.
  const bool at_least_thirty = schedule.gray > 30 - kTolerance;
  if (outcome == "rt-10x3") return schedule.fractions >= 10 && at_least_thirty;
  if (outcome == "rt-oligo")
    return IsStereotactic(schedule) || (ten_to_thirteen && at_least_thirty);
  if (outcome == "rt-postop-long") {
    const bool of_three = std::abs(schedule.gray / schedule.fractions - 3) < kTolerance;
    return IsStereotactic(schedule) || (ten_to_thirteen && of_three);
  }
  return false;
}

}  // namespace wervelwijzer::cards
