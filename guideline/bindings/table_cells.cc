#include "guideline/bindings/table_cells.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <utility>

#include "terminology/table_file.h"

namespace wervelwijzer::guideline {
namespace {

using terminology::SplitList;

constexpr std::pair<std::string_view, SourceKind> kSources[] = {
    {"finding", SourceKind::kFinding},
    {"procedure", SourceKind::kProcedure},
    {"imaging", SourceKind::kImaging},
    {"request", SourceKind::kRequest},
    {"medication", SourceKind::kMedication},
    {"device", SourceKind::kDevice},
    {"wish", SourceKind::kWish},
};

constexpr std::pair<std::string_view, FactState> kStates[] = {
    {"active", FactState::kActive},       {"inactive", FactState::kInactive},
    {"suspected", FactState::kSuspected}, {"done", FactState::kDone},
    {"planned", FactState::kPlanned},     {"draft", FactState::kDraft},
};

constexpr std::pair<std::string_view, Effect> kEffects[] = {
    {"since", Effect::kSince},      {"since-end", Effect::kSinceEnd},
    {"date", Effect::kDate},        {"date-recorded", Effect::kDateRecorded},
    {"end-date", Effect::kEndDate},
};

constexpr std::pair<std::string_view, JoinPolicy> kPolicies[] = {
    {"newest", JoinPolicy::kNewest},
    {"earliest", JoinPolicy::kEarliest},
    {"first", JoinPolicy::kFirst},
    {"meet", JoinPolicy::kMeet},
};

template <typename Value, std::size_t kSize>
std::optional<Value> FindByName(const std::pair<std::string_view, Value> (&table)[kSize],
                                std::string_view name) {
  for (const auto& [known, value] : table) {
    if (known == name) return value;
  }
  return std::nullopt;
}

Error Unknown(std::string_view what, const std::string& cell) {
  return InvalidInput(std::string(what) + " `" + cell + "` is not known");
}

// `P30D`; other forms of ISO 8601 durations are not used here.
std::optional<Duration> ReadDays(std::string_view text) {
  if (text.size() < 3 || text.front() != 'P' || text.back() != 'D') return std::nullopt;
  int days = 0;
  const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size() - 1, days);
  if (error != std::errc{} || end != text.data() + text.size() - 1) return std::nullopt;
  return std::chrono::hours(24) * days;
}

std::optional<double> ReadDouble(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// `x0.1`; `x1..`: that much or more; `x1 cm`: of a number that is given in a unit of length.
bool ReadFactor(std::string_view cell, Answer& answer) {
  answer.number = true;
  if (!cell.starts_with('x')) return false;
  cell.remove_prefix(1);
  if (const std::size_t blank = cell.find(' '); blank != std::string_view::npos) {
    answer.unit = cell.substr(blank + 1);
    cell = cell.substr(0, blank);
  }
  answer.at_least = cell.ends_with("..");
  if (answer.at_least) cell.remove_suffix(2);
  const auto factor = ReadDouble(cell);
  answer.factor = factor.value_or(1);
  return factor.has_value();
}

}  // namespace

Status TableCells::AddGroup(const std::string& name, const std::string& concepts) {
  std::vector<ConceptId> ids;
  if (Status status = ReadConcepts(concepts, ids); !status.ok()) return status;
  if (!groups_.emplace(name, std::move(ids)).second) {
    return InvalidInput("group `" + name + "` stands twice");
  }
  return {};
}

Status TableCells::ReadConcepts(const std::string& cell, std::vector<ConceptId>& out) const {
  const std::size_t before = out.size();
  for (const std::string& name : SplitList(cell, '|')) {
    if (name.front() == '@') {
      const auto group = groups_.find(name);
      if (group == groups_.end()) return Unknown("group", name);
      out.insert(out.end(), group->second.begin(), group->second.end());
    } else if (name.back() == '*') {
      const std::string_view beginning(name.data(), name.size() - 1);
      const std::size_t known = out.size();
      for (std::size_t id = 0; id < terminology_.concept_count(); ++id) {
        const auto concept_id = static_cast<ConceptId>(id);
        if (terminology_.Name(concept_id).starts_with(beginning)) out.push_back(concept_id);
      }
      if (out.size() == known) return Unknown("concept", name);
    } else if (const auto id = terminology_.Find(name)) {
      out.push_back(*id);
    } else {
      return Unknown("concept", name);
    }
  }
  std::sort(out.begin() + static_cast<std::ptrdiff_t>(before), out.end());
  out.erase(std::unique(out.begin() + static_cast<std::ptrdiff_t>(before), out.end()), out.end());
  return {};
}

Result<CatalogueIndex> TableCells::ReadInput(const std::string& cell) const {
  const auto input = catalogue_.Find(cell);
  if (!input) return Unknown("input", cell);
  return *input;
}

Result<ValueSet> TableCells::ReadValues(const std::string& cell, CatalogueIndex input) const {
  const InputDefinition& definition = catalogue_.definitions()[input];
  const bool numeric =
      definition.type == InputType::kNumber || definition.type == InputType::kDuration;
  ValueSet values;
  for (std::string& text : SplitList(cell, '|')) {
    const auto number = ReadDouble(text);
    const bool allowed =
        numeric ? number && definition.Allows(*number) : definition.Allows(std::string_view(text));
    if (!allowed) return Unknown("value", text);
    if (numeric) {
      values.ranges.push_back({*number, *number, false, false});
    } else {
      values.codes.push_back(std::move(text));
    }
  }
  if (values.codes.empty() && values.ranges.empty()) return InvalidInput("no value");
  return values;
}

Status TableCells::ReadGives(const std::string& cell, Fact& fact) const {
  fact.hint = "older-record";  // what a fact beyond its look-back becomes
  if (cell.starts_with('?')) {
    fact.effect = Effect::kHint;
    fact.hint = cell.substr(1);
    return {};
  }
  if (const auto effect = FindByName(kEffects, cell)) {
    fact.effect = *effect;
    return {};
  }
  Result<ValueSet> values = ReadValues(cell, fact.input);
  if (!values.ok()) return values.error();
  fact.values = std::move(values).value();
  return {};
}

Status TableCells::ReadLookBack(const std::string& cell, Fact& fact) const {
  if (cell.empty()) return {};
  std::string_view look_back = cell;
  fact.undated_is_old = look_back.ends_with('!');
  if (fact.undated_is_old) look_back.remove_suffix(1);
  fact.look_back = ReadDays(look_back);
  if (fact.look_back) return {};
  const auto parameter = std::ranges::find(parameters_, look_back, &dmn::Parameter::name);
  if (parameter == parameters_.end()) return Unknown("look-back", cell);
  fact.look_back_parameter = parameter->name;
  fact.look_back =
      std::chrono::duration_cast<Duration>(std::chrono::duration<double>(parameter->value * 86400));
  return {};
}

Result<Fact> TableCells::ReadFact(const std::vector<std::string>& cells) const {
  Fact fact;
  const Result<CatalogueIndex> input = ReadInput(cells[0]);
  if (!input.ok()) return input.error();
  fact.input = *input;
  if (Status status = ReadGives(cells[1], fact); !status.ok()) return status.error();
  const auto source = FindByName(kSources, cells[2]);
  if (!source) return Unknown("source", cells[2]);
  fact.source = *source;
  for (const std::string& name : SplitList(cells[3], ',')) {
    const auto state = FindByName(kStates, name);
    if (!state) return Unknown("state", name);
    fact.states.push_back(*state);
  }
  if (Status status = ReadConcepts(cells[4], fact.concepts); !status.ok()) return status.error();
  for (std::string_view part : SplitList(cells[5], '&')) {
    Need& need = fact.needs.emplace_back();
    need.none = part.starts_with('!');
    if (need.none) part.remove_prefix(1);
    need.now = part.starts_with("now:");
    if (need.now) part.remove_prefix(4);
    if (Status status = ReadConcepts(std::string(part), need.concepts); !status.ok()) {
      return status.error();
    }
  }
  if (Status status = ReadLookBack(cells[6], fact); !status.ok()) return status.error();
  if (fact.concepts.empty() || fact.states.empty()) return InvalidInput("no concept or state");
  return fact;
}

Result<Answer> TableCells::ReadAnswer(const std::vector<std::string>& cells) const {
  Answer answer;
  const Result<CatalogueIndex> input = ReadInput(cells[0]);
  if (!input.ok()) return input.error();
  answer.input = *input;
  if (Status status = ReadConcepts(cells[1], answer.questions); !status.ok()) return status.error();
  answer.method = cells[4];
  answer.without_site = cells[5] == "none";
  if (!answer.without_site) {
    if (Status status = ReadConcepts(cells[5], answer.sites); !status.ok()) return status.error();
  }
  answer.look_back = ReadDays(cells[6]);
  if (!cells[6].empty() && !answer.look_back) return Unknown("look-back", cells[6]);
  if (cells[2] == "number") {
    if (!ReadFactor(cells[3], answer)) return Unknown("factor", cells[3]);
    return answer;
  }
  if (Status status = ReadConcepts(cells[2], answer.answers); !status.ok()) return status.error();
  if (cells[3].starts_with('?')) {
    answer.hint = cells[3].substr(1);
    return answer;
  }
  Result<ValueSet> values = ReadValues(cells[3], answer.input);
  if (!values.ok()) return values.error();
  answer.values = std::move(values).value();
  return answer;
}

Result<Mention> TableCells::ReadMention(const std::vector<std::string>& cells,
                                        MentionPlace place) const {
  const Result<CatalogueIndex> input = ReadInput(cells[2]);
  if (!input.ok()) return input.error();
  Mention mention{place, SplitList(cells[1], '|'), *input, {}, {}};
  if (Status status = ReadConcepts(cells[3], mention.needs); !status.ok()) return status.error();
  mention.look_back = ReadDays(cells[4]);
  if (!cells[4].empty() && !mention.look_back) return Unknown("look-back", cells[4]);
  return mention;
}

Result<Strength> TableCells::ReadStrength(const std::vector<std::string>& cells) const {
  if (terminology_.SystemUri(cells[0]).empty()) return Unknown("system", cells[0]);
  const auto milligrams = ReadDouble(cells[2]);
  if (!milligrams || *milligrams <= 0) return Unknown("strength", cells[2]);
  return Strength{cells[0], cells[1], *milligrams};
}

Result<Reopening> TableCells::ReadReopening(const std::vector<std::string>& cells) const {
  Reopening row;
  for (const std::string& id : SplitList(cells[0], '|')) {
    const Result<CatalogueIndex> by = ReadInput(id);
    if (!by.ok()) return by.error();
    row.by.push_back(*by);
  }
  const Result<CatalogueIndex> input = ReadInput(cells[1]);
  if (!input.ok()) return input.error();
  row.input = *input;
  if (cells[2].empty()) return row;
  Result<ValueSet> answer = ReadValues(cells[2], *input);
  if (!answer.ok()) return answer.error();
  row.answer = std::move(answer).value();
  return row;
}

Status TableCells::ReadPolicy(const std::vector<std::string>& cells, Policy& policy) const {
  const auto join = FindByName(kPolicies, cells[1]);
  if (!join) return Unknown("policy", cells[1]);
  policy.join = *join;
  policy.order = SplitList(cells[2], '|');
  if (cells[3].empty()) return {};
  const std::size_t equals = cells[3].find('=');
  const Result<CatalogueIndex> implied = ReadInput(cells[3].substr(0, equals));
  if (!implied.ok()) return implied.error();
  policy.implied = *implied;
  policy.implied_value = cells[3].substr(equals + 1);
  return {};
}

}  // namespace wervelwijzer::guideline
