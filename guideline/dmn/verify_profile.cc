// Checks on form: what a model of the profile must carry, and what it may not.

#include <algorithm>
#include <set>

#include "guideline/dmn/names.h"
#include "guideline/dmn/verify_checks.h"

namespace wervelwijzer::dmn {
namespace {

constexpr std::size_t kMaxColumns = 9;

bool IsCompared(const LinkedDecision& decision, const VerifyOptions& options) {
  const auto& provenance = decision.decision->provenance;
  return (provenance && provenance->Get("compared") == "true") ||
         std::ranges::count(options.compared, decision.id) > 0;
}

void CheckHitPolicy(const LinkedDecision& decision, Findings& findings) {
  const DecisionTable& table = decision.table();
  switch (table.hit_policy) {
    case HitPolicy::kUnique:
    case HitPolicy::kPriority:
      break;
    case HitPolicy::kCollect:
      if (table.aggregation == Aggregation::kNone && table.outputs.size() == 1) break;
      Report(findings, decision, Severity::kError, "profile",
             "a collecting table has one output column and no aggregation");
      break;
    default:
      Report(findings, decision, Severity::kError, "profile",
             std::string("hit policy ") + HitPolicyName(table.hit_policy) +
                 " is not in the profile: with an unknown input a row may be passed over silently");
  }
  for (const OutputClause& output : table.outputs) {
    if (output.default_output.empty()) continue;
    Report(findings, decision, Severity::kError, "profile",
           "a default output hides gaps; completeness is shown by rows");
  }
}

void CheckRule(const LinkedDecision& decision, const Rule& rule, Findings& findings) {
  static constexpr const char* kAttributes[] = {"source", "section", "version", "strength",
                                                "status"};
  if (Trim(rule.description).empty()) {
    Report(findings, decision, Severity::kError, "provenance", "the rule has no description",
           &rule);
  }
  if (!rule.provenance) {
    Report(findings, decision, Severity::kError, "provenance", "the rule has no provenance", &rule);
    return;
  }
  for (const char* attribute : kAttributes) {
    if (!rule.provenance->Get(attribute).empty()) continue;
    Report(findings, decision, Severity::kError, "provenance",
           std::string("the provenance has no `") + attribute + "`", &rule);
  }
}

}  // namespace

void CheckProfile(const LinkedDecision& decision, const VerifyOptions& options,
                  Findings& findings) {
  const Decision& own = *decision.decision;
  if (!own.expression || own.expression->kind != Expression::Kind::kDecisionTable) return;
  const DecisionTable& table = own.expression->table;
  CheckHitPolicy(decision, findings);
  if (table.inputs.size() > kMaxColumns) {
    Report(findings, decision, Severity::kError, "profile",
           "more than 9 columns; put some into a required decision");
  }
  if (Trim(own.question).empty()) {
    Report(findings, decision, Severity::kError, "provenance", "the decision has no question");
  }
  if (Trim(own.allowed_answers).empty()) {
    Report(findings, decision, Severity::kError, "provenance",
           "the decision has no allowedAnswers");
  }
  if (own.required_authorities.empty()) {
    Report(findings, decision, Severity::kError, "provenance",
           "the decision names no knowledge source");
  }
  for (const Rule& rule : table.rules) CheckRule(decision, rule, findings);
  if (decision.hit_policy != HitPolicy::kPriority || IsCompared(decision, options)) return;
  for (const LinkedRule& rule : decision.rules) {
    bool all = !decision.columns.empty();
    for (std::size_t c = 0; c < rule.cells.size(); ++c) {
      all = all && rule.cells[c] == decision.columns[c].full;
    }
    if (!all) continue;
    Report(findings, decision, Severity::kError, "catch-all",
           "a catch-all row hides gaps; it is allowed in a table that is compared with a second "
           "encoding",
           rule.rule);
  }
}

namespace {

// `"12h", "24h"` or `12h, 24h` as words.
std::set<std::string> Words(std::string_view text) {
  std::set<std::string> words;
  std::string word;
  const auto finish = [&] {
    if (!word.empty()) words.insert(word);
    word.clear();
  };
  for (const char c : text) {
    if (std::string_view(",;\"' \t\r\n/|()").find(c) != std::string_view::npos) {
      finish();
    } else {
      word += c;
    }
  }
  finish();
  return words;
}

std::set<std::string> ListedValues(std::string_view text) {
  std::set<std::string> listed;
  const Result<Cell> cell = ParseCell(text, {});
  if (!cell) return listed;
  for (const CellTest& test : cell->tests) {
    if (test.kind != CellTest::Kind::kValue) return {};
    switch (test.value.kind) {
      case Constant::Kind::kBoolean:
        listed.insert(test.value.boolean ? "true" : "false");
        break;
      case Constant::Kind::kNumber:
        listed.insert(NumberText(test.value.number));
        break;
      default:
        listed.insert(test.value.text);
    }
  }
  return listed;
}

std::set<std::string> Texts(std::span<const OutputValue> values) {
  std::set<std::string> texts;
  for (const OutputValue& value : values) {
    if (value.kind != OutputValue::Kind::kNone) texts.insert(ValueText(value));
  }
  return texts;
}

void CheckAllowedAnswers(const LinkedDecision& decision, Findings& findings) {
  const std::set<std::string> allowed = Words(decision.decision->allowed_answers);
  if (allowed.empty()) return;
  for (const OutputValue& value : decision.produced.front()) {
    if (value.kind != OutputValue::Kind::kString || allowed.contains(value.text)) continue;
    Report(findings, decision, Severity::kError, "output",
           "outcome `" + value.text + "` is not among the allowed answers");
  }
}

void CheckOutputs(const LinkedDecision& decision, Findings& findings) {
  const DecisionTable& table = decision.table();
  for (std::size_t o = 0; o < table.outputs.size(); ++o) {
    std::string_view text = table.outputs[o].output_values;
    const ItemDefinition* item = Names::FindType(*decision.model, table.outputs[o].type_ref);
    if (Trim(text).empty() && item != nullptr) text = item->allowed_values;
    const std::set<std::string> listed = ListedValues(text);
    if (listed.empty()) {
      if (decision.hit_policy != HitPolicy::kPriority || o > 0) continue;
      Report(findings, decision, Severity::kError, "output",
             "a PRIORITY table needs its outputs in order of priority");
      continue;
    }
    const std::set<std::string> produced = Texts(decision.produced[o]);
    for (const std::string& value : produced) {
      if (listed.contains(value)) continue;
      Report(findings, decision, Severity::kError, "output",
             "output `" + value + "` is not among the output values");
    }
    for (const std::string& value : listed) {
      if (produced.contains(value)) continue;
      Report(findings, decision, Severity::kError, "output",
             "no rule gives the output value `" + value + "`");
    }
  }
}

// The same for a column whose domain is an interval of numbers.
void CheckColumnRange(const LinkedDecision& decision, const LinkedDecision& lower,
                      const LinkedColumn& column, const InputClause& clause, Findings& findings) {
  const Result<Cell> cell = ParseCell(clause.input_values, {});
  if (!cell || cell->tests.empty()) return;
  for (const OutputValue& value : column.values) {
    if (value.kind == OutputValue::Kind::kNumber && Contains(cell->tests[0].range, value.number)) {
      continue;
    }
    Report(findings, decision, Severity::kError, "domain",
           "column `" + column.name + "` does not allow `" + ValueText(value) + "`, which " +
               lower.id + " can give");
  }
}

void CheckColumnDomain(const LinkedDecision& decision, const LinkedDecision& lower,
                       const LinkedColumn& column, const InputClause& clause, Findings& findings) {
  const std::set<std::string> listed = ListedValues(clause.input_values);
  const std::set<std::string> produced = Texts(column.values);
  if (listed.empty()) return CheckColumnRange(decision, lower, column, clause, findings);
  for (const std::string& value : produced) {
    if (listed.contains(value)) continue;
    Report(findings, decision, Severity::kError, "domain",
           "column `" + column.name + "` does not list `" + value + "`, which " + lower.id +
               " can give");
  }
  for (const std::string& value : listed) {
    if (produced.contains(value)) continue;
    Report(
        findings, decision, Severity::kError, "domain",
        "column `" + column.name + "` lists `" + value + "`, which " + lower.id + " never gives");
  }
}

}  // namespace

void CheckValues(const LinkedModels& linked, const LinkedDecision& decision, Findings& findings) {
  if (decision.is_literal) return;
  CheckAllowedAnswers(decision, findings);
  CheckOutputs(decision, findings);
  const DecisionTable& table = decision.table();
  for (std::size_t c = 0; c < decision.columns.size(); ++c) {
    const LinkedColumn& column = decision.columns[c];
    if (!column.is_decision) continue;
    CheckColumnDomain(decision, linked.decisions[column.index], column, table.inputs[c], findings);
  }
}

}  // namespace wervelwijzer::dmn
