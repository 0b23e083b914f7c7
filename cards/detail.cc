#include "cards/detail.h"

#include <algorithm>
#include <array>

#include "cards/escape.h"
#include "cards/moment.h"
#include "cards/record_hints.h"
#include "cards/value_words.h"

namespace wervelwijzer::cards {

using guideline::Decision;
using guideline::Evidence;
using guideline::InputState;
using guideline::Origin;

namespace {

// Configured values by their id, as places in a text.
std::vector<TextValue> ParameterValues(const Words& words, const Decision& decision) {
  std::vector<TextValue> values;
  for (const auto& [name, value] : decision.parameters) {
    values.emplace_back(name, FormatNumber(words, value));
  }
  return values;
}

// `imaging-urgency-5a` is a part of row 5; the text may be that of the row.
std::string RuleText(const Words& words, std::span<const TextValue> values, std::string_view id) {
  const KeyText own = {"rule.", id};
  if (words.Knows(own)) return words.Say(own, values);
  while (!id.empty() && id.back() >= 'a' && id.back() <= 'z') id.remove_suffix(1);
  const KeyText row = {"rule.", id};
  return words.Knows(row) ? words.Say(row, values) : std::string();
}

// What the record shows, without the tag that SNOMED CT adds to a name and without our own ids.
std::string_view RecordText(std::string_view input, std::string_view text) {
  static constexpr std::array<std::string_view, 7> kTags = {
      " (disorder)",       " (finding)",           " (procedure)",
      " (situation)",      " (observable entity)", " (morphologic abnormality)",
      " (physical object)"};
  if (text == input) return {};
  for (const std::string_view tag : kTags) {
    if (text.ends_with(tag)) text.remove_suffix(tag.size());
  }
  return text;
}

std::string SourceCell(const Consultation& consultation, std::string_view input,
                       const InputState& state) {
  const Words& words = consultation.words();
  if (state.origin == Origin::kDerived) {
    std::vector<std::string> names;
    for (const std::string& source : state.derived_from) {
      names.push_back(InputName(consultation, source));
    }
    return words.Say("facts.derived", {{"inputs", JoinCells(names)}});
  }
  if (state.evidence.empty()) return words.Say("facts.no-source");
  const Evidence& first = state.evidence.front();
  std::vector<std::string> cells;
  if (!first.reference.empty()) cells.push_back(EscapeMarkdown(first.reference, 60));
  const std::string_view text = RecordText(input, first.text);
  if (!text.empty()) cells.push_back(EscapeMarkdown(text, 60));
  return cells.empty() ? words.Say("facts.no-source") : JoinCells(cells);
}

void AppendCells(std::string& rows, std::initializer_list<std::string_view> cells) {
  rows += "\n|";
  for (const std::string_view cell : cells) rows.append(" ").append(cell).append(" |");
}

// Dates in words. Most facts are of one visit, so that the last date is kept.
class DateWords {
 public:
  explicit DateWords(const Consultation& consultation) : consultation_(consultation) {}

  const std::string& Of(const InputState& state) {
    const std::string_view date =
        state.evidence.empty() ? std::string_view() : state.evidence.front().date;
    if (!said_.empty() && date == date_) return said_;
    const Words& words = consultation_.words();
    date_ = date;
    said_ = FormatRecordDate(words, consultation_.situation().zone, date);
    if (said_.empty()) said_ = words.Say("facts.no-date");
    return said_;
  }

