#pragma once

// The recursive descent behind feel_parser.h. One object reads one text; not for use elsewhere.

#include <string>
#include <string_view>
#include <vector>

#include "guideline/dmn/feel_ast.h"
#include "guideline/dmn/feel_lexer.h"
#include "guideline/dmn/feel_parser.h"

namespace wervelwijzer::dmn {

// Levels of brackets, branches and signs that are read. Each costs about twelve calls.
inline constexpr int kMaxNesting = 120;

// Every Parse function returns null after a failure; status_ holds the first one.
class FeelGrammar {
 public:
  FeelGrammar(std::string_view text, const FeelNames& names) : lexer_(text, names) {}
  Result<FeelPtr> Whole();
  Result<UnaryTests> WholeTests();

 private:
  // Counts the open levels.
  class Nesting {
   public:
    explicit Nesting(FeelGrammar& grammar) : grammar_(grammar) { ++grammar_.depth_; }
    ~Nesting() { --grammar_.depth_; }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;

   private:
    FeelGrammar& grammar_;
  };

  // feel_parser.cc: operators
  FeelPtr ParseExpression();
  FeelPtr ParseIf();
  FeelPtr ParseLoop(std::string_view word, FeelNode::Kind kind);
  FeelPtr ParseDisjunction();
  FeelPtr ParseConjunction();
  FeelPtr ParseComparison();
  FeelPtr ParseIn(FeelPtr left);
  FeelPtr ParseTest();
  void ParseTestList(std::vector<FeelPtr>& tests);
  FeelPtr ParseSum();
  FeelPtr ParseProduct();
  FeelPtr ParsePower();
  FeelPtr ParseNegation();
  FeelOperator TakeComparison();

  // feel_primary.cc: values, brackets, calls
  FeelPtr ParsePostfix();
  FeelPtr ParsePath(FeelPtr left);
  FeelPtr ParseFilter(FeelPtr left);
  FeelPtr ParseCall(FeelPtr callee);
  FeelPtr ParsePrimary();
  FeelPtr ParseNumber();
  FeelPtr ParseAtLiteral();
  FeelPtr ParseWord();
  FeelPtr ParseRound();
  FeelPtr ParseSquare();
  FeelPtr ParseRangeEnd(FeelPtr start, std::string_view opened);
  FeelPtr ParseContext();
  FeelPtr ParseFunction();
  std::string ParseType();
  FeelPtr Literal(Value value);

  FeelPtr Make(FeelNode node);
  FeelPtr Make(FeelNode::Kind kind, std::vector<FeelPtr> children,
               FeelOperator op = FeelOperator::kNone);
  FeelPtr Fail(std::string message);
  FeelPtr FailTooDeep();
  bool Need(std::string_view symbol);
  bool NeedKeyword(std::string_view word);

  FeelLexer lexer_;
  Status status_;
  int depth_ = 0;
  bool in_range_end_ = false;  // a `[` closes the range here and opens no filter
};

}  // namespace wervelwijzer::dmn
