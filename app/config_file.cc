#include "app/config_file.h"

#include "app/input_file.h"
#include "base/json.h"

namespace wervelwijzer::app {
namespace {

bool IsScalar(JsonValue value) { return value.is_string() || value.boolean() || value.number(); }

std::string TextOf(JsonValue value) {
  return value.is_string() ? std::string(*value.string()) : value.ToText();
}

}  // namespace

Result<std::vector<ConfigEntry>> ReadConfigFile(const std::string& path) {
  const Result<std::string> text = ReadInput(path);
  if (!text.ok()) return text.error();
  const Result<JsonDocument> document = JsonDocument::Parse(*text);
  if (!document.ok()) {
    return InvalidInput(document.error().message, path + " " + document.error().path);
  }
  if (!document->root().is_object()) return InvalidInput("is not a json object", path);
  std::vector<ConfigEntry> entries;
  for (const auto [key, value] : document->root().members()) {
    ConfigEntry entry{std::string(key), {}};
    if (IsScalar(value)) entry.values.push_back(TextOf(value));
    for (const auto [name, number] : value.members()) {
      if (!number.number())
        return InvalidInput("is not an object of numbers", path + " " + entry.key);
      entry.values.push_back(std::string(name) + "=" + number.ToText());
    }
    for (const JsonValue item : value.elements()) {
      if (!IsScalar(item))
        return InvalidInput("is not a list of plain values", path + " " + entry.key);
      entry.values.push_back(TextOf(item));
    }
    if (!IsScalar(value) && !value.is_array() && !value.is_object()) {
      return InvalidInput("is neither a plain value nor a list", path + " " + entry.key);
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace wervelwijzer::app
