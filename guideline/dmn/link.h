#pragma once

// Models with every name resolved and every cell turned into a mask: what the compiler and the
// verifier both start from. Linking finds what is wrong in form and names; it never stops at the
// first finding.

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "guideline/dmn/arithmetic.h"
#include "guideline/dmn/atoms.h"
#include "guideline/dmn/finding.h"
#include "guideline/dmn/model.h"
#include "guideline/dmn/program.h"

namespace wervelwijzer::dmn {

// One column of a table: an input, or an output of a required decision.
struct LinkedColumn {
  bool is_decision = false;
  std::uint16_t index = 0;  // into LinkedModels::inputs or ::decisions
  std::size_t output = 0;   // of the required decision
  std::string name;         // as written
  Domain domain;
  std::vector<Atom> atoms;
  std::vector<OutputValue> values;  // is_decision: the value that each atom stands for
  Mask full = 0;

  std::size_t AtomOf(const OutputValue& value) const;  // atoms.size() when there is none
};

struct LinkedRule {
  const Rule* rule = nullptr;
  std::vector<Mask> cells;  // one per column
  std::vector<OutputValue> outputs;
  std::uint8_t result = 0;  // into LinkedDecision::results
};

struct LinkedDecision {
  const Model* model = nullptr;
  const Decision* decision = nullptr;
  std::string id;
  bool broken = false;  // has findings that leave nothing to work on
  bool is_literal = false;
  HitPolicy hit_policy = HitPolicy::kUnique;
  std::vector<LinkedColumn> columns;
  std::vector<LinkedRule> rules;
  std::vector<std::size_t> priority;  // rule indices, the one that wins first
  std::vector<std::string> output_names;
  std::vector<std::vector<OutputValue>> results;   // distinct output rows
  std::vector<std::vector<OutputValue>> produced;  // per output: distinct values
  std::vector<std::string> parameters;
  Arithmetic literal;

  const DecisionTable& table() const { return decision->expression->table; }
};

struct LinkedModels {
  std::vector<ProgramInput> inputs;
  std::vector<Domain> domains;            // of the inputs
  std::vector<LinkedDecision> decisions;  // required ones before those that require them
};

// Where inputs are cut besides the constants in cells; by input.
using ExtraConstants = std::map<std::string, std::vector<double>>;

// Links all models together. Names of inputs and decisions are shared by all models.
// `models` must outlive the result.
LinkedModels Link(std::span<const Model> models, const CompileOptions& options, Findings& findings,
                  const ExtraConstants& extra = {});

}  // namespace wervelwijzer::dmn
