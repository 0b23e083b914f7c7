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

constexpr std::size_t kMostLetters = 60;  // of a name of the record

// Configured values by their id, as places in a text.
std::vector<KeptValue> ParameterValues(const Words& words, const Decision& decision) {
  std::vector<KeptValue> values;
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

// A cell of a row that exists already.
void AddColumn(std::string_view cell, std::string& row) {
  row.append(cell.data(), cell.size()).append(" |", 2);
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
      const KeyText key = {"parameter.", name};
      std::string text =
          words.Knows(key) ? words.Say(key, {{"value", number}}) : name + " " + number;
      if (std::ranges::find(said, text) == said.end()) said.push_back(std::move(text));
    }
  }
  return said;
}

}  // namespace

void Detail::Break() {
  if (!text_.empty()) text_.append("\n\n", 2);
  in_list_ = false;
}

Detail& Detail::Paragraph(std::string_view text) {
  if (text.empty()) return *this;
  Break();
  text_.append(text.data(), text.size());
  return *this;
}

Detail& Detail::Say(const OwnName& key, std::initializer_list<TextValue> values) {
  return Say(key, std::span<const TextValue>(values.begin(), values.size()));
}

Detail& Detail::Say(const OwnName& key, std::span<const TextValue> values) {
  const std::size_t before = text_.size();
  if (before != 0) text_.append("\n\n", 2);
  const std::size_t start = text_.size();
  consultation_->words().Say(key, values, text_);
  if (text_.size() == start) {
    text_.resize(before);  // places only, and nothing to put into them
  } else {
    in_list_ = false;
  }
  return *this;
}

Detail& Detail::SayOf(const Decision& decision, std::string_view key) {
  return Say(key, ViewsOf(ParameterValues(consultation_->words(), decision)));
}

Detail& Detail::Item(const OwnName& key, std::initializer_list<TextValue> values) {
  if (in_list_) {
    text_ += '\n';
  } else {
    Break();
  }
  text_.append("- ", 2);
  consultation_->words().Say(key, values, text_);
  in_list_ = true;
  return *this;
}

