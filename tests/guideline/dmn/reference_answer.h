#pragma once

#include <memory>
#include <span>

#include "guideline/dmn/reference.h"
#include "tests/guideline/dmn/laws.h"

namespace wervelwijzer::dmn {

// Answers complete inputs by the reference evaluator, so that the compiled form is compared with
// the DMN specification itself. `models` and `program` must outlive it.
class ReferenceAnswer {
 public:
  // Aborts when the models cannot be evaluated together.
  ReferenceAnswer(std::span<const Model> models, std::span<const Parameter> parameters,
                  const Program& program);

  Oracle::Answer operator()(const std::string& decision, const Oracle::Values& values) const;

  // The same with the decision's value; `context` names inputs, and may name required decisions,
  // which are then taken as they are given.
  Oracle::Answer Ask(const std::string& decision, const ValueContext& context, Value* value) const;
  Value ToValue(const std::string& input, const OutputValue& value) const;

 private:
  const Program* program_;
  std::shared_ptr<const ReferenceModel> reference_;
};

}  // namespace wervelwijzer::dmn
