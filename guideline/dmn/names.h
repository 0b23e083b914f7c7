#pragma once

// The names that models share: inputs and decisions, by name over all files.

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "guideline/dmn/finding.h"
#include "guideline/dmn/model.h"
#include "guideline/dmn/program.h"

namespace wervelwijzer::dmn {

// What the text of a column or an operand refers to.
struct Reference {
  bool is_decision = false;
  std::size_t index = 0;    // into Names::inputs or Names::decisions
  std::string_view output;  // of a decision: the output column, empty when not named
};

struct NamedInput {
  std::string name;
  const Model* model = nullptr;  // the first that declares it
  const InputData* data = nullptr;
};

struct NamedDecision {
  std::string name;
  const Model* model = nullptr;
  const Decision* decision = nullptr;
};

class Names {
 public:
  // Input data that bear the name of a parameter are constants, no inputs.
  Names(std::span<const Model> models, std::span<const Parameter> parameters, Findings& findings);

  std::span<const NamedInput> inputs() const { return inputs_; }
  std::span<const NamedDecision> decisions() const { return decisions_; }
  // An input, a decision, or `decision.output`; with or without the prefix of an import of `model`.
  std::optional<Reference> Find(const Model& model, std::string_view text) const;
  // All that can stand in an expression of `model`.
  std::vector<std::string> InScope(const Model& model) const;
  // The item definition of that name in the model; null when there is none.
  static const ItemDefinition* FindType(const Model& model, std::string_view name);

 private:
  std::optional<Reference> FindPlain(std::string_view text) const;

  std::vector<NamedInput> inputs_;
  std::vector<NamedDecision> decisions_;
  std::map<std::string, std::size_t, std::less<>> input_by_name_;
  std::map<std::string, std::size_t, std::less<>> decision_by_name_;
};

std::string_view Trim(std::string_view text);

}  // namespace wervelwijzer::dmn
