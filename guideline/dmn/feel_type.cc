#include "guideline/dmn/feel_type.h"

#include <array>
#include <optional>

#include "guideline/dmn/feel_arithmetic.h"
#include "guideline/dmn/feel_eval.h"

namespace wervelwijzer::dmn {
namespace {

using Kind = Value::Kind;

// Item definitions may refer to each other; deeper than this is taken as a circle.
constexpr int kMaxTypeDepth = 40;

std::string_view Strip(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// The kind behind a name of FEEL; no value for Any and for other names.
std::optional<Kind> KindOfName(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, Kind>, 18> kNames = {{
      {"number", Kind::kNumber},
      {"string", Kind::kString},
      {"boolean", Kind::kBoolean},
      {"date", Kind::kDate},
      {"time", Kind::kTime},
      {"date and time", Kind::kDateTime},
      {"dateTime", Kind::kDateTime},
      {"years and months duration", Kind::kYearsMonths},
      {"yearMonthDuration", Kind::kYearsMonths},
      {"days and time duration", Kind::kDaysTime},
      {"dayTimeDuration", Kind::kDaysTime},
      {"list", Kind::kList},
      {"context", Kind::kContext},
      {"range", Kind::kRange},
      {"function", Kind::kFunction},
      {"Null", Kind::kNull},
      {"null", Kind::kNull},
      {"days and time", Kind::kDaysTime},
  }};
  for (const auto& [text, kind] : kNames) {
    if (text == name) return kind;
  }
  return std::nullopt;
}

// `list<number>` into `list` and `number`.
struct Generic {
  std::string_view name, arguments;
};

std::optional<Generic> SplitGeneric(std::string_view type) {
  const std::size_t open = type.find('<');
  if (open == std::string_view::npos) return std::nullopt;
  int level = 0;
  for (std::size_t at = open; at < type.size(); ++at) {
    if (type[at] == '<') ++level;
    if (type[at] == '>' && (at == 0 || type[at - 1] != '-') && --level == 0) {
      return Generic{Strip(type.substr(0, open)), type.substr(open + 1, at - open - 1)};
    }
  }
  return std::nullopt;
}

// The parts of `a: number, b: list<string>`.
std::vector<std::string_view> SplitArguments(std::string_view text) {
  std::vector<std::string_view> parts;
  int level = 0;
  std::size_t start = 0;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    if (at == text.size() || (text[at] == ',' && level == 0)) {
      parts.push_back(Strip(text.substr(start, at - start)));
      start = at + 1;
    } else if (text[at] == '<') {
      ++level;
    } else if (text[at] == '>') {
      --level;
    }
  }
  return parts;
}

class Matcher {
 public:
  // `instance of` looks at the structure only (clause 10.3.2.9.2).
  enum class Allowed { kChecked, kPassed };
  Matcher(EvaluationState& state, Allowed allowed) : state_(state), allowed_(allowed) {}

  bool Is(const Value& value, std::string_view type, const TypeScope* scope, int depth) {
    type = Strip(type);
    if (depth > kMaxTypeDepth || !state_.Charge(1)) return false;
    if (type.empty() || type == "Any") return true;
    if (const std::optional<Generic> generic = SplitGeneric(type)) {
      return IsGeneric(value, *generic, scope, depth);
    }
    const TypeScope::Found found = scope ? scope->Find(type) : TypeScope::Found{};
    if (found.item != nullptr) return IsItem(value, *found.item, found.scope, depth + 1);
    const std::optional<Kind> kind = KindOfName(type);
    if (kind) return value.kind() == *kind;
    return true;
  }

  bool IsItem(const Value& value, const ItemDefinition& item, const TypeScope* scope, int depth) {
    if (item.is_function) return value.AsFunction() != nullptr;
    if (!item.is_collection) return IsElement(value, item, scope, depth) && IsAllowed(value, item);
    if (!value.is_list()) return false;
    for (const Value& element : *value.AsList()) {
      // Null may stand in a collection.
      if (!element.is_null() && !IsElement(element, item, scope, depth)) return false;
    }
    return IsAllowed(value, item);
  }

 private:
  bool IsGeneric(const Value& value, const Generic& generic, const TypeScope* scope, int depth) {
    const std::optional<Kind> kind = KindOfName(generic.name);
    if (!kind || value.kind() != *kind) return false;
    if (*kind == Kind::kList) {
      for (const Value& element : *value.AsList()) {
        if (!Is(element, generic.arguments, scope, depth + 1)) return false;
      }
    }
    if (*kind == Kind::kRange) {
      const ValueRange& range = *value.AsRange();
      return (range.start.is_null() || Is(range.start, generic.arguments, scope, depth + 1)) &&
             (range.end.is_null() || Is(range.end, generic.arguments, scope, depth + 1));
    }
    if (*kind == Kind::kContext) return HasMembers(value, generic.arguments, scope, depth);
    if (*kind == Kind::kFunction && !generic.arguments.empty()) {
      return value.AsFunction()->parameters().size() == SplitArguments(generic.arguments).size();
    }
    return true;
  }

