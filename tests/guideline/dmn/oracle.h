#pragma once

// The plainest reading of a model: one value per input, every rule tried in turn. No atoms, no
// masks, no diagrams; what the compiled form is compared with.

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "guideline/dmn/arithmetic.h"
#include "guideline/dmn/cells.h"
#include "guideline/dmn/model.h"
#include "guideline/dmn/program.h"

namespace wervelwijzer::dmn {

class Oracle {
 public:
  // One value per input, by name; dates as day numbers.
  using Values = std::map<std::string, OutputValue, std::less<>>;

  struct Answer {
    Mask fired = 0;                // rules whose outputs count, in table order
    std::vector<OutputValue> row;  // single hit and literal; empty when no rule holds
  };

  // REQUIRES: models that verify; they must outlive the oracle.
  Oracle(std::span<const Model> models, std::span<const Parameter> parameters);

  Answer Decide(std::string_view decision, const Values& values) const;

 private:
  struct Table {
    const Decision* decision = nullptr;
    std::vector<std::vector<Cell>> cells;
    std::vector<std::vector<OutputValue>> outputs;
    std::vector<std::vector<std::string>> order;  // per output: values by priority
    Arithmetic literal;
  };
  OutputValue ValueOf(std::string_view name, const Values& values) const;
  Answer DecideTable(const Table& table, const Values& values) const;
  OutputValue Calculate(const Arithmetic& tree, std::size_t node, const Values& values) const;

  std::map<std::string, Table, std::less<>> tables_;
};

}  // namespace wervelwijzer::dmn
