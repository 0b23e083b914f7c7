#include "guideline/dmn/feel_builtins.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string>

namespace wervelwijzer::dmn {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::vector<std::string> Split(std::string_view text, char at) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(at), text.size());
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

class BuiltInCallable final : public Callable {
 public:
  enum class Lists { kMeant, kUnwrapped };
  BuiltInCallable(const BuiltInFunction& function, Lists lists)
      : function_(function), lists_(lists) {
    for (const std::string& row : Split(function.parameters, '|'))
      forms_.push_back(Split(row, ','));
    if (forms_.empty()) forms_.emplace_back();
  }

  std::span<const std::string> parameters() const override { return forms_.front(); }

  Value Call(std::span<const Value> arguments, EvaluationState& state) const override {
    const auto count = std::ssize(arguments);
    if (count < function_.min_arguments) return {};
    if (function_.max_arguments >= 0 && count > function_.max_arguments) return {};
    if (lists_ == Lists::kMeant) return function_.call(arguments, state);
    // A list of one stands for its element where no list is meant (clause 10.3.2.9.4).
    std::vector<Value> bare(arguments.begin(), arguments.end());
    for (Value& argument : bare) {
      if (argument.is_list() && argument.AsList()->size() == 1) {
        argument = Value(argument.AsList()->front());
      }
    }
    return function_.call(bare, state);
  }

  // The first form that knows all the names. What is left out at the end is not passed, what is
  // left out before is null.
  Value CallByName(std::span<const std::pair<std::string, Value>> arguments,
                   EvaluationState& state) const override {
    for (const std::vector<std::string>& form : forms_) {
      std::vector<Value> sorted(form.size());
      std::vector<bool> given(form.size());
      if (!Sort(form, arguments, sorted, given)) continue;
      while (!given.empty() && !given.back()) given.pop_back();
      sorted.resize(given.size());
      return Call(sorted, state);
    }
    return {};
  }

 private:
  static bool Sort(const std::vector<std::string>& form,
                   std::span<const std::pair<std::string, Value>> arguments,
                   std::vector<Value>& sorted, std::vector<bool>& given) {
    for (const auto& [name, value] : arguments) {
      const auto place = std::ranges::find(form, name) - form.begin();
      if (place == std::ssize(form) || given[place]) return false;
      given[place] = true;
      sorted[place] = value;
    }
    return true;
  }

  const BuiltInFunction& function_;
  Lists lists_;
  Rows forms_;
};

using Registry = std::map<std::string, Value, std::less<>>;

void Register(std::span<const BuiltInFunction> group, BuiltInCallable::Lists lists,
              Registry& registry) {
  for (const BuiltInFunction& function : group) {
    std::shared_ptr<const Callable> callable = std::make_shared<BuiltInCallable>(function, lists);
    registry.emplace(std::string(function.name), Value(std::move(callable)));
  }
}

Registry MakeRegistry() {
  using Lists = BuiltInCallable::Lists;
  Registry registry;
  Register(NumberFunctions(), Lists::kMeant, registry);
  Register(StringFunctions(), Lists::kUnwrapped, registry);
  Register(AnyFunctions(), Lists::kMeant, registry);
  Register(ListFunctions(), Lists::kMeant, registry);
  Register(TemporalFunctions(), Lists::kMeant, registry);
  Register(ContextFunctions(), Lists::kMeant, registry);
  Register(RangeFunctions(), Lists::kMeant, registry);
  return registry;
}

}  // namespace

Value BuiltIn(std::string_view name) {
  static const Registry registry = MakeRegistry();
  const auto found = registry.find(name);
  return found == registry.end() ? Value() : found->second;
}

}  // namespace wervelwijzer::dmn
