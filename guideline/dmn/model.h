#pragma once

// A DMN model as it stands in the file: nothing compiled, nothing checked beyond its form. Written by
// the reader (reader.h), read by the reference evaluator (reference.h) and the compiler (program.h).
// Names follow the DMN specification (1.3, clauses 6 to 10).

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace wervelwijzer::dmn {

struct SourcePlace {
  int line = 0;
};

struct ItemDefinition {
  std::string name;
  std::string type_ref;        // of a simple type; empty for a structure
  std::string allowed_values;  // unary tests as text; empty when open
  bool is_collection = false;
  std::vector<ItemDefinition> components;
  bool is_function = false;
  SourcePlace place;
};

struct Expression;
using ExpressionPtr = std::unique_ptr<Expression>;

struct Variable {
  std::string name;
  std::string type_ref;
};

struct LiteralExpression {
  std::string text;  // FEEL
};

struct Binding {
  Variable variable;
  ExpressionPtr expression;
};

struct Invocation {
  ExpressionPtr callee;
  std::vector<Binding> bindings;
};

struct ContextExpression {
  // An entry without a variable name is the result of the context.
  std::vector<Binding> entries;
};

struct ListExpression {
  std::vector<ExpressionPtr> elements;
};

struct RelationExpression {
  std::vector<Variable> columns;
  std::vector<std::vector<ExpressionPtr>> rows;
};

struct FunctionExpression {
  enum class Kind { kFeel, kJava, kPmml };
  Kind kind = Kind::kFeel;
  std::vector<Variable> parameters;
  ExpressionPtr body;
};

struct ConditionalExpression {
  ExpressionPtr condition, then_branch, else_branch;
};

struct FilterExpression {
  ExpressionPtr in, match;
};

struct IteratorExpression {
  enum class Kind { kFor, kSome, kEvery };
  Kind kind = Kind::kFor;
  std::string variable;
  ExpressionPtr in, body;  // body: `return` or `satisfies`
};

enum class HitPolicy { kUnique, kAny, kPriority, kFirst, kRuleOrder, kOutputOrder, kCollect };
enum class Aggregation { kNone, kSum, kCount, kMin, kMax };

const char* HitPolicyName(HitPolicy policy);  // `UNIQUE`, `RULE ORDER`, …

struct InputClause {
  std::string id;
  std::string label;
  std::string expression;    // FEEL
  std::string type_ref;
  std::string input_values;  // unary tests; empty when not given
  SourcePlace place;
};

struct OutputClause {
  std::string id;
  std::string name;
  std::string label;
  std::string type_ref;
  std::string output_values;   // in order of priority for P and O
  std::string default_output;  // FEEL; empty when not given
  SourcePlace place;
};

// Where a rule comes from; `ww:provenance` in the rule's extensionElements. Namespace
// `https://wervelwijzer.nl/dmn/provenance/1`. All attributes of the element, by local name.
struct Provenance {
  std::vector<std::pair<std::string, std::string>> attributes;
  // The value, or empty.
  const std::string& Get(const std::string& name) const;
};

struct Rule {
  std::string id;
  std::string description;
  std::vector<std::string> input_entries;   // unary tests as text
  std::vector<std::string> output_entries;  // FEEL
  std::vector<std::string> annotations;
  std::optional<Provenance> provenance;
  SourcePlace place;
};

struct DecisionTable {
  HitPolicy hit_policy = HitPolicy::kUnique;
  Aggregation aggregation = Aggregation::kNone;
  std::vector<InputClause> inputs;
  std::vector<OutputClause> outputs;
  std::vector<std::string> annotation_names;
  std::vector<Rule> rules;
  std::string output_label;
};

struct Expression {
  std::string id;
  std::string type_ref;
  SourcePlace place;
  enum class Kind {
    kLiteral, kDecisionTable, kInvocation, kContext, kList, kRelation, kFunction, kConditional,
    kFilter, kIterator
  };
  Kind kind = Kind::kLiteral;
  // Exactly the member that `kind` names is set.
  LiteralExpression literal;
  DecisionTable table;
  Invocation invocation;
  ContextExpression context;
  ListExpression list;
  RelationExpression relation;
  FunctionExpression function;
  ConditionalExpression conditional;
  FilterExpression filter;
  IteratorExpression iterator;
};

struct InputData {
  std::string id;
  std::string name;
  Variable variable;
  SourcePlace place;
};

struct Decision {
  std::string id;
  std::string name;
  std::string description;
  std::string question;
  std::string allowed_answers;
  Variable variable;
  std::vector<std::string> required_decisions;  // ids, or namespace#id of an imported model
  std::vector<std::string> required_inputs;
  std::vector<std::string> required_knowledge;
  std::vector<std::string> required_authorities;
  ExpressionPtr expression;  // null: no decision logic
  std::optional<Provenance> provenance;
  SourcePlace place;
};

struct BusinessKnowledgeModel {
  std::string id;
  std::string name;
  Variable variable;
  FunctionExpression logic;
  bool has_logic = false;
  std::vector<std::string> required_knowledge;
  SourcePlace place;
};

struct DecisionService {
  std::string id;
  std::string name;
  Variable variable;
  std::vector<std::string> output_decisions, encapsulated_decisions, input_decisions, input_data;
  SourcePlace place;
};

struct KnowledgeSource {
  std::string id;
  std::string name;
  std::string description;
  std::string location_uri;
  std::string type;
  SourcePlace place;
};

struct Import {
  std::string name;  // prefix under which the imported names are seen; may be empty
  std::string name_space;
  std::string location_uri;
};

struct Model {
  std::string file;  // as told to the reader, for messages
  std::string id;
  std::string name;
  std::string name_space;
  std::string dmn_namespace;  // tells the version of DMN
  std::string description;
  std::vector<Import> imports;
  std::vector<ItemDefinition> item_definitions;
  std::vector<InputData> input_data;
  std::vector<Decision> decisions;
  std::vector<BusinessKnowledgeModel> knowledge_models;
  std::vector<DecisionService> decision_services;
  std::vector<KnowledgeSource> knowledge_sources;
};

}  // namespace wervelwijzer::dmn
