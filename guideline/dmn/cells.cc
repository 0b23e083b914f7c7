#include "guideline/dmn/cells.h"

#include <charconv>
#include <limits>
#include <optional>

#include "base/clock.h"

namespace wervelwijzer::dmn {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsNameStart(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

std::string Quote(std::string_view text) { return "`" + std::string(text) + "`"; }

// A recursive-descent reader over one cell. Each Read… returns an error or moves on.
class CellReader {
 public:
  CellReader(std::string_view text, std::span<const Parameter> parameters)
      : text_(text), parameters_(parameters) {}

  Result<Cell> ReadCell();
  Result<OutputValue> ReadOutput();

 private:
  void SkipSpace() {
    while (at_ < text_.size() && IsSpace(text_[at_])) ++at_;
  }
  bool AtEnd() {
    SkipSpace();
    return at_ >= text_.size();
  }
  char Peek() {
    SkipSpace();
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  bool Take(std::string_view token) {
    SkipSpace();
    if (text_.substr(at_, token.size()) != token) return false;
    at_ += token.size();
    return true;
  }
  std::string_view PeekName() {
    SkipSpace();
    std::size_t end = at_;
    if (end >= text_.size() || !IsNameStart(text_[end])) return {};
    while (end < text_.size() &&
           (IsNameStart(text_[end]) || IsDigit(text_[end]) || text_[end] == '-' ||
            (text_[end] == '.' && text_.substr(end, 2) != ".."))) {
      ++end;
    }
    return text_.substr(at_, end - at_);
  }

  Status ReadTests(Cell& cell);
  Result<CellTest> ReadTest();
  Result<CellTest> ReadComparison();
  Result<CellTest> ReadInterval();
  Result<Constant> ReadConstant();
  Result<Constant> ReadString();
  Result<Constant> ReadNumber();
  Result<Constant> ReadDate();
  Result<Constant> ReadNamed();

  std::string_view text_;
  std::size_t at_ = 0;
  std::span<const Parameter> parameters_;
  std::vector<std::string> used_parameters_;
};

Result<Cell> CellReader::ReadCell() {
  Cell cell;
  if (AtEnd()) return InvalidInput("the cell is empty");
  SkipSpace();
  if (Peek() == '-' && text_.find_first_not_of(" \t\r\n", at_ + 1) == std::string_view::npos) {
    cell.any = true;
    return cell;
  }
  if (PeekName() == "not") {
    at_ += 3;
    if (!Take("(")) return InvalidInput("`not` without `(`");
    cell.negated = true;
  }
  if (Status read = ReadTests(cell); !read) return read.error();
  if (cell.negated && !Take(")")) return InvalidInput("`not(` without `)`");
  if (!AtEnd()) {
    return InvalidInput(Quote(text_.substr(at_)) + " is not a test that a cell may hold");
  }
  cell.parameters = used_parameters_;
  return cell;
}

Status CellReader::ReadTests(Cell& cell) {
  do {
    Result<CellTest> test = ReadTest();
    if (!test) return test.error();
    cell.tests.push_back(std::move(*test));
  } while (Take(","));
  return {};
}

Result<CellTest> CellReader::ReadTest() {
  switch (Peek()) {
    case '<':
    case '>':
    case '=':
      return ReadComparison();
    case '[':
    case '(':
    case ']':
      return ReadInterval();
    default:
      break;
  }
  Result<Constant> value = ReadConstant();
  if (!value) return value.error();
  CellTest test;
  test.value = std::move(*value);
  return test;
}

Result<CellTest> CellReader::ReadComparison() {
  const bool less = Peek() == '<';
  const bool equal = Peek() == '=';
  ++at_;
  const bool inclusive = !equal && at_ < text_.size() && text_[at_] == '=';
  if (inclusive) ++at_;
  Result<Constant> bound = ReadConstant();
  if (!bound) return bound.error();
  CellTest test;
  if (equal) {
    test.value = std::move(*bound);
    return test;
  }
  if (bound->kind != Constant::Kind::kNumber && bound->kind != Constant::Kind::kDate) {
    return InvalidInput("a comparison with something that is neither number nor date");
  }
  test.kind = CellTest::Kind::kRange;
  test.range_of = bound->kind;
  if (less) {
    test.range = {-kInfinity, bound->number, true, !inclusive};
  } else {
    test.range = {bound->number, kInfinity, !inclusive, true};
  }
  return test;
}

Result<CellTest> CellReader::ReadInterval() {
  CellTest test;
  test.kind = CellTest::Kind::kRange;
  test.range.low_open = Peek() != '[';
  ++at_;
  Result<Constant> low = ReadConstant();
  if (!low) return low.error();
  if (!Take("..")) return InvalidInput("an interval without `..`");
  Result<Constant> high = ReadConstant();
  if (!high) return high.error();
  if (Take("]")) {
    test.range.high_open = false;
  } else if (Take(")") || Take("[")) {
    test.range.high_open = true;
  } else {
    return InvalidInput("an interval without its end");
  }
  if (low->kind != high->kind ||
      (low->kind != Constant::Kind::kNumber && low->kind != Constant::Kind::kDate)) {
    return InvalidInput("the ends of an interval are not two numbers or two dates");
  }
  if (low->number > high->number) return InvalidInput("an interval that ends before it begins");
  test.range_of = low->kind;
  test.range.low = low->number;
  test.range.high = high->number;
  return test;
}

Result<Constant> CellReader::ReadConstant() {
  const char c = Peek();
  if (c == '"') return ReadString();
  if (IsDigit(c) || c == '-' || c == '.') return ReadNumber();
  if (c == '@') {
    ++at_;
    return ReadDate();
  }
  if (IsNameStart(c)) return ReadNamed();
  return InvalidInput(Quote(text_.substr(at_)) + " is not a value");
}

Result<Constant> CellReader::ReadString() {
  Constant constant;
  constant.kind = Constant::Kind::kString;
  for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
    if (text_[at_] == '\\') return InvalidInput("an escape in a code");
    constant.text += text_[at_];
  }
  if (at_ >= text_.size()) return InvalidInput("a string without its end");
  ++at_;
  return constant;
}

Result<Constant> CellReader::ReadNumber() {
  Constant constant;
  constant.kind = Constant::Kind::kNumber;
  std::size_t end = at_ + (text_[at_] == '-' ? 1 : 0);
  while (end < text_.size() &&
         (IsDigit(text_[end]) || (text_[end] == '.' && text_.substr(end, 2) != ".."))) {
    ++end;
  }
  const char* last = text_.data() + end;
  const auto [stop, failure] = std::from_chars(text_.data() + at_, last, constant.number);
  if (failure != std::errc() || stop != last) {
    return InvalidInput(Quote(text_.substr(at_, end - at_)) + " is not a number");
  }
  at_ = end;
  return constant;
}

// What follows `@` or stands between the brackets of `date(…)`: a string with a date.
Result<Constant> CellReader::ReadDate() {
  if (Peek() != '"') return InvalidInput("a date is written as `date(\"2025-07-01\")`");
  Result<Constant> constant = ReadString();
  if (!constant) return constant;
  const std::string& text = constant->text;
  int year = 0, month = 0, day = 0;
  const auto number = [&text](std::size_t from, std::size_t length, int& value) {
    const char* last = text.data() + from + length;
    return std::from_chars(text.data() + from, last, value).ptr == last;
  };
  if (text.size() != 10 || text[4] != '-' || text[7] != '-' || !number(0, 4, year) ||
      !number(5, 2, month) || !number(8, 2, day) || !IsValidDate(year, month, day)) {
    return InvalidInput(Quote(text) + " is not a date");
  }
  constant->kind = Constant::Kind::kDate;
  constant->number = static_cast<double>(DayNumber(year, month, day));
  return constant;
}

Result<Constant> CellReader::ReadNamed() {
  const std::string_view name = PeekName();
  at_ += name.size();
  Constant constant;
  if (name == "true" || name == "false") {
    constant.boolean = name == "true";
    return constant;
  }
  if (name == "date") {
    if (!Take("(")) return InvalidInput("`date` without `(`");
    Result<Constant> date = ReadDate();
    if (date && !Take(")")) return InvalidInput("`date(` without `)`");
    return date;
  }
  for (const Parameter& parameter : parameters_) {
    if (parameter.name != name) continue;
    used_parameters_.push_back(parameter.name);
    constant.kind = Constant::Kind::kNumber;
    constant.number = parameter.value;
    return constant;
  }
  if (name == "null") return InvalidInput("`null` in a cell: an unknown input is no value");
  return InvalidInput(Quote(name) + " is neither a value nor a parameter");
}

Result<OutputValue> CellReader::ReadOutput() {
  OutputValue output;
  if (AtEnd()) return InvalidInput("the output is empty; `null` leaves a member out");
  if (PeekName() == "null") {
    at_ += 4;
  } else {
    Result<Constant> constant = ReadConstant();
    if (!constant) return constant.error();
    switch (constant->kind) {
      case Constant::Kind::kBoolean:
        output.kind = OutputValue::Kind::kBoolean;
        break;
      case Constant::Kind::kNumber:
        output.kind = OutputValue::Kind::kNumber;
        break;
      case Constant::Kind::kString:
        output.kind = OutputValue::Kind::kString;
        break;
      case Constant::Kind::kDate:
        return InvalidInput("a date as output is not in the profile");
    }
    output.boolean = constant->boolean;
    output.number = constant->number;
    output.text = std::move(constant->text);
  }
  if (!AtEnd()) return InvalidInput(Quote(text_) + " is more than one value");
  return output;
}

}  // namespace

Result<Cell> ParseCell(std::string_view text, std::span<const Parameter> parameters) {
  return CellReader(text, parameters).ReadCell();
}

Result<OutputValue> ParseOutput(std::string_view text, std::span<const Parameter> parameters) {
  return CellReader(text, parameters).ReadOutput();
}

}  // namespace wervelwijzer::dmn
