#include "guideline/dmn/arithmetic.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace wervelwijzer::dmn {
namespace {

using Op = Arithmetic::Op;

bool IsNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

OutputValue NumberValue(double number) {
  OutputValue value;
  value.kind = OutputValue::Kind::kNumber;
  value.number = number;
  return value;
}

OutputValue BooleanValue(bool boolean) {
  OutputValue value;
  value.kind = OutputValue::Kind::kBoolean;
  value.boolean = boolean;
  return value;
}

// Precedence climbing; every Read… gives the index of its node or an error.
class ArithmeticReader {
 public:
  ArithmeticReader(std::string_view text, std::span<const std::string> names,
                   std::span<const Parameter> parameters)
      : text_(text), names_(names), parameters_(parameters) {}

  Result<Arithmetic> Read() {
    Result<std::uint32_t> root = ReadChoice();
    if (!root) return root.error();
    SkipSpace();
    if (at_ < text_.size()) {
      return InvalidInput("`" + std::string(text_.substr(at_)) + "` is not arithmetic");
    }
    return std::move(tree_);
  }

 private:
  using Step = Result<std::uint32_t>;

  void SkipSpace() {
    while (at_ < text_.size() &&
           std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos)
      ++at_;
  }
  bool Take(std::string_view token) {
    SkipSpace();
    if (text_.substr(at_, token.size()) != token) return false;
    at_ += token.size();
    return true;
  }
  bool TakeWord(std::string_view word) {
    SkipSpace();
    if (text_.substr(at_, word.size()) != word) return false;
    const std::size_t end = at_ + word.size();
    if (end < text_.size() && (IsNameCharacter(text_[end]) || text_[end] == '-')) return false;
    at_ = end;
    return true;
  }
  std::uint32_t Push(Arithmetic::Node node) {
    tree_.nodes.push_back(std::move(node));
    return static_cast<std::uint32_t>(tree_.nodes.size() - 1);
  }
  std::uint32_t PushConstant(OutputValue value) {
    Arithmetic::Node node;
    node.constant = std::move(value);
    return Push(std::move(node));
  }
  std::uint32_t PushStep(Op op, std::uint32_t first, std::uint32_t second = 0,
                         std::uint32_t third = 0) {
    Arithmetic::Node node;
    node.op = op;
    node.first = first;
    node.second = second;
    node.third = third;
    return Push(std::move(node));
  }

  // A chain of binary operators of one precedence.
  Step ReadChain(std::span<const std::pair<std::string_view, Op>> operators,
                 Step (ArithmeticReader::*next)()) {
    Step left = (this->*next)();
    while (left) {
      const auto* found = operators.data();
      const auto* end = found + operators.size();
      while (found != end && !TakeOperator(found->first)) ++found;
      if (found == end) return left;
      Step right = (this->*next)();
      if (!right) return right;
      left = PushStep(found->second, *left, *right);
    }
    return left;
  }
  bool TakeOperator(std::string_view token) {
    return IsNameCharacter(token.front()) ? TakeWord(token) : Take(token);
  }

  Step ReadChoice() {
    if (!TakeWord("if")) return ReadOr();
    Step condition = ReadChoice();
    if (!condition) return condition;
    if (!TakeWord("then")) return InvalidInput("`if` without `then`");
    Step then = ReadChoice();
    if (!then) return then;
    if (!TakeWord("else")) return InvalidInput("`if` without `else`");
    Step otherwise = ReadChoice();
    if (!otherwise) return otherwise;
    return PushStep(Op::kIf, *condition, *then, *otherwise);
  }
  Step ReadOr() {
    static constexpr std::pair<std::string_view, Op> kOperators[] = {{"or", Op::kOr}};
    return ReadChain(kOperators, &ArithmeticReader::ReadAnd);
  }
  Step ReadAnd() {
    static constexpr std::pair<std::string_view, Op> kOperators[] = {{"and", Op::kAnd}};
    return ReadChain(kOperators, &ArithmeticReader::ReadComparison);
  }
  Step ReadComparison() {
    static constexpr std::pair<std::string_view, Op> kOperators[] = {
        {"<=", Op::kLessEqual}, {"<", Op::kLess},      {">=", Op::kGreaterEqual},
        {">", Op::kGreater},    {"!=", Op::kNotEqual}, {"=", Op::kEqual}};
    return ReadChain(kOperators, &ArithmeticReader::ReadSum);
  }
  Step ReadSum() {
    static constexpr std::pair<std::string_view, Op> kOperators[] = {{"+", Op::kAdd},
                                                                     {"-", Op::kSubtract}};
    return ReadChain(kOperators, &ArithmeticReader::ReadProduct);
  }
  Step ReadProduct() {
    static constexpr std::pair<std::string_view, Op> kOperators[] = {{"*", Op::kMultiply},
                                                                     {"/", Op::kDivide}};
    return ReadChain(kOperators, &ArithmeticReader::ReadFactor);
  }

  Step ReadFactor();
  Step ReadCall(Op op);
  Step ReadLiteral();
  std::optional<std::uint32_t> TakeName();

