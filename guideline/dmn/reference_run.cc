// One evaluation over the requirement graph (DMN 1.3, clauses 6 and 10.4).

#include <algorithm>

#include "guideline/dmn/reference_parts.h"

namespace wervelwijzer::dmn {
namespace {

// A decision service as a function: its input data, then its input decisions.
class ServiceFunction final : public Callable {
 public:
  ServiceFunction(const ReferenceModel::Impl& model, const Element& element)
      : model_(model), element_(element) {
    const DecisionService& service = *element.service;
    for (const auto* references : {&service.input_data, &service.input_decisions}) {
      for (const std::string& reference : *references) {
        const Element* input = model.Resolve(*element.part, reference);
        names_.push_back(input ? input->variable().name : std::string());
        types_.push_back(input ? input->variable().type_ref : std::string());
        parts_.push_back(input ? input->part : element.part);
      }
    }
  }

  std::span<const std::string> parameters() const override { return names_; }

  Value Call(std::span<const Value> arguments, EvaluationState& state) const override {
    if (arguments.size() != names_.size()) return {};
    if (state.depth >= kMaxCallDepth || !state.Charge(1)) return {};
    state.depth += 3;
    const TypeScope* outer = state.types;
    ValueContext inputs;
    bool fits = true;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      state.types = &parts_[i]->types;
      Value argument = types_[i].empty() ? arguments[i] : Coerce(arguments[i], types_[i], state);
      fits = fits && argument.is_null() == arguments[i].is_null();
      inputs.Set(names_[i], std::move(argument));
    }
    Value result = fits ? ReferenceRun(model_, inputs, state).ServiceValue(element_) : Value();
    state.types = outer;
    state.depth -= 3;
    return result;
  }

 private:
  const ReferenceModel::Impl& model_;
  Element element_;
  std::vector<std::string> names_, types_;
  std::vector<const ModelPart*> parts_;
};

// The name under which `part` sees the model of `other`: no value when it is its own.
const std::string* PrefixOf(const ModelPart& part, const ModelPart& other) {
  if (&part == &other) return nullptr;
  for (const auto& [name, imported] : part.imports) {
    if (imported == &other) return name.empty() ? nullptr : &name;
  }
  return nullptr;
}

void SetUnder(const std::string& prefix, const std::string& name, const Value& value,
              Frame& frame) {
  for (auto& [key, existing] : frame.names) {
    if (key != prefix || existing.AsContext() == nullptr) continue;
    ValueContext extended = *existing.AsContext();
    extended.Set(name, value);
    existing = Value(std::move(extended));
    return;
  }
  ValueContext context;
  context.Set(name, value);
  frame.names.emplace_back(prefix, Value(std::move(context)));
}

}  // namespace

ReferenceRun::ReferenceRun(const ReferenceModel::Impl& model, const ValueContext& inputs,
                           TimePoint now)
    : model_(model), inputs_(inputs), state_(&own_state_) {
  own_state_.now = now;
}

ReferenceRun::ReferenceRun(const ReferenceModel::Impl& model, const ValueContext& inputs,
                           EvaluationState& state)
    : model_(model), inputs_(inputs), state_(&state) {}

Value ReferenceRun::InputValue(const Element& element) {
  const Value* given = inputs_.Find(element.input->name);
  // Input data that bear the name of a constant stand for it.
  if (given == nullptr) given = model_.constants.Find(element.input->name);
  if (given == nullptr) return {};
  BoxedEvaluator evaluator(model_, *element.part, *state_);
  const TypeScope* outer = std::exchange(state_->types, &element.part->types);
  Value value = evaluator.Coerced(*given, element.input->variable.type_ref);
  state_->types = outer;
  return value;
}

FramePtr ReferenceRun::ConstantsFrame() const {
  auto frame = std::make_shared<Frame>();
  frame->names = model_.constants.entries();
  return frame;
}

Value ReferenceRun::FunctionOf(const Element& element) const {
  OpenList open;
  return KnowledgeFunction(element, open);
}

