#include "tests/guideline/dmn/small_models.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <sstream>

#include "guideline/dmn/cells.h"
#include "guideline/dmn/names.h"

namespace wervelwijzer::dmn {
namespace {

std::vector<std::string> Split(std::string_view text, std::string_view separator) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t at = text.find(separator);
    parts.emplace_back(Trim(text.substr(0, at)));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + separator.size());
  }
}

HitPolicy PolicyOf(std::string_view letter) {
  if (letter == "U") return HitPolicy::kUnique;
  if (letter == "P") return HitPolicy::kPriority;
  if (letter == "C") return HitPolicy::kCollect;
  if (letter == "F") return HitPolicy::kFirst;
  return HitPolicy::kAny;
}

Decision NewDecision(std::string name, Expression::Kind kind, int line) {
  Decision decision;
  decision.id = "d_" + name;
  decision.name = name;
  decision.variable.name = name;
  decision.question = "Which " + name + "?";
  decision.required_authorities = {"ks"};
  decision.place.line = line;
  decision.expression = std::make_unique<Expression>();
  decision.expression->kind = kind;
  return decision;
}

std::vector<std::string> NameAndValues(const std::string& column) {
  std::vector<std::string> parts = Split(column, " : ");
  parts.resize(2);
  return parts;
}

void ReadRule(const std::string& line, int number, DecisionTable& table) {
  const std::vector<std::string> sides = Split(line, "||");
  std::vector<std::string> left = Split(sides.at(0), "|");
  Rule rule;
  rule.id = left.front();
  rule.description = "because of the test";
  rule.input_entries.assign(left.begin() + 1, left.end());
  rule.output_entries = Split(sides.at(1), "|");
  rule.provenance = Provenance{{{"source", "test"},
                                {"section", "1"},
                                {"version", "1"},
                                {"strength", "definition"},
                                {"status", "current"}}};
  rule.place.line = number;
  table.rules.push_back(std::move(rule));
}

// What the columns and the operands of literal expressions refer to.
void AddRequirements(Model& model) {
  std::set<std::string> decisions, inputs;
  for (const Decision& decision : model.decisions) decisions.insert(decision.name);
  const auto require = [&](Decision& decision, const std::string& name) {
    const std::string base = decisions.contains(name) ? name : name.substr(0, name.rfind('.'));
    if (decisions.contains(base)) {
      decision.required_decisions.push_back("#d_" + base);
      return;
    }
    decision.required_inputs.push_back("#i_" + name);
    if (!inputs.insert(name).second) return;
    InputData data;
    data.id = "i_" + name;
    data.name = data.variable.name = name;
    model.input_data.push_back(std::move(data));
  };
  for (Decision& decision : model.decisions) {
    for (const InputClause& input : decision.expression->table.inputs) {
      require(decision, input.expression);
    }
    std::istringstream words(decision.expression->literal.text);
    for (std::string word; words >> word;) {
      if (std::isalpha(static_cast<unsigned char>(word[0])) != 0) require(decision, word);
    }
  }
}

}  // namespace

Model SmallModel(std::string_view text, std::string file) {
  Model model;
  model.file = std::move(file);
  model.name = "small";
  model.dmn_namespace = "https://www.omg.org/spec/DMN/20191111/MODEL/";
  model.knowledge_sources.push_back({"ks", "test", "", "", "", {}});
  int number = 0;
  for (const std::string& line : Split(text, "\n")) {
    ++number;
    if (line.empty()) continue;
    const std::vector<std::string> words = Split(line, " ");
    if (words[0] == "decision") {
      model.decisions.push_back(NewDecision(words.at(1), Expression::Kind::kDecisionTable, number));
      model.decisions.back().expression->table.hit_policy = PolicyOf(words.at(2));
    } else if (words[0] == "literal") {
      const std::vector<std::string> parts = NameAndValues(line.substr(8));
      model.decisions.push_back(NewDecision(parts[0], Expression::Kind::kLiteral, number));
      model.decisions.back().expression->literal.text = parts[1];
    } else if (words[0] == "in" || words[0] == "out") {
      DecisionTable& table = model.decisions.back().expression->table;
      for (const std::string& column : Split(line.substr(words[0].size()), "|")) {
        const std::vector<std::string> parts = NameAndValues(column);
        if (words[0] == "in") {
          table.inputs.push_back({"", "", parts[0], "", parts[1], {number}});
        } else {
          table.outputs.push_back({"", parts[0], "", "", parts[1], "", {number}});
        }
      }
    } else {
      ReadRule(line, number, model.decisions.back().expression->table);
      model.decisions.back().allowed_answers +=
          model.decisions.back().expression->table.rules.back().output_entries.front() + " ";
    }
  }
  AddRequirements(model);
  return model;
}

Program CompileSmall(std::string_view text, std::vector<Parameter> parameters) {
  const Model model = SmallModel(text);
  Result<Program> program = Program::Compile(std::span(&model, 1), parameters);
  if (!program) {
    std::fprintf(stderr, "%s\n", program.error().ToString().c_str());
    std::abort();
  }
  return std::move(*program);
}

std::string ResultText(const ProgramDecision& decision, std::size_t result) {
  std::string text;
  for (const OutputValue& value : decision.results[result]) {
    text += (text.empty() ? "" : "/") + ValueText(value);
  }
  return text;
}

std::string ResultsText(const ProgramDecision& decision, Mask results) {
  std::string text;
  for (std::size_t r = 0; r < decision.results.size(); ++r) {
    if ((results >> r & 1) != 0) text += (text.empty() ? "" : " ") + ResultText(decision, r);
  }
  return text;
}

std::string DecidingText(const Program& program, const Evaluation& evaluation) {
  std::string text;
  for (const DecidingInput& deciding : evaluation.deciding_inputs()) {
    text += (text.empty() ? "" : " ") + program.inputs()[deciding.input].id;
  }
  return text;
}

}  // namespace wervelwijzer::dmn
