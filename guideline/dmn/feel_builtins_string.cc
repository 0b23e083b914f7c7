// Strings: clause 10.3.4.3. Positions and lengths count characters (code points), from 1. Regular
// expressions (matches, replace) are left out on purpose: no guideline needs them.

#include <algorithm>
#include <array>
#include <cctype>

#include "guideline/dmn/feel_builtins.h"

namespace wervelwijzer::dmn {
namespace {

using Arguments = std::span<const Value>;

bool IsInside(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// Byte offsets at which characters begin, and the end.
std::vector<std::size_t> StartsOf(std::string_view text) {
  std::vector<std::size_t> starts;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!IsInside(text[i])) starts.push_back(i);
  }
  starts.push_back(text.size());
  return starts;
}

std::optional<std::int64_t> WholeOf(const Value& value) {
  const std::optional<Decimal> cut =
      value.AsNumber() ? value.AsNumber()->Round(0, Rounding::kDown) : std::nullopt;
  return cut ? cut->ToInteger() : std::nullopt;
}

Value Substring(Arguments arguments, EvaluationState&) {
  const std::string* text = arguments[0].AsString();
  const std::optional<std::int64_t> start = WholeOf(arguments[1]);
  if (!text || !start || *start == 0) return {};
  const std::vector<std::size_t> starts = StartsOf(*text);
  const std::int64_t size = std::ssize(starts) - 1;
  const std::int64_t first = *start > 0 ? *start - 1 : size + *start;
  if (first < 0 || first >= size) return {};
  std::int64_t length = size - first;
  if (arguments.size() == 3 && !arguments[2].is_null()) {
    const std::optional<std::int64_t> given = WholeOf(arguments[2]);
    if (!given || *given < 1) return {};
    length = std::min(length, *given);
  }
  return text->substr(starts[first], starts[first + length] - starts[first]);
}

Value StringLength(Arguments arguments, EvaluationState&) {
  const std::string* text = arguments[0].AsString();
  return text ? Value(static_cast<std::int64_t>(StartsOf(*text).size()) - 1) : Value();
}

// Letters of ASCII and of Latin-1 (à to þ in UTF-8), which is what Dutch and English need.
std::string ChangeCase(const std::string& text, bool upper) {
  std::string out = text;
  for (std::size_t i = 0; i < out.size(); ++i) {
    char& c = out[i];
    if (upper ? c >= 'a' && c <= 'z' : c >= 'A' && c <= 'Z') c = static_cast<char>(c ^ 0x20);
    if (i == 0 || out[i - 1] != '\xC3') continue;
    const auto code = static_cast<unsigned char>(c);
    const bool sign = code == 0x97 || code == 0xB7 || code == 0x9F || code == 0xBF;
    if (!sign && (upper ? code >= 0xA0 : code < 0xA0)) c = static_cast<char>(code ^ 0x20);
  }
  return out;
}

Value UpperCase(Arguments arguments, EvaluationState&) {
  const std::string* text = arguments[0].AsString();
  return text ? Value(ChangeCase(*text, true)) : Value();
}
Value LowerCase(Arguments arguments, EvaluationState&) {
  const std::string* text = arguments[0].AsString();
  return text ? Value(ChangeCase(*text, false)) : Value();
}

// Both arguments as strings, or nothing.
struct Pair {
  const std::string *text, *match;
};
std::optional<Pair> PairOf(Arguments arguments) {
  const Pair pair{arguments[0].AsString(), arguments[1].AsString()};
  return pair.text && pair.match ? std::optional<Pair>(pair) : std::nullopt;
}

Value SubstringBefore(Arguments arguments, EvaluationState&) {
  const auto pair = PairOf(arguments);
  if (!pair) return {};
  const std::size_t at = pair->text->find(*pair->match);
  return at == std::string::npos ? Value("") : Value(pair->text->substr(0, at));
}

Value SubstringAfter(Arguments arguments, EvaluationState&) {
  const auto pair = PairOf(arguments);
  if (!pair) return {};
  const std::size_t at = pair->text->find(*pair->match);
  return at == std::string::npos ? Value("") : Value(pair->text->substr(at + pair->match->size()));
}

Value ContainsText(Arguments arguments, EvaluationState&) {
  const auto pair = PairOf(arguments);
  return pair ? Value(pair->text->find(*pair->match) != std::string::npos) : Value();
}
Value StartsWith(Arguments arguments, EvaluationState&) {
  const auto pair = PairOf(arguments);
  return pair ? Value(pair->text->starts_with(*pair->match)) : Value();
}
Value EndsWith(Arguments arguments, EvaluationState&) {
  const auto pair = PairOf(arguments);
  return pair ? Value(pair->text->ends_with(*pair->match)) : Value();
}

// The delimiter is taken literally, but for an escaped point, bar or the like.
std::optional<std::string> LiteralDelimiter(const std::string& pattern) {
  std::string out;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '\\') {
      if (++i == pattern.size()) return std::nullopt;
      if (pattern[i] == 's') {
        out += ' ';
        continue;
      }
      if (std::isalnum(static_cast<unsigned char>(pattern[i]))) return std::nullopt;
    } else if (std::string_view(".[]{}()*+?^$|").find(pattern[i]) != std::string_view::npos) {
      return std::nullopt;
    }
    out += pattern[i];
  }
  return out;
}

