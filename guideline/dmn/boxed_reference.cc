// Boxed expressions (DMN 1.3, clause 10.2.1).

#include "guideline/dmn/feel_loop.h"
#include "guideline/dmn/reference_parts.h"

namespace wervelwijzer::dmn {
namespace {

FramePtr Extended(const FramePtr& frame, const std::string& name, Value value) {
  auto inner = std::make_shared<Frame>();
  inner->outer = frame;
  inner->names.emplace_back(name, std::move(value));
  return inner;
}

// A boxed function, or the logic of a business knowledge model.
class BoxedFunction final : public Callable {
 public:
  BoxedFunction(const ReferenceModel::Impl& model, const ModelPart& part,
                const FunctionExpression& function, FramePtr frame, std::string result_type,
                std::string own_name)
      : model_(model),
        part_(part),
        function_(function),
        frame_(std::move(frame)),
        result_type_(std::move(result_type)),
        own_name_(std::move(own_name)) {
    for (const Variable& parameter : function.parameters) names_.push_back(parameter.name);
  }

  std::span<const std::string> parameters() const override { return names_; }

  Value Call(std::span<const Value> arguments, EvaluationState& state) const override {
    if (arguments.size() != names_.size() || function_.body == nullptr ||
        function_.kind != FunctionExpression::Kind::kFeel) {
      return {};
    }
    const TypeScope* outer = std::exchange(state.types, &part_.types);
    BoxedEvaluator evaluator(model_, part_, state);
    auto inner = std::make_shared<Frame>();
    inner->outer = own_name_.empty() ? frame_ : Extended(frame_, own_name_, Self());
    bool fits = true;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      Value argument = evaluator.Coerced(arguments[i], function_.parameters[i].type_ref);
      fits = fits && argument.is_null() == arguments[i].is_null();
      inner->names.emplace_back(names_[i], std::move(argument));
    }
    Value result;
    if (fits) {
      result = evaluator.Evaluate(*function_.body, inner, result_type_, nullptr);
      result = evaluator.Coerced(result, result_type_);
    }
    state.types = outer;
    return result;
  }

 private:
  // A copy: a function that holds itself would never be released.
  Value Self() const {
    return std::shared_ptr<const Callable>(std::make_shared<BoxedFunction>(*this));
  }

  const ReferenceModel::Impl& model_;
  const ModelPart& part_;
  const FunctionExpression& function_;
  FramePtr frame_;
  std::string result_type_;
  std::string own_name_;
  std::vector<std::string> names_;
};

}  // namespace

Value BoxedEvaluator::Evaluate(const Expression& expression, const FramePtr& frame,
                               const std::string& type, RuleList* rules) {
  if (state_.depth >= kMaxCallDepth || !state_.Charge(1)) return {};
  state_.depth += 3;  // a boxed expression takes more of the stack than a node of FEEL
  const std::string& own = expression.type_ref.empty() ? type : expression.type_ref;
  Value value = Coerced(EvaluateByKind(expression, frame, own, rules), expression.type_ref);
  state_.depth -= 3;
  return value;
}

Value BoxedEvaluator::EvaluateByKind(const Expression& expression, const FramePtr& frame,
                                     const std::string& type, RuleList* rules) {
  using Kind = Expression::Kind;
  const auto part = [&](const ExpressionPtr& inner, const FramePtr& in) {
    return inner ? Evaluate(*inner, in, "", nullptr) : Value();
  };
  switch (expression.kind) {
    case Kind::kLiteral:
      return EvaluateText(expression.literal.text, frame);
    case Kind::kDecisionTable:
      return EvaluateTable(expression.table, frame, type, rules);
    case Kind::kInvocation:
      return EvaluateInvocation(expression.invocation, frame);
    case Kind::kContext:
      return EvaluateContext(expression.context, frame);
    case Kind::kRelation:
      return EvaluateRelation(expression.relation, frame);
    case Kind::kFunction:
      return MakeFunction(expression.function, frame, "", "");
    case Kind::kIterator:
      return EvaluateIterator(expression.iterator, frame);
    case Kind::kList: {
      ValueList out;
      for (const ExpressionPtr& element : expression.list.elements) {
        out.push_back(part(element, frame));
      }
      return out;
    }
    case Kind::kConditional: {
      const Value condition = part(expression.conditional.condition, frame);
      if (!condition.is_null() && condition.AsBoolean() == nullptr) return {};
      return part(condition.IsTrue() ? expression.conditional.then_branch
                                     : expression.conditional.else_branch,
                  frame);
    }
    case Kind::kFilter: {
      bool sound = true;  // a condition that is neither a truth value nor a place has no answer
      Value found =
          Filter(part(expression.filter.in, frame), frame, state_, [&](const FramePtr& inner) {
            Value hit = part(expression.filter.match, inner);
            sound = sound && (hit.is_null() || hit.AsBoolean() || hit.AsNumber());
            return hit;
          });
      return sound ? found : Value();
    }
  }
  return {};
}

