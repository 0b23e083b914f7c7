#pragma once

// The detail of a card, paragraph by paragraph, as GitHub-flavoured Markdown. What comes from the
// request goes through EscapeMarkdown here and nowhere else.

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cards/consultation.h"
#include "cards/deadline.h"
#include "cards/text.h"

namespace wervelwijzer::cards {

using InputList = std::vector<std::string_view>;

class Detail {
 public:
  explicit Detail(const Consultation& consultation) : consultation_(&consultation) {
    text_.reserve(kUsualBytes);
  }

  // A paragraph, and a list item (items that follow each other form one list).
  Detail& Say(const OwnName& key, std::initializer_list<TextValue> values = {});
  Detail& Say(const OwnName& key, std::span<const TextValue> values);
  Detail& Item(const OwnName& key, std::initializer_list<TextValue> values = {});
  // A paragraph in which the id of a parameter that `decision` used is a place for its value.
  Detail& SayOf(const guideline::Decision& decision, std::string_view key);
  // Markdown made elsewhere in cards/, as a paragraph of its own.
  Detail& Paragraph(std::string_view text);

  // Why: the text of each rule that fired or may fire (`rule.<id>`), as far as there is one; the id
  // of a parameter is a place for its value.
  Detail& Why(std::string_view decision);
  // When, and from what it counts.
  Detail& When(const Deadline& deadline);
  // What the advice rests on: at most six known inputs of the list, with value, date and source.
  Detail& Facts(const InputList& inputs);
  // What the record hints at about those of the inputs that are not known.
  Detail& Hints(std::span<const std::string_view> inputs);
  // The same without the words before.
  Detail& HintItems(std::span<const std::string_view> inputs);
  // Implants of the record that matter to an MRI; without one, to ask about them while it is not
  // known whether MRI is possible.
  Detail& Implants();
  // What is not known and what it would change, for the first three inputs that can decide; then
  // what the record hints at about any that can.
  Detail& Questions(std::string_view decision);
  // What was not looked at: what the request did not bring along, the codes of the record that
  // could not be placed, as no hierarchy that is loaded knows them, and the medicines in use of
  // which no code was understood, by the names of the record.
  Detail& NotSupplied();
  // Which rules of which models, with which configured values, and that this is no certified
  // device.
  Detail& Basis(std::string_view source_key, const std::vector<std::string_view>& decisions);

  bool has_questions() const { return has_questions_; }
  std::size_t size() const { return text_.size(); }
  std::string Take() && { return std::move(text_); }

 private:
  void BeginTable(std::span<const OwnName> heads);
  void AddFact(const InputView& input);
  void AddSource(const InputView& input);
  Detail& NotUnderstood();
  void SayNames(std::string_view key, const std::vector<std::string>& all);
  static constexpr std::size_t kUsualBytes = 2u << 10;

  void Break();
  const Consultation* consultation_;
  std::string text_;
  bool in_list_ = false;
  bool has_questions_ = false;
};

// References of the records behind the findings among the inputs, each once, at most five. What was
// found absent is no reason for an order.
std::vector<std::string> EvidenceReferences(const Consultation& consultation,
                                            const InputList& inputs);

}  // namespace wervelwijzer::cards
