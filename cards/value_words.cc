#include "cards/value_words.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "cards/moment.h"

namespace wervelwijzer::cards {

using guideline::DecisionResult;
using guideline::InputDefinition;
using guideline::InputState;
using guideline::InputType;
using guideline::WhatIf;

namespace {

const InputDefinition* FindDefinition(const Consultation& consultation, std::string_view input) {
  const auto index = consultation.inputs().catalogue().Find(input);
  return index ? &consultation.inputs().catalogue().definitions()[*index] : nullptr;
}

std::string WithUnit(const Consultation& consultation, const InputDefinition& input,
                     double number) {
  const Words& words = consultation.words();
  const std::string text = FormatNumber(words, number);
  std::string key = "unit." + (input.unit.empty() ? std::string("none") : input.unit);
  std::replace(key.begin(), key.end(), ' ', '-');
  if (input.unit == "%") key = "unit.percent";
  if (number == 1 && words.Knows(key + ".one")) key += ".one";
  return words.Knows(key) ? words.Say(key, {{"number", text}}) : text;
}

// `[0..7)`, `(7..14]`, `= 7`, `7`, `< 7`, `>= 7`: the texts of atoms.
std::optional<dmn::Interval> ParseAtom(std::string_view text) {
  dmn::Interval range{-std::numeric_limits<double>::infinity(),
                      std::numeric_limits<double>::infinity(), false, false};
  const auto number = [](std::string_view digits) -> std::optional<double> {
    while (!digits.empty() && (digits.front() == ' ' || digits.front() == '=')) {
      digits.remove_prefix(1);
    }
    while (!digits.empty() && digits.back() == ' ') digits.remove_suffix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return value;
  };
  if (text.empty()) return std::nullopt;
  if (const std::size_t dots = text.find(".."); dots != std::string_view::npos) {
    const auto low = number(text.substr(1, dots - 1));
    const auto high = number(text.substr(dots + 2, text.size() - dots - 3));
    if (low) range.low = *low;
    if (high) range.high = *high;
    range.low_open = text.front() == '(' || text.front() == ']';
    range.high_open = text.back() == ')' || text.back() == '[';
    return range;
  }
  const bool less = text.front() == '<';
  const bool more = text.front() == '>';
  const auto value = number(text.substr(less || more ? 1 : 0));
  if (!value) return std::nullopt;
  const bool closed = text.find('=') != std::string_view::npos;
  if (!more) range.high = *value, range.high_open = less && !closed;
  if (!less) range.low = *value, range.low_open = more && !closed;
  return range;
}

bool IsNumeric(const InputDefinition* input) {
  return input != nullptr &&
         (input->type == InputType::kNumber || input->type == InputType::kDuration);
}

std::vector<std::string> OutcomesOf(const WhatIf& answer) {
  std::vector<std::string> outcomes;
  for (const DecisionResult& result : answer.possible) {
    const std::string outcome(result.Text("outcome"));
    if (std::find(outcomes.begin(), outcomes.end(), outcome) == outcomes.end()) {
      outcomes.push_back(outcome);
    }
  }
  return outcomes;
}

// Values with one consequence, in the order in which they first appear.
struct Group {
  std::vector<std::string> outcomes;
  std::vector<std::string> codes;
  std::optional<dmn::Interval> range;
};

void Join(Group& group, const std::optional<dmn::Interval>& range, const std::string& code) {
  if (range && group.range && range->low >= group.range->high) {
    group.range->high = range->high;
    group.range->high_open = range->high_open;
  } else {
    group.codes.push_back(code);
  }
}

std::vector<Group> GroupAnswers(const std::vector<WhatIf>& answers, bool numeric) {
  std::vector<Group> groups;
  for (const WhatIf& answer : answers) {
    const std::vector<std::string> outcomes = OutcomesOf(answer);
    const auto range = numeric ? ParseAtom(answer.value) : std::nullopt;
    // Ranges join only with their neighbour; codes with any that has the same consequence.
    auto same = std::find_if(groups.begin(), groups.end(),
                             [&](const Group& group) { return group.outcomes == outcomes; });
    if (range && !groups.empty() && groups.back().outcomes != outcomes) same = groups.end();
    if (same != groups.end()) {
      Join(*same, range, answer.value);
    } else {
      Group group{outcomes, {}, range};
      if (!range) group.codes.push_back(answer.value);
      groups.push_back(std::move(group));
    }
  }
  return groups;
}

}  // namespace

namespace {

template <typename Texts>
std::string Join(const Texts& cells) {
  constexpr std::string_view kBetween = " / ";
  std::size_t size = 0;
  for (const std::string_view cell : cells) size += cell.size() + kBetween.size();
  std::string joined;
  joined.reserve(size);
  for (const std::string_view cell : cells)
    joined.append(joined.empty() ? "" : kBetween).append(cell);
  return joined;
}

}  // namespace

std::string JoinCells(std::span<const std::string> cells) { return Join(cells); }
std::string JoinCells(std::span<const std::string_view> cells) { return Join(cells); }

std::string InputName(const Consultation& consultation, std::string_view input) {
  const InputDefinition* definition = FindDefinition(consultation, input);
  if (definition == nullptr) return std::string(input);
  const KeyText own = {"input.", input};
  if (consultation.words().Knows(own)) return consultation.words().Say(own);
  const bool dutch = consultation.words().language() == Language::kDutch;
  const std::string& name = dutch ? definition->name_nl : definition->name_en;
  return name.empty() ? definition->id : name;
}

std::string CodeInWords(const Consultation& consultation, std::string_view input,
                        std::string_view code) {
  const Words& words = consultation.words();
  const KeyText own = {"value.", input, ".", code};
  if (words.Knows(own)) return words.Say(own);
  const KeyText general = {"value.", code};
  return words.Knows(general) ? words.Say(general) : std::string(code);
}

std::string RangeInWords(const Consultation& consultation, const InputDefinition& input,
                         const dmn::Interval& range) {
  const Words& words = consultation.words();
  const auto say = [&](double number) { return WithUnit(consultation, input, number); };
  if (range.low == range.high) return words.Say("range.exactly", {{"number", say(range.low)}});
  const bool no_low = !std::isfinite(range.low) || (range.low <= input.minimum && !range.low_open);
  const bool no_high =
      !std::isfinite(range.high) || (input.maximum > input.minimum && range.high >= input.maximum);
  if (no_low && no_high) return words.Say("range.any");
  if (no_low) {
    return words.Say(range.high_open ? "range.less-than" : "range.at-most",
                     {{"number", say(range.high)}});
  }
  if (no_high) {
    return words.Say(range.low_open ? "range.more-than" : "range.at-least",
                     {{"number", say(range.low)}});
  }
  return words.Say("range.between",
                   {{"low", FormatNumber(words, range.low)}, {"high", say(range.high)}});
}

std::string ValueInWords(const Consultation& consultation, std::string_view input) {
  const InputDefinition* definition = FindDefinition(consultation, input);
  const InputState& state = consultation.inputs().Get(input);
  std::vector<std::string> cells;
  for (const std::string& code : state.values.codes) {
    cells.push_back(CodeInWords(consultation, input, code));
  }
  for (const dmn::Interval& range : state.values.ranges) {
    if (definition != nullptr && definition->type == InputType::kDate) {
      const CivilTime day = DateOfDayNumber(static_cast<std::int64_t>(std::floor(range.low)));
      cells.push_back(
          FormatRecordDate(consultation.words(), consultation.situation().zone, IsoDate(day)));
    } else if (definition != nullptr) {
      const bool exact = range.low == range.high;
      cells.push_back(exact ? WithUnit(consultation, *definition, range.low)
                            : RangeInWords(consultation, *definition, range));
    }
  }
  return JoinCells(cells);
}

std::string ResultInWords(const Consultation& consultation, std::string_view decision,
                          std::string_view outcome) {
  const KeyText key = {"result.", decision, ".", outcome};
  return consultation.words().Knows(key) ? consultation.words().Say(key) : std::string(outcome);
}

std::vector<Answer> AnswersOf(const Consultation& consultation, std::string_view decision,
                              std::string_view input) {
  constexpr std::size_t kMostResults = 4;  // more possibilities say nothing yet
  const InputDefinition* definition = FindDefinition(consultation, input);
  const auto groups =
      GroupAnswers(consultation.supposition().Ask(decision, input), IsNumeric(definition));
  std::vector<Answer> answers;
  if (groups.size() < 2) return answers;
  for (const Group& group : groups) {
    std::vector<std::string> values;
    if (group.range) values.push_back(RangeInWords(consultation, *definition, *group.range));
    for (const std::string& code : group.codes) {
      values.push_back(CodeInWords(consultation, input, code));
    }
    std::vector<std::string> results;
    for (const std::string& outcome : group.outcomes) {
      results.push_back(ResultInWords(consultation, decision, outcome));
    }
    const bool open = results.empty() || results.size() > kMostResults;
    answers.push_back({JoinCells(values),
                       open ? consultation.words().Say("result.still-open") : JoinCells(results),
                       results.size() == 1});
  }
  return answers;
}

}  // namespace wervelwijzer::cards
