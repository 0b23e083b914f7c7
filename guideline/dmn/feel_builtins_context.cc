// Contexts: clause 10.3.4.6.

#include <array>

#include "guideline/dmn/feel_builtins.h"

namespace wervelwijzer::dmn {
namespace {

using Arguments = std::span<const Value>;

Value GetValue(Arguments arguments, EvaluationState&) {
  const ValueContext* context = arguments[0].AsContext();
  const std::string* key = arguments[1].AsString();
  const Value* found = context && key ? context->Find(*key) : nullptr;
  return found ? *found : Value();
}

Value GetEntries(Arguments arguments, EvaluationState&) {
  const ValueContext* context = arguments[0].AsContext();
  if (!context) return {};
  ValueList out;
  for (const auto& [name, value] : context->entries()) {
    ValueContext entry;
    entry.Set("key", name);
    entry.Set("value", value);
    out.emplace_back(std::move(entry));
  }
  return out;
}

// context(entries): the way back of get entries.
Value MakeContext(Arguments arguments, EvaluationState&) {
  const ValueList single = {arguments[0]};
  const ValueList& entries = arguments[0].is_list() ? *arguments[0].AsList() : single;
  ValueContext out;
  for (const Value& entry : entries) {
    const ValueContext* context = entry.AsContext();
    const Value* key = context ? context->Find("key") : nullptr;
    const Value* value = context ? context->Find("value") : nullptr;
    if (!key || !value || !key->AsString() || out.Find(*key->AsString())) return {};
    out.Set(*key->AsString(), *value);
  }
  return out;
}

// `context` with `value` at the path of keys.
Value PutAt(const Value& context, std::span<const Value> keys, const Value& value) {
  if (!context.AsContext() || keys.empty() || !keys[0].AsString()) return {};
  ValueContext out = *context.AsContext();
  const std::string& key = *keys[0].AsString();
  if (keys.size() == 1) {
    out.Set(key, value);
    return out;
  }
  const Value* inner = out.Find(key);
  Value replaced = inner ? PutAt(*inner, keys.subspan(1), value) : Value();
  if (replaced.is_null()) return {};
  out.Set(key, std::move(replaced));
  return out;
}

Value ContextPut(Arguments arguments, EvaluationState&) {
  if (const ValueList* keys = arguments[1].AsList()) {
    return keys->size() > 100 ? Value() : PutAt(arguments[0], *keys, arguments[2]);
  }
  return PutAt(arguments[0], arguments.subspan(1, 1), arguments[2]);
}

Value ContextMerge(Arguments arguments, EvaluationState&) {
  const ValueList single = {arguments[0]};
  const ValueList& parts = arguments[0].is_list() ? *arguments[0].AsList() : single;
  ValueContext out;
  for (const Value& part : parts) {
    if (!part.AsContext()) return {};
    for (const auto& [name, value] : part.AsContext()->entries()) out.Set(name, value);
  }
  return out;
}

constexpr std::array<BuiltInFunction, 5> kFunctions = {{
    {"get value", 2, 2, GetValue, "m,key"},
    {"get entries", 1, 1, GetEntries, "m"},
    {"context", 1, 1, MakeContext, "entries"},
    {"context put", 3, 3, ContextPut, "context,key,value|context,keys,value"},
    {"context merge", 1, 1, ContextMerge, "contexts"},
}};

}  // namespace

std::span<const BuiltInFunction> ContextFunctions() { return kFunctions; }

}  // namespace wervelwijzer::dmn
