#include "guideline/dmn/names.h"

#include <algorithm>

namespace wervelwijzer::dmn {

std::string_view Trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

Names::Names(std::span<const Model> models, std::span<const Parameter> parameters,
             Findings& findings) {
  for (const Model& model : models) {
    for (const InputData& data : model.input_data) {
      const bool is_parameter = std::ranges::any_of(
          parameters, [&](const Parameter& parameter) { return parameter.name == data.name; });
      if (is_parameter || !input_by_name_.emplace(data.name, inputs_.size()).second) continue;
      inputs_.push_back({data.name, &model, &data});
    }
    for (const Decision& decision : model.decisions) {
      if (!decision_by_name_.emplace(decision.name, decisions_.size()).second) {
        findings.push_back({Severity::kError,
                            "name",
                            model.file,
                            decision.place.line,
                            decision.name,
                            {},
                            "another decision has the same name"});
        continue;
      }
      decisions_.push_back({decision.name, &model, &decision});
    }
  }
  for (const NamedDecision& decision : decisions_) {
    if (!input_by_name_.contains(decision.name)) continue;
    findings.push_back({Severity::kError,
                        "name",
                        decision.model->file,
                        decision.decision->place.line,
                        decision.name,
                        {},
                        "an input has the same name"});
  }
}

std::optional<Reference> Names::FindPlain(std::string_view text) const {
  if (const auto input = input_by_name_.find(text); input != input_by_name_.end()) {
    return Reference{false, input->second, {}};
  }
  if (const auto decision = decision_by_name_.find(text); decision != decision_by_name_.end()) {
    return Reference{true, decision->second, {}};
  }
  const std::size_t dot = text.rfind('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto decision = decision_by_name_.find(text.substr(0, dot));
  if (decision == decision_by_name_.end()) return std::nullopt;
  return Reference{true, decision->second, text.substr(dot + 1)};
}

std::optional<Reference> Names::Find(const Model& model, std::string_view text) const {
  text = Trim(text);
  if (const std::optional<Reference> plain = FindPlain(text)) return plain;
  for (const Import& import : model.imports) {
    if (import.name.empty() || !text.starts_with(import.name + ".")) continue;
    if (const auto inside = FindPlain(text.substr(import.name.size() + 1))) return inside;
  }
  return std::nullopt;
}

std::vector<std::string> Names::InScope(const Model& model) const {
  std::vector<std::string> names;
  for (const NamedInput& input : inputs_) names.push_back(input.name);
  for (const NamedDecision& decision : decisions_) {
    names.push_back(decision.name);
    const ExpressionPtr& logic = decision.decision->expression;
    if (!logic || logic->kind != Expression::Kind::kDecisionTable) continue;
    for (const OutputClause& output : logic->table.outputs) {
      if (!output.name.empty()) names.push_back(decision.name + "." + output.name);
    }
  }
  const std::size_t plain = names.size();
  for (const Import& import : model.imports) {
    for (std::size_t i = 0; !import.name.empty() && i < plain; ++i) {
      names.push_back(import.name + "." + names[i]);
    }
  }
  return names;
}

const ItemDefinition* Names::FindType(const Model& model, std::string_view name) {
  for (const ItemDefinition& item : model.item_definitions) {
    if (item.name == name) return &item;
  }
  return nullptr;
}

}  // namespace wervelwijzer::dmn
