#include "guideline/dmn/reader.h"

#include <array>
#include <fstream>
#include <iterator>
#include <utility>

#include "guideline/dmn/reader_expression.h"

namespace wervelwijzer::dmn {
namespace {

// The model namespaces of DMN 1.2 to 1.6, for the check of the root only.
constexpr std::array<std::string_view, 5> kVersions = {
    "http://www.omg.org/spec/DMN/20180521/MODEL/",   // 1.2
    "https://www.omg.org/spec/DMN/20191111/MODEL/",  // 1.3
    "https://www.omg.org/spec/DMN/20211108/MODEL/",  // 1.4
    "https://www.omg.org/spec/DMN/20230324/MODEL/",  // 1.5
    "https://www.omg.org/spec/DMN/20240513/MODEL/",  // 1.6
};

// Elements of `definitions` and of its parts that carry no logic.
constexpr std::array<std::string_view, 17> kPassedOver = {"extensionElements",
                                                          "DMNDI",
                                                          "textAnnotation",
                                                          "association",
                                                          "group",
                                                          "elementCollection",
                                                          "organizationUnit",
                                                          "performanceIndicator",
                                                          "businessContextElement",
                                                          "supportedObjective",
                                                          "impactedPerformanceIndicator",
                                                          "decisionMaker",
                                                          "decisionOwner",
                                                          "usingProcess",
                                                          "usingTask",
                                                          "authorityRequirement",
                                                          "description"};

bool IsPassedOver(const XmlNode& node) {
  for (std::string_view name : kPassedOver) {
    if (node.local_name == name) return true;
  }
  return false;
}

std::string DescriptionOf(const XmlNode& node) {
  const XmlNode* child = node.Child("description");
  return child ? Trimmed(child->text) : std::string();
}

// `#id` of this model becomes `id`; another model stays `namespace#id`.
std::string Reference(const XmlNode& node, const Model& model, ReadingState& state) {
  const std::string href = Trimmed(node.Attribute("href"));
  const std::size_t hash = href.find('#');
  if (hash == std::string::npos || hash + 1 == href.size()) {
    state.Fail(node, ErrorKind::kInvalidInput, "href `" + href + "` names no element");
    return href;
  }
  if (hash == 0 || href.substr(0, hash) == model.name_space) return href.substr(hash + 1);
  return href;
}

Variable VariableOf(const XmlNode& node) {
  const XmlNode* child = node.Child("variable");
  Variable out = child ? ReadVariable(*child) : Variable{};
  if (out.name.empty()) out.name = node.Attribute("name");
  return out;
}

void RequireName(const XmlNode& node, ReadingState& state) {
  if (node.Attribute("name").empty()) state.Fail(node, ErrorKind::kInvalidInput, "has no name");
}

ItemDefinition ReadItem(const XmlNode& node, ReadingState& state, int depth) {
  ItemDefinition out;
  out.name = node.Attribute("name");
  out.is_collection = node.Attribute("isCollection") == "true";
  out.place.line = node.line;
  RequireName(node, state);
  if (depth > kMaxExpressionDepth) {
    state.Fail(node, ErrorKind::kTooLarge, "item components are nested too deep");
    return out;
  }
  for (const auto& child : node.children) {
    if (!state.IsDmn(*child)) continue;
    if (child->local_name == "typeRef") {
      out.type_ref = Trimmed(child->text);
    } else if (child->local_name == "allowedValues") {
      out.allowed_values = TextOf(child.get());
    } else if (child->local_name == "itemComponent") {
      out.components.push_back(ReadItem(*child, state, depth + 1));
    } else if (child->local_name == "functionItem") {
      out.is_function = true;
    } else if (child->local_name != "typeConstraint" && !IsPassedOver(*child)) {
      state.FailUnknown(*child, node);
    }
  }
  return out;
}

void ReadRequirement(const XmlNode& node, const Model& model, ReadingState& state, Decision& out) {
  for (const auto& child : node.children) {
    if (!state.IsDmn(*child)) continue;
    if (child->local_name == "requiredDecision") {
      out.required_decisions.push_back(Reference(*child, model, state));
    } else if (child->local_name == "requiredInput") {
      out.required_inputs.push_back(Reference(*child, model, state));
    } else if (child->local_name == "requiredKnowledge") {
      out.required_knowledge.push_back(Reference(*child, model, state));
    } else if (child->local_name == "requiredAuthority") {
      out.required_authorities.push_back(Reference(*child, model, state));
    } else if (!IsPassedOver(*child)) {
      state.FailUnknown(*child, node);
    }
  }
}

bool IsRequirement(const XmlNode& node) {
  return node.local_name == "informationRequirement" || node.local_name == "knowledgeRequirement" ||
         node.local_name == "authorityRequirement";
}

Decision ReadDecision(const XmlNode& node, const Model& model, ReadingState& state) {
  Decision out;
  out.id = node.Attribute("id");
  out.name = node.Attribute("name");
  out.description = DescriptionOf(node);
  out.variable = VariableOf(node);
  out.provenance = ReadProvenance(node);
  out.place.line = node.line;
  RequireName(node, state);
  for (const auto& child : node.children) {
    if (!state.IsDmn(*child)) continue;
    if (IsRequirement(*child)) {
      ReadRequirement(*child, model, state, out);
    } else if (child->local_name == "question") {
      out.question = Trimmed(child->text);
    } else if (child->local_name == "allowedAnswers") {
      out.allowed_answers = Trimmed(child->text);
    } else if (IsExpressionElement(*child)) {
      out.expression = ReadExpression(*child, state, 0);
    } else if (child->local_name != "variable" && !IsPassedOver(*child)) {
      state.FailUnknown(*child, node);
    }
  }
  return out;
}

BusinessKnowledgeModel ReadKnowledge(const XmlNode& node, const Model& model, ReadingState& state) {
  BusinessKnowledgeModel out;
  out.id = node.Attribute("id");
  out.name = node.Attribute("name");
  out.variable = VariableOf(node);
  out.place.line = node.line;
  RequireName(node, state);
  for (const auto& child : node.children) {
    if (!state.IsDmn(*child)) continue;
    if (child->local_name == "encapsulatedLogic") {
      out.logic = ReadFunction(*child, state, 0);
      out.has_logic = true;
    } else if (child->local_name == "knowledgeRequirement") {
      Decision requirement;
      ReadRequirement(*child, model, state, requirement);
      for (std::string& id : requirement.required_knowledge) {
        out.required_knowledge.push_back(std::move(id));
      }
    } else if (child->local_name != "variable" && !IsPassedOver(*child)) {
      state.FailUnknown(*child, node);
    }
  }
  return out;
}

DecisionService ReadService(const XmlNode& node, const Model& model, ReadingState& state) {
  DecisionService out;
  out.id = node.Attribute("id");
  out.name = node.Attribute("name");
  out.variable = VariableOf(node);
  out.place.line = node.line;
  RequireName(node, state);
  for (const auto& child : node.children) {
    if (!state.IsDmn(*child)) continue;
    if (child->local_name == "outputDecision") {
      out.output_decisions.push_back(Reference(*child, model, state));
    } else if (child->local_name == "encapsulatedDecision") {
      out.encapsulated_decisions.push_back(Reference(*child, model, state));
    } else if (child->local_name == "inputDecision") {
      out.input_decisions.push_back(Reference(*child, model, state));
    } else if (child->local_name == "inputData") {
      out.input_data.push_back(Reference(*child, model, state));
    } else if (child->local_name != "variable" && !IsPassedOver(*child)) {
      state.FailUnknown(*child, node);
    }
  }
  return out;
}

KnowledgeSource ReadSource(const XmlNode& node) {
  const XmlNode* type = node.Child("type");
  return {node.Attribute("id"),          node.Attribute("name"),          DescriptionOf(node),
          node.Attribute("locationURI"), type ? Trimmed(type->text) : "", {node.line}};
}

InputData ReadInputData(const XmlNode& node, ReadingState& state) {
  RequireName(node, state);
  return {node.Attribute("id"), node.Attribute("name"), VariableOf(node), {node.line}};
}

void ReadElement(const XmlNode& child, const XmlNode& root, ReadingState& state, Model& out) {
  if (child.local_name == "import") {
    out.imports.push_back(
        {child.Attribute("name"), child.Attribute("namespace"), child.Attribute("locationURI")});
  } else if (child.local_name == "itemDefinition") {
    out.item_definitions.push_back(ReadItem(child, state, 0));
  } else if (child.local_name == "inputData") {
    out.input_data.push_back(ReadInputData(child, state));
  } else if (child.local_name == "decision") {
    out.decisions.push_back(ReadDecision(child, out, state));
  } else if (child.local_name == "businessKnowledgeModel") {
    out.knowledge_models.push_back(ReadKnowledge(child, out, state));
  } else if (child.local_name == "decisionService") {
    out.decision_services.push_back(ReadService(child, out, state));
  } else if (child.local_name == "knowledgeSource") {
    out.knowledge_sources.push_back(ReadSource(child));
  } else if (!IsPassedOver(child)) {
    state.FailUnknown(child, root);
  }
}

void CheckRoot(const XmlNode& root, ReadingState& state) {
  if (root.local_name != "definitions") {
    return state.Fail(root, ErrorKind::kInvalidInput,
                      "root element is `" + root.local_name + "`, not `definitions`");
  }
  for (std::string_view version : kVersions) {
    if (root.namespace_uri == version) return;
  }
  state.Fail(root, ErrorKind::kUnsupported,
             "namespace `" + root.namespace_uri + "` is not one of DMN 1.2 to 1.6");
}

}  // namespace

Result<Model> ReadModel(std::string_view xml, const std::string& file) {
  Result<std::unique_ptr<XmlNode>> tree = ReadXmlTree(xml);
  if (!tree.ok()) {
    Error error = tree.error();
    error.path = error.path.empty() ? file : file + ": " + error.path;
    return error;
  }
  const XmlNode& root = **tree;
  ReadingState state{file, root.namespace_uri, {}};
  CheckRoot(root, state);
  Model model;
  model.file = file;
  model.id = root.Attribute("id");
  model.name = root.Attribute("name");
  model.name_space = root.Attribute("namespace");
  model.dmn_namespace = root.namespace_uri;
  model.description = DescriptionOf(root);
  for (const auto& child : root.children) {
    if (!state.status.ok()) break;
    if (state.IsDmn(*child)) ReadElement(*child, root, state, model);
  }
  if (!state.status.ok()) return state.status.error();
  return model;
}

Result<Model> ReadModelFile(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return Error{ErrorKind::kNotFound, "file `" + path + "` cannot be read", {}};
  const std::string text((std::istreambuf_iterator<char>(stream)),
                         std::istreambuf_iterator<char>());
  return ReadModel(text, path);
}

}  // namespace wervelwijzer::dmn