Value SplitText(Arguments arguments, EvaluationState& state) {
  const auto pair = PairOf(arguments);
  const auto delimiter = pair ? LiteralDelimiter(*pair->match) : std::nullopt;
  if (!delimiter || delimiter->empty() || !state.Charge(std::ssize(*pair->text))) return {};
  ValueList out;
  std::size_t start = 0;
  for (std::size_t at; (at = pair->text->find(*delimiter, start)) != std::string::npos;
       start = at + delimiter->size()) {
    out.push_back(pair->text->substr(start, at - start));
  }
  out.push_back(pair->text->substr(start));
  return out;
}

Value StringJoin(Arguments arguments, EvaluationState& state) {
  const ValueList single = {arguments[0]};
  const ValueList* list = arguments[0].is_list() ? arguments[0].AsList() : &single;
  if (arguments[0].is_null()) return {};
  const bool has_delimiter = arguments.size() > 1 && !arguments[1].is_null();
  if (has_delimiter && !arguments[1].AsString()) return {};
  std::string out;
  bool first = true;
  for (const Value& element : *list) {
    if (element.is_null()) continue;
    if (!element.AsString() || !state.Charge(1 + std::ssize(*element.AsString()) / 16)) return {};
    if (!first && has_delimiter) out += *arguments[1].AsString();
    out += *element.AsString();
    first = false;
  }
  return out;
}

Value String(Arguments arguments, EvaluationState&) {
  const Value& value = arguments[0];
  if (value.is_null()) return {};
  return value.AsString() ? value : Value(value.ToString());
}

constexpr std::array<BuiltInFunction, 10> kFunctions = {{
    {"substring", 2, 3, Substring, "string,start position,length"},
    {"string length", 1, 1, StringLength, "string"},
    {"upper case", 1, 1, UpperCase, "string"},
    {"lower case", 1, 1, LowerCase, "string"},
    {"substring before", 2, 2, SubstringBefore, "string,match"},
    {"substring after", 2, 2, SubstringAfter, "string,match"},
    {"contains", 2, 2, ContainsText, "string,match"},
    {"starts with", 2, 2, StartsWith, "string,match"},
    {"ends with", 2, 2, EndsWith, "string,match"},
    {"split", 2, 2, SplitText, "string,delimiter"},
}};

constexpr std::array<BuiltInFunction, 2> kAnyFunctions = {{
    {"string", 1, 1, String, "from"},
    {"string join", 1, 2, StringJoin, "list,delimiter"},
}};

}  // namespace

std::span<const BuiltInFunction> StringFunctions() { return kFunctions; }
std::span<const BuiltInFunction> AnyFunctions() { return kAnyFunctions; }

}  // namespace wervelwijzer::dmn
