// Checks on the requirement graph: what a decision says that it requires against what it uses.

#include <algorithm>
#include <map>
#include <set>

#include "guideline/dmn/names.h"
#include "guideline/dmn/verify_checks.h"

namespace wervelwijzer::dmn {
namespace {

// Names of decisions and inputs by namespace and id.
class Elements {
 public:
  explicit Elements(std::span<const Model> models) {
    for (const Model& model : models) {
      for (const InputData& data : model.input_data) Add(model, data.id, data.name);
      for (const Decision& decision : model.decisions) Add(model, decision.id, decision.name);
      for (const KnowledgeSource& source : model.knowledge_sources) {
        Add(model, source.id, source.name);
      }
    }
  }
  // The name behind `#id`, `id` or `namespace#id`; null when there is none.
  const std::string* Find(const Model& model, std::string_view href) const {
    const std::size_t hash = href.rfind('#');
    std::string_view space = hash == std::string_view::npos ? "" : href.substr(0, hash);
    if (hash != std::string_view::npos) href.remove_prefix(hash + 1);
    if (space.empty()) space = model.name_space;
    const auto found = names_.find(std::string(space) + "#" + std::string(href));
    return found == names_.end() ? nullptr : &found->second;
  }

 private:
  void Add(const Model& model, const std::string& id, const std::string& name) {
    names_.emplace(model.name_space + "#" + id, name);
  }
  std::map<std::string, std::string> names_;
};

// The names that a decision's columns and operands use, without import prefix and output.
std::set<std::string> UsedNames(const LinkedModels& linked, const LinkedDecision& decision) {
  std::set<std::string> used;
  for (const LinkedColumn& column : decision.columns) {
    used.insert(column.is_decision ? linked.decisions[column.index].id
                                   : linked.inputs[column.index].id);
  }
  return used;
}

void CheckOne(const Elements& elements, const LinkedModels& linked, const LinkedDecision& decision,
              Findings& findings) {
  std::set<std::string> required;
  const auto collect = [&](const std::vector<std::string>& references) {
    for (const std::string& reference : references) {
      if (const std::string* name = elements.Find(*decision.model, reference)) {
        required.insert(*name);
      } else {
        Report(findings, decision, Severity::kError, "link",
               "`" + reference + "` points to nothing");
      }
    }
  };
  collect(decision.decision->required_inputs);
  collect(decision.decision->required_decisions);
  std::set<std::string> used = UsedNames(linked, decision);
  for (const std::string& name : used) {
    if (required.contains(name)) continue;
    Report(findings, decision, Severity::kError, "link",
           "`" + name + "` is used without an information requirement");
  }
  used.insert(decision.parameters.begin(), decision.parameters.end());
  for (const std::string& name : required) {
    if (used.contains(name)) continue;
    Report(findings, decision, Severity::kWarning, "link",
           "`" + name + "` is required and not used");
  }
  for (const std::string& reference : decision.decision->required_authorities) {
    if (elements.Find(*decision.model, reference) != nullptr) continue;
    Report(findings, decision, Severity::kError, "link", "`" + reference + "` points to nothing");
  }
}

}  // namespace

void CheckRequirements(std::span<const Model> models, const LinkedModels& linked,
                       Findings& findings) {
  const Elements elements(models);
  std::set<std::string> used;
  for (const LinkedDecision& decision : linked.decisions) {
    if (!decision.broken) CheckOne(elements, linked, decision, findings);
    for (const LinkedColumn& column : decision.columns) {
      if (!column.is_decision) used.insert(linked.inputs[column.index].id);
    }
    used.insert(decision.parameters.begin(), decision.parameters.end());
  }
  for (const Model& model : models) {
    for (const InputData& data : model.input_data) {
      if (used.contains(data.name)) continue;
      findings.push_back({Severity::kWarning,
                          "unused",
                          model.file,
                          data.place.line,
                          {},
                          {},
                          "no table uses input `" + data.name + "`"});
    }
  }
}

}  // namespace wervelwijzer::dmn
