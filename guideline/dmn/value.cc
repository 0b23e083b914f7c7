#include "guideline/dmn/value.h"

#include <algorithm>
#include <array>

#include "guideline/dmn/feel_function.h"

namespace wervelwijzer::dmn {
namespace {

std::string Quoted(const std::string& text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string ListText(const ValueList& list) {
  std::string out = "[";
  for (std::size_t i = 0; i < list.size(); ++i) out += (i ? ", " : "") + list[i].ToString();
  return out + "]";
}

std::string ContextText(const ValueContext& context) {
  std::string out = "{";
  for (const auto& [name, value] : context.entries()) {
    out += (out.size() > 1 ? ", " : "") + name + ": " + value.ToString();
  }
  return out + "}";
}

std::string RangeText(const ValueRange& range) {
  if (range.all_but_start) return "(!=" + range.start.ToString() + ")";
  return (range.start_included ? "[" : "(") + range.start.ToString() + ".." + range.end.ToString() +
         (range.end_included ? "]" : ")");
}

bool SameRange(const ValueRange& a, const ValueRange& b) {
  return a.start == b.start && a.end == b.end && a.start_included == b.start_included &&
         a.end_included == b.end_included && a.all_but_start == b.all_but_start &&
         a.from_comparison == b.from_comparison;
}

}  // namespace

const Value* ValueContext::Find(std::string_view name) const {
  for (const auto& [key, value] : entries_) {
    if (key == name) return &value;
  }
  return nullptr;
}

void ValueContext::Set(std::string_view name, Value value) {
  for (auto& entry : entries_) {
    if (entry.first == name) {
      entry.second = std::move(value);
      return;
    }
  }
  entries_.emplace_back(name, std::move(value));
}

void ValueContext::Remove(std::string_view name) {
  std::erase_if(entries_, [&](const auto& entry) { return entry.first == name; });
}

std::size_t ValueContext::size() const { return entries_.size(); }

bool ValueContext::operator==(const ValueContext& other) const {
  if (size() != other.size()) return false;
  return std::ranges::all_of(entries_, [&](const auto& entry) {
    const Value* found = other.Find(entry.first);
    return found != nullptr && *found == entry.second;
  });
}

Value::Value(ValueList value) : state_(std::make_shared<const ValueList>(std::move(value))) {}
Value::Value(ValueContext value) : state_(std::make_shared<const ValueContext>(std::move(value))) {}
Value::Value(ValueRange value) : state_(std::make_shared<const ValueRange>(std::move(value))) {}

std::string Value::ToString() const {
  switch (kind()) {
    case Kind::kNull:
      return "null";
    case Kind::kBoolean:
      return *AsBoolean() ? "true" : "false";
    case Kind::kNumber:
      return AsNumber()->ToString();
    case Kind::kString:
      return Quoted(*AsString());
    case Kind::kDate:
      return dmn::ToString(*AsDate());
    case Kind::kTime:
      return dmn::ToString(*AsTime());
    case Kind::kDateTime:
      return dmn::ToString(*AsDateTime());
    case Kind::kYearsMonths:
      return dmn::ToString(*AsYearsMonths());
    case Kind::kDaysTime:
      return dmn::ToString(*AsDaysTime());
    case Kind::kList:
      return ListText(*AsList());
    case Kind::kContext:
      return ContextText(*AsContext());
    case Kind::kRange:
      return RangeText(*AsRange());
    case Kind::kFunction:
      return "function";
  }
  return "";
}

bool Value::operator==(const Value& other) const {
  if (kind() != other.kind()) return false;
  switch (kind()) {
    case Kind::kNull:
      return true;
    case Kind::kBoolean:
      return *AsBoolean() == *other.AsBoolean();
    case Kind::kNumber:
      return *AsNumber() == *other.AsNumber();
    case Kind::kString:
      return *AsString() == *other.AsString();
    case Kind::kDate:
      return *AsDate() == *other.AsDate();
    case Kind::kTime: {
      const Time &a = *AsTime(), &b = *other.AsTime();
      return (a.zone.kind == Zone::Kind::kNone) == (b.zone.kind == Zone::Kind::kNone) &&
             InstantOf(a) == InstantOf(b);
    }
    case Kind::kDateTime: {
      const DateTime &a = *AsDateTime(), &b = *other.AsDateTime();
      return (a.time.zone.kind == Zone::Kind::kNone) == (b.time.zone.kind == Zone::Kind::kNone) &&
             InstantOf(a) == InstantOf(b);
    }
    case Kind::kYearsMonths:
      return AsYearsMonths()->months == other.AsYearsMonths()->months;
    case Kind::kDaysTime:
      return AsDaysTime()->nanos == other.AsDaysTime()->nanos;
    case Kind::kList:
      return *AsList() == *other.AsList();
    case Kind::kContext:
      return *AsContext() == *other.AsContext();
    case Kind::kRange:
      return SameRange(*AsRange(), *other.AsRange());
    case Kind::kFunction:
      return AsFunction() == other.AsFunction();
  }
  return false;
}

const char* KindName(Value::Kind kind) {
  constexpr std::array<const char*, 13> kNames = {"null",
                                                  "boolean",
                                                  "number",
                                                  "string",
                                                  "date",
                                                  "time",
                                                  "date and time",
                                                  "years and months duration",
                                                  "days and time duration",
                                                  "list",
                                                  "context",
                                                  "range",
                                                  "function"};
  return kNames[static_cast<std::size_t>(kind)];
}

Value Callable::CallByName(std::span<const std::pair<std::string, Value>> arguments,
                           EvaluationState& state) const {
  const std::span<const std::string> names = parameters();
  if (arguments.size() != names.size()) return {};
  std::vector<Value> sorted(names.size());
  std::vector<bool> given(names.size());
  for (const auto& [name, value] : arguments) {
    const auto place = std::ranges::find(names, name) - names.begin();
    if (place == std::ssize(names) || given[place]) return {};
    given[place] = true;
    sorted[place] = value;
  }
  return Call(sorted, state);
}

}  // namespace wervelwijzer::dmn