Value BoxedEvaluator::EvaluateText(const std::string& text, const FramePtr& frame) {
  if (text.empty()) return {};
  const FeelPtr node = model_.cache->Expression(text, frame);
  return node ? dmn::Evaluate(*node, frame, state_) : Value();
}

Value BoxedEvaluator::Coerced(const Value& value, const std::string& type) {
  return type.empty() ? value : Coerce(value, type, state_);
}

Value BoxedEvaluator::MakeFunction(const FunctionExpression& function, const FramePtr& frame,
                                   const std::string& result_type, const std::string& own_name) {
  return std::shared_ptr<const Callable>(
      std::make_shared<BoxedFunction>(model_, part_, function, frame, result_type, own_name));
}

Value BoxedEvaluator::EvaluateInvocation(const Invocation& invocation, const FramePtr& frame) {
  const Value callee = Evaluate(*invocation.callee, frame, "", nullptr);
  if (callee.AsFunction() == nullptr) return {};
  std::vector<std::pair<std::string, Value>> arguments;
  for (const Binding& binding : invocation.bindings) {
    Value value = binding.expression ? Evaluate(*binding.expression, frame, "", nullptr) : Value();
    arguments.emplace_back(binding.variable.name, std::move(value));
  }
  return callee.AsFunction()->CallByName(arguments, state_);
}

Value BoxedEvaluator::EvaluateContext(const ContextExpression& context, const FramePtr& frame) {
  ValueContext out;
  FramePtr inner = frame;
  for (const Binding& entry : context.entries) {
    // Inside a function of the context the later entries are not seen, nor the entry itself.
    Value value = Evaluate(*entry.expression, inner, entry.variable.type_ref, nullptr);
    value = Coerced(value, entry.variable.type_ref);
    if (entry.variable.name.empty()) return value;
    inner = Extended(inner, entry.variable.name, value);
    out.Set(entry.variable.name, std::move(value));
  }
  return out;
}

Value BoxedEvaluator::EvaluateRelation(const RelationExpression& relation, const FramePtr& frame) {
  ValueList out;
  for (const std::vector<ExpressionPtr>& row : relation.rows) {
    ValueContext line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line.Set(relation.columns[i].name, Evaluate(*row[i], frame, "", nullptr));
    }
    out.emplace_back(std::move(line));
  }
  return out;
}

Value BoxedEvaluator::EvaluateIterator(const IteratorExpression& iterator, const FramePtr& frame) {
  using Kind = IteratorExpression::Kind;
  const auto domain = DomainOf(Evaluate(*iterator.in, frame, "", nullptr), state_);
  if (!domain) return {};
  ValueList out;
  for (const Value& element : *domain) {
    if (!state_.Charge(1)) return {};
    FramePtr inner = Extended(frame, iterator.variable, element);
    if (iterator.kind == Kind::kFor && state_.Charge(std::ssize(out))) {
      inner = Extended(inner, "partial", out);
    }
    out.push_back(Evaluate(*iterator.body, inner, "", nullptr));
    const bool truth = out.back().is_null() || out.back().AsBoolean() != nullptr;
    if (iterator.kind != Kind::kFor && !truth) return {};
  }
  if (iterator.kind == Kind::kFor) return out;
  return Quantify(out,
                  iterator.kind == Kind::kSome ? FeelNode::Kind::kSome : FeelNode::Kind::kEvery);
}

}  // namespace wervelwijzer::dmn