  bool HasMembers(const Value& value, std::string_view members, const TypeScope* scope, int depth) {
    for (std::string_view member : SplitArguments(members)) {
      const std::size_t colon = member.find(':');
      if (colon == std::string_view::npos) return false;
      const Value* entry = value.AsContext()->Find(Strip(member.substr(0, colon)));
      if (entry == nullptr) return false;
      const std::string_view type = member.substr(colon + 1);
      if (!entry->is_null() && !Is(*entry, type, scope, depth + 1)) return false;
    }
    return true;
  }

  bool IsElement(const Value& value, const ItemDefinition& item, const TypeScope* scope,
                 int depth) {
    if (item.components.empty()) return Is(value, item.type_ref, scope, depth + 1);
    if (depth > kMaxTypeDepth || value.AsContext() == nullptr) return false;
    for (const ItemDefinition& component : item.components) {
      const Value* entry = value.AsContext()->Find(component.name);
      if (entry == nullptr) return false;
      // A component without a value is allowed.
      if (!entry->is_null() && !IsItem(*entry, component, scope, depth + 1)) return false;
    }
    return true;
  }

  // The tests of a collection hold for each element, or else for the list.
  bool IsAllowed(const Value& value, const ItemDefinition& item) {
    if (item.allowed_values.empty() || allowed_ == Allowed::kPassed) return true;
    const Result<UnaryTests> tests = ParseUnaryTests(item.allowed_values, {});
    if (!tests.ok()) return true;
    if (item.is_collection && value.is_list()) {
      bool all = true;
      for (const Value& element : *value.AsList()) {
        all = all && EvaluateTests(*tests, element, nullptr, state_).IsTrue();
      }
      if (all) return true;
    }
    return EvaluateTests(*tests, value, nullptr, state_).IsTrue();
  }

  EvaluationState& state_;
  Allowed allowed_;
};

// The value in the forms that the implicit conversions give it, the value itself first.
template <typename Accepts>
Value FirstAccepted(const Value& value, const Accepts& accepts) {
  if (value.is_null() || accepts(value)) return value;
  if (const ValueList* list = value.AsList(); list && list->size() == 1 && accepts((*list)[0])) {
    return (*list)[0];
  }
  if (Value wrapped = ValueList{value}; !value.is_list() && accepts(wrapped)) return wrapped;
  if (value.AsDate() != nullptr) {
    Value moment = MidnightOf(*value.AsDate());
    if (accepts(moment)) return moment;
  }
  return {};
}

}  // namespace

TypeScope::Found TypeScope::Find(std::string_view name) const {
  if (model_ != nullptr) {
    for (const ItemDefinition& item : model_->item_definitions) {
      if (item.name == name) return {&item, this};
    }
  }
  for (const auto& [prefix, scope] : imports_) {
    if (prefix.empty()) {
      if (const Found found = scope->Find(name); found.item != nullptr) return found;
    } else if (name.size() > prefix.size() && name.substr(0, prefix.size()) == prefix &&
               name[prefix.size()] == '.') {
      return scope->Find(name.substr(prefix.size() + 1));
    }
  }
  // Some editors write the prefix of the XML namespace of FEEL: `feel:string`.
  const std::size_t colon = name.find(':');
  if (colon != std::string_view::npos) return Find(name.substr(colon + 1));
  return {};
}

Value Coerce(const Value& value, std::string_view type, EvaluationState& state) {
  if (type.starts_with("feel:")) type.remove_prefix(5);
  Matcher matcher(state, Matcher::Allowed::kChecked);
  return FirstAccepted(
      value, [&](const Value& candidate) { return matcher.Is(candidate, type, state.types, 0); });
}

Value Coerce(const Value& value, const ItemDefinition& item, const TypeScope* scope,
             EvaluationState& state) {
  Matcher matcher(state, Matcher::Allowed::kChecked);
  return FirstAccepted(
      value, [&](const Value& candidate) { return matcher.IsItem(candidate, item, scope, 0); });
}

Value InstanceOf(const Value& value, std::string_view type, EvaluationState& state) {
  if (value.is_null()) return type == "Null" || type == "null";
  return Matcher(state, Matcher::Allowed::kPassed).Is(value, type, state.types, 0);
}

}  // namespace wervelwijzer::dmn
