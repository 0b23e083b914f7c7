#pragma once

// A set of DMN models in compiled form: what answers requests. Immutable after Compile, shared by
// threads, no allocation while evaluating.
//
// Every input has a finite partition into atoms: one per value for booleans and enumerations; for
// numbers and dates each constant that occurs in any cell, and the open intervals between. The
// state of an input is a mask of the atoms that are still possible, never empty; a Box is one mask
// per input. Each decision, with all decisions it requires put in, is one reduced decision diagram
// over those atoms. From it follow, exactly and in time linear in its nodes: the outcomes that some
// completion of the box still gives, the rules that may fire, and the inputs that can still decide.
//
// The profile of a model is in docs/contributors; a model outside it, or one that does not verify
// (verify.h), is not compiled.

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "guideline/dmn/model.h"

namespace wervelwijzer::dmn {

using Mask = std::uint64_t;  // one bit per atom, result or rule; at most 64 of each

using InputIndex = std::uint16_t;     // into Program::inputs()
using DecisionIndex = std::uint16_t;  // into Program::decisions()

enum class InputKind { kBoolean, kEnumeration, kNumber, kDate };

// A range of numbers. Dates are day numbers (days since 1970-01-01 in the region's zone).
struct Interval {
  double low = 0, high = 0;
  bool low_open = false, high_open = false;
  bool operator==(const Interval&) const = default;
};

struct Atom {
  std::string text;   // `unilateral`, `= 7`, `(7..14)`; booleans `true`, `false`
  Interval interval;  // of numbers and dates
};

struct ProgramInput {
  std::string id;  // the name of the inputData
  InputKind kind = InputKind::kBoolean;
  bool whole = false;       // numbers: only whole values exist
  std::vector<Atom> atoms;  // at most 64, in ascending order; booleans: false, true
  Mask full = 0;            // all atoms
};

// A value in an output column.
struct OutputValue {
  enum class Kind { kNone, kBoolean, kNumber, kString };
  Kind kind = Kind::kNone;  // kNone: the cell is `null`, the member is left out
  bool boolean = false;
  double number = 0;
  std::string text;
  bool operator==(const OutputValue&) const = default;
};

struct ProgramRule {
  std::string id;  // stable; `imaging-urgency-8`
  std::string description;
  std::uint8_t result = 0;  // into ProgramDecision::results
  Provenance provenance;
  // Raw inputs under cells that are not `-`, those of required decisions included.
  std::vector<InputIndex> inputs;
};

struct ProgramDecision {
  std::string id;        // the name of the decision; `imaging-urgency`, `red-flags-2026.flags`
  std::string model;     // `spinal-diagnostics`
  bool collect = false;  // hit policy C: every rule that holds counts
  std::vector<std::string> output_names;          // names of the output columns
  std::vector<ProgramRule> rules;                 // table order; at most 64
  std::vector<std::vector<OutputValue>> results;  // distinct output rows; at most 64
  std::vector<InputIndex> inputs;       // raw inputs, in table order, required ones in place
  std::vector<std::string> parameters;  // named parameters in its cells or required ones'
  bool is_literal = false;              // a calculation, no table; rules is empty
};

// A named constant that may stand in a cell in place of a number.
struct Parameter {
  std::string name;
  double value = 0;
};

struct CompileOptions {
  std::vector<Parameter> parameters;
  // Inputs of which only whole numbers exist (counts); DMN has no type for it. Else 2.5 would be
  // taken for a possible value between a row that ends at 2 and one that begins at 3.
  std::vector<std::string> whole_inputs;
};

// One mask per input of the program.
using Box = std::vector<Mask>;

struct DecidingInput {
  InputIndex input = 0;
  // Most results that can be left after its value is known (over its possible values); of a
  // collecting decision, most results that are still open. Fewer is better: the list is sorted by
  // it, then by table order.
  std::uint8_t worst_case_left = 0;
};

// The answer of one decision for one box. Reused between calls; holds no memory.
struct Evaluation {
  static constexpr std::size_t kMaxDeciding = 64;

  Mask results = 0;       // the results that some completion gives
  Mask must_results = 0;  // the results that every completion gives; a collecting decision gives
                          // several, and two rules may give the same one
  Mask may_rules = 0;     // rules that fire under some completion
  Mask must_rules = 0;    // rules that fire under every completion
  std::uint8_t deciding_count = 0;
  std::array<DecidingInput, kMaxDeciding> deciding;
  std::span<const DecidingInput> deciding_inputs() const {
    return {deciding.data(), deciding_count};
  }
};

// One cell of a rule beside what is known. Cells that are `-` are left out. The residual of a rule
// that may still fire are its kOpen cells.
struct RuleCell {
  enum class State { kHolds, kOpen, kContradicted };
  std::string column;  // an input, or a required decision
  std::string text;    // `= unilateral`, `<= 7`
  State state = State::kOpen;
};

// Scratch memory for one thread; sized by the program.
class Workspace;

class Program {
 public:
  // Compiles all decisions of the models together; decisions may require decisions of another model
  // by name (import). Parameters replace names in cells. Errors name file, line and rule.
  // REQUIRES for a right answer: the models verify (verify.h). The loader sees to it.
  static Result<Program> Compile(std::span<const Model> models,
                                 std::span<const Parameter> parameters);
  static Result<Program> CompileWith(std::span<const Model> models, const CompileOptions& options);

  Program(Program&&) noexcept;
  Program& operator=(Program&&) noexcept;
  ~Program();

  std::span<const ProgramInput> inputs() const;
  std::span<const ProgramDecision> decisions() const;
  std::optional<InputIndex> FindInput(std::string_view id) const;
  std::optional<DecisionIndex> FindDecision(std::string_view id) const;

  // Everything unknown.
  Box UnknownBox() const;
  // The atoms that a value can lie in. 0 when the input has no such value.
  Mask MaskOfCode(InputIndex input, std::string_view code) const;   // boolean, enumeration
  Mask MaskOfRange(InputIndex input, const Interval& range) const;  // number, date

  // Which questions an Evaluate answers. kOutcomes leaves deciding_count at 0.
  enum class Depth { kOutcomes, kDeciding };

  // Results, rules and deciding inputs under `box`. The deciding inputs are those of the result:
  // for a collecting decision those that can change which results are given. Exact, not a bound.
  // REQUIRES: box.size() == inputs().size(), no mask empty. Pure, thread-safe (one workspace per
  // thread), allocates nothing.
  void Evaluate(DecisionIndex decision, const Box& box, Depth depth, Workspace& workspace,
                Evaluation& evaluation) const;

  // Why a rule is excluded: the known or narrowed inputs that contradict it; empty when it may
  // fire. Each input that is enough alone, else a smallest set of inputs that are enough together.
  // For the explanation; may allocate.
  std::vector<InputIndex> ExcludedBy(DecisionIndex decision, std::size_t rule,
                                     const Box& box) const;
  // The cells of the rule with what the box makes of each. For the explanation; may allocate.
  std::vector<RuleCell> RuleCells(DecisionIndex decision, std::size_t rule, const Box& box) const;

 private:
  friend class Workspace;
  struct Impl;
  explicit Program(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

class Workspace {
 public:
  explicit Workspace(const Program& program);
  Workspace(Workspace&&) noexcept;
  Workspace& operator=(Workspace&&) noexcept;
  ~Workspace();

 private:
  friend class Program;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace wervelwijzer::dmn
