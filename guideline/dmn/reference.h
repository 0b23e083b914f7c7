#pragma once

// The reference evaluator: what the DMN specification says, walked straight off the models and
// compiled to nothing. It runs the public compatibility kit and is what the compiled form
// (program.h) is compared with over complete inputs. It does not answer requests.
//
// Missing is never null here. FEEL has two-and-a-half values: null means "there is none", and a
// cell such as `not("a")` holds for it. A clinical input that is merely unknown has no place in
// this evaluator: the caller gives every input that a decision needs, or compares nothing. An input
// that the context lacks is read as null, as the specification says, for the sake of the kit only.

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "guideline/dmn/model.h"
#include "guideline/dmn/value.h"

namespace wervelwijzer::dmn {

// Immutable but for a cache of parsed texts that has its own lock; shared by threads.
class ReferenceModel {
 public:
  // `models` are evaluated together and must outlive the object. Names are looked up in the first
  // model that has them, in the order given; imports are resolved among the models by namespace.
  // `constants` are names that every expression sees (parameters of the region); input data of the
  // same name stand for them. Errors: an import
  // of a model that is not among them, two models with one namespace.
  static Result<ReferenceModel> Build(std::span<const Model> models,
                                      const ValueContext& constants = {});

  ReferenceModel(ReferenceModel&&) noexcept;
  ReferenceModel& operator=(ReferenceModel&&) noexcept;
  ~ReferenceModel();

  // The value of a decision, with all decisions it requires; each is computed once per call.
  // `inputs` gives input data by name, over all models; a value of another type than the input
  // declares is null. A decision named in `inputs` is taken from there and not computed. What has
  // no value is null: more than one rule of a UNIQUE table, different outputs of ANY, no rule and
  // no default output; where the hit policy gives a list (RULE ORDER, OUTPUT ORDER, COLLECT) no
  // rule is the empty list, and 0 under COUNT. A table with several outputs gives a context.
  // Errors: kNotFound. `now` is what now() and today() answer, in UTC.
  Result<Value> EvaluateDecision(std::string_view name, const ValueContext& inputs,
                                 TimePoint now = {}) const;

  // The same with which rules of the decision's own table hold, by index in table order; empty when
  // the decision is no table. For comparison with the compiled form.
  struct TableAnswer {
    Value value;
    std::vector<std::size_t> rules;
  };
  Result<TableAnswer> EvaluateTable(std::string_view name, const ValueContext& inputs,
                                    TimePoint now = {}) const;

  // A business knowledge model called with the parameters by name.
  Result<Value> EvaluateKnowledge(std::string_view name, const ValueContext& parameters,
                                  TimePoint now = {}) const;
  // A decision service with its input data and input decisions by name. One output decision gives
  // its value, several give a context.
  Result<Value> EvaluateService(std::string_view name, const ValueContext& inputs,
                                TimePoint now = {}) const;

  struct Impl;

 private:
  explicit ReferenceModel(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// One FEEL expression over named values; for constants at compile time and for tests. Errors: those
// of ParseExpression. What has no value is null.
Result<Value> EvaluateLiteral(std::string_view text, const ValueContext& names = {},
                              TimePoint now = {});
// Whether `input` satisfies the cell, over named values: true, false or null.
Result<Value> EvaluateCell(std::string_view text, const Value& input,
                           const ValueContext& names = {}, TimePoint now = {});

}  // namespace wervelwijzer::dmn
