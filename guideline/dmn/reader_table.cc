#include <array>
#include <utility>

#include "guideline/dmn/reader_expression.h"

namespace wervelwijzer::dmn {
namespace {

constexpr std::array<std::pair<std::string_view, HitPolicy>, 7> kHitPolicies = {{
    {"UNIQUE", HitPolicy::kUnique},
    {"ANY", HitPolicy::kAny},
    {"PRIORITY", HitPolicy::kPriority},
    {"FIRST", HitPolicy::kFirst},
    {"RULE ORDER", HitPolicy::kRuleOrder},
    {"OUTPUT ORDER", HitPolicy::kOutputOrder},
    {"COLLECT", HitPolicy::kCollect},
}};

constexpr std::array<std::pair<std::string_view, Aggregation>, 4> kAggregations = {{
    {"SUM", Aggregation::kSum},
    {"COUNT", Aggregation::kCount},
    {"MIN", Aggregation::kMin},
    {"MAX", Aggregation::kMax},
}};

// The value that `table` gives to the attribute; `fallback` when the attribute is absent.
template <typename Enum, std::size_t size>
Enum ReadEnum(const XmlNode& node, const char* attribute,
              const std::array<std::pair<std::string_view, Enum>, size>& names, Enum fallback,
              ReadingState& state) {
  if (!node.HasAttribute(attribute)) return fallback;
  const std::string& given = node.Attribute(attribute);
  for (const auto& [name, value] : names) {
    if (name == given) return value;
  }
  state.Fail(node, ErrorKind::kInvalidInput,
             std::string(attribute) + " `" + given + "` is not known");
  return fallback;
}

InputClause ReadInput(const XmlNode& node, ReadingState& state) {
  InputClause out;
  out.id = node.Attribute("id");
  out.label = node.Attribute("label");
  out.place.line = node.line;
  const XmlNode* expression = node.Child("inputExpression");
  out.expression = TextOf(expression);
  if (expression != nullptr) out.type_ref = expression->Attribute("typeRef");
  out.input_values = TextOf(node.Child("inputValues"));
  if (out.expression.empty()) {
    state.Fail(node, ErrorKind::kInvalidInput, "input column has no inputExpression");
  }
  return out;
}

OutputClause ReadOutput(const XmlNode& node) {
  OutputClause out;
  out.id = node.Attribute("id");
  out.name = node.Attribute("name");
  out.label = node.Attribute("label");
  out.type_ref = node.Attribute("typeRef");
  out.output_values = TextOf(node.Child("outputValues"));
  out.default_output = TextOf(node.Child("defaultOutputEntry"));
  out.place.line = node.line;
  return out;
}

void CheckCells(const XmlNode& node, std::size_t cells, std::size_t columns, const char* what,
                ReadingState& state) {
  if (cells == columns) return;
  state.Fail(node, ErrorKind::kInvalidInput,
             "rule `" + node.Attribute("id") + "` has " + std::to_string(cells) + " " + what +
                 " entries under " + std::to_string(columns) + " columns");
}

Rule ReadRule(const XmlNode& node, const DecisionTable& table, ReadingState& state) {
  Rule out;
  out.id = node.Attribute("id");
  out.place.line = node.line;
  out.provenance = ReadProvenance(node);
  for (const auto& child : node.children) {
    if (!state.IsDmn(*child)) continue;
    if (child->local_name == "inputEntry") {
      out.input_entries.push_back(TextOf(child.get()));
    } else if (child->local_name == "outputEntry") {
      out.output_entries.push_back(TextOf(child.get()));
    } else if (child->local_name == "annotationEntry") {
      out.annotations.push_back(TextOf(child.get()));
    } else if (child->local_name == "description") {
      out.description = Trimmed(child->text);
    } else if (child->local_name != "extensionElements") {
      state.FailUnknown(*child, node);
    }
  }
  CheckCells(node, out.input_entries.size(), table.inputs.size(), "input", state);
  CheckCells(node, out.output_entries.size(), table.outputs.size(), "output", state);
  return out;
}

void ReadTablePart(const XmlNode& child, const XmlNode& node, ReadingState& state,
                   DecisionTable& out) {
  if (child.local_name == "input") {
    out.inputs.push_back(ReadInput(child, state));
  } else if (child.local_name == "output") {
    out.outputs.push_back(ReadOutput(child));
  } else if (child.local_name == "annotation") {
    out.annotation_names.push_back(child.Attribute("name"));
  } else if (child.local_name == "rule") {
    out.rules.push_back(ReadRule(child, out, state));
  } else if (child.local_name != "description" && child.local_name != "extensionElements") {
    state.FailUnknown(child, node);
  }
}

}  // namespace

DecisionTable ReadDecisionTable(const XmlNode& node, ReadingState& state) {
  DecisionTable out;
  out.output_label = node.Attribute("outputLabel");
  out.hit_policy = ReadEnum(node, "hitPolicy", kHitPolicies, HitPolicy::kUnique, state);
  out.aggregation = ReadEnum(node, "aggregation", kAggregations, Aggregation::kNone, state);
  for (const auto& child : node.children) {
    if (state.IsDmn(*child)) ReadTablePart(*child, node, state, out);
  }
  if (out.outputs.empty()) state.Fail(node, ErrorKind::kInvalidInput, "has no output column");
  if (out.outputs.size() < 2) return out;
  for (const OutputClause& output : out.outputs) {
    if (output.name.empty()) {
      state.Fail(node, ErrorKind::kInvalidInput, "one of several output columns has no name");
    }
  }
  return out;
}

}  // namespace wervelwijzer::dmn
