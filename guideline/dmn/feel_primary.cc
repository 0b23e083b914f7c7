// The part of the FEEL grammar below the operators: values, brackets, paths, filters, calls.

#include <utility>

#include "guideline/dmn/feel_grammar.h"

namespace wervelwijzer::dmn {

using Kind = FeelNode::Kind;

FeelPtr FeelGrammar::Literal(Value value) {
  FeelNode node;
  node.kind = Kind::kLiteral;
  node.value = std::move(value);
  return Make(std::move(node));
}

FeelPtr FeelGrammar::ParsePostfix() {
  FeelPtr left = ParsePrimary();
  while (status_.ok()) {
    if (lexer_.TakeSymbol(".")) {
      left = ParsePath(std::move(left));
    } else if (lexer_.PeekSymbol("(")) {
      left = ParseCall(std::move(left));
    } else if (!in_range_end_ && lexer_.PeekSymbol("[")) {
      left = ParseFilter(std::move(left));
    } else {
      return left;
    }
  }
  return nullptr;
}

FeelPtr FeelGrammar::ParsePath(FeelPtr left) {
  FeelNode node;
  node.kind = Kind::kPath;
  node.text = lexer_.TakeName(FeelLexer::NameUse::kMember);
  if (node.text.empty()) return Fail("a name is missing after `.`");
  node.children = {std::move(left)};
  return Make(std::move(node));
}

FeelPtr FeelGrammar::ParseFilter(FeelPtr left) {
  lexer_.TakeSymbol("[");
  lexer_.EnterFilter();
  FeelPtr condition = ParseExpression();
  lexer_.LeaveFilter();
  return Need("]") ? Make(Kind::kFilter, {left, condition}) : nullptr;
}

FeelPtr FeelGrammar::ParseCall(FeelPtr callee) {
  lexer_.TakeSymbol("(");
  const bool outer = std::exchange(in_range_end_, false);
  FeelNode node;
  node.kind = Kind::kCall;
  node.children = {std::move(callee)};
  while (status_.ok() && !lexer_.PeekSymbol(")")) {
    if (node.children.size() > 1 && !Need(",")) return nullptr;
    std::string name = lexer_.TakeNewName(":");
    if (!name.empty()) {
      lexer_.TakeSymbol(":");
      node.names.push_back(std::move(name));
    }
    node.children.push_back(ParseExpression());
  }
  in_range_end_ = outer;
  if (!Need(")")) return nullptr;
  if (!node.names.empty() && node.names.size() + 1 != node.children.size()) {
    return Fail("a call gives its arguments all by name or all by place");
  }
  return Make(std::move(node));
}

FeelPtr FeelGrammar::ParsePrimary() {
  const bool outer = in_range_end_;
  const char next = lexer_.Peek();
  FeelPtr node;
  if (next == '(' || next == '[' || next == ']' || next == '{') {
    in_range_end_ = false;  // brackets inside the end of a range are ordinary again
    node = next == '(' ? ParseRound() : next == '{' ? ParseContext() : ParseSquare();
    in_range_end_ = outer;
  } else if ((next >= '0' && next <= '9') || next == '.') {
    node = ParseNumber();
  } else if (next == '"') {
    std::optional<std::string> text = lexer_.TakeString();
    node = text ? Literal(Value(std::move(*text))) : Fail("string has no end");
  } else if (next == '@') {
    node = ParseAtLiteral();
  } else {
    node = ParseWord();
  }
  return node;
}

FeelPtr FeelGrammar::ParseNumber() {
  const std::string_view text = lexer_.TakeNumber();
  const std::optional<Decimal> number = Decimal::Parse(text);
  if (!number) return Fail("number `" + std::string(text.substr(0, 40)) + "` cannot be read");
  return Literal(Value(*number));
}

// `@"2025-07-01"`: a date, time, date and time or duration; another text is null.
FeelPtr FeelGrammar::ParseAtLiteral() {
  lexer_.TakeSymbol("@");
  const std::optional<std::string> text = lexer_.TakeString();
  if (!text) return Fail("a string is missing after `@`");
  if (const auto date = ParseDate(*text)) return Literal(Value(*date));
  if (const auto moment = ParseDateTime(*text)) return Literal(Value(*moment));
  if (const auto time = ParseTime(*text)) return Literal(Value(*time));
  if (const auto months = ParseYearsMonths(*text)) return Literal(Value(*months));
  if (const auto days = ParseDaysTime(*text)) return Literal(Value(*days));
  return Literal(Value());
}

FeelPtr FeelGrammar::ParseWord() {
  if (lexer_.TakeKeyword("true")) return Literal(Value(true));
  if (lexer_.TakeKeyword("false")) return Literal(Value(false));
  if (lexer_.TakeKeyword("null")) return Literal(Value());
  if (lexer_.PeekKeyword("function")) return ParseFunction();
  // These start an expression that reaches as far as it can, wherever it stands.
  for (std::string_view word : {"if", "for", "some", "every"}) {
    if (lexer_.PeekKeyword(word)) return ParseExpression();
  }
  for (std::string_view word :
       {"then", "else", "return", "satisfies", "and", "or", "in", "between"}) {
    if (lexer_.PeekKeyword(word)) return Fail("an expression is missing");
  }
  FeelNode node;
  node.kind = Kind::kName;
  node.text = lexer_.TakeName(FeelLexer::NameUse::kVariable);
  if (node.text.empty()) return Fail("an expression is missing");
  return Make(std::move(node));
}

// `(a)`, `(a..b]`, `(< a)`.
FeelPtr FeelGrammar::ParseRound() {
  lexer_.TakeSymbol("(");
  if (const FeelOperator op = TakeComparison(); op != FeelOperator::kNone) {
    FeelPtr value = ParseSum();
    return Need(")") ? Make(Kind::kUnary, {value}, op) : nullptr;
  }
  FeelPtr inner = ParseExpression();
  if (!status_.ok()) return nullptr;
  if (lexer_.PeekSymbol("..")) return ParseRangeEnd(std::move(inner), "(");
  return Need(")") ? inner : nullptr;
}

// `[a, b]`, `[a..b]`, `]a..b]`.
FeelPtr FeelGrammar::ParseSquare() {
  const bool outward = lexer_.TakeSymbol("]");
  if (!outward) lexer_.TakeSymbol("[");
  FeelNode list;
  list.kind = Kind::kList;
  if (!outward && lexer_.TakeSymbol("]")) return Make(std::move(list));
  // A list may hold `< 5`, which is a range.
  list.children.push_back(ParseTest());
  if (!status_.ok()) return nullptr;
  if (outward || lexer_.PeekSymbol("..")) {
    return ParseRangeEnd(std::move(list.children[0]), outward ? "]" : "[");
  }
  while (status_.ok() && lexer_.TakeSymbol(",")) list.children.push_back(ParseTest());
  return Need("]") ? Make(std::move(list)) : nullptr;
}

FeelPtr FeelGrammar::ParseRangeEnd(FeelPtr start, std::string_view opened) {
  if (!Need("..")) return nullptr;
  const bool outer = std::exchange(in_range_end_, true);
  FeelPtr end = ParseExpression();
  in_range_end_ = outer;
  if (!status_.ok()) return nullptr;
  FeelNode node;
  node.kind = Kind::kRange;
  node.start_included = opened == "[";
  node.end_included = lexer_.TakeSymbol("]");
  if (!node.end_included && !lexer_.TakeSymbol(")") && !lexer_.TakeSymbol("[")) {
    return Fail("the range has no end bracket");
  }
  node.children = {std::move(start), std::move(end)};
  return Make(std::move(node));
}

FeelPtr FeelGrammar::ParseContext() {
  lexer_.TakeSymbol("{");
  FeelNode node;
  node.kind = Kind::kContext;
  while (status_.ok() && !lexer_.PeekSymbol("}")) {
    if (!node.names.empty() && !Need(",")) return nullptr;
    std::optional<std::string> quoted = lexer_.TakeString();
    std::string name = quoted ? std::move(*quoted) : lexer_.TakeNewName(":");
    if (name.empty() && !quoted) return Fail("an entry of the context has no name");
    if (!Need(":")) return nullptr;
    node.children.push_back(ParseExpression());
    lexer_.AddName(name);  // later entries see it
    node.names.push_back(std::move(name));
  }
  return Need("}") ? Make(std::move(node)) : nullptr;
}

FeelPtr FeelGrammar::ParseFunction() {
  lexer_.TakeKeyword("function");
  FeelNode node;
  node.kind = Kind::kFunction;
  if (!Need("(")) return nullptr;
  while (status_.ok() && !lexer_.PeekSymbol(")")) {
    if (!node.names.empty() && !Need(",")) return nullptr;
    std::string name = lexer_.TakeNewName(":");
    if (name.empty()) name = lexer_.TakeNewName(",");
    if (name.empty()) name = lexer_.TakeNewName(")");
    if (name.empty()) return Fail("a parameter has no name");
    node.types.push_back(lexer_.TakeSymbol(":") ? ParseType() : "");
    lexer_.AddName(name);
    node.names.push_back(std::move(name));
  }
  if (!Need(")")) return nullptr;
  if (lexer_.TakeKeyword("external")) node.kind = Kind::kExternal;
  node.children = {ParseExpression()};
  return Make(std::move(node));
}

// A type stays text: `number`, `list<string>`, `context<a: number>`, `function<…> -> number`.
std::string FeelGrammar::ParseType() {
  const Nesting nesting(*this);
  if (depth_ > kMaxNesting) {
    FailTooDeep();
    return {};
  }
  std::string out = lexer_.TakeName(FeelLexer::NameUse::kVariable);
  if (out.empty()) Fail("a type is missing");
  while (status_.ok() && lexer_.TakeSymbol(".")) {
    out += "." + lexer_.TakeName(FeelLexer::NameUse::kMember);
  }
  if (!status_.ok() || !lexer_.TakeSymbol("<")) return out;
  out += "<";
  while (status_.ok() && !lexer_.PeekSymbol(">")) {
    if (out.back() != '<') {
      if (!Need(",")) return {};
      out += ",";
    }
    const std::string name = lexer_.TakeNewName(":");
    if (!name.empty() && lexer_.TakeSymbol(":")) out += name + ":";
    out += ParseType();
  }
  Need(">");
  out += ">";
  if (status_.ok() && lexer_.TakeSymbol("->")) out += "->" + ParseType();
  return out;
}

}  // namespace wervelwijzer::dmn
