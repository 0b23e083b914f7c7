#pragma once

// The part of the reader that turns elements into boxed expressions (DMN 1.3, clauses 7.3 and 10).

#include <string>

#include "base/result.h"
#include "guideline/dmn/model.h"
#include "guideline/dmn/xml_tree.h"

namespace wervelwijzer::dmn {

// What the parts of the reader share: the file for messages, the namespace of the DMN elements, and
// the first error. After an error the readers return empty pieces quickly; the caller looks once.
struct ReadingState {
  std::string file;
  std::string dmn_namespace;
  Status status;

  bool IsDmn(const XmlNode& node) const { return node.namespace_uri == dmn_namespace; }
  // Keeps the first error only. The path becomes `file:line element`.
  void Fail(const XmlNode& node, ErrorKind kind, std::string message);
  // An element of the DMN namespace that is not expected at this place.
  void FailUnknown(const XmlNode& node, const XmlNode& parent);
};

// Nesting of boxed expressions that is still read.
inline constexpr int kMaxExpressionDepth = 60;

// True when the element is one of the boxed expressions.
bool IsExpressionElement(const XmlNode& node);
// REQUIRES: IsExpressionElement(node).
ExpressionPtr ReadExpression(const XmlNode& node, ReadingState& state, int depth);
// The parameters and body of a function: `functionDefinition` and `encapsulatedLogic`.
FunctionExpression ReadFunction(const XmlNode& node, ReadingState& state, int depth);
Variable ReadVariable(const XmlNode& node);
// The text of the `text` child, without white space around it. Empty when the child is absent.
std::string TextOf(const XmlNode* node);
std::string Trimmed(const std::string& text);
// The ww:provenance below extensionElements, when it is there.
std::optional<Provenance> ReadProvenance(const XmlNode& node);

// The table behind `decisionTable` (reader_table.cc).
DecisionTable ReadDecisionTable(const XmlNode& node, ReadingState& state);

}  // namespace wervelwijzer::dmn
