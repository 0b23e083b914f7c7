#include "guideline/dmn/reference.h"

#include <utility>

#include "guideline/dmn/reference_parts.h"

namespace wervelwijzer::dmn {
namespace {

void CollectMembers(const Expression* expression, std::vector<std::string>& out);

void CollectMembers(const std::vector<Binding>& bindings, std::vector<std::string>& out) {
  for (const Binding& binding : bindings) {
    out.push_back(binding.variable.name);
    CollectMembers(binding.expression.get(), out);
  }
}

// The names that values made by the expression can have as entries.
void CollectMembers(const Expression* expression, std::vector<std::string>& out) {
  if (expression == nullptr) return;
  CollectMembers(expression->context.entries, out);
  for (const Binding& binding : expression->invocation.bindings) {
    CollectMembers(binding.expression.get(), out);
  }
  CollectMembers(expression->function.body.get(), out);
  for (const OutputClause& output : expression->table.outputs) out.push_back(output.name);
  for (const Variable& column : expression->relation.columns) out.push_back(column.name);
  for (const ExpressionPtr& element : expression->list.elements) CollectMembers(element.get(), out);
  for (const ExpressionPtr* part :
       {&expression->conditional.then_branch, &expression->conditional.else_branch,
        &expression->filter.in, &expression->iterator.body, &expression->iterator.in}) {
    CollectMembers(part->get(), out);
  }
}

void CollectMembers(const std::vector<ItemDefinition>& items, std::vector<std::string>& out) {
  for (const ItemDefinition& item : items) {
    out.push_back(item.name);
    CollectMembers(item.components, out);
  }
}

std::vector<std::string> MembersOf(std::span<const Model> models) {
  std::vector<std::string> out;
  for (const Model& model : models) {
    CollectMembers(model.item_definitions, out);
    for (const InputData& input : model.input_data) out.push_back(input.name);
    for (const DecisionService& service : model.decision_services) out.push_back(service.name);
    for (const Decision& decision : model.decisions) {
      out.push_back(decision.name);
      CollectMembers(decision.expression.get(), out);
    }
    for (const BusinessKnowledgeModel& knowledge : model.knowledge_models) {
      out.push_back(knowledge.name);
      CollectMembers(knowledge.logic.body.get(), out);
    }
  }
  std::erase_if(out, [](const std::string& name) { return IsPlainWord(name); });
  return out;
}

void IndexElements(const ModelPart& part, std::map<std::string, Element, std::less<>>& by_id) {
  const Model& model = *part.model;
  const auto add = [&](const std::string& id) -> Element& {
    Element& element = by_id[model.name_space + "#" + id];
    element.part = &part;
    return element;
  };
  for (const InputData& input : model.input_data) add(input.id).input = &input;
  for (const Decision& decision : model.decisions) add(decision.id).decision = &decision;
  for (const auto& knowledge : model.knowledge_models) add(knowledge.id).knowledge = &knowledge;
  for (const auto& service : model.decision_services) add(service.id).service = &service;
}

// Binds the imports of one model. kNotFound when a model is not there.
Status LinkImports(ModelPart& part, std::span<const std::unique_ptr<ModelPart>> parts) {
  for (const Import& import : part.model->imports) {
    const ModelPart* found = nullptr;
    for (const auto& other : parts) {
      if (other->model->name_space == import.name_space) found = other.get();
    }
    if (found == nullptr) {
      return Error{ErrorKind::kNotFound,
                   "model `" + import.name_space + "` is imported but not given", part.model->file};
    }
    part.imports.emplace_back(import.name, found);
    part.types.AddImport(import.name, &found->types);
  }
  return {};
}

template <typename Item>
const Item* FindByName(const std::vector<Item>& items, std::string_view name) {
  for (const Item& item : items) {
    if (item.name == name) return &item;
  }
  return nullptr;
}

Error NotFound(const char* what, std::string_view name) {
  return {
      ErrorKind::kNotFound, std::string(what) + " `" + std::string(name) + "` is not known", {}};
}

FramePtr FrameOfNames(const ValueContext& names) {
  auto frame = std::make_shared<Frame>();
  frame->names = names.entries();
  return frame;
}

// The names of entries in `value`, at any depth.
void CollectEntryNames(const Value& value, int depth, std::vector<std::string>& out) {
  constexpr int kDeepest = 20;
  if (depth > kDeepest) return;
  if (value.AsList() != nullptr) {
    for (const Value& element : *value.AsList()) CollectEntryNames(element, depth + 1, out);
  }
  if (value.AsContext() == nullptr) return;
  for (const auto& [name, entry] : value.AsContext()->entries()) {
    if (!IsPlainWord(name)) out.push_back(name);
    CollectEntryNames(entry, depth + 1, out);
  }
}

FeelNames NamesWithMembers(const FramePtr& frame) {
  FeelNames names = NamesOf(frame);
  for (const auto& [name, value] : frame->names) CollectEntryNames(value, 0, names.members);
  return names;
}

}  // namespace

const Variable& Element::variable() const {
  if (input != nullptr) return input->variable;
  if (decision != nullptr) return decision->variable;
  return knowledge != nullptr ? knowledge->variable : service->variable;
}

FeelPtr TextCache::Expression(const std::string& text, const FramePtr& frame) {
  const std::lock_guard lock(mutex_);
  const auto [place, added] = expressions_.try_emplace(&text);
  if (added) {
    FeelNames names = NamesOf(frame);
    names.members = members_;
    Result<FeelPtr> parsed = ParseExpression(text, names);
    if (parsed.ok()) place->second = *parsed;
  }
  return place->second;
}

std::shared_ptr<const UnaryTests> TextCache::Tests(const std::string& text, const FramePtr& frame) {
  const std::lock_guard lock(mutex_);
  const auto [place, added] = tests_.try_emplace(&text);
  if (added) {
    FeelNames names = NamesOf(frame);
    names.members = members_;
    Result<UnaryTests> parsed = ParseUnaryTests(text, names);
    if (parsed.ok()) place->second = std::make_shared<const UnaryTests>(std::move(*parsed));
  }
  return place->second;
}

Element ReferenceModel::Impl::FindDecision(std::string_view name) const {
  for (const auto& part : parts) {
    const Decision* found = FindByName(part->model->decisions, name);
    if (found != nullptr) return {part.get(), nullptr, found, nullptr, nullptr};
  }
  return {};
}

Element ReferenceModel::Impl::FindKnowledge(std::string_view name) const {
  for (const auto& part : parts) {
    const auto* found = FindByName(part->model->knowledge_models, name);
    if (found != nullptr) return {part.get(), nullptr, nullptr, found, nullptr};
  }
  return {};
}

Element ReferenceModel::Impl::FindService(std::string_view name) const {
  for (const auto& part : parts) {
    const auto* found = FindByName(part->model->decision_services, name);
    if (found != nullptr) return {part.get(), nullptr, nullptr, nullptr, found};
  }
  return {};
}

const Element* ReferenceModel::Impl::Resolve(const ModelPart& part,
                                             const std::string& reference) const {
  auto found = by_id.find(part.model->name_space + "#" + reference);
  if (found == by_id.end()) found = by_id.find(reference);
  return found == by_id.end() ? nullptr : &found->second;
}

Result<ReferenceModel> ReferenceModel::Build(std::span<const Model> models,
                                             const ValueContext& constants) {
  auto impl = std::make_unique<Impl>();
  impl->constants = constants;
  impl->cache = std::make_unique<TextCache>(MembersOf(models));
  for (const Model& model : models) {
    for (const auto& other : impl->parts) {
      if (other->model->name_space != model.name_space) continue;
      return InvalidInput(
          "namespace `" + model.name_space + "` is also that of `" + other->model->file + "`",
          model.file);
    }
    auto part = std::make_unique<ModelPart>();
    part->model = &model;
    part->types = TypeScope(&model);
    impl->parts.push_back(std::move(part));
  }
  for (const auto& part : impl->parts) {
    if (Status status = LinkImports(*part, impl->parts); !status.ok()) return status.error();
    IndexElements(*part, impl->by_id);
  }
  return ReferenceModel(std::move(impl));
}

ReferenceModel::ReferenceModel(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ReferenceModel::ReferenceModel(ReferenceModel&&) noexcept = default;
ReferenceModel& ReferenceModel::operator=(ReferenceModel&&) noexcept = default;
ReferenceModel::~ReferenceModel() = default;

Result<Value> ReferenceModel::EvaluateDecision(std::string_view name, const ValueContext& inputs,
                                               TimePoint now) const {
  Result<TableAnswer> answer = EvaluateTable(name, inputs, now);
  if (!answer.ok()) return answer.error();
  return std::move(answer->value);
}

Result<ReferenceModel::TableAnswer> ReferenceModel::EvaluateTable(std::string_view name,
                                                                  const ValueContext& inputs,
                                                                  TimePoint now) const {
  const Element element = impl_->FindDecision(name);
  if (element.part == nullptr) return NotFound("decision", name);
  TableAnswer answer;
  answer.value = ReferenceRun(*impl_, inputs, now).DecisionValue(element, &answer.rules);
  return answer;
}

Result<Value> ReferenceModel::EvaluateKnowledge(std::string_view name,
                                                const ValueContext& parameters,
                                                TimePoint now) const {
  const Element element = impl_->FindKnowledge(name);
  if (element.part == nullptr) return NotFound("business knowledge model", name);
  ReferenceRun run(*impl_, parameters, now);
  const Value function = run.FunctionOf(element);
  if (function.AsFunction() == nullptr) return Value();
  return function.AsFunction()->CallByName(parameters.entries(), run.state());
}

Result<Value> ReferenceModel::EvaluateService(std::string_view name, const ValueContext& inputs,
                                              TimePoint now) const {
  const Element element = impl_->FindService(name);
  if (element.part == nullptr) return NotFound("decision service", name);
  return ReferenceRun(*impl_, inputs, now).ServiceValue(element);
}

Result<Value> EvaluateLiteral(std::string_view text, const ValueContext& names, TimePoint now) {
  const FramePtr frame = FrameOfNames(names);
  const Result<FeelPtr> node = ParseExpression(text, NamesWithMembers(frame));
  if (!node.ok()) return node.error();
  EvaluationState state;
  state.now = now;
  return Evaluate(**node, frame, state);
}

Result<Value> EvaluateCell(std::string_view text, const Value& input, const ValueContext& names,
                           TimePoint now) {
  const FramePtr frame = FrameOfNames(names);
  const Result<UnaryTests> tests = ParseUnaryTests(text, NamesWithMembers(frame));
  if (!tests.ok()) return tests.error();
  EvaluationState state;
  state.now = now;
  return EvaluateTests(*tests, input, frame, state);
}

}  // namespace wervelwijzer::dmn
