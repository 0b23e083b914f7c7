#pragma once

// Inputs and their values as a clinician reads them: names from the catalogue of inputs, values
// from the texts (`value.<input>.<code>`, else `value.<code>`), numbers with their unit.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cards/consultation.h"
#include "guideline/inputs.h"

namespace wervelwijzer::cards {

// Names are views of the texts, of the catalogue of inputs, or of what was asked.

// The name of the input; its id when the catalogue does not know it.
std::string_view InputName(const Consultation& consultation, const InputView& input);
std::string_view InputName(const Consultation& consultation, std::string_view input);

std::string_view CodeInWords(const Consultation& consultation, std::string_view input,
                             std::string_view code);

// `hoogstens 7 dagen`, `meer dan 7 dagen`, `precies 48 uur`, `24 tot 48 uur`.
std::string RangeInWords(const Consultation& consultation, const guideline::InputDefinition& input,
                         const dmn::Interval& range);

// All values that the input can still have, several joined by ` / `, behind what `said` holds.
void SayValue(const Consultation& consultation, const InputView& input, std::string& said);

// Possible values of an input that leave the same of a decision, in the order in which they first
// appear. Views of what was asked.
struct Answer {
  std::vector<std::string_view> codes;
  std::optional<dmn::Interval> range;
  std::vector<std::string_view> outcomes;  // what is left

  bool is_final() const { return outcomes.size() == 1; }
};
struct Answers {
  std::vector<guideline::WhatIf> asked;
  std::vector<Answer> all;
};
// What the values of `input` would make of `decision`. None when every value has the same
// consequence.
Answers AnswersOf(const Consultation& consultation, std::string_view decision,
                  const InputView& input);
// A row of a table: `input: values | results |`.
void SayAnswer(const Consultation& consultation, std::string_view decision, const InputView& input,
               const Answer& answer, std::string& row);

// `result.<decision>.<outcome>`, else the outcome's code.
std::string_view ResultInWords(const Consultation& consultation, std::string_view decision,
                               std::string_view outcome);

// `a, b en c` is grammar; a list in a cell is not: joined by ` / `.
std::string JoinCells(std::span<const std::string> cells);
std::string JoinCells(std::span<const std::string_view> cells);
// One more cell of such a list, which begins at `start` in `list`.
void AddCell(std::string_view cell, std::size_t start, std::string& list);

}  // namespace wervelwijzer::cards
