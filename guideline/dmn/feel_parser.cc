#include "guideline/dmn/feel_parser.h"

#include <algorithm>
#include <array>
#include <utility>

#include "guideline/dmn/feel_grammar.h"

namespace wervelwijzer::dmn {

using Kind = FeelNode::Kind;

FeelPtr FeelGrammar::Fail(std::string message) {
  if (status_.ok()) {
    status_ = InvalidInput(std::move(message), "offset " + std::to_string(lexer_.position()));
  }
  return nullptr;
}

FeelPtr FeelGrammar::Make(FeelNode node) {
  for (const FeelPtr& child : node.children) {
    if (child == nullptr) return Fail("an expression is missing");
    node.depth = std::max(node.depth, child->depth + 1);
  }
  if (node.depth > kMaxTreeDepth) return FailTooDeep();
  return std::make_shared<const FeelNode>(std::move(node));
}

FeelPtr FeelGrammar::Make(Kind kind, std::vector<FeelPtr> children, FeelOperator op) {
  FeelNode node;
  node.kind = kind;
  node.op = op;
  node.children = std::move(children);
  return Make(std::move(node));
}

FeelPtr FeelGrammar::FailTooDeep() {
  if (status_.ok()) {
    status_ = Error{ErrorKind::kTooLarge, "expression is nested too deep",
                    "offset " + std::to_string(lexer_.position())};
  }
  return nullptr;
}

bool FeelGrammar::Need(std::string_view symbol) {
  if (!status_.ok()) return false;
  if (lexer_.TakeSymbol(symbol)) return true;
  Fail("`" + std::string(symbol) + "` is missing");
  return false;
}

bool FeelGrammar::NeedKeyword(std::string_view word) {
  if (!status_.ok()) return false;
  if (lexer_.TakeKeyword(word)) return true;
  Fail("`" + std::string(word) + "` is missing");
  return false;
}

FeelPtr FeelGrammar::ParseExpression() {
  const Nesting nesting(*this);
  if (!status_.ok()) return nullptr;
  if (depth_ > kMaxNesting) return FailTooDeep();
  if (lexer_.PeekKeyword("if")) return ParseIf();
  if (lexer_.PeekKeyword("for")) return ParseLoop("for", Kind::kFor);
  if (lexer_.PeekKeyword("some")) return ParseLoop("some", Kind::kSome);
  if (lexer_.PeekKeyword("every")) return ParseLoop("every", Kind::kEvery);
  return ParseDisjunction();
}

FeelPtr FeelGrammar::ParseIf() {
  lexer_.TakeKeyword("if");
  FeelPtr condition = ParseExpression();
  if (!NeedKeyword("then")) return nullptr;
  FeelPtr then_branch = ParseExpression();
  if (!NeedKeyword("else")) return nullptr;
  FeelPtr else_branch = ParseExpression();
  return Make(Kind::kIf, {condition, then_branch, else_branch});
}

// for, some, every: variables with their domains, then the body.
FeelPtr FeelGrammar::ParseLoop(std::string_view word, Kind kind) {
  lexer_.TakeKeyword(word);
  FeelNode node;
  node.kind = kind;
  do {
    std::string variable = lexer_.TakeNewName("in");
    if (variable.empty())
      return Fail("a variable and `in` are missing after `" + std::string(word) + "`");
    lexer_.TakeKeyword("in");
    FeelPtr domain = ParseExpression();
    if (status_.ok() && lexer_.TakeSymbol("..")) {
      FeelNode range;
      range.kind = Kind::kRange;
      range.text = "..";
      range.start_included = range.end_included = true;
      range.children = {domain, ParseExpression()};
      domain = Make(std::move(range));
    }
    lexer_.AddName(variable);
    node.names.push_back(std::move(variable));
    node.children.push_back(std::move(domain));
  } while (status_.ok() && lexer_.TakeSymbol(","));
  if (!NeedKeyword(kind == Kind::kFor ? "return" : "satisfies")) return nullptr;
  node.children.push_back(ParseExpression());
  return Make(std::move(node));
}

FeelPtr FeelGrammar::ParseDisjunction() {
  FeelPtr left = ParseConjunction();
  while (status_.ok() && lexer_.TakeKeyword("or")) {
    left = Make(Kind::kBinary, {left, ParseConjunction()}, FeelOperator::kOr);
  }
  return left;
}

FeelPtr FeelGrammar::ParseConjunction() {
  FeelPtr left = ParseComparison();
  while (status_.ok() && lexer_.TakeKeyword("and")) {
    left = Make(Kind::kBinary, {left, ParseComparison()}, FeelOperator::kAnd);
  }
  return left;
}

FeelOperator FeelGrammar::TakeComparison() {
  constexpr std::array<std::pair<std::string_view, FeelOperator>, 6> kSymbols = {{
      {"<=", FeelOperator::kLessEqual},
      {">=", FeelOperator::kGreaterEqual},
      {"!=", FeelOperator::kNotEqual},
      {"<", FeelOperator::kLess},
      {">", FeelOperator::kGreater},
      {"=", FeelOperator::kEqual},
  }};
  for (const auto& [symbol, op] : kSymbols) {
    if (lexer_.TakeSymbol(symbol)) return op;
  }
  return FeelOperator::kNone;
}

FeelPtr FeelGrammar::ParseComparison() {
  FeelPtr left = ParseSum();
  while (status_.ok()) {
    if (const FeelOperator op = TakeComparison(); op != FeelOperator::kNone) {
      left = Make(Kind::kBinary, {left, ParseSum()}, op);
    } else if (lexer_.TakeKeyword("between")) {
      FeelPtr low = ParseSum();
      if (!NeedKeyword("and")) return nullptr;
      left = Make(Kind::kBetween, {left, low, ParseSum()});
    } else if (lexer_.TakeKeyword("in")) {
      left = ParseIn(std::move(left));
    } else {
      return left;
    }
  }
  return nullptr;
}

// `x in (a, < b, [c..d])`, `x in < b`, `x in [a..b]`, `x in a`.
FeelPtr FeelGrammar::ParseIn(FeelPtr left) {
  std::vector<FeelPtr> children = {std::move(left)};
  const std::size_t before = lexer_.position();
  if (lexer_.TakeSymbol("(")) {
    do {
      children.push_back(ParseTest());
    } while (status_.ok() && lexer_.TakeSymbol(","));
    if (status_.ok() && (children.size() > 2 || lexer_.PeekSymbol(")"))) {
      return Need(")") ? Make(Kind::kIn, std::move(children)) : nullptr;
    }
    // The bracket opened a range, `(1..5]`.
    if (!status_.ok() || !lexer_.PeekSymbol("..")) return Fail("`)` is missing");
    children.resize(1);
    lexer_.set_position(before);
  }
  const FeelOperator op = TakeComparison();
  FeelPtr test = ParseSum();
  if (op != FeelOperator::kNone) test = Make(Kind::kUnary, {test}, op);
  children.push_back(std::move(test));
  return Make(Kind::kIn, std::move(children));
}

FeelPtr FeelGrammar::ParseTest() {
  const FeelOperator op = TakeComparison();
  if (op == FeelOperator::kNone) return ParseExpression();
  return Make(Kind::kUnary, {ParseSum()}, op);
}

FeelPtr FeelGrammar::ParseSum() {
  FeelPtr left = ParseProduct();
  while (status_.ok()) {
    FeelOperator op = FeelOperator::kNone;
    if (lexer_.TakeSymbol("+"))
      op = FeelOperator::kAdd;
    else if (lexer_.TakeSymbol("-"))
      op = FeelOperator::kSubtract;
    if (op == FeelOperator::kNone) return left;
    left = Make(Kind::kBinary, {left, ParseProduct()}, op);
  }
  return nullptr;
}

FeelPtr FeelGrammar::ParseProduct() {
  FeelPtr left = ParsePower();
  while (status_.ok()) {
    FeelOperator op = FeelOperator::kNone;
    if (lexer_.TakeSymbol("*"))
      op = FeelOperator::kMultiply;
    else if (lexer_.TakeSymbol("/"))
      op = FeelOperator::kDivide;
    if (op == FeelOperator::kNone) return left;
    left = Make(Kind::kBinary, {left, ParsePower()}, op);
  }
  return nullptr;
}

FeelPtr FeelGrammar::ParsePower() {
  FeelPtr left = ParseNegation();
  while (status_.ok() && lexer_.TakeSymbol("**")) {
    left = Make(Kind::kBinary, {left, ParseNegation()}, FeelOperator::kPower);
  }
  return left;
}

// A minus binds closer than `**` (clause 10.3.1.2, order of rule 4).
FeelPtr FeelGrammar::ParseNegation() {
  const Nesting nesting(*this);
  if (!status_.ok()) return nullptr;
  if (depth_ > kMaxNesting) return FailTooDeep();
  if (lexer_.TakeSymbol("-")) return Make(Kind::kNegate, {ParseNegation()});
  FeelPtr value = ParsePostfix();
  if (!status_.ok() || !lexer_.TakeKeyword("instance")) return value;
  if (!NeedKeyword("of")) return nullptr;
  FeelNode node;
  node.kind = Kind::kInstanceOf;
  node.text = ParseType();
  node.children = {value};
  return Make(std::move(node));
}

Result<FeelPtr> FeelGrammar::Whole() {
  FeelPtr node = ParseExpression();
  if (status_.ok() && !lexer_.AtEnd()) Fail("text is left over");
  if (!status_.ok()) return status_.error();
  return node;
}

Result<UnaryTests> FeelGrammar::WholeTests() {
  UnaryTests out;
  const std::size_t start = lexer_.position();
  if (lexer_.AtEnd() || (lexer_.TakeSymbol("-") && lexer_.AtEnd())) {
    out.any = true;
    return out;
  }
  lexer_.set_position(start);
  // `not(…)` around everything; else `not` is the function and belongs to a condition.
  if (lexer_.TakeKeyword("not") && lexer_.TakeSymbol("(")) {
    ParseTestList(out.tests);
    if (status_.ok() && lexer_.TakeSymbol(")") && lexer_.AtEnd()) {
      out.negated = true;
      return out;
    }
    out.tests.clear();
    status_ = {};
  }
  lexer_.set_position(start);
  ParseTestList(out.tests);
  if (status_.ok() && !lexer_.AtEnd()) Fail("text is left over");
  if (!status_.ok()) return status_.error();
  return out;
}

void FeelGrammar::ParseTestList(std::vector<FeelPtr>& tests) {
  do {
    FeelPtr test = ParseTest();
    if (test == nullptr) return;
    tests.push_back(std::move(test));
  } while (lexer_.TakeSymbol(","));
}

namespace {

Status CheckSize(std::string_view text) {
  if (text.size() <= kMaxTextBytes) return {};
  return Error{ErrorKind::kTooLarge, "expression is longer than 100000 bytes", {}};
}

}  // namespace

Result<FeelPtr> ParseExpression(std::string_view text, const FeelNames& names) {
  if (Status size = CheckSize(text); !size.ok()) return size.error();
  return FeelGrammar(text, names).Whole();
}

Result<UnaryTests> ParseUnaryTests(std::string_view text, const FeelNames& names) {
  if (Status size = CheckSize(text); !size.ok()) return size.error();
  return FeelGrammar(text, names).WholeTests();
}

}  // namespace wervelwijzer::dmn
