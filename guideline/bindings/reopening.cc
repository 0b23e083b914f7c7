#include "guideline/bindings/reopening.h"

#include <algorithm>

namespace wervelwijzer::guideline {
namespace {

using Said = Statements::Said;

bool IsPointing(const Statement& statement) { return statement.certainty == Certainty::kPointing; }

// Something is there: a pointing, or a value that is no denial.
bool IsFinding(const Statement& statement) {
  if (IsPointing(statement)) return true;
  const auto denies = [](const std::string& code) {
    return code == "false" || code == "none" || code == "absent";
  };
  return std::ranges::none_of(statement.values.codes, denies);
}

bool IsOneOf(const ValueSet& values, const ValueSet& answer) {
  return !values.codes.empty() && std::ranges::all_of(values.codes, [&](const std::string& code) {
    return std::ranges::find(answer.codes, code) != answer.codes.end();
  });
}

bool IsCertainlyBefore(const Statement& one, const Statement& other) {
  return one.last && other.first && *one.last < *other.first;
}

// Said in one resource, or at the very same instant.
bool IsTogether(const Statement& one, const Statement& other) {
  const bool is_instant = one.first && one.last && *one.first == *one.last;
  return one.evidence.reference == other.evidence.reference ||
         (is_instant && one.first == other.first && one.last == other.last);
}

class Finder {
 public:
  Finder(const Statements& statements, const Reopening& row) : statements_(statements), row_(row) {}

  // The newest finding that opens the answer; null when none does.
  const Said* Find() const {
    const Said* answer = NewestAnswer();
    if (answer == nullptr) return nullptr;
    const Said* opening = nullptr;
    for (const Said& said : statements_.all()) {
      if (!IsEvent(said)) continue;
      // What was there when the answer was given is what it was given about.
      if (IsCertainlyBefore(said.statement, answer->statement)) {
        if (said.input != row_.input) return nullptr;
        continue;
      }
      if (IsTogether(said.statement, answer->statement) ||
          (opening != nullptr && said.statement.first <= opening->statement.first)) {
        continue;
      }
      opening = &said;
    }
    return opening;
  }

 private:
  bool IsEvent(const Said& said) const {
    if (std::ranges::find(row_.by, said.input) == row_.by.end()) return false;
    // A finding about the input itself is a statement like another; only a pointing opens it.
    if (said.input == row_.input) return IsPointing(said.statement);
    return IsFinding(said.statement);
  }

  // The newest statement about the input, when it is the answer.
  const Said* NewestAnswer() const {
    const Said* newest = nullptr;
    for (const Said& said : statements_.all()) {
      if (said.input != row_.input || IsPointing(said.statement)) continue;
      if (newest == nullptr || said.statement.first > newest->statement.first) newest = &said;
    }
    return newest != nullptr && IsOneOf(newest->statement.values, row_.answer) ? newest : nullptr;
  }

  const Statements& statements_;
  const Reopening& row_;
};

ValueSet AnyValue(const InputDefinition& definition) {
  ValueSet any;
  any.codes = definition.allowed_values;
  if (any.codes.empty()) any.codes = {"true", "false"};
  return any;
}

}  // namespace

std::vector<Opened> FindOpened(const Statements& statements,
                               const std::vector<Reopening>& reopenings) {
  std::vector<bool> spoken;
  for (const Said& said : statements.all()) {
    if (IsPointing(said.statement)) continue;
    if (said.input >= spoken.size()) spoken.resize(said.input + 1u);
    spoken[said.input] = true;
  }
  std::vector<Opened> opened;
  for (const Reopening& row : reopenings) {
    if (row.input >= spoken.size() || !spoken[row.input]) continue;
    if (const Said* by = Finder(statements, row).Find()) {
      opened.push_back({row.input, by->statement.evidence});
    }
  }
  return opened;
}

void Open(const Opened& opened, Inputs& inputs) {
  InputState state = inputs.Get(opened.input);
  if (state.origin != Origin::kStated) return;
  state.values = AnyValue(inputs.catalogue().definitions()[opened.input]);
  state.conflicting = true;
  state.evidence.insert(state.evidence.begin(), opened.evidence);
  inputs.Set(opened.input, std::move(state));
}

void RestTreated(Statements& statements, const std::vector<Rest>& rests,
                 const InputCatalogue& catalogue, std::vector<Hint>& hints) {
  // By row, when the last treatment was given.
  std::vector<std::optional<TimePoint>> treated(rests.size());
  for (const Said& said : statements.all()) {
    const auto& given = said.statement.evidence.time;
    if (!given || said.statement.certainty != Certainty::kFirm) continue;
    for (std::size_t at = 0; at < rests.size(); ++at) {
      const bool is_treatment = std::ranges::find(rests[at].by, said.input) != rests[at].by.end();
      if (is_treatment) treated[at] = std::max(treated[at], given);
    }
  }
  for (Said& said : statements.all_mutable()) {
    if (IsPointing(said.statement) || !IsFinding(said.statement)) continue;
    const auto rest = std::ranges::find(rests, said.input, &Rest::input);
    if (rest == rests.end() || !said.statement.last) continue;
    const auto& last = treated[static_cast<std::size_t>(rest - rests.begin())];
    if (!last || *last <= *said.statement.last) continue;
    said.statement.certainty = said.statement.evidence.certainty = Certainty::kPointing;
    hints.push_back({catalogue.definitions()[said.input].id, said.statement.evidence.reference,
                     "treated-since", said.statement.first, said.statement.last,
                     said.statement.evidence.text});
  }
}

}  // namespace wervelwijzer::guideline