Value ReferenceRun::KnowledgeFunction(const Element& element, OpenList& open) const {
  if (element.service != nullptr) {
    return std::shared_ptr<const Callable>(std::make_shared<ServiceFunction>(model_, element));
  }
  const BusinessKnowledgeModel* knowledge = element.knowledge;
  const bool circle = std::ranges::find(open, knowledge) != open.end();
  if (knowledge == nullptr || !knowledge->has_logic || circle) return {};
  open.push_back(knowledge);
  auto frame = std::make_shared<Frame>();
  frame->outer = ConstantsFrame();
  for (const std::string& reference : knowledge->required_knowledge) {
    const Element* other = model_.Resolve(*element.part, reference);
    if (other == nullptr) continue;
    const std::string* prefix = PrefixOf(*element.part, *other->part);
    const Value function = KnowledgeFunction(*other, open);
    if (prefix != nullptr) SetUnder(*prefix, other->variable().name, function, *frame);
    frame->names.emplace_back(other->variable().name, function);
  }
  open.pop_back();
  EvaluationState unused;
  return BoxedEvaluator(model_, *element.part, unused)
      .MakeFunction(knowledge->logic, frame, knowledge->variable.type_ref,
                    knowledge->variable.name);
}

Value ReferenceRun::ValueOf(const Element& element) {
  if (element.input != nullptr) return InputValue(element);
  if (element.decision != nullptr) return DecisionValue(element, nullptr);
  return FunctionOf(element);
}

// Names of another model are seen under the name of its import and, where nothing else bears the
// name, bare.
void ReferenceRun::Bind(const ModelPart& part, const std::string& reference, Frame& frame) {
  const Element* element = model_.Resolve(part, reference);
  if (element == nullptr) return;
  const Value value = ValueOf(*element);
  const std::string& name = element->variable().name;
  if (const std::string* prefix = PrefixOf(part, *element->part)) {
    SetUnder(*prefix, name, value, frame);
  }
  frame.names.emplace_back(name, value);
}

FramePtr ReferenceRun::FrameOf(const Element& element) {
  const Decision& decision = *element.decision;
  auto frame = std::make_shared<Frame>();
  frame->outer = ConstantsFrame();
  for (const auto* references :
       {&decision.required_inputs, &decision.required_decisions, &decision.required_knowledge}) {
    for (const std::string& reference : *references) Bind(*element.part, reference, *frame);
  }
  return frame;
}

Value ReferenceRun::DecisionValue(const Element& element, RuleList* rules) {
  const Decision& decision = *element.decision;
  if (const Value* given = inputs_.Find(decision.name)) {
    return BoxedEvaluator(model_, *element.part, *state_)
        .Coerced(*given, decision.variable.type_ref);
  }
  if (const auto known = done_.find(&decision); known != done_.end()) return known->second;
  if (state_->depth >= kMaxCallDepth || decision.expression == nullptr) return {};
  done_[&decision] = Value();  // a decision that requires itself finds null
  state_->depth += 10;
  const TypeScope* outer = std::exchange(state_->types, &element.part->types);
  const FramePtr frame = FrameOf(element);
  state_->types = &element.part->types;
  BoxedEvaluator evaluator(model_, *element.part, *state_);
  const std::string& type = decision.variable.type_ref;
  Value value = evaluator.Evaluate(*decision.expression, frame, type, rules);
  value = evaluator.Coerced(value, type);
  state_->types = outer;
  state_->depth -= 10;
  done_[&decision] = value;
  return value;
}

Value ReferenceRun::ServiceValue(const Element& element) {
  // Input decisions are given by the caller or null; their own logic is outside the service.
  for (const std::string& reference : element.service->input_decisions) {
    const Element* input = model_.Resolve(*element.part, reference);
    if (input != nullptr && input->decision != nullptr) done_[input->decision] = Value();
  }
  ValueContext out;
  for (const std::string& reference : element.service->output_decisions) {
    const Element* decision = model_.Resolve(*element.part, reference);
    if (decision == nullptr || decision->decision == nullptr) return {};
    out.Set(decision->variable().name, DecisionValue(*decision, nullptr));
  }
  const Value value = out.size() == 1 ? out.entries()[0].second : Value(out);
  BoxedEvaluator evaluator(model_, *element.part, *state_);
  const TypeScope* outer = std::exchange(state_->types, &element.part->types);
  Value result = evaluator.Coerced(value, element.service->variable.type_ref);
  state_->types = outer;
  return result;
}

}  // namespace wervelwijzer::dmn