  std::string_view text_;
  std::size_t at_ = 0;
  std::span<const std::string> names_;
  std::span<const Parameter> parameters_;
  Arithmetic tree_;
};

// min(a, b, …), max(a, b, …), sum(a, b, …): folded from the left.
ArithmeticReader::Step ArithmeticReader::ReadCall(Op op) {
  Step left = ReadChoice();
  while (left && Take(",")) {
    Step right = ReadChoice();
    if (!right) return right;
    left = PushStep(op, *left, *right);
  }
  if (left && !Take(")")) return InvalidInput("a call without `)`");
  return left;
}

std::optional<std::uint32_t> ArithmeticReader::TakeName() {
  SkipSpace();
  std::string_view best;
  for (const std::string& name : names_) {
    if (name.size() <= best.size() || text_.substr(at_, name.size()) != name) continue;
    const std::size_t end = at_ + name.size();
    if (end < text_.size() && IsNameCharacter(text_[end])) continue;
    best = name;
  }
  if (best.empty()) return std::nullopt;
  at_ += best.size();
  auto& operands = tree_.operands;
  const auto found = std::ranges::find(operands, best);
  Arithmetic::Node node;
  node.op = Op::kOperand;
  node.operand = static_cast<std::uint16_t>(found - operands.begin());
  if (found == operands.end()) operands.emplace_back(best);
  return Push(std::move(node));
}

ArithmeticReader::Step ArithmeticReader::ReadFactor() {
  if (const std::optional<std::uint32_t> name = TakeName()) return *name;
  if (Take("(")) {
    Step inside = ReadChoice();
    if (inside && !Take(")")) return InvalidInput("`(` without `)`");
    return inside;
  }
  if (Take("min(")) return ReadCall(Op::kMin);
  if (Take("max(")) return ReadCall(Op::kMax);
  if (Take("sum(")) return ReadCall(Op::kAdd);
  if (TakeWord("not")) {
    if (!Take("(")) return InvalidInput("`not` without `(`");
    Step inside = ReadCall(Op::kOr);
    return inside ? Step(PushStep(Op::kNot, *inside)) : inside;
  }
  if (Take("-")) {
    Step factor = ReadFactor();
    return factor ? Step(PushStep(Op::kSubtract, PushConstant(NumberValue(0)), *factor)) : factor;
  }
  return ReadLiteral();
}

ArithmeticReader::Step ArithmeticReader::ReadLiteral() {
  if (TakeWord("true")) return PushConstant(BooleanValue(true));
  if (TakeWord("false")) return PushConstant(BooleanValue(false));
  if (TakeWord("null")) return PushConstant({});
  for (const Parameter& parameter : parameters_) {
    if (TakeWord(parameter.name)) return PushConstant(NumberValue(parameter.value));
  }
  SkipSpace();
  if (at_ < text_.size() && text_[at_] == '"') {
    const std::size_t end = text_.find('"', at_ + 1);
    if (end == std::string_view::npos) return InvalidInput("a string without its end");
    OutputValue value;
    value.kind = OutputValue::Kind::kString;
    value.text = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    return PushConstant(std::move(value));
  }
  double number = 0;
  const char* last = text_.data() + text_.size();
  const auto [stop, failure] = std::from_chars(text_.data() + at_, last, number);
  if (failure != std::errc()) {
    return InvalidInput("`" + std::string(text_.substr(at_)) + "` is no number and no known name");
  }
  at_ = static_cast<std::size_t>(stop - text_.data());
  return PushConstant(NumberValue(number));
}

OutputValue ApplyToNumbers(Op op, double a, double b) {
  switch (op) {
    case Op::kAdd:
      return NumberValue(a + b);
    case Op::kSubtract:
      return NumberValue(a - b);
    case Op::kMultiply:
      return NumberValue(a * b);
    case Op::kDivide:
      return b == 0 ? OutputValue{} : NumberValue(a / b);
    case Op::kLess:
      return BooleanValue(a < b);
    case Op::kLessEqual:
      return BooleanValue(a <= b);
    case Op::kGreater:
      return BooleanValue(a > b);
    case Op::kGreaterEqual:
      return BooleanValue(a >= b);
    case Op::kMin:
      return NumberValue(std::min(a, b));
    case Op::kMax:
      return NumberValue(std::max(a, b));
    default:
      return {};
  }
}

// Kleene: an operand that is no boolean counts as null.
OutputValue ApplyToBooleans(Op op, const OutputValue& a, const OutputValue& b) {
  const bool decides = op == Op::kOr;
  const auto is = [](const OutputValue& value, bool boolean) {
    return value.kind == OutputValue::Kind::kBoolean && value.boolean == boolean;
  };
  if (is(a, decides) || is(b, decides)) return BooleanValue(decides);
  if (is(a, !decides) && is(b, !decides)) return BooleanValue(!decides);
  return {};
}

}  // namespace

Result<Arithmetic> ParseArithmetic(std::string_view text, std::span<const std::string> names,
                                   std::span<const Parameter> parameters) {
  return ArithmeticReader(text, names, parameters).Read();
}

OutputValue Apply(Op op, const OutputValue& a, const OutputValue& b) {
  if (op == Op::kAnd || op == Op::kOr) return ApplyToBooleans(op, a, b);
  if (op == Op::kNot) {
    return a.kind == OutputValue::Kind::kBoolean ? BooleanValue(!a.boolean) : OutputValue{};
  }
  if (op == Op::kEqual || op == Op::kNotEqual) {
    const bool null = a.kind == OutputValue::Kind::kNone || b.kind == OutputValue::Kind::kNone;
    if (!null && a.kind != b.kind) return {};
    return BooleanValue((a == b) == (op == Op::kEqual));
  }
  if (a.kind != OutputValue::Kind::kNumber || b.kind != OutputValue::Kind::kNumber) return {};
  return ApplyToNumbers(op, a.number, b.number);
}

}  // namespace wervelwijzer::dmn
