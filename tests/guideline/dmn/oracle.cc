#include "tests/guideline/dmn/oracle.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "guideline/dmn/names.h"

namespace wervelwijzer::dmn {
namespace {

bool Holds(const CellTest& test, const OutputValue& value) {
  if (test.kind == CellTest::Kind::kRange) return Contains(test.range, value.number);
  switch (test.value.kind) {
    case Constant::Kind::kBoolean:
      return value.kind == OutputValue::Kind::kBoolean && value.boolean == test.value.boolean;
    case Constant::Kind::kString:
      return value.kind == OutputValue::Kind::kString && value.text == test.value.text;
    default:
      return value.kind == OutputValue::Kind::kNumber && value.number == test.value.number;
  }
}

bool Holds(const Cell& cell, const OutputValue& value) {
  if (cell.any) return true;
  const bool some = std::any_of(cell.tests.begin(), cell.tests.end(),
                                [&](const CellTest& test) { return Holds(test, value); });
  return some != cell.negated;
}

std::vector<std::string> PriorityList(const std::string& text) {
  std::vector<std::string> order;
  const Result<Cell> cell = ParseCell(text, {});
  if (!cell) return order;
  for (const CellTest& test : cell->tests) {
    order.push_back(test.value.kind == Constant::Kind::kString ? test.value.text
                    : test.value.kind == Constant::Kind::kNumber
                        ? NumberText(test.value.number)
                        : (test.value.boolean ? "true" : "false"));
  }
  return order;
}

template <typename T>
T OrDie(Result<T> result) {
  if (!result) {
    std::fprintf(stderr, "%s\n", result.error().ToString().c_str());
    std::abort();
  }
  return std::move(*result);
}

}  // namespace

Oracle::Oracle(std::span<const Model> models, std::span<const Parameter> parameters) {
  std::vector<std::string> names;
  for (const Model& model : models) {
    for (const InputData& data : model.input_data) names.push_back(data.name);
    for (const Decision& decision : model.decisions) names.push_back(decision.name);
  }
  for (const Model& model : models) {
    for (const Decision& decision : model.decisions) {
      Table table;
      table.decision = &decision;
      const Expression& logic = *decision.expression;
      if (logic.kind == Expression::Kind::kLiteral) {
        table.literal = OrDie(ParseArithmetic(logic.literal.text, names, parameters));
      }
      for (const Rule& rule : logic.table.rules) {
        table.cells.emplace_back();
        for (const std::string& text : rule.input_entries) {
          table.cells.back().push_back(OrDie(ParseCell(text, parameters)));
        }
        table.outputs.emplace_back();
        for (const std::string& text : rule.output_entries) {
          table.outputs.back().push_back(OrDie(ParseOutput(text, parameters)));
        }
      }
      for (const OutputClause& output : logic.table.outputs) {
        table.order.push_back(PriorityList(output.output_values));
      }
      tables_.emplace(decision.name, std::move(table));
    }
  }
}

OutputValue Oracle::ValueOf(std::string_view name, const Values& values) const {
  if (const auto input = values.find(name); input != values.end()) return input->second;
  auto table = tables_.find(name);
  std::size_t output = 0;
  if (table == tables_.end()) {
    const std::size_t dot = name.rfind('.');
    table = tables_.find(name.substr(0, dot));
    const auto& outputs = table->second.decision->expression->table.outputs;
    while (outputs[output].name != name.substr(dot + 1)) ++output;
  }
  const Answer answer = Decide(table->first, values);
  return answer.row.empty() ? OutputValue{} : answer.row[output];
}

Oracle::Answer Oracle::Decide(std::string_view decision, const Values& values) const {
  const Table& table = tables_.find(decision)->second;
  if (table.decision->expression->kind == Expression::Kind::kLiteral) {
    return {0, {Calculate(table.literal, table.literal.nodes.size() - 1, values)}};
  }
  return DecideTable(table, values);
}

Oracle::Answer Oracle::DecideTable(const Table& table, const Values& values) const {
  const DecisionTable& logic = table.decision->expression->table;
  std::vector<OutputValue> columns;
  for (const InputClause& input : logic.inputs) {
    columns.push_back(ValueOf(Trim(input.expression), values));
  }
  std::vector<std::size_t> holding;
  for (std::size_t r = 0; r < table.cells.size(); ++r) {
    bool all = true;
    for (std::size_t c = 0; c < columns.size() && all; ++c)
      all = Holds(table.cells[r][c], columns[c]);
    if (all) holding.push_back(r);
  }
  Answer answer;
  if (logic.hit_policy == HitPolicy::kCollect) {
    for (const std::size_t rule : holding) answer.fired |= Mask{1} << rule;
    return answer;
  }
  if (holding.empty()) return answer;
  const auto ranks = [&](std::size_t rule) {
    std::vector<std::size_t> all;
    for (std::size_t o = 0; o < table.order.size(); ++o) {
      const std::string text = ValueText(table.outputs[rule][o]);
      all.push_back(static_cast<std::size_t>(
          std::find(table.order[o].begin(), table.order[o].end(), text) - table.order[o].begin()));
    }
    return all;
  };
  std::size_t winner = holding.front();
  for (const std::size_t rule : holding) {
    if (logic.hit_policy == HitPolicy::kPriority && ranks(rule) < ranks(winner)) winner = rule;
  }
  answer.fired = Mask{1} << winner;
  answer.row = table.outputs[winner];
  return answer;
}

OutputValue Oracle::Calculate(const Arithmetic& tree, std::size_t at, const Values& values) const {
  const Arithmetic::Node& node = tree.nodes[at];
  switch (node.op) {
    case Arithmetic::Op::kConstant:
      return node.constant;
    case Arithmetic::Op::kOperand:
      return ValueOf(tree.operands[node.operand], values);
    case Arithmetic::Op::kIf: {
      const OutputValue condition = Calculate(tree, node.first, values);
      return Calculate(tree, condition.boolean ? node.second : node.third, values);
    }
    default:
      return Apply(node.op, Calculate(tree, node.first, values),
                   Calculate(tree, node.second, values));
  }
}

}  // namespace wervelwijzer::dmn
