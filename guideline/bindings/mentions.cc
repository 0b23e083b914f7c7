#include "guideline/bindings/mentions.h"

#include <algorithm>

namespace wervelwijzer::guideline {
namespace {

// Before the word, in its clause.
constexpr std::string_view kDenials[] = {"geen ",         "zonder ",        "no ",   "without ",
                                         "negative for ", "negatief voor ", "niet ", "not ",
                                         "denies ",       "ontkent "};
// Behind the word, in its clause.
constexpr std::string_view kNotThere[] = {
    "niet gezien", "niet aangetoond", "niet zichtbaar", "niet aanwezig",  "afwezig",  "not seen",
    "not shown",   "not visible",     "not present",    "not identified", "is absent"};
// Words for an exclusion: with a denial beside them they leave it open (`cannot be excluded`).
constexpr std::string_view kExclusions[] = {"uitsluit", "uit te sluiten", "uitgesloten",
                                            "exclu",    "ruled out",      "rule out"};
constexpr std::string_view kNegations[] = {"geen ", "niet ", "no ", "not ", "cannot "};
// Before the word, in its sentence.
constexpr std::string_view kOfThePast[] = {
    "status na ",  "voorgeschiedenis", "in het verleden", "voorheen ",    "vroeger ", "vroegere ",
    "history of ", "previous ",        "previously ",     "status post ", "s/p "};
constexpr std::string_view kTurns[] = {" maar ", " wel ", " but "};
constexpr std::string_view kClauseEnds = ".;:\n";
constexpr std::string_view kSentenceEnds = ".;\n";

bool HasWord(std::string_view clause, std::string_view word) {
  for (auto at = clause.find(word); at != std::string_view::npos; at = clause.find(word, at + 1)) {
    if (at == 0 || clause[at - 1] == ' ' || clause[at - 1] == '(') return true;
  }
  return false;
}

template <std::size_t size>
bool HasAnyWord(std::string_view clause, const std::string_view (&words)[size]) {
  return std::ranges::any_of(words, [&](auto word) { return HasWord(clause, word); });
}

template <std::size_t size>
bool HoldsAny(std::string_view clause, const std::string_view (&parts)[size]) {
  return std::ranges::any_of(
      parts, [&](auto part) { return clause.find(part) != std::string_view::npos; });
}

// Where the part begins in which a character of `ends` is the last one before `at`.
std::size_t BeginOf(std::string_view text, std::size_t at, std::string_view ends) {
  const std::size_t before = at == 0 ? text.npos : text.find_last_of(ends, at - 1);
  return before == text.npos ? 0 : before + 1;
}

// `gait disorder: no`
bool IsAnsweredNo(std::string_view behind) {
  const std::size_t colon = behind.find_first_not_of("abcdefghijklmnopqrstuvwxyz ");
  if (colon == behind.npos || behind[colon] != ':') return false;
  behind.remove_prefix(colon + 1);
  const std::size_t first = behind.find_first_not_of(' ');
  if (first == behind.npos) return false;
  behind.remove_prefix(first);
  for (const std::string_view no : {"nee", "no", "negatie", "negative", "afwezig", "absent"}) {
    if (behind.starts_with(no)) return true;
  }
  return false;
}

// A denial reaches over one clause; a text without an end so long is none that was written by hand.
// Looking for the ends of clauses without end would take the square of the length of a text.
constexpr std::size_t kLongestClause = 400;

bool IsDenied(std::string_view text, std::size_t at) {
  const std::size_t far = at > kLongestClause ? at - kLongestClause : 0;
  text = text.substr(far, at - far + kLongestClause);
  at -= far;
  std::size_t begin = BeginOf(text, at, kClauseEnds);
  for (const std::string_view turn : kTurns) {
    const std::size_t found = text.substr(begin, at - begin).rfind(turn);
    if (found != std::string_view::npos) begin += found + turn.size();
  }
  const std::size_t end = std::min(text.find_first_of(kClauseEnds, at), text.size());
  const std::string_view clause = text.substr(begin, end - begin);
  if (HoldsAny(clause, kExclusions)) return !HasAnyWord(clause, kNegations);
  const std::size_t sentence = BeginOf(text, at, kSentenceEnds);
  return HasAnyWord(text.substr(begin, at - begin), kDenials) ||
         HoldsAny(text.substr(at, end - at), kNotThere) ||
         HasAnyWord(text.substr(sentence, at - sentence), kOfThePast) ||
         IsAnsweredNo(text.substr(at));
}

}  // namespace

std::string LowerCase(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

bool Mentions(std::string_view text, std::string_view word) {
  if (word.empty()) return false;
  constexpr std::size_t kManyTimes = 100;  // a word that stands so often is asked about
  std::size_t times = 0;
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    if (++times > kManyTimes || !IsDenied(text, at)) return true;
  }
  return false;
}

}  // namespace wervelwijzer::guideline
