#include "cards/one_action.h"

#include <algorithm>

namespace wervelwijzer::cards {
namespace {

bool IsSame(const Action& one, const Action& other) {
  return one.type == other.type && one.resource_id == other.resource_id &&
         one.resource_json == other.resource_json;
}

void Add(Suggestion suggestion, std::vector<Suggestion>& to) {
  const auto twin = std::ranges::find_if(to, [&](const Suggestion& one) {
    return IsSame(one.actions.front(), suggestion.actions.front());
  });
  if (twin == to.end()) {
    to.push_back(std::move(suggestion));
  } else {
    twin->is_recommended = twin->is_recommended || suggestion.is_recommended;
  }
}

}  // namespace

OneActionSuggestions SplitActions(std::vector<Suggestion> suggestions) {
  OneActionSuggestions result;
  for (Suggestion& suggestion : suggestions) {
    if (suggestion.actions.size() == 1) {
      Add(std::move(suggestion), result.suggestions);
      continue;
    }
    result.split = true;
    std::stable_partition(
        suggestion.actions.begin(), suggestion.actions.end(),
        [](const Action& action) { return action.type != Action::Type::kDelete; });
    for (Action& action : suggestion.actions) {
      Suggestion one;
      one.label = action.description;
      one.is_recommended = suggestion.is_recommended;
      one.actions.push_back(std::move(action));
      Add(std::move(one), result.suggestions);
    }
  }
  return result;
}

}  // namespace wervelwijzer::cards
