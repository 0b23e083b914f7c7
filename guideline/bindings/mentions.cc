#include "guideline/bindings/mentions.h"

#include <algorithm>

namespace wervelwijzer::guideline {
namespace {

constexpr std::string_view kDenials[] = {"geen ",    "zonder ",       "no ",
                                         "without ", "negative for ", "negatief voor "};
// A denial of the exclusion: `geen uitsluiting`, `cannot exclude`.
constexpr std::string_view kDoubts[] = {"uitsluit", "uit te sluiten", "uitgesloten", "exclu"};
constexpr std::string_view kTurns[] = {" maar ", " wel ", " but "};
constexpr std::string_view kEnds = ".;:\n";

bool HasWord(std::string_view clause, std::string_view word) {
  for (auto at = clause.find(word); at != std::string_view::npos; at = clause.find(word, at + 1)) {
    if (at == 0 || clause[at - 1] == ' ' || clause[at - 1] == '(') return true;
  }
  return false;
}

bool IsDenied(std::string_view text, std::size_t at) {
  const std::size_t end_before =
      at == 0 ? std::string_view::npos : text.find_last_of(kEnds, at - 1);
  std::size_t begin = end_before == std::string_view::npos ? 0 : end_before + 1;
  for (const std::string_view turn : kTurns) {
    const std::size_t found = text.substr(begin, at - begin).rfind(turn);
    if (found != std::string_view::npos) begin += found + turn.size();
  }
  const std::size_t end = std::min(text.find_first_of(kEnds, at), text.size());
  const std::string_view clause = text.substr(begin, end - begin);
  const bool doubtful = std::ranges::any_of(
      kDoubts, [&](auto doubt) { return clause.find(doubt) != std::string_view::npos; });
  const std::string_view before = text.substr(begin, at - begin);
  return !doubtful &&
         std::ranges::any_of(kDenials, [&](auto denial) { return HasWord(before, denial); });
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
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    if (!IsDenied(text, at)) return true;
  }
  return false;
}

}  // namespace wervelwijzer::guideline
