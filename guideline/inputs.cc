#include "guideline/inputs.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

#include "guideline/tsv.h"

namespace wervelwijzer::guideline {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::optional<double> ParseNumber(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<InputType> TypeOfName(std::string_view name) {
  if (name == "boolean") return InputType::kBoolean;
  if (name == "enum") return InputType::kEnumeration;
  if (name == "number") return InputType::kNumber;
  if (name == "duration") return InputType::kDuration;
  if (name == "date") return InputType::kDate;
  if (name == "set") return InputType::kSet;
  return std::nullopt;
}

// `>=0`, `>0`, `0..10`, or the values themselves: `0;10;20`. False when it is none of these.
bool ReadNumbers(std::string_view text, InputDefinition& definition) {
  definition.minimum = -kInfinity;
  definition.maximum = kInfinity;
  if (text.starts_with(">")) {
    definition.minimum_open = !text.starts_with(">=");
    const auto low = ParseNumber(text.substr(definition.minimum_open ? 1 : 2));
    definition.minimum = low.value_or(0);
    return low.has_value();
  }
  if (const std::size_t dots = text.find(".."); dots != std::string_view::npos) {
    const auto low = ParseNumber(text.substr(0, dots));
    const auto high = ParseNumber(text.substr(dots + 2));
    definition.minimum = low.value_or(0);
    definition.maximum = high.value_or(0);
    return low && high && *low < *high;
  }
  definition.allowed_values = SplitText(text, ';');
  for (const std::string& value : definition.allowed_values)
    if (!ParseNumber(value)) return false;
  if (definition.allowed_values.empty()) return false;
  definition.minimum = *ParseNumber(definition.allowed_values.front());
  definition.maximum = *ParseNumber(definition.allowed_values.back());
  return true;
}

bool ReadAllowedValues(const std::string& text, InputDefinition& definition) {
  switch (definition.type) {
    case InputType::kBoolean:
      definition.allowed_values = {"true", "false"};
      return true;
    case InputType::kEnumeration:
    case InputType::kSet:
      definition.allowed_values = SplitText(text, ';');
      return !definition.allowed_values.empty();
    case InputType::kNumber:
    case InputType::kDuration:
      return ReadNumbers(text, definition);
    case InputType::kDate:
      definition.minimum = -kInfinity;
      definition.maximum = kInfinity;
      definition.whole = true;
      return true;
  }
  return false;
}

Result<InputDefinition> ReadDefinition(const TsvTable& table, const TsvRow& row) {
  InputDefinition definition;
  definition.id = table.Cell(row, "id");
  const std::optional<InputType> type = TypeOfName(table.Cell(row, "type"));
  if (definition.id.empty()) return InvalidInput("a row without id", table.Place(row));
  if (!type) return InvalidInput("unknown type of `" + definition.id + "`", table.Place(row));
  definition.type = *type;
  const std::string& whole = table.Cell(row, "whole");
  definition.whole = whole == "true" || whole == "yes" || whole == "1" || whole == "whole";
  if (!ReadAllowedValues(table.Cell(row, "allowed_values"), definition))
    return InvalidInput("unreadable allowed values of `" + definition.id + "`", table.Place(row));
  definition.unit = table.Cell(row, "unit");
  definition.ucum = table.Cell(row, "ucum");
  definition.name_nl = table.Cell(row, "name_nl");
  definition.name_en = table.Cell(row, "name_en");
  definition.definition_nl = table.Cell(row, "definition_nl");
  definition.definition_en = table.Cell(row, "definition_en");
  return definition;
}

// The upper bits of the hash, whose lower ones say where to look.
std::uint16_t MarkOf(const OwnName& id) { return static_cast<std::uint16_t>(id.hash() >> 48); }

}  // namespace

bool InputDefinition::Allows(std::string_view code) const {
  return std::ranges::find(allowed_values, code) != allowed_values.end();
}

bool InputDefinition::Allows(double value) const {
  if (!std::isfinite(value) || value < minimum || value > maximum) return false;
  if (minimum_open && value == minimum) return false;
  if (whole && value != std::floor(value)) return false;
  if (allowed_values.empty()) return true;
  return std::ranges::any_of(allowed_values, [value](const std::string& allowed) {
    return ParseNumber(allowed) == value;
  });
}

Result<InputCatalogue> InputCatalogue::Load(const std::string& path) {
  Result<TsvTable> table = TsvTable::Load(path, {"id", "type", "allowed_values", "unit"});
  if (!table.ok()) return std::move(table).error();
  InputCatalogue catalogue;
  for (const TsvRow& row : table->rows()) {
    Result<InputDefinition> definition = ReadDefinition(*table, row);
    if (!definition.ok()) return std::move(definition).error();
    if (catalogue.definitions_.size() == std::numeric_limits<CatalogueIndex>::max())
      return InvalidInput("too many inputs", table->Place(row));
    catalogue.definitions_.push_back(std::move(definition).value());
  }
  catalogue.by_id_.assign(std::bit_ceil(2 * catalogue.definitions_.size() + 1), Place());
  for (std::size_t i = 0; i < catalogue.definitions_.size(); ++i) {
    const OwnName id = catalogue.definitions_[i].id;
    Place& place = catalogue.by_id_[catalogue.PlaceOf(id)];
    if (place.index != kNobody) {
      return InvalidInput("input `" + catalogue.definitions_[i].id + "` stands twice", path);
    }
    place = {static_cast<CatalogueIndex>(i), MarkOf(id)};
  }
  return catalogue;
}

std::size_t InputCatalogue::PlaceOf(const OwnName& id) const {
  const std::size_t wrap = by_id_.size() - 1;
  std::size_t place = id.hash() & wrap;
  const std::uint16_t mark = MarkOf(id);
  const auto is_other = [&](Place there) {
    return there.mark != mark || !IsSameText(definitions_[there.index].id, id.text());
  };
  while (by_id_[place].index != kNobody && is_other(by_id_[place])) place = (place + 1) & wrap;
  return place;
}

std::optional<CatalogueIndex> InputCatalogue::Find(const OwnName& id) const {
  if (by_id_.empty()) return std::nullopt;
  const CatalogueIndex found = by_id_[PlaceOf(id)].index;
  if (found == kNobody) return std::nullopt;
  return found;
}

ValueSet ValueSet::Code(std::string code) {
  ValueSet set;
  set.codes.push_back(std::move(code));
  return set;
}

ValueSet ValueSet::Boolean(bool value) { return Code(value ? "true" : "false"); }

ValueSet ValueSet::Number(double value) { return Range(value, value); }

ValueSet ValueSet::Range(double low, double high) {
  ValueSet set;
  set.ranges.push_back({low, high, false, false});
  return set;
}

bool ValueSet::is_single() const {
  if (!codes.empty()) return codes.size() == 1 && ranges.empty();
  return ranges.size() == 1 && ranges.front().low == ranges.front().high;
}

const InputState Inputs::kUnknownState;

Inputs::Inputs(const InputCatalogue& catalogue)
    : catalogue_(&catalogue), states_(catalogue.definitions().size()) {}

const InputState& Inputs::Get(const OwnName& id) const {
  const std::optional<CatalogueIndex> index = catalogue_->Find(id);
  return index ? Get(*index) : kUnknownState;
}

void Inputs::State(std::string_view id, ValueSet values, Evidence evidence) {
  const std::optional<CatalogueIndex> index = catalogue_->Find(id);
  if (!index) return;
  InputState state;
  if (Get(*index).origin == Origin::kStated) state = Get(*index);
  state.origin = Origin::kStated;
  state.values = std::move(values);
  state.evidence.push_back(std::move(evidence));
  Set(*index, std::move(state));
}

void Inputs::Set(CatalogueIndex index, InputState&& state) {
  if (state.origin == Origin::kUnknown) {
    states_[index].reset();
  } else {
    states_[index] = std::make_shared<const InputState>(std::move(state));
  }
}

bool Inputs::IsCertainly(const OwnName& id, std::string_view code) const {
  const std::optional<CatalogueIndex> index = catalogue_->Find(id);
  if (!index || Get(*index).origin == Origin::kUnknown) return false;
  const std::vector<std::string>& codes = Get(*index).values.codes;
  if (catalogue_->definitions()[*index].type == InputType::kSet)
    return std::ranges::find(codes, code) != codes.end();
  return codes.size() == 1 && codes.front() == code;
}

bool Inputs::MayBe(const OwnName& id, std::string_view code) const {
  const InputState& state = Get(id);
  if (state.origin == Origin::kUnknown) return true;
  return std::ranges::find(state.values.codes, code) != state.values.codes.end();
}

bool Inputs::IsKnown(const OwnName& id) const {
  const std::optional<CatalogueIndex> index = catalogue_->Find(id);
  if (!index || Get(*index).origin == Origin::kUnknown) return false;
  return catalogue_->definitions()[*index].type == InputType::kSet ||
         Get(*index).values.is_single();
}

}  // namespace wervelwijzer::guideline
