#pragma once

// Types: those of FEEL and the item definitions of models (DMN 1.3, clauses 7.3.2 and 10.3.2.9). A
// type is named by its text, as in a typeRef or after `instance of`.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "guideline/dmn/model.h"
#include "guideline/dmn/value.h"

namespace wervelwijzer::dmn {

struct EvaluationState;

// The item definitions that a model sees: its own and, under the name of the import, those of
// imported models. The models and scopes named must outlive it. Shared by threads.
class TypeScope {
 public:
  TypeScope() = default;
  explicit TypeScope(const Model* model) : model_(model) {}
  void AddImport(std::string prefix, const TypeScope* scope) {
    imports_.emplace_back(std::move(prefix), scope);
  }

  struct Found {
    const ItemDefinition* item = nullptr;  // null: no such definition
    const TypeScope* scope = nullptr;      // where its own type names are looked up
  };
  Found Find(std::string_view name) const;

 private:
  const Model* model_ = nullptr;
  std::vector<std::pair<std::string, const TypeScope*>> imports_;
};

// `value` if it is of that type, else what the implicit conversions make of it (a list of one to
// its element and back, a date to a date and time), else null. An empty, `Any` or unknown type
// takes everything. Allowed values are part of the type.
Value Coerce(const Value& value, std::string_view type, EvaluationState& state);

// The same against an item definition. `scope` is where its type names are looked up.
Value Coerce(const Value& value, const ItemDefinition& item, const TypeScope* scope,
             EvaluationState& state);

// `value instance of type`, without conversions. Null is of type Null only.
Value InstanceOf(const Value& value, std::string_view type, EvaluationState& state);

}  // namespace wervelwijzer::dmn