Detail& Detail::Why(std::string_view decision) {
  const Decision* found = consultation_->Find(decision);
  if (found == nullptr) return *this;
  const Words& words = consultation_->words();
  const std::vector<KeptValue> kept = ParameterValues(words, *found);
  const std::vector<TextValue> values = ViewsOf(kept);
  // A row of a possibility that is worded as a fact has words for "if" beside them.
  const std::string open = found->rules.size() > 1 ? ".if" : "";
  std::vector<std::string> said;
  for (const std::string_view rule : found->rules) {
    const std::string if_key = "rule." + std::string(rule) + open;
    std::string text = !open.empty() && words.Knows(if_key) ? words.Say(if_key, values)
                                                            : RuleText(words, values, rule);
    if (text.empty() || std::ranges::find(said, text) != said.end()) continue;
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
  const std::string& at = consultation_->SayMoment(deadline.at);
  const std::string& from = consultation_->SayMoment(deadline.start.at);
  if (deadline.has_passed) Say("deadline.passed", {{"deadline", at}});
  const std::array<TextValue, 2> values = {{{"deadline", at}, {"from", from}}};
  switch (deadline.start.from) {
    case ClockStart::From::kSuspicionDate:
      return Say("deadline.from-suspicion", values);
    case ClockStart::From::kOldestRecord:
      return Say("deadline.from-record", values);
    case ClockStart::From::kDiagnosisDate:
      return Say("deadline.from-diagnosis", values);
    case ClockStart::From::kImagingReport:
      return Say("deadline.from-report", values);
    case ClockStart::From::kCall:
      break;
  }
  return Say("deadline.from-call", values);
}

void Detail::BeginTable(std::span<const OwnName> heads) {
  Break();
  text_ += '|';
  for (const OwnName& head : heads) {
    text_ += ' ';
    AddColumn(consultation_->words().Say(head), text_);
  }
  text_.append("\n|", 2);
  for (std::size_t at = 0; at < heads.size(); ++at) text_.append(" --- |", 6);
}

Detail& Detail::Facts(const InputList& inputs) {
  constexpr int kMostRows = 6;
  static constexpr std::array<OwnName, 4> kHeads = {"facts.what", "facts.value", "facts.date",
                                                    "facts.source"};
  int rows = 0;
  for (const std::string_view id : inputs) {
    if (rows == kMostRows) break;
    const InputView input = consultation_->Look(id);
    if (input.state->origin == Origin::kUnknown) continue;
    if (rows++ == 0) BeginTable(kHeads);
    AddFact(input);
  }
  return *this;
}

void Detail::AddFact(const InputView& input) {
  text_.append("\n| ", 3);
  AddColumn(InputName(*consultation_, input), text_);
  text_ += ' ';
  if (input.state->conflicting) {
    std::string values;
    SayValue(*consultation_, input, values);
    consultation_->words().Say("facts.conflicting", {{"values", values}}, text_);
  } else {
    SayValue(*consultation_, input, text_);
  }
  text_.append(" | ", 3);
  const auto& evidence = input.state->evidence;
  AddColumn(consultation_->SayRecordDate(evidence.empty() ? std::string_view()
                                                          : std::string_view(evidence[0].date)),
            text_);
  text_ += ' ';
  AddSource(input);
  text_.append(" |", 2);
}

void Detail::AddSource(const InputView& input) {
  const Words& words = consultation_->words();
  const InputState& state = *input.state;
  if (state.origin == Origin::kDerived) {
    std::string names;
    for (const std::string& source : state.derived_from) {
      AddCell(InputName(*consultation_, source), 0, names);
    }
    return words.Say("facts.derived", {{"inputs", names}}, text_);
  }
  if (state.evidence.empty()) return words.Say("facts.no-source", {}, text_);
  const Evidence& first = state.evidence.front();
  const std::string_view text = RecordText(input.id, first.text);
  if (first.reference.empty() && text.empty()) return words.Say("facts.no-source", {}, text_);
  const std::size_t start = text_.size();
  EscapeMarkdown(first.reference, kMostLetters, text_);
  if (text.empty()) return;
  AddCell({}, start, text_);
  EscapeMarkdown(text, kMostLetters, text_);
}

// `Condition/3: retentie`, the second as the record displays it.
std::string EntryOf(const guideline::Hint& hint) {
  std::string entry = EscapeMarkdown(hint.reference, kMostLetters);
  if (!hint.text.empty()) entry += ": " + EscapeMarkdown(hint.text, kMostLetters);
  return entry;
}

Detail& Detail::Hints(std::span<const std::string_view> inputs) {
  const std::vector<const guideline::Hint*> hints = OpenHints(*consultation_, inputs);
  if (hints.empty()) return *this;
  return Say("hint.intro").HintItems(inputs);
}

Detail& Detail::HintItems(std::span<const std::string_view> inputs) {
  for (const guideline::Hint* hint : OpenHints(*consultation_, inputs)) {
    const KeyText key = {"hint.", hint->what};
    const bool known = consultation_->words().Knows(key);
    Item(known ? OwnName(key) : OwnName("hint.other"),
         {{"input", InputName(*consultation_, hint->input)},
          {"reference", EscapeMarkdown(hint->reference, kMostLetters)},
          {"entry", EntryOf(*hint)}});
  }
  return *this;
}

Detail& Detail::Questions(std::string_view decision) {
  constexpr int kMostQuestions = 3;
  static constexpr std::array<OwnName, 2> kHeads = {"questions.if", "questions.then"};
  const Decision* found = consultation_->Find(decision);
  if (found == nullptr) return *this;
  int asked = 0;
  for (const std::string_view id : found->needed) {
    if (asked == kMostQuestions) break;
    const InputView input = consultation_->Look(id);
    const Answers answers = AnswersOf(*consultation_, decision, input);
    const bool decides = std::ranges::any_of(answers.all, &Answer::is_final);
    // After the first question only those that can settle it: a table of "it depends" helps nobody.
    if (answers.all.empty() || (asked > 0 && !decides)) continue;
    if (asked++ == 0) {
      Say("questions.intro");
      BeginTable(kHeads);
    }
    for (const Answer& answer : answers.all) {
      text_.append("\n| ", 3);
      SayAnswer(*consultation_, decision, input, answer, text_);
    }
  }
  if (asked == 0) return *this;
  has_questions_ = true;
  return Hints(found->needed);
}

Detail& Detail::NotSupplied() {
  constexpr std::size_t kUsualNames = 200;  // bytes
  const Words& words = consultation_->words();
  const std::vector<std::string>& keys = consultation_->situation().not_supplied;
  std::string names;
  if (!keys.empty()) names.reserve(kUsualNames);
  for (const std::string& key : keys) {
    if (const std::string* name = words.Find(KeyText{"supply.", key})) AddCell(*name, 0, names);
  }
  if (!names.empty()) Say("supply.not-supplied", {{"what", names}});
  const std::size_t unplaced = consultation_->situation().record->unplaced;
  if (unplaced > 0) Say("supply.not-placed", {{"count", std::to_string(unplaced)}});
  return NotUnderstood();
}

void Detail::SayNames(std::string_view key, const std::vector<std::string>& all) {
  constexpr std::size_t kMostNames = 5;
  if (all.empty()) return;
  std::vector<std::string> names;
  for (const std::string& name : all) {
    if (names.size() == kMostNames) break;
    names.push_back(EscapeMarkdown(name, kMostLetters));
  }
  if (all.size() > kMostNames) {
    names.push_back(consultation_->words().Say(
        "supply.not-understood-more", {{"count", std::to_string(all.size() - kMostNames)}}));
  }
  Say(key, {{"what", JoinCells(names)}});
}

Detail& Detail::NotUnderstood() {
  SayNames("supply.not-understood", consultation_->situation().record->unread_medicines);
  SayNames("codes.unknown", consultation_->situation().record->unread_diagnoses);
  return *this;
}

Detail& Detail::Basis(std::string_view source_key, const std::vector<std::string_view>& decisions) {
  constexpr std::size_t kMostRules = 6;     // of one decision; all of them are in the extension
  constexpr std::size_t kUsualRules = 120;  // bytes
  std::string rules;
  rules.reserve(kUsualRules);
  std::vector<std::string_view> said;
  std::vector<std::string_view> models;
  for (const std::string_view id : decisions) {
    const Decision* decision = consultation_->Find(id);
    if (decision == nullptr) continue;
    for (std::size_t at = 0; at < decision->rules.size() && at < kMostRules; ++at) {
      const std::string_view rule = decision->rules[at];
      if (std::ranges::find(said, rule) != said.end()) continue;
      said.push_back(rule);
      rules.append(rules.empty() ? "" : ", ").append(rule);
    }
    if (decision->rules.size() > kMostRules) rules += ", …";
    const std::string_view model = decision->model;
    if (!model.empty() && std::ranges::find(models, model) == models.end()) {
      models.push_back(model);
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
  references.reserve(kMost);
  for (const std::string_view input : inputs) {
    if (references.size() == kMost) break;
    const InputState& state = consultation.inputs().Get(input);
    if (state.evidence.empty() || !consultation.IsFinding(input, state)) continue;
    for (const Evidence& evidence : state.evidence) {
      if (evidence.reference.empty() || references.size() == kMost) continue;
      if (std::ranges::find(references, evidence.reference) == references.end()) {
        references.push_back(evidence.reference);
      }
    }
  }
  return references;
}

}  // namespace wervelwijzer::cards
