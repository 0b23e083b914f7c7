#pragma once

// For clients that carry out one action of a suggestion only.

#include <vector>

#include "cards/card.h"

namespace wervelwijzer::cards {

// Every action as a suggestion of its own, with the action's description as label; the same action
// is not offered twice. What is made stands before what is taken away, so that who takes only the
// first loses nothing. True in `split` when some suggestion had several actions: then suggestions
// go together (`any`) instead of excluding each other.
struct OneActionSuggestions {
  std::vector<Suggestion> suggestions;
  bool split = false;
};
OneActionSuggestions SplitActions(std::vector<Suggestion> suggestions);

}  // namespace wervelwijzer::cards
