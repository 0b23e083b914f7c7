#include "guideline/dmn/verify.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "guideline/dmn/names.h"
#include "guideline/dmn/verify_checks.h"

namespace wervelwijzer::dmn {

Result<std::vector<RequiredRule>> ReadRuleRegister(std::string_view text, const std::string& file) {
  std::vector<RequiredRule> rules;
  int number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (++number == 1 || Trim(line).empty() || line.front() == '#') continue;
    const std::size_t tab = line.find('\t');
    if (tab == std::string_view::npos || tab == 0) {
      return InvalidInput("a line of the register is a rule id, a tab and a text",
                          file + ":" + std::to_string(number));
    }
    rules.push_back({std::string(Trim(line.substr(0, tab))), std::string(Trim(line.substr(tab)))});
  }
  return rules;
}

void Report(Findings& findings, const LinkedDecision& decision, Severity severity,
            const char* check, std::string message, const Rule* rule) {
  const int line =
      rule != nullptr && rule->place.line > 0 ? rule->place.line : decision.decision->place.line;
  findings.push_back({severity, check, decision.model->file, line, decision.id,
                      rule != nullptr ? rule->id : "", std::move(message)});
}

void CheckRuleIds(const LinkedModels& linked, Findings& findings) {
  std::set<std::string> seen;
  for (const LinkedDecision& decision : linked.decisions) {
    for (const LinkedRule& rule : decision.rules) {
      if (rule.rule->id.empty()) {
        Report(findings, decision, Severity::kError, "rule-id", "a rule has no id", rule.rule);
      } else if (!seen.insert(rule.rule->id).second) {
        Report(findings, decision, Severity::kError, "rule-id", "another rule has the same id",
               rule.rule);
      }
    }
  }
}

void CheckRegister(const LinkedModels& linked, std::span<const RequiredRule> required,
                   Findings& findings) {
  std::set<std::string> present;
  for (const LinkedDecision& decision : linked.decisions) {
    for (const LinkedRule& rule : decision.rules) present.insert(rule.rule->id);
  }
  std::set<std::string> listed;
  for (const RequiredRule& rule : required) {
    listed.insert(rule.id);
    if (present.contains(rule.id)) continue;
    findings.push_back({Severity::kError,
                        "register",
                        "rules.tsv",
                        0,
                        {},
                        rule.id,
                        "the text `" + rule.text + "` is left without its rule"});
  }
  // A UNIQUE table has a gap when a rule goes; of the others only the register knows.
  for (const LinkedDecision& decision : linked.decisions) {
    if (listed.empty() || decision.hit_policy == HitPolicy::kUnique) continue;
    for (const LinkedRule& rule : decision.rules) {
      if (listed.contains(rule.rule->id)) continue;
      Report(findings, decision, Severity::kError, "register",
             "the rule is not in the register, so that nobody would miss it", rule.rule);
    }
  }
}

namespace {

// DMN 1.3: what the common editors open.
constexpr std::string_view kNamespace = "https://www.omg.org/spec/DMN/20191111/MODEL/";

void CheckNamespaces(std::span<const Model> models, Findings& findings) {
  for (const Model& model : models) {
    if (model.dmn_namespace == kNamespace) continue;
    findings.push_back(
        {Severity::kError,
         "profile",
         model.file,
         0,
         {},
         {},
         "a model is written in the namespace of DMN 1.3, not in `" + model.dmn_namespace + "`"});
  }
}

}  // namespace

Findings Verify(std::span<const Model> models, const VerifyOptions& options) {
  Findings findings;
  CheckNamespaces(models, findings);
  const LinkedModels linked = Link(models, options.compile, findings);
  const bool whole = std::ranges::none_of(
      linked.decisions, [](const LinkedDecision& decision) { return decision.broken; });
  CheckRuleIds(linked, findings);
  CheckRequirements(models, linked, findings);
  for (std::size_t i = 0; i < linked.decisions.size(); ++i) {
    CheckProfile(linked.decisions[i], options, findings);
    if (linked.decisions[i].broken) continue;
    CheckValues(linked, linked.decisions[i], findings);
    // A table over a broken one has nothing to stand on.
    if (whole && !linked.decisions[i].is_literal) CheckTable(linked, i, findings);
  }
  CheckRegister(linked, options.required_rules, findings);
  std::ranges::stable_sort(findings, [](const Finding& a, const Finding& b) {
    return std::tie(a.file, a.line) < std::tie(b.file, b.line);
  });
  return findings;
}

}  // namespace wervelwijzer::dmn
