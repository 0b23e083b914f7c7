#include "cards/value_words.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "cards/moment.h"

namespace wervelwijzer::cards {

using guideline::DecisionResult;
using guideline::InputDefinition;
using guideline::InputType;
using guideline::WhatIf;

namespace {

std::string WithUnit(const Consultation& consultation, const InputDefinition& input,
                     double number) {
  const Words& words = consultation.words();
  const std::string text = FormatNumber(words, number);
  std::string unit = input.unit.empty() ? "none" : input.unit == "%" ? "percent" : input.unit;
  std::replace(unit.begin(), unit.end(), ' ', '-');
  const KeyText one = {"unit.", unit, ".one"};
  if (number == 1 && words.Knows(one)) return words.Say(one, {{"number", text}});
  const KeyText many = {"unit.", unit};
  return words.Knows(many) ? words.Say(many, {{"number", text}}) : text;
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

// Views of the answers.
void FindOutcomes(const WhatIf& answer, std::vector<std::string_view>& outcomes) {
  outcomes.clear();
  for (const DecisionResult& result : answer.possible) {
    const std::string_view outcome = result.Text("outcome");
    if (std::ranges::find(outcomes, outcome) == outcomes.end()) {
      outcomes.push_back(outcome);
    }
  }
}

void Join(Answer& group, const std::optional<dmn::Interval>& range, std::string_view code) {
  if (range && group.range && range->low >= group.range->high) {
    group.range->high = range->high;
    group.range->high_open = range->high_open;
  } else {
    group.codes.push_back(code);
  }
}

std::vector<Answer> GroupAnswers(const std::vector<WhatIf>& answers, bool numeric) {
  std::vector<Answer> groups;
  groups.reserve(answers.size());
  std::vector<std::string_view> outcomes;
  for (const WhatIf& answer : answers) {
    FindOutcomes(answer, outcomes);
    const auto range = numeric ? ParseAtom(answer.value) : std::nullopt;
    // Ranges join only with their neighbour; codes with any that has the same consequence.
    auto same = std::ranges::find_if(
        groups, [&](const Answer& group) { return group.outcomes == outcomes; });
    if (range && !groups.empty() && groups.back().outcomes != outcomes) same = groups.end();
    if (same != groups.end()) {
      Join(*same, range, answer.value);
    } else {
      groups.push_back({{}, range, outcomes});
      if (!range) groups.back().codes.push_back(answer.value);
    }
  }
  return groups;
}

template <typename Texts>
std::string Join(const Texts& cells) {
  std::string joined;
  for (const std::string_view cell : cells) AddCell(cell, 0, joined);
  return joined;
}

}  // namespace

void AddCell(std::string_view cell, std::size_t start, std::string& list) {
  if (list.size() > start) list.append(" / ", 3);
  list.append(cell.data(), cell.size());
}

std::string JoinCells(std::span<const std::string> cells) { return Join(cells); }
std::string JoinCells(std::span<const std::string_view> cells) { return Join(cells); }

std::string_view InputName(const Consultation& consultation, const InputView& input) {
  if (input.definition == nullptr) return input.id;
  if (const std::string* own = consultation.words().Find(KeyText{"input.", input.id})) return *own;
  const bool dutch = consultation.words().language() == Language::kDutch;
  const std::string& name = dutch ? input.definition->name_nl : input.definition->name_en;
  return name.empty() ? input.definition->id : name;
}

std::string_view InputName(const Consultation& consultation, std::string_view input) {
  return InputName(consultation, consultation.Look(input));
}

std::string_view CodeInWords(const Consultation& consultation, std::string_view input,
                             std::string_view code) {
  const Words& words = consultation.words();
  if (const std::string* own = words.Find(KeyText{"value.", input, ".", code})) return *own;
  const std::string* general = words.Find(KeyText{"value.", code});
  return general == nullptr ? code : *general;
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

namespace {

std::string DayInWords(const Consultation& consultation, double number) {
  const CivilTime day = DateOfDayNumber(static_cast<std::int64_t>(std::floor(number)));
  return FormatRecordDate(consultation.words(), consultation.situation().zone, IsoDate(day));
}

}  // namespace

void SayValue(const Consultation& consultation, const InputView& input, std::string& said) {
  const std::size_t start = said.size();
  const guideline::ValueSet& values = input.state->values;
  for (const std::string& code : values.codes) {
    AddCell(CodeInWords(consultation, input.id, code), start, said);
  }
  if (input.definition == nullptr) return;
  for (const dmn::Interval& range : values.ranges) {
    const bool exact = range.low == range.high;
    AddCell(input.definition->type == InputType::kDate ? DayInWords(consultation, range.low)
            : exact ? WithUnit(consultation, *input.definition, range.low)
                    : RangeInWords(consultation, *input.definition, range),
            start, said);
  }
}

std::string_view ResultInWords(const Consultation& consultation, std::string_view decision,
                               std::string_view outcome) {
  const std::string* words = consultation.words().Find(KeyText{"result.", decision, ".", outcome});
  return words == nullptr ? outcome : *words;
}

Answers AnswersOf(const Consultation& consultation, std::string_view decision,
                  const InputView& input) {
  Answers answers;
  answers.asked = consultation.supposition().Ask(decision, input.id);
  answers.all = GroupAnswers(answers.asked, IsNumeric(input.definition));
  if (answers.all.size() < 2) answers.all.clear();
  return answers;
}

void SayAnswer(const Consultation& consultation, std::string_view decision, const InputView& input,
               const Answer& answer, std::string& row) {
  constexpr std::size_t kMostResults = 4;  // more possibilities say nothing yet
  row.append(InputName(consultation, input)).append(": ", 2);
  const std::size_t values = row.size();
  if (answer.range) row += RangeInWords(consultation, *input.definition, *answer.range);
  for (const std::string_view code : answer.codes) {
    AddCell(CodeInWords(consultation, input.id, code), values, row);
  }
  row.append(" | ", 3);
  const std::size_t results = row.size();
  if (answer.outcomes.empty() || answer.outcomes.size() > kMostResults) {
    consultation.words().Say("result.still-open", {}, row);
  } else {
    for (const std::string_view outcome : answer.outcomes) {
      AddCell(ResultInWords(consultation, decision, outcome), results, row);
    }
  }
  row.append(" |", 2);
}

}  // namespace wervelwijzer::cards
