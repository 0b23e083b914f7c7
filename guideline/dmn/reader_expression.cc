#include "guideline/dmn/reader_expression.h"

#include <array>
#include <utility>

namespace wervelwijzer::dmn {
namespace {

using Kind = Expression::Kind;

constexpr std::array<std::pair<std::string_view, Kind>, 12> kElements = {{
    {"literalExpression", Kind::kLiteral},
    {"decisionTable", Kind::kDecisionTable},
    {"invocation", Kind::kInvocation},
    {"context", Kind::kContext},
    {"list", Kind::kList},
    {"relation", Kind::kRelation},
    {"functionDefinition", Kind::kFunction},
    {"conditional", Kind::kConditional},
    {"filter", Kind::kFilter},
    {"for", Kind::kIterator},
    {"some", Kind::kIterator},
    {"every", Kind::kIterator},
}};

// Elements that may stand in every DMN element and say nothing about the logic.
bool IsRemark(const XmlNode& node) {
  return node.local_name == "description" || node.local_name == "extensionElements";
}

// The one expression below `parent`; null when there is none.
ExpressionPtr ReadOnlyExpression(const XmlNode& parent, ReadingState& state, int depth) {
  for (const auto& child : parent.children) {
    if (state.IsDmn(*child) && IsExpressionElement(*child)) {
      return ReadExpression(*child, state, depth + 1);
    }
  }
  return nullptr;
}

// The expression inside a named part: `if`, `then`, `in`, `match`, ….
ExpressionPtr ReadPart(const XmlNode& node, std::string_view name, ReadingState& state, int depth) {
  const XmlNode* part = node.Child(name);
  ExpressionPtr expression = part ? ReadOnlyExpression(*part, state, depth) : nullptr;
  if (expression == nullptr) {
    state.Fail(node, ErrorKind::kInvalidInput,
               "lacks an expression in `" + std::string(name) + "`");
  }
  return expression;
}

void ReadLiteral(const XmlNode& node, ReadingState& state, Expression& out) {
  if (node.Child("importedValues") != nullptr) {
    state.Fail(node, ErrorKind::kUnsupported, "imported values are not offered");
  }
  out.literal.text = TextOf(&node);
}

Binding ReadBinding(const XmlNode& node, std::string_view variable, ReadingState& state,
                    int depth) {
  Binding binding;
  if (const XmlNode* child = node.Child(variable)) binding.variable = ReadVariable(*child);
  binding.expression = ReadOnlyExpression(node, state, depth);
  return binding;
}

void ReadInvocation(const XmlNode& node, ReadingState& state, int depth, Expression& out) {
  for (const auto& child : node.children) {
    if (!state.IsDmn(*child) || IsRemark(*child)) continue;
    if (child->local_name == "binding") {
      out.invocation.bindings.push_back(ReadBinding(*child, "parameter", state, depth));
    } else if (IsExpressionElement(*child)) {
      out.invocation.callee = ReadExpression(*child, state, depth + 1);
    } else {
      state.FailUnknown(*child, node);
    }
  }
  if (out.invocation.callee == nullptr) {
    state.Fail(node, ErrorKind::kInvalidInput, "names no function to call");
  }
}

void ReadContext(const XmlNode& node, ReadingState& state, int depth, Expression& out) {
  for (const auto& child : node.children) {
    if (!state.IsDmn(*child) || IsRemark(*child)) continue;
    if (child->local_name != "contextEntry") return state.FailUnknown(*child, node);
    Binding entry = ReadBinding(*child, "variable", state, depth);
    if (entry.expression == nullptr) {
      state.Fail(*child, ErrorKind::kInvalidInput, "has no expression");
    }
    out.context.entries.push_back(std::move(entry));
  }
}

void ReadList(const XmlNode& node, ReadingState& state, int depth, Expression& out) {
  for (const auto& child : node.children) {
    if (!state.IsDmn(*child) || IsRemark(*child)) continue;
    if (!IsExpressionElement(*child)) return state.FailUnknown(*child, node);
    out.list.elements.push_back(ReadExpression(*child, state, depth + 1));
  }
}

void ReadRelationRow(const XmlNode& node, ReadingState& state, int depth, Expression& out) {
  std::vector<ExpressionPtr> row;
  for (const auto& child : node.children) {
    if (!state.IsDmn(*child) || IsRemark(*child)) continue;
    if (!IsExpressionElement(*child)) return state.FailUnknown(*child, node);
    row.push_back(ReadExpression(*child, state, depth + 1));
  }
  if (row.size() != out.relation.columns.size()) {
    state.Fail(node, ErrorKind::kInvalidInput,
               "has " + std::to_string(row.size()) + " cells under " +
                   std::to_string(out.relation.columns.size()) + " columns");
  }
  out.relation.rows.push_back(std::move(row));
}

void ReadRelation(const XmlNode& node, ReadingState& state, int depth, Expression& out) {
  for (const auto& child : node.children) {
    if (!state.IsDmn(*child) || IsRemark(*child)) continue;
    if (child->local_name == "column") {
      out.relation.columns.push_back(ReadVariable(*child));
    } else if (child->local_name == "row") {
      ReadRelationRow(*child, state, depth, out);
    } else {
      state.FailUnknown(*child, node);
    }
  }
}

void ReadIterator(const XmlNode& node, ReadingState& state, int depth, Expression& out) {
  using IteratorKind = IteratorExpression::Kind;
  const bool is_for = node.local_name == "for";
  out.iterator.kind = is_for                      ? IteratorKind::kFor
                      : node.local_name == "some" ? IteratorKind::kSome
                                                  : IteratorKind::kEvery;
  out.iterator.variable = node.Attribute("iteratorVariable");
  if (out.iterator.variable.empty()) {
    state.Fail(node, ErrorKind::kInvalidInput, "has no iteratorVariable");
  }
  out.iterator.in = ReadPart(node, "in", state, depth);
  out.iterator.body = ReadPart(node, is_for ? "return" : "satisfies", state, depth);
}

void ReadConditional(const XmlNode& node, ReadingState& state, int depth, Expression& out) {
  out.conditional.condition = ReadPart(node, "if", state, depth);
  out.conditional.then_branch = ReadPart(node, "then", state, depth);
  out.conditional.else_branch = ReadPart(node, "else", state, depth);
}

void ReadByKind(const XmlNode& node, ReadingState& state, int depth, Expression& out) {
  switch (out.kind) {
    case Kind::kLiteral:
      return ReadLiteral(node, state, out);
    case Kind::kDecisionTable:
      out.table = ReadDecisionTable(node, state);
      return;
    case Kind::kInvocation:
      return ReadInvocation(node, state, depth, out);
    case Kind::kContext:
      return ReadContext(node, state, depth, out);
    case Kind::kList:
      return ReadList(node, state, depth, out);
    case Kind::kRelation:
      return ReadRelation(node, state, depth, out);
    case Kind::kFunction:
      out.function = ReadFunction(node, state, depth);
      return;
    case Kind::kConditional:
      return ReadConditional(node, state, depth, out);
    case Kind::kFilter:
      out.filter.in = ReadPart(node, "in", state, depth);
      out.filter.match = ReadPart(node, "match", state, depth);
      return;
    case Kind::kIterator:
      return ReadIterator(node, state, depth, out);
  }
}

}  // namespace

void ReadingState::Fail(const XmlNode& node, ErrorKind kind, std::string message) {
  if (!status.ok()) return;
  status = Error{kind, std::move(message),
                 file + ":" + std::to_string(node.line) + " " + node.local_name};
}

void ReadingState::FailUnknown(const XmlNode& node, const XmlNode& parent) {
  Fail(node, ErrorKind::kUnsupported,
       "element `" + node.local_name + "` is not offered in `" + parent.local_name + "`");
}

bool IsExpressionElement(const XmlNode& node) {
  for (const auto& entry : kElements) {
    if (entry.first == node.local_name) return true;
  }
  return false;
}

ExpressionPtr ReadExpression(const XmlNode& node, ReadingState& state, int depth) {
  auto out = std::make_unique<Expression>();
  out->id = node.Attribute("id");
  out->type_ref = node.Attribute("typeRef");
  out->place.line = node.line;
  for (const auto& [name, kind] : kElements) {
    if (name == node.local_name) out->kind = kind;
  }
  if (depth > kMaxExpressionDepth) {
    state.Fail(node, ErrorKind::kTooLarge, "expressions are nested too deep");
  } else if (state.status.ok()) {
    ReadByKind(node, state, depth, *out);
  }
  return out;
}

FunctionExpression ReadFunction(const XmlNode& node, ReadingState& state, int depth) {
  FunctionExpression out;
  const std::string& kind = node.Attribute("kind");
  if (kind == "Java" || kind == "J") out.kind = FunctionExpression::Kind::kJava;
  if (kind == "PMML" || kind == "P") out.kind = FunctionExpression::Kind::kPmml;
  for (const auto& child : node.children) {
    if (!state.IsDmn(*child) || IsRemark(*child)) continue;
    if (child->local_name == "formalParameter") {
      out.parameters.push_back(ReadVariable(*child));
    } else if (IsExpressionElement(*child)) {
      out.body = ReadExpression(*child, state, depth + 1);
    } else {
      state.FailUnknown(*child, node);
    }
  }
  return out;
}

Variable ReadVariable(const XmlNode& node) {
  return {node.Attribute("name"), Trimmed(node.Attribute("typeRef"))};
}

std::string Trimmed(const std::string& text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::string TextOf(const XmlNode* node) {
  const XmlNode* text = node ? node->Child("text") : nullptr;
  return text ? Trimmed(text->text) : std::string();
}

std::optional<Provenance> ReadProvenance(const XmlNode& node) {
  constexpr std::string_view kNamespace = "https://wervelwijzer.nl/dmn/provenance/1";
  const XmlNode* extensions = node.Child("extensionElements");
  if (extensions == nullptr) return std::nullopt;
  for (const auto& child : extensions->children) {
    if (child->local_name == "provenance" && child->namespace_uri == kNamespace) {
      return Provenance{child->attributes};
    }
  }
  return std::nullopt;
}

}  // namespace wervelwijzer::dmn
