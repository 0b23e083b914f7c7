#pragma once

// What the parts of the reference evaluator share (reference.cc, boxed_reference.cc,
// table_reference.cc). Not for use elsewhere.

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "guideline/dmn/feel_eval.h"
#include "guideline/dmn/feel_type.h"
#include "guideline/dmn/reference.h"

namespace wervelwijzer::dmn {

// One model with its types and the models it imports.
struct ModelPart {
  const Model* model = nullptr;
  TypeScope types;
  std::vector<std::pair<std::string, const ModelPart*>> imports;  // by name, may be empty
};

// Something that a requirement or a name points at.
struct Element {
  const ModelPart* part = nullptr;
  const InputData* input = nullptr;
  const Decision* decision = nullptr;
  const BusinessKnowledgeModel* knowledge = nullptr;
  const DecisionService* service = nullptr;
  const Variable& variable() const;
};

// Texts parsed once, by their address in the model: the names that are in scope at one place are
// always the same. Shared by threads.
class TextCache {
 public:
  explicit TextCache(std::vector<std::string> members) : members_(std::move(members)) {}
  // Null when the text cannot be read.
  FeelPtr Expression(const std::string& text, const FramePtr& frame);
  std::shared_ptr<const UnaryTests> Tests(const std::string& text, const FramePtr& frame);

 private:
  std::mutex mutex_;
  std::vector<std::string> members_;
  std::unordered_map<const std::string*, FeelPtr> expressions_;
  std::unordered_map<const std::string*, std::shared_ptr<const UnaryTests>> tests_;
};

struct ReferenceModel::Impl {
  std::vector<std::unique_ptr<ModelPart>> parts;
  std::map<std::string, Element, std::less<>> by_id;  // `namespace#id`
  ValueContext constants;
  mutable std::unique_ptr<TextCache> cache;

  // By name, in the order of the models; only the kind asked for. Null part when there is none.
  Element FindDecision(std::string_view name) const;
  Element FindKnowledge(std::string_view name) const;
  Element FindService(std::string_view name) const;
  // What `reference` in a model means: `id`, or `namespace#id`. Null when it points nowhere.
  const Element* Resolve(const ModelPart& part, const std::string& reference) const;
};

// Which rules of a table held.
using RuleList = std::vector<std::size_t>;

// One evaluation: inputs, what has been computed, and the work that is left.
class ReferenceRun {
 public:
  ReferenceRun(const ReferenceModel::Impl& model, const ValueContext& inputs, TimePoint now);
  // As part of another run: shares its limits.
  ReferenceRun(const ReferenceModel::Impl& model, const ValueContext& inputs,
               EvaluationState& state);

  // `rules` may be null.
  Value DecisionValue(const Element& element, RuleList* rules);
  Value ServiceValue(const Element& element);
  // A knowledge model or a decision service as a function.
  Value FunctionOf(const Element& element) const;

  EvaluationState& state() { return *state_; }

 private:
  // Models that require each other in a circle find each other one level deep only.
  using OpenList = std::vector<const BusinessKnowledgeModel*>;
  Value KnowledgeFunction(const Element& element, OpenList& open) const;
  FramePtr ConstantsFrame() const;
  FramePtr FrameOf(const Element& decision);
  Value InputValue(const Element& element);
  Value ValueOf(const Element& element);
  void Bind(const ModelPart& part, const std::string& reference, Frame& frame);

  const ReferenceModel::Impl& model_;
  const ValueContext& inputs_;
  EvaluationState own_state_;
  EvaluationState* state_;
  std::map<const Decision*, Value> done_;
};

// Evaluates boxed expressions in one model. Light; made where needed.
class BoxedEvaluator {
 public:
  BoxedEvaluator(const ReferenceModel::Impl& model, const ModelPart& part, EvaluationState& state)
      : model_(model), part_(part), state_(state) {}

  // `type` is the type that the caller expects, for the priorities of a table; may be empty.
  // `rules` may be null.
  Value Evaluate(const Expression& expression, const FramePtr& frame, const std::string& type,
                 RuleList* rules);
  // FEEL text of the model. Text that cannot be read, and empty text, is null.
  Value EvaluateText(const std::string& text, const FramePtr& frame);
  // A function definition with the names around it. Under `own_name`, if any, the body sees the
  // function itself.
  Value MakeFunction(const FunctionExpression& function, const FramePtr& frame,
                     const std::string& result_type, const std::string& own_name);

  // table_reference.cc
  Value EvaluateTable(const DecisionTable& table, const FramePtr& frame, const std::string& type,
                      RuleList* rules);
  Value Coerced(const Value& value, const std::string& type);

 private:
  struct Match;
  Value EvaluateByKind(const Expression& expression, const FramePtr& frame, const std::string& type,
                       RuleList* rules);
  Value EvaluateInvocation(const Invocation& invocation, const FramePtr& frame);
  Value EvaluateContext(const ContextExpression& context, const FramePtr& frame);
  Value EvaluateRelation(const RelationExpression& relation, const FramePtr& frame);
  Value EvaluateIterator(const IteratorExpression& iterator, const FramePtr& frame);

  // table_reference.cc
  bool RuleHolds(const Rule& rule, const ValueList& inputs, const FramePtr& frame);
  bool AreAllowed(const DecisionTable& table, const ValueList& inputs, const FramePtr& frame);
  Value OutputOf(const DecisionTable& table, const std::vector<std::string>& texts,
                 const FramePtr& frame);
  Value DefaultOf(const DecisionTable& table, const FramePtr& frame);
  Value Aggregated(Aggregation aggregation, ValueList outputs);
  ValueList SortedByPriority(const DecisionTable& table, const ValueList& outputs,
                             const std::string& type, const FramePtr& frame);
  std::size_t RankOf(const Value& value, const std::string& allowed, const FramePtr& frame);
  std::string AllowedOutputs(const DecisionTable& table, std::size_t column,
                             const std::string& type) const;

  const ReferenceModel::Impl& model_;
  const ModelPart& part_;
  EvaluationState& state_;
};

}  // namespace wervelwijzer::dmn