 private:
  const Consultation& consultation_;
  std::string_view date_;
  std::string said_;
};

void AppendFactRow(const Consultation& consultation, std::string_view input, DateWords& dates,
                   std::string& rows) {
  const InputState& state = consultation.inputs().Get(input);
  std::string value = ValueInWords(consultation, input);
  if (state.conflicting) {
    value = consultation.words().Say("facts.conflicting", {{"values", value}});
  }
  AppendCells(rows, {InputName(consultation, input), value, dates.Of(state),
                     SourceCell(consultation, input, state)});
}

// `parameter.<id>` of every configured value that one of the decisions used, each once.
std::vector<std::string> ParametersInWords(const Consultation& consultation,
                                           const std::vector<std::string_view>& decisions) {
  const Words& words = consultation.words();
  std::vector<std::string> said;
  for (const std::string_view id : decisions) {
    const Decision* decision = consultation.Find(id);
    if (decision == nullptr) continue;
    for (const auto& [name, value] : decision->parameters) {
      const std::string number = FormatNumber(words, value);
      const std::string key = "parameter." + name;
      std::string text =
          words.Knows(key) ? words.Say(key, {{"value", number}}) : name + " " + number;
      if (std::find(said.begin(), said.end(), text) == said.end()) said.push_back(std::move(text));
    }
  }
  return said;
}

}  // namespace

void Detail::Break() {
  if (!text_.empty()) text_ += "\n\n";
  in_list_ = false;
}

Detail& Detail::Paragraph(std::string text) {
  if (text.empty()) return *this;
  Break();
  text_ += text;
  return *this;
}

Detail& Detail::Say(const OwnName& key, std::initializer_list<TextValue> values) {
  return Paragraph(consultation_->words().Say(key, values));
}

Detail& Detail::SayOf(const Decision& decision, std::string_view key) {
  const Words& words = consultation_->words();
  return Paragraph(words.Say(key, ParameterValues(words, decision)));
}

Detail& Detail::Item(const OwnName& key, std::initializer_list<TextValue> values) {
  if (in_list_) {
    text_ += '\n';
  } else {
    Break();
  }
  text_ += "- " + consultation_->words().Say(key, values);
  in_list_ = true;
  return *this;
}

Detail& Detail::Why(std::string_view decision) {
  const Decision* found = consultation_->Find(decision);
  if (found == nullptr) return *this;
  const Words& words = consultation_->words();
  const std::vector<TextValue> values = ParameterValues(words, *found);
  // A row of a possibility that is worded as a fact has words for "if" beside them.
  const std::string open = found->rules.size() > 1 ? ".if" : "";
  std::vector<std::string> said;
  for (const std::string_view rule : found->rules) {
    const std::string if_key = "rule." + std::string(rule) + open;
    std::string text = !open.empty() && words.Knows(if_key) ? words.Say(if_key, values)
                                                            : RuleText(words, values, rule);
    if (text.empty() || std::find(said.begin(), said.end(), text) != said.end()) continue;
    said.push_back(text);
  }
  if (said.size() == 1) return Paragraph(said.front());
  // Reasons of which one holds must not read as facts.
  if (said.size() > 1) Say("why.one-of");
  for (std::string& text : said) {
    text_ += (in_list_ ? "\n- " : text_.empty() ? "- " : "\n\n- ") + text;
    in_list_ = true;
  }
  return *this;
}

Detail& Detail::When(const Deadline& deadline) {
  const Situation& situation = consultation_->situation();
  const Words& words = consultation_->words();
  const std::string at = FormatMoment(words, situation.zone, deadline.at, situation.now);
  const std::string from = FormatMoment(words, situation.zone, deadline.start.at, situation.now);
  std::string key = "deadline.from-call";
  switch (deadline.start.from) {
    case ClockStart::From::kSuspicionDate:
      key = "deadline.from-suspicion";
      break;
    case ClockStart::From::kOldestRecord:
      key = "deadline.from-record";
      break;
    case ClockStart::From::kDiagnosisDate:
      key = "deadline.from-diagnosis";
      break;
    case ClockStart::From::kImagingReport:
      key = "deadline.from-report";
      break;
    case ClockStart::From::kCall:
      break;
  }
  if (deadline.has_passed) Say("deadline.passed", {{"deadline", at}});
  return Say(key, {{"deadline", at}, {"from", from}});
}

Detail& Detail::Facts(const InputList& inputs) {
  constexpr int kMostRows = 6;
  const Words& words = consultation_->words();
  std::string table;
  table.reserve(kUsualBytes);
  DateWords dates(*consultation_);
  int rows = 0;
  for (const std::string_view input : inputs) {
    if (rows == kMostRows) break;
    if (consultation_->inputs().Get(input).origin == Origin::kUnknown) continue;
    AppendFactRow(*consultation_, input, dates, table);
    ++rows;
  }
  if (rows == 0) return *this;
  return Paragraph("| " + words.Say("facts.what") + " | " + words.Say("facts.value") + " | " +
                   words.Say("facts.date") + " | " + words.Say("facts.source") +
                   " |\n| --- | --- | --- | --- |" + table);
}

Detail& Detail::Hints(std::span<const std::string_view> inputs) {
  const std::vector<const guideline::Hint*> hints = OpenHints(*consultation_, inputs);
  if (hints.empty()) return *this;
  Say("hint.intro");
  for (const guideline::Hint* hint : hints) {
    const std::string key = "hint." + hint->what;
    const bool known = consultation_->words().Knows(key);
    Item(known ? key : "hint.other", {{"input", InputName(*consultation_, hint->input)},
                                      {"reference", EscapeMarkdown(hint->reference, 60)}});
  }
  return *this;
}

Detail& Detail::Questions(std::string_view decision) {
  constexpr int kMostQuestions = 3;
  const Decision* found = consultation_->Find(decision);
  if (found == nullptr) return *this;
  const Words& words = consultation_->words();
  std::string rows;
  int asked = 0;
  for (const std::string_view input : found->needed) {
    if (asked == kMostQuestions) break;
    const std::vector<Answer> answers = AnswersOf(*consultation_, decision, input);
    const bool decides = std::any_of(answers.begin(), answers.end(),
                                     [](const Answer& answer) { return answer.is_final; });
    // After the first question only those that can settle it: a table of "it depends" helps nobody.
    if (answers.empty() || (asked > 0 && !decides)) continue;
    for (const Answer& answer : answers) {
      AppendCells(rows, {InputName(*consultation_, input) + ": " + answer.value, answer.results});
    }
    ++asked;
  }
  if (asked == 0) return *this;
  has_questions_ = true;
  Paragraph(words.Say("questions.intro") + "\n\n| " + words.Say("questions.if") + " | " +
            words.Say("questions.then") + " |\n| --- | --- |" + rows);
  return Hints(found->needed);
}

Detail& Detail::NotSupplied() {
  const std::vector<std::string>& keys = consultation_->situation().not_supplied;
  const Words& words = consultation_->words();
  std::vector<std::string> names;
  names.reserve(keys.size());
  for (const std::string& key : keys) {
    const KeyText name = {"supply.", key};
    if (words.Knows(name)) names.push_back(words.Say(name));
  }
  if (!names.empty()) Say("supply.not-supplied", {{"what", JoinCells(names)}});
  const std::size_t unplaced = consultation_->situation().record->unplaced;
  if (unplaced > 0) Say("supply.not-placed", {{"count", std::to_string(unplaced)}});
  return NotUnderstood();
}

Detail& Detail::NotUnderstood() {
  constexpr std::size_t kMostNames = 5;
  const std::vector<std::string>& medicines = consultation_->situation().record->unread_medicines;
  if (medicines.empty()) return *this;
  std::vector<std::string> names;
  for (const std::string& medicine : medicines) {
    if (names.size() == kMostNames) break;
    names.push_back(EscapeMarkdown(medicine, 60));
  }
  if (medicines.size() > kMostNames) {
    names.push_back(consultation_->words().Say(
        "supply.not-understood-more", {{"count", std::to_string(medicines.size() - kMostNames)}}));
  }
  Say("supply.not-understood", {{"what", JoinCells(names)}});
  return *this;
}

Detail& Detail::Basis(std::string_view source_key, const std::vector<std::string_view>& decisions) {
  constexpr std::size_t kMostRules = 6;  // of one decision; all of them are in the extension
  std::string rules;
  std::vector<std::string_view> said;
  std::vector<std::string> models;
  for (const std::string_view id : decisions) {
    const Decision* decision = consultation_->Find(id);
    if (decision == nullptr) continue;
    for (std::size_t at = 0; at < decision->rules.size() && at < kMostRules; ++at) {
      const std::string_view rule = decision->rules[at];
      if (std::find(said.begin(), said.end(), rule) != said.end()) continue;
      said.push_back(rule);
      rules.append(rules.empty() ? "" : ", ").append(rule);
    }
    if (decision->rules.size() > kMostRules) rules += ", …";
    std::string model(decision->model);
    if (!model.empty() && std::find(models.begin(), models.end(), model) == models.end()) {
      models.push_back(std::move(model));
    }
  }
  if (consultation_->words().Knows(source_key)) Say(source_key);
  if (!rules.empty()) Say("basis.rules", {{"rules", rules}, {"models", JoinCells(models)}});
  const std::vector<std::string> parameters = ParametersInWords(*consultation_, decisions);
  if (!parameters.empty()) Say("basis.parameters", {{"parameters", JoinCells(parameters)}});
  return Say("basis.no-device");
}

std::vector<std::string> EvidenceReferences(const Consultation& consultation,
                                            const InputList& inputs) {
  constexpr std::size_t kMost = 5;
  std::vector<std::string> references;
  for (const std::string_view input : inputs) {
    if (references.size() == kMost) break;
    const InputState& state = consultation.inputs().Get(input);
    if (state.evidence.empty() || !consultation.IsFinding(input, state)) continue;
    for (const Evidence& evidence : state.evidence) {
      if (evidence.reference.empty() || references.size() == kMost) continue;
      if (std::find(references.begin(), references.end(), evidence.reference) == references.end()) {
        references.push_back(evidence.reference);
      }
    }
  }
  return references;
}

}  // namespace wervelwijzer::cards
