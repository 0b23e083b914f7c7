#pragma once

// Takes the words of FEEL off a text, one at a time and as the parser asks for them: what a word is
// depends on the names in scope (feel_parser.h).

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "guideline/dmn/feel_parser.h"

namespace wervelwijzer::dmn {

class FeelLexer {
 public:
  // `text` must outlive the lexer.
  FeelLexer(std::string_view text, const FeelNames& names);

  // A name that the text may use from here on, as a variable and as a member.
  void AddName(const std::string& name);
  // In a filter the members of the elements are names too. Counted; every Enter needs its Leave.
  void EnterFilter() { ++filters_; }
  void LeaveFilter() { --filters_; }

  std::size_t position() const { return position_; }
  void set_position(std::size_t position) { position_ = position; }
  // True at the end of the text, white space and comments apart.
  bool AtEnd();
  // The next character that is no white space; NUL at the end.
  char Peek();

  // Takes the symbol when it comes next. `<` does not take the first half of `<=`; nor `.` of `..`.
  bool TakeSymbol(std::string_view symbol);
  bool PeekSymbol(std::string_view symbol);
  // Takes the word when it comes next as a whole word and no longer name in scope begins there.
  bool TakeKeyword(std::string_view word);
  bool PeekKeyword(std::string_view word);

  // The text of a number without sign; empty when none comes next.
  std::string_view TakeNumber();
  // A string in quotes, escapes resolved; no value when none comes next or it does not end.
  std::optional<std::string> TakeString();
  // The longest name in scope or, when none, the next word; empty when none comes next. A member
  // stands behind a point.
  enum class NameUse { kVariable, kMember };
  std::string TakeName(NameUse use);
  // A name that is being defined: all up to `end` (a symbol or a word), which is not taken; empty
  // when it does not come before another punctuation mark.
  std::string TakeNewName(std::string_view end);

 private:
  void SkipSpace();
  void SkipComment();
  std::size_t LongestName(NameUse use, std::string* name) const;
  std::size_t WordLength(std::size_t at) const;

  std::string_view text_;
  std::size_t position_ = 0;
  int filters_ = 0;
  std::vector<std::string> special_;  // names in scope that are no plain words
  std::vector<std::string> members_;  // the same of members
};

}  // namespace wervelwijzer::dmn
